/* What an alliance has is told as the viewer sees it. */
#include "kernel/faces.h"
#include "kernel/hooks.h"
#include "kernel/presence.h"
#include "rivals.h"

/* Whether `viewer` is told that the alliance has such records, and whether the list of them agrees. */
static bool has(struct rivals *r, struct viewer *viewer, struct str alliance, const char *plural)
{
    struct work *work = &r->house.work;
    const struct kind *kind = kind_by_plural(str_of(plural));
    const struct value *rows = NULL;
    struct value *all = NULL;
    bool any = false;
    look(r, viewer);
    work->faces = faces_new(r->house.arena);
    CHECK_INT(presence_of(work, viewer, kind, alliance, &any), OK);
    CHECK_INT(rows_shared(work, viewer, kind, alliance, &rows), OK);
    work->faces = NULL;
    CHECK_INT(rows_of(work, viewer, kind, "alliance", alliance, 10, &all), OK);
    CHECK_INT(rows->count, all->count);
    CHECK(any || !all->count);
    return any;
}

TEST(presence, is_what_the_viewer_sees)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    CHECK(has(&r, house->host, r.three, "parties") && has(&r, r.b, r.three, "parties"));
    CHECK(has(&r, r.b, r.with_b, "parties"));
    CHECK(!has(&r, house->host, r.three, "objectives"));
    look(&r, house->host);
    struct value *side =
        house_make(house, house->host, "objectives",
                   HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"circle\":\"side\",\"statement\":\"Learn\"}", r.three.p));
    CHECK(has(&r, house->host, r.three, "objectives"));
    CHECK(!has(&r, r.b, r.three, "objectives") && !has(&r, house->host, r.with_b, "objectives"));
    look(&r, house->host);
    struct value *gone = NULL;
    CHECK_INT(record_withdraw(&house->work, house->host, kind_by_plural(S("objectives")), value_get_text(side, "id"), 1,
                              S(""), &gone),
              OK);
    CHECK(!has(&r, house->host, r.three, "objectives"));
    house_close(house);
}

TEST(presence, is_not_known_where_nothing_is_remembered)
{
    struct rivals r = rivals_open();
    bool any = false;
    look(&r, r.house.host);
    CHECK_INT(presence_of(&r.house.work, r.house.host, kind_by_plural(S("objectives")), r.three, &any), OK);
    CHECK(any);
    r.house.work.faces = faces_new(r.house.arena);
    any = false;
    CHECK_INT(presence_of(&r.house.work, r.house.host, kind_by_plural(S("people")), r.three, &any), OK);
    CHECK(any); /* people name no alliance */
    r.house.work.faces = NULL;
    house_close(&r.house);
}
