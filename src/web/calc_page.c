/* The calculators: every computed rule to try with one's own numbers. */
#include "base/json.h"
#include "base/message.h"
#include "kernel/calc.h"
#include "web/page_kit.h"
#include "web/pages.h"

static struct str calc_word(const struct request *request, const char *name, const char *part)
{
    const char *key = page_key(request, "calc.%s.%s", name, part);
    if (message_find(request->work.locale.language, str_of(key)).p)
        return page_words(request, key, NULL);
    return !strcmp(part, "title") ? page_path(request, "%s", name) : S("");
}

static enum err list(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    reply->view = value_map(a);
    struct value *items = value_put_list(a, reply->view, "items");
    for (size_t i = 0; calc_at(i); i++) {
        const char *name = calc_at(i)->name;
        struct value *item = value_push_map(a, items);
        value_put_text(a, item, "name", str_of(name));
        value_put_text(a, item, "title", calc_word(request, name, "title"));
        value_put_text(a, item, "about", calc_word(request, name, "about"));
        value_put_text(a, item, "href", page_path(request, "/calc/%s", name));
    }
    value_put(reply->view, "next", value_null(a));
    if (!request->html)
        return items ? OK : ERR_MEMORY;
    struct value *page = page_begin(request, reply, "calc-list", page_words(request, "calc.title", NULL));
    value_put_text(a, page, "answer",
                   page_words(request, "calc.answer", "count", value_int(a, items ? items->count : 0), NULL));
    return page ? OK : ERR_MEMORY;
}

static struct str pretty(const struct request *request, const struct value *tree)
{
    struct buf out = buf_init(request->work.arena, 0);
    if (tree)
        json_write_pretty(&out, tree);
    return tree ? buf_str(&out) : S("");
}

/* The page of one calculator: what goes in (typed or the example), what comes out, what is wrong. */
static enum err show(struct request *request, struct reply *reply, const struct value *schema, struct str typed,
                     const struct value *output)
{
    struct arena *a = request->work.arena;
    const char *name = calc_find(request->ids[0])->name;
    struct str title = calc_word(request, name, "title");
    struct value *page = page_begin(request, reply, "calc", title);
    page_crumb(request, reply, page_words(request, "calc.title", NULL), S("/calc"));
    page_crumb(request, reply, title, S(""));
    page_put(request, page, "answer", calc_word(request, name, "about"));
    value_put_text(a, page, "name", str_of(name));
    value_put_text(a, page, "action", request->path);
    const struct value *example = value_get(schema, "example"), *within = value_get(example, "input");
    value_put_text(a, page, "typed", typed.n ? typed : pretty(request, within ? within : example));
    page_put(request, page, "output", pretty(request, output));
    page_put(request, page, "input_schema", pretty(request, value_get(schema, "input")));
    page_put(request, page, "output_schema", pretty(request, value_get(schema, "output")));
    struct value *errors = value_put_list(a, page, "errors");
    for (const struct problem *p = request->work.problems.first; p; p = p->next) {
        struct value *error = value_push_map(a, errors);
        page_put(request, error, "place", p->pointer);
        value_put_text(a, error, "text", p->detail);
    }
    return page ? OK : ERR_MEMORY;
}

static enum err describe(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct value *schema = calc_schema(a, request->ids[0]);
    if (!schema)
        return ERR_NOT_FOUND;
    reply->view = value_map(a);
    value_put_text(a, reply->view, "name", request->ids[0]);
    VALUE_EACH (part, schema)
        value_put_str(reply->view, part->key, value_copy(a, part));
    return request->html ? show(request, reply, schema, S(""), NULL) : OK;
}

/* JSON in, JSON out. The page sends the text of its one field. */
static enum err run(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct problems *problems = &request->work.problems;
    struct value *schema = calc_schema(a, request->ids[0]), *input = request->body, *output = NULL;
    if (!schema)
        return ERR_NOT_FOUND;
    struct str typed = request->style == INPUT_TEXT ? value_get_text(request->body, "input") : S("");
    enum err err = OK;
    if (request->style == INPUT_TEXT)
        err = json_parse(a, typed, problems, &input);
    else if (!input)
        err = problem_say(problems, S(""), "schema.type.object", NULL);
    if (err == OK)
        err = calc_run(a, request->ids[0], input, problems, &output);
    if (err == OK)
        reply->view = output;
    if (!request->html || (err && err != ERR_INPUT && err != ERR_MALFORMED))
        return err;
    if (err)
        reply->view = value_map(a);
    enum err shown = show(request, reply, schema, typed, output);
    return err ? err : shown;
}

const struct route calc_routes[] = {
    {"GET", "/calc", list, 0, "route.calc.list", "calc-list"},
    {"GET", "/calc/{name}", describe, 0, "route.calc.read", "calc"},
    {"POST", "/calc/{name}", run, ROUTE_SLOW, "route.calc.run", NULL},
    {.method = NULL},
};
