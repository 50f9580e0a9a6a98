/* access_memo.h: whom tokens were found to speak for, kept with a server's read connection. What was found stays good
 * as long as nothing at all was committed since (conn_moment) and the token has not expired meanwhile: then the
 * statement would find the same. Only access.c includes it. */
#ifndef KERNEL_ACCESS_MEMO_H
#define KERNEL_ACCESS_MEMO_H
#include "kernel/access_row.h"

/* The token with that digest, if it is kept and good at `moment` (not 0): *found is copied into the work's arena. */
enum err access_memo_take(struct work *work, struct str digest, int64_t moment, struct access_found *out,
                          bool *found) MUST_CHECK;
/* Keeps what was found at `moment`; does without where memory is short or it has no place for something as long. */
void access_memo_keep(struct work *work, struct str digest, int64_t moment, const struct access_found *found);
#endif
