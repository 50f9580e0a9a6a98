#include "base/uuid.h"
#include "base/date.h"
#include "base/seeded.h"
#include <pthread.h>
#include <sodium.h>

/* RFC 9562 5.7, with method 1 of 6.2: 12 bits after the time count within one millisecond. */
enum { COUNT_MAX = 0xFFF, COUNT_START = 0x7FF };

static struct {
    pthread_mutex_t lock;
    uint64_t seed; /* 0: random */
    uint64_t last_ms, count;
} state = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void random_words(uint64_t words[2])
{
    if (state.seed == 0) {
        randombytes_buf(words, 2 * sizeof words[0]);
    } else {
        words[0] = seeded_next(&state.seed);
        words[1] = seeded_next(&state.seed);
        state.seed += state.seed == 0; /* which would mean "random" */
    }
}

/* The two halves of a fresh identifier. */
static void make(uint64_t half[2])
{
    uint64_t words[2], now = (uint64_t)clock_now();
    random_words(words);
    if (now > state.last_ms) {
        state.last_ms = now;
        state.count = words[0] & COUNT_START;
    } else if (++state.count > COUNT_MAX) {
        state.last_ms++;
        state.count = words[0] & COUNT_START;
    }
    half[0] = state.last_ms << 16 | UINT64_C(7) << 12 | state.count;
    half[1] = (words[1] & (UINT64_MAX >> 2)) | UINT64_C(1) << 63;
}

static struct str text_of(struct arena *arena, const uint64_t half[2])
{
    static const char figures[] = "0123456789abcdef";
    char *text = arena_alloc(arena, UUID_TEXT + 1), *at = text;
    if (!text)
        return (struct str){NULL, 0};
    for (unsigned i = 0; i < 32; i++) {
        if (i == 8 || i == 12 || i == 16 || i == 20)
            *at++ = '-';
        *at++ = figures[half[i / 16] >> (60 - i % 16 * 4) & 15];
    }
    return (struct str){text, UUID_TEXT};
}

struct str uuid_new(struct arena *arena)
{
    uint64_t half[2];
    pthread_mutex_lock(&state.lock);
    make(half);
    pthread_mutex_unlock(&state.lock);
    return text_of(arena, half);
}

struct str uuid_floor(struct arena *arena, int64_t ms)
{
    const uint64_t half[2] = {(uint64_t)ms << 16 | UINT64_C(7) << 12, UINT64_C(1) << 63};
    return text_of(arena, half);
}

bool uuid_valid(struct str s)
{
    if (s.n != UUID_TEXT)
        return false;
    for (size_t i = 0; i < UUID_TEXT; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        bool figure = (s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f');
        if (dash ? s.p[i] != '-' : !figure)
            return false;
    }
    return true;
}

void uuid_seed(uint64_t seed)
{
    pthread_mutex_lock(&state.lock);
    state.seed = seed;
    state.last_ms = state.count = 0;
    pthread_mutex_unlock(&state.lock);
}
