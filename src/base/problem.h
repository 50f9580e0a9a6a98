/* problem.h: the error list of one request or command. All problems of an input are gathered, in document order,
 * each with the place (JSON pointer, or CSV row and column) and words fit to show, from the message catalogue. */
#ifndef BASE_PROBLEM_H
#define BASE_PROBLEM_H
#include "base/err.h"
#include "base/value.h"

struct problem {
    struct problem *next;
    struct str pointer; /* JSON pointer such as "/rows/capture"; "" for the whole */
    struct str detail;  /* words for people */
};

struct problems {
    struct arena *arena;
    struct problem *first, *last;
    uint32_t count;    /* gathered; past PROBLEMS_MAX they are counted, not kept */
    struct str detail; /* what to say of the whole; empty: the words of the error code */
};
enum { PROBLEMS_MAX = 200 };

struct problems problems_init(struct arena *arena);
/* Adds one. `pointer` and `detail` are copied; bytes of them that are no UTF-8 become "?". Returns ERR_INPUT for
 * `return problem_add(…)`, ERR_MEMORY when exhausted. `problems` may be NULL where nobody asks for the words. */
enum err problem_add(struct problems *problems, struct str pointer, struct str detail);
/* Adds the words of catalogue key `key` with arguments (see message.h) at `pointer`. Returns ERR_INPUT. */
enum err problem_say(struct problems *problems, struct str pointer, const char *key, const struct value *args);
/* problem+json (RFC 9457) as a tree: type, title, status, code, detail, errors [{pointer, detail}],
 * and omitted, the number that were counted and not kept, if any. */
struct value *problem_view(struct arena *arena, enum err err, const struct problems *problems);
/* `parent` "/" `member`, with ~ and / escaped as RFC 6901 says. */
struct str pointer_member(struct arena *arena, struct str parent, struct str member);
struct str pointer_index(struct arena *arena, struct str parent, size_t index);
#endif
