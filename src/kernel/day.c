#include "kernel/day.h"
#include "base/zone.h"
#include <stdlib.h>

static const struct kind *alliances_kind(void)
{
    return kind_by_plural(S("alliances"));
}

const struct value *day_rows(struct day *day, const struct kind *kind, struct query query)
{
    struct value *rows = NULL;
    if (day->err == OK)
        day->err = rows_where(day->work, day->viewer, kind, query, DAY_MOST, &rows);
    return day->err ? NULL : rows;
}

static bool has_member(const struct value *memberships, struct str alliance, int64_t today)
{
    VALUE_EACH (membership, memberships) {
        int64_t from = day_of(membership, "from_date"), to = day_of(membership, "to_date");
        if (str_eq(value_get_text(membership, "alliance"), alliance) && (from == NO_DAY || from <= today) &&
            (to == NO_DAY || to >= today))
            return true;
    }
    return false;
}

static void read_alliances(struct day *day)
{
    struct query query = {0};
    query_add(&query, "person", day->person);
    const struct value *memberships = day_rows(day, kind_by_plural(S("memberships")), query);
    query = (struct query){0};
    bool all = !count_of(memberships) && (day->viewer->roles & 1u << ROLE_HEAD);
    const struct value *alliances = all || count_of(memberships) ? day_rows(day, alliances_kind(), query) : NULL;
    VALUE_EACH (alliance, alliances) {
        bool mine = all || has_member(memberships, value_get_text(alliance, "id"), day->today);
        if (mine && !str_is(value_get_text(alliance, "stage"), "ended"))
            value_push(day->alliances, again(day->arena, alliance));
    }
}

enum err day_begin(struct work *work, const struct viewer *viewer, struct day *out)
{
    *out = (struct day){.work = work,
                        .viewer = viewer,
                        .arena = work->arena,
                        .person = viewer->looker ? viewer->eyes_of : viewer->person,
                        .today = zone_local(work->locale.zone, work->now_ms) / INT64_C(86400000),
                        .alliances = value_list(work->arena),
                        .parties = value_list(work->arena)};
    for (int i = 0; i < DAY_PLACES; i++)
        out->items[i] = value_list(work->arena);
    if (!out->items[DAY_PLACES - 1] || !out->parties)
        return ERR_MEMORY;
    if (!out->person.n)
        return OK;
    read_alliances(out);
    struct query query = {0};
    query_add(&query, "organisation", viewer->organisation);
    VALUE_EACH (party, day_rows(out, kind_by_plural(S("parties")), query))
        value_push(out->parties, again(work->arena, party));
    return out->err;
}

const struct value *day_alliance(const struct day *day, const struct value *record)
{
    struct str id = value_get_text(record, "alliance");
    VALUE_EACH (alliance, id.n ? day->alliances : NULL)
        if (str_eq(value_get_text(alliance, "id"), id))
            return alliance;
    return NULL;
}

bool day_ours(const struct day *day, struct str party)
{
    VALUE_EACH (own, day->parties)
        if (str_eq(value_get_text(own, "id"), party))
            return true;
    return false;
}

struct value *day_add(struct day *day, enum day_place place, const char *code, const struct kind *kind,
                      const struct value *record, const struct value *alliance, int64_t due)
{
    struct arena *a = day->arena;
    struct value *item = value_push_map(a, day->items[place]);
    struct str name = value_get_text(record, kind->title ? kind->title : "title");
    const struct viewer_audience *seen = viewer_audience(day->viewer, value_get_text(record, "circle"));
    put_choice(a, item, "code", code, "day.item");
    put_ref(a, item, "record", kind, value_get_text(record, "id"), name.p ? name : S(""));
    value_put_text(a, item, "what", S(""));
    put_ref(a, item, "alliance", alliances_kind(), value_get_text(alliance, "id"), value_get_text(alliance, "name"));
    if (due == NO_DAY)
        value_put(item, "due", value_null(a));
    else
        put_day(a, item, "due", due);
    value_put_bool(a, item, "late", due != NO_DAY && due < day->today);
    value_put_bool(a, item, "private", seen && seen->kind != AUDIENCE_JOINT);
    value_put_map(a, item, "next");
    value_put(item, "act", value_null(a));
    return item;
}

void day_say(struct day *day, struct value *item, const char *key, ...)
{
    struct arena *a = day->arena;
    struct value *args = value_map(a);
    va_list pairs;
    va_start(pairs, key);
    for (const char *name = va_arg(pairs, const char *); name; name = va_arg(pairs, const char *))
        value_put(args, name, va_arg(pairs, struct value *));
    va_end(pairs);
    struct str full = arena_printf(a, "day.%s", key);
    if (full.p)
        value_set(item, "what", value_text(a, message(a, day->work->locale.language, full.p, args)));
}

static struct str next_words(struct day *day, const char *act)
{
    struct str key = arena_printf(day->arena, "day.next.%s", act);
    return key.p ? message(day->arena, day->work->locale.language, key.p, NULL) : key;
}

void day_next(struct day *day, struct value *item, const char *act, struct str href)
{
    struct value *next = value_get(item, "next");
    value_put_text(day->arena, next, "label", next_words(day, act));
    value_put_text(day->arena, next, "href", href);
}

static bool may_change(const struct day *day, const struct kind *kind, const struct value *record)
{
    return !day->viewer->looker && viewer_may(day->viewer, kind, ACTION_CHANGE, value_get_text(record, "circle"));
}

static struct str address(struct day *day, const struct kind *kind, const struct value *record, const char *rest)
{
    return arena_printf(day->arena, "/%s/%.*s%s", kind->plural, STR_ARG(value_get_text(record, "id")), rest);
}

void day_edit(struct day *day, struct value *item, const char *act, const struct kind *kind, const struct value *record)
{
    bool may = may_change(day, kind, record);
    day_next(day, item, may ? act : "look", address(day, kind, record, may ? "/edit" : ""));
}

void day_act(struct day *day, struct value *item, const char *act, const struct kind *kind, const struct value *record,
             const char *field, struct str value)
{
    struct arena *a = day->arena;
    if (!may_change(day, kind, record))
        return;
    struct value *map = value_map(a);
    value_put_text(a, map, "label", next_words(day, act));
    value_put_text(a, map, "href", address(day, kind, record, ""));
    value_put_int(a, map, "version", value_get_int(record, "version", 0));
    value_put_text(a, map, "field", str_of(field));
    value_put_text(a, map, "value", value);
    value_set(item, "act", map);
}

struct value *day_word(struct day *day, const struct value *record, const char *field)
{
    struct str text = value_get_text(record, field);
    return value_text(day->arena, text.p ? text : S(""));
}

/* ---- order ---- */

struct ranked {
    struct value *item;
    int64_t due;
    size_t place;
};

static int soonest_first(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if ((x->due == NO_DAY) != (y->due == NO_DAY))
        return x->due == NO_DAY ? 1 : -1;
    if (x->due != y->due)
        return x->due < y->due ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

enum err day_order(struct day *day)
{
    for (int i = 0; day->err == OK && i < DAY_PLACES; i++) {
        struct value *list = value_list(day->arena);
        size_t n = 0, count = (size_t)count_of(day->items[i]);
        struct ranked *all = ARENA_ARRAY(day->arena, count + 1, struct ranked);
        if (!all || !list)
            return ERR_MEMORY;
        VALUE_EACH (item, day->items[i]) {
            all[n] = (struct ranked){item, day_of(item, "due"), n};
            n++;
        }
        qsort(all, n, sizeof *all, soonest_first);
        for (size_t k = 0; k < n; k++)
            value_push(list, all[k].item);
        day->items[i] = list;
    }
    return day->err;
}
