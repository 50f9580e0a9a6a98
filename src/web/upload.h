/* upload.h: bodies that are files, on their way from the socket into temporary files. Nobody waits for them: neither a
 * worker nor the memory for a body is held while one arrives. */
#ifndef WEB_UPLOAD_H
#define WEB_UPLOAD_H
#include "base/problem.h"
#include <pthread.h>

struct exchange;

enum { UPLOADS_MOST = 64, UPLOAD_ACCOUNT = 40 };

/* Who is sending a file now. */
struct uploads {
    pthread_mutex_t lock;
    unsigned most; /* at a time; of one account a quarter of them */
    char accounts[UPLOADS_MOST][UPLOAD_ACCOUNT];
};
enum err uploads_init(struct uploads *uploads, unsigned most) MUST_CHECK;
void uploads_release(struct uploads *uploads);
/* A place for the account; -1 when there is none. */
int uploads_take(struct uploads *uploads, struct str account);
void uploads_give(struct uploads *uploads, int place);

/* Whether the body of the request is taken as a file: its route says so, and it is neither JSON nor a plain form. */
bool upload_applies(const struct exchange *x);
/* Before the first byte: who sends it must be signed in, and not send too many already. What is wrong goes into x->err.
 */
void upload_begin(struct exchange *x);
enum err upload_take(struct exchange *x, struct str bytes) MUST_CHECK;
/* All has come: its fields become the request's body, its file that of the request's work. */
enum err upload_end(struct exchange *x) MUST_CHECK;
/* The exchange is over. */
void upload_over(struct exchange *x);
#endif
