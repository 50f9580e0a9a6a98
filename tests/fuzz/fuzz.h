/* fuzz.h: what the fuzz targets share. A target is one file tests/fuzz/NAME.c with the two functions below; its seeds
 * are in corpus/NAME/, its words in dictionaries/NAME.dict, what once crashed it in crashers/NAME/, and the files whose
 * lines its corpus must cover in targets.txt. tests/fuzz/run builds and runs them. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H
#include "base/json.h"
#include "base/log.h"
#include "base/message.h"
#include <stdio.h>
#include <stdlib.h>

/* For libFuzzer: looks at one input. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
/* What the target does with an input that it owns: `arena` is empty and given back afterwards. */
static void fuzz_one(struct arena *arena, struct str input);

/* Ends the run, keeping the input, when something that must hold does not. */
#define HOLDS(condition)                                                                   \
    do {                                                                                   \
        if (!(condition)) {                                                                \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                                       \
        }                                                                                  \
    } while (0)

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    static bool begun;
    if (!begun) {
        HOLDS(message_load() == OK);
        log_level_set((enum log_level)(LOG_ERROR + 1));
        begun = true;
    }
    struct arena *arena = arena_new(0);
    HOLDS(arena != NULL);
    fuzz_one(arena, (struct str){(const char *)data, size});
    arena_free(arena);
    return 0;
}

/* Takes the first line off the input, which arguments stand on; all of it when it has one only. */
static inline struct str fuzz_line(struct str *input)
{
    struct str line = {NULL, 0};
    (void)str_cut(input, '\n', &line);
    if (!input->p)
        *input = S("");
    return line.p ? line : S("");
}

/* Whether a parser's answer is one that hostile input may have. */
static inline bool fuzz_refused(enum err err)
{
    return err == ERR_MALFORMED || err == ERR_INPUT || err == ERR_TOO_LARGE || err == ERR_MEDIA_TYPE;
}

/* Every problem has a place that is well-formed, and words. */
static inline void fuzz_problems(enum err err, const struct problems *problems)
{
    HOLDS(err == OK || problems->count > 0);
    for (const struct problem *p = problems->first; p; p = p->next)
        HOLDS(str_utf8(p->pointer) && str_utf8(p->detail) && p->detail.n > 0);
}
#endif
