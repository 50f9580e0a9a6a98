/* Templates: the view as JSON stands before the first line "--", then the template, then after another "--" what the
 * partial "p" is. */
#include "base/mustache.h"
#include "fuzz.h"

static const struct mustache *partial_of(void *user, struct str name)
{
    return str_is(name, "p") ? user : NULL;
}

/* What stands before the next line "--". */
static struct str part_of(struct str *input)
{
    const char *at = input->n ? memmem(input->p, input->n, "\n--\n", 4) : NULL;
    struct str part = *input;
    if (!at) {
        *input = S("");
        return part;
    }
    part.n = (size_t)(at - input->p);
    *input = str_part(*input, part.n + 4, input->n);
    return part;
}

static void fuzz_one(struct arena *arena, struct str input)
{
    struct problems problems = problems_init(arena);
    struct str json = part_of(&input), text = part_of(&input);
    const struct mustache *template = NULL, *partial = NULL;
    struct value *view = NULL;
    const struct locale locale = {.language = "en", .zone = NULL, .now_ms = 1767225600000};
    if (json_parse(arena, json, &problems, &view) != OK)
        view = NULL;
    if (mustache_parse(arena, input, false, &problems, &partial) != OK)
        partial = NULL;
    problems = problems_init(arena);
    enum err err = mustache_parse(arena, text, false, &problems, &template);
    HOLDS(err == OK || err == ERR_MALFORMED);
    fuzz_problems(err, &problems);
    for (int i = 0; i < 2 && err == OK; i++) {
        struct buf out = buf_init(arena, 1 << 20);
        mustache_render(template, NULL, view, partial_of, (void *)(uintptr_t)partial, i ? &locale : NULL, &out);
        if (!out.failed)
            HOLDS(str_find(text, '<') >= 0 || str_find(input, '<') >= 0 || str_find(buf_str(&out), '<') < 0);
    }
}
