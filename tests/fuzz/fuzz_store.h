/* fuzz_store.h: a workspace in a store of its own for targets that read or write records: its host and administrator,
 * a few records, and one transaction that is never committed. */
#ifndef TESTS_FUZZ_FUZZ_STORE_H
#define TESTS_FUZZ_FUZZ_STORE_H
#include "base/date.h"
#include "base/uuid.h"
#include "engines/engine.h"
#include "fuzz.h"
#include "kernel/account.h"
#include "store/migrate.h"
#include <sys/stat.h>
#include <unistd.h>

struct fuzz_house {
    struct arena *arena;
    struct store *store;
    struct conn *conn;
    struct viewer *host; /* the operator, acting for the host */
};

static inline void fuzz_kinds(void)
{
    static struct kind *all[256];
    size_t n = 0;
    for (size_t i = 0; engines[i]; i++)
        for (size_t k = 0; engines[i]->kinds && engines[i]->kinds[k]; k++)
            all[n++] = engines[i]->kinds[k];
    HOLDS(kinds_register(all) == OK);
}

static inline void fuzz_make(struct work *work, struct viewer *host, const char *plural, const char *id,
                             const char *json)
{
    struct value *input = NULL, *record = NULL;
    HOLDS(json_parse(work->arena, str_of(json), NULL, &input) == OK);
    HOLDS(record_create_with_id(work, host, kind_by_plural(str_of(plural)), str_of(id), input, INPUT_JSON, &record) ==
          OK);
}

static inline struct fuzz_house *fuzz_house(void)
{
    static struct fuzz_house house;
    struct str tenant, admin;
    if (house.arena)
        return &house;
    house.arena = arena_new(0);
    struct arena *a = house.arena;
    const char *folder = getenv("TMPDIR");
    struct str url = arena_printf(a, "sqlite:%s/fuzz-%d.db", folder ? folder : "/tmp", (int)getpid());
    struct problems problems = problems_init(a);
    fuzz_kinds();
    clock_set(1767225600000);
    uuid_seed(1);
    HOLDS(store_open(url.p, true, &problems, &house.store) == OK);
    HOLDS(store_connect(house.store, CONN_WRITE, &house.conn) == OK);
    HOLDS(migrate(house.conn, &problems, NULL) == OK);
    struct work work = work_init(a, house.conn);
    HOLDS(conn_begin(house.conn) == OK);
    HOLDS(workspace_init(&work, S("Altmark"), S("head@altmark.example"), S("Hanna Kern"), &tenant, &admin) == OK);
    HOLDS(viewer_of_operator(&work, tenant, &house.host) == OK);
    HOLDS(conn_see(house.conn, &house.host->sees) == OK);
    fuzz_make(&work, house.host, "organisations", "01900000-0000-7000-8000-000000000001",
              "{\"name\":\"Firm\",\"country\":\"DE\",\"domain\":\"firm.example\"}");
    fuzz_make(&work, house.host, "organisations", "01900000-0000-7000-8000-000000000002", "{\"name\":\"Other Firm\"}");
    fuzz_make(&work, house.host, "alliances", "01900000-0000-7000-8000-000000000003", "{\"name\":\"Mobility\"}");
    return &house;
}

/* Runs `act` with the house's connection in a savepoint that is undone. */
static inline void fuzz_in_house(struct arena *arena, struct str input,
                                 void (*act)(struct work *work, struct viewer *host, struct str input))
{
    struct fuzz_house *house = fuzz_house();
    struct work work = work_init(arena, house->conn);
    struct viewer *host = NULL;
    HOLDS(conn_savepoint(house->conn) == OK);
    HOLDS(viewer_of_operator(&work, house->host->tenant, &host) == OK);
    HOLDS(conn_see(house->conn, &host->sees) == OK);
    act(&work, host, input);
    conn_rollback_to(house->conn);
    HOLDS(conn_see(house->conn, NULL) == OK); /* no statement was left open */
}
#endif
