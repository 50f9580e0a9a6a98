/* predicate.h: the kernel asks for each row whether its viewer sees it. The tests link the kernel once more without
 * that question, to see that the store's second guard leaks nothing by itself; nothing else defines the word. */
#ifndef KERNEL_PREDICATE_H
#define KERNEL_PREDICATE_H
#ifdef ENTENTE_WITHOUT_PREDICATE
enum { KERNEL_ASKS = 0 };
#else
enum { KERNEL_ASKS = 1 };
#endif
#endif
