/* Notices by mail: when they are due, what is chosen, what is new, and that nothing is told twice. */
#include "base/date.h"
#include "kernel/house.h"
#include "kernel/notice.h"

static int64_t at(const char *text)
{
    int64_t ms = 0;
    CHECK(instant_parse(str_of(text), &ms));
    return ms;
}

static void next_is(enum notice_often often, int hour, int weekday, const char *zone, const char *now, const char *next)
{
    const struct notice_choice choice = {.often = often, .hour = hour, .weekday = weekday};
    char text[25];
    instant_write_short(notice_next(&choice, zone, at(now)), text);
    CHECK_STR(text, next);
}

TEST(notice, the_next_time_is_of_the_persons_own_clock)
{
    next_is(NOTICE_DAILY, 7, 1, NULL, "2026-11-22T06:59:59Z", "2026-11-22T07:00:00Z");
    next_is(NOTICE_DAILY, 7, 1, NULL, "2026-11-22T07:00:00Z", "2026-11-23T07:00:00Z");
    next_is(NOTICE_DAILY, 7, 1, "Europe/Berlin", "2026-11-22T05:59:00Z", "2026-11-22T06:00:00Z");
    next_is(NOTICE_DAILY, 7, 1, "Asia/Tokyo", "2026-11-22T21:59:00Z", "2026-11-22T22:00:00Z");
    next_is(NOTICE_WEEKLY, 9, 1, NULL, "2026-11-22T10:00:00Z", "2026-11-23T09:00:00Z"); /* a Sunday */
    next_is(NOTICE_WEEKLY, 9, 7, NULL, "2026-11-22T10:00:00Z", "2026-11-29T09:00:00Z");
    const struct notice_choice never = {.often = NOTICE_NEVER};
    CHECK_INT(notice_next(&never, NULL, at("2026-11-22T10:00:00Z")), 0);
}

TEST(notice, it_comes_once_on_days_on_which_the_clocks_change)
{
    next_is(NOTICE_DAILY, 2, 1, "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"); /* two is left out */
    next_is(NOTICE_DAILY, 2, 1, "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z");
    next_is(NOTICE_DAILY, 2, 1, "Europe/Berlin", "2026-10-24T12:00:00Z",
            "2026-10-25T00:00:00Z"); /* two is there twice */
    next_is(NOTICE_DAILY, 2, 1, "Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-26T01:00:00Z");
}

static struct viewer *hanna_of(struct house *house)
{
    struct viewer *viewer = NULL;
    CHECK_INT(viewer_of_account(&house->work, house->tenant, house->admin, &viewer), OK);
    return viewer;
}

static enum err choose(struct house *house, const struct viewer *viewer, const char *field, const char *value)
{
    struct value *input = value_map(house->arena);
    house_calm(house);
    value_put_text(house->arena, input, field, str_of(value));
    return notice_choice_set(&house->work, viewer, input);
}

TEST(notice, a_choice_is_kept_and_what_is_none_is_refused_at_its_place)
{
    struct house house = house_open();
    struct viewer *hanna = hanna_of(&house);
    struct notice_choice choice;
    CHECK_INT(notice_choice_get(&house.work, hanna, &choice), OK);
    CHECK(choice.often == NOTICE_NEVER && choice.hour == 7 && choice.weekday == 1 && !choice.next_at);
    CHECK_INT(choose(&house, hanna, "often", "weekly"), OK);
    CHECK_INT(choose(&house, hanna, "hour", "23"), OK);
    CHECK_INT(choose(&house, hanna, "detail", "counts"), OK);
    CHECK_INT(notice_choice_get(&house.work, hanna, &choice), OK);
    CHECK(choice.often == NOTICE_WEEKLY && choice.hour == 23 && choice.weekday == 1 && choice.counts_only);
    CHECK(choice.next_at > house.work.now_ms);
    CHECK_INT(choose(&house, hanna, "often", "hourly"), ERR_INPUT);
    CHECK(str_is(house.work.problems.first->pointer, "/often"));
    CHECK_INT(choose(&house, hanna, "hour", "24"), ERR_INPUT);
    CHECK(str_is(house.work.problems.first->pointer, "/hour"));
    CHECK_INT(choose(&house, hanna, "weekday", "0"), ERR_INPUT);
    CHECK_INT(choose(&house, hanna, "hour", "x"), ERR_INPUT);
    CHECK_INT(choose(&house, hanna, "detail", "all"), ERR_INPUT);
    CHECK_INT(choose(&house, hanna, "often", "never"), OK);
    CHECK_INT(notice_choice_get(&house.work, hanna, &choice), OK);
    CHECK_INT(choice.next_at, 0);
    hanna->by_token = true;
    CHECK_INT(choose(&house, hanna, "often", "daily"), ERR_FORBIDDEN);
    house_close(&house);
}

/* A day with one thing in it, as an engine would have put it there. */
static struct day day_with(struct house *house, const struct viewer *viewer, int64_t due)
{
    struct day day;
    CHECK_INT(day_begin(&house->work, viewer, &day), OK);
    struct value *record = value_map(house->arena), *alliance = value_map(house->arena);
    value_put_text(house->arena, record, "id", S("0193a2a0-0000-7000-8000-000000000001"));
    value_put_text(house->arena, record, "title", S("Plan of delivery"));
    value_put_text(house->arena, alliance, "id", S("0193a2a0-0000-7000-8000-000000000002"));
    value_put_text(house->arena, alliance, "name", S("Mobility"));
    (void)day_add(&day, DAY_OWE, "deliver", kind_by_plural(S("commitments")), record, alliance, due);
    return day;
}

static const struct value *news(struct house *house, const struct viewer *viewer, int64_t due)
{
    struct day day = day_with(house, viewer, due);
    struct value *items = NULL;
    CHECK_INT(notice_new(&house->work, viewer, &day, &items), OK);
    return items;
}

TEST(notice, nothing_is_told_twice_and_what_was_refused_is_untold)
{
    struct house house = house_open();
    struct viewer *hanna = hanna_of(&house);
    int64_t due = house.work.now_ms / INT64_C(86400000) + 3;
    struct str mail;
    const struct value *items = news(&house, hanna, due);
    CHECK_INT(items->count, 1);
    CHECK_INT(notice_begin(&house.work, hanna, items, &mail), OK);
    CHECK_INT(news(&house, hanna, due)->count, 0);
    CHECK_INT(notice_end(&house.work, house.tenant, mail, NOTICE_REFUSED), OK);
    CHECK_INT(news(&house, hanna, due)->count, 1);
    CHECK_INT(notice_begin(&house.work, hanna, items, &mail), OK);
    CHECK_INT(notice_end(&house.work, house.tenant, mail, NOTICE_UNCLEAR), OK);
    CHECK_INT(news(&house, hanna, due)->count, 0);
    CHECK_INT(news(&house, hanna, due - 10)->count, 1); /* another date, and late: that is new */
    house_close(&house);
}

TEST(notice, one_server_takes_an_account_and_only_when_its_time_has_come)
{
    struct house house = house_open();
    struct viewer *hanna = hanna_of(&house), *taken = NULL;
    struct notice_choice choice;
    CHECK_INT(notice_take(&house.work, house.tenant, &taken), ERR_NOT_FOUND);
    CHECK_INT(choose(&house, hanna, "often", "daily"), OK);
    CHECK_INT(notice_take(&house.work, house.tenant, &taken), ERR_NOT_FOUND);
    CHECK_INT(notice_choice_get(&house.work, hanna, &choice), OK);
    house.work.now_ms = choice.next_at;
    CHECK_INT(notice_take(&house.work, house.tenant, &taken), OK);
    CHECK(taken && str_eq(taken->account, hanna->account));
    CHECK_INT(notice_take(&house.work, house.tenant, &taken), ERR_NOT_FOUND);
    house_close(&house);
}

TEST(notice, a_mail_says_what_it_is_about_or_only_how_much)
{
    struct house house = house_open();
    struct viewer *hanna = hanna_of(&house);
    const struct value *items = news(&house, hanna, house.work.now_ms / INT64_C(86400000) + 3);
    struct notice_letter letter;
    CHECK_INT(notice_write(&house.work, hanna, items, false, S("https://a.example"), &letter), OK);
    CHECK(str_contains(letter.text, S("Plan of delivery (Mobility), due ")));
    CHECK(str_contains(letter.text, S("https://a.example/commitments/0193a2a0-0000-7000-8000-000000000001")));
    CHECK(str_is(letter.subject, "Entente: one thing new for you"));
    CHECK_INT(notice_write(&house.work, hanna, items, true, S("https://a.example"), &letter), OK);
    CHECK(!str_contains(letter.text, S("Plan of delivery")) && !str_contains(letter.text, S("Mobility")));
    CHECK(str_contains(letter.text, S("You owe: 1")));
    house_close(&house);
}
