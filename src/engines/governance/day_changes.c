/* On a person's day: what others changed in their alliances since they last said that they had looked, and the mark
 * that says so. */
#include "engines/governance/day_work.h"
#include "engines/governance/governance_pages.h"
#include "kernel/changes.h"
#include "kernel/leaf.h"
#include "kernel/page.h"

enum { SHOWN = 12, FIELDS_SHOWN = 3 };

/* What an alliance stands on, and what people wait for. */
static const char *const weighty[] = {"agreement",      "alliance",          "commitment",   "deal_sheet",
                                      "decision",       "meeting",           "model_review", "outside_change",
                                      "partner_change", "settlement_period", "withdrawal",   NULL};

static struct str words(struct day *day, const char *key, struct value *args)
{
    return message(day->arena, day->work->locale.language, key, args);
}

/* The names of the fields that changed, the first few. */
static struct str fields_of(struct day *day, const struct value *event)
{
    struct buf text = buf_init(day->arena, 0);
    int64_t n = 0, count = count_of(value_get(event, "changes"));
    VALUE_EACH (change, value_get(event, "changes")) {
        struct str label = value_get_text(change, "label");
        if (n < FIELDS_SHOWN)
            buf_printf(&text, "%s%.*s", n ? ", " : "", STR_ARG(label));
        n++;
    }
    if (count > FIELDS_SHOWN)
        buf_lit(&text, " …");
    return buf_str(&text);
}

/* Who did what, as a sentence. */
static struct str said(struct day *day, const struct value *event)
{
    static const char *const acts[] = {"created", "changed", "withdrawn", "restored", NULL};
    struct arena *a = day->arena;
    const struct value *actor = value_get(event, "actor"), *action = value_get(event, "action");
    struct str who = actor && actor->kind == V_REF ? actor->label : S(""), fields = fields_of(day, event);
    const char *key = "day.changed.other";
    if (!who.n)
        who = words(day, "events.somebody", NULL);
    for (size_t i = 0; acts[i]; i++)
        if (action && str_is(action->text, acts[i]))
            key = arena_cstr(a, arena_printf(a, "day.changed.%s", acts[i]));
    bool plain = !fields.n && key && !strcmp(key, "day.changed.changed");
    return !key ? S("")
                : words(day, plain ? "day.changed.plain" : key,
                        message_args(a, "who", value_text(a, who), "fields", value_text(a, fields), NULL));
}

static void put_change(struct day *day, struct value *list, const struct value *event)
{
    static const char *const same[] = {"kind", "action", "actor", "alliance", "times", "concerns", "private"};
    struct arena *a = day->arena;
    struct value *item = value_push_map(a, list);
    const struct value *record = value_get(event, "record"), *kind = value_get(event, "kind");
    struct str name = record ? record->label : S("");
    if (!name.n && kind && kind->label.p)
        name = words(day, arena_cstr(a, kind->label), NULL);
    value_put(item, "record", record ? leaf_ref(a, record->text, name, record->href) : value_null(a));
    value_put_text(a, item, "what", said(day, event));
    value_put(item, "at", again(a, value_get(event, "latest")));
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        value_put(item, same[i], again(a, value_get(event, same[i])));
}

enum err day_put_changes(struct day *day, struct value *view)
{
    struct arena *a = day->arena;
    struct changes changes;
    enum err err = changes_read(day, weighty, SHOWN, &changes);
    struct value *map = err ? NULL : value_put_map(a, view, "changes");
    if (!map)
        return err ? err : ERR_MEMORY;
    value_put_int(a, map, "count", changes.count);
    value_put_bool(a, map, "marked", changes.marked);
    value_put(map, "since", leaf_instant(a, changes.since));
    value_put(map, "newest", changes.newest.p ? value_text(a, changes.newest) : value_null(a));
    struct value *items = value_put_list(a, map, "items");
    VALUE_EACH (event, changes.items)
        put_change(day, items, event);
    return value_put(map, "more", changes.count > SHOWN ? value_int(a, changes.count - SHOWN) : value_null(a))
               ? OK
               : ERR_MEMORY;
}

enum err day_new(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct day day;
    struct changes changes;
    enum err err = day_begin(&request->work, request->viewer, &day);
    if (err == OK)
        err = changes_read(&day, weighty, 0, &changes);
    if (err)
        return err;
    reply->view = value_map(a);
    value_put_int(a, reply->view, "count", changes.count);
    struct value *count = value_int(a, changes.count);
    value_put_text(a, reply->view, "what",
                   changes.count ? words(&day, "day.changes.new", message_args(a, "count", count, NULL)) : S(""));
    return reply->view ? OK : ERR_MEMORY;
}

enum err day_seen(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    enum err err = changes_seen(&request->work, request->viewer, value_get_text(request->body, "newest"));
    if (err)
        return err;
    reply->view = value_map(a);
    value_put(reply->view, "seen_at", leaf_instant(a, request->work.now_ms));
    if (request->html) {
        reply->status = 303;
        reply->location = S("/day");
        reply->done = S("done.day.seen");
    }
    return reply->view ? OK : ERR_MEMORY;
}
