#include "base/problem.h"
#include "base/buf.h"
#include "base/message.h"

struct problems problems_init(struct arena *arena)
{
    return (struct problems){.arena = arena};
}

/* A copy that can be shown: of a text that is no UTF-8 (a word of a command line, a line of a file) only what is ASCII
 * is kept. */
static struct str shown(struct arena *arena, struct str text)
{
    char *copy = arena_alloc(arena, text.n + 1);
    bool kept = str_utf8(text);
    for (size_t i = 0; copy && i < text.n; i++)
        copy[i] = kept || (unsigned char)text.p[i] < 0x80 ? text.p[i] : '?';
    return (struct str){copy, copy ? text.n : 0};
}

enum err problem_add(struct problems *problems, struct str pointer, struct str detail)
{
    if (!problems || problems->count++ >= PROBLEMS_MAX)
        return ERR_INPUT;
    struct problem *problem = ARENA_NEW(problems->arena, struct problem);
    if (!problem)
        return ERR_MEMORY;
    problem->pointer = shown(problems->arena, pointer);
    problem->detail = shown(problems->arena, detail);
    if (!problem->pointer.p || !problem->detail.p)
        return ERR_MEMORY;
    if (problems->last)
        problems->last->next = problem;
    else
        problems->first = problem;
    problems->last = problem;
    return ERR_INPUT;
}

enum err problem_say(struct problems *problems, struct str pointer, const char *key, const struct value *args)
{
    if (!problems)
        return ERR_INPUT;
    return problem_add(problems, pointer, message(problems->arena, "en", key, args));
}

static struct str error_words(struct arena *arena, enum err err, const char *part)
{
    struct str key = arena_printf(arena, "error.%s.%s", err_code(err), part);
    return key.p ? message(arena, "en", key.p, NULL) : key;
}

struct value *problem_view(struct arena *arena, enum err err, const struct problems *problems)
{
    struct value *view = value_map(arena);
    bool told = problems && problems->detail.n;
    value_put_text(arena, view, "type", arena_printf(arena, "/problems/%s", err_code(err)));
    value_put_text(arena, view, "title", error_words(arena, err, "title"));
    value_put_int(arena, view, "status", err_http(err));
    value_put_text(arena, view, "code", str_of(err_code(err)));
    value_put_text(arena, view, "detail", told ? problems->detail : error_words(arena, err, "detail"));
    struct value *errors = value_put_list(arena, view, "errors");
    for (const struct problem *p = problems ? problems->first : NULL; p; p = p->next) {
        struct value *error = value_push_map(arena, errors);
        value_put_text(arena, error, "pointer", p->pointer);
        value_put_text(arena, error, "detail", p->detail);
    }
    if (problems && problems->count > PROBLEMS_MAX)
        value_put_int(arena, view, "omitted", (int64_t)problems->count - PROBLEMS_MAX);
    return view;
}

struct str pointer_member(struct arena *arena, struct str parent, struct str member)
{
    struct buf out = buf_init(arena, 0);
    buf_add(&out, parent);
    buf_char(&out, '/');
    for (size_t i = 0; i < member.n; i++) {
        if (member.p[i] == '~')
            buf_lit(&out, "~0");
        else if (member.p[i] == '/')
            buf_lit(&out, "~1");
        else
            buf_char(&out, member.p[i]);
    }
    return buf_str(&out);
}

struct str pointer_index(struct arena *arena, struct str parent, size_t index)
{
    return arena_printf(arena, "%.*s/%zu", STR_ARG(parent), index);
}
