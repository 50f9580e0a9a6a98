/* Accounts: links, passwords, sessions, tokens; who may manage whom; what leaves an event. */
#include "house.h"
#include "kernel/event.h"

static const int64_t minute = 60000, hour = INT64_C(60) * 60000, day = INT64_C(24) * 60 * 60000;

/* The viewer of the workspace's first account: an administrator of the host. */
static struct viewer *admin_of(struct house *house)
{
    struct viewer *viewer = NULL;
    CHECK_INT(viewer_of_account(&house->work, house->tenant, house->admin, &viewer), OK);
    return viewer;
}

/* A person of the host with an account without roles. */
static struct str account_of_host(struct house *house, const char *name, const char *email)
{
    struct str account = {NULL, 0};
    struct value *person = house_make(house, house->host, "people",
                                      HOUSE_TEXT(house, "{\"name\":\"%s\",\"email\":\"%s\",\"organisation\":\"%s\"}",
                                                 name, email, house->host->organisation.p));
    CHECK_INT(account_add(&house->work, house->host, value_get_text(person, "id"), &account), OK);
    return account;
}

static bool says(const struct house *house, const char *pointer, const char *part)
{
    for (struct problem *p = house->work.problems.first; p; p = p->next)
        if (str_is(p->pointer, pointer) && str_contains(p->detail, str_of(part)))
            return true;
    return false;
}

/* How many events of that action the viewer sees about an account. */
static size_t events(struct house *house, const struct viewer *viewer, struct str account, const char *action)
{
    struct event_query query = {.record = account, .limit = 200};
    struct value *items = NULL;
    struct str next;
    size_t count = 0;
    CHECK_INT(event_list(&house->work, viewer, &query, &items, &next), OK);
    VALUE_EACH (item, items)
        count += str_is(value_get_text(item, "action"), action);
    return count;
}

static enum err found_session(struct house *house, struct str secret, struct str *account, bool *touch)
{
    struct session session = {.touch = false};
    enum err err = session_find(&house->work, secret, &session);
    *touch = session.touch;
    *account = session.caller.account;
    return err;
}

static enum err found_token(struct house *house, struct str secret, struct str *tenant, struct str *account)
{
    struct caller caller = {.by_token = false};
    enum err err = token_find(&house->work, secret, &caller);
    *tenant = caller.tenant;
    *account = caller.account;
    return err;
}

TEST(account, a_workspace_begins_with_its_host_and_an_administrator)
{
    struct house house = house_open();
    struct str tenant, host;
    CHECK_INT(workspace_only(&house.work, &tenant, &host), OK);
    CHECK(str_eq(tenant, house.tenant));
    struct viewer *admin = admin_of(&house);
    CHECK(admin->host);
    CHECK(str_eq(admin->organisation, host));
    CHECK(str_is(admin->organisation_name, "Altmark Motorenwerke"));
    CHECK(str_is(admin->name, "Hanna Kern"));
    CHECK_INT(admin->roles, 1u << ROLE_ADMINISTRATOR | 1u << ROLE_HEAD);
    struct value *host_record;
    CHECK_INT(record_get(&house.work, house.host, kind_by_name(S("organisation")), host, &host_record), OK);
    CHECK(str_is(value_get_text(host_record, "kind"), "own"));
    CHECK_INT(events(&house, admin, house.admin, "account.added"), 1);
    house_close(&house);
}

TEST(account, a_workspace_names_its_person_from_the_address)
{
    struct house house = house_open();
    struct str tenant, account;
    struct viewer *viewer;
    house_calm(&house);
    CHECK_INT(
        workspace_init(&house.work, S("Second House"), S("Anna.von-ferne@Second.example"), S(""), &tenant, &account),
        OK);
    CHECK_INT(viewer_of_account(&house.work, tenant, account, &viewer), OK);
    CHECK(str_is(viewer->name, "Anna Von Ferne"));
    CHECK(str_is(viewer->email, "anna.von-ferne@second.example"));
    house_calm(&house);
    CHECK_INT(workspace_init(&house.work, S("Third House"), S("nobody"), S(""), &tenant, &account), ERR_INPUT);
    CHECK(says(&house, "/email", "e-mail"));
    house_close(&house);
}

TEST(account, is_made_once_for_a_person_with_an_address)
{
    struct house house = house_open();
    struct str account = account_of_host(&house, "Ida Ek", "ida@altmark.example"), again, found;
    struct viewer *viewer;
    CHECK_INT(account_find(&house.work, house.tenant, S(" IDA@Altmark.example"), &found), OK);
    CHECK(str_eq(found, account));
    CHECK_INT(account_find(&house.work, house.tenant, S("nobody@altmark.example"), &found), ERR_NOT_FOUND);
    CHECK_INT(viewer_of_account(&house.work, house.tenant, account, &viewer), OK);
    CHECK_INT(viewer->roles, 0);
    CHECK_INT(conn_see(house.conn, &house.host->sees), OK);
    CHECK_INT(account_add(&house.work, house.host, viewer->person, &again), ERR_CONFLICT);
    struct value *silent =
        house_make(&house, house.host, "people",
                   HOUSE_TEXT(&house, "{\"name\":\"No Address\",\"organisation\":\"%s\"}", house.host->organisation.p));
    CHECK_INT(account_add(&house.work, house.host, value_get_text(silent, "id"), &again), ERR_INPUT);
    CHECK(says(&house, "/email", "no e-mail address"));
    CHECK_INT(account_add(&house.work, house.host, S("00000000-0000-7000-8000-000000000000"), &again), ERR_NOT_FOUND);
    house_close(&house);
}

TEST(account, administrators_manage_their_own_organisation)
{
    struct house house = house_open();
    struct str ida = account_of_host(&house, "Ida Ek", "ida@altmark.example"), secret, firm;
    struct viewer *admin = admin_of(&house), *member, *partner;
    partner = house_partner(&house, "Rivera", "Rosa Vidal", "rosa@rivera.example", &firm);
    CHECK_INT(account_roles_set(&house.work, admin, ida, 1u << ROLE_MEMBER | 1u << ROLE_EXECUTIVE), OK);
    CHECK_INT(viewer_of_account(&house.work, house.tenant, ida, &member), OK);
    CHECK_INT(member->roles, 1u << ROLE_MEMBER | 1u << ROLE_EXECUTIVE);
    CHECK_INT(account_disable(&house.work, member, house.admin, true), ERR_FORBIDDEN);
    CHECK_INT(link_issue(&house.work, member, house.admin, 1, &secret), ERR_FORBIDDEN);
    CHECK_INT(account_disable(&house.work, partner, ida, true), ERR_NOT_FOUND);
    CHECK_INT(account_disable(&house.work, admin, house.admin, true), ERR_CONFLICT);
    CHECK_INT(account_roles_set(&house.work, admin, house.admin, 1u << ROLE_HEAD), ERR_CONFLICT);
    CHECK_INT(token_issue(&house.work, admin, ida, S("x"), 1, NULL, &secret), ERR_NOT_FOUND);
    CHECK_INT(account_disable(&house.work, admin, ida, true), OK);
    CHECK_INT(account_disable(&house.work, admin, ida, true), OK); /* is so already */
    CHECK_INT(viewer_of_account(&house.work, house.tenant, ida, &member), ERR_NOT_FOUND);
    CHECK_INT(link_issue(&house.work, admin, ida, 1, &secret), ERR_CONFLICT);
    CHECK_INT(account_disable(&house.work, admin, ida, false), OK);
    CHECK_INT(events(&house, admin, ida, "account.disabled"), 1);
    CHECK_INT(events(&house, admin, ida, "account.enabled"), 1);
    CHECK_INT(events(&house, admin, ida, "roles.set"), 1);
    house_close(&house);
}

TEST(account, the_host_invites_until_somebody_has_signed_in)
{
    struct house house = house_open();
    struct str firm, secret, tenant, account, session;
    struct viewer *partner = house_partner(&house, "Rivera", "Rosa Vidal", "rosa@rivera.example", &firm);
    struct viewer *admin = admin_of(&house);
    CHECK_INT(link_issue(&house.work, admin, partner->account, 24, &secret), OK);
    CHECK_INT(link_use(&house.work, secret, &tenant, &account), OK);
    CHECK_INT(session_start(&house.work, tenant, account, S("test"), &session), OK);
    CHECK_INT(link_issue(&house.work, admin, partner->account, 24, &secret), ERR_NOT_FOUND);
    CHECK_INT(link_issue(&house.work, house.host, partner->account, 24, &secret), OK); /* the operator may */
    house_close(&house);
}

TEST(account, list_is_of_the_own_organisation)
{
    struct house house = house_open();
    struct str firm;
    struct value *list;
    struct viewer *partner = house_partner(&house, "Rivera", "Rosa Vidal", "rosa@rivera.example", &firm);
    account_of_host(&house, "Ida Ek", "ida@altmark.example");
    CHECK_INT(account_list(&house.work, house.host, &list), OK);
    CHECK_INT(list->count, 3);
    CHECK_INT(account_list(&house.work, admin_of(&house), &list), OK);
    CHECK_INT(list->count, 2);
    struct value *first = value_at(list, 0); /* by e-mail: head@ before ida@ */
    CHECK(str_is(value_get_text(first, "email"), "head@altmark.example"));
    CHECK(str_is(value_get_text(first, "name"), "Hanna Kern"));
    CHECK_INT(value_get(first, "roles")->count, 2);
    CHECK(str_is(value_at(value_get(first, "roles"), 0)->text, "administrator"));
    CHECK(str_is(value_get(first, "organisation")->label, "Altmark Motorenwerke"));
    CHECK(!value_get_bool(first, "disabled") && !value_get_bool(first, "has_password"));
    CHECK(value_get(first, "last_seen_at")->kind == V_NULL);
    CHECK_INT(account_list(&house.work, partner, &list), ERR_FORBIDDEN);
    house_close(&house);
}

TEST(account, a_link_is_good_once_and_for_a_while)
{
    struct house house = house_open();
    struct str first, second, third, tenant, account;
    CHECK_INT(link_issue(&house.work, house.host, house.admin, 2, &first), OK);
    CHECK_INT(link_issue(&house.work, house.host, house.admin, 2, &second), OK);
    CHECK_INT(link_issue(&house.work, house.host, house.admin, 2, &third), OK);
    CHECK_INT(first.n, 43);
    CHECK_INT(link_use(&house.work, first, &tenant, &account), OK);
    CHECK(str_eq(tenant, house.tenant) && str_eq(account, house.admin));
    CHECK_INT(link_use(&house.work, first, &tenant, &account), ERR_GONE);
    CHECK_INT(link_use(&house.work, S("no such link"), &tenant, &account), ERR_GONE);
    CHECK_INT(link_use(&house.work, S(""), &tenant, &account), ERR_GONE);
    CHECK_INT(found_session(&house, second, &account, &(bool){false}), ERR_SIGNED_OUT);
    house.work.now_ms += 2 * hour - 1;
    CHECK_INT(link_use(&house.work, second, &tenant, &account), OK);
    house.work.now_ms += 1;
    CHECK_INT(link_use(&house.work, third, &tenant, &account), ERR_GONE);
    CHECK_INT(events(&house, house.host, house.admin, "link.issued"), 3);
    house_close(&house);
}

TEST(account, links_sessions_and_tokens_end_with_the_account)
{
    struct house house = house_open();
    struct str ida = account_of_host(&house, "Ida Ek", "ida@altmark.example"), link, session, token, tenant, account;
    struct viewer *viewer;
    bool touch;
    CHECK_INT(viewer_of_account(&house.work, house.tenant, ida, &viewer), OK);
    CHECK_INT(link_issue(&house.work, house.host, ida, 2, &link), OK);
    CHECK_INT(session_start(&house.work, house.tenant, ida, S("test"), &session), OK);
    CHECK_INT(token_issue(&house.work, viewer, ida, S("script"), 0, NULL, &token), OK);
    CHECK_INT(account_disable(&house.work, house.host, ida, true), OK);
    CHECK_INT(account_disable(&house.work, house.host, ida, false), OK); /* they do not come back */
    CHECK_INT(link_use(&house.work, link, &tenant, &account), ERR_GONE);
    CHECK_INT(found_session(&house, session, &account, &touch), ERR_SIGNED_OUT);
    CHECK_INT(found_token(&house, token, &tenant, &account), ERR_SIGNED_OUT);
    house_close(&house);
}

TEST(account, a_session_ends_by_idleness_and_by_age)
{
    struct house house = house_open();
    struct str secret, account;
    bool touch;
    int64_t start = house.work.now_ms;
    CHECK_INT(session_start(&house.work, house.tenant, house.admin, S("Firefox"), &secret), OK);
    CHECK_INT(found_session(&house, secret, &account, &touch), OK);
    CHECK(str_eq(account, house.admin) && !touch);
    house.work.now_ms = start + 5 * minute;
    CHECK_INT(found_session(&house, secret, &account, &touch), OK);
    CHECK(touch);
    CHECK_INT(session_touch(&house.work, secret), OK);
    CHECK_INT(found_session(&house, secret, &account, &touch), OK);
    CHECK(!touch);
    house.work.now_ms = start + 5 * minute + 12 * hour;
    CHECK_INT(found_session(&house, secret, &account, &touch), ERR_SIGNED_OUT);
    for (int64_t at = start; at < start + 30 * day; at += 11 * hour) {
        house.work.now_ms = at;
        CHECK_INT(found_session(&house, secret, &account, &touch), OK);
        CHECK_INT(session_touch(&house.work, secret), OK);
    }
    house.work.now_ms = start + 30 * day;
    CHECK_INT(found_session(&house, secret, &account, &touch), ERR_SIGNED_OUT);
    house_close(&house);
}

TEST(account, a_session_can_be_ended)
{
    struct house house = house_open();
    struct str first, second, account;
    struct value *view;
    bool touch;
    struct viewer *admin = admin_of(&house);
    CHECK_INT(session_start(&house.work, house.tenant, house.admin, S("Firefox"), &first), OK);
    CHECK_INT(session_start(&house.work, house.tenant, house.admin, S("Chromium"), &second), OK);
    CHECK_INT(session_end(&house.work, first), OK);
    CHECK_INT(session_end(&house.work, first), OK);
    CHECK_INT(found_session(&house, first, &account, &touch), ERR_SIGNED_OUT);
    CHECK_INT(account_access_view(&house.work, admin, &view), OK);
    CHECK_INT(value_get(view, "sessions")->count, 1);
    struct str id = value_get_text(value_at(value_get(view, "sessions"), 0), "id");
    struct str firm;
    struct viewer *partner = house_partner(&house, "Rivera", "Rosa Vidal", "rosa@rivera.example", &firm);
    CHECK_INT(access_revoke(&house.work, partner, id), ERR_NOT_FOUND);
    CHECK_INT(access_revoke(&house.work, admin, id), OK);
    CHECK_INT(access_revoke(&house.work, admin, id), ERR_NOT_FOUND);
    CHECK_INT(found_session(&house, second, &account, &touch), ERR_SIGNED_OUT);
    CHECK_INT(events(&house, admin, house.admin, "session.started"), 2);
    CHECK_INT(events(&house, admin, house.admin, "access.ended"), 2);
    house_close(&house);
}

TEST(account, a_token_speaks_for_its_account)
{
    struct house house = house_open();
    struct viewer *admin = admin_of(&house);
    struct str token, tenant, account;
    struct value *view;
    CHECK_INT(token_issue(&house.work, admin, house.admin, S("nightly export"), 0, NULL, &token), OK);
    CHECK(str_starts(token, S("ent_")) && token.n == 47);
    CHECK_INT(found_token(&house, token, &tenant, &account), OK);
    CHECK(str_eq(tenant, house.tenant) && str_eq(account, house.admin));
    CHECK_INT(found_token(&house, str_part(token, 0, 46), &tenant, &account), ERR_SIGNED_OUT);
    CHECK_INT(account_access_view(&house.work, admin, &view), OK);
    struct value *shown = value_at(value_get(view, "tokens"), 0);
    CHECK(str_is(value_get_text(shown, "name"), "nightly export"));
    CHECK(!str_contains(json_text(house.arena, view), str_part(token, 4, 43)));
    house.work.now_ms += 90 * day;
    CHECK_INT(found_token(&house, token, &tenant, &account), ERR_SIGNED_OUT);
    CHECK_INT(events(&house, admin, house.admin, "token.issued"), 1);
    house_close(&house);
}

/* What is in the file, byte by byte: no secret and no password may be. */
static bool stored(struct house *house, struct str secret)
{
    CHECK_INT(conn_commit(house->conn), OK);
    struct problems problems = problems_init(house->arena);
    struct str copy = arena_printf(house->arena, "%s/copy.db", check_temp_dir());
    CHECK_INT(store_backup(house->store, copy.p, &problems), OK);
    FILE *file = fopen(copy.p, "rb");
    struct buf text = buf_init(house->arena, 0);
    char part[4096];
    for (size_t n; file && (n = fread(part, 1, sizeof part, file)) > 0;)
        buf_add(&text, (struct str){part, n});
    if (file)
        fclose(file);
    CHECK(text.n > 4096);
    return str_contains(buf_str(&text), secret);
}

TEST(account, secrets_are_not_stored)
{
    struct house house = house_open();
    struct str token, link, session, hash;
    struct viewer *admin = admin_of(&house);
    CHECK_INT(token_issue(&house.work, admin, house.admin, S("x"), 0, NULL, &token), OK);
    CHECK_INT(link_issue(&house.work, admin, house.admin, 1, &link), OK);
    CHECK_INT(session_start(&house.work, house.tenant, house.admin, S("x"), &session), OK);
    CHECK_INT(password_hash(&house.work, S("three grey herons"), admin->email, &hash), OK);
    CHECK_INT(password_set(&house.work, admin, hash), OK);
    CHECK(!stored(&house, str_part(token, 4, 43)));
    CHECK_INT(conn_begin(house.conn), OK);
    CHECK(!stored(&house, link) && conn_begin(house.conn) == OK);
    CHECK(!stored(&house, session) && conn_begin(house.conn) == OK);
    CHECK(!stored(&house, S("three grey herons")) && conn_begin(house.conn) == OK);
    house_close(&house);
}

TEST(account, passwords_that_are_refused)
{
    struct house house = house_open();
    static const struct {
        struct str password;
        const char *words;
    } refused[] = {
        {STR(""), "Too short: at least 10"},
        {STR("ninechars"), "Too short"},
        {STR("äöüäöüäöü"), "Too short"}, /* characters, not bytes */
        {STR("HEAD@altmark.example"), "must not be your e-mail"},
        {STR("Password123"), "too well known"},
        {STR("aaaaaaaaaaaa"), "too simple"},
        {STR("bad \xff\xfe bytes"), "cannot be read"},
    };
    struct str hash;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        house_calm(&house);
        CHECK_INT(password_hash(&house.work, refused[i].password, S("head@altmark.example"), &hash), ERR_INPUT);
        CHECK(says(&house, "/password", refused[i].words));
    }
    char long_one[202];
    for (size_t i = 0; i < sizeof long_one; i++)
        long_one[i] = (char)('a' + i % 26);
    house_calm(&house);
    CHECK_INT(password_hash(&house.work, (struct str){long_one, 201}, S(""), &hash), ERR_INPUT);
    CHECK_INT(password_hash(&house.work, (struct str){long_one, 200}, S(""), &hash), OK);
    house_close(&house);
}

TEST(account, a_password_signs_in)
{
    struct house house = house_open();
    struct viewer *admin = admin_of(&house);
    struct str hash, tenant, account, good = S("three grey herons"), email = S("Head@Altmark.example");
    CHECK_INT(password_check(&house.work, email, good, &tenant, &account), ERR_SIGNED_OUT); /* has none yet */
    CHECK_INT(password_hash(&house.work, good, admin->email, &hash), OK);
    CHECK(str_starts(hash, S("$argon2id$")));
    CHECK_INT(password_set(&house.work, admin, hash), OK);
    CHECK_INT(password_check(&house.work, email, good, &tenant, &account), OK);
    CHECK(str_eq(tenant, house.tenant) && str_eq(account, house.admin));
    CHECK_INT(password_check(&house.work, email, S("three grey heron"), &tenant, &account), ERR_SIGNED_OUT);
    CHECK_INT(password_check(&house.work, S("nobody@altmark.example"), good, &tenant, &account), ERR_SIGNED_OUT);
    CHECK_INT(password_check(&house.work, S(""), S(""), &tenant, &account), ERR_SIGNED_OUT);
    struct str ida = account_of_host(&house, "Ida Ek", "ida@altmark.example");
    CHECK_INT(account_roles_set(&house.work, house.host, ida, 1u << ROLE_ADMINISTRATOR), OK);
    struct viewer *other;
    CHECK_INT(viewer_of_account(&house.work, house.tenant, ida, &other), OK);
    CHECK_INT(account_disable(&house.work, other, house.admin, true), OK);
    CHECK_INT(password_check(&house.work, email, good, &tenant, &account), ERR_SIGNED_OUT);
    CHECK_INT(events(&house, other, house.admin, "password.set"), 1);
    house_close(&house);
}

TEST(account, forged_requests_are_told_by_their_token)
{
    struct house house = house_open();
    struct str token = csrf_token(house.arena, S("secret of a session")), other = csrf_token(house.arena, S("another"));
    CHECK(csrf_holds(house.arena, S("secret of a session"), token));
    CHECK(!csrf_holds(house.arena, S("secret of a session"), other));
    CHECK(!csrf_holds(house.arena, S("secret of a session"), S("")));
    CHECK(!csrf_holds(house.arena, S("secret of a session"), str_part(token, 0, token.n - 1)));
    CHECK(!str_contains(token, S("secret")));
    house_close(&house);
}

TEST(account, answers_are_remembered_by_their_key)
{
    struct house house = house_open();
    struct viewer *admin = admin_of(&house);
    struct str firm, location, body;
    struct viewer *partner = house_partner(&house, "Rivera", "Rosa Vidal", "rosa@rivera.example", &firm);
    int status = 0;
    CHECK_INT(idempotency_find(&house.work, admin, S("k1"), S("h1"), &status, &location, &body), ERR_NOT_FOUND);
    CHECK_INT(idempotency_store(&house.work, admin, S("k1"), S("h1"), 201, S("/notes/1"), S("{}")), OK);
    CHECK_INT(idempotency_find(&house.work, admin, S("k1"), S("h1"), &status, &location, &body), OK);
    CHECK(status == 201 && str_is(location, "/notes/1") && str_is(body, "{}"));
    CHECK_INT(idempotency_find(&house.work, admin, S("k1"), S("h2"), &status, &location, &body), ERR_CONFLICT);
    CHECK_INT(idempotency_find(&house.work, partner, S("k1"), S("h1"), &status, &location, &body), ERR_NOT_FOUND);
    CHECK_INT(conn_savepoint(house.conn), OK);
    CHECK_INT(idempotency_store(&house.work, admin, S("k1"), S("h1"), 201, S(""), S("")), ERR_CONFLICT);
    conn_rollback_to(house.conn);
    house.work.now_ms += day;
    CHECK_INT(idempotency_find(&house.work, admin, S("k1"), S("h1"), &status, &location, &body), ERR_NOT_FOUND);
    CHECK_INT(idempotency_store(&house.work, admin, S("k1"), S("h2"), 204, (struct str){NULL, 0}, S("")), OK);
    CHECK_INT(idempotency_find(&house.work, admin, S("k1"), S("h2"), &status, &location, &body), OK);
    CHECK(status == 204 && location.n == 0);
    house_close(&house);
}
