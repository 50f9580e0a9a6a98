/* house.h: a workspace for tests: a new store in a temporary folder, with its host, in one write transaction. */
#ifndef TESTS_KERNEL_HOUSE_H
#define TESTS_KERNEL_HOUSE_H
#include "base/json.h"
#include "base/message.h"
#include "check.h"
#include "engines/engine.h"
#include "kernel/account.h"
#include "lib/store.h"
#include "store/migrate.h"
#include <fcntl.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

#undef CHECK_HAS_HOUSE
#define CHECK_HAS_HOUSE true

struct house {
    struct arena *arena;
    struct store *store;
    struct conn *conn;
    struct work work;
    struct viewer *host; /* the operator, acting for the host */
    struct str tenant, admin;
};

/* Registers the kinds of all engines, once for the whole test program. */
static inline void house_kinds(void)
{
    static struct kind *all[256];
    static bool done;
    if (done)
        return;
    size_t n = 0;
    for (size_t i = 0; engines[i]; i++)
        for (size_t k = 0; engines[i]->kinds && engines[i]->kinds[k]; k++)
            all[n++] = engines[i]->kinds[k];
    CHECK_INT(message_load(), OK);
    CHECK_INT(kinds_register(all), OK);
    done = true;
}

/* Opens the store at `url` and brings its schema up to this program's. */
static inline struct store *house_store(const char *url, struct conn **conn)
{
    struct arena *arena = arena_new(0);
    struct problems problems = problems_init(arena);
    struct store *store;
    CHECK_INT(store_open(url, true, &problems, &store), OK);
    CHECK_INT(store_connect(store, CONN_WRITE, conn), OK);
    CHECK_INT(migrate(*conn, &problems, NULL), OK);
    arena_free(arena);
    return store;
}

static inline void house_copy(const char *from, const char *to)
{
    int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    struct stat status;
    if (CHECK(in >= 0 && out >= 0 && fstat(in, &status) == 0))
        CHECK_INT(sendfile(out, in, NULL, (size_t)status.st_size), status.st_size);
    close(in);
    close(out);
}

/* A new file with the schema, which is made once and then copied. */
static inline const char *house_file(struct arena *arena)
{
    static char empty[512];
    if (!*empty) {
        struct conn *conn;
        snprintf(empty, sizeof empty, "%s/empty.db", check_temp_dir());
        struct store *store = house_store(arena_printf(arena, "sqlite:%s", empty).p, &conn);
        conn_close(conn);
        store_close(store);
    }
    const char *path = arena_printf(arena, "%s/house.db", check_temp_dir()).p;
    house_copy(empty, path);
    return arena_printf(arena, "sqlite:%s", path).p;
}

/* Where the next house stands: a file of its own, or a schema of PostgreSQL where houses
 * stood before; a second one for a house beside another. */
static inline const char *house_place(struct arena *arena, int beside)
{
    static char places[2][512];
    if (!test_on_postgres())
        return house_file(arena);
    char *place = places[beside > 0];
    if (!*place) {
        const char *url = test_postgres_url(arena, beside ? "neighbour" : "house");
        snprintf(place, sizeof places[0], "%s", url ? url : "postgresql:///nowhere");
    }
    return place;
}

/* Takes back what a house before committed. */
static inline void house_sweep(struct conn *conn)
{
    bool row = false;
    struct stmt *stmt = test_on_postgres() ? conn_prepare(conn, S("SELECT 1 FROM tenant")) : NULL;
    if (stmt)
        CHECK_INT(stmt_step(stmt, &row), OK);
    stmt_done(stmt);
    if (row)
        CHECK_INT(conn_script(conn, S("TRUNCATE tenant CASCADE; TRUNCATE idempotency, sign_in_limit")), OK);
}

static int houses_open;

static inline struct house house_open(void)
{
    struct house house = {.arena = arena_new(0)};
    house_kinds();
    house.store = house_store(house_place(house.arena, houses_open++), &house.conn);
    house_sweep(house.conn);
    house.work = work_init(house.arena, house.conn);
    CHECK_INT(conn_begin(house.conn), OK);
    CHECK_INT(workspace_init(&house.work, S("Altmark Motorenwerke"), S("head@altmark.example"), S("Hanna Kern"),
                             &house.tenant, &house.admin),
              OK);
    CHECK_INT(viewer_of_operator(&house.work, house.tenant, &house.host), OK);
    return house;
}

static inline void house_close(struct house *house)
{
    if (conn_in_transaction(house->conn))
        conn_rollback(house->conn);
    conn_close(house->conn);
    store_close(house->store);
    arena_free(house->arena);
    houses_open--;
}

static inline struct value *house_json(struct house *house, const char *text)
{
    struct value *value = NULL;
    struct problems problems = problems_init(house->arena);
    CHECK_INT(json_parse(house->arena, str_of(text), &problems, &value), OK);
    return value;
}

/* Forgets the problems of the call before. */
static inline void house_calm(struct house *house)
{
    house->work.problems = problems_init(house->arena);
}

/* Creates as `viewer` from a JSON text in a savepoint, as the writer does; the record, or NULL with *err. */
static inline struct value *house_try(struct house *house, struct viewer *viewer, const char *plural, const char *text,
                                      enum err *err)
{
    struct value *record = NULL;
    house_calm(house);
    CHECK_INT(conn_see(house->conn, &viewer->sees), OK);
    CHECK_INT(conn_savepoint(house->conn), OK);
    *err = record_create(&house->work, viewer, kind_by_plural(str_of(plural)), house_json(house, text), INPUT_JSON,
                         &record);
    if (*err)
        conn_rollback_to(house->conn);
    else
        CHECK_INT(conn_release(house->conn), OK);
    return *err ? NULL : record;
}

static inline struct value *house_make(struct house *house, struct viewer *viewer, const char *plural, const char *text)
{
    enum err err;
    struct value *record = house_try(house, viewer, plural, text, &err);
    if (!CHECK_INT(err, OK))
        for (struct problem *p = house->work.problems.first; p; p = p->next)
            fprintf(stderr, "  %.*s: %.*s\n", STR_ARG(p->pointer), STR_ARG(p->detail));
    return record;
}

static inline const char *house_id(const struct value *record)
{
    struct str id = value_get_text(record, "id");
    return id.p ? id.p : "";
}

/* After arena_fail_at(n): whether that failure has come about. If not, it does now, and is asked for no more. */
static inline bool house_has_failed(uint64_t n)
{
    struct arena *arena = arena_new(0);
    bool failed = true;
    for (uint64_t i = 0; i <= n && failed; i++)
        failed = arena_alloc(arena, 1) != NULL;
    arena_free(arena);
    arena_fail_at(0);
    return failed;
}

/* printf into the house's arena. */
#define HOUSE_TEXT(house, ...) (arena_printf((house)->arena, __VA_ARGS__).p)

/* An operator's viewer for another organisation than the host. */
static inline struct viewer *house_operator(struct house *house, struct str organisation, const char *name)
{
    struct viewer *viewer = ARENA_NEW(house->arena, struct viewer);
    *viewer = *house->host;
    viewer->organisation = organisation;
    viewer->organisation_name = str_of(name);
    viewer->host = false;
    CHECK_INT(viewer_refresh(&house->work, viewer), OK);
    return viewer;
}

/* A second organisation with a person and an account of its own (its records are its own), as a viewer. */
static inline struct viewer *house_partner(struct house *house, const char *name, const char *person, const char *email,
                                           struct str *organisation)
{
    struct value *firm = house_make(house, house->host, "organisations",
                                    HOUSE_TEXT(house, "{\"name\":\"%s\",\"kind\":\"partner\"}", name));
    struct viewer *viewer = NULL;
    struct str account;
    *organisation = value_get_text(firm, "id");
    CHECK_INT(audience_for_owner(&house->work, house->tenant, *organisation), OK);
    struct viewer *own = house_operator(house, *organisation, name);
    struct value *human = house_make(house, own, "people",
                                     HOUSE_TEXT(house, "{\"name\":\"%s\",\"email\":\"%s\",\"organisation\":\"%s\"}",
                                                person, email, organisation->p));
    CHECK_INT(account_add(&house->work, own, value_get_text(human, "id"), &account), OK);
    CHECK_INT(viewer_of_account(&house->work, house->tenant, account, &viewer), OK);
    return viewer;
}

/* A person of the host with an account of those roles, as a viewer. */
static inline struct viewer *house_colleague(struct house *house, const char *name, const char *email, unsigned roles)
{
    struct viewer *viewer = NULL;
    struct str account;
    struct value *person = house_make(house, house->host, "people",
                                      HOUSE_TEXT(house, "{\"name\":\"%s\",\"email\":\"%s\",\"organisation\":\"%s\"}",
                                                 name, email, house->host->organisation.p));
    CHECK_INT(account_add(&house->work, house->host, value_get_text(person, "id"), &account), OK);
    CHECK_INT(account_roles_set(&house->work, house->host, account, roles), OK);
    CHECK_INT(viewer_of_account(&house->work, house->tenant, account, &viewer), OK);
    return viewer;
}

/* Makes `person` (a viewer) a member of an alliance that their organisation is a party of, as that organisation does
 * it. */
static inline void house_member(struct house *house, struct viewer *person, const char *alliance, const char *role)
{
    struct viewer *own =
        house_operator(house, person->organisation, arena_cstr(house->arena, person->organisation_name));
    house_make(
        house, own, "memberships",
        HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"person\":\"%s\",\"role\":\"%s\"}", alliance, person->person.p, role));
    CHECK_INT(viewer_refresh(&house->work, person), OK);
}
#endif
