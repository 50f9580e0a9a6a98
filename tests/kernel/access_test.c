/* Scopes of tokens, the second factor, lost passwords, the change of an e-mail, limits; the table of rights. */
#include "house.h"
#include "kernel/event.h"
#include "kernel/limit.h"
#include "kernel/rights.h"
#include "kernel/scope.h"
#include "kernel/second_factor.h"
#include "kernel/totp.h"
#include "kernel/vault.h"

static const struct str key = STR("a key for tests, of more than thirty-two characters");

static struct viewer *admin_of(struct house *house)
{
    struct viewer *viewer = NULL;
    CHECK_INT(viewer_of_account(&house->work, house->tenant, house->admin, &viewer), OK);
    return viewer;
}

static size_t events(struct house *house, const struct viewer *viewer, const char *action)
{
    struct event_query query = {.record = viewer->account, .limit = 200};
    struct value *items = NULL;
    struct str next;
    size_t count = 0;
    CHECK_INT(event_list(&house->work, viewer, &query, &items, &next), OK);
    VALUE_EACH (item, items)
        count += str_is(value_get_text(item, "action"), action);
    return count;
}

/* ---- Scopes ---- */

struct scene {
    struct house house;
    struct viewer *head;
    const char *first, *second; /* alliances */
};

static struct scene scene_open(void)
{
    struct scene scene = {.house = house_open()};
    struct house *house = &scene.house;
    scene.head = admin_of(house);
    scene.first = house_id(house_make(house, scene.head, "alliances", "{\"name\":\"First\"}"));
    scene.second = house_id(house_make(house, scene.head, "alliances", "{\"name\":\"Second\"}"));
    for (int i = 0; i < 2; i++)
        house_make(house, scene.head, "notes",
                   HOUSE_TEXT(house, "{\"about_kind\":\"alliances\",\"about\":\"%s\",\"text\":\"heron\"}",
                              i ? scene.second : scene.first));
    return scene;
}

/* The head, by a token of that scope. */
static struct viewer *by_token(struct scene *scene, const char *scope)
{
    struct house *house = &scene->house;
    struct token_scope parsed;
    struct str secret;
    struct caller caller;
    struct viewer *viewer = NULL;
    house_calm(house);
    CHECK_INT(viewer_of_account(&house->work, house->tenant, house->admin, &scene->head), OK);
    CHECK_INT(scope_parse(&house->work, scene->head, house_json(house, scope), &parsed), OK);
    CHECK_INT(token_issue(&house->work, scene->head, house->admin, S("t"), 1, &parsed, &secret), OK);
    CHECK_INT(token_find(&house->work, secret, &caller), OK);
    CHECK_INT(viewer_of_caller(&house->work, &caller, &viewer), OK);
    house_calm(house);
    return viewer;
}

static unsigned seen(struct scene *scene, const struct viewer *viewer, const char *plural)
{
    struct query query = {.limit = 200};
    struct page page = {.items = NULL};
    CHECK_INT(conn_see(scene->house.conn, &viewer->sees), OK);
    CHECK_INT(record_list(&scene->house.work, viewer, kind_by_plural(str_of(plural)), &query, &page), OK);
    return page.items ? (unsigned)page.items->count : 0;
}

TEST(scope, a_token_that_reads_changes_nothing)
{
    struct scene scene = scene_open();
    struct viewer *reader = by_token(&scene, "{\"access\":\"read\"}");
    enum err err;
    CHECK_INT(seen(&scene, reader, "alliances"), 2);
    CHECK(!house_try(&scene.house, reader, "alliances", "{\"name\":\"Third\"}", &err));
    CHECK_INT(err, ERR_FORBIDDEN);
    CHECK(str_contains(scene.house.work.problems.detail, S("may only read")));
    CHECK(!house_try(&scene.house, reader, "goals", "{\"name\":\"Goal\"}", &err));
    CHECK_INT(err, ERR_FORBIDDEN);
    house_close(&scene.house);
}

TEST(scope, a_token_of_some_groups_sees_only_them)
{
    struct scene scene = scene_open();
    struct viewer *framed = by_token(&scene, "{\"groups\":[\"frame\",\"people\"]}");
    enum err err;
    struct event_query query = {.limit = 200};
    struct value *items;
    struct str next;
    CHECK_INT(seen(&scene, framed, "alliances"), 2);
    CHECK_INT(seen(&scene, framed, "people"), 1);
    CHECK_INT(seen(&scene, framed, "notes"), 0);
    CHECK_INT(seen(&scene, framed, "organisations"), 0);
    CHECK(!house_try(&scene.house, framed, "organisations", "{\"name\":\"Firm\"}", &err));
    CHECK_INT(err, ERR_FORBIDDEN);
    CHECK(str_contains(scene.house.work.problems.detail, S("people,frame")));
    CHECK_INT(event_list(&scene.house.work, framed, &query, &items, &next), OK);
    VALUE_EACH (item, items)
        CHECK(!str_is(value_get_text(item, "kind"), "note") && !str_is(value_get_text(item, "kind"), "organisation"));
    CHECK_INT(account_list(&scene.house.work, framed, &items), ERR_FORBIDDEN);
    house_close(&scene.house);
}

TEST(scope, a_token_of_one_alliance_sees_nothing_else)
{
    struct scene scene = scene_open();
    struct viewer *one = by_token(&scene, HOUSE_TEXT(&scene.house, "{\"alliance\":\"%s\"}", scene.first));
    enum err err;
    struct value *out;
    CHECK_INT(seen(&scene, one, "alliances"), 1);
    CHECK_INT(seen(&scene, one, "notes"), 1);
    CHECK_INT(seen(&scene, one, "people"), 0);
    CHECK_INT(record_get(&scene.house.work, one, kind_by_plural(S("alliances")), str_of(scene.second), &out),
              ERR_NOT_FOUND);
    CHECK(!house_try(&scene.house, one, "alliances", "{\"name\":\"Third\"}", &err));
    CHECK_INT(err, ERR_FORBIDDEN);
    CHECK(house_try(
        &scene.house, one, "notes",
        HOUSE_TEXT(&scene.house, "{\"about_kind\":\"alliances\",\"about\":\"%s\",\"text\":\"a\"}", scene.first), &err));
    CHECK_INT(account_list(&scene.house.work, one, &out), ERR_FORBIDDEN);
    house_close(&scene.house);
}

TEST(scope, what_opens_an_account_is_changed_in_person)
{
    struct scene scene = scene_open();
    struct house *house = &scene.house;
    struct viewer *all = by_token(&scene, "{}");
    struct str secret;
    struct value *codes;
    CHECK_INT(token_issue(&house->work, all, house->admin, S("t"), 1, NULL, &secret), ERR_FORBIDDEN);
    CHECK_INT(password_set(&house->work, all, S("$")), ERR_FORBIDDEN);
    CHECK_INT(account_email_set(&house->work, all, S("other@altmark.example")), ERR_FORBIDDEN);
    CHECK_INT(second_factor_codes(&house->work, all, &codes), ERR_FORBIDDEN);
    CHECK_INT(second_factor_drop(&house->work, all, house->admin), ERR_FORBIDDEN);
    CHECK_INT(link_issue(&house->work, all, house->admin, 1, &secret), ERR_FORBIDDEN);
    CHECK_INT(reset_issue(&house->work, all, house->admin, 1, &secret), ERR_FORBIDDEN);
    CHECK_INT(sessions_end_others(&house->work, all), ERR_FORBIDDEN);
    house_close(house);
}

TEST(scope, words_that_are_none_are_refused)
{
    struct scene scene = scene_open();
    struct token_scope scope;
    static const struct {
        const char *input, *pointer;
    } wrong[] = {{"{\"access\":\"everything\"}", "/access"},
                 {"{\"groups\":[\"gold\"]}", "/groups"},
                 {"{\"groups\":7}", "/groups"},
                 {"{\"alliance\":\"00000000-0000-7000-8000-000000000000\"}", "/alliance"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        house_calm(&scene.house);
        CHECK_INT(scope_parse(&scene.house.work, scene.head, house_json(&scene.house, wrong[i].input), &scope),
                  ERR_INPUT);
        CHECK(str_is(scene.house.work.problems.first->pointer, wrong[i].pointer));
    }
    CHECK(scope_groups_parse(S("a group of another program")) != 0); /* never all */
    house_close(&scene.house);
}

/* ---- Rights ---- */

TEST(rights, an_administrator_reads_no_alliance_by_that_role)
{
    struct scene scene = scene_open();
    struct house *house = &scene.house;
    struct viewer *plain;
    struct value *list;
    plain = house_colleague(house, "Ida Ek", "ida@altmark.example", 1u << ROLE_ADMINISTRATOR);
    CHECK_INT(plain->count, 1); /* the own organisation */
    CHECK_INT(seen(&scene, plain, "alliances"), 0);
    CHECK_INT(seen(&scene, plain, "notes"), 0);
    CHECK_INT(account_list(&house->work, plain, &list), OK);
    house_close(house);
}

/* What the page shows is what viewer_may answers, for every role, kind, action and audience. */
TEST(rights, the_table_is_what_viewers_are_judged_by)
{
    struct house house = house_open();
    for (unsigned role = 0; role < ROLE_COUNT; role++)
        for (int circle = 0; circle < 2; circle++) {
            struct viewer_audience there = {.id = S("x"),
                                            .kind = circle ? AUDIENCE_JOINT : AUDIENCE_OWNER,
                                            .alliance = S("y"),
                                            .roles = 1u << role};
            struct viewer viewer = {.audiences = &there, .count = 1, .roles = circle ? 0 : 1u << role};
            for (size_t i = 0; kind_at(i); i++)
                for (int action = 0; action < ACTION_COUNT; action++)
                    CHECK_INT(viewer_may(&viewer, kind_at(i), (enum action)action, S("x")),
                              rights_allow_in(1u << role, kind_at(i)->rights, (enum action)action, circle));
        }
    for (size_t i = 0; right_at(i); i++)
        for (int action = 0; action < ACTION_COUNT; action++)
            CHECK(!rights_allow_in(1u << ROLE_ADMINISTRATOR, right_at(i)->group, (enum action)action, true));
    for (size_t i = 0; kind_at(i); i++)
        CHECK(right_index(str_of(kind_at(i)->rights)) >= 0);
    CHECK(!right_stands("accounts", true) && right_stands("accounts", false) && right_stands("work", true));
    house_close(&house);
}

/* ---- The second factor ---- */

static struct str code_at(struct house *house, struct str secret, int64_t now_ms)
{
    char code[9];
    totp_code(secret, now_ms / TOTP_STEP_MS, TOTP_DIGITS, code);
    return arena_copy(house->arena, str_of(code));
}

static struct str turned_on(struct house *house, struct value **codes)
{
    struct str secret = S("");
    CHECK_INT(second_factor_begin(&house->work, house->tenant, house->admin, &secret), OK);
    CHECK_INT(second_factor_confirm(&house->work, house->tenant, house->admin, S("000000"), codes), ERR_INPUT);
    house_calm(house);
    CHECK_INT(second_factor_confirm(&house->work, house->tenant, house->admin,
                                    code_at(house, secret, house->work.now_ms), codes),
              OK);
    return secret;
}

TEST(second_factor, is_asked_for_before_anything_opens)
{
    struct house house = house_open();
    struct str waiting, whole, secret;
    struct value *codes;
    struct session session;
    CHECK_INT(vault_use(key), OK);
    secret = turned_on(&house, &codes);
    CHECK_INT(codes->count, 10);
    CHECK_INT(session_start(&house.work, house.tenant, house.admin, S("t"), &waiting), OK);
    CHECK_INT(session_find(&house.work, waiting, &session), OK);
    CHECK_INT(session.step, SESSION_CODE);
    struct str used = code_at(&house, secret, house.work.now_ms);
    CHECK_INT(second_factor_take(&house.work, house.tenant, house.admin, used), ERR_INPUT); /* confirmed with it */
    house.work.now_ms += TOTP_STEP_MS;
    used = code_at(&house, secret, house.work.now_ms);
    CHECK_INT(second_factor_take(&house.work, house.tenant, house.admin, used), OK);
    CHECK_INT(second_factor_take(&house.work, house.tenant, house.admin, used), ERR_INPUT);
    CHECK_INT(session_pass(&house.work, waiting, S("t"), &whole), OK);
    CHECK(!str_eq(waiting, whole));
    CHECK_INT(session_find(&house.work, waiting, &session), ERR_SIGNED_OUT);
    CHECK_INT(session_find(&house.work, whole, &session), OK);
    CHECK_INT(session.step, SESSION_WHOLE);
    CHECK_INT(session_pass(&house.work, whole, S("t"), &whole), ERR_SIGNED_OUT);
    CHECK_INT(session_start(&house.work, house.tenant, house.admin, S("t"), &waiting), OK);
    house.work.now_ms += 15 * INT64_C(60000);
    CHECK_INT(session_find(&house.work, waiting, &session), ERR_SIGNED_OUT);
    CHECK_INT(events(&house, admin_of(&house), "second-factor.on"), 1);
    CHECK_INT(vault_use(S("")), OK);
    house_close(&house);
}

TEST(second_factor, recovery_codes_stand_in_once)
{
    struct house house = house_open();
    struct value *codes, *others, *view;
    struct viewer *admin = admin_of(&house);
    CHECK_INT(vault_use(key), OK);
    turned_on(&house, &codes);
    struct str first = value_at(codes, 0)->text, second = value_at(codes, 1)->text;
    CHECK_INT(first.n, 19);
    CHECK_INT(second_factor_take(&house.work, house.tenant, house.admin, first), OK);
    CHECK_INT(second_factor_take(&house.work, house.tenant, house.admin, first), ERR_INPUT);
    CHECK_INT(second_factor_view(&house.work, admin, &view), OK);
    CHECK_INT(value_get_int(view, "codes_left", 0), 9);
    CHECK_INT(second_factor_codes(&house.work, admin, &others), OK);
    CHECK_INT(second_factor_take(&house.work, house.tenant, house.admin, second), ERR_INPUT); /* replaced */
    CHECK_INT(second_factor_take(&house.work, house.tenant, house.admin, value_at(others, 0)->text), OK);
    CHECK_INT(events(&house, admin, "recovery-code.used"), 2);
    CHECK_INT(second_factor_drop(&house.work, admin, house.admin), OK);
    CHECK_INT(second_factor_take(&house.work, house.tenant, house.admin, value_at(others, 1)->text), ERR_INPUT);
    CHECK_INT(vault_use(S("")), OK);
    house_close(&house);
}

TEST(second_factor, an_organisation_may_demand_it)
{
    struct house house = house_open();
    struct viewer *admin = admin_of(&house);
    struct str secret, key_bytes, whole;
    struct session session;
    struct value *codes;
    CHECK_INT(session_start(&house.work, house.tenant, house.admin, S("t"), &secret), OK);
    CHECK_INT(second_factor_demand(&house.work, admin, true), ERR_INPUT); /* no key file */
    CHECK_INT(vault_use(key), OK);
    CHECK_INT(second_factor_demand(&house.work, admin, true), OK);
    CHECK_INT(session_find(&house.work, secret, &session), OK);
    CHECK_INT(session.step, SESSION_SETUP); /* the one that was whole waits, too */
    CHECK_INT(session_pass(&house.work, secret, S("t"), &whole), ERR_SIGNED_OUT);
    CHECK_INT(second_factor_begin(&house.work, house.tenant, house.admin, &key_bytes), OK);
    CHECK_INT(second_factor_confirm(&house.work, house.tenant, house.admin,
                                    code_at(&house, key_bytes, house.work.now_ms), &codes),
              OK);
    CHECK_INT(session_pass(&house.work, secret, S("t"), &whole), OK);
    CHECK_INT(second_factor_drop(&house.work, admin, house.admin), ERR_CONFLICT);
    CHECK_INT(second_factor_demand(&house.work, admin, false), OK);
    CHECK_INT(second_factor_drop(&house.work, admin, house.admin), OK);
    CHECK_INT(vault_use(S("")), OK);
    house_close(&house);
}

/* ---- Lost passwords, e-mail ---- */

TEST(reset, a_link_sets_a_password_once_and_ends_every_session)
{
    struct house house = house_open();
    struct viewer *admin = admin_of(&house);
    struct str first, second, session, link, email, tenant, account;
    struct session found;
    struct value *list;
    CHECK_INT(reset_ask(&house.work, S("HEAD@altmark.example")), OK);
    CHECK_INT(reset_ask(&house.work, S("head@altmark.example")), OK);
    CHECK_INT(reset_ask(&house.work, S("nobody@altmark.example")), OK);
    CHECK_INT(events(&house, admin, "reset.asked"), 1);
    CHECK_INT(account_list(&house.work, admin, &list), OK);
    CHECK(value_get(value_at(list, 0), "reset_asked_at")->kind == V_INSTANT);
    CHECK_INT(session_start(&house.work, house.tenant, house.admin, S("t"), &session), OK);
    CHECK_INT(link_issue(&house.work, house.host, house.admin, 1, &link), OK);
    CHECK_INT(reset_issue(&house.work, house.host, house.admin, 2, &first), OK);
    CHECK_INT(reset_issue(&house.work, house.host, house.admin, 2, &second), OK);
    CHECK_INT(reset_find(&house.work, first, &email), ERR_GONE); /* the later one counts */
    CHECK_INT(reset_find(&house.work, link, &email), ERR_GONE);
    CHECK_INT(link_use(&house.work, second, &tenant, &account), ERR_GONE); /* it does not sign in */
    CHECK_INT(reset_find(&house.work, second, &email), OK);
    CHECK(str_is(email, "head@altmark.example"));
    CHECK_INT(reset_use(&house.work, second, S("$hash")), OK);
    CHECK_INT(reset_use(&house.work, second, S("$hash")), ERR_GONE);
    CHECK_INT(session_find(&house.work, session, &found), ERR_SIGNED_OUT);
    CHECK_INT(link_use(&house.work, link, &tenant, &account), ERR_GONE);
    CHECK_INT(account_list(&house.work, admin, &list), OK);
    CHECK(value_get(value_at(list, 0), "reset_asked_at")->kind == V_NULL);
    CHECK_INT(events(&house, admin, "password.reset"), 1);
    house_close(&house);
}

TEST(account_email, goes_with_the_person)
{
    struct house house = house_open();
    struct viewer *admin = admin_of(&house);
    struct str firm, found;
    struct value *person, *changed;
    const struct kind *people = kind_by_plural(S("people"));
    house_partner(&house, "Rivera", "Rosa Vidal", "rosa@rivera.example", &firm);
    CHECK_INT(conn_see(house.conn, &admin->sees), OK);
    CHECK_INT(account_email_set(&house.work, admin, S("Hanna@Altmark.example")), OK);
    CHECK_INT(account_find(&house.work, house.tenant, S("hanna@altmark.example"), &found), OK);
    CHECK_INT(record_get(&house.work, admin, people, admin->person, &person), OK);
    CHECK(str_is(value_get_text(person, "email"), "hanna@altmark.example"));
    CHECK_INT(account_email_set(&house.work, admin, S("no address")), ERR_INPUT);
    house_calm(&house);
    CHECK_INT(account_email_set(&house.work, admin, S("")), ERR_INPUT);
    house_calm(&house);
    /* Somebody's elsewhere: nothing tells. */
    CHECK_INT(account_email_set(&house.work, admin, S("rosa@rivera.example")), OK);
    CHECK_INT(account_find(&house.work, house.tenant, S("rosa@rivera.example"), &found), ERR_CONFLICT);
    CHECK_INT(record_get(&house.work, admin, people, admin->person, &person), OK);
    CHECK_INT(record_change(&house.work, admin, people, admin->person, value_get_int(person, "version", 0),
                            house_json(&house, "{\"email\":null}"), INPUT_JSON, S(""), &changed),
              ERR_INPUT);
    CHECK_INT(events(&house, admin, "email.set"), 2);
    house_close(&house);
}

/* ---- Limits ---- */

TEST(limit, holds_in_the_store_and_fills_again)
{
    static const struct rate_limit three = {"three", 3, 1000}, other = {"other", 3, 1000};
    struct house house = house_open();
    int wait;
    for (int i = 0; i < 3; i++)
        CHECK_INT(limit_take(&house.work, &three, S("a"), &wait), OK);
    CHECK_INT(limit_take(&house.work, &three, S("a"), &wait), ERR_RATE);
    CHECK(wait >= 1 && wait <= 2);
    CHECK_INT(limit_take(&house.work, &three, S("b"), &wait), OK);
    CHECK_INT(limit_take(&house.work, &other, S("a"), &wait), OK);
    CHECK_INT(limit_give(&house.work, &three, S("a")), OK);
    CHECK_INT(limit_take(&house.work, &three, S("a"), &wait), OK);
    house.work.now_ms += 1000;
    CHECK_INT(limit_take(&house.work, &three, S("a"), &wait), OK);
    CHECK_INT(limit_take(&house.work, &three, S("a"), &wait), ERR_RATE);
    house.work.now_ms += 3600000;
    for (int i = 0; i < 3; i++)
        CHECK_INT(limit_take(&house.work, &three, S("a"), &wait), OK);
    struct stmt *stmt = conn_prepare(house.conn, S("SELECT count(*) FROM sign_in_limit"));
    bool row;
    CHECK_INT(stmt_step(stmt, &row), OK);
    CHECK_INT(stmt_column_int(stmt, 0), 1); /* what says nothing any more is gone */
    stmt_done(stmt);
    house_close(&house);
}
