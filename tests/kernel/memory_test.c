/* Each allocation fails in turn: what was asked for fails cleanly, with an error that says so, and does not crash. */
#include "house.h"
#include "kernel/event.h"
#include "kernel/search.h"
#include "kernel/transfer.h"

typedef enum err (*task)(struct house *house);

static enum err export_all(struct house *house)
{
    struct buf csv = buf_init(house->work.arena, 0), json = buf_init(house->work.arena, 0);
    enum err err = export_csv(&house->work, house->host, kind_by_plural(S("organisations")), &csv);
    return err ? err : export_json(&house->work, house->host, kind_by_plural(S("organisations")), &json);
}

static enum err list_events(struct house *house)
{
    struct event_query query = {.limit = 20};
    struct value *items;
    struct str next;
    return event_list(&house->work, house->host, &query, &items, &next);
}

static enum err verify_events(struct house *house)
{
    struct event_verdict verdict;
    return event_verify(&house->work, &verdict);
}

static enum err search_words(struct house *house)
{
    struct value *hits;
    return search_find(&house->work, house->host, S("fi bös"), 10, &hits);
}

static enum err use_account(struct house *house)
{
    struct work *work = &house->work;
    struct str secret, tenant, account;
    struct session session;
    struct caller caller;
    struct value *view;
    enum err err = link_issue(work, house->host, house->admin, 1, &secret);
    if (err == OK)
        err = link_use(work, secret, &tenant, &account);
    if (err == OK)
        err = session_start(work, tenant, account, S("test"), &secret);
    if (err == OK)
        err = session_find(work, secret, &session);
    if (err == OK)
        err = session_end(work, secret);
    if (err == OK)
        err = token_issue(work, house->host, house->admin, S("t"), 0, NULL, &secret);
    if (err == OK)
        err = token_find(work, secret, &caller);
    if (err == OK)
        err = account_list(work, house->host, &view);
    if (err == OK)
        err = account_roles_set(work, house->host, house->admin, 3);
    if (err == OK)
        err = account_disable(work, house->host, house->admin, true);
    return err;
}

static void each_allocation_fails(const char *name, task run)
{
    struct house house = house_open();
    struct arena *kept = house.arena;
    house_make(&house, house.host, "organisations", "{\"name\":\"Firm\",\"country\":\"DE\"}");
    for (uint64_t n = 1; n < 20000; n++) {
        struct viewer viewer = *house.host;
        house.work.arena = arena_new(0);
        house.work.problems = problems_init(house.work.arena);
        house.host = &viewer;
        CHECK_INT(conn_see(house.conn, &viewer.sees), OK);
        CHECK_INT(conn_savepoint(house.conn), OK);
        arena_fail_at(n);
        enum err err = run(&house);
        bool failed = house_has_failed(n);
        conn_rollback_to(house.conn);
        arena_free(house.work.arena);
        house.work.arena = kept;
        house.work.problems = problems_init(kept);
        CHECK_INT(viewer_of_operator(&house.work, house.tenant, &house.host), OK);
        if (!failed) {
            CHECK_INT(err, OK);
            CHECK(n > 10);
            break;
        }
        if (!CHECK(err == ERR_MEMORY || err == ERR_STORE || err == ERR_INPUT || err == OK)) {
            fprintf(stderr, "  %s: allocation %llu gives %s\n", name, (unsigned long long)n, err_code(err));
            break;
        }
    }
    house_close(&house);
}

#define MEMORY_TEST(run)                  \
    TEST(memory, run)                     \
    {                                     \
        each_allocation_fails(#run, run); \
    }
MEMORY_TEST(use_account)
MEMORY_TEST(verify_events)
MEMORY_TEST(search_words)
MEMORY_TEST(list_events)
MEMORY_TEST(export_all)
