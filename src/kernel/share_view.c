/* What is shown before a record is shared: the record as a partner will read it, who reads it, what goes along. */
#include "base/date.h"
#include "base/message.h"
#include "kernel/leaf.h"
#include "kernel/row.h"
#include "kernel/share.h"
#include "kernel/sight.h"

enum { JUDGES = 8 };
static struct {
    share_judge all[JUDGES];
    size_t count;
} judges;

enum err share_judge_add(share_judge judge)
{
    if (judges.count == JUDGES)
        return ERR_CORRUPT;
    judges.all[judges.count++] = judge;
    return OK;
}

enum err share_judged(struct work *work, const struct viewer *viewer, const struct kind *kind,
                      const struct value *record, struct str circle, struct value *warnings)
{
    enum err err = OK;
    for (size_t i = 0; i < judges.count && err == OK; i++)
        err = judges.all[i](work, viewer, kind, record, circle, warnings);
    return err;
}

/* ---- who will read it ---- */

/* One of the people of an organisation who are in the alliance's team today, or in the forum's seats; empty when there
 * is none. *count is how many. */
static enum err team_of(struct work *work, const struct viewer *viewer, struct str alliance, struct str organisation,
                        struct str *one, int64_t *count)
{
    int64_t ms_a_day = INT64_C(86400000);
    struct stmt *stmt = conn_prepare(
        work->conn, S("SELECT count(DISTINCT t.person_id), min(t.person_id) FROM ("
                      "SELECT person_id FROM membership WHERE tenant_id = ?1"
                      " AND alliance_id = ?2 AND organisation_id = ?3 AND withdrawn_at IS NULL"
                      " AND entente_sees(audience_id) AND (from_date IS NULL OR from_date <= ?4)"
                      " AND (to_date IS NULL OR to_date >= ?4)"
                      " UNION ALL SELECT person_id FROM forum_seat WHERE tenant_id = ?1 AND forum_id = ?2"
                      " AND organisation_id = ?3 AND withdrawn_at IS NULL AND entente_sees(audience_id)) t"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, alliance);
    stmt_text(stmt, 3, organisation);
    stmt_text(stmt, 4, date_text(work->arena, work->now_ms / ms_a_day));
    bool row;
    enum err err = stmt_step(stmt, &row);
    *count = err == OK && row ? stmt_column_int(stmt, 0) : 0;
    *one = *count ? arena_copy(work->arena, stmt_column(stmt, 1)) : S("");
    stmt_done(stmt);
    return err;
}

static bool is_among(const struct value *refs, struct str id)
{
    VALUE_EACH (ref, refs)
        if (str_eq(ref->text, id))
            return true;
    return false;
}

/* people: per organisation of the circle, how many are in the team; *first is one of those who read it newly. */
static enum err put_people(struct work *work, const struct viewer *viewer, const struct value *circle,
                           struct str alliance, struct value *view, struct str *first)
{
    struct arena *a = work->arena;
    struct value *people = value_put_list(a, view, "people");
    enum err err = OK;
    *first = S("");
    VALUE_EACH (party, value_get(circle, "parties")) {
        int64_t count;
        struct str one;
        bool newly = is_among(value_get(circle, "newly"), party->text);
        if (err == OK)
            err = team_of(work, viewer, alliance, party->text, &one, &count);
        if (err)
            break;
        if (newly && !first->n)
            *first = one;
        struct value *item = value_push_map(a, people);
        value_put(item, "organisation", leaf_ref(a, party->text, party->label, S("")));
        value_put_int(a, item, "count", count);
        value_put_bool(a, item, "newly", newly);
    }
    return err;
}

/* With whose eyes: the person asked for, else one of those who read it newly, else anybody of their team to come. */
static enum err find_eyes(struct work *work, const struct viewer *viewer, const struct value *circle,
                          struct str alliance, struct str person, struct str first, struct viewer **eyes)
{
    enum err err = ERR_NOT_FOUND;
    const struct value *newly = value_at(value_get(circle, "newly"), 0);
    if (person.n || first.n)
        err = viewer_as(work, viewer, person.n ? person : first, eyes);
    if (err == OK && !viewer_audience(*eyes, value_get_text(circle, "id")))
        err = ERR_NOT_FOUND;
    if (err == ERR_NOT_FOUND && person.n)
        return problem_say(&work->problems, S("/person"), "share.person-unknown", NULL);
    if (err == ERR_NOT_FOUND && newly)
        err = viewer_as_team(work, viewer, alliance, newly->text, ROLE_MEMBER, eyes);
    return err;
}

/* ---- what they will read ---- */

/* Takes the stored record to where it will be: audience, version, time. */
static void set_as_shared(struct work *work, const struct viewer *eyes, struct str circle, struct value *record)
{
    struct arena *a = work->arena;
    const struct viewer_audience *to = viewer_audience(eyes, circle);
    const char *code = to->kind == AUDIENCE_JOINT ? "joint" : "named";
    struct value *there = value_get(record, value_get(record, "circle") ? "circle" : "owner"), *named = value_map(a);
    sight_put_audience(work, eyes, named, circle);
    const struct value *is = value_get(named, "circle");
    if (there && is) {
        there->key = is->key;
        there->text = is->text;
        there->label = is->label;
    }
    value_set(record, "audience", leaf_choice(a, str_of(code), arena_printf(a, "audience.%s", code)));
    value_set(record, "version", value_int(a, share_next_version(value_get_int(record, "version", 0))));
    value_set(record, "updated_at", leaf_instant(a, work->now_ms));
}

/* References that we see and they will not. */
static enum err put_left_out(struct work *work, const struct kind *kind, const struct value *ours,
                             const struct value *theirs, struct value *view)
{
    struct arena *a = work->arena;
    struct value *list = value_put_list(a, view, "left_out");
    for (size_t i = 0; i < kind->count; i++) {
        const char *name = kind->fields[i].name;
        const struct value *was = value_get(ours, name), *is = value_get(theirs, name);
        if (kind->fields[i].type != FIELD_REF || !was || was->kind != V_REF || (is && is->kind == V_REF))
            continue;
        struct value *item = value_push_map(a, list);
        struct str label = arena_printf(a, "field.%s.%s", kind->name, name);
        value_put_text(a, item, "field", str_of(name));
        value_put_text(a, item, "label", message(a, work->locale.language, label.p, NULL));
        value_put(item, "value", leaf_ref(a, was->text, was->label, was->href));
    }
    return list ? OK : ERR_MEMORY;
}

static enum err put_record(struct work *work, const struct viewer *viewer, const struct viewer *eyes,
                           const struct kind *kind, const struct value *ours, struct str circle, struct value *view)
{
    struct value *theirs = NULL;
    enum err err = viewer_look(work, viewer);
    if (err == OK)
        err = row_get(work, viewer, kind, value_get_text(ours, "id"), &theirs);
    if (err == OK)
        err = viewer_look(work, eyes);
    if (err)
        return err;
    set_as_shared(work, eyes, circle, theirs);
    err = row_finish(work, eyes, kind, theirs);
    enum err back = viewer_look(work, viewer);
    value_put(view, "record", theirs);
    err = err ? err : put_left_out(work, kind, ours, theirs, view);
    return err ? err : back;
}

static struct value *chosen(struct value *circles, struct str id)
{
    struct value *widest = NULL;
    VALUE_EACH (circle, circles) {
        if (id.n && str_eq(value_get_text(circle, "id"), id))
            return circle;
        bool wider = !widest || value_get(circle, "parties")->count > value_get(widest, "parties")->count;
        widest = wider ? circle : widest;
    }
    return id.n ? NULL : widest;
}

/* The parts of the view that depend on the circle. */
static enum err put_parts(struct work *work, const struct viewer *viewer, const struct kind *kind,
                          const struct value *record, const struct value *circle, struct value *view)
{
    struct value *children = NULL, *consents = NULL, *warnings = value_put_list(work->arena, view, "warnings");
    struct str id = value_get_text(circle, "id");
    int64_t staying = 0;
    enum err err = share_below(work, viewer, kind, record, &children, &staying);
    if (err == OK)
        err = share_consents(work, viewer, record, id, &consents);
    if (err == OK)
        err = share_judged(work, viewer, kind, record, id, warnings);
    value_put(view, "children", children);
    value_put_int(work->arena, view, "staying", staying);
    value_put(view, "consents", consents);
    return err;
}

enum err share_preview(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                       struct str circle, struct str person, struct value **out, struct viewer **eyes)
{
    struct arena *a = work->arena;
    struct value *record, *circles = NULL;
    struct str first;
    *eyes = NULL;
    *out = value_map(a);
    enum err err = record_get(work, viewer, kind, id, &record);
    if (err == OK)
        err = share_circles(work, viewer, kind, record, &circles);
    if (err)
        return err;
    value_put(*out, "circles", circles);
    value_put_int(a, *out, "version", value_get_int(record, "version", 0));
    struct value *to = chosen(circles, circle);
    if (circle.n && !to)
        return problem_say(&work->problems, S("/circle"), "share.circle", NULL);
    if (!to)
        return OK;
    struct str to_id = value_get_text(to, "id"), alliance = viewer_audience(viewer, to_id)->alliance;
    value_put_text(a, *out, "circle", to_id);
    err = put_people(work, viewer, to, alliance, *out, &first);
    if (err == OK)
        err = find_eyes(work, viewer, to, alliance, person, first, eyes);
    if (err)
        return viewer_look(work, viewer) == OK ? err : ERR_INTERNAL;
    struct value *as = value_put_map(a, *out, "as");
    struct str who = (*eyes)->eyes_of;
    value_put(as, "person", who.n ? leaf_ref(a, who, (*eyes)->name, S("")) : value_null(a));
    value_put(as, "organisation", leaf_ref(a, (*eyes)->organisation, (*eyes)->organisation_name, S("")));
    err = put_record(work, viewer, *eyes, kind, record, to_id, *out);
    return err ? err : put_parts(work, viewer, kind, record, to, *out);
}
