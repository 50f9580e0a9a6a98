#include "base/arena.h"
#include "base/format.h"
#include <stdatomic.h>
#include <stdlib.h>

/* Under the address sanitizer what is not handed out may not be touched, and a gap follows each piece. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GUARDED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(GUARDED)
#include <sanitizer/asan_interface.h>
enum { BLOCK = 32 * 1024, ALIGN = 16, GAP = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
enum { BLOCK = 32 * 1024, ALIGN = 16, GAP = 0 };
#endif

struct block {
    struct block *before;
    size_t size, used;
    _Alignas(ALIGN) char data[];
};

struct deferred {
    struct deferred *before;
    void (*fn)(void *);
    void *p;
};

struct arena {
    struct block *top;
    struct deferred *deferred;
    size_t cap, held, used;
    bool exhausted;
};

static _Atomic uint64_t fail_countdown;

void arena_fail_at(uint64_t nth)
{
    atomic_store(&fail_countdown, nth);
}

static bool told_to_fail(void)
{
    uint64_t left = atomic_load(&fail_countdown);
    return left != 0 && atomic_fetch_sub(&fail_countdown, 1) == 1;
}

static struct block *block_new(size_t size)
{
    struct block *block = malloc(sizeof *block + size);
    if (block) {
        block->before = NULL;
        block->size = size;
        block->used = 0;
        ASAN_POISON_MEMORY_REGION(block->data, size);
    }
    return block;
}

struct arena *arena_new(size_t cap)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        return NULL;
    arena->cap = cap ? cap : (size_t)256 * 1024 * 1024;
    arena->top = block_new(BLOCK);
    if (!arena->top) {
        free(arena);
        return NULL;
    }
    arena->held = BLOCK;
    return arena;
}

void arena_reset(struct arena *arena)
{
    while (arena->deferred) {
        struct deferred *d = arena->deferred;
        arena->deferred = d->before;
        d->fn(d->p);
    }
    while (arena->top->before) {
        struct block *block = arena->top;
        arena->top = block->before;
        free(block);
    }
    arena->top->used = 0;
    ASAN_POISON_MEMORY_REGION(arena->top->data, arena->top->size);
    arena->held = arena->top->size;
    arena->used = 0;
    arena->exhausted = false;
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    arena_reset(arena);
    free(arena->top);
    free(arena);
}

static void *none(struct arena *arena)
{
    arena->exhausted = true;
    return NULL;
}

void *arena_room(struct arena *arena, size_t n)
{
    if (told_to_fail() || n > arena->cap)
        return none(arena);
    size_t need = (n + ALIGN - 1) / ALIGN * ALIGN;
    if (need == 0)
        need = ALIGN;
    need += GAP;
    struct block *top = arena->top;
    if (top->size - top->used < need) {
        size_t size = need > BLOCK / 2 ? need : top->size < 1024 * 1024 ? top->size * 2 : top->size;
        if (size < need)
            size = need;
        if (arena->held + size > arena->cap)
            return none(arena);
        struct block *block = block_new(size);
        if (!block)
            return none(arena);
        arena->held += size;
        block->before = top;
        arena->top = block;
        top = block;
    }
    void *p = top->data + top->used;
    top->used += need;
    arena->used += need - GAP;
    ASAN_UNPOISON_MEMORY_REGION(p, n);
    return p;
}

void *arena_alloc(struct arena *arena, size_t n)
{
    void *p = arena_room(arena, n);
    return p && n ? memset(p, 0, n) : p;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t n;
    if (__builtin_mul_overflow(count, size, &n))
        return none(arena);
    return arena_alloc(arena, n);
}

struct str arena_copy(struct arena *arena, struct str s)
{
    char *p = arena_room(arena, s.n + 1);
    if (!p)
        return (struct str){NULL, 0};
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = 0;
    return (struct str){p, s.n};
}

const char *arena_cstr(struct arena *arena, struct str s)
{
    return arena_copy(arena, s).p;
}

struct str arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    char few[256];
    int n = format_text(few, sizeof few, format, again);
    va_end(again);
    char *p = n < 0 ? NULL : arena_room(arena, (size_t)n + 1);
    if (!p)
        return (struct str){NULL, 0};
    if ((size_t)n < sizeof few)
        memcpy(p, few, (size_t)n + 1);
    else
        format_text(p, (size_t)n + 1, format, args);
    return (struct str){p, (size_t)n};
}

struct str arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str s = arena_vprintf(arena, format, args);
    va_end(args);
    return s;
}

struct str arena_join(struct arena *arena, const struct str *parts, size_t count, struct str between)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += parts[i].n + (i ? between.n : 0);
    char *p = arena_room(arena, n + 1), *at = p;
    if (!p)
        return (struct str){NULL, 0};
    for (size_t i = 0; i < count; i++) {
        if (i && between.n) {
            memcpy(at, between.p, between.n);
            at += between.n;
        }
        if (parts[i].n) {
            memcpy(at, parts[i].p, parts[i].n);
            at += parts[i].n;
        }
    }
    *at = 0;
    return (struct str){p, n};
}

bool arena_defer(struct arena *arena, void (*fn)(void *), void *p)
{
    struct deferred *d = arena_alloc(arena, sizeof *d);
    if (!d) {
        fn(p);
        return false;
    }
    d->before = arena->deferred;
    d->fn = fn;
    d->p = p;
    arena->deferred = d;
    return true;
}

void arena_exhaust(struct arena *arena)
{
    arena->exhausted = true;
}

bool arena_exhausted(const struct arena *arena)
{
    return arena->exhausted;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}
