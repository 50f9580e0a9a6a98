/* What is kept stands exactly as long as it would come out the same. */
#include "kernel/kept.h"
#include "reader.h"

enum { PEOPLE = 3 };
static const int64_t minute = 60000;

struct keeper {
    struct server s;
    struct kept *kept;
    struct caller callers[PEOPLE]; /* the host, B, C */
};

static struct keeper keeper_open(void)
{
    struct keeper k = {.s = server_open(), .kept = kept_new(1 << 20)};
    const struct house *house = &k.s.r.house;
    const struct str accounts[PEOPLE] = {house->admin, k.s.r.b->account, k.s.r.c->account};
    for (size_t i = 0; i < PEOPLE; i++)
        k.callers[i] = (struct caller){.tenant = house->tenant, .account = accounts[i]};
    return k;
}

static void keeper_close(struct keeper *k)
{
    kept_free(k->kept);
    server_close(&k->s);
}

/* One request that reads, some time from now: takes what is kept under `name`, and keeps `bytes` if they are given. */
static struct str ask(struct keeper *k, const struct caller *caller, int64_t later, const char *name, struct str bytes)
{
    struct work work = work_init(k->s.r.house.arena, k->s.read);
    struct viewer *viewer = NULL;
    struct str out = {NULL, 0};
    work.viewers = k->s.cache;
    work.kept = k->kept;
    work.now_ms += later;
    CHECK_INT(conn_begin(k->s.read), OK);
    CHECK_INT(viewer_of_caller(&work, caller, &viewer), OK);
    CHECK_INT(kept_take(&work, viewer, str_of(name), &out), OK);
    if (bytes.p)
        CHECK_INT(kept_put(&work, viewer, str_of(name), bytes), OK);
    CHECK_INT(conn_see(k->s.read, NULL), OK);
    conn_rollback(k->s.read);
    return out;
}

static bool stands(struct keeper *k, const struct caller *caller, int64_t later)
{
    return str_is(ask(k, caller, later, "page", (struct str){NULL, 0}), "worked out");
}

/* Everybody's page is kept; then it stands, until what comes next. */
static void keep_all(struct keeper *k)
{
    settle(&k->s);
    for (size_t i = 0; i < PEOPLE; i++) {
        (void)ask(k, &k->callers[i], 0, "page", S("worked out"));
        CHECK(stands(k, &k->callers[i], 0));
    }
}

/* For whom the page still stands: "hbc" for all three. */
static void check_standing(struct keeper *k, const char *expected, const char *after)
{
    char text[PEOPLE + 1] = "";
    settle(&k->s);
    for (size_t i = 0, n = 0; i < PEOPLE; i++)
        if (stands(k, &k->callers[i], 0))
            text[n++] = "hbc"[i];
    if (strcmp(text, expected) != 0)
        CHECK_FAIL("after %s it stands for \"%s\", not for \"%s\"", after, text, expected);
}

static void note(struct keeper *k, struct viewer *by, struct str alliance, const char *circle)
{
    look(&k->s.r, by);
    house_make(&k->s.r.house, by, "notes",
               HOUSE_TEXT(&k->s.r.house,
                          "{\"about_kind\":\"alliances\",\"about\":\"%s\",\"circle\":\"%s\",\"text\":\"x\"}",
                          alliance.p, circle));
}

TEST(kept, stands_until_something_that_its_reader_sees_changes)
{
    struct keeper k = keeper_open();
    struct rivals *r = &k.s.r;
    CHECK(!stands(&k, &k.callers[0], 0));
    keep_all(&k);
    check_standing(&k, "hbc", "nothing");
    note(&k, r->house.host, r->with_c, "joint");
    check_standing(&k, "b", "a note that C sees");
    keep_all(&k);
    note(&k, r->house.host, r->three, "side");
    check_standing(&k, "bc", "a note of the host's side");
    keep_all(&k);
    note(&k, r->b, r->with_b, "joint");
    check_standing(&k, "c", "a note of B");
    keep_all(&k);
    note(&k, r->c, r->three, "joint");
    check_standing(&k, "", "a note of all");
    keeper_close(&k);
}

TEST(kept, names_of_people_and_organisations_are_no_events_of_those_who_know_them)
{
    struct keeper k = keeper_open();
    struct rivals *r = &k.s.r;
    struct viewer *mia = house_colleague(&r->house, "Mia Falk", "mia@altmark.example", 1u << ROLE_MANAGER);
    house_member(&r->house, mia, r->three.p, "member");
    keep_all(&k);
    change(&k.s, r->house.host, "people", mia->person, "{\"name\":\"Mia Falk-Berg\"}");
    check_standing(&k, "", "the name of a person");
    keep_all(&k);
    change(&k.s, r->house.host, "organisations", r->firm_c, "{\"name\":\"Lumen\"}");
    check_standing(&k, "", "the name of an organisation");
    keeper_close(&k);
}

TEST(kept, a_right_that_goes_takes_what_was_kept_along)
{
    struct keeper k = keeper_open();
    struct rivals *r = &k.s.r;
    struct query query = {0};
    keep_all(&k);
    query_add(&query, "alliance", r->three);
    query_add(&query, "organisation", r->firm_b);
    struct value *parties = list_of(r, r->house.host, "parties", query);
    change(&k.s, r->house.host, "parties", value_get_text(parties->first, "id"), "{\"left_on\":\"2026-01-01\"}");
    settle(&k.s);
    CHECK(!stands(&k, &k.callers[1], 0));
    keeper_close(&k);
}

TEST(kept, stands_while_time_passes_and_goes_with_the_day)
{
    struct keeper k = keeper_open();
    const struct caller *b = &k.callers[1];
    keep_all(&k);
    int64_t now = clock_now(), left = INT64_C(86400000) - now % INT64_C(86400000);
    for (int64_t later = minute / 2; later < left && later < 30 * minute; later += minute / 2)
        CHECK(stands(&k, b, later));
    CHECK(!stands(&k, b, left + minute));
    keeper_close(&k);
}

TEST(kept, what_was_kept_at_an_earlier_moment_is_not_taken_at_a_later_one)
{
    struct keeper k = keeper_open();
    struct rivals *r = &k.s.r;
    const struct caller *b = &k.callers[1];
    struct work work = work_init(r->house.arena, k.s.read);
    struct viewer *viewer = NULL;
    work.viewers = k.s.cache;
    work.kept = k.kept;
    settle(&k.s);
    /* Read before the note is committed, kept after. */
    CHECK_INT(conn_begin(k.s.read), OK);
    CHECK_INT(viewer_of_caller(&work, b, &viewer), OK);
    note(&k, r->house.host, r->three, "joint");
    settle(&k.s);
    CHECK_INT(kept_put(&work, viewer, S("page"), S("worked out")), OK);
    CHECK_INT(conn_see(k.s.read, NULL), OK);
    conn_rollback(k.s.read);
    CHECK(!stands(&k, b, 0));
    keeper_close(&k);
}

TEST(kept, the_least_lately_used_goes_first_and_what_is_large_is_not_kept)
{
    struct keeper k = keeper_open();
    const struct caller *b = &k.callers[1];
    char *large = arena_alloc(k.s.r.house.arena, 200000);
    memset(large, 'x', 200000);
    settle(&k.s);
    (void)ask(&k, b, 0, "page", S("worked out"));
    (void)ask(&k, b, 0, "large", (struct str){large, 200000});
    CHECK(!ask(&k, b, 0, "large", (struct str){NULL, 0}).p);
    for (int i = 0; i < 20; i++) {
        char name[16];
        snprintf(name, sizeof name, "p%d", i);
        CHECK(stands(&k, b, 0)); /* used again and again */
        (void)ask(&k, b, 0, name, (struct str){large, 100000});
        CHECK(ask(&k, b, 0, name, (struct str){NULL, 0}).n == 100000);
    }
    CHECK(!ask(&k, b, 0, "p0", (struct str){NULL, 0}).p);
    CHECK(ask(&k, b, 0, "p15", (struct str){NULL, 0}).p);
    keeper_close(&k);
}

TEST(kept, is_nobodys_whose_sight_is_narrowed_or_borrowed)
{
    struct keeper k = keeper_open();
    struct caller narrow = k.callers[1];
    narrow.by_token = true;
    narrow.scope.alliance = k.s.r.three;
    settle(&k.s);
    (void)ask(&k, &narrow, 0, "page", S("worked out"));
    CHECK(!stands(&k, &narrow, 0));
    CHECK(!stands(&k, &k.callers[1], 0)); /* nor anybody else's */
    keeper_close(&k);
}
