/* The pages of an organisation, a person and an agreement: what their views hold, what they say first, and for whom. */
#include "engines/registry/pages.h"
#include "engines/registry/registry_house.h"

typedef enum err (*page_handler)(struct request *, struct reply *);

struct visit {
    struct request request;
    struct reply reply;
};

/* The member `overview` of the page of a record; *answer is what the page says first. */
static struct value *visit(struct house *house, struct viewer *viewer, page_handler page, const struct value *record,
                           struct value **inner)
{
    struct visit *visit = ARENA_NEW(house->arena, struct visit);
    house_calm(house);
    CHECK_INT(viewer_refresh(&house->work, viewer), OK);
    visit->request.work = house->work;
    visit->request.viewer = viewer;
    visit->request.ids[0] = value_get_text(record, "id");
    visit->request.query = value_map(house->arena);
    if (!CHECK_INT(page(&visit->request, &visit->reply), OK))
        return NULL;
    *inner = value_get(visit->reply.page, "page");
    CHECK(str_eq(value_get_text(visit->reply.view, "id"), value_get_text(record, "id")));
    CHECK_INT(visit->reply.etag, value_get_int(visit->reply.view, "version", 0));
    CHECK(json_text(house->arena, visit->reply.view).n > 2);
    return value_get(visit->reply.view, "overview");
}

static size_t count(const struct value *map, const char *key)
{
    const struct value *list = value_get(map, key);
    return list && list->kind == V_LIST ? list->count : 999;
}

static bool says(const struct value *page, const char *part)
{
    struct str answer = value_get_text(page, "answer");
    if (str_contains(answer, str_of(part)))
        return true;
    CHECK_FAIL("“%.*s” does not say “%s”", STR_ARG(answer), part);
    return false;
}

/* An alliance with a partner firm, as the host sees it. */
static struct value *with_partner(struct house *house, struct str firm)
{
    struct value *alliance =
        house_make(house, house->host, "alliances", "{\"name\":\"Mobility\",\"stage\":\"operation\"}");
    house_make(house, house->host, "parties",
               HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"organisation\":\"%s\",\"role\":\"member\"}",
                          house_id(alliance), firm.p));
    return seen(house, house->host, "alliances", alliance);
}

TEST(organisation_page, says_what_we_have_with_it)
{
    struct house house = house_open();
    struct value *page;
    struct value *firm = MAKE("organisations", "{\"name\":\"Rivera\",\"kind\":\"candidate\"}");
    struct value *overview = visit(&house, house.host, organisation_page, firm, &page);
    CHECK_INT(count(overview, "alliances"), 0);
    says(page, "Rivera is a candidate: no alliance with it so far.");
    CHECK(value_get(page, "add_person")->kind == V_TEXT);

    struct value *alliance = with_partner(&house, value_get_text(firm, "id"));
    MAKE("agreements",
         "{\"alliance\":\"%s\",\"name\":\"Frame\",\"in_force\":\"2020-01-01\",\"ends\":\"%s\","
         "\"notice_days\":30}",
         house_id(alliance), in_days(&house, 51));
    MAKE("agreements", "{\"alliance\":\"%s\",\"name\":\"Our draft\",\"circle\":\"side\"}", house_id(alliance));
    MAKE("people", "{\"name\":\"Rosa Vidal\",\"organisation\":\"%s\"}", house_id(firm));
    struct value *unit = MAKE("units", "{\"name\":\"Fleet\",\"organisation\":\"%s\"}", house_id(firm));
    MAKE("units", "{\"name\":\"Iberia\",\"organisation\":\"%s\",\"parent\":\"%s\"}", house_id(firm), house_id(unit));
    overview = visit(&house, house.host, organisation_page, firm, &page);
    CHECK_INT(count(overview, "alliances"), 1);
    CHECK_STR(CODE(value_at(value_get(overview, "alliances"), 0), "stage"), "operation");
    CHECK_STR(CODE(value_at(value_get(overview, "alliances"), 0), "role"), "member");
    CHECK_INT(count(overview, "agreements"), 1); /* not what is ours alone */
    CHECK_INT(count(overview, "people"), 1);
    CHECK_INT(value_get_int(value_at(value_get(overview, "units"), 1), "depth", -1), 1);
    says(page, "Rivera is with us in 1 alliance: Mobility.");
    says(page, "Next, the last day for notice under “Frame” is in 3 weeks.");
    house_close(&house);
}

TEST(person_page, says_what_they_answer_for_and_whom_to_meet)
{
    struct house house = house_open();
    struct value *page;
    struct str firm;
    house_partner(&house, "Rivera", "Rosa Vidal", "rosa@rivera.example", &firm);
    struct value *ann = MAKE("people", "{\"name\":\"Ann\",\"organisation\":\"%s\"}", house.host->organisation.p);
    visit(&house, house.host, person_page, ann, &page);
    says(page, "Ann has no part in an alliance so far.");

    struct value *alliance = with_partner(&house, firm), *ours = NULL, *theirs = NULL;
    struct page found = {0};
    struct query query = {0};
    CHECK_INT(record_list(&house.work, house.host, kind_by_plural(S("parties")), &query, &found), OK);
    VALUE_EACH (party, found.items)
        *(str_eq(value_get_text(party, "organisation"), firm) ? &theirs : &ours) = party;
    changed(&house, house.host, "parties", ours, TEXT("{\"manager\":\"%s\"}", house_id(ann)));
    MAKE("memberships", "{\"alliance\":\"%s\",\"person\":\"%s\",\"role\":\"manager\"}", house_id(alliance),
         house_id(ann));
    MAKE("contacts",
         "{\"alliance\":\"%s\",\"party_a\":\"%s\",\"person_a\":\"%s\",\"party_b\":\"%s\",\"name_b\":\"Rosa\","
         "\"cadence_days\":30,\"last_met\":\"%s\"}",
         house_id(alliance), house_id(ours), house_id(ann), house_id(theirs), in_days(&house, -31));
    struct value *overview = visit(&house, house.host, person_page, ann, &page);
    CHECK_STR(CODE(value_at(value_get(overview, "responsible"), 0), "as"), "manager");
    CHECK_INT(count(overview, "memberships"), 1);
    struct value *contact = value_at(value_get(overview, "contacts"), 0);
    CHECK_STR(CODE(contact, "name"), "Rosa");
    CHECK(value_get_bool(contact, "overdue"));
    says(page, "Ann answers for 1 alliance: Mobility.");
    says(page, "A meeting with 1 contact is overdue.");
    house_close(&house);
}

TEST(agreement_page, groups_clauses_and_says_when_notice_is_due)
{
    struct house house = house_open();
    struct value *page;
    struct str firm;
    struct viewer *rosa = house_partner(&house, "Rivera", "Rosa Vidal", "rosa@rivera.example", &firm);
    struct value *alliance = with_partner(&house, firm);
    house_member(&house, rosa, house_id(alliance), "manager");
    struct value *agreement =
        MAKE("agreements",
             "{\"alliance\":\"%s\",\"name\":\"Frame\",\"signed\":\"2019-12-01\",\"in_force\":\"2020-01-01\","
             "\"ends\":\"%s\",\"notice_days\":30}",
             house_id(alliance), in_days(&house, 51));
    struct value *clause =
        MAKE("clauses", "{\"agreement\":\"%s\",\"number\":\"7\",\"heading\":\"Review\",\"kind\":\"adaptive\"}",
             house_id(agreement));
    MAKE("clauses", "{\"agreement\":\"%s\",\"number\":\"2\",\"heading\":\"Shares\",\"kind\":\"money\"}",
         house_id(agreement));
    MAKE("clauses", "{\"agreement\":\"%s\",\"number\":\"9\",\"heading\":\"Other\"}", house_id(agreement));
    MAKE("provisions", "{\"alliance\":\"%s\",\"source\":\"change\",\"what\":\"Yearly\",\"clause\":\"%s\"}",
         house_id(alliance), house_id(clause));
    MAKE("notes", "{\"about_kind\":\"agreements\",\"about\":\"%s\",\"text\":\"Ours\",\"circle\":\"side\"}",
         house_id(agreement));
    struct value *overview = visit(&house, house.host, agreement_page, agreement, &page);
    CHECK_INT(count(overview, "clauses"), 3); /* adaptive, money, without a kind */
    struct value *first = value_at(value_get(value_at(value_get(overview, "clauses"), 0), "clauses"), 0);
    CHECK_STR(CODE(first, "number"), "7");
    CHECK_INT(count(first, "provides"), 1);
    CHECK_INT(count(overview, "missing"), 4);
    CHECK_INT(count(overview, "timeline"), 4);
    CHECK(value_get_bool(value_at(value_get(overview, "timeline"), 2), "next"));
    CHECK_STR(CODE(value_at(value_get(overview, "timeline"), 2), "what"), "notice");
    CHECK_INT(count(overview, "readers"), 2);
    CHECK_INT(count(overview, "notes"), 1);
    CHECK(value_get_bool(value_at(value_get(overview, "notes"), 0), "private"));
    says(page, "In force since 1 Jan 2020. Notice can be given until ");
    says(page, "No clause covers: Protective, Coordination, Exit, Intellectual property.");
    /* The partner reads the same, but for what our side noted. */
    overview = visit(&house, rosa, agreement_page, agreement, &page);
    CHECK_INT(count(overview, "clauses"), 3);
    CHECK_INT(count(overview, "notes"), 0);
    house_close(&house);
}

static void each_fails(struct house *house, page_handler page, const struct value *record)
{
    bool through = false;
    CHECK_INT(viewer_refresh(&house->work, house->host), OK);
    for (uint64_t n = 1; !through && n < 100000; n++) {
        struct arena *arena = arena_new(0);
        struct request request = {
            .work = work_init(arena, house->conn), .viewer = house->host, .ids = {value_get_text(record, "id")}};
        struct reply reply = {0};
        request.query = value_map(arena);
        /* PostgreSQL ends a transaction at its first failing statement. */
        CHECK_INT(conn_savepoint(request.work.conn), OK);
        arena_fail_at(n);
        enum err err = page(&request, &reply);
        struct str text = err ? S("") : json_text(arena, reply.view);
        through = !house_has_failed(n);
        conn_rollback_to(request.work.conn);
        if (through)
            CHECK(err == OK && text.n > 0);
        if (err != OK && err != ERR_MEMORY && err != ERR_STORE && err != ERR_INTERNAL && err != ERR_INPUT)
            CHECK_FAIL("allocation %llu: error %d", (unsigned long long)n, (int)err);
        arena_free(arena);
    }
    CHECK(through);
}

TEST(record_pages, no_allocation_that_fails_crashes_them)
{
    struct house house = house_open();
    struct value *firm = MAKE("organisations", "{\"name\":\"Rivera\"}");
    struct value *person = MAKE("people", "{\"name\":\"Rosa\",\"organisation\":\"%s\"}", house_id(firm));
    struct value *alliance = with_partner(&house, value_get_text(firm, "id"));
    struct value *agreement = MAKE("agreements",
                                   "{\"alliance\":\"%s\",\"name\":\"Frame\",\"in_force\":\"2020-01-01\","
                                   "\"ends\":\"%s\",\"notice_days\":30}",
                                   house_id(alliance), in_days(&house, 60));
    MAKE("clauses", "{\"agreement\":\"%s\",\"heading\":\"Review\",\"kind\":\"adaptive\"}", house_id(agreement));
    MAKE("units", "{\"name\":\"Fleet\",\"organisation\":\"%s\"}", house_id(firm));
    MAKE("notes", "{\"about_kind\":\"organisations\",\"about\":\"%s\",\"text\":\"A note\"}", house_id(firm));
    each_fails(&house, organisation_page, firm);
    each_fails(&house, person_page, person);
    each_fails(&house, agreement_page, agreement);
    house_close(&house);
}
