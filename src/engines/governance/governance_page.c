/* The bodies of an alliance by tier and side, with what is missing in them, and their meetings. */
#include "engines/governance/findings_rules.h"
#include "engines/governance/governance_pages.h"
#include "engines/governance/seat.h"
#include "engines/registry/registry.h"

struct governance {
    struct overview o;
    struct value *view, *bodies, *seats, *meetings, *sides;
    int64_t today;
    int missing_leads, missing_links, dormant;
};

static void put_body_sides(struct governance *g, struct value *item, const struct value *body)
{
    struct arena *a = g->o.arena;
    struct value *sides = value_put_list(a, item, "sides");
    bool team = str_is(value_get_text(body, "tier"), "team");
    VALUE_EACH (side, g->sides) {
        struct value *one = value_push_map(a, sides), *seats;
        bool led = team || value_get_bool(item, "private");
        overview_copy(&g->o, one, side, "party", "name", "ours", NULL);
        seats = value_put_list(a, one, "seats");
        VALUE_EACH (seat, g->seats) {
            if (!str_eq(value_get_text(seat, "body"), value_get_text(body, "id")) || !seat_serves(seat, g->today) ||
                !str_eq(value_get_text(seat, "party"), value_get_text(side, "party")))
                continue;
            struct value *member = value_push_map(a, seats);
            struct str name = value_get_text(seat, "name");
            (void)put_ref(a, member, "seat", &seat_kind, value_get_text(seat, "id"), name);
            overview_copy(&g->o, member, seat, "name", "role", "hours_a_month", NULL);
            led |= seat_leads(seat);
        }
        value_put_bool(a, one, "led", led);
        g->missing_leads += !led;
    }
}

static bool linked(const struct governance *g, struct str lower, struct str upper)
{
    VALUE_EACH (a, g->seats)
        VALUE_EACH (b, g->seats)
            if (seat_same_person(a, b) && str_eq(value_get_text(a, "body"), lower) &&
                str_eq(value_get_text(b, "body"), upper) && seat_serves(a, g->today) && seat_serves(b, g->today))
                return true;
    return false;
}

static void put_above(struct governance *g, struct value *item, const struct value *body)
{
    struct arena *a = g->o.arena;
    struct str parent = value_get_text(body, "parent_body");
    const struct value *above = NULL;
    VALUE_EACH (other, g->bodies)
        if (parent.n && str_eq(value_get_text(other, "id"), parent))
            above = other;
    if (!above) {
        value_put(item, "above", value_null(a));
        return;
    }
    struct value *map = value_put_map(a, item, "above");
    bool is = linked(g, value_get_text(body, "id"), parent);
    (void)put_ref(a, map, "body", &body_kind, parent, value_get_text(above, "name"));
    value_put_bool(a, map, "linked", is);
    g->missing_links += !is;
}

static void put_met(struct governance *g, struct value *item, const struct value *body)
{
    struct arena *a = g->o.arena;
    const struct value *next = NULL, *last = NULL;
    VALUE_EACH (meeting, rows_with(a, g->meetings, "body", value_get_text(body, "id"))) {
        const struct value *starts = value_get(meeting, "starts");
        struct str state = value_get_text(meeting, "state");
        bool past = starts->i < g->o.request->work.now_ms;
        if (str_is(state, "held") && past && (!last || starts->i > value_get(last, "starts")->i))
            last = meeting;
        if (str_is(state, "planned") && !past && (!next || starts->i < value_get(next, "starts")->i))
            next = meeting;
    }
    value_put(item, "last_met", last ? again(a, value_get(last, "starts")) : value_null(a));
    if (!next) {
        value_put(item, "next", value_null(a));
        return;
    }
    struct value *map = value_put_map(a, item, "next");
    (void)put_ref(a, map, "meeting", &meeting_kind, value_get_text(next, "id"), value_get_text(next, "title"));
    value_put(map, "starts", again(a, value_get(next, "starts")));
}

static void put_body(struct governance *g, struct value *list, const struct value *body)
{
    struct value *item = push_record(&g->o, list, &body_kind, body);
    overview_copy(&g->o, item, body, "mission", "cadence_days", "decision_rule", "quorum", "standing", NULL);
    put_above(g, item, body);
    put_met(g, item, body);
    put_body_sides(g, item, body);
}

static void put_tiers(struct governance *g)
{
    struct arena *a = g->o.arena;
    struct value *tiers = value_put_list(a, g->view, "tiers");
    for (int i = 3; i >= 0; i--) {
        struct value *tier = NULL, *bodies = NULL;
        VALUE_EACH (body, g->bodies) {
            if (!str_is(value_get_text(body, "tier"), body_tiers[i]))
                continue;
            if (!tier) {
                tier = value_push_map(a, tiers);
                put_choice(a, tier, "tier", body_tiers[i], "choice.body.tier");
                bodies = value_put_list(a, tier, "bodies");
            }
            put_body(g, bodies, body);
        }
    }
}

static void put_meeting(struct governance *g, struct value *list, const struct value *meeting)
{
    struct value *item = push_record(&g->o, list, &meeting_kind, meeting);
    overview_copy(&g->o, item, meeting, "body", "kind", "starts", "state", NULL);
}

/* The next six in order of time, and the last twelve, the newest first. */
static void put_meetings(struct governance *g)
{
    struct arena *a = g->o.arena;
    struct value *map = value_put_map(a, g->view, "meetings");
    struct value *next = value_put_list(a, map, "next"), *past = value_put_list(a, map, "past"), *ahead = NULL;
    for (int pass = 0; pass < 6; pass++) {
        const struct value *nearest = NULL;
        VALUE_EACH (meeting, g->meetings) {
            int64_t at = value_get(meeting, "starts")->i;
            bool later = !ahead || at > value_get(ahead, "starts")->i;
            if (at >= g->o.request->work.now_ms && later && str_is(value_get_text(meeting, "state"), "planned") &&
                (!nearest || at < value_get(nearest, "starts")->i))
                nearest = meeting;
        }
        if (!nearest)
            break;
        put_meeting(g, next, nearest);
        ahead = again(a, nearest);
    }
    VALUE_EACH (meeting, g->meetings) /* the kind's own order: the latest first */
        if (value_get(meeting, "starts")->i < g->o.request->work.now_ms && past && past->count < 12)
            put_meeting(g, past, meeting);
}

static enum err put_findings(struct governance *g)
{
    struct request *request = g->o.request;
    struct scan scan = {.work = &request->work,
                        .viewer = request->viewer,
                        .arena = g->o.arena,
                        .only = g->o.id,
                        .today = g->today,
                        .findings = value_list(g->o.arena)};
    struct value *found = NULL;
    scan_run(&scan, governance_findings);
    enum err err = scan.err ? scan.err : scan_ordered(&scan, &found);
    if (err == OK)
        value_put(g->view, "findings", found);
    return err;
}

static void answer(struct governance *g)
{
    struct arena *a = g->o.arena;
    int64_t bodies = count_of(g->bodies);
    const char *key = bodies ? "governance.answer" : "governance.answer.none";
    overview_say(&g->o, overview_words(&g->o, key, "count", value_int(a, bodies), NULL));
    if (g->missing_leads)
        overview_say(&g->o,
                     overview_words(&g->o, "governance.answer.leads", "count", value_int(a, g->missing_leads), NULL));
    if (g->missing_links)
        overview_say(&g->o,
                     overview_words(&g->o, "governance.answer.links", "count", value_int(a, g->missing_links), NULL));
    if (bodies && !g->missing_leads && !g->missing_links)
        overview_say(&g->o, overview_words(&g->o, "governance.answer.well", NULL));
}

/* Seats of all bodies at once: those that belong to the alliance's bodies are picked out by put_body_sides. */
static enum err read_all(struct governance *g)
{
    struct request *request = g->o.request;
    struct query query = {0};
    enum err err = alliance_rows(&g->o, "bodies", &g->bodies);
    if (err == OK)
        err = alliance_rows(&g->o, "meetings", &g->meetings);
    g->seats = value_list(g->o.arena);
    VALUE_EACH (body, err ? NULL : g->bodies) {
        struct value *some;
        query = (struct query){0};
        query_add(&query, "body", value_get_text(body, "id"));
        err = rows_where(&request->work, request->viewer, &seat_kind, query, GOVERNANCE_MOST, &some);
        if (err)
            break;
        VALUE_EACH (seat, some)
            value_push(g->seats, again(g->o.arena, seat));
    }
    return err;
}

enum err governance_page(struct request *request, struct reply *reply)
{
    struct governance g = {.today = today_of(&request->work)};
    enum err err = alliance_view_begin(request, reply, "governance", &g.o);
    if (err == OK)
        err = read_all(&g);
    if (err)
        return err;
    g.view = begin_view(&g.o, reply);
    struct value *sides = value_map(g.o.arena);
    bool founder = false;
    err = put_sides(&g.o, sides, "sides");
    g.sides = value_get(sides, "sides");
    if (err)
        return err;
    value_put_bool(g.o.arena, g.o.page, "may_seat",
                   viewer_may(request->viewer, &seat_kind, ACTION_CREATE, value_get_text(g.o.record, "circle")));
    put_tiers(&g);
    put_meetings(&g);
    err = put_findings(&g);
    if (err == OK)
        err = forums_of_alliance(&request->work, request->viewer, g.o.id, value_put_list(g.o.arena, g.view, "forums"),
                                 &founder);
    answer(&g);
    end_view(&g.o, g.view);
    overview_offer(&g.o, &body_kind, "add_body");
    overview_offer(&g.o, &meeting_kind, "add_meeting");
    if (founder)
        overview_offer(&g.o, kind_by_plural(S("forum_invitations")), "add_invitation");
    return err;
}
