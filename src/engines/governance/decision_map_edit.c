#include "engines/governance/decision_map_edit.h"

/* What was sent, or nothing where the page is only read. */
static const struct value *sent_of(const struct map *m)
{
    const struct value *body = m->o.request->body;
    return body && body->kind == V_MAP ? body : NULL;
}

struct str map_edited(const struct map *m)
{
    const struct value *sent = sent_of(m);
    struct str row = value_get_text(sent, "row");
    return sent ? (row.n ? row : S("new")) : value_get_text(m->o.request->query, "edit");
}

static struct str cell_name(const struct map *m, const char *part, const struct value *side)
{
    return arena_printf(m->o.arena, "%s.%.*s", part, STR_ARG(value_get_text(side, "party")));
}

static struct str text_at(const struct value *map, struct str key)
{
    const struct value *leaf = key.p ? value_get_str(map, key) : NULL;
    return leaf && leaf->kind == V_TEXT ? leaf->text : S("");
}

static struct str was_of(const struct map *m, struct str cell)
{
    return text_at(sent_of(m), arena_printf(m->o.arena, "was.%.*s", STR_ARG(cell)));
}

static bool speaks(const struct value *voice, const char *part, const struct value *side)
{
    return str_is(value_get_text(voice, "part"), part) &&
           str_eq(value_get_text(voice, "party"), value_get_text(side, "party"));
}

/* ---- the form ---- */

static void put_cell(struct map *m, struct value *cells, const char *part, const struct value *side,
                     const struct value *voices)
{
    struct arena *a = m->o.arena;
    struct buf names = buf_init(a, 0);
    struct str key = cell_name(m, part, side);
    struct value *cell = value_push_map(a, cells);
    VALUE_EACH (voice, voices)
        if (speaks(voice, part, side))
            buf_printf(&names, "%s%.*s", names.n ? ", " : "", STR_ARG(value_get_text(voice, "name")));
    struct str stored = buf_str(&names);
    put_choice(a, cell, "part", part, "choice.decision_voice.part");
    value_put_text(a, cell, "name", key);
    value_put_text(a, cell, "value", sent_of(m) ? text_at(sent_of(m), key) : stored);
    value_put_text(a, cell, "was", sent_of(m) ? was_of(m, key) : stored);
}

static void put_sides_form(struct map *m, struct value *form, const struct value *voices)
{
    struct value *sides = value_put_list(m->o.arena, form, "sides");
    VALUE_EACH (side, m->sides) {
        struct value *one = value_push_map(m->o.arena, sides);
        overview_copy(&m->o, one, side, "party", "name", NULL);
        struct value *cells = value_put_list(m->o.arena, one, "cells");
        for (size_t p = 0; p < DECISION_PARTS; p++)
            put_cell(m, cells, decision_parts[p], side, voices);
    }
}

static void put_option(struct map *m, struct value *list, struct str value, struct str label, struct str chosen)
{
    struct value *item = value_push_map(m->o.arena, list);
    value_put_text(m->o.arena, item, "value", value);
    value_put_text(m->o.arena, item, "label", label);
    value_put_bool(m->o.arena, item, "chosen", str_eq(value, chosen));
}

static void put_choices(struct map *m, struct value *form, struct str class, struct str body)
{
    static const char *const classes[] = {"key", "daily", "exception"};
    struct arena *a = m->o.arena;
    struct value *list = value_put_list(a, form, "classes"), *bodies = value_put_list(a, form, "bodies");
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        struct str key = arena_printf(a, "choice.decision_row.class.%s", classes[i]);
        put_option(m, list, str_of(classes[i]), key.p ? overview_words(&m->o, key.p, NULL) : S(""), class);
    }
    VALUE_EACH (one, m->bodies)
        put_option(m, bodies, value_get_text(one, "id"), value_get_text(one, "name"), body);
}

/* What a field shows: what was typed, else what is stored. */
static struct str shown(const struct map *m, const struct value *row, const char *field)
{
    const struct value *leaf = value_get(row, field);
    if (sent_of(m))
        return value_get_text(sent_of(m), field);
    return leaf && leaf->kind == V_INT ? arena_printf(m->o.arena, "%lld", (long long)leaf->i)
                                       : value_get_text(row, field);
}

enum err map_put_form(struct map *m, struct value *item, const struct value *row, const struct value *voices)
{
    static const char *const fields[] = {"decision", "topic", "allowed_days"};
    struct arena *a = m->o.arena;
    struct value *form = value_put_map(a, item, "form");
    struct str body = shown(m, row, "decider_body");
    value_put_text(a, form, "row", value_get_text(row, "id"));
    value_put_int(a, form, "version", value_get_int(row, "version", 0));
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        value_put_text(a, form, fields[i], shown(m, row, fields[i]));
    value_put_text(a, form, "decider_name", body.n && !sent_of(m) ? S("") : shown(m, row, "decider_name"));
    put_choices(m, form, shown(m, row, "class"), body);
    put_sides_form(m, form, voices);
    struct value *problems = value_put_list(a, form, "problems");
    for (const struct problem *problem = m->o.request->work.problems.first; problem; problem = problem->next)
        value_push(problems, value_text(a, problem->detail));
    return problems ? OK : ERR_MEMORY;
}

/* ---- trying ---- */

/* The row as it would stand: what is stored under what was sent. */
static struct value *row_as_sent(const struct map *m, const struct value *stored)
{
    static const char *const fields[] = {"decision", "topic", "class", "decider_body", "decider_name"};
    struct arena *a = m->o.arena;
    struct value *row = stored ? value_copy(a, stored) : value_map(a);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (value_get(sent_of(m), fields[i]))
            value_set(row, fields[i], value_text(a, str_trim(value_get_text(sent_of(m), fields[i]))));
    const struct value *days = value_get(sent_of(m), "allowed_days");
    int64_t number = 0;
    struct str text = days && days->kind != V_INT ? str_trim(value_get_text(sent_of(m), "allowed_days")) : S("");
    for (size_t i = 0; i < text.n && number < 100000 && text.p[i] >= '0' && text.p[i] <= '9'; i++)
        number = number * 10 + (text.p[i] - '0');
    if (days)
        value_set(row, "allowed_days", value_int(a, days->kind == V_INT ? days->i : number));
    return row;
}

/* The voices as they would stand: those of cells that were not sent stay. */
static struct value *voices_as_sent(const struct map *m, const struct value *stored)
{
    struct arena *a = m->o.arena;
    struct value *voices = value_list(a);
    VALUE_EACH (side, m->sides)
        for (size_t p = 0; p < DECISION_PARTS; p++) {
            struct str cell = cell_name(m, decision_parts[p], side);
            bool sent = cell.p && value_get_str(sent_of(m), cell);
            struct value *names = sent ? decision_names(a, text_at(sent_of(m), cell)) : value_list(a);
            VALUE_EACH (voice, sent ? NULL : stored)
                if (speaks(voice, decision_parts[p], side))
                    value_push(names, value_text(a, value_get_text(voice, "name")));
            VALUE_EACH (name, names) {
                struct value *voice = value_push_map(a, voices);
                value_put_text(a, voice, "part", str_of(decision_parts[p]));
                value_put_text(a, voice, "party", value_get_text(side, "party"));
                value_put(voice, "name", again(a, name));
            }
        }
    return voices;
}

/* Finds the row that was sent; NULL for one to be added. ERR_NOT_FOUND for one that is not there. */
static enum err find_sent(const struct map *m, const struct value **row)
{
    struct str id = value_get_text(sent_of(m), "row");
    *row = id.n ? map_find(m->rows, id) : NULL;
    return id.n && !*row ? ERR_NOT_FOUND : OK;
}

enum err decision_map_try(struct request *request, struct reply *reply)
{
    struct map m;
    const struct value *row;
    struct value *voices = NULL, *view = value_map(request->work.arena);
    int64_t faults;
    if (!request->body || request->body->kind != V_MAP)
        return problem_say(&request->work.problems, S(""), "input.object", NULL);
    enum err err = map_begin(request, reply, "decision_map", &m);
    if (err == OK)
        err = find_sent(&m, &row);
    if (err == OK && row)
        err = map_voices(&m, row, &voices);
    if (err)
        return err;
    value_put(view, "decision_row", row ? again(m.o.arena, value_get(row, "id")) : value_null(m.o.arena));
    value_put(view, "version", row ? again(m.o.arena, value_get(row, "version")) : value_null(m.o.arena));
    err = map_judge(&m, row_as_sent(&m, row), voices_as_sent(&m, voices), view, &faults);
    reply->view = view;
    reply->template = "decision-faults";
    return err;
}

/* ---- writing ---- */

/* The members of the row that were sent. A body that decides gives the name of who decides, too. */
static struct value *row_input(const struct map *m, const struct value *stored)
{
    static const char *const fields[] = {"decision", "topic", "class", "decider_body", "decider_name", "allowed_days"};
    struct arena *a = m->o.arena;
    struct value *input = value_map(a);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (value_get(sent_of(m), fields[i]))
            value_put(input, fields[i], value_copy(a, value_get(sent_of(m), fields[i])));
    bool body = value_get_text(input, "decider_body").n > 0;
    bool other = !str_eq(value_get_text(input, "decider_name"), value_get_text(stored, "decider_name"));
    bool text = m->o.request->style == INPUT_TEXT;
    if (body)
        value_set(input, "decider_name", text ? value_text(a, S("")) : value_null(a));
    if (body || (value_get(input, "decider_name") && other))
        value_put(input, "decider_person", text ? value_text(a, S("")) : value_null(a));
    if (!stored)
        value_put_text(a, input, "alliance", m->o.id);
    return input;
}

static enum err write_row(struct map *m, const struct value *stored, struct value **row)
{
    struct request *request = m->o.request;
    struct value *input = row_input(m, stored);
    if (!stored)
        return record_create(&request->work, request->viewer, &decision_row_kind, input, request->style, row);
    if (request->if_match < 0)
        return ERR_NO_VERSION;
    return record_change(&request->work, request->viewer, &decision_row_kind, value_get_text(stored, "id"),
                         request->if_match, input, request->style, S(""), row);
}

/* A name that is a body's stands for that body. */
static enum err add_voice(struct map *m, struct str row, const char *part, const struct value *side, struct str name)
{
    struct arena *a = m->o.arena;
    struct value *input = value_map(a), *made;
    value_put_text(a, input, "row", row);
    value_put_text(a, input, "part", str_of(part));
    value_put_text(a, input, "party", value_get_text(side, "party"));
    value_put_text(a, input, "name", name);
    VALUE_EACH (body, m->bodies)
        if (str_eq(value_get_text(body, "name"), name) && !value_get(input, "body"))
            value_put_text(a, input, "body", value_get_text(body, "id"));
    return record_create(&m->o.request->work, m->o.request->viewer, &decision_voice_kind, input, INPUT_JSON, &made);
}

/* Writes what the sender changed in a cell: the difference between what was seen and what was sent. */
static enum err write_cell(struct map *m, struct str row, const char *part, const struct value *side,
                           const struct value *voices)
{
    struct arena *a = m->o.arena;
    struct request *request = m->o.request;
    struct str cell = cell_name(m, part, side);
    if (!cell.p || !value_get_str(sent_of(m), cell))
        return OK;
    struct value *names = decision_names(a, text_at(sent_of(m), cell)), *there = value_list(a), *gone;
    struct value *was = decision_names(a, was_of(m, cell));
    enum err err = OK;
    VALUE_EACH (voice, voices) {
        struct str name = value_get_text(voice, "name");
        if (!speaks(voice, part, side))
            continue;
        value_push(there, value_text(a, name));
        if (err == OK && decision_names_has(was, name) && !decision_names_has(names, name))
            err = record_withdraw(&request->work, request->viewer, &decision_voice_kind, value_get_text(voice, "id"),
                                  value_get_int(voice, "version", 0), S(""), &gone);
    }
    VALUE_EACH (name, names)
        if (err == OK && !decision_names_has(there, name->text) && !decision_names_has(was, name->text))
            err = add_voice(m, row, part, side, name->text);
    return err;
}

static enum err write_all(struct map *m, struct value **row)
{
    const struct value *stored;
    struct value *voices = NULL;
    enum err err = find_sent(m, &stored);
    if (err == OK)
        err = write_row(m, stored, row);
    if (err == OK && stored)
        err = map_voices(m, stored, &voices);
    VALUE_EACH (side, err ? NULL : m->sides)
        for (size_t p = 0; p < DECISION_PARTS && err == OK; p++)
            err = write_cell(m, value_get_text(*row, "id"), decision_parts[p], side, voices);
    return err;
}

/* A form that is refused is shown again among the other rows, with what was typed. */
static enum err refused(struct map *m, struct reply *reply, enum err err)
{
    bool again = err == ERR_INPUT || err == ERR_STALE || (err == ERR_CONFLICT && m->o.request->work.problems.count);
    if (!m->o.request->html || !again)
        return err;
    if (err == ERR_STALE)
        (void)problem_say(&m->o.request->work.problems, S(""), "decision_map.stale", NULL);
    enum err shown = decision_map_show(m);
    reply->view = shown ? NULL : m->view;
    return err;
}

enum err decision_map_write(struct request *request, struct reply *reply)
{
    struct map m;
    struct value *row = NULL, *voices;
    int64_t faults;
    if (!request->body || request->body->kind != V_MAP)
        return problem_say(&request->work.problems, S(""), "input.object", NULL);
    enum err err = map_begin(request, reply, "decision_map", &m);
    if (err)
        return err;
    err = write_all(&m, &row);
    if (err)
        return refused(&m, reply, err);
    struct value *view = value_map(m.o.arena);
    struct str id = value_get_text(row, "id");
    value_put_text(m.o.arena, view, "decision_row", id);
    value_put(view, "version", again(m.o.arena, value_get(row, "version")));
    err = map_voices(&m, row, &voices);
    if (err == OK)
        err = map_judge(&m, row, voices, view, &faults);
    reply->view = view;
    reply->status = request->html ? 303 : value_get_text(request->body, "row").n ? 200 : 201;
    reply->location = arena_printf(m.o.arena, "/alliances/%.*s/decision-map%s%.*s", STR_ARG(m.o.id),
                                   request->html ? "#row-" : "", STR_ARG(request->html ? id : S("")));
    reply->done = S("done.saved");
    return err;
}
