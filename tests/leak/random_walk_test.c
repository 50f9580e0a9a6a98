/* The random walk: people, records, changes, parties that join and leave, teams, roles and accounts at random, on one
 * side in the program and on the other in a plain model of who may know what; after each step what some people read
 * must be what the model says, in both directions. ENTENTE_LEAK_STEPS and ENTENTE_LEAK_SEED choose another walk. */
#include "base/log.h"
#include "kernel/event.h"
#include "kernel/search.h"
#include "random_acts.h"

enum { STEPS_A_ROUND = 2000, LOOKS = 3, FACTS_LOOKED_AT = 6, LISTS_EVERY = 20, COMMIT_EVERY = 100 };
static const int64_t ms_a_day = INT64_C(86400000), first_day = 20500;

/* ---- Looking ---- */

static void look_at(struct walk *w, struct viewer *viewer, int person, const struct model_fact *fact)
{
    bool knows = model_knows(&w->model, person, fact), found = false;
    struct value *record = NULL, *items = NULL;
    struct str next;
    calm(w);
    enum err err = record_get(&w->work, viewer, kind_by_plural(str_of(kinds[fact->kind])), str_of(fact->id), &record);
    if (err != OK && err != ERR_NOT_FOUND)
        fail(w, "reading fails", person, fact);
    if (err == OK && !knows)
        fail(w, "reads what they may not know", person, fact);
    if (err == ERR_NOT_FOUND && knows && !fact->withdrawn)
        fail(w, "does not read what they may know", person, fact);
    CHECK_INT(search_find(&w->work, viewer, arena_printf(w->arena, "w%ux", fact->word), 50, &items), OK);
    VALUE_EACH (item, items)
        found = found || str_is(value_get_text(item, "id"), fact->id);
    if (found != (knows && !fact->withdrawn))
        fail(w, found ? "finds what they may not know" : "does not find what they may know", person, fact);
    struct event_query query = {.record = str_of(fact->id)};
    CHECK_INT(event_list(&w->work, viewer, &query, &items, &next), OK);
    if ((items->count > 0) != knows)
        fail(w, knows ? "history is not there" : "history tells of what they may not know", person, fact);
    w->looked++;
}

/* All of a kind by its pages: those that the model says and no other, and as many as the count says. */
static void look_at_list(struct walk *w, struct viewer *viewer, int person, int kind)
{
    static bool seen[FACTS];
    struct query query = {.limit = 150, .total = true};
    struct page page = {0};
    int64_t count = 0, expected = 0;
    memset(seen, 0, sizeof seen);
    do {
        calm(w);
        if (!CHECK_INT(record_list(&w->work, viewer, kind_by_plural(str_of(kinds[kind])), &query, &page), OK))
            return;
        VALUE_EACH (item, page.items) {
            count++;
            for (int i = 0; i < w->model.fact_count; i++)
                seen[i] = seen[i] || str_is(value_get_text(item, "id"), w->model.facts[i].id);
        }
        query.cursor = page.next;
    } while (query.cursor.p);
    for (int i = 0; i < w->model.fact_count; i++) {
        const struct model_fact *fact = &w->model.facts[i];
        bool knows = fact->kind == kind && !fact->withdrawn && model_knows(&w->model, person, fact);
        expected += knows;
        if (seen[i] != knows)
            fail(w, knows ? "a list leaves out what they may know" : "a list tells what they may not know", person,
                 fact);
    }
    if (count != expected || page.total != expected)
        fail(w, "a list or its count has more or fewer than they may know", person, NULL);
}

/* Alliances are known to those who are in them today, and to nobody else. */
static void look_at_alliances(struct walk *w, struct viewer *viewer, int person)
{
    const struct model_person *p = &w->model.people[person];
    for (int i = 0; i < w->model.alliance_count; i++) {
        const struct model_alliance *alliance = &w->model.alliances[i];
        bool knows =
            (w->model.circles[alliance->joint].parties & 1u << p->firm) && model_takes_part(&w->model, person, i);
        struct value *record = NULL;
        calm(w);
        enum err err = record_get(&w->work, viewer, kind_by_plural(S("alliances")), str_of(alliance->id), &record);
        if ((err == OK) != knows)
            NOTE(w, "%ld: p%d of firm %d looks at a%d ", w->step, person, p->firm, i);
        if ((err == OK) != knows)
            fail(w, knows ? "does not read their alliance" : "reads others' alliance", person, NULL);
    }
}

static void look(struct walk *w)
{
    w->work.now_ms = w->model.today * ms_a_day + w->step;
    for (int i = 0; i < LOOKS && !w->failed; i++) {
        int person = (int)draw(w, PEOPLE);
        struct viewer *viewer = viewer_of(w, person);
        if (!viewer)
            continue;
        for (int k = 0; k < FACTS_LOOKED_AT && w->model.fact_count; k++) {
            unsigned late = draw(w, 2) && w->model.fact_count > 20 ? (unsigned)w->model.fact_count - 20 : 0;
            look_at(w, viewer, person, &w->model.facts[late + draw(w, (unsigned)w->model.fact_count - late)]);
        }
        look_at_alliances(w, viewer, person);
        if (w->step % LISTS_EVERY == 0)
            look_at_list(w, viewer, person, (int)draw(w, KIND_COUNT));
    }
}

/* ---- A round: a workspace of its own, and a second one in the same store ---- */

static void settle(struct walk *w, int person, struct viewer *viewer, int firm, enum standing standing)
{
    struct model_person *p = &w->model.people[person];
    *p = (struct model_person){.firm = firm, .standing = standing};
    keep_id(p->account, viewer->account);
    keep_id(p->person, viewer->person);
}

static struct viewer *colleague(struct walk *w, struct viewer *own, int person)
{
    struct house *house = &w->house;
    struct str account;
    struct viewer *viewer = NULL;
    struct value *human =
        house_make(house, own, "people",
                   HOUSE_TEXT(house, "{\"name\":\"P%d\",\"email\":\"p%d@x.example\",\"organisation\":\"%s\"}", person,
                              person, own->organisation.p));
    CHECK_INT(account_add(&house->work, own, value_get_text(human, "id"), &account), OK);
    CHECK_INT(account_roles_set(&house->work, own, account, 1u << ROLE_MEMBER), OK);
    CHECK_INT(viewer_of_account(&house->work, own->tenant, account, &viewer), OK);
    return viewer;
}

static void people(struct walk *w, char (*firms)[MODEL_ID])
{
    struct house *house = &w->house;
    for (int firm = 0; firm < FIRMS; firm++) {
        struct viewer *own = house->host, *head = NULL;
        struct str account = house->admin, id;
        if (firm == STRANGER_FIRM) {
            CHECK_INT(
                workspace_init(&house->work, S("Elsewhere"), S("p12@x.example"), S("P12"), &w->tenants[1], &account),
                OK);
            CHECK_INT(viewer_of_operator(&house->work, w->tenants[1], &own), OK);
        } else if (firm) {
            head = house_partner(house, HOUSE_TEXT(house, "Firm %d", firm), HOUSE_TEXT(house, "P%d", firm * 3),
                                 HOUSE_TEXT(house, "p%d@x.example", firm * 3), &id);
            own = house_operator(house, id, HOUSE_TEXT(house, "Firm %d", firm));
            account = head->account;
        }
        keep_id(firms[firm], own->organisation);
        CHECK_INT(account_roles_set(&house->work, own, account, 1u << ROLE_HEAD | 1u << ROLE_ADMINISTRATOR), OK);
        CHECK_INT(viewer_of_account(&house->work, own->tenant, account, &head), OK);
        settle(w, firm * 3, head, firm, STANDING_HEAD);
        for (int i = 1; i < 3; i++)
            settle(w, firm * 3 + i, colleague(w, own, firm * 3 + i), firm, STANDING_MEMBER);
    }
}

static void take_step(struct walk *w, char (*firms)[MODEL_ID])
{
    unsigned what = draw(w, 100);
    int person = (int)draw(w, PEOPLE);
    w->work = work_init(w->arena, w->house.conn);
    w->work.now_ms = w->model.today * ms_a_day + w->step;
    if (what < 8)
        make_goal(w, person);
    else if (what < 30)
        make_in_circle(w, person);
    else if (what < 45)
        make_attached(w, person);
    else if (what < 65)
        touch(w, person);
    else if (what < 67)
        begin_alliance(w);
    else if (what < 71)
        join_or_leave(w, (const char(*)[MODEL_ID])firms);
    else if (what < 82)
        add_to_team(w, person);
    else if (what < 86)
        end_membership(w);
    else if (what < 92)
        turn_account(w, person);
    else if (what < 93)
        w->model.today++;
    else if (what < 95)
        name_circle(w, person, (const char(*)[MODEL_ID])firms);
    else
        share(w, person);
    look(w);
    arena_reset(w->arena);
}

static long walk_round(struct walk *w, long steps)
{
    char firms[FIRMS][MODEL_ID];
    struct event_verdict verdict = {0};
    memset(&w->model, 0, sizeof w->model);
    w->model.today = first_day;
    w->lines = 0;
    w->house = house_open();
    w->house.work.now_ms = first_day * ms_a_day;
    w->tenants[0] = w->house.tenant;
    people(w, firms);
    long taken = 0;
    for (; taken < steps && !w->failed && w->model.fact_count < FACTS; taken++, w->step++) {
        take_step(w, firms);
        if (taken % COMMIT_EVERY == COMMIT_EVERY - 1) {
            CHECK_INT(conn_commit(w->house.conn), OK);
            CHECK_INT(conn_begin(w->house.conn), OK);
        }
    }
    w->house.work = work_init(w->house.arena, w->house.conn);
    CHECK_INT(event_verify(&w->house.work, &verdict), OK);
    CHECK_INT(verdict.count, 0);
    house_close(&w->house);
    return taken;
}

static long number_of(const char *name, long otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtol(text, NULL, 10) : otherwise;
}

TEST(leak, random_walk_agrees_with_a_plain_model)
{
    struct walk *w = calloc(1, sizeof *w);
    long steps = number_of("ENTENTE_LEAK_STEPS", 2000);
    w->seed = (uint64_t)number_of("ENTENTE_LEAK_SEED", 20260302);
    w->random = w->seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
    w->arena = arena_new(0);
    log_level_set(LOG_ERROR);
    for (long left = steps; left > 0 && !w->failed;)
        left -= walk_round(w, left < STEPS_A_ROUND ? left : STEPS_A_ROUND);
    if (steps >= 1000) {
        CHECK(w->done > steps / 8);
        CHECK(w->shared > 0);
        CHECK(w->looked > steps * 5);
    }
    log_level_set(LOG_INFO);
    arena_free(w->arena);
    free(w);
}
