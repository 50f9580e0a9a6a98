/* What is held about a person: listing, erasing, and what is deleted when its time is over. */
#include "house.h"
#include "kernel/event.h"
#include "kernel/personal.h"
#include "kernel/personal_place.h"
#include "kernel/purge.h"
#include "kernel/search.h"

static const int64_t day = INT64_C(86400000);

/* An alliance of two firms, with a person of the host's, Ida Ek, in it: account, team, contact, secondment, notes. */
struct scene {
    struct house house;
    struct viewer *partner, *admin, *ida;
    struct str firm, person, account, ours, theirs; /* ours, theirs: parties */
    const char *alliance;
};

static const char *party_of(struct scene *scene, struct str organisation)
{
    struct query query = {.filter_count = 1, .filters = {{S("organisation"), organisation}}};
    struct page page = {0};
    CHECK_INT(conn_see(scene->house.conn, &scene->house.host->sees), OK);
    CHECK_INT(record_list(&scene->house.work, scene->house.host, kind_by_plural(S("parties")), &query, &page), OK);
    return house_id(page.items->first);
}

static void furnish(struct scene *scene)
{
    struct house *h = &scene->house;
    struct str secret;
    const char *ours = party_of(scene, h->host->organisation), *theirs = party_of(scene, scene->firm);
    house_make(h, h->host, "contacts",
               HOUSE_TEXT(h,
                          "{\"alliance\":\"%s\",\"party_a\":\"%s\",\"person_a\":\"%s\",\"party_b\":\"%s\","
                          "\"name_b\":\"Rosa Vidal\",\"function\":\"Finance\"}",
                          scene->alliance, ours, scene->person.p, theirs));
    house_make(h, scene->partner, "contacts",
               HOUSE_TEXT(h,
                          "{\"alliance\":\"%s\",\"circle\":\"side\",\"party_a\":\"%s\",\"name_a\":\"Rosa Vidal\","
                          "\"party_b\":\"%s\",\"person_b\":\"%s\",\"name_b\":\"Ida, their Ek\"}",
                          scene->alliance, theirs, ours, scene->person.p));
    house_make(h, h->host, "secondments",
               HOUSE_TEXT(h, "{\"alliance\":\"%s\",\"sent_by\":\"%s\",\"works_at\":\"%s\",\"person\":\"%s\"}",
                          scene->alliance, ours, theirs, scene->person.p));
    house_make(
        h, h->host, "notes",
        HOUSE_TEXT(h, "{\"about_kind\":\"people\",\"about\":\"%s\",\"text\":\"Speaks Dutch\"}", scene->person.p));
    house_make(h, h->host, "notes",
               HOUSE_TEXT(h, "{\"about_kind\":\"alliances\",\"about\":\"%s\",\"text\":\"Asked:\\nIDA EK, by phone\"}",
                          scene->alliance));
    house_make(h, scene->partner, "notes",
               HOUSE_TEXT(h,
                          "{\"about_kind\":\"alliances\",\"about\":\"%s\",\"circle\":\"side\","
                          "\"text\":\"Ida Ek is slow\"}",
                          scene->alliance));
    CHECK_INT(token_issue(&h->work, h->host, scene->account, S("Ida's script"), 7, NULL, &secret), OK);
    CHECK_INT(session_start(&h->work, h->tenant, scene->account, S("Firefox"), &secret), OK);
    CHECK_INT(idempotency_store(&h->work, scene->ida, S("key"), S("hash"), 201, S("/x"), S("{}")), OK);
    CHECK_INT(idempotency_store(&h->work, scene->admin, S("key"), S("hash"), 201, S("/x"), S("{\"name\":\"Ida Ek\"}")),
              OK);
}

static struct scene scene_open(void)
{
    struct scene scene = {.house = house_open()};
    struct house *h = &scene.house;
    struct value *out;
    scene.partner = house_partner(h, "Rivera Car Rental", "Rosa Vidal", "rosa@rivera.example", &scene.firm);
    scene.alliance = house_id(house_make(h, h->host, "alliances", "{\"name\":\"Mobility\",\"short_code\":\"MOB\"}"));
    house_make(h, h->host, "parties",
               HOUSE_TEXT(h, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", scene.alliance, scene.firm.p));
    house_member(h, scene.partner, scene.alliance, "manager");
    struct value *person = house_make(
        h, h->host, "people",
        HOUSE_TEXT(
            h,
            "{\"name\":\"Ida Berg\",\"email\":\"ida@altmark.example\",\"title\":\"Controller\",\"level\":\"manager\","
            "\"organisation\":\"%s\"}",
            h->host->organisation.p));
    scene.person = value_get_text(person, "id");
    CHECK_INT(record_change(&h->work, h->host, kind_by_name(S("person")), scene.person, 1,
                            house_json(h, "{\"name\":\"Ida Ek\"}"), INPUT_JSON, S(""), &out),
              OK);
    CHECK_INT(account_add(&h->work, h->host, scene.person, &scene.account), OK);
    CHECK_INT(account_roles_set(&h->work, h->host, scene.account, 1u << ROLE_MEMBER), OK);
    CHECK_INT(viewer_of_account(&h->work, h->tenant, scene.account, &scene.ida), OK);
    CHECK_INT(viewer_of_account(&h->work, h->tenant, h->admin, &scene.admin), OK);
    house_member(h, scene.ida, scene.alliance, "member");
    furnish(&scene);
    return scene;
}

static enum err open_for(struct scene *scene, struct viewer *viewer, struct str person, enum personal_act act)
{
    struct personal personal;
    house_calm(&scene->house);
    CHECK_INT(conn_see(scene->house.conn, &viewer->sees), OK);
    return personal_open(&scene->house.work, viewer, person, act, &personal);
}

static struct value *list_for(struct scene *scene, struct viewer *viewer, bool events)
{
    struct personal personal;
    struct value *view = NULL;
    CHECK_INT(conn_see(scene->house.conn, &viewer->sees), OK);
    CHECK_INT(personal_open(&scene->house.work, viewer, scene->person, PERSONAL_READ, &personal), OK);
    CHECK_INT(personal_list(&scene->house.work, viewer, &personal, events, &view), OK);
    return view;
}

static size_t listed(const struct value *view, const char *area, const char *kind)
{
    size_t n = 0;
    VALUE_EACH (item, value_get(view, "items"))
        n += str_is(value_get_text(item, "area"), area) && str_is(value_get_text(item, "kind"), kind);
    return n;
}

static const struct value *item_of(const struct value *view, const char *kind)
{
    VALUE_EACH (item, value_get(view, "items"))
        if (str_is(value_get_text(item, "kind"), kind))
            return item;
    return NULL;
}

static struct str datum_of(const struct value *item, const char *field)
{
    VALUE_EACH (datum, value_get(item, "data"))
        if (str_is(value_get_text(datum, "field"), field))
            return value_get_text(datum, "value");
    return (struct str){NULL, 0};
}

static enum err erase(struct scene *scene, struct viewer *viewer, const char *confirm, struct value **out)
{
    struct personal personal;
    house_calm(&scene->house);
    CHECK_INT(conn_see(scene->house.conn, &viewer->sees), OK);
    enum err err = personal_open(&scene->house.work, viewer, scene->person, PERSONAL_ERASE, &personal);
    return err ? err : personal_erase(&scene->house.work, viewer, &personal, str_of(confirm), out);
}

static int64_t number(struct house *house, const char *sql)
{
    bool row;
    struct stmt *stmt = conn_prepare(house->conn, str_of(sql));
    int64_t n = stmt_step(stmt, &row) == OK && row ? stmt_column_int(stmt, 0) : -1;
    stmt_done(stmt);
    return n;
}

/* The tables of the store that have such a column (any column where it is NULL), as a list of texts. */
static struct value *tables_with(struct house *house, const char *column)
{
    bool postgres = strcmp(conn_scheme(house->conn), "postgres") == 0;
    struct value *list = value_list(house->arena);
    CHECK_INT(conn_script(house->conn,
                          postgres ? S("DROP TABLE IF EXISTS all_tables; CREATE TEMPORARY TABLE all_tables AS SELECT"
                                       " CAST(table_name AS TEXT) AS name FROM information_schema.tables WHERE"
                                       " table_schema = current_schema() AND table_type = 'BASE TABLE'"
                                       " AND table_name NOT IN ('entente_sight', 'entente_commit')")
                                   : S("DROP TABLE IF EXISTS all_tables; CREATE TABLE all_tables AS SELECT name"
                                       " FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
                                       " AND name NOT LIKE 'search_words%' AND name NOT LIKE 'search_titles%'"
                                       " AND name NOT LIKE 'sqlite%'")),
              OK);
    struct stmt *stmt = conn_prepare(house->conn, S("SELECT name FROM all_tables ORDER BY name"));
    bool row;
    while (stmt_step(stmt, &row) == OK && row)
        value_push(list, value_text(house->arena, arena_copy(house->arena, stmt_column(stmt, 0))));
    stmt_done(stmt);
    struct value *found = value_list(house->arena), *columns;
    VALUE_EACH (table, list) {
        CHECK_INT(conn_columns(house->conn, house->arena, table->text.p, &columns), OK);
        VALUE_EACH (name, columns)
            if (!column || str_is(name->text, column)) {
                value_push(found, value_text(house->arena, table->text));
                break;
            }
    }
    return found;
}

/* In how many rows of the whole store the text stands. */
static int64_t occurrences(struct house *house, const char *text)
{
    int64_t n = 0;
    struct value *columns, *tables = tables_with(house, NULL);
    CHECK_INT(conn_see_all(house->conn), OK);
    VALUE_EACH (table, tables) {
        CHECK_INT(conn_columns(house->conn, house->arena, table->text.p, &columns), OK);
        VALUE_EACH (column, columns)
            n += number(house, HOUSE_TEXT(house, "SELECT count(*) FROM %s WHERE lower(CAST(%s AS TEXT)) LIKE '%%%s%%'",
                                          table->text.p, column->text.p, text));
    }
    CHECK_INT(conn_see_back(house->conn, OK), OK);
    return n;
}

static struct event_verdict verify(struct house *house)
{
    struct event_verdict verdict;
    CHECK_INT(event_verify(&house->work, &verdict), OK);
    return verdict;
}

TEST(personal, everything_that_names_a_person_is_listed_with_why_and_how_long)
{
    struct scene scene = scene_open();
    struct value *view = list_for(&scene, scene.ida, true);
    CHECK_INT(listed(view, "identity", "person"), 1);
    CHECK_INT(listed(view, "account", "account"), 1);
    CHECK_INT(listed(view, "account", "role"), 1);
    CHECK_INT(listed(view, "access", "session"), 1);
    CHECK_INT(listed(view, "access", "token"), 1);
    CHECK_INT(listed(view, "record", "membership"), 1);
    CHECK_INT(listed(view, "record", "contact"), 1); /* not the partner's own one */
    CHECK_INT(listed(view, "record", "secondment"), 1);
    CHECK_INT(listed(view, "about", "note"), 1);
    CHECK_INT(listed(view, "answer", "answer"), 1);
    CHECK(str_is(datum_of(item_of(view, "person"), "title"), "Controller"));
    CHECK(str_is(datum_of(item_of(view, "membership"), "role"), "member"));
    CHECK(str_is(value_get_text(item_of(view, "membership"), "title"), "Ida Ek"));
    VALUE_EACH (item, value_get(view, "items"))
        CHECK(value_get_text(item, "why").n > 10 && value_get_text(item, "until").n > 5);
    struct buf csv = buf_init(scene.house.arena, 0);
    CHECK_INT(personal_csv(&scene.house.work, view, &csv), OK);
    CHECK(str_contains(buf_str(&csv), S("Controller")));
    CHECK(str_starts(buf_str(&csv), S("area,kind,id,title,since,until,why,field,value")));
    house_close(&scene.house);
}

TEST(personal, an_administrator_lists_own_people_without_reading_alliances)
{
    struct scene scene = scene_open();
    CHECK_INT(account_roles_set(&scene.house.work, scene.house.host, scene.house.admin, 1u << ROLE_ADMINISTRATOR), OK);
    CHECK_INT(viewer_of_account(&scene.house.work, scene.house.tenant, scene.house.admin, &scene.admin), OK);
    struct value *view = list_for(&scene, scene.admin, true);
    const struct value *membership = item_of(view, "membership");
    CHECK_INT(listed(view, "record", "membership"), 1);
    CHECK_INT(value_get(membership, "title")->kind, V_NULL);
    CHECK_INT(value_get(membership, "href")->kind, V_NULL);
    CHECK(str_is(datum_of(membership, "name"), "Ida Ek"));
    CHECK(datum_of(membership, "role").p == NULL);
    CHECK(value_get_text(item_of(view, "person"), "href").n > 0);
    house_close(&scene.house);
}

TEST(personal, only_their_own_organisation_lists_and_erases)
{
    struct scene scene = scene_open();
    struct house *h = &scene.house;
    struct value *out;
    struct viewer *colleague = scene.ida;
    CHECK_INT(open_for(&scene, scene.ida, scene.person, PERSONAL_READ), OK);
    CHECK_INT(open_for(&scene, scene.ida, scene.person, PERSONAL_ERASE), ERR_FORBIDDEN);
    CHECK_INT(open_for(&scene, colleague, scene.admin->person, PERSONAL_READ), ERR_FORBIDDEN);
    CHECK_INT(open_for(&scene, scene.admin, scene.admin->person, PERSONAL_ERASE), ERR_FORBIDDEN);
    CHECK_INT(open_for(&scene, scene.partner, scene.person, PERSONAL_READ), ERR_NOT_FOUND);
    CHECK_INT(open_for(&scene, scene.admin, scene.partner->person, PERSONAL_READ), ERR_NOT_FOUND);
    CHECK_INT(open_for(&scene, scene.admin, scene.partner->person, PERSONAL_ERASE), ERR_NOT_FOUND);
    CHECK_INT(open_for(&scene, scene.admin, S("nobody"), PERSONAL_READ), ERR_NOT_FOUND);
    struct viewer eyes = *scene.ida; /* lent to somebody who sees as her */
    eyes.looker = scene.partner;
    CHECK_INT(open_for(&scene, &eyes, scene.person, PERSONAL_READ), ERR_NOT_FOUND);
    CHECK_INT(open_for(&scene, h->host, scene.partner->person, PERSONAL_ERASE), OK); /* the operator, when asked to */
    CHECK_INT(erase(&scene, scene.admin, "ida ek", &out), ERR_INPUT);
    CHECK_INT(occurrences(h, "ida@altmark.example") > 0, 1);
    house_close(h);
}

TEST(personal, a_preview_says_what_changes_and_which_texts_stay)
{
    struct scene scene = scene_open();
    struct personal personal;
    struct value *view;
    CHECK_INT(personal_open(&scene.house.work, scene.admin, scene.person, PERSONAL_ERASE, &personal), OK);
    CHECK_INT(personal_preview(&scene.house.work, scene.admin, &personal, &view), OK);
    CHECK_INT(value_get(view, "records")->count, 3);
    const struct value *texts = value_get(view, "texts");
    CHECK_INT(texts->count, 1); /* the joint note; the partner's own is not told of */
    CHECK(str_is(value_get_text(texts->first, "kind"), "note"));
    CHECK(str_is(value_get_text(texts->first, "field"), "text"));
    CHECK(value_get_int(view, "events", 0) >= 8);
    CHECK(str_starts(value_get_text(view, "pseudonym"), S("Former person ")));
    CHECK_INT(occurrences(&scene.house, "ida@altmark.example") > 0, 1);
    house_close(&scene.house);
}

TEST(personal, erasing_keeps_the_records_and_removes_the_identity)
{
    struct scene scene = scene_open();
    struct house *h = &scene.house;
    struct value *out = NULL, *record;
    int64_t records = number(h, "SELECT (SELECT count(*) FROM membership) + (SELECT count(*) FROM contact)"
                                " + (SELECT count(*) FROM secondment) + (SELECT count(*) FROM person)");
    CHECK_INT(erase(&scene, scene.admin, " Ida Ek ", &out), OK);
    CHECK_INT(value_get_int(out, "records", 0), 3);
    struct str name = value_get_text(out, "name");
    CHECK_INT(number(h, "SELECT (SELECT count(*) FROM membership) + (SELECT count(*) FROM contact)"
                        " + (SELECT count(*) FROM secondment) + (SELECT count(*) FROM person)"),
              records);
    CHECK_INT(conn_see(h->conn, &h->host->sees), OK);
    CHECK_INT(record_get(&h->work, h->host, kind_by_name(S("person")), scene.person, &record), OK);
    CHECK(str_eq(value_get_text(record, "name"), name));
    CHECK_INT(value_get(record, "email")->kind, V_NULL);
    CHECK_INT(value_get(record, "title")->kind, V_NULL);
    CHECK_INT(value_get(record, "level")->kind, V_NULL);
    CHECK(str_eq(value_get_text(record, "organisation"), h->host->organisation));
    /* Nowhere in the store, but for the free texts: two notes, each in its table, in the full text, and the partner's
     * in its own log. */
    CHECK_INT(occurrences(h, "ida@altmark.example"), 0);
    CHECK_INT(occurrences(h, "ida berg"), 0);
    CHECK_INT(occurrences(h, "their ek"), 0);
    CHECK_INT(occurrences(h, "controller"), 0);
    CHECK_INT(occurrences(h, "ida ek"), 5);
    CHECK_INT(number(h, HOUSE_TEXT(h, "SELECT count(*) FROM account WHERE id = '%s'", scene.account.p)), 0);
    VALUE_EACH (table, tables_with(h, "account_id"))
        CHECK_INT(
            number(h, HOUSE_TEXT(h, "SELECT count(*) FROM %s WHERE account_id = '%s'", table->text.p, scene.account.p)),
            0);
    struct event_verdict v = verify(h);
    CHECK_INT(v.count, 0);
    CHECK(v.erased >= 8);
    CHECK(v.erasure_count >= 3); /* the host's chain, the joint one, the partner's */
    for (size_t i = 0; i < v.erasure_count; i++)
        CHECK(str_is(v.erasures[i].reason, "person"));
    CHECK_INT(erase(&scene, scene.admin, name.p, &out), ERR_CONFLICT);
    house_close(h);
}

TEST(personal, an_erased_person_is_found_by_the_pseudonym_only)
{
    struct scene scene = scene_open();
    struct house *h = &scene.house;
    struct value *out, *hits;
    CHECK_INT(erase(&scene, scene.admin, "Ida Ek", &out), OK);
    CHECK_INT(conn_see(h->conn, &h->host->sees), OK);
    CHECK_INT(search_find(&h->work, h->host, S("ida"), 20, &hits), OK);
    CHECK_INT(hits->count, 1); /* the joint note */
    CHECK_INT(search_find(&h->work, h->host, value_get_text(out, "name"), 20, &hits), OK);
    CHECK_INT(hits->count, 4); /* person, membership, contact, secondment */
    CHECK_INT(conn_see(h->conn, &scene.partner->sees), OK);
    CHECK_INT(search_find(&h->work, scene.partner, value_get_text(out, "name"), 20, &hits), OK);
    CHECK_INT(hits->count, 4); /* membership, secondment, the joint contact and their own */
    house_close(h);
}

TEST(personal, what_somebody_did_leads_to_nobody)
{
    struct scene scene = scene_open();
    struct house *h = &scene.house;
    struct value *out, *items;
    struct str next;
    house_make(h, scene.ida, "notes",
               HOUSE_TEXT(h, "{\"about_kind\":\"alliances\",\"about\":\"%s\",\"text\":\"Mine\"}", scene.alliance));
    CHECK_INT(erase(&scene, scene.admin, "Ida Ek", &out), OK);
    struct event_query query = {.actor = scene.person};
    CHECK_INT(conn_see(h->conn, &h->host->sees), OK);
    CHECK_INT(event_list(&h->work, h->host, &query, &items, &next), OK);
    CHECK(items->count >= 1);
    VALUE_EACH (item, items)
        CHECK(str_eq(value_get(item, "actor")->label, value_get_text(out, "name")));
    house_close(h);
}

TEST(personal, every_table_of_accounts_is_emptied)
{
    struct scene scene = scene_open();
    VALUE_EACH (table, tables_with(&scene.house, "account_id")) {
        bool known = false;
        for (size_t i = 0; personal_account_table(i); i++)
            known = known || str_is(table->text, personal_account_table(i));
        if (!CHECK(known))
            fprintf(stderr, "  personal_account_table does not know %s\n", table->text.p);
    }
    house_close(&scene.house);
}

/* ---- What is over ---- */

static struct purge_counts purge_now(struct house *house, int64_t event_days)
{
    struct purge_terms terms = {.withdrawn_days = 30, .event_days = event_days};
    struct purge_counts counts;
    CHECK_INT(purge(&house->work, house->host, &terms, &counts), OK);
    return counts;
}

TEST(purge, withdrawn_records_go_after_thirty_days)
{
    struct house house = house_open();
    const struct kind *kind = kind_by_plural(S("organisations"));
    struct value *out, *firm = house_make(&house, house.host, "organisations", "{\"name\":\"Gone Ltd\"}");
    struct str id = value_get_text(firm, "id");
    CHECK_INT(record_withdraw(&house.work, house.host, kind, id, 1, S("a duplicate of Gone Ltd"), &out), OK);
    int64_t withdrawn = house.work.now_ms;
    house.work.now_ms = withdrawn + 30 * day;
    CHECK_INT(purge_now(&house, 0).records, 0);
    CHECK_INT(record_restore(&house.work, house.host, kind, id, 2, &out), OK);
    house.work.now_ms = withdrawn;
    CHECK_INT(record_withdraw(&house.work, house.host, kind, id, 3, S(""), &out), OK);
    house.work.now_ms = withdrawn + 30 * day + 2;
    CHECK_INT(purge_now(&house, 0).records, 1);
    CHECK_INT(purge_now(&house, 0).records, 0);
    CHECK_INT(record_get(&house.work, house.host, kind, id, &out), ERR_NOT_FOUND);
    CHECK_INT(occurrences(&house, "gone ltd"), 0);
    struct event_verdict v = verify(&house);
    CHECK_INT(v.count, 0);
    CHECK_INT(v.erased, 4);
    CHECK_INT(v.erasure_count, 1);
    CHECK(str_is(v.erasures[0].reason, "withdrawn"));
    house_close(&house);
}

TEST(purge, what_is_referred_to_stays_until_that_is_gone)
{
    struct house house = house_open();
    const struct kind *kind = kind_by_plural(S("organisations"));
    struct value *out, *parent = house_make(&house, house.host, "organisations", "{\"name\":\"Parent\"}");
    struct value *child = house_make(&house, house.host, "organisations",
                                     HOUSE_TEXT(&house, "{\"name\":\"Child\",\"parent\":\"%s\"}", house_id(parent)));
    struct value *note = house_make(
        &house, house.host, "notes",
        HOUSE_TEXT(&house, "{\"about_kind\":\"organisations\",\"about\":\"%s\",\"text\":\"x\"}", house_id(child)));
    int64_t now = house.work.now_ms;
    CHECK_INT(record_withdraw(&house.work, house.host, kind, value_get_text(parent, "id"), 1, S(""), &out), OK);
    house.work.now_ms = now + 40 * day;
    CHECK_INT(purge_now(&house, 0).records, 0);
    CHECK_INT(record_withdraw(&house.work, house.host, kind, value_get_text(child, "id"), 1, S(""), &out), OK);
    house.work.now_ms = now + 80 * day;
    CHECK_INT(purge_now(&house, 0).records, 0); /* a note is about the child */
    CHECK_INT(record_withdraw(&house.work, house.host, kind_by_plural(S("notes")), value_get_text(note, "id"), 1, S(""),
                              &out),
              OK);
    house.work.now_ms = now + 120 * day;
    CHECK_INT(purge_now(&house, 0).records, 3);
    CHECK_INT(verify(&house).count, 0);
    house_close(&house);
}

TEST(purge, access_and_answers_that_are_over_are_deleted)
{
    struct house house = house_open();
    struct str link, token, session;
    struct caller caller;
    struct viewer *admin;
    CHECK_INT(viewer_of_account(&house.work, house.tenant, house.admin, &admin), OK);
    CHECK_INT(link_issue(&house.work, house.host, house.admin, 1, &link), OK);
    CHECK_INT(token_issue(&house.work, house.host, house.admin, S("t"), 7, NULL, &token), OK);
    CHECK_INT(session_start(&house.work, house.tenant, house.admin, S("Firefox"), &session), OK);
    CHECK_INT(idempotency_store(&house.work, admin, S("k"), S("h"), 201, S("/x"), S("{}")), OK);
    int64_t now = house.work.now_ms;
    struct purge_counts counts = purge_now(&house, 0);
    CHECK_INT(counts.access, 0);
    CHECK_INT(counts.answers, 0);
    house.work.now_ms = now + day + 1;
    counts = purge_now(&house, 0);
    CHECK_INT(counts.access, 2); /* the link, and the session that nobody used for twelve hours */
    CHECK_INT(counts.answers, 1);
    CHECK_INT(token_find(&house.work, token, &caller), OK);
    house.work.now_ms = now + 8 * day;
    CHECK_INT(purge_now(&house, 0).access, 1);
    CHECK_INT(number(&house, "SELECT count(*) FROM access"), 0);
    house_close(&house);
}

TEST(purge, events_keep_their_details_as_long_as_configured)
{
    struct house house = house_open();
    int64_t now = house.work.now_ms, events = number(&house, "SELECT count(*) FROM event");
    house.work.now_ms = now + 400 * day;
    house_make(&house, house.host, "organisations", "{\"name\":\"Newer\"}");
    CHECK_INT(purge_now(&house, 0).events, 0);
    CHECK_INT(purge_now(&house, 365).events, events);
    CHECK_INT(purge_now(&house, 365).events, 0);
    struct event_verdict v = verify(&house);
    CHECK_INT(v.count, 0);
    CHECK_INT(v.erased, events);
    CHECK_INT(v.erasure_count, 1);
    CHECK(str_is(v.erasures[0].reason, "retention"));
    CHECK_INT(occurrences(&house, "newer") > 0, 1);
    house.work.now_ms = now + 800 * day;
    CHECK_INT(purge_now(&house, 365).events, 1); /* not what was erased, nor the trace of it */
    CHECK_INT(verify(&house).count, 0);
    house_close(&house);
}
