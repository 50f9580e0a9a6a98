/* rate.h: how often something may be tried: token buckets by key, in memory. A bucket fills again with time; each try
 * takes one token. Kept by each server for itself and lost with it: with several servers the limits add up, and a
 * restart forgives; a store-wide count is not worth a write per failed attempt yet. Keys are kept as keyed hashes; when
 * the table is full, the bucket that is nearest to full gives way. Safe to use from several threads. */
#ifndef WEB_RATE_H
#define WEB_RATE_H
#include "base/str.h"

struct rate;

struct rate_limit {
    const char *name; /* keeps apart keys of different limits */
    int burst;        /* tries at once */
    int refill_ms;    /* one more every so many milliseconds */
};
/* Sign-in: 20 at once from one address (a /64 for IPv6), then one every 6 s; 8 at once for one e-mail, then one every
 * 30 s. A try that succeeds is given back. */
extern const struct rate_limit rate_by_address, rate_by_email;

/* NULL when out of memory. */
struct rate *rate_new(void);
void rate_free(struct rate *rate);
/* Takes a token. False when there is none; *wait_s is then how long until there is one, at least 1. */
bool rate_take(struct rate *rate, const struct rate_limit *limit, struct str key, int64_t now_ms, int *wait_s);
/* Gives one back, after a success. */
void rate_give(struct rate *rate, const struct rate_limit *limit, struct str key, int64_t now_ms);
/* What stands for a client's address as a key: all of an IPv4 address, the first 64 bits of an IPv6 one (its network).
 */
struct str rate_address(struct str address);
#endif
