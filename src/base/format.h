/* format.h: printf for the few directives that most of our formats are made of, several times as fast as the C
 * library's, whose streams cost more than what they write. For arena.c and buf.c. */
#ifndef BASE_FORMAT_H
#define BASE_FORMAT_H
#include <stdarg.h>
#include <stddef.h>

/* vsnprintf; quick for formats of %s, %.*s, %c, %d, %u, %zu, %lld, %llu and %% alone. `args` is used up. */
int format_text(char *to, size_t room, const char *format, va_list args) __attribute__((format(printf, 3, 0)));
#endif
