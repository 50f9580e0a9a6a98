/* Writing records: parse, decide the audience, check everything at once, write row, full text and event. */
#include "base/json.h"
#include "base/message.h"
#include "base/uuid.h"
#include "kernel/content.h"
#include "kernel/event.h"
#include "kernel/input.h"
#include "kernel/record_act.h"
#include "kernel/row.h"
#include "kernel/search.h"

static const int64_t restore_ms = INT64_C(30) * 86400000;

/* ---- audience ---- */

enum err record_audience(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                         struct str *audience)
{
    struct stmt *stmt = conn_prepare(work->conn, kind->sql->face);
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, id);
    bool row;
    enum err err = stmt_step(stmt, &row);
    if (err == OK && row)
        *audience = arena_copy(work->arena, stmt_column(stmt, 1));
    stmt_done(stmt);
    return err ? err : row ? OK : ERR_NOT_FOUND;
}

/* The circle of `alliance` that "circle" asks for: an id, "joint", "side", or nothing (then by `side_first`). */
static struct str circle_asked(const struct viewer *viewer, struct str alliance, struct str asked, bool side_first)
{
    enum audience_kind kind = asked.n      ? (str_is(asked, "side") ? AUDIENCE_SIDE : AUDIENCE_JOINT)
                              : side_first ? AUDIENCE_SIDE
                                           : AUDIENCE_JOINT;
    const struct viewer_audience *found;
    if (asked.n && !str_is(asked, "joint") && !str_is(asked, "side")) {
        found = viewer_audience(viewer, asked);
        if (found && (!str_eq(found->alliance, alliance) || found->closed))
            found = NULL;
    } else {
        found = viewer_circle(viewer, alliance, kind);
    }
    return found ? found->id : (struct str){NULL, 0};
}

/* Where what is attached to a record of `of` goes: nowhere where somebody reads it who may not read that. */
static enum err attached_audience(struct work *work, const struct viewer *viewer, const struct kind *kind,
                                  const struct viewer_audience *of, struct str asked, struct str *audience)
{
    bool there = !of->closed && (asked.n ? str_is(asked, "joint") && of->kind == AUDIENCE_JOINT
                                         : !kind->private_first && of->kind != AUDIENCE_SIDE);
    struct str to = there ? of->id : circle_asked(viewer, of->alliance, asked, kind->private_first || !of->closed);
    bool within = true;
    enum err err = to.p ? circle_within(work, viewer, to, of->id, &within) : OK;
    if (err == OK && !within)
        return problem_say(&work->problems, S("/circle"), "record.circle-wider", NULL), OK;
    *audience = to;
    return err;
}

static enum err subject_audience(struct work *work, const struct viewer *viewer, const struct kind *kind,
                                 const struct value *after, struct str asked, struct str *audience)
{
    const struct kind *about = kind_by_plural(value_get_text(after, "about_kind"));
    struct str id = value_get_text(after, "about"), there = {NULL, 0};
    if (!about || !id.n)
        return OK; /* the check of required fields says so */
    enum err err = uuid_valid(id) ? record_audience(work, viewer, about, id, &there) : ERR_NOT_FOUND;
    if (err == OK && !viewer_may(viewer, about, ACTION_READ, there))
        err = ERR_NOT_FOUND;
    if (err == ERR_NOT_FOUND)
        return problem_say(&work->problems, S("/about"), "record.about-unknown", NULL), OK;
    const struct viewer_audience *of = err == OK ? viewer_audience(viewer, there) : NULL;
    if (of && of->kind != AUDIENCE_OWNER)
        return attached_audience(work, viewer, kind, of, asked, audience);
    *audience = there;
    return err;
}

/* Decides to whom a new record will belong. Leaves *audience with p NULL (and a problem) when it cannot be. */
static enum err decide_audience(struct work *work, const struct viewer *viewer, const struct kind *kind,
                                const struct value *after, struct str asked, struct str *audience)
{
    struct str parent = kind->parent ? value_get_text(after, kind->parent) : (struct str){NULL, 0};
    enum err err = OK;
    *audience = (struct str){NULL, 0};
    switch (kind->scope) {
    case SCOPE_ALLIANCE:
        return OK;
    case SCOPE_OWNER:
        *audience = viewer->organisation;
        return OK;
    case SCOPE_PARENT:
        if (!parent.n)
            return OK;
        return record_audience(work, viewer, kind_by_plural(str_of(kind_field(kind, str_of(kind->parent))->target)),
                               parent, audience);
    case SCOPE_SUBJECT:
        err = subject_audience(work, viewer, kind, after, asked, audience);
        break;
    case SCOPE_CIRCLE:
        if (!parent.n)
            return OK;
        *audience = circle_asked(viewer, parent, asked, kind->private_first);
        break;
    }
    if (err == OK && !audience->p && work->problems.count == 0)
        (void)problem_say(&work->problems, S("/circle"), "record.circle-unknown", NULL);
    return err;
}

/* ---- checks ---- */

static enum err check_required(struct work *work, const struct kind *kind, const struct value *after)
{
    for (size_t i = 0; i < kind->count; i++) {
        const struct field *field = &kind->fields[i];
        struct str pointer = pointer_member(work->arena, S(""), str_of(field->name));
        bool told = false;
        for (const struct problem *p = work->problems.first; p; p = p->next)
            told |= str_eq(p->pointer, pointer);
        if ((field->flags & F_REQUIRED) && leaf_empty(value_get(after, field->name)) && !told)
            (void)problem_say(&work->problems, pointer, "input.required", NULL);
    }
    return OK;
}

static enum err check_unique(struct work *work, const struct viewer *viewer, const struct kind *kind,
                             const struct field *field, struct str id, struct str audience, const struct value *leaf)
{
    struct str sql = arena_printf(work->arena,
                                  "SELECT 1 FROM %s WHERE tenant_id = ?1 AND %s = ?2 AND id <> ?3 AND audience_id = ?4"
                                  " AND withdrawn_at IS NULL LIMIT 1",
                                  kind->table, field->name);
    struct stmt *stmt = conn_prepare(work->conn, sql);
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, leaf->text);
    stmt_text(stmt, 3, id);
    stmt_text(stmt, 4, audience);
    bool row;
    enum err err = stmt_step(stmt, &row);
    stmt_done(stmt);
    if (err == OK && row)
        (void)problem_say(&work->problems, pointer_member(work->arena, S(""), str_of(field->name)), "input.taken",
                          message_args(work->arena, "text", value_text(work->arena, leaf->text), NULL));
    return err;
}

enum err record_check(struct work *work, const struct viewer *viewer, struct change *change)
{
    const struct kind *kind = change->kind;
    enum err err = check_required(work, kind, change->after);
    for (size_t i = 0; i < kind->count && err == OK; i++) {
        const struct field *field = &kind->fields[i];
        const struct value *leaf = value_get(change->after, field->name), *was = value_get(change->before, field->name);
        if ((field->flags & F_UNIQUE) && !leaf_empty(leaf) && change->audience.p &&
            (change->restoring || change->action == ACTION_SHARE || !value_equal(leaf, was)))
            err = check_unique(work, viewer, kind, field, change->id, change->audience, leaf);
    }
    if (err == OK && kind->check)
        err = kind->check(work, viewer, change);
    if (err && err != ERR_INPUT)
        return err;
    return work->problems.count ? ERR_INPUT : OK;
}

/* ---- events and full text ---- */

static struct value *raw_copy(struct arena *a, const struct value *leaf)
{
    return leaf ? value_copy(a, leaf) : value_null(a);
}

/* {before: {…}, after: {…}, why} with the fields that differ; NULL when none does. */
struct value *record_difference(struct work *work, const struct change *change)
{
    struct arena *a = work->arena;
    struct value *payload = value_map(a), *before = value_put_map(a, payload, "before"),
                 *after = value_put_map(a, payload, "after");
    bool differs = false;
    for (size_t i = 0; i < change->kind->count; i++) {
        const char *name = change->kind->fields[i].name;
        const struct value *was = value_get(change->before, name), *is = value_get(change->after, name);
        if (value_equal(was, is) || (leaf_empty(was) && leaf_empty(is)))
            continue;
        differs = true;
        if (change->before)
            value_put(before, name, raw_copy(a, was));
        value_put(after, name, raw_copy(a, is));
    }
    if (change->why.n)
        value_put_text(a, payload, "why", change->why);
    return differs || change->action != ACTION_CHANGE ? payload : NULL;
}

enum err record_index(struct work *work, const struct viewer *viewer, const struct change *change)
{
    if (change->action == ACTION_WITHDRAW && !change->restoring)
        return search_put(work, viewer, change->kind, change->id, change->audience, S(""), (struct str){NULL, 0});
    return search_record(work, viewer, change->kind, change->id, change->audience, change->after);
}

static const char *action_word(const struct change *change)
{
    static const char *const words[] = {
        [ACTION_CREATE] = "created", [ACTION_CHANGE] = "changed", [ACTION_WITHDRAW] = "withdrawn"};
    return change->restoring ? "restored" : words[change->action];
}

/* Row, full text, event, hooks: what every write does once it may. `version` is the new one. */
static enum err store_change(struct work *work, struct viewer *viewer, struct change *change, int64_t version,
                             const struct value *payload)
{
    const struct kind *kind = change->kind;
    bool creating = change->action == ACTION_CREATE;
    bool withdrawn = change->action == ACTION_WITHDRAW && !change->restoring;
    struct stmt *stmt = conn_prepare(work->conn, creating ? kind->sql->insert : kind->sql->update);
    stmt_text(stmt, COLUMN_TENANT + 1, viewer->tenant);
    stmt_text(stmt, COLUMN_ID + 1, change->id);
    stmt_int(stmt, COLUMN_VERSION + 1, version);
    if (creating) {
        stmt_text(stmt, COLUMN_AUDIENCE + 1, change->audience);
        stmt_int(stmt, COLUMN_CREATED_AT + 1, work->now_ms);
        stmt_text(stmt, COLUMN_CREATED_BY + 1, viewer->person);
    }
    stmt_int(stmt, COLUMN_UPDATED_AT + 1, work->now_ms);
    if (withdrawn)
        stmt_int(stmt, COLUMN_WITHDRAWN_AT + 1, work->now_ms);
    enum err err = row_bind(work, kind, change->after, stmt);
    int64_t changed = 0;
    if (err == OK)
        err = stmt_run(stmt, &changed);
    else
        stmt_done(stmt);
    if (err == OK && changed != 1)
        err = ERR_STALE;
    if (err == OK)
        err = record_index(work, viewer, change);
    if (err == OK)
        err =
            event_append(work, viewer, change->audience, kind->name, change->id, version, action_word(change), payload);
    if (err == OK && kind->files && work->file)
        err = content_keep(work, viewer, change, version);
    if (err == OK && kind->after_write)
        err = kind->after_write(work, viewer, change);
    return err;
}

/* ---- the four acts ---- */

static enum err read_back(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                          struct value **out)
{
    enum err err = record_get(work, viewer, kind, id, out);
    return err == ERR_NOT_FOUND ? ERR_INTERNAL : err;
}

static struct value *blank(struct work *work, const struct kind *kind, const struct value *input)
{
    struct value *after = value_map(work->arena);
    for (size_t i = 0; i < kind->count; i++) {
        const struct value *given = value_get(input, kind->fields[i].name);
        value_put(after, kind->fields[i].name, given ? value_copy(work->arena, given) : value_null(work->arena));
    }
    return after;
}

/* Whether the viewer may create such a record at all, and, once it is known, in that audience. */
static enum err may_create(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str audience)
{
    if (viewer_may(viewer, kind, ACTION_CREATE, audience))
        return OK;
    work->problems.detail = message(work->arena, work->locale.language, "record.create-forbidden", NULL);
    return viewer_refused(work, viewer, kind->rights, ACTION_CREATE);
}

enum err record_create_with_id(struct work *work, struct viewer *viewer, const struct kind *kind, struct str id,
                               const struct value *input, enum input_style style, struct value **out)
{
    struct value *leaves;
    struct str asked = value_get_text(input, "circle");
    struct change change = {.kind = kind, .action = ACTION_CREATE, .id = id};
    enum err err = may_create(work, viewer, kind, (struct str){NULL, 0});
    if (err)
        return err;
    err = input_parse(work, viewer, kind, input, style, &leaves);
    if (err)
        return err;
    change.input = leaves;
    change.after = blank(work, kind, leaves);
    if (!change.after)
        return ERR_MEMORY;
    if (kind->files && work->file)
        err = content_describe(work, viewer, NULL, change.after);
    if (err == OK)
        err = decide_audience(work, viewer, kind, change.after, asked, &change.audience);
    if (err == OK && change.audience.p)
        err = may_create(work, viewer, kind, change.audience);
    if (err == OK)
        err = record_check(work, viewer, &change);
    if (err == OK && kind->before_write)
        err = kind->before_write(work, viewer, &change);
    if (err == OK && !change.audience.p)
        err = ERR_INTERNAL;
    if (err == OK)
        err = store_change(work, viewer, &change, 1, record_difference(work, &change));
    return err ? err : read_back(work, viewer, kind, id, out);
}

enum err record_create(struct work *work, struct viewer *viewer, const struct kind *kind, const struct value *input,
                       enum input_style style, struct value **out)
{
    struct str id = uuid_new(work->arena);
    return id.p ? record_create_with_id(work, viewer, kind, id, input, style, out) : ERR_MEMORY;
}

/* Reads the stored record for a change: right, version. With ERR_STALE *out is the stored record. */
static enum err take(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                     int64_t version, enum action action, struct change *change, struct value **out)
{
    struct value *record = NULL;
    enum err err = row_get(work, viewer, kind, id, &record);
    if (err)
        return err;
    struct str owner = value_get_text(record, "owner"), circle = value_get_text(record, "circle");
    *change = (struct change){
        .kind = kind, .action = action, .id = id, .audience = circle.p ? circle : owner, .before = record};
    if (!viewer_may(viewer, kind, action, change->audience)) {
        work->problems.detail = message(work->arena, work->locale.language, "record.change-forbidden", NULL);
        return viewer_refused(work, viewer, kind->rights, action);
    }
    change->after = value_copy(work->arena, record);
    if (!change->after)
        return ERR_MEMORY;
    if (value_get_int(record, "version", 0) == version)
        return OK;
    err = record_get(work, viewer, kind, id, out);
    return err ? err : ERR_STALE;
}

static void refuse_fixed(struct work *work, const struct kind *kind, const struct change *change)
{
    for (size_t i = 0; i < kind->count; i++) {
        const struct field *field = &kind->fields[i];
        const struct value *was = value_get(change->before, field->name), *is = value_get(change->after, field->name);
        bool same = value_equal(was, is) || (leaf_empty(was) && leaf_empty(is));
        if ((field->flags & F_FIXED) && !same)
            (void)problem_say(&work->problems, pointer_member(work->arena, S(""), str_of(field->name)), "input.fixed",
                              NULL);
    }
}

enum err record_change(struct work *work, struct viewer *viewer, const struct kind *kind, struct str id,
                       int64_t version, const struct value *input, enum input_style style, struct str why,
                       struct value **out)
{
    struct change change;
    struct value *leaves;
    enum err err = take(work, viewer, kind, id, version, ACTION_CHANGE, &change, out);
    if (err)
        return err;
    if (value_get(change.before, "withdrawn_at"))
        return ERR_GONE;
    err = input_parse(work, viewer, kind, input, style, &leaves);
    if (err)
        return err;
    struct str asked = value_get_text(input, "circle");
    if (asked.n && style == INPUT_JSON && !str_eq(asked, change.audience))
        (void)problem_say(&work->problems, S("/circle"), "record.circle-fixed", NULL);
    change.input = leaves;
    change.why = why;
    VALUE_EACH (leaf, leaves)
        value_set(change.after, kind_field(kind, leaf->key)->name, value_copy(work->arena, leaf));
    refuse_fixed(work, kind, &change);
    if (kind->files && work->file)
        err = content_describe(work, viewer, change.before, change.after);
    if (err)
        return err;
    if (work->problems.count == 0 && !record_difference(work, &change))
        return read_back(work, viewer, kind, id, out);
    err = record_check(work, viewer, &change);
    if (err == OK && kind->before_write)
        err = kind->before_write(work, viewer, &change);
    struct value *payload = err == OK ? record_difference(work, &change) : NULL;
    if (err == OK && payload)
        err = store_change(work, viewer, &change, version + 1, payload);
    return err ? err : read_back(work, viewer, kind, id, out);
}

enum err record_withdraw(struct work *work, struct viewer *viewer, const struct kind *kind, struct str id,
                         int64_t version, struct str why, struct value **out)
{
    struct change change;
    enum err err = take(work, viewer, kind, id, version, ACTION_WITHDRAW, &change, out);
    if (err)
        return err;
    if (value_get(change.before, "withdrawn_at"))
        return read_back(work, viewer, kind, id, out);
    change.why = why;
    if (kind->check)
        err = kind->check(work, viewer, &change);
    if (err == OK && work->problems.count)
        err = ERR_INPUT;
    if (err == OK && kind->before_write)
        err = kind->before_write(work, viewer, &change);
    if (err == OK)
        err = store_change(work, viewer, &change, version + 1, record_difference(work, &change));
    return err ? err : read_back(work, viewer, kind, id, out);
}

enum err record_restore(struct work *work, struct viewer *viewer, const struct kind *kind, struct str id,
                        int64_t version, struct value **out)
{
    struct change change;
    enum err err = take(work, viewer, kind, id, version, ACTION_WITHDRAW, &change, out);
    if (err)
        return err;
    const struct value *at = value_get(change.before, "withdrawn_at");
    if (!at)
        return read_back(work, viewer, kind, id, out);
    if (work->now_ms - at->i > restore_ms) {
        work->problems.detail = message(work->arena, work->locale.language, "record.restore-late", NULL);
        return ERR_GONE;
    }
    change.restoring = true;
    value_drop(change.after, "withdrawn_at");
    err = record_check(work, viewer, &change);
    if (err == OK && kind->before_write)
        err = kind->before_write(work, viewer, &change);
    if (err == OK)
        err = store_change(work, viewer, &change, version + 1, record_difference(work, &change));
    return err ? err : read_back(work, viewer, kind, id, out);
}
