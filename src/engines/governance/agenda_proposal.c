#include "engines/governance/agenda_proposal.h"
#include "base/message.h"
#include "engines/governance/commitment.h"
#include "engines/governance/findings_rules.h"
#include "engines/governance/holiday.h"
#include "engines/governance/meeting_view.h"
#include "engines/governance/pulse.h"
#include "engines/governance/records.h"

enum { MOST = 500, GRAVE_DAYS = 30, WAITING_DAYS = 5, TITLE_MOST = 180 };

struct agenda {
    struct work *work;
    const struct viewer *viewer;
    struct arena *arena;
    const struct value *meeting;
    struct str alliance, body, circle;
    bool joint;
    int64_t today;
    struct value *taken; /* the items that are on it already */
    struct value *out;
    enum err err;
};

/* ---- reading ---- */

static const struct value *rows(struct agenda *g, const struct kind *kind, const char *field, struct str id,
                                const char *state)
{
    struct value *found = NULL;
    struct query query = {0};
    query_add(&query, field, id);
    if (state)
        query_add(&query, "state", str_of(state));
    if (g->err == OK && id.n)
        g->err = rows_where(g->work, g->viewer, kind, query, MOST, &found);
    return g->err ? NULL : found;
}

static const struct value *with_id(const struct value *list, struct str id)
{
    VALUE_EACH (row, list)
        if (id.n && str_eq(value_get_text(row, "id"), id))
            return row;
    return NULL;
}

/* Whether all who read the meeting may read the record: its own circle, or the joint one for a meeting within a side.
 */
static bool fits(const struct agenda *g, const struct value *record)
{
    struct str circle = value_get_text(record, "circle");
    const struct viewer_audience *there = viewer_audience(g->viewer, circle);
    return str_eq(circle, g->circle) || (!g->joint && there && there->kind == AUDIENCE_JOINT);
}

/* ---- writing ---- */

static struct str words(struct agenda *g, const char *prefix, const char *code, const struct value *args)
{
    struct str key = arena_printf(g->arena, "agenda.%s.%s", prefix, code);
    return key.p ? message(g->arena, g->work->locale.language, key.p, args) : key;
}

static bool is_taken(const struct agenda *g, struct str id)
{
    VALUE_EACH (item, g->taken)
        if (str_eq(value_get_text(item, "about"), id))
            return true;
    VALUE_EACH (item, g->out)
        if (str_eq(value_get_text(item, "about"), id))
            return true;
    return false;
}

/* `args` are those of the words agenda.title.<code> and agenda.why.<code>. */
static void propose(struct agenda *g, const char *code, const struct kind *kind, const struct value *record,
                    int64_t minutes, const struct value *args)
{
    struct arena *a = g->arena;
    struct str id = value_get_text(record, "id"), name = value_get_text(record, kind->title ? kind->title : "title");
    if (!fits(g, record) || is_taken(g, id) || g->out->count >= AGENDA_MOST)
        return;
    struct value *item = value_push_map(a, g->out);
    put_choice(a, item, "code", code, "agenda.code");
    value_put_text(a, item, "title", first_characters(a, words(g, "title", code, args), TITLE_MOST));
    value_put_text(a, item, "what", words(g, "why", code, args));
    value_put_text(a, item, "about_kind", str_of(kind->plural));
    value_put_text(a, item, "about", id);
    put_ref(a, item, "record", kind, id, name.p ? name : S(""));
    value_put_int(a, item, "minutes_for", minutes);
}

static struct value *text_of(struct agenda *g, const struct value *record, const char *field)
{
    const struct value *leaf = value_get(record, field);
    struct str text = leaf && leaf->kind == V_REF ? leaf->label : value_get_text(record, field);
    return value_text(g->arena, text.p ? text : S(""));
}

static struct value *date_of(struct agenda *g, const struct value *record, const char *field)
{
    return again(g->arena, value_get(record, field));
}

/* ---- decisions ---- */

static void propose_decision(struct agenda *g, const char *code, const struct value *decision, int64_t allowed)
{
    int64_t asked = day_of(decision, "asked");
    struct value *args = message_args(g->arena, "title", text_of(g, decision, "question"), "count",
                                      value_int(g->arena, asked == NO_DAY ? 0 : g->today - asked), "days",
                                      value_int(g->arena, allowed), NULL);
    propose(g, code, &decision_kind, decision, 20, args);
}

/* The body that is to take it: its own, else that of its row. */
static struct str decider_of(const struct value *decision, const struct value *row)
{
    return is_given(decision, "body") ? value_get_text(decision, "body") : value_get_text(row, "decider_body");
}

static void find_decisions(struct agenda *g)
{
    struct str in = g->alliance;
    const struct value *decisions = rows(g, &decision_kind, "alliance", in, "open");
    const struct value *map = count_of(decisions) ? rows(g, &decision_row_kind, "alliance", in, NULL) : NULL;
    const struct value *bodies = count_of(decisions) ? rows(g, &body_kind, "alliance", in, NULL) : NULL;
    for (int below = 1; below >= 0; below--)
        VALUE_EACH (decision, decisions) {
            const struct value *row = with_id(map, value_get_text(decision, "row"));
            struct str body = decider_of(decision, row);
            struct str above = value_get_text(with_id(bodies, body), "parent_body");
            int64_t allowed = value_get_int(row, "allowed_days", 0), asked = day_of(decision, "asked");
            bool over = allowed > 0 && asked != NO_DAY && asked + allowed < g->today;
            if (below && over && g->body.n && str_eq(above, g->body))
                propose_decision(g, "escalated", decision, allowed);
            if (!below && (!body.n || str_eq(body, g->body)))
                propose_decision(g, over ? "over" : "decide", decision, allowed);
        }
}

/* ---- commitments ---- */

/* Whether what is owed belongs before this body: it came of a meeting of it, or of none, or has long been late. */
static bool is_ours(struct agenda *g, const struct value *commitment)
{
    struct str meeting = value_get_text(commitment, "meeting"), body = {NULL, 0};
    if (!meeting.n || !g->body.n || day_of(commitment, "due") < g->today - GRAVE_DAYS)
        return true;
    if (g->err == OK)
        g->err = column_of(g->work, g->viewer, &meeting_kind, meeting, "body_id", &body);
    return !body.n || str_eq(body, g->body);
}

static void propose_commitment(struct agenda *g, const char *code, const struct value *row)
{
    struct value *args =
        message_args(g->arena, "title", text_of(g, row, "title"), "party", text_of(g, row, "owner_party"), "date",
                     date_of(g, row, "due"), "delivered", date_of(g, row, "delivered_on"), NULL);
    propose(g, code, &commitment_kind, row, 10, args);
}

static void find_commitments(struct agenda *g)
{
    struct holidays off = holidays_of(g->arena, rows(g, &holiday_kind, "alliance", g->alliance, NULL), g->alliance);
    VALUE_EACH (row, rows(g, &commitment_kind, "alliance", g->alliance, "disputed"))
        propose_commitment(g, "disputed", row);
    VALUE_EACH (row, rows(g, &commitment_kind, "alliance", g->alliance, "open"))
        if (commitment_late(COMMITMENT_OPEN, day_of(row, "due"), g->today) && is_ours(g, row))
            propose_commitment(g, "late", row);
    VALUE_EACH (row, rows(g, &commitment_kind, "alliance", g->alliance, "delivered")) {
        int64_t delivered = day_of(row, "delivered_on");
        if (delivered != NO_DAY && working_days_after(delivered, WAITING_DAYS, off.days, off.count) <= g->today)
            propose_commitment(g, "unanswered", row);
    }
}

/* ---- what the last meeting left ---- */

static void find_left(struct agenda *g)
{
    struct value *last = NULL;
    if (g->err == OK)
        g->err = meeting_before(g->work, g->viewer, g->meeting, &last);
    VALUE_EACH (item, last ? rows(g, &agenda_item_kind, "meeting", value_get_text(last, "id"), NULL) : NULL) {
        if (is_given(item, "outcome") || (is_given(item, "about") && is_taken(g, value_get_text(item, "about"))))
            continue;
        struct value *args =
            message_args(g->arena, "title", text_of(g, item, "title"), "meeting", text_of(g, last, "title"), NULL);
        propose(g, "left", &agenda_item_kind, item, value_get_int(item, "minutes_for", 10), args);
    }
}

/* ---- changes, people, the body itself ---- */

static void find_changes(struct agenda *g)
{
    VALUE_EACH (row, rows(g, &partner_change_kind, "alliance", g->alliance, NULL))
        if (is_given(row, "told") && !is_given(row, "reviewed"))
            propose(g, "change", &partner_change_kind, row, 15,
                    message_args(g->arena, "title", text_of(g, row, "title"), "date", date_of(g, row, "told"), NULL));
    VALUE_EACH (row, rows(g, &withdrawal_kind, "alliance", g->alliance, NULL))
        if (!is_given(row, "answer") && day_of(row, "planned") >= g->today)
            propose(g, "withdrawal", &withdrawal_kind, row, 10,
                    message_args(g->arena, "title", text_of(g, row, "name"), "date", date_of(g, row, "planned"), NULL));
}

/* The working rule that slips most. */
static void find_slipping(struct agenda *g)
{
    struct slipping most = {0};
    const struct value *rules = rows(g, &working_rule_kind, "alliance", g->alliance, "agreed");
    if (g->err == OK)
        g->err = pulse_most(g->work, g->viewer, rules, &most);
    if (g->err || !most.rule)
        return;
    struct str side = viewer_face(g->work, g->viewer, S("organisations"), most.organisation);
    struct value *last = pulse_points(g->arena, pulse_of_pool(most.slip.last).mean),
                 *before = pulse_points(g->arena, pulse_of_pool(most.slip.before).mean);
    propose(g, "slip", &working_rule_kind, most.rule, 10,
            message_args(g->arena, "title", text_of(g, most.rule, "principle"), "party",
                         value_text(g->arena, side.p ? side : S("")), "last", last, "before", before, NULL));
}

static bool rests_on(const struct value *finding, struct str id)
{
    VALUE_EACH (why, value_get(finding, "why"))
        if (str_eq(why->text, id))
            return true;
    return false;
}

/* Only what is missing, in words of our own: a finding's sentence may name records that not all may read. */
static void find_body(struct agenda *g)
{
    static const struct finding_row rules[] = {
        {"chairs", find_chairs}, {"pin", find_pins}, {"no-rule", find_no_rule}, {NULL, NULL}};
    struct value *body = NULL;
    if (g->err || !g->body.n)
        return;
    g->err = record_get(g->work, g->viewer, &body_kind, g->body, &body);
    if (g->err == ERR_NOT_FOUND) {
        g->err = OK;
        return;
    }
    struct scan scan = {.work = g->work,
                        .viewer = g->viewer,
                        .arena = g->arena,
                        .only = g->alliance,
                        .today = g->today,
                        .findings = value_list(g->arena)};
    if (g->err == OK)
        scan_run(&scan, rules);
    g->err = g->err ? g->err : scan.err;
    VALUE_EACH (finding, g->err ? NULL : scan.findings)
        if (rests_on(finding, g->body))
            propose(g, arena_cstr(g->arena, value_get_text(finding, "code")), &body_kind, body, 5,
                    message_args(g->arena, "title", text_of(g, body, "name"), NULL));
}

enum err agenda_proposed(struct work *work, const struct viewer *viewer, const struct value *meeting,
                         struct value **out)
{
    const struct viewer_audience *circle = viewer_audience(viewer, value_get_text(meeting, "circle"));
    struct agenda g = {.work = work,
                       .viewer = viewer,
                       .arena = work->arena,
                       .meeting = meeting,
                       .alliance = value_get_text(meeting, "alliance"),
                       .body = value_get_text(meeting, "body"),
                       .circle = value_get_text(meeting, "circle"),
                       .joint = circle && circle->kind == AUDIENCE_JOINT,
                       .today = today_of(work),
                       .out = value_list(work->arena)};
    *out = g.out;
    if (!g.out)
        return ERR_MEMORY;
    if (!str_is(value_get_text(meeting, "state"), "planned"))
        return OK;
    g.taken = (struct value *)(uintptr_t)rows(&g, &agenda_item_kind, "meeting", value_get_text(meeting, "id"), NULL);
    find_decisions(&g);
    find_commitments(&g);
    find_left(&g);
    find_changes(&g);
    find_slipping(&g);
    find_body(&g);
    return g.err;
}
