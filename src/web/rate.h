/* rate.h: how often something may be tried: token buckets by key, in memory. A bucket fills again with time; each try
 * takes one token. It stands before the limits that the store keeps for all servers (kernel/limit.h), so that a storm
 * of tries is turned away without a write. Keys are kept as keyed hashes; when the table is full, the bucket that is
 * nearest to full gives way. Safe to use from several threads. */
#ifndef WEB_RATE_H
#define WEB_RATE_H
#include "kernel/limit.h"

struct rate;

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
