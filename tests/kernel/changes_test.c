/* What others changed since one last looked: whose changes, in which order, since when. */
#include "kernel/changes.h"
#include "rivals.h"

static const char *const weighty[] = {"decision", NULL};

static struct changes read_as(struct rivals *r, const struct viewer *viewer)
{
    struct day day;
    struct changes changes;
    house_calm(&r->house);
    CHECK_INT(conn_see(r->house.conn, &viewer->sees), OK);
    CHECK_INT(day_begin(&r->house.work, viewer, &day), OK);
    CHECK_INT(changes_read(&day, weighty, 10, &changes), OK);
    return changes;
}

static struct str made_by(struct rivals *r, struct viewer *viewer, const char *plural, const char *text)
{
    return value_get_text(house_make(&r->house, viewer, plural, text), "id");
}

static struct str decision_of(struct rivals *r, struct viewer *viewer, struct str alliance, const char *question)
{
    return made_by(r, viewer, "decisions",
                   HOUSE_TEXT(&r->house, "{\"alliance\":\"%s\",\"question\":\"%s\"}", alliance.p, question));
}

static struct str record_at(const struct changes *changes, size_t at)
{
    const struct value *item = value_at(changes->items, at), *record = value_get(item, "record");
    return record ? record->text : S("");
}

TEST(changes, what_another_party_does_is_told_in_alliances_that_one_shares_and_nowhere_else)
{
    struct rivals r = rivals_open();
    CHECK_INT(read_as(&r, r.c).count, 0); /* what the system did is no news */
    struct str shared = decision_of(&r, r.b, r.three, "One price list?");
    decision_of(&r, r.b, r.with_b, "Without them?");
    struct changes seen = read_as(&r, r.c);
    CHECK_INT(seen.count, 1);
    CHECK(str_eq(record_at(&seen, 0), shared));
    CHECK(!seen.marked && seen.newest.p);
    CHECK_INT(read_as(&r, r.b).count, 0); /* one's own */
    house_close(&r.house);
}

TEST(changes, what_weighs_most_comes_first_and_parts_last)
{
    struct rivals r = rivals_open();
    const char *at = "2026-03-02T09:00:00Z";
    struct str decision = decision_of(&r, r.b, r.three, "One price list?");
    struct str meeting =
        made_by(&r, r.b, "meetings",
                HOUSE_TEXT(&r.house, "{\"alliance\":\"%s\",\"title\":\"Prices\",\"starts\":\"%s\"}", r.three.p, at));
    struct str part =
        made_by(&r, r.b, "agenda_items", HOUSE_TEXT(&r.house, "{\"meeting\":\"%s\",\"title\":\"Costs\"}", meeting.p));
    struct changes seen = read_as(&r, r.c);
    CHECK_INT(seen.count, 3);
    CHECK(str_eq(record_at(&seen, 0), decision));
    CHECK(str_eq(record_at(&seen, 1), meeting));
    CHECK(str_eq(record_at(&seen, 2), part));
    house_close(&r.house);
}

TEST(changes, what_came_and_went_is_nothing_and_what_was_made_and_changed_is_one_thing)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    struct value *out;
    struct str gone = decision_of(&r, r.b, r.three, "A hasty one"), kept = decision_of(&r, r.b, r.three, "A good one");
    CHECK_INT(record_withdraw(&house->work, r.b, kind_by_name(S("decision")), gone, 1, S(""), &out), OK);
    CHECK_INT(record_change(&house->work, r.b, kind_by_name(S("decision")), kept, 1,
                            house_json(house, "{\"question\":\"A better one\"}"), INPUT_JSON, S(""), &out),
              OK);
    struct changes seen = read_as(&r, r.c);
    const struct value *item = value_at(seen.items, 0);
    CHECK_INT(seen.count, 1);
    CHECK(str_eq(record_at(&seen, 0), kept));
    CHECK_INT(value_get_int(item, "times", 0), 2);
    CHECK_STR(arena_cstr(house->arena, value_get(item, "action")->text), "created");
    house_close(house);
}

TEST(changes, the_mark_moves_forward_only_and_a_list_reaches_back_two_weeks)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    decision_of(&r, r.b, r.three, "The first");
    struct str first = read_as(&r, r.c).newest, second = decision_of(&r, r.b, r.three, "The second");
    CHECK_INT(changes_seen(&house->work, r.c, first), OK);
    struct changes seen = read_as(&r, r.c);
    CHECK(seen.marked && str_eq(record_at(&seen, 0), second));
    CHECK_INT(seen.count, 1);
    CHECK_INT(changes_seen(&house->work, r.c, seen.newest), OK);
    CHECK_INT(changes_seen(&house->work, r.c, first), OK);
    CHECK_INT(read_as(&r, r.c).count, 0);
    CHECK_INT(changes_seen(&house->work, r.c, S("ffffffff-0000-7000-8000-000000000000")), ERR_INPUT);
    CHECK_INT(changes_seen(&house->work, r.c, S("yesterday")), ERR_INPUT);
    decision_of(&r, r.b, r.three, "The third");
    house->work.now_ms += (CHANGES_DAYS + 1) * INT64_C(86400000);
    CHECK_INT(read_as(&r, r.c).count, 0);
    r.c->scope.groups = 1;
    CHECK_INT(changes_seen(&house->work, r.c, first), ERR_FORBIDDEN);
    house_close(house);
}
