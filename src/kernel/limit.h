/* limit.h: how often signing in may be tried, by key (an address, an e-mail, an account), kept in the store: the limits
 * hold for all servers of a store together and are not forgiven by a restart. One row a key, written only by those who
 * try to sign in; rows that say nothing any more are removed by the way. Keys are kept as digests. */
#ifndef KERNEL_LIMIT_H
#define KERNEL_LIMIT_H
#include "kernel/work.h"

struct rate_limit {
    const char *name; /* keeps apart keys of different limits */
    int burst;        /* tries at once */
    int refill_ms;    /* one more every so many milliseconds */
};
/* Signing in: 20 at once from one address (a /64 for IPv6), then one every 6 s; 8 at once for one e-mail, then one
 * every 30 s. Codes, and one's own password asked once more: 5 at once for one account, then one every 5 minutes.
 * Asking for a new password: 3 at once for one e-mail, then one an hour. */
extern const struct rate_limit rate_by_address, rate_by_email, rate_by_account, rate_forgotten;

/* Takes a try; ERR_RATE when there is none, *wait_s is then how long until there is, at least 1. Its own write: what
 * comes after must not take it back by failing. */
enum err limit_take(struct work *work, const struct rate_limit *limit, struct str key, int *wait_s) MUST_CHECK;
/* Gives one back, after a success. */
enum err limit_give(struct work *work, const struct rate_limit *limit, struct str key) MUST_CHECK;
#endif
