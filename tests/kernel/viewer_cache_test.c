/* A kept viewer is, at every moment, what one read anew would be. */
#include "reader.h"

static enum err see(struct server *s, const struct caller *caller, struct viewer_cache *cache, struct viewer **out)
{
    struct work work = work_init(s->r.house.arena, s->read);
    work.viewers = cache;
    *out = NULL;
    CHECK_INT(conn_begin(s->read), OK);
    enum err err = viewer_of_caller(&work, caller, out);
    CHECK_INT(conn_see(s->read, NULL), OK);
    conn_rollback(s->read);
    return err;
}

/* Whom the token speaks for, found in the very transaction in which their viewer is asked for. */
static enum err see_token(struct server *s, struct str secret, struct viewer_cache *cache, struct viewer **out)
{
    struct work work = work_init(s->r.house.arena, s->read);
    struct caller caller;
    work.viewers = cache;
    *out = NULL;
    CHECK_INT(conn_begin(s->read), OK);
    enum err err = token_find(&work, secret, &caller);
    CHECK(err || caller.marks.known);
    if (err == OK)
        err = viewer_of_caller(&work, &caller, out);
    CHECK_INT(conn_see(s->read, NULL), OK);
    conn_rollback(s->read);
    return err;
}

static bool same(const struct viewer *a, const struct viewer *b)
{
    bool is = a->count == b->count && a->roles == b->roles && a->host == b->host && str_eq(a->name, b->name) &&
              str_eq(a->organisation_name, b->organisation_name) && str_eq(a->email, b->email) &&
              str_eq(a->person, b->person) && a->sees.count == b->sees.count && a->circle_count == b->circle_count;
    for (size_t i = 0; is && i < a->count; i++) {
        const struct viewer_audience *x = &a->audiences[i], *y = &b->audiences[i];
        is = str_eq(x->id, y->id) && str_eq(x->alliance, y->alliance) && str_eq(x->name, y->name) &&
             x->kind == y->kind && x->roles == y->roles && x->closed == y->closed && id_set_has(&a->sees, y->id);
    }
    return is;
}

/* Whether the kept viewer is what is read anew; *kept says whether it was there already. */
static bool stands(struct server *s, const struct caller *caller, bool *kept)
{
    struct viewer *fresh, *first, *second;
    enum err err = see(s, caller, NULL, &fresh), cached = see(s, caller, s->cache, &first);
    if (err || cached)
        return err == cached;
    *kept = true;
    CHECK_INT(see(s, caller, s->cache, &second), OK);
    return same(fresh, first) && same(fresh, second);
}

/* Everything on which viewers rest, changed one after another; all callers' viewers stand after each. */
static void changed(struct server *s, const struct caller *callers, size_t count, const char *what)
{
    bool kept;
    settle(s);
    for (size_t i = 0; i < count; i++)
        if (!stands(s, &callers[i], &kept))
            CHECK_FAIL("caller %zu after: %s", i, what);
}

TEST(viewer_cache, is_right_after_every_change_that_a_viewer_rests_on)
{
    struct server s = server_open();
    struct rivals *r = &s.r;
    struct house *house = &r->house;
    struct viewer *mia = house_colleague(house, "Mia Falk", "mia@altmark.example", 1u << ROLE_MANAGER);
    const struct caller callers[] = {
        {.tenant = house->tenant, .account = mia->account},
        {.tenant = house->tenant, .account = r->b->account},
        {.tenant = house->tenant, .account = r->c->account},
        {.tenant = house->tenant, .account = house->admin},
        {.tenant = house->tenant, .account = r->b->account, .by_token = true, .scope = {.alliance = r->three}}};
    enum { CALLERS = sizeof callers / sizeof *callers };
    changed(&s, callers, CALLERS, "nothing");
    look(r, house->host);
    house_member(house, mia, r->three.p, "member");
    changed(&s, callers, CALLERS, "a membership");
    struct query query = {0};
    query_add(&query, "person", mia->person);
    withdraw(&s, house->host, "memberships",
             value_get_text(list_of(r, house->host, "memberships", query)->first, "id"));
    changed(&s, callers, CALLERS, "a membership withdrawn");
    CHECK_INT(account_roles_set(&house->work, house->host, mia->account, 1u << ROLE_HEAD), OK);
    changed(&s, callers, CALLERS, "a right");
    alliance_of(house, "Another");
    changed(&s, callers, CALLERS, "an alliance");
    join(house, r->with_b, r->firm_c);
    changed(&s, callers, CALLERS, "a party that joins");
    struct str circle, pair[] = {r->firm_b};
    look(r, house->host);
    CHECK_INT(circle_name(&house->work, house->host, r->three, S("Pair"), pair, 1, &circle), OK);
    changed(&s, callers, CALLERS, "a named circle");
    change(&s, house->host, "people", mia->person, "{\"name\":\"Mia Falk-Berg\"}");
    changed(&s, callers, CALLERS, "a name");
    change(&s, house->host, "organisations", r->firm_b, "{\"name\":\"Rivera Mobility\"}");
    changed(&s, callers, CALLERS, "the name of an organisation");
    query = (struct query){0};
    query_add(&query, "alliance", r->three);
    query_add(&query, "organisation", r->firm_b);
    struct value *parties = list_of(r, house->host, "parties", query);
    change(&s, house->host, "parties", value_get_text(parties->first, "id"), "{\"left_on\":\"2026-01-01\"}");
    changed(&s, callers, CALLERS, "a party that leaves");
    CHECK_INT(account_disable(&house->work, house->host, mia->account, true), OK);
    changed(&s, callers, CALLERS, "an account disabled");
    CHECK_INT(account_disable(&house->work, house->host, mia->account, false), OK);
    changed(&s, callers, CALLERS, "an account enabled");
    server_close(&s);
}

/* The kept viewer, which is what is read anew. */
static struct viewer *by_token(struct server *s, struct str secret)
{
    struct viewer *fresh = NULL, *read = NULL, *kept = NULL, *again = NULL;
    settle(s);
    CHECK_INT(see_token(s, secret, NULL, &fresh), OK);
    CHECK_INT(see_token(s, secret, s->cache, &read), OK);
    CHECK_INT(see_token(s, secret, s->cache, &kept), OK);
    CHECK_INT(see_token(s, secret, s->cache, &again), OK);
    CHECK(same(fresh, read) && same(fresh, kept));
    CHECK(kept->audiences == again->audiences);
    return kept;
}

TEST(viewer_cache, follows_the_marks_that_come_with_a_token)
{
    struct server s = server_open();
    struct rivals *r = &s.r;
    struct house *house = &r->house;
    struct viewer *mia = house_colleague(house, "Mia Falk", "mia@altmark.example", 1u << ROLE_MANAGER), *out;
    struct str secret;
    CHECK_INT(token_issue(&house->work, mia, mia->account, S("t"), 1, NULL, &secret), OK);
    size_t few = by_token(&s, secret)->count;
    look(r, house->host);
    house_member(house, mia, r->three.p, "member");
    CHECK(by_token(&s, secret)->count > few);
    change(&s, house->host, "people", mia->person, "{\"name\":\"Mia Falk-Berg\"}");
    CHECK(str_is(by_token(&s, secret)->name, "Mia Falk-Berg"));
    change(&s, house->host, "organisations", house->host->organisation, "{\"name\":\"Altmark Works\"}");
    CHECK(str_is(by_token(&s, secret)->organisation_name, "Altmark Works"));
    CHECK_INT(account_disable(&house->work, house->host, mia->account, true), OK);
    settle(&s);
    CHECK_INT(see_token(&s, secret, s.cache, &out), ERR_SIGNED_OUT);
    CHECK_INT(account_disable(&house->work, house->host, mia->account, false), OK);
    settle(&s);
    CHECK_INT(see_token(&s, secret, s.cache, &out), ERR_SIGNED_OUT); /* tokens ended with the account */
    server_close(&s);
}

TEST(viewer_cache, keeps_while_others_write_and_nothing_of_what_is_undone)
{
    struct server s = server_open();
    struct rivals *r = &s.r;
    struct house *house = &r->house;
    const struct caller b = {.tenant = house->tenant, .account = r->b->account};
    struct viewer *first, *second, *third;
    CHECK_INT(see(&s, &b, s.cache, &first), OK);
    CHECK_INT(see(&s, &b, s.cache, &first), OK);
    look(r, house->host);
    house_make(house, house->host, "notes",
               HOUSE_TEXT(house, "{\"about_kind\":\"alliances\",\"about\":\"%s\",\"text\":\"x\"}", r->three.p));
    house_member(house, r->c, r->three.p, "member"); /* somebody else's */
    settle(&s);
    CHECK_INT(see(&s, &b, s.cache, &second), OK);
    CHECK(first->audiences == second->audiences); /* the very same */
    /* The writer sees its own change, and keeps nothing of it. */
    CHECK_INT(conn_savepoint(house->conn), OK);
    look(r, house->host);
    struct str circle, pair[] = {r->firm_b};
    CHECK_INT(circle_name(&house->work, house->host, r->three, S("Pair"), pair, 1, &circle), OK);
    house->work.viewers = s.cache;
    CHECK_INT(viewer_of_caller(&house->work, &b, &third), OK);
    CHECK_INT(third->count, first->count + 1);
    house->work.viewers = NULL;
    CHECK_INT(conn_see(house->conn, NULL), OK);
    conn_rollback_to(house->conn);
    CHECK_INT(see(&s, &b, s.cache, &third), OK);
    CHECK(third->audiences == first->audiences);
    server_close(&s);
}

/* ---- Tokens, kept with a connection that reads ---- */

static enum err find_at(struct server *s, struct str secret, int64_t later, struct caller *caller)
{
    struct work work = work_init(s->r.house.arena, s->read);
    work.viewers = s->cache;
    work.now_ms += later;
    CHECK_INT(conn_begin(s->read), OK);
    enum err err = token_find(&work, secret, caller);
    conn_rollback(s->read);
    return err;
}

TEST(access_memo, a_token_is_what_it_is_at_this_moment)
{
    struct server s = server_open();
    struct house *house = &s.r.house;
    struct viewer *head = NULL;
    struct str secret[3];
    struct caller first, again;
    struct token_scope scope = {.reads_only = true, .alliance = S("019508d6-0a81-7746-829c-2578c03f9643")};
    CHECK_INT(viewer_of_account(&house->work, house->tenant, house->admin, &head), OK);
    for (int i = 0; i < 3; i++)
        CHECK_INT(token_issue(&house->work, head, house->admin, S("t"), 1, i == 1 ? &scope : NULL, &secret[i]), OK);
    settle(&s);
    for (int i = 0; i < 3; i++) {
        CHECK_INT(find_at(&s, secret[i], 0, &first), OK);
        CHECK_INT(find_at(&s, secret[i], 0, &again), OK);
        CHECK(str_eq(first.account, again.account) && str_eq(first.access, again.access) &&
              str_eq(first.tenant, again.tenant) && again.by_token && again.marks.known &&
              again.marks.account == first.marks.account && again.scope.reads_only == (i == 1) &&
              !again.scope.alliance.p == (i != 1) && str_eq(again.scope.alliance, first.scope.alliance));
    }
    CHECK_INT(find_at(&s, secret[0], INT64_C(86400000) + 1, &again), ERR_SIGNED_OUT); /* kept, and expired since */
    CHECK_INT(find_at(&s, secret[0], 0, &again), OK);
    CHECK_INT(viewer_of_account(&house->work, house->tenant, house->admin, &head), OK);
    CHECK_INT(access_revoke(&house->work, head, again.access), OK);
    CHECK_INT(find_at(&s, secret[0], 0, &again), OK); /* not committed yet */
    settle(&s);
    CHECK_INT(find_at(&s, secret[0], 0, &again), ERR_SIGNED_OUT);
    CHECK_INT(find_at(&s, secret[2], 0, &again), OK);
    CHECK_INT(find_at(&s, S("ent_nothing"), 0, &again), ERR_SIGNED_OUT);
    server_close(&s);
}
