/* The log: chains that hold and chains that were tampered with; who reads which events, and what they say. */
#include "base/uuid.h"
#include "house.h"
#include "kernel/erasure.h"
#include "kernel/event.h"

static struct event_verdict verify(struct house *house)
{
    struct event_verdict v;
    CHECK_INT(event_verify(&house->work, &v), OK);
    return v;
}

/* How many breaks of that sort there are. */
static size_t breaks(const struct event_verdict *v, const char *what)
{
    size_t n = 0;
    for (size_t i = 0; i < v->count; i++)
        n += strcmp(v->breaks[i].what, what) == 0;
    return n;
}

static void tamper(struct house *house, const char *sql)
{
    CHECK_INT(conn_script(house->conn, str_of(sql)), OK);
}

/* A workspace with a few records, changed a few times. */
static struct house busy_house(void)
{
    struct house house = house_open();
    const struct kind *kind = kind_by_plural(S("organisations"));
    for (int i = 0; i < 5; i++) {
        struct value *firm = house_make(&house, house.host, "organisations",
                                        HOUSE_TEXT(&house, "{\"name\":\"Firm %d\"}", i)),
                     *out;
        CHECK_INT(record_change(&house.work, house.host, kind, value_get_text(firm, "id"), 1,
                                house_json(&house, "{\"country\":\"DE\",\"kind\":\"partner\"}"), INPUT_JSON,
                                S("they signed"), &out),
                  OK);
    }
    return house;
}

TEST(event, a_chain_that_was_left_alone_holds)
{
    struct house house = busy_house();
    struct event_verdict v = verify(&house);
    CHECK_INT(v.count, 0);
    CHECK(v.breaks == NULL);
    CHECK_INT(v.chains, 1);
    CHECK(v.events >= 12);
    CHECK_INT(v.erased, 0);
    house_close(&house);
}

TEST(event, every_tampering_is_found)
{
    static const struct {
        const char *sql, *what;
        size_t least;
    } cases[] = {
        {"UPDATE event SET payload = replace(payload, 'Firm 3', 'Firm 4')", "payload", 1},
        {"UPDATE event SET salt = NULL WHERE sequence = 4", "payload", 1},
        {"UPDATE event SET payload = NULL WHERE sequence = 4", "payload", 1},
        {"UPDATE event SET payload = NULL, salt = NULL WHERE sequence = 4", "erased", 1},
        {"UPDATE event SET actor_id = 'somebody else' WHERE sequence = 4", "hash", 1},
        {"UPDATE event SET at = at + 1 WHERE sequence = 4", "hash", 1},
        {"UPDATE event SET version = 7 WHERE sequence = 4", "hash", 1},
        {"UPDATE event SET action = 'withdrawn' WHERE sequence = 4", "hash", 1},
        {"UPDATE event SET hash = 'x' || substr(hash, 2) WHERE sequence = 4", "previous", 1},
        {"UPDATE event SET previous = hash WHERE sequence = 4", "previous", 1},
        {"DELETE FROM event WHERE sequence = 4", "sequence", 1},
        {"DELETE FROM event WHERE sequence = 1", "sequence", 1},
        {"UPDATE event SET sequence = sequence + 100 WHERE sequence >= 9", "sequence", 1},
        {"DELETE FROM event WHERE sequence >= 9", "missing", 1},
        {"DELETE FROM event", "missing", 7},
        {"UPDATE organisation SET version = version + 1 WHERE name = 'Firm 2'", "missing", 1},
        {"INSERT INTO audience (tenant_id, id, kind, created_at) SELECT id, 'other', 'owner', 0 FROM tenant;"
         "UPDATE event SET audience_id = 'other'",
         "hash", 12},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct house house = busy_house();
        tamper(&house, cases[i].sql);
        struct event_verdict v = verify(&house);
        if (!CHECK(breaks(&v, cases[i].what) >= cases[i].least))
            fprintf(stderr, "  %s: %zu breaks\n", cases[i].sql, v.count);
        house_close(&house);
    }
}

TEST(event, a_break_says_where)
{
    struct house house = busy_house();
    tamper(&house, "UPDATE event SET at = at + 1 WHERE sequence = 4");
    struct event_verdict v = verify(&house);
    CHECK_INT(v.count, 1);
    CHECK_INT(v.breaks[0].sequence, 4);
    CHECK(str_eq(v.breaks[0].audience, house.host->organisation));
    CHECK(uuid_valid(v.breaks[0].event));
    house_close(&house);
}

/* Erases the events with these sequences of the host's chain, as the kernel does it. */
static void erase(struct house *house, int64_t from, int64_t to)
{
    struct erasure erasure = {.reason = ERASURE_PERSON};
    struct str id;
    for (int64_t at = from; at <= to; at++)
        CHECK_INT(erasure_add(&house->work, &erasure, house->host->organisation, at), OK);
    CHECK_INT(erasure_write(&house->work, house->host, &erasure, &id), OK);
    CHECK(uuid_valid(id));
}

TEST(event, payload_and_salt_can_be_erased)
{
    struct house house = busy_house();
    erase(&house, 4, 5);
    struct event_verdict v = verify(&house);
    CHECK_INT(v.count, 0);
    CHECK_INT(v.erased, 2);
    CHECK_INT(v.erasure_count, 1);
    CHECK_INT(v.erasures[0].events, 2);
    CHECK_INT(v.erasures[0].sequence, v.events);
    CHECK(str_is(v.erasures[0].reason, "person"));
    CHECK(str_eq(v.erasures[0].audience, house.host->organisation));
    CHECK(v.erasures[0].at > 0 && uuid_valid(v.erasures[0].event));
    CHECK_INT(value_at(value_at(v.erasures[0].sequences, 0), 1)->i, 5);
    struct event_query query = {0};
    struct value *items;
    struct str next;
    size_t erased = 0, erasures = 0;
    CHECK_INT(event_list(&house.work, house.host, &query, &items, &next), OK);
    VALUE_EACH (item, items) {
        erased += value_get_bool(item, "erased");
        erasures += str_is(value_get_text(item, "kind"), "erasure");
    }
    CHECK_INT(erased, 2);
    CHECK_INT(erasures, 1);
    house_close(&house);
}

TEST(event, what_no_erasure_names_was_not_erased_properly)
{
    static const char *const cases[] = {
        "UPDATE event SET payload = NULL, salt = NULL WHERE sequence = 6",                  /* beside what was named */
        "UPDATE event SET payload = NULL, salt = NULL WHERE kind = 'erasure'",              /* the erasure itself */
        "DELETE FROM event WHERE kind = 'erasure'",                                         /* its trace removed */
        "UPDATE event SET payload = replace(payload, '4,5', '4,9') WHERE kind = 'erasure'", /* made to say more */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct house house = busy_house();
        erase(&house, 4, 5);
        tamper(&house, cases[i]);
        struct event_verdict v = verify(&house);
        if (!CHECK(v.count > 0))
            fprintf(stderr, "  %s\n", cases[i]);
        CHECK(breaks(&v, "erased") + breaks(&v, "payload") >= 1);
        house_close(&house);
    }
}

TEST(event, the_same_payload_twice_gives_two_hashes)
{
    struct house house = house_open();
    struct str record = S("00000000-0000-7000-8000-000000000001");
    for (int i = 0; i < 2; i++)
        CHECK_INT(
            event_append(&house.work, house.host, house.host->organisation, "organisation", record, 1, "created", NULL),
            OK);
    struct stmt *stmt = conn_prepare(
        house.conn, S("SELECT count(DISTINCT payload_hash), count(DISTINCT hash), count(*), max(length(salt))"
                      " FROM event WHERE record_id = ?1"));
    bool row;
    stmt_text(stmt, 1, record);
    CHECK_INT(stmt_step(stmt, &row), OK);
    CHECK_INT(stmt_column_int(stmt, 0), 2);
    CHECK_INT(stmt_column_int(stmt, 1), 2);
    CHECK_INT(stmt_column_int(stmt, 2), 2);
    CHECK_INT(stmt_column_int(stmt, 3), 32);
    stmt_done(stmt);
    house_close(&house);
}

/* ---- reading ---- */

static struct value *list(struct house *house, const struct viewer *viewer, struct event_query query)
{
    struct value *items = NULL;
    struct str next;
    house_calm(house);
    CHECK_INT(event_list(&house->work, viewer, &query, &items, &next), OK);
    return items;
}

static const struct value *change_of(const struct value *event, const char *field)
{
    VALUE_EACH (change, value_get(event, "changes"))
        if (str_is(value_get_text(change, "field"), field))
            return change;
    return NULL;
}

TEST(event, a_change_is_told_in_typed_leaves)
{
    struct house house = house_open();
    struct value *parent = house_make(&house, house.host, "organisations", "{\"name\":\"Holding\"}");
    struct value *firm = house_make(&house, house.host, "organisations", "{\"name\":\"Firm\",\"country\":\"FR\"}"),
                 *out;
    const char *patch = HOUSE_TEXT(&house,
                                   "{\"country\":\"DE\",\"value_chain\":\"service\",\"parent\":\"%s\",\"sample\":true,"
                                   "\"revenue\":{\"amount\":1250,\"currency\":\"EUR\"}}",
                                   house_id(parent));
    CHECK_INT(record_change(&house.work, house.host, kind_by_plural(S("organisations")), value_get_text(firm, "id"), 1,
                            house_json(&house, patch), INPUT_JSON, S("they moved"), &out),
              OK);
    struct value *items = list(&house, house.host, (struct event_query){.record = value_get_text(firm, "id")});
    CHECK_INT(items->count, 2);
    const struct value *last = value_at(items, 0);
    CHECK(str_is(value_get_text(last, "action"), "changed"));
    CHECK(str_is(value_get_text(last, "why"), "they moved"));
    CHECK_INT(value_get_int(last, "version", 0), 2);
    CHECK(str_is(value_get_text(last, "actor"), "system"));
    CHECK(str_is(value_get(last, "record")->label, "Firm"));
    CHECK(str_eq(value_get_text(last, "owner"), house.host->organisation));
    CHECK_INT(value_get(last, "changes")->count, 5);
    const struct value *country = change_of(last, "country"), *above = change_of(last, "parent");
    CHECK(str_is(value_get_text(country, "before"), "FR") && str_is(value_get(country, "after")->label, "country.DE"));
    CHECK(str_is(value_get_text(country, "label"), "Country"));
    CHECK_INT(value_get(change_of(last, "value_chain"), "before")->kind, V_NULL);
    CHECK_INT(value_get(change_of(last, "value_chain"), "after")->kind, V_CHOICE);
    CHECK_INT(value_get(change_of(last, "revenue"), "after")->kind, V_MONEY);
    CHECK_INT(value_get(change_of(last, "revenue"), "after")->i, 1250);
    CHECK_INT(value_get(change_of(last, "sample"), "after")->kind, V_BOOL);
    CHECK(str_is(value_get(above, "after")->label, "Holding") && value_get(above, "after")->href.n);
    house_close(&house);
}

TEST(event, cursors_walk_all_of_them_once)
{
    struct house house = busy_house();
    struct event_query query = {.limit = 3};
    struct value *items, *all = list(&house, house.host, (struct event_query){.limit = 200});
    struct str next;
    size_t seen = 0;
    for (int guard = 0; guard < 50; guard++) {
        CHECK_INT(event_list(&house.work, house.host, &query, &items, &next), OK);
        VALUE_EACH (item, items) {
            CHECK(str_eq(value_get_text(item, "id"), value_get_text(value_at(all, seen), "id")));
            seen++;
        }
        if (!next.p)
            break;
        query.cursor = next;
    }
    CHECK_INT(seen, all->count);
    house_calm(&house);
    query.cursor = S("nonsense");
    CHECK_INT(event_list(&house.work, house.host, &query, &items, &next), ERR_INPUT);
    house_calm(&house);
    query = (struct event_query){.limit = 201};
    CHECK_INT(event_list(&house.work, house.host, &query, &items, &next), ERR_INPUT);
    house_close(&house);
}

TEST(event, filters_by_kind_actor_and_audience)
{
    struct house house = busy_house();
    struct viewer *admin;
    CHECK_INT(viewer_of_account(&house.work, house.tenant, house.admin, &admin), OK);
    house_make(&house, admin, "capabilities", "{\"name\":\"Batteries\"}");
    CHECK_INT(list(&house, admin, (struct event_query){.kind = S("capability")})->count, 1);
    struct value *mine = list(&house, admin, (struct event_query){.actor = admin->person});
    CHECK_INT(mine->count, 1);
    CHECK(str_is(value_get(value_at(mine, 0), "actor")->label, "Hanna Kern"));
    CHECK(list(&house, admin, (struct event_query){.audience = admin->organisation})->count > 10);
    CHECK_INT(list(&house, admin, (struct event_query){.audience = S("00000000-0000-7000-8000-000000000000")})->count,
              0);
    house_close(&house);
}

struct pair {
    struct house house;
    struct viewer *partner;
    struct str firm, alliance;
};

/* The host and a partner in one alliance, the partner's person its member. */
static struct pair pair_open(void)
{
    struct pair pair = {.house = house_open()};
    struct house *house = &pair.house;
    pair.partner = house_partner(house, "Rivera", "Rosa Vidal", "rosa@rivera.example", &pair.firm);
    struct value *alliance = house_make(house, house->host, "alliances", "{\"name\":\"Mobility\"}");
    pair.alliance = value_get_text(alliance, "id");
    house_make(house, house->host, "parties",
               HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", pair.alliance.p, pair.firm.p));
    house_member(house, pair.partner, pair.alliance.p, "manager");
    return pair;
}

static struct value *objective(struct pair *pair, struct viewer *by, const char *statement, const char *circle)
{
    return house_make(&pair->house, by, "objectives",
                      HOUSE_TEXT(&pair->house, "{\"alliance\":\"%s\",\"statement\":\"%s\",\"circle\":\"%s\"}",
                                 pair->alliance.p, statement, circle));
}

static bool told(struct house *house, const struct viewer *viewer, const char *mark)
{
    return str_contains(json_text(house->arena, list(house, viewer, (struct event_query){.limit = 200})), str_of(mark));
}

TEST(event, each_side_reads_the_joint_events_and_its_own)
{
    struct pair pair = pair_open();
    struct house *house = &pair.house;
    struct value *joint = objective(&pair, house->host, "Grow-together", "joint");
    struct value *ours = objective(&pair, house->host, "Ours-alone", "side");
    objective(&pair, pair.partner, "Theirs-alone", "side");
    CHECK(told(house, house->host, "Grow-together") && told(house, pair.partner, "Grow-together"));
    CHECK(told(house, house->host, "Ours-alone") && !told(house, pair.partner, "Ours-alone"));
    CHECK(!told(house, house->host, "Theirs-alone") && told(house, pair.partner, "Theirs-alone"));
    CHECK(!told(house, pair.partner, house_id(ours)));
    struct value *history = list(house, pair.partner, (struct event_query){.record = value_get_text(joint, "id")});
    CHECK_INT(history->count, 1);
    CHECK(str_eq(value_get_text(value_at(history, 0), "circle"), value_get_text(joint, "circle")));
    CHECK_INT(list(house, pair.partner, (struct event_query){.record = value_get_text(ours, "id")})->count, 0);
    struct event_verdict v = verify(house);
    CHECK_INT(v.count, 0);
    CHECK(v.chains >= 5); /* two owners, joint circles, two sides */
    house_close(house);
}

TEST(event, references_that_are_hidden_are_not_told)
{
    struct pair pair = pair_open();
    struct house *house = &pair.house;
    struct value *contact = house_make(
        house, house->host, "people",
        HOUSE_TEXT(house, "{\"name\":\"Secret Contact\",\"organisation\":\"%s\"}", house->host->organisation.p));
    struct query query = {.limit = 200};
    struct page page;
    struct value *out;
    CHECK_INT(record_list(&house->work, house->host, kind_by_plural(S("parties")), &query, &page), OK);
    struct value *party = value_at(page.items, 0);
    const char *patch = HOUSE_TEXT(house, "{\"sponsor\":\"%s\",\"units\":\"Marked-units\"}", house_id(contact));
    CHECK_INT(record_change(&house->work, house->host, kind_by_plural(S("parties")), value_get_text(party, "id"),
                            value_get_int(party, "version", 0), house_json(house, patch), INPUT_JSON, S(""), &out),
              OK);
    CHECK(told(house, pair.partner, "Marked-units"));
    CHECK(!told(house, pair.partner, "Secret Contact"));
    CHECK(!told(house, pair.partner, house_id(contact)));
    CHECK(told(house, house->host, house_id(contact)));
    house_close(house);
}

TEST(event, who_may_not_read_a_kind_does_not_read_its_events)
{
    struct house house = busy_house();
    struct viewer reader = *house.host;
    reader.system = false;
    reader.account = S("nobody");
    reader.person = S("no person");
    reader.roles = 0;
    CHECK_INT(viewer_refresh(&house.work, &reader), OK);
    CHECK_INT(list(&house, &reader, (struct event_query){.limit = 200})->count, 0);
    reader.roles = 1u << ROLE_ADMINISTRATOR; /* reads the register, not the strategy */
    CHECK(told(&house, &reader, "Firm 3"));
    CHECK(told(&house, &reader, "account.added"));
    CHECK_INT(conn_see(house.conn, &house.host->sees), OK);
    house_make(&house, house.host, "goals", "{\"name\":\"Strategic-goal\"}");
    CHECK(!told(&house, &reader, "Strategic-goal"));
    CHECK(told(&house, house.host, "Strategic-goal"));
    reader.roles = 1u << ROLE_MEMBER; /* reads both, not accounts */
    CHECK(told(&house, &reader, "Strategic-goal"));
    CHECK(!told(&house, &reader, "account.added"));
    reader.account = house.admin; /* but what is about the own account */
    CHECK(told(&house, &reader, "account.added"));
    house_close(&house);
}

TEST(event, a_partner_is_named_where_known_and_nobody_else)
{
    struct pair pair = pair_open();
    struct house *house = &pair.house;
    objective(&pair, pair.partner, "By-Rosa", "joint");
    struct value *items = list(house, house->host, (struct event_query){.actor = pair.partner->person});
    CHECK_INT(items->count, 1);
    const struct value *actor = value_get(value_at(items, 0), "actor");
    CHECK_INT(actor->kind, V_REF);
    CHECK(str_is(actor->label, "Rosa Vidal"));
    CHECK_INT(actor->href.n, 0); /* the record itself is the partner's */
    house_close(house);
}
