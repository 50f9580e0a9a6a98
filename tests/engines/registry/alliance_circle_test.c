/* How an alliance's circles begin and follow each other, and who may change who takes part. */
#include "engines/registry/registry_house.h"

#define PARTY  "{\"alliance\":\"%s\",\"organisation\":\"%s\"}"
#define MEMBER "{\"alliance\":\"%s\",\"person\":\"%s\",\"role\":\"%s\"}"

/* A person of the host with an account and one role in the organisation. */
static struct viewer *colleague(struct house *house, const char *name, const char *email, const char *role)
{
    struct str account;
    struct viewer *viewer = NULL;
    struct value *person = house_make(house, house->host, "people",
                                      HOUSE_TEXT(house, "{\"name\":\"%s\",\"email\":\"%s\",\"organisation\":\"%s\"}",
                                                 name, email, house->host->organisation.p));
    CHECK_INT(account_add(&house->work, house->host, value_get_text(person, "id"), &account), OK);
    struct stmt *stmt = conn_prepare(house->conn, S("INSERT INTO account_role (tenant_id, account_id, role)"
                                                    " VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"));
    stmt_text(stmt, 1, house->tenant);
    stmt_text(stmt, 2, account);
    stmt_text(stmt, 3, str_of(role));
    CHECK_INT(stmt_run(stmt, NULL), OK);
    CHECK_INT(viewer_of_account(&house->work, house->tenant, account, &viewer), OK);
    return viewer;
}

TEST(alliance_circle, begins_with_the_first_party_and_its_manager)
{
    struct house house = house_open();
    struct viewer *maria = colleague(&house, "Maria Weiss", "maria@altmark.example", "manager");
    struct value *alliance =
        house_make(&house, maria, "alliances", "{\"name\":\"Car Club\",\"short_code\":\"CC\",\"sample\":true}");
    CHECK(str_is(value_get_text(alliance, "stage"), "idea"));
    struct value *party = first_of(&house, maria, "parties", alliance);
    CHECK(str_eq(value_get_text(party, "organisation"), maria->organisation));
    CHECK(str_is(value_get_text(party, "name"), "Altmark Motorenwerke"));
    CHECK(str_is(value_get_text(party, "role"), "lead"));
    CHECK(value_get_bool(party, "sample"));
    struct value *member = first_of(&house, maria, "memberships", alliance);
    CHECK(str_is(value_get_text(member, "name"), "Maria Weiss"));
    CHECK(str_is(value_get_text(member, "role"), "manager"));
    CHECK(str_eq(value_get_text(member, "organisation"), maria->organisation));
    CHECK(viewer_circle(maria, value_get_text(alliance, "id"), AUDIENCE_SIDE) != NULL);
    CHECK(seen(&house, maria, "alliances", alliance) != NULL);
    /* Another colleague, without a membership, does not see it; the head of alliances does. */
    struct viewer *otto = colleague(&house, "Otto Brandt", "otto@altmark.example", "manager");
    CHECK(seen(&house, otto, "alliances", alliance) == NULL);
    struct viewer *head = colleague(&house, "Hedda Lang", "hedda@altmark.example", "head");
    CHECK(seen(&house, head, "alliances", alliance) != NULL);
    house_close(&house);
}

TEST(alliance_circle, a_member_may_not_begin_one)
{
    struct house house = house_open();
    enum err err;
    struct viewer *member = colleague(&house, "Mo Ahrens", "mo@altmark.example", "member");
    house_try(&house, member, "alliances", "{\"name\":\"Car Club\"}", &err);
    CHECK_INT(err, ERR_FORBIDDEN);
    struct str firm;
    struct viewer *partner = house_partner(&house, "Rivera Car Rental", "Rosa Vidal", "rosa@rivera.example", &firm);
    partner->roles |= 1u << ROLE_HEAD;
    house_try(&house, partner, "alliances", "{\"name\":\"Of our own\"}", &err);
    CHECK_INT(err, ERR_FORBIDDEN);
    CHECK(house.work.problems.detail.n > 0);
    house_close(&house);
}

TEST(alliance_circle, a_party_that_joins_begins_a_new_one)
{
    struct house house = house_open();
    struct str firm;
    struct viewer *rosa = house_partner(&house, "Rivera Car Rental", "Rosa Vidal", "rosa@rivera.example", &firm);
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\"}");
    const char *id = house_id(alliance);
    struct value *before = MAKE("objectives", "{\"alliance\":\"%s\",\"statement\":\"From before\"}", id);
    const char *old = CODE(alliance, "circle");
    struct value *party = MAKE("parties", PARTY, id, firm.p);
    CHECK(str_is(value_get_text(party, "name"), "Rivera Car Rental"));
    CHECK(str_is(value_get_text(party, "role"), "member"));
    house_member(&house, rosa, id, "member");
    alliance = seen(&house, house.host, "alliances", alliance);
    CHECK(!str_is(value_get_text(alliance, "circle"), old));
    CHECK(str_eq(value_get_text(alliance, "circle"), value_get_text(party, "circle")));
    /* The frame goes on; what was said before stays among those who said it. */
    CHECK(seen(&house, rosa, "alliances", alliance) != NULL);
    CHECK(seen(&house, rosa, "objectives", before) == NULL);
    struct value *kept = seen(&house, house.host, "objectives", before);
    CHECK(str_is(value_get_text(kept, "circle"), old));
    house_close(&house);
}

TEST(alliance_circle, an_organisation_takes_part_once_at_a_time)
{
    struct house house = house_open();
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\"}"), *out;
    struct value *firm = MAKE("organisations", "{\"name\":\"Rivera Car Rental\"}");
    struct value *party = MAKE("parties", PARTY, house_id(alliance), house_id(firm));
    REFUSE("parties", "/organisation", PARTY, house_id(alliance), house_id(firm));
    /* Once it has left it may come back. */
    CHECK_INT(try_change(&house, house.host, "parties", party, TEXT("{\"left_on\":\"%s\"}", in_days(&house, 1)), &out),
              ERR_INPUT);
    CHECK(problem_at(&house, "/left_on") != NULL);
    party = changed(&house, house.host, "parties", party, TEXT("{\"left_on\":\"%s\"}", in_days(&house, 0)));
    MAKE("parties", PARTY, house_id(alliance), house_id(firm));
    /* … but then not twice: the old entry stays an old one. */
    CHECK_INT(try_change(&house, house.host, "parties", party, "{\"left_on\":null}", &out), ERR_INPUT);
    CHECK(problem_at(&house, "/organisation") != NULL);
    house_close(&house);
}

TEST(alliance_circle, an_old_entry_moves_nobody)
{
    struct house house = house_open();
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\"}");
    struct value *firm = MAKE("organisations", "{\"name\":\"Rivera Car Rental\"}");
    MAKE("parties", PARTY, house_id(alliance), house_id(firm));
    struct value *old = MAKE("parties", "{\"alliance\":\"%s\",\"organisation\":\"%s\",\"left_on\":\"2020-01-01\"}",
                             house_id(alliance), house_id(firm));
    const char *circle = CODE(old, "circle");
    old = changed(&house, house.host, "parties", old, "{\"units\":\"Fleet\"}");
    CHECK_STR(CODE(old, "circle"), circle);
    CHECK_STR(CODE(seen(&house, house.host, "alliances", alliance), "circle"), circle);
    house_close(&house);
}

TEST(alliance_circle, a_party_that_left_reads_no_more)
{
    struct house house = house_open();
    struct str firm;
    struct viewer *rosa = house_partner(&house, "Rivera Car Rental", "Rosa Vidal", "rosa@rivera.example", &firm);
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\"}"), *out = NULL;
    struct value *party = MAKE("parties", PARTY, house_id(alliance), firm.p);
    house_member(&house, rosa, house_id(alliance), "member");
    struct value *shared = MAKE("objectives", "{\"alliance\":\"%s\",\"statement\":\"Together\"}", house_id(alliance));
    CHECK_INT(try_withdraw(&house, house.host, "parties", party, &out), OK);
    struct value *later = MAKE("objectives", "{\"alliance\":\"%s\",\"statement\":\"Alone\"}", house_id(alliance));
    CHECK(seen(&house, rosa, "objectives", shared) != NULL);
    CHECK(seen(&house, rosa, "objectives", later) == NULL);
    /* The withdrawal undone, it is in again, in a circle of its own day. */
    house_calm(&house);
    CHECK_INT(conn_see(house.conn, &house.host->sees), OK);
    CHECK_INT(record_restore(&house.work, house.host, kind_by_plural(S("parties")), value_get_text(out, "id"),
                             value_get_int(out, "version", 0), &out),
              OK);
    struct value *again = MAKE("objectives", "{\"alliance\":\"%s\",\"statement\":\"Again\"}", house_id(alliance));
    CHECK(seen(&house, rosa, "objectives", again) != NULL);
    CHECK(seen(&house, rosa, "objectives", later) == NULL);
    house_close(&house);
}

TEST(alliance_circle, the_host_decides_who_takes_part)
{
    struct house house = house_open();
    struct str firm;
    struct value *out = NULL;
    struct viewer *rosa = house_partner(&house, "Rivera Car Rental", "Rosa Vidal", "rosa@rivera.example", &firm);
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\"}");
    struct value *theirs = MAKE("parties", PARTY, house_id(alliance), firm.p);
    house_member(&house, rosa, house_id(alliance), "head");
    struct value *parties = first_of(&house, rosa, "parties", alliance);
    CHECK(parties != NULL);
    struct value *ours = NULL;
    struct page page = {0};
    struct query query = {0};
    CHECK_INT(record_list(&house.work, rosa, kind_by_plural(S("parties")), &query, &page), OK);
    VALUE_EACH (party, page.items)
        if (!str_eq(value_get_text(party, "id"), value_get_text(theirs, "id")))
            ours = party;
    CHECK_INT(try_change(&house, rosa, "parties", ours, "{\"units\":\"Ours now\"}", &out), ERR_FORBIDDEN);
    CHECK_INT(try_withdraw(&house, rosa, "parties", ours, &out), ERR_FORBIDDEN);
    CHECK_INT(try_change(&house, rosa, "parties", theirs, TEXT("{\"left_on\":\"%s\"}", in_days(&house, 0)), &out),
              ERR_FORBIDDEN);
    theirs = seen(&house, rosa, "parties", theirs);
    CHECK_INT(try_change(&house, rosa, "parties", theirs, "{\"units\":\"Fleet\"}", &out), OK);
    /* And the host does not put itself outside. */
    ours = seen(&house, house.host, "parties", ours);
    CHECK_INT(try_withdraw(&house, house.host, "parties", ours, &out), ERR_INPUT);
    CHECK(problem_at(&house, "/left_on") != NULL);
    house_close(&house);
}

TEST(alliance_circle, a_party_is_always_joint_and_its_people_its_own)
{
    struct house house = house_open();
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\"}");
    struct value *firm = MAKE("organisations", "{\"name\":\"Rivera Car Rental\"}");
    struct value *other = MAKE("organisations", "{\"name\":\"Seidel Leasing\"}");
    struct value *stranger = MAKE("people", "{\"name\":\"Sam Seidel\",\"organisation\":\"%s\"}", house_id(other));
    REFUSE("parties", "/circle", "{\"alliance\":\"%s\",\"organisation\":\"%s\",\"circle\":\"side\"}",
           house_id(alliance), house_id(firm));
    REFUSE("parties", "/sponsor", "{\"alliance\":\"%s\",\"organisation\":\"%s\",\"sponsor\":\"%s\"}",
           house_id(alliance), house_id(firm), house_id(stranger));
    REFUSE("parties", "/left_on",
           "{\"alliance\":\"%s\",\"organisation\":\"%s\",\"joined_on\":\"2025-05-01\",\"left_on\":\"2025-04-30\"}",
           house_id(alliance), house_id(firm));
    MAKE("parties", "{\"alliance\":\"%s\",\"organisation\":\"%s\",\"equity_share\":0.6}", house_id(alliance),
         house_id(firm));
    REFUSE("parties", "/equity_share", "{\"alliance\":\"%s\",\"organisation\":\"%s\",\"equity_share\":0.41}",
           house_id(alliance), house_id(other));
    MAKE("parties", "{\"alliance\":\"%s\",\"organisation\":\"%s\",\"equity_share\":0.4}", house_id(alliance),
         house_id(other));
    house_close(&house);
}

TEST(alliance_circle, the_team_comes_from_the_parties)
{
    struct house house = house_open();
    struct str firm;
    struct viewer *rosa = house_partner(&house, "Rivera Car Rental", "Rosa Vidal", "rosa@rivera.example", &firm);
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\"}"), *out = NULL;
    struct value *clerk = MAKE("people", "{\"name\":\"Carl Kern\",\"organisation\":\"%s\"}", firm.p);
    REFUSE("memberships", "/person", MEMBER, house_id(alliance), house_id(clerk), "member");
    MAKE("parties", PARTY, house_id(alliance), firm.p);
    struct value *member = MAKE("memberships", MEMBER, house_id(alliance), house_id(clerk), "member");
    CHECK(str_eq(value_get_text(member, "organisation"), firm));
    CHECK(str_is(value_get_text(member, "name"), "Carl Kern"));
    REFUSE("memberships", "/person", MEMBER, house_id(alliance), house_id(clerk), "member");
    MAKE("memberships", MEMBER, house_id(alliance), house_id(clerk), "viewer");
    REFUSE("memberships", "/circle", "{\"alliance\":\"%s\",\"person\":\"%s\",\"role\":\"head\",\"circle\":\"side\"}",
           house_id(alliance), house_id(clerk));
    /* The same role again, once the first time is over. */
    changed(&house, house.host, "memberships", member, "{\"from_date\":\"2025-01-01\",\"to_date\":\"2025-06-30\"}");
    REFUSE("memberships", "/person",
           "{\"alliance\":\"%s\",\"person\":\"%s\",\"role\":\"member\",\"from_date\":\"2025-06-30\"}",
           house_id(alliance), house_id(clerk));
    MAKE("memberships", "{\"alliance\":\"%s\",\"person\":\"%s\",\"role\":\"member\",\"from_date\":\"2025-07-01\"}",
         house_id(alliance), house_id(clerk));
    /* A partner's manager looks after its own people only. */
    house_member(&house, rosa, house_id(alliance), "head");
    struct value *hosts =
        MAKE("people", "{\"name\":\"Hugo Lenz\",\"organisation\":\"%s\"}", house.host->organisation.p);
    hosts = MAKE("memberships", MEMBER, house_id(alliance), house_id(hosts), "member");
    CHECK_INT(try_change(&house, rosa, "memberships", hosts, "{\"role\":\"viewer\"}", &out), ERR_FORBIDDEN);
    CHECK_INT(try_withdraw(&house, rosa, "memberships", hosts, &out), ERR_FORBIDDEN);
    house_close(&house);
}
