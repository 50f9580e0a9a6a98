/* model.h: who may know what, as a plain reading of "joint and private" says it, for the random walk. Nothing here
 * knows how the program decides: people have roles, alliances have spans of time with the same parties, each record has
 * the parties that may read it. */
#ifndef TESTS_LEAK_MODEL_H
#define TESTS_LEAK_MODEL_H
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { FIRMS = 5, HOST = 0, STRANGER_FIRM = 4, PEOPLE = 15, ALLIANCES = 4, CIRCLES = 256, FACTS = 4096, TEAMS = 512 };
enum { MODEL_ID = 37 };
enum standing { STANDING_HEAD, STANDING_MEMBER, STANDING_ADMINISTRATOR };

struct model_person {
    int firm;
    enum standing standing; /* in the own firm as a whole */
    bool disabled;
    char account[MODEL_ID], person[MODEL_ID];
};
/* Some parties of an alliance who read something together: all of them for a time, one side, or a named few. */
struct model_circle {
    int alliance;
    unsigned parties; /* bits of firms */
    char kind;        /* 'j', 's', 'n' */
    bool closed;
    char id[MODEL_ID]; /* as the program calls it, once known */
};
struct model_alliance {
    int joint; /* the circle of today's parties */
    char id[MODEL_ID];
    char party[FIRMS][MODEL_ID]; /* today's entries; "" for who is no party */
};
struct model_team {
    int alliance, person;
    int64_t from, to; /* days; to 0: without end */
    bool withdrawn;
    char id[MODEL_ID];
};
/* A record: either a firm's own (circle -1), or a circle's. */
struct model_fact {
    int kind, firm, circle, about; /* about: the fact it hangs on, or -1 */
    int64_t version;
    bool withdrawn;
    unsigned word; /* its text is "wWORDx" */
    char id[MODEL_ID];
};
struct model {
    struct model_person people[PEOPLE];
    struct model_circle circles[CIRCLES];
    struct model_alliance alliances[ALLIANCES];
    struct model_team teams[TEAMS];
    struct model_fact facts[FACTS];
    int circle_count, alliance_count, team_count, fact_count;
    int64_t today;
};

/* Whether the person is in the alliance's team today; a head is in all teams of the own firm. */
static inline bool model_takes_part(const struct model *model, int person, int alliance)
{
    const struct model_person *p = &model->people[person];
    if (p->standing == STANDING_HEAD)
        return true;
    for (int i = 0; i < model->team_count; i++) {
        const struct model_team *team = &model->teams[i];
        if (team->person == person && team->alliance == alliance && !team->withdrawn && team->from <= model->today &&
            (!team->to || team->to >= model->today))
            return true;
    }
    return false;
}

/* An account that is disabled knows nothing. A firm's own records are for its people by role: an administrator's does
 * not read goals. A circle's are for people of its parties who take part in the alliance. */
static inline bool model_knows(const struct model *model, int person, const struct model_fact *fact)
{
    const struct model_person *p = &model->people[person];
    if (p->disabled)
        return false;
    if (fact->circle < 0)
        return p->firm == fact->firm && p->standing != STANDING_ADMINISTRATOR;
    const struct model_circle *circle = &model->circles[fact->circle];
    return (circle->parties & 1u << p->firm) && model_takes_part(model, person, circle->alliance);
}

/* The circle of one side of an alliance; -1 when the firm was never a party. */
static inline int model_side(const struct model *model, int alliance, int firm)
{
    for (int i = 0; i < model->circle_count; i++)
        if (model->circles[i].alliance == alliance && model->circles[i].kind == 's' &&
            model->circles[i].parties == 1u << firm)
            return i;
    return -1;
}

static inline int model_circle_add(struct model *model, int alliance, char kind, unsigned parties)
{
    struct model_circle *circle = &model->circles[model->circle_count];
    *circle = (struct model_circle){.alliance = alliance, .kind = kind, .parties = parties};
    return model->circle_count++;
}

/* The circle that the program calls `id`; -1 when none is known by that name. */
static inline int model_circle_of(const struct model *model, const char *id)
{
    for (int i = 0; i < model->circle_count; i++)
        if (!strcmp(model->circles[i].id, id))
            return i;
    return -1;
}

/* Who joins or leaves begins a new joint circle. Circles that a leaving firm is in are read, but no longer written. */
static inline void model_succeed(struct model *model, int alliance, int firm, bool joins)
{
    struct model_alliance *a = &model->alliances[alliance];
    unsigned parties = model->circles[a->joint].parties;
    parties = joins ? parties | 1u << firm : parties & ~(1u << firm);
    for (int i = 0; !joins && i < model->circle_count; i++) {
        struct model_circle *circle = &model->circles[i];
        if (circle->alliance == alliance && circle->kind != 's' && (circle->parties & 1u << firm))
            circle->closed = true;
    }
    a->joint = model_circle_add(model, alliance, 'j', parties);
    if (joins && model_side(model, alliance, firm) < 0)
        (void)model_circle_add(model, alliance, 's', 1u << firm);
}
#endif
