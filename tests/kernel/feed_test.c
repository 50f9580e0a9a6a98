/* Secret addresses of calendars: whose they are, what they open, and what ends them. */
#include "kernel/feed.h"
#include "kernel/house.h"

static struct viewer *signed_in(struct house *house)
{
    struct viewer *viewer = NULL;
    CHECK_INT(viewer_of_account(&house->work, house->tenant, house->admin, &viewer), OK);
    return viewer;
}

static struct str make(struct house *house, struct viewer *viewer)
{
    struct str secret = {NULL, 0};
    house_calm(house);
    CHECK_INT(feed_issue(&house->work, viewer, S("Telephone"), (struct str){NULL, 0}, &secret), OK);
    CHECK(str_starts(secret, S("cal_")));
    return secret;
}

TEST(feed, it_reads_as_its_person_and_only_what_a_calendar_shows)
{
    struct house house = house_open();
    struct viewer *hanna = signed_in(&house), *reader;
    struct str secret = make(&house, hanna);
    CHECK_INT(feed_find(&house.work, secret, &reader), OK);
    CHECK(str_eq(reader->account, hanna->account));
    CHECK(reader->by_token && reader->scope.reads_only);
    CHECK(viewer_may(reader, kind_by_plural(S("agreements")), ACTION_READ, hanna->organisation));
    CHECK(!viewer_may(reader, kind_by_plural(S("people")), ACTION_READ, hanna->organisation));
    CHECK(!viewer_may(reader, kind_by_plural(S("agreements")), ACTION_CREATE, hanna->organisation));
    house_close(&house);
}

TEST(feed, it_is_no_token_and_no_token_is_one)
{
    struct house house = house_open();
    struct viewer *hanna = signed_in(&house), *reader;
    struct str secret = make(&house, hanna), token;
    struct caller caller;
    CHECK_INT(token_find(&house.work, secret, &caller), ERR_SIGNED_OUT);
    CHECK_INT(token_issue(&house.work, hanna, hanna->account, S("API"), 1, NULL, &token), OK);
    CHECK_INT(feed_find(&house.work, token, &reader), ERR_NOT_FOUND);
    CHECK_INT(feed_find(&house.work, S("cal_nothing"), &reader), ERR_NOT_FOUND);
    CHECK_INT(feed_find(&house.work, S(""), &reader), ERR_NOT_FOUND);
    hanna->by_token = true;
    CHECK_INT(feed_issue(&house.work, hanna, S(""), (struct str){NULL, 0}, &secret), ERR_FORBIDDEN);
    house_close(&house);
}

TEST(feed, it_ends_when_it_is_ended_and_by_itself)
{
    struct house house = house_open();
    struct viewer *hanna = signed_in(&house), *reader;
    struct str secret = make(&house, hanna), other = make(&house, hanna);
    struct value *mine = NULL;
    CHECK_INT(feed_list(&house.work, hanna, &mine), OK);
    CHECK_INT(mine->count, 2);
    CHECK(!value_get(value_at(mine, 0), "secret"));
    CHECK_INT(access_revoke(&house.work, hanna, value_get_text(value_at(mine, 0), "id")), OK);
    CHECK_INT(feed_find(&house.work, secret, &reader), ERR_NOT_FOUND);
    CHECK_INT(feed_find(&house.work, other, &reader), OK);
    house.work.now_ms += 731 * INT64_C(86400000);
    CHECK_INT(feed_find(&house.work, other, &reader), ERR_NOT_FOUND);
    house_close(&house);
}

TEST(feed, twenty_are_enough)
{
    struct house house = house_open();
    struct viewer *hanna = signed_in(&house);
    struct str secret;
    for (int i = 0; i < 20; i++)
        make(&house, hanna);
    house_calm(&house);
    CHECK_INT(feed_issue(&house.work, hanna, S("One more"), (struct str){NULL, 0}, &secret), ERR_CONFLICT);
    house_close(&house);
}
