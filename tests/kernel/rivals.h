/* rivals.h: a host with two partners who compete, in an alliance of three and in one each, for tests of what each
 * learns. */
#ifndef TESTS_KERNEL_RIVALS_H
#define TESTS_KERNEL_RIVALS_H
#include "house.h"
#include "kernel/event.h"
#include "kernel/search.h"

static inline bool says(const struct house *house, const char *pointer)
{
    for (const struct problem *p = house->work.problems.first; p; p = p->next)
        if (str_is(p->pointer, pointer))
            return true;
    return false;
}

/* Host A; B and C in the alliance of three, and each alone with A in another. */
struct rivals {
    struct house house;
    struct viewer *b, *c;
    struct str firm_b, firm_c, three, with_b, with_c;
};

static inline struct str alliance_of(struct house *house, const char *name)
{
    return value_get_text(house_make(house, house->host, "alliances", HOUSE_TEXT(house, "{\"name\":\"%s\"}", name)),
                          "id");
}

static inline void join(struct house *house, struct str alliance, struct str firm)
{
    house_make(house, house->host, "parties",
               HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", alliance.p, firm.p));
}

static inline struct rivals rivals_open(void)
{
    struct rivals r = {.house = house_open()};
    struct house *house = &r.house;
    r.b = house_partner(house, "Rivera Car Rental", "Rosa Vidal", "rosa@rivera.example", &r.firm_b);
    r.c = house_partner(house, "Lumen Grid", "Leo Brandt", "leo@lumen.example", &r.firm_c);
    r.three = alliance_of(house, "Consortium");
    r.with_b = alliance_of(house, "Mobility");
    r.with_c = alliance_of(house, "Energy");
    join(house, r.three, r.firm_b);
    join(house, r.three, r.firm_c);
    join(house, r.with_b, r.firm_b);
    join(house, r.with_c, r.firm_c);
    house_member(house, r.b, r.three.p, "manager");
    house_member(house, r.c, r.three.p, "manager");
    house_member(house, r.b, r.with_b.p, "manager");
    house_member(house, r.c, r.with_c.p, "manager");
    CHECK_INT(viewer_refresh(&house->work, house->host), OK);
    return r;
}

static inline void look(struct rivals *r, struct viewer *viewer)
{
    house_calm(&r->house);
    CHECK_INT(viewer_refresh(&r->house.work, viewer), OK);
}

static inline struct value *list_of(struct rivals *r, struct viewer *viewer, const char *plural, struct query query)
{
    struct page page = {0};
    look(r, viewer);
    query.total = true;
    CHECK_INT(record_list(&r->house.work, viewer, kind_by_plural(str_of(plural)), &query, &page), OK);
    CHECK_INT(page.total, page.items->count);
    return page.items;
}

static inline size_t number_of(struct rivals *r, struct viewer *viewer, const char *plural)
{
    return list_of(r, viewer, plural, (struct query){0})->count;
}

static inline size_t found(struct rivals *r, struct viewer *viewer, const char *words)
{
    struct value *hits = NULL;
    look(r, viewer);
    CHECK_INT(search_find(&r->house.work, viewer, str_of(words), 50, &hits), OK);
    return hits->count;
}

static inline struct value *events_of(struct rivals *r, struct viewer *viewer, struct str record)
{
    struct event_query query = {.record = record, .limit = 200};
    struct value *items = NULL;
    struct str next;
    look(r, viewer);
    CHECK_INT(event_list(&r->house.work, viewer, &query, &items, &next), OK);
    return items;
}

static inline struct str joint_of(const struct viewer *viewer, struct str alliance)
{
    const struct viewer_audience *joint = viewer_circle(viewer, alliance, AUDIENCE_JOINT);
    CHECK(joint != NULL);
    return joint ? joint->id : S("");
}

static inline struct value *agreement(struct rivals *r, struct viewer *viewer, struct str alliance, const char *name,
                                      const char *circle)
{
    look(r, viewer);
    return house_make(
        &r->house, viewer, "agreements",
        HOUSE_TEXT(&r->house, "{\"alliance\":\"%s\",\"name\":\"%s\",\"circle\":\"%s\"}", alliance.p, name, circle));
}

static inline struct str named(struct rivals *r, struct viewer *viewer, struct str alliance, const char *name,
                               struct str with)
{
    struct str id = {NULL, 0};
    look(r, viewer);
    CHECK_INT(circle_name(&r->house.work, viewer, alliance, str_of(name), &with, 1, &id), OK);
    return id;
}

static inline void chains_hold(struct rivals *r)
{
    struct event_verdict verdict;
    CHECK_INT(event_verify(&r->house.work, &verdict), OK);
    CHECK_INT(verdict.count, 0);
}
#endif
