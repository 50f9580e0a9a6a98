#include "web/rate.h"
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

enum { SETS = 2048, WAYS = 4 }; /* 8,192 buckets: 256 KiB */

struct bucket {
    uint64_t key; /* 0: free */
    int64_t at_ms, full_ms;
    double tokens;
};

struct rate {
    pthread_mutex_t lock;
    unsigned char secret[crypto_shorthash_KEYBYTES];
    struct bucket sets[SETS][WAYS];
};

struct rate *rate_new(void)
{
    struct rate *rate = sodium_init() < 0 ? NULL : calloc(1, sizeof *rate);
    if (rate) {
        pthread_mutex_init(&rate->lock, NULL);
        randombytes_buf(rate->secret, sizeof rate->secret);
    }
    return rate;
}

void rate_free(struct rate *rate)
{
    if (!rate)
        return;
    pthread_mutex_destroy(&rate->lock);
    free(rate);
}

static uint64_t hash(const struct rate *rate, const struct rate_limit *limit, struct str key)
{
    unsigned char text[512];
    uint64_t out;
    size_t name = strlen(limit->name) + 1, n = key.n < sizeof text - name ? key.n : sizeof text - name;
    memcpy(text, limit->name, name);
    if (n)
        memcpy(text + name, key.p, n);
    crypto_shorthash((unsigned char *)&out, text, name + n, rate->secret);
    return out ? out : 1;
}

static void refill(struct bucket *bucket, const struct rate_limit *limit, int64_t now_ms)
{
    if (now_ms > bucket->at_ms) {
        double more = (double)(now_ms - bucket->at_ms) / limit->refill_ms;
        bucket->tokens = bucket->tokens + more > limit->burst ? limit->burst : bucket->tokens + more;
    }
    bucket->at_ms = now_ms;
    bucket->full_ms = now_ms + (int64_t)((limit->burst - bucket->tokens) * limit->refill_ms);
}

/* The bucket of the key, full when it is new: in place of a free one, or of the one that is full soonest. */
static struct bucket *bucket_of(struct rate *rate, const struct rate_limit *limit, struct str key, int64_t now_ms)
{
    uint64_t id = hash(rate, limit, key);
    struct bucket *set = rate->sets[id % SETS], *place = set;
    for (struct bucket *b = set; b < set + WAYS; b++) {
        if (b->key == id) {
            refill(b, limit, now_ms);
            return b;
        }
        if (place->key && (!b->key || b->full_ms < place->full_ms))
            place = b;
    }
    *place = (struct bucket){.key = id, .at_ms = now_ms, .full_ms = now_ms, .tokens = limit->burst};
    return place;
}

bool rate_take(struct rate *rate, const struct rate_limit *limit, struct str key, int64_t now_ms, int *wait_s)
{
    pthread_mutex_lock(&rate->lock);
    struct bucket *bucket = bucket_of(rate, limit, key, now_ms);
    bool taken = bucket->tokens >= 1;
    double wait = taken ? 0 : (1 - bucket->tokens) * limit->refill_ms / 1000;
    if (taken)
        bucket->tokens -= 1;
    refill(bucket, limit, now_ms);
    pthread_mutex_unlock(&rate->lock);
    *wait_s = taken ? 0 : 1 + (int)wait;
    return taken;
}

void rate_give(struct rate *rate, const struct rate_limit *limit, struct str key, int64_t now_ms)
{
    pthread_mutex_lock(&rate->lock);
    struct bucket *bucket = bucket_of(rate, limit, key, now_ms);
    bucket->tokens = bucket->tokens + 1 > limit->burst ? limit->burst : bucket->tokens + 1;
    refill(bucket, limit, now_ms);
    pthread_mutex_unlock(&rate->lock);
}

struct str rate_address(struct str address)
{
    /* The first four groups of the canonical text; "::" among them ends it earlier, which is a network as well. */
    size_t groups = 0;
    if (str_starts(address, S("::ffff:")) || str_find(address, ':') < 0)
        return address;
    for (size_t i = 0; i < address.n; i++)
        if (address.p[i] == ':' && (++groups == 4 || (i + 1 < address.n && address.p[i + 1] == ':')))
            return str_part(address, 0, i);
    return address;
}
