/* Whom a pulse asks: the people of each side, in turn. */
#include "engines/governance/pulse.h"
#include "engines/governance/seat.h"

enum { PEOPLE_MOST = 500, BODIES_MOST = 500 };

struct gathering {
    struct work *work;
    const struct viewer *viewer;
    const struct asking *asking;
    struct pulse_side *sides;
    size_t count;
};

static void add(struct gathering *g, struct str organisation, struct str person)
{
    for (size_t i = 0; i < g->count && person.n; i++) {
        struct pulse_side *side = &g->sides[i];
        bool known = !str_eq(side->organisation, organisation) || side->count == PEOPLE_MOST;
        for (size_t k = 0; k < side->count && !known; k++)
            known = str_eq(side->people[k].person, person);
        if (!known)
            side->people[side->count++] = (struct asking_candidate){.person = person, .last = NO_DAY};
    }
}

static enum err add_team(struct gathering *g)
{
    struct value *team;
    enum err err = rows_of(g->work, g->viewer, kind_by_plural(S("memberships")), "alliance", g->asking->alliance,
                           PEOPLE_MOST, &team);
    VALUE_EACH (member, err ? NULL : team)
        if (seat_serves(member, g->asking->opens) && !str_is(value_get_text(member, "role"), "viewer"))
            add(g, value_get_text(member, "organisation"), value_get_text(member, "person"));
    return err;
}

/* Whether all who read the rule read the body: what is kept from some of them says nothing here. */
static bool is_known_to_all(const struct gathering *g, const struct value *body)
{
    struct str circle = value_get_text(body, "circle");
    const struct viewer_audience *there = viewer_audience(g->viewer, circle);
    return str_eq(circle, g->asking->audience) || (there && there->kind == AUDIENCE_JOINT);
}

static enum err add_seats(struct gathering *g, struct str body)
{
    struct value *seats;
    enum err err = rows_of(g->work, g->viewer, &seat_kind, "body", body, PEOPLE_MOST, &seats);
    VALUE_EACH (seat, err ? NULL : seats) {
        struct str organisation = {NULL, 0};
        if (err == OK && is_given(seat, "person") && seat_serves(seat, g->asking->opens))
            err = column_of(g->work, g->viewer, kind_by_plural(S("parties")), value_get_text(seat, "party"),
                            "organisation_id", &organisation);
        if (err == OK && organisation.n)
            add(g, organisation, value_get_text(seat, "person"));
    }
    return err;
}

static enum err add_bodies(struct gathering *g)
{
    struct value *bodies;
    enum err err = rows_of(g->work, g->viewer, &body_kind, "alliance", g->asking->alliance, BODIES_MOST, &bodies);
    VALUE_EACH (body, err ? NULL : bodies)
        if (err == OK && is_known_to_all(g, body))
            err = add_seats(g, value_get_text(body, "id"));
    return err;
}

enum err pulse_sides(struct work *work, const struct viewer *viewer, const struct asking *asking,
                     struct pulse_side **sides, size_t *count)
{
    struct gathering g = {.work = work, .viewer = viewer, .asking = asking};
    struct str *parties;
    enum err err = circle_parties(work, viewer, asking->audience, &parties, &g.count);
    if (err == OK && !(g.sides = ARENA_ARRAY(work->arena, g.count + 1, struct pulse_side)))
        err = ERR_MEMORY;
    for (size_t i = 0; i < g.count && err == OK; i++) {
        struct asking_candidate *people = ARENA_ARRAY(work->arena, PEOPLE_MOST, struct asking_candidate);
        g.sides[i] = (struct pulse_side){.organisation = parties[i], .people = people};
        err = people ? OK : ERR_MEMORY;
    }
    if (err == OK)
        err = add_team(&g);
    if (err == OK)
        err = add_bodies(&g);
    for (size_t i = 0; i < g.count && err == OK; i++) {
        err = asking_turns(work, viewer, asking, g.sides[i].people, g.sides[i].count);
        if (err == OK)
            g.sides[i].asked = asking_choose(g.sides[i].people, g.sides[i].count, PULSE_ASKED);
    }
    *sides = g.sides;
    *count = g.count;
    return err;
}
