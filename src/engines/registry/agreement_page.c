/* An agreement: whether it binds today, by when notice has to be given, what its clauses say and which kind has none.
 */
#include "base/date.h"
#include "engines/registry/files.h"
#include "engines/registry/pages.h"
#include "engines/registry/support.h"
#include "kernel/overview.h"

enum { MOST = 200 };

/* ---- Clauses ---- */

/* The sources of incompleteness that a clause provides for, and the surprises on which it was silent. */
static void put_uses(struct overview *o, struct value *item, struct str clause, const struct value *provisions,
                     const struct value *surprises)
{
    struct value *provides = value_put_list(o->arena, item, "provides");
    VALUE_EACH (provision, provisions)
        if (str_eq(value_get_text(provision, "clause"), clause))
            value_push(provides, again(o->arena, value_get(provision, "source")));
    struct value *silent = value_put_list(o->arena, item, "silent");
    VALUE_EACH (surprise, surprises)
        if (str_eq(value_get_text(surprise, "silent_clause"), clause))
            (void)put_ref(o->arena, value_push_map(o->arena, silent), "surprise", &surprise_kind,
                          value_get_text(surprise, "id"), value_get_text(surprise, "what"));
}

static void put_group(struct overview *o, struct value *groups, const char *code, const struct value *clauses,
                      const struct value *provisions, const struct value *surprises)
{
    struct value *list = NULL;
    VALUE_EACH (clause, clauses) {
        if (!str_eq(value_get_text(clause, "kind"), str_of(code)))
            continue;
        if (!list) {
            struct value *group = value_push_map(o->arena, groups);
            if (code)
                (void)put_choice(o->arena, group, "kind", code, "choice.clause.kind");
            else
                value_put(group, "kind", value_null(o->arena));
            list = value_put_list(o->arena, group, "clauses");
        }
        struct value *item = value_push_map(o->arena, list);
        struct str id = value_get_text(clause, "id");
        (void)put_ref(o->arena, item, "clause", &clause_kind, id, value_get_text(clause, "heading"));
        value_put(item, "number", again(o->arena, value_get(clause, "number")));
        value_put(item, "text", again(o->arena, value_get(clause, "text")));
        put_uses(o, item, id, provisions, surprises);
    }
    if (!list && code)
        (void)put_choice(o->arena, value_push_map(o->arena, value_get(o->data, "missing")), "kind", code,
                         "choice.clause.kind");
}

static enum err gather_clauses(struct overview *o, int64_t *count)
{
    struct request *request = o->request;
    struct value *clauses, *provisions, *surprises;
    struct str alliance = value_get_text(o->record, "alliance");
    enum err err = rows_of(&request->work, request->viewer, &clause_kind, "agreement", o->id, MOST, &clauses);
    if (err == OK)
        err = rows_of(&request->work, request->viewer, &provision_kind, "alliance", alliance, MOST, &provisions);
    if (err == OK)
        err = rows_of(&request->work, request->viewer, &surprise_kind, "alliance", alliance, MOST, &surprises);
    if (err)
        return err;
    struct value *groups = value_put_list(o->arena, o->data, "clauses");
    value_put_list(o->arena, o->data, "missing");
    const struct field *kind = kind_field(&clause_kind, S("kind"));
    for (size_t i = 0; kind->choices[i]; i++)
        put_group(o, groups, kind->choices[i], clauses, provisions, surprises);
    put_group(o, groups, NULL, clauses, provisions, surprises);
    *count = (int64_t)clauses->count;
    return OK;
}

/* ---- Days ---- */

struct moment {
    const char *code;
    int64_t day;
};

static void put_timeline(struct overview *o)
{
    int64_t today = today_of(&o->request->work);
    struct moment moments[] = {
        {"signed", day_of(o->record, "signed")},
        {"in_force", day_of(o->record, "in_force")},
        {"notice", day_of(o->record, "notice_by")},
        {"ends", day_of(o->record, "ends")},
    };
    size_t n = sizeof moments / sizeof *moments;
    for (size_t i = 1; i < n; i++) /* few, and nearly in order */
        for (size_t j = i; j > 0 && moments[j].day < moments[j - 1].day; j--) {
            struct moment kept = moments[j];
            moments[j] = moments[j - 1];
            moments[j - 1] = kept;
        }
    struct value *list = value_put_list(o->arena, o->data, "timeline");
    bool next = false;
    for (size_t i = 0; i < n; i++) {
        if (moments[i].day == NO_DAY)
            continue;
        struct value *item = value_push_map(o->arena, list);
        (void)put_choice(o->arena, item, "what", moments[i].code, "overview.agreement.moment");
        (void)put_day(o->arena, item, "date", moments[i].day);
        bool past = moments[i].day < today;
        value_put_bool(o->arena, item, "past", past);
        value_put_bool(o->arena, item, "next", !past && !next);
        next = next || !past;
    }
}

/* ---- Readers ---- */

/* Whose people may read it: the parties of its circle. */
static enum err gather_readers(struct overview *o)
{
    struct value *circles, *list = value_put_list(o->arena, o->data, "readers");
    enum err err = circle_view(&o->request->work, o->request->viewer, value_get_text(o->record, "alliance"), &circles);
    if (err)
        return err;
    VALUE_EACH (circle, circles) {
        if (!str_eq(value_get_text(circle, "id"), value_get_text(o->record, "circle")))
            continue;
        VALUE_EACH (party, value_get(circle, "parties"))
            value_put(value_push_map(o->arena, list), "organisation", again(o->arena, party));
    }
    return OK;
}

/* ---- The answer ---- */

static struct value *day_leaf(struct overview *o, int64_t day)
{
    struct value *leaf = value_new(o->arena, V_DATE);
    if (leaf)
        leaf->text = date_text(o->arena, day);
    return leaf;
}

static void say_day(struct overview *o, const char *key, int64_t day)
{
    overview_say(
        o, overview_words(o, key, "date", day_leaf(o, day), "near", value_text(o->arena, overview_near(o, day)), NULL));
}

/* Whether it binds today. */
static void say_status(struct overview *o, struct str status)
{
    int64_t begins = day_of(o->record, "in_force");
    if (str_is(status, "in_force"))
        say_day(o, "overview.agreement.in-force", begins);
    else if (str_is(status, "signed") && begins != NO_DAY)
        say_day(o, "overview.agreement.signed-from", begins);
    else
        overview_say(
            o, overview_words(o, str_is(status, "signed") ? "overview.agreement.signed" : "overview.agreement.draft",
                              NULL));
}

static void answer(struct overview *o, int64_t clauses)
{
    struct str status = value_get_text(o->record, "status");
    int64_t today = today_of(&o->request->work), ends = day_of(o->record, "ends"),
            notice = day_of(o->record, "notice_by");
    if (str_is(status, "ended")) {
        say_day(o, "overview.agreement.ended", ends);
        return;
    }
    say_status(o, status);
    if (notice != NO_DAY)
        say_day(o, notice >= today ? "overview.agreement.notice" : "overview.agreement.notice-past", notice);
    else if (ends != NO_DAY)
        say_day(o, "overview.agreement.no-notice", ends);
    else if (str_is(status, "in_force"))
        overview_say(o, overview_words(o, "overview.agreement.open-ended", NULL));
    const struct value *missing = value_get(o->data, "missing");
    if (clauses && missing && missing->count)
        overview_say(o, overview_words(o, "overview.agreement.missing", "kinds",
                                       value_text(o->arena, overview_names(o, missing, "kind", 6)), NULL));
}

enum err agreement_page(struct request *request, struct reply *reply)
{
    struct overview o;
    int64_t clauses = 0;
    enum err err = overview_begin(request, reply, &agreement_kind, "agreement", &o);
    if (err)
        return err;
    put_timeline(&o);
    err = gather_clauses(&o, &clauses);
    if (err == OK)
        err = gather_readers(&o);
    if (err == OK)
        err = overview_files(&o);
    if (err == OK)
        err = overview_notes(&o);
    if (err)
        return err;
    answer(&o, clauses);
    overview_offer(&o, &clause_kind, "add_clause");
    overview_offer(&o, &note_kind, "add_note");
    return OK;
}
