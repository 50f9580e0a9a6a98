/* Forums: nobody is seen there without consent, by either store's rules; what leaving leaves. */
#include "engines/registry/findings.h"
#include "engines/registry/forum.h"
#include "kernel/rivals.h"

static struct value *found_forum(struct rivals *r, struct viewer *founder)
{
    look(r, founder);
    struct value *forum = house_make(&r->house, founder, "forums",
                                     "{\"name\":\"Charging forum\",\"purpose\":\"One plug for all\",\"cadence\":3}");
    look(r, founder);
    return forum;
}

static struct value *invite_to(struct rivals *r, const struct value *forum, struct str alliance, const char *more)
{
    look(r, r->house.host);
    return house_make(
        &r->house, r->house.host, "forum_invitations",
        HOUSE_TEXT(&r->house, "{\"alliance\":\"%s\",\"forum\":\"%s\"%s}", alliance.p, house_id(forum), more));
}

static enum err act(struct rivals *r, struct viewer *viewer, const char *plural, struct str id, const char *patch)
{
    struct house *house = &r->house;
    const struct kind *kind = kind_by_plural(str_of(plural));
    struct value *record = NULL, *out = NULL;
    look(r, viewer);
    enum err err = record_get(&house->work, viewer, kind, id, &record);
    if (err)
        return err;
    int64_t version = value_get_int(record, "version", 0);
    CHECK_INT(conn_savepoint(house->conn), OK);
    err = patch ? record_change(&house->work, viewer, kind, id, version, house_json(house, patch), INPUT_JSON, S(""),
                                &out)
                : record_withdraw(&house->work, viewer, kind, id, version, S(""), &out);
    if (err)
        conn_rollback_to(house->conn);
    else
        CHECK_INT(conn_release(house->conn), OK);
    return err;
}

static enum err answers(struct rivals *r, struct viewer *viewer, const struct value *invitation, const char *state)
{
    return act(r, viewer, "forum_invitations", value_get_text(invitation, "id"),
               HOUSE_TEXT(&r->house, "{\"state\":\"%s\"}", state));
}

static struct str member_of(struct rivals *r, struct viewer *viewer, struct str organisation)
{
    VALUE_EACH (member, list_of(r, viewer, "forum_members", (struct query){0}))
        if (str_eq(value_get_text(member, "organisation"), organisation))
            return value_get_text(member, "id");
    return (struct str){NULL, 0};
}

static size_t events_in_all(struct rivals *r, struct viewer *viewer)
{
    return events_of(r, viewer, (struct str){NULL, 0})->count;
}

TEST(forum, an_invitation_is_seen_by_the_two_and_says_nothing_of_others)
{
    struct rivals r = rivals_open();
    struct value *forum = found_forum(&r, r.house.host), *out = NULL;
    struct value *to_c = invite_to(&r, forum, r.with_c, "");
    CHECK_INT(answers(&r, r.c, to_c, "accepted"), OK);
    size_t events = events_in_all(&r, r.b);
    CHECK_INT(number_of(&r, r.b, "forum_invitations"), 0);
    struct value *to_b = invite_to(&r, forum, r.with_b, "");
    CHECK(str_eq(value_get_text(to_b, "organisation"), r.firm_b));
    CHECK_INT(events_in_all(&r, r.b), events + 1);
    struct value *seen = value_at(list_of(&r, r.b, "forum_invitations", (struct query){0}), 0);
    CHECK_STR(arena_cstr(r.house.arena, value_get_text(seen, "name")), "Charging forum");
    CHECK_INT(value_get(seen, "forum")->kind, V_NULL);
    CHECK_INT(number_of(&r, r.b, "forums"), 0);
    CHECK_INT(number_of(&r, r.b, "forum_members"), 0);
    CHECK_INT(number_of(&r, r.b, "forum_seats"), 0);
    CHECK_INT(record_get(&r.house.work, r.b, &forum_kind, value_get_text(forum, "id"), &out), ERR_NOT_FOUND);
    /* The member C learns nothing of it, and C's own invitation is C's only. */
    CHECK_INT(number_of(&r, r.c, "forum_invitations"), 1);
    CHECK_INT(number_of(&r, r.c, "forum_members"), 2);
    CHECK(!str_contains(json_text(r.house.arena, events_of(&r, r.c, (struct str){NULL, 0})), S("Mobility")));
    CHECK_INT(found(&r, r.b, "charging"), 1);
    chains_hold(&r);
    house_close(&r.house);
}

TEST(forum, from_acceptance_on_members_see_each_other_and_no_alliance_of_the_other)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    struct value *forum = found_forum(&r, house->host), *out = NULL;
    struct value *to_b = invite_to(&r, forum, r.with_b, ""), *to_c = invite_to(&r, forum, r.with_c, "");
    struct value *before = house_make(
        house, house->host, "forum_meetings",
        HOUSE_TEXT(house, "{\"forum\":\"%s\",\"title\":\"Alone\",\"held_on\":\"2026-01-05\"}", house_id(forum)));
    CHECK(before != NULL);
    CHECK_INT(answers(&r, r.b, to_b, "accepted"), OK);
    CHECK_INT(number_of(&r, r.b, "forums"), 1);
    CHECK_INT(number_of(&r, r.b, "forum_members"), 2);
    CHECK_INT(number_of(&r, r.b, "forum_meetings"), 0); /* what went before stays where it was */
    CHECK_INT(number_of(&r, r.b, "forum_seats"), 1);    /* the operator founded it without a person */
    house_make(house, r.b, "forum_meetings",
               HOUSE_TEXT(house, "{\"forum\":\"%s\",\"title\":\"Two\",\"held_on\":\"2026-02-05\"}", house_id(forum)));
    CHECK_INT(answers(&r, r.c, to_c, "accepted"), OK);
    CHECK_INT(number_of(&r, r.c, "forum_members"), 3);
    CHECK_INT(number_of(&r, r.b, "forum_members"), 3);
    CHECK_INT(number_of(&r, r.c, "forum_seats"), 2);
    CHECK_INT(number_of(&r, r.c, "forum_meetings"), 0);
    CHECK_INT(number_of(&r, r.b, "forum_meetings"), 1);
    CHECK_INT(number_of(&r, house->host, "forum_meetings"), 2);
    /* B is known to C by name, as a member; what lies between B and the founder stays unknown. */
    struct value *seat = value_at(list_of(&r, r.c, "forum_seats", (struct query){.sort = S("name")}), 1);
    CHECK_STR(arena_cstr(house->arena, value_get(seat, "person")->label), "Rosa Vidal");
    CHECK_INT(value_get(seat, "person")->href.n, 0);
    look(&r, r.c);
    CHECK_INT(record_get(&house->work, r.c, &alliance_kind, r.with_b, &out), ERR_NOT_FOUND);
    CHECK_INT(record_get(&house->work, r.c, &forum_invitation_kind, value_get_text(to_b, "id"), &out), ERR_NOT_FOUND);
    CHECK_INT(number_of(&r, r.c, "alliances"), 2);
    CHECK(!str_contains(json_text(house->arena, events_of(&r, r.c, (struct str){NULL, 0})), S("Mobility")));
    CHECK_INT(answers(&r, r.c, to_c, "declined"), ERR_FORBIDDEN); /* answered once */
    chains_hold(&r);
    house_close(house);
}

TEST(forum, consent_is_given_by_the_invited_organisation_by_its_managers_only)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    struct value *forum = found_forum(&r, house->host), *to_b = invite_to(&r, forum, r.with_b, "");
    struct value *person = house_make(house, house_operator(house, r.firm_b, "Rivera Car Rental"), "people",
                                      HOUSE_TEXT(house,
                                                 "{\"name\":\"Mia\",\"email\":\"mia@rivera.example\","
                                                 "\"organisation\":\"%s\"}",
                                                 r.firm_b.p));
    struct str account;
    struct viewer *member = NULL;
    CHECK_INT(account_add(&house->work, house_operator(house, r.firm_b, "Rivera Car Rental"),
                          value_get_text(person, "id"), &account),
              OK);
    CHECK_INT(viewer_of_account(&house->work, house->tenant, account, &member), OK);
    house_member(house, member, r.with_b.p, "member");
    CHECK_INT(answers(&r, house->host, to_b, "accepted"), ERR_FORBIDDEN);
    CHECK_INT(answers(&r, member, to_b, "accepted"), ERR_FORBIDDEN);
    CHECK_INT(answers(&r, r.c, to_b, "accepted"), ERR_NOT_FOUND);
    enum err err;
    house_try(house, r.b, "forum_members", HOUSE_TEXT(house, "{\"forum\":\"%s\"}", house_id(forum)), &err);
    CHECK(err != OK);
    house_try(house, house->host, "forum_members", HOUSE_TEXT(house, "{\"forum\":\"%s\"}", house_id(forum)), &err);
    CHECK_INT(err, ERR_FORBIDDEN);
    house_try(house, house->host, "forum_seats",
              HOUSE_TEXT(house, "{\"forum\":\"%s\",\"person\":\"%s\"}", house_id(forum), r.b->person.p), &err);
    CHECK(err != OK);
    CHECK_INT(answers(&r, r.b, to_b, "declined"), OK);
    CHECK_INT(number_of(&r, r.b, "forums"), 0);
    CHECK_INT(number_of(&r, house->host, "forum_members"), 1);
    /* A member who is not named sees the alliance and the invitation, not the forum; once named, the forum. */
    struct value *again = invite_to(&r, forum, r.with_b, "");
    CHECK_INT(answers(&r, r.b, again, "accepted"), OK);
    CHECK_INT(number_of(&r, member, "forums"), 0);
    look(&r, r.b);
    struct value *seat =
        house_make(house, r.b, "forum_seats",
                   HOUSE_TEXT(house, "{\"forum\":\"%s\",\"person\":\"%s\"}", house_id(forum), member->person.p));
    CHECK_INT(number_of(&r, member, "forums"), 1);
    CHECK_INT(act(&r, member, "forums", value_get_text(forum, "id"), "{\"name\":\"Ours\"}"), ERR_FORBIDDEN);
    CHECK_INT(act(&r, r.b, "forums", value_get_text(forum, "id"), "{\"name\":\"Ours\"}"), ERR_FORBIDDEN);
    CHECK_INT(act(&r, house->host, "forum_seats", value_get_text(seat, "id"), NULL), ERR_FORBIDDEN);
    CHECK_INT(act(&r, r.b, "forum_seats", value_get_text(seat, "id"), NULL), OK);
    CHECK_INT(number_of(&r, member, "forums"), 0);
    house_close(house);
}

TEST(forum, who_leaves_reads_what_was_and_is_seen_no_more)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    struct value *forum = found_forum(&r, house->host), *out = NULL;
    CHECK_INT(answers(&r, r.b, invite_to(&r, forum, r.with_b, ""), "accepted"), OK);
    CHECK_INT(answers(&r, r.c, invite_to(&r, forum, r.with_c, ""), "accepted"), OK);
    struct str host_is = member_of(&r, house->host, house->host->organisation);
    struct str c_is = member_of(&r, house->host, r.firm_c);
    CHECK_INT(act(&r, r.b, "forum_members", c_is, NULL), ERR_FORBIDDEN);
    CHECK_INT(act(&r, house->host, "forum_members", host_is, NULL), ERR_FORBIDDEN);
    look(&r, r.b);
    struct value *held = house_make(
        house, r.b, "forum_meetings",
        HOUSE_TEXT(house, "{\"forum\":\"%s\",\"title\":\"Three\",\"held_on\":\"2026-02-05\"}", house_id(forum)));
    CHECK_INT(act(&r, r.b, "forum_members", member_of(&r, r.b, r.firm_b), NULL), OK);
    /* B: the meeting of its time is still there, the forum and who comes later are not. */
    CHECK_INT(number_of(&r, r.b, "forums"), 0);
    CHECK_INT(number_of(&r, r.b, "forum_meetings"), 1);
    CHECK_INT(act(&r, r.b, "forum_meetings", value_get_text(held, "id"), "{\"title\":\"x\"}"), ERR_FORBIDDEN);
    size_t events = events_in_all(&r, r.b);
    look(&r, r.c);
    house_make(house, r.c, "forum_meetings",
               HOUSE_TEXT(house, "{\"forum\":\"%s\",\"title\":\"Pair\",\"held_on\":\"2026-03-05\"}", house_id(forum)));
    CHECK_INT(events_in_all(&r, r.b), events);
    CHECK_INT(number_of(&r, r.b, "forum_meetings"), 1);
    /* C and the host see two members, and none of B's people. */
    CHECK_INT(number_of(&r, r.c, "forum_meetings"), 2);
    struct value *members = list_of(&r, r.c, "forum_members", (struct query){.sort = S("joined_on")});
    CHECK_INT(members->count, 2);
    look(&r, r.c);
    CHECK_INT(record_get(&house->work, r.c, &forum_kind, value_get_text(forum, "id"), &out), OK);
    size_t inside = 0;
    VALUE_EACH (seat, list_of(&r, r.c, "forum_seats", (struct query){0}))
        inside += str_eq(value_get_text(seat, "circle"), value_get_text(out, "circle"));
    CHECK_INT(inside, 1);
    /* The founder ends C's membership; B may be asked again, and names its people anew. */
    CHECK_INT(act(&r, house->host, "forum_members", c_is, NULL), OK);
    CHECK_INT(number_of(&r, r.c, "forums"), 0);
    CHECK_INT(answers(&r, r.b, invite_to(&r, forum, r.with_b, ""), "accepted"), OK);
    CHECK_INT(number_of(&r, r.b, "forums"), 1);
    CHECK_INT(number_of(&r, r.b, "forum_members"), 2);
    look(&r, house->host);
    const struct kind *kind = kind_by_plural(S("forum_members"));
    CHECK_INT(record_restore(&house->work, house->host, kind, c_is, 2, &out), ERR_FORBIDDEN);
    chains_hold(&r);
    house_close(house);
}

TEST(forum, somebody_named_before_sees_nothing_after_a_return_unless_named_again)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    struct value *forum = found_forum(&r, house->host);
    CHECK_INT(answers(&r, r.b, invite_to(&r, forum, r.with_b, ""), "accepted"), OK);
    struct viewer *own = house_operator(house, r.firm_b, "Rivera Car Rental");
    struct value *invitation;
    CHECK_INT(act(&r, own, "forum_members", member_of(&r, own, r.firm_b), NULL), OK);
    invitation = invite_to(&r, forum, r.with_b, "");
    look(&r, own);
    CHECK_INT(answers(&r, own, invitation, "accepted"), OK); /* by the operator, who takes no seat */
    CHECK_INT(number_of(&r, own, "forums"), 1);
    CHECK_INT(number_of(&r, r.b, "forums"), 0);
    house_close(house);
}

TEST(forum, an_invitation_needs_a_circle_of_two)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    enum err err;
    struct value *forum = found_forum(&r, house->host), *out = NULL;
    house_try(house, house->host, "forum_invitations",
              HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"forum\":\"%s\"}", r.three.p, house_id(forum)), &err);
    CHECK_INT(err, ERR_INPUT);
    CHECK(says(house, "/alliance"));
    house_try(
        house, house->host, "forum_invitations",
        HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"forum\":\"%s\",\"circle\":\"side\"}", r.with_b.p, house_id(forum)),
        &err);
    CHECK_INT(err, ERR_INPUT);
    struct str pair = named(&r, house->host, r.three, "Pair", r.firm_b);
    struct value *to_b =
        invite_to(&r, forum, r.three, HOUSE_TEXT(house, ",\"circle\":\"%s\"", arena_cstr(house->arena, pair)));
    CHECK(str_eq(value_get_text(to_b, "organisation"), r.firm_b));
    CHECK_INT(number_of(&r, r.c, "forum_invitations"), 0);
    /* Once at a time, also by another alliance; not who is in already. */
    house_try(house, house->host, "forum_invitations",
              HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"forum\":\"%s\"}", r.with_b.p, house_id(forum)), &err);
    CHECK_INT(err, ERR_INPUT);
    CHECK_INT(answers(&r, r.b, to_b, "accepted"), OK);
    look(&r, house->host);
    house_try(house, house->host, "forum_invitations",
              HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"forum\":\"%s\"}", r.with_b.p, house_id(forum)), &err);
    CHECK_INT(err, ERR_INPUT);
    /* A member invites nobody; who is not in it cannot name the forum. */
    look(&r, r.b);
    house_try(house, r.b, "forum_invitations",
              HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"forum\":\"%s\"}", r.with_b.p, house_id(forum)), &err);
    CHECK_INT(err, ERR_FORBIDDEN);
    look(&r, r.c);
    house_try(house, r.c, "forum_invitations",
              HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"forum\":\"%s\"}", r.with_c.p, house_id(forum)), &err);
    CHECK_INT(err, ERR_INPUT);
    /* A withdrawn forum takes nobody in; an invitation is taken back by who sent it. */
    struct value *to_c = invite_to(&r, forum, r.with_c, "");
    CHECK_INT(act(&r, r.c, "forum_invitations", value_get_text(to_c, "id"), NULL), ERR_FORBIDDEN);
    CHECK_INT(act(&r, r.c, "forum_invitations", value_get_text(to_c, "id"), "{\"asked_on\":\"2026-01-01\"}"),
              ERR_FORBIDDEN);
    CHECK_INT(act(&r, house->host, "forums", value_get_text(forum, "id"), NULL), OK);
    CHECK_INT(answers(&r, r.c, to_c, "accepted"), ERR_INPUT);
    CHECK_INT(act(&r, house->host, "forum_invitations", value_get_text(to_c, "id"), NULL), OK);
    look(&r, r.c);
    CHECK_INT(record_get(&house->work, r.c, &forum_kind, value_get_text(forum, "id"), &out), ERR_NOT_FOUND);
    house_close(house);
}

static bool has(struct rivals *r, struct viewer *viewer, const char *code)
{
    struct value *findings = NULL;
    look(r, viewer);
    CHECK_INT(findings_gather(&r->house.work, viewer, S(""), &findings), OK);
    VALUE_EACH (finding, findings)
        if (str_is(value_get_text(finding, "code"), code))
            return true;
    return false;
}

TEST(forum, findings)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    const int64_t day = INT64_C(86400000);
    struct value *forum = found_forum(&r, house->host), *to_b = invite_to(&r, forum, r.with_b, "");
    CHECK(has(&r, house->host, "forum-small"));
    CHECK(has(&r, house->host, "forum-unnamed")); /* the operator has no person to name */
    CHECK(!has(&r, r.b, "forum-unanswered"));
    house->work.now_ms += 13 * day;
    CHECK(!has(&r, house->host, "forum-unanswered"));
    house->work.now_ms += day;
    CHECK(has(&r, house->host, "forum-unanswered"));
    CHECK(has(&r, r.b, "forum-unanswered"));
    CHECK(!has(&r, r.c, "forum-unanswered"));
    CHECK(!has(&r, r.b, "forum-small"));
    struct str today = date_text(house->arena, house->work.now_ms / day);
    CHECK_INT(act(&r, house->host, "forum_invitations", value_get_text(to_b, "id"),
                  HOUSE_TEXT(house, "{\"asked_on\":\"%s\"}", today.p)),
              OK);
    CHECK(!has(&r, r.b, "forum-unanswered"));
    CHECK_INT(answers(&r, r.b, to_b, "accepted"), OK);
    CHECK(has(&r, house->host, "forum-small"));
    CHECK(!has(&r, r.b, "forum-unnamed"));
    CHECK_INT(answers(&r, r.c, invite_to(&r, forum, r.with_c, ""), "accepted"), OK);
    CHECK(!has(&r, house->host, "forum-small"));
    VALUE_EACH (seat, list_of(&r, r.c, "forum_seats", (struct query){0}))
        if (str_eq(value_get_text(seat, "organisation"), r.firm_c))
            CHECK_INT(
                act(&r, house_operator(house, r.firm_c, "Lumen Grid"), "forum_seats", value_get_text(seat, "id"), NULL),
                OK);
    CHECK(has(&r, house_operator(house, r.firm_c, "Lumen Grid"), "forum-unnamed"));
    CHECK(!has(&r, r.b, "forum-unnamed")); /* that of others is the founder's to see */
    house->work.now_ms += 93 * day;
    CHECK(has(&r, house->host, "forum-dormant"));
    CHECK(has(&r, r.b, "forum-dormant"));
    struct str soon = date_text(house->arena, house->work.now_ms / day + 7);
    look(&r, house->host);
    house_make(house, house->host, "forum_meetings",
               HOUSE_TEXT(house, "{\"forum\":\"%s\",\"title\":\"Soon\",\"held_on\":\"%s\"}", house_id(forum), soon.p));
    CHECK(!has(&r, r.b, "forum-dormant"));
    house_close(house);
}

TEST(forum, cadence)
{
    struct civil end = {2026, 11, 30};
    int64_t day = date_days(end);
    CHECK_INT(forum_after(day, 2, S("weeks")), day + 14);
    CHECK_INT(forum_after(day, 3, S("months")), date_days((struct civil){2027, 2, 28}));
    CHECK_INT(forum_after(day, 13, S("months")), date_days((struct civil){2027, 12, 30}));
    CHECK_INT(forum_after(NO_DAY, 3, S("months")), NO_DAY);
    CHECK_INT(forum_after(day, 0, S("months")), NO_DAY);
}
