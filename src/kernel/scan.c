#include "kernel/scan.h"
#include "base/message.h"
#include <stdlib.h>

static const struct kind *alliances_kind(void)
{
    return kind_by_plural(S("alliances"));
}

const struct value *scan_rows(struct scan *scan, const struct kind *kind)
{
    size_t i = 0;
    while (i < SCAN_KINDS && scan->read[i].kind && scan->read[i].kind != kind)
        i++;
    if (i == SCAN_KINDS)
        scan->err = ERR_INTERNAL;
    if (scan->err || scan->read[i].kind)
        return scan->err ? NULL : scan->read[i].rows;
    if (scan->only.n && (kind == alliances_kind() || kind_field(kind, S("alliance")))) {
        scan->err = rows_shared(scan->work, scan->viewer, kind, scan->only, &scan->read[i].rows);
    } else {
        struct value *rows = NULL;
        scan->err = rows_where(scan->work, scan->viewer, kind, (struct query){0}, SCAN_MOST, &rows);
        scan->read[i].rows = rows;
    }
    scan->read[i].kind = kind;
    return scan->err ? NULL : scan->read[i].rows;
}

const struct value *scan_in_state(struct scan *scan, const struct kind *kind, const char *state)
{
    struct value *rows = NULL;
    struct query query = {0};
    query_add(&query, "state", str_of(state));
    if (scan->only.n)
        query_add(&query, "alliance", scan->only);
    if (scan->err == OK)
        scan->err = rows_where(scan->work, scan->viewer, kind, query, SCAN_MOST, &rows);
    return scan->err ? NULL : rows;
}

const struct value *scan_alliance(struct scan *scan, const struct value *record)
{
    struct str id = value_get_text(record, "alliance");
    const struct value *alliances = id.n ? scan_rows(scan, alliances_kind()) : NULL;
    VALUE_EACH (alliance, alliances)
        if (str_eq(value_get_text(alliance, "id"), id))
            return str_is(value_get_text(alliance, "stage"), "ended") ? NULL : alliance;
    return NULL;
}

bool scan_reached(const struct value *alliance, const char *code)
{
    const struct field *stage = kind_field(alliances_kind(), S("stage"));
    struct str at = value_get_text(alliance, "stage");
    bool passed = false;
    for (size_t i = 0; stage->choices[i]; i++) {
        passed |= !strcmp(stage->choices[i], code);
        if (str_is(at, stage->choices[i]))
            return passed;
    }
    return false;
}

struct value *scan_name(struct scan *scan, const struct kind *kind, const struct value *record)
{
    struct str name = kind->title ? value_get_text(record, kind->title) : value_get_text(record, "title");
    return value_text(scan->arena, name.p ? name : S(""));
}

struct value *scan_day(struct scan *scan, int64_t day)
{
    return put_day(scan->arena, value_map(scan->arena), "day", day);
}

int64_t scan_day_of(const struct value *record, const char *field)
{
    const struct value *leaf = value_get(record, field);
    return leaf && leaf->kind == V_INSTANT ? leaf->i / INT64_C(86400000) : NO_DAY;
}

struct str scan_words(struct scan *scan, const char *variant, ...)
{
    struct value *args = value_map(scan->arena);
    va_list pairs;
    va_start(pairs, variant);
    for (const char *name = va_arg(pairs, const char *); name; name = va_arg(pairs, const char *))
        value_put(args, name, va_arg(pairs, struct value *));
    va_end(pairs);
    struct str key =
        arena_printf(scan->arena, "finding.%s%s%s", scan->code, variant ? "." : "", variant ? variant : "");
    return key.p ? message(scan->arena, scan->work->locale.language, key.p, args) : key;
}

struct value *scan_add(struct scan *scan, enum severity severity, const struct value *alliance, int64_t since,
                       struct str what)
{
    static const char *const severities[] = {"high", "medium", "low"};
    struct arena *a = scan->arena;
    struct value *finding = value_push_map(a, scan->findings);
    value_put_text(a, finding, "code", str_of(scan->code));
    put_choice(a, finding, "severity", severities[severity], "severity");
    value_put_text(a, finding, "what", what);
    if (alliance)
        put_ref(a, finding, "alliance", alliances_kind(), value_get_text(alliance, "id"),
                value_get_text(alliance, "name"));
    else
        value_put(finding, "alliance", value_null(a));
    value_put_list(a, finding, "why");
    value_put_map(a, finding, "next");
    if (since != NO_DAY)
        put_day(a, finding, "since", since);
    else
        value_put(finding, "since", value_null(a));
    return finding;
}

void scan_why(struct scan *scan, struct value *finding, const struct kind *kind, const struct value *record)
{
    struct value *name = scan_name(scan, kind, record);
    value_push(value_get(finding, "why"),
               ref_leaf(scan->arena, kind, value_get_text(record, "id"), name ? name->text : S("")));
}

void scan_go(struct scan *scan, struct value *finding, const char *act, struct str href)
{
    struct arena *a = scan->arena;
    struct value *next = value_get(finding, "next");
    struct str key = arena_printf(a, "finding.next.%s", act);
    if (!key.p || !href.p)
        return;
    value_put_text(a, next, "label", message(a, scan->work->locale.language, key.p, NULL));
    value_put_text(a, next, "href", href);
}

static struct str address(struct scan *scan, const struct kind *kind, const struct value *record, const char *rest)
{
    return arena_printf(scan->arena, "/%s/%.*s%s", kind->plural, STR_ARG(value_get_text(record, "id")), rest);
}

void scan_open(struct scan *scan, struct value *finding, const char *act, const struct kind *kind,
               const struct value *record)
{
    scan_go(scan, finding, act, address(scan, kind, record, ""));
}

static bool may(const struct scan *scan, const struct kind *kind, enum action action, const struct value *in)
{
    struct str circle = value_get_text(in, "circle"), owner = value_get_text(in, "owner");
    bool hosts = strcmp(kind->name, "party") != 0 || action != ACTION_CREATE || scan->viewer->host;
    return hosts && viewer_may(scan->viewer, kind, action, circle.n ? circle : owner);
}

void scan_edit(struct scan *scan, struct value *finding, const char *act, const struct kind *kind,
               const struct value *record)
{
    if (may(scan, kind, ACTION_CHANGE, record))
        scan_go(scan, finding, act, address(scan, kind, record, "/edit"));
    else
        scan_open(scan, finding, "look", kind, record);
}

void scan_append(struct scan *scan, struct value *finding, const char *act, const struct kind *kind,
                 const struct kind *above, const struct value *record)
{
    struct str rest = arena_printf(scan->arena, "/%s/new", kind->plural);
    if (rest.p && may(scan, kind, ACTION_CREATE, record))
        scan_go(scan, finding, act, address(scan, above, record, rest.p));
    else
        scan_open(scan, finding, "look", above, record);
}

/* ---- order ---- */

struct ranked {
    struct value *finding;
    int severity;
    struct str since;
    size_t place;
};

static int severity_of(const struct value *finding)
{
    struct str code = value_get_text(finding, "severity");
    return str_is(code, "high") ? SEVERITY_HIGH : str_is(code, "medium") ? SEVERITY_MEDIUM : SEVERITY_LOW;
}

/* By severity, then the oldest (dates compare as text; without one last), then as found. */
static int by_gravity(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->severity != y->severity)
        return x->severity - y->severity;
    if (!x->since.n != !y->since.n)
        return x->since.n ? -1 : 1;
    int order = str_cmp(x->since, y->since);
    return order ? order : (x->place > y->place) - (x->place < y->place);
}

enum err scan_ordered(struct scan *scan, struct value **out)
{
    struct ranked *all = ARENA_ARRAY(scan->arena, scan->findings->count + 1, struct ranked);
    size_t n = 0;
    *out = value_list(scan->arena);
    if (!all || !*out)
        return ERR_MEMORY;
    VALUE_EACH (finding, scan->findings) {
        all[n] = (struct ranked){finding, severity_of(finding), value_get_text(finding, "since"), n};
        n++;
    }
    qsort(all, n, sizeof *all, by_gravity);
    for (size_t i = 0; i < n; i++)
        value_push(*out, all[i].finding);
    return OK;
}

void scan_run(struct scan *scan, const struct finding_row *rules)
{
    for (; rules && rules->code && !scan->err; rules++) {
        scan->code = rules->code;
        rules->find(scan);
    }
}

struct value *scan_word(struct scan *scan, const struct value *record, const char *field)
{
    return value_text(scan->arena, value_get_text(record, field));
}
