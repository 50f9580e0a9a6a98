/* arena.h: memory that lives as long as one request or one command and is given back at once.
 * An arena is used by one thread at a time. Allocation returns NULL when memory or the arena's cap is
 * exhausted; functions above turn that into ERR_MEMORY. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include "base/str.h"
#include <stdarg.h>

struct arena;

/* A new arena that may grow to `cap` bytes (0: 256 MiB). NULL when out of memory. Free with arena_free. */
struct arena *arena_new(size_t cap);
/* Runs deferred calls, latest first, and gives everything back. NULL is allowed. */
void arena_free(struct arena *arena);
/* Runs deferred calls and makes the arena empty, keeping its first block for reuse. */
void arena_reset(struct arena *arena);
/* `n` zeroed bytes, aligned for any type; NULL when exhausted. */
void *arena_alloc(struct arena *arena, size_t n) __attribute__((warn_unused_result));
/* The same, not zeroed: for what is written at once. */
void *arena_room(struct arena *arena, size_t n) __attribute__((warn_unused_result));
/* `count` zeroed elements of `size` bytes; NULL also when the product overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size) __attribute__((warn_unused_result));
/* A copy of `s`, followed by a NUL byte; on exhaustion p is NULL and n is 0. */
struct str arena_copy(struct arena *arena, struct str s);
/* A formatted text, NUL-terminated; on exhaustion p is NULL and n is 0. */
struct str arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct str arena_vprintf(struct arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
/* A NUL-terminated copy as a C string; NULL when exhausted. */
const char *arena_cstr(struct arena *arena, struct str s);
/* The strings one after another; the list ends with a str whose p is NULL. */
struct str arena_join(struct arena *arena, const struct str *parts, size_t count, struct str between);
/* Calls fn(p) when the arena is reset or freed. Returns false when exhausted (fn is then called at once). */
bool arena_defer(struct arena *arena, void (*fn)(void *), void *p);
/* Whether some allocation failed since the last reset: what was made from then on may be incomplete, and an error that
 * was found may not be what was wrong. */
bool arena_exhausted(const struct arena *arena);
/* The same from here on: memory for what it is to hold could not be had elsewhere. */
void arena_exhaust(struct arena *arena);
/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *arena);

#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, count, type) ((type *)arena_array((arena), (count), sizeof(type)))

/* For tests: lets the n-th allocation from now fail (0: never). Applies to all arenas of the process. */
void arena_fail_at(uint64_t nth);
#endif
