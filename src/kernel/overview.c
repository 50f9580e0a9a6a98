#include "kernel/overview.h"
#include "base/date.h"
#include "base/message.h"
#include "kernel/share.h"
#include "kernel/trace.h"

/* ---- Words ---- */

struct str overview_words(const struct overview *overview, const char *key, ...)
{
    struct value *args = value_map(overview->arena);
    va_list pairs;
    va_start(pairs, key);
    for (const char *name = va_arg(pairs, const char *); name; name = va_arg(pairs, const char *))
        value_put(args, name, va_arg(pairs, struct value *));
    va_end(pairs);
    return message(overview->arena, overview->request->work.locale.language, key, args);
}

struct str overview_near(const struct overview *overview, int64_t day)
{
    struct buf out = buf_init(overview->arena, 0);
    struct value *date = value_new(overview->arena, V_DATE);
    if (date) {
        date->text = date_text(overview->arena, day);
        (void)locale_property(&overview->request->work.locale, date, S("near"), &out);
    }
    return buf_str(&out);
}

struct str overview_names(const struct overview *overview, const struct value *items, const char *key, size_t most)
{
    struct arena *a = overview->arena;
    struct buf out = buf_init(a, 0);
    size_t named = 0;
    int64_t more = 0;
    VALUE_EACH (item, items) {
        struct str name = locale_text(a, &overview->request->work.locale, value_get(item, key));
        if (!name.n)
            continue;
        if (named == most) {
            more++;
            continue;
        }
        buf_printf(&out, "%s%.*s", named++ ? ", " : "", STR_ARG(name));
    }
    if (!more)
        return buf_str(&out);
    return overview_words(overview, "overview.names", "names", value_text(a, buf_str(&out)), "count",
                          value_int(a, more), NULL);
}

void overview_say(struct overview *overview, struct str sentence)
{
    struct str said = value_get_text(overview->page, "answer");
    if (!sentence.n)
        return;
    struct str whole = said.n ? arena_printf(overview->arena, "%.*s %.*s", STR_ARG(said), STR_ARG(sentence)) : sentence;
    value_set(overview->page, "answer", value_text(overview->arena, whole));
}

void overview_copy(struct overview *overview, struct value *to, const struct value *from, ...)
{
    va_list keys;
    va_start(keys, from);
    for (const char *key = va_arg(keys, const char *); key; key = va_arg(keys, const char *))
        value_put(to, key, again(overview->arena, value_get(from, key)));
    va_end(keys);
}

/* ---- What is for the page only ---- */

static void put_text_or_null(struct arena *a, struct value *map, const char *key, struct str text)
{
    value_put(map, key, text.n ? value_text(a, text) : value_null(a));
}

static void put_crumb(struct overview *overview, struct value *crumbs, struct str label, struct str href)
{
    struct value *crumb = value_push_map(overview->arena, crumbs);
    value_put_text(overview->arena, crumb, "label", label);
    put_text_or_null(overview->arena, crumb, "href", href);
}

static struct str kind_words(const struct overview *overview, const struct kind *kind)
{
    return overview_words(overview, arena_printf(overview->arena, "kind.%s.other", kind->name).p, NULL);
}

/* Crumbs: the record above, where there is one, the list, the record. */
static void put_way(struct overview *overview, struct value *crumbs)
{
    struct arena *a = overview->arena;
    struct value *above = NULL;
    for (size_t i = 0; i < overview->kind->count && !above; i++) {
        const struct field *field = &overview->kind->fields[i];
        if (field->type == FIELD_REF && (field->flags & F_REQUIRED))
            above = value_get(overview->record, field->name);
        const struct kind *kind = above && above->href.n ? kind_by_plural(str_of(field->target)) : NULL;
        if (kind) {
            put_crumb(overview, crumbs, kind_words(overview, kind), arena_printf(a, "/%s", kind->plural));
            put_crumb(overview, crumbs, above->label, above->href);
        }
    }
    bool below = above && above->href.n;
    put_crumb(
        overview, crumbs, kind_words(overview, overview->kind),
        arena_printf(a, "%.*s/%s", below ? (int)above->href.n : 0, below ? above->href.p : "", overview->kind->plural));
    put_crumb(overview, crumbs, overview->name, S(""));
}

static struct value *put_action(struct overview *overview, const char *key, const char *below, const char *icon)
{
    struct arena *a = overview->arena;
    struct value *action = value_push_map(a, value_get(overview->page, "actions"));
    struct str href = arena_printf(a, "/%s/%.*s%s", overview->kind->plural, STR_ARG(overview->id), below);
    value_put_text(a, action, "label", overview_words(overview, key, NULL));
    value_put_text(a, action, "href", href);
    value_put_text(a, action, "icon", str_of(icon));
    value_put_bool(a, action, "primary", str_is(S("pencil"), icon));
    value_put_bool(a, action, "post", false);
    value_put_list(a, action, "fields");
    return action;
}

/* Makes the action one that is sent, with the version that is shown. */
static void posted(struct overview *overview, struct value *action, const char *method)
{
    struct arena *a = overview->arena;
    const struct value *version = value_get(overview->record, "version");
    value_set(action, "post", value_bool(a, true));
    struct value *field = value_push_map(a, value_get(action, "fields"));
    value_put_text(a, field, "name", S("version"));
    value_put_text(a, field, "value", arena_printf(a, "%lld", (long long)(version ? version->i : 0)));
    if (!method)
        return;
    field = value_push_map(a, value_get(action, "fields"));
    value_put_text(a, field, "name", S("_method"));
    value_put_text(a, field, "value", str_of(method));
}

static struct str audience_of(const struct value *record)
{
    struct str circle = value_get_text(record, "circle");
    return circle.n ? circle : value_get_text(record, "owner");
}

static bool may(const struct overview *overview, enum action action)
{
    return viewer_may(overview->request->viewer, overview->kind, action, audience_of(overview->record));
}

static void put_actions(struct overview *overview)
{
    bool withdrawn = is_given(overview->record, "withdrawn_at");
    bool may_change = !withdrawn && may(overview, ACTION_CHANGE);
    value_put_list(overview->arena, overview->page, "actions");
    value_put_bool(overview->arena, overview->page, "may_change", may_change);
    if (may_change)
        (void)put_action(overview, "record.edit", "/edit", "pencil");
    (void)put_action(overview, "record.history", "/history", "history");
    struct value *circles = NULL;
    if (share_circles(&overview->request->work, overview->request->viewer, overview->kind, overview->record,
                      &circles) == OK &&
        circles->count)
        (void)put_action(overview, "share.action", "/share", "users");
    if (!may(overview, ACTION_WITHDRAW))
        return;
    if (withdrawn)
        posted(overview, put_action(overview, "record.restore", "/restore", "restore"), NULL);
    else
        posted(overview, put_action(overview, "record.withdraw", "", "trash"), "DELETE");
}

static void put_withdrawn(struct overview *overview)
{
    enum { RESTORE_DAYS = 30 };
    struct arena *a = overview->arena;
    const struct value *at = value_get(overview->record, "withdrawn_at");
    struct value *until = at && at->kind == V_INSTANT ? value_new(a, V_INSTANT) : NULL;
    if (!until) {
        value_put(overview->page, "withdrawn", value_null(a));
        return;
    }
    until->i = at->i + RESTORE_DAYS * INT64_C(86400000);
    struct str text = overview_words(overview, "record.withdrawn", "at", again(a, at), "until", until, NULL);
    value_put_text(a, overview->page, "withdrawn", text);
}

/* Where a record of `kind` is added: below this one; or, where its parent is of another kind, below that one, with this
 * one filled in. */
static struct str address_to_add(const struct overview *overview, const struct kind *kind)
{
    const struct field *parent = kind->parent ? kind_field(kind, str_of(kind->parent)) : NULL;
    struct str above = parent ? value_get_text(overview->record, parent->name) : S("");
    bool below = !above.n || !parent->target || !strcmp(parent->target, overview->kind->plural);
    for (size_t i = 0; !below && i < kind->count; i++) {
        const struct field *field = &kind->fields[i];
        if (field->type == FIELD_REF && !strcmp(field->target, overview->kind->plural))
            return arena_printf(overview->arena, "/%s/%.*s/%s/new?%s=%.*s", parent->target, STR_ARG(above),
                                kind->plural, field->name, STR_ARG(overview->id));
    }
    return arena_printf(overview->arena, "/%s/%.*s/%s/new", overview->kind->plural, STR_ARG(overview->id),
                        kind->plural);
}

void overview_offer(struct overview *overview, const struct kind *kind, const char *key)
{
    bool owned = kind->scope == SCOPE_OWNER;
    struct str there = owned ? overview->request->viewer->organisation : audience_of(overview->record), href = S("");
    if (!is_given(overview->record, "withdrawn_at") &&
        viewer_may(overview->request->viewer, kind, ACTION_CREATE, there))
        href = address_to_add(overview, kind);
    put_text_or_null(overview->arena, overview->page, key, href);
}

/* Who sees the record, in words, as the generic pages put it. */
static void put_audience(struct overview *overview)
{
    static const char *const codes[] = {"owner", "joint", "side", "named"};
    struct arena *a = overview->arena;
    const struct viewer *viewer = overview->request->viewer;
    const struct viewer_audience *there = viewer_audience(viewer, audience_of(overview->record));
    struct value *badge = there ? value_put_map(a, overview->page, "audience") : NULL;
    if (!badge) {
        value_put(overview->page, "audience", value_null(a));
        return;
    }
    for (int i = 0; i < 2; i++) {
        const char *part = i ? "text" : "label";
        struct str key = arena_printf(a, "seen.%s.%s", codes[there->kind], part);
        value_put_text(a, badge, part,
                       overview_words(overview, key.p, "organisation", value_text(a, viewer->organisation_name), "name",
                                      value_text(a, there->name), NULL));
    }
    value_put_bool(a, badge, "private", there->kind == AUDIENCE_SIDE);
    value_put_bool(a, badge, "closed", there->closed);
}

enum err overview_begin(struct request *request, struct reply *reply, const struct kind *kind, const char *template,
                        struct overview *out)
{
    struct arena *a = request->work.arena;
    *out = (struct overview){.request = request, .kind = kind, .arena = a, .id = request->ids[0]};
    enum err err = record_get(&request->work, request->viewer, kind, request->ids[0], &out->record);
    if (err == ERR_NOT_FOUND)
        return trace_or_nothing(&request->work, request->viewer, request->ids[0]);
    if (err)
        return err;
    out->name = value_get_text(out->record, kind->title);
    out->data = value_put_map(a, out->record, "overview");
    reply->view = out->record;
    reply->etag = value_get_int(out->record, "version", 0);
    reply->template = template;
    reply->page = value_map(a);
    value_put_text(a, reply->page, "title", out->name);
    put_way(out, value_put_list(a, reply->page, "crumbs"));
    out->page = value_put_map(a, reply->page, "page");
    value_put_text(a, out->page, "heading", out->name);
    value_put_text(a, out->page, "address", arena_printf(a, "/%s/%.*s", kind->plural, STR_ARG(out->id)));
    value_put_bool(a, out->page, "sample", value_get_bool(out->record, "sample"));
    put_actions(out);
    put_withdrawn(out);
    put_audience(out);
    return out->page && out->data ? OK : ERR_MEMORY;
}

/* ---- What hangs on it ---- */

enum err overview_notes(struct overview *overview)
{
    enum { MOST = 20 };
    struct arena *a = overview->arena;
    const struct viewer *viewer = overview->request->viewer;
    struct query query = {.sort = S("-created_at")};
    struct value *found, *list = value_put_list(a, overview->data, "notes");
    query_add(&query, "about_kind", str_of(overview->kind->plural));
    query_add(&query, "about", overview->id);
    enum err err = rows_where(&overview->request->work, viewer, kind_by_plural(S("notes")), query, MOST, &found);
    if (err)
        return err;
    VALUE_EACH (note, found) {
        struct value *item = value_push_map(a, list);
        (void)put_ref(a, item, "note", kind_by_plural(S("notes")), value_get_text(note, "id"),
                      value_get_text(note, "title"));
        overview_copy(overview, item, note, "text", "created_at", NULL);
        const struct viewer_audience *there = viewer_audience(viewer, audience_of(note));
        value_put_bool(a, item, "private", there && there->kind == AUDIENCE_SIDE);
    }
    return list ? OK : ERR_MEMORY;
}

enum err overview_name_events(struct request *request, struct value *events)
{
    VALUE_EACH (event, events) {
        const struct kind *kind = kind_by_name(value_get_text(event, "kind"));
        struct value *named = value_get(event, "record"), *record;
        if (!kind || kind->title || !named || !named->href.n)
            continue;
        enum err err = record_get(&request->work, request->viewer, kind, named->text, &record);
        struct str title = err ? S("") : value_get_text(record, "title");
        if (title.n)
            named->label = title;
        if (err && err != ERR_NOT_FOUND)
            return err;
    }
    return OK;
}

bool overview_takes_part(const struct value *circles, const struct value *record, struct str organisation)
{
    VALUE_EACH (circle, circles) {
        if (!str_eq(value_get_text(circle, "id"), value_get_text(record, "circle")))
            continue;
        VALUE_EACH (party, value_get(circle, "parties"))
            if (str_eq(party->text, organisation))
                return true;
    }
    return false;
}
