/* Opening: the address, and a database that is there or is made. */
#include "base/log.h"
#include "store/postgres/postgres.h"
#include <stdio.h>
#include <stdlib.h>

static struct pg_store *store_new(const char *place)
{
    static const char scheme[] = "postgresql:";
    struct pg_store *store = calloc(1, sizeof *store);
    size_t size = sizeof scheme + strlen(place);
    if (!store || !(store->url = malloc(size))) {
        free(store);
        return NULL;
    }
    snprintf(store->url, size, "%s%s", scheme, place);
    return store;
}

void pg_close(void *inner)
{
    struct pg_store *store = inner;
    free(store->url);
    free(store);
}

/* The database that the address names; "" when it leaves that to the server. */
static void database_of(const struct pg_store *store, char name[DATABASE_ROOM])
{
    PQconninfoOption *options = PQconninfoParse(store->url, NULL);
    name[0] = 0;
    for (const PQconninfoOption *option = options; option && option->keyword; option++)
        if (!strcmp(option->keyword, "dbname") && option->val)
            snprintf(name, DATABASE_ROOM, "%s", option->val);
    PQconninfoFree(options);
}

/* A connection to the database that every server has. */
static PGconn *reach_server(const struct pg_store *store)
{
    PQconninfoOption *options = PQconninfoParse(store->url, NULL);
    const char *names[64], *values[64];
    int n = 0;
    if (pg_wants_tls(store->url)) {
        names[n] = "sslmode";
        values[n++] = "require";
    }
    for (const PQconninfoOption *option = options; option && option->keyword && n < 61; option++)
        if (option->val && strcmp(option->keyword, "dbname") != 0 && strcmp(option->keyword, "options") != 0) {
            names[n] = option->keyword;
            values[n++] = option->val;
        }
    names[n] = "dbname";
    values[n++] = "postgres";
    names[n] = "connect_timeout";
    values[n++] = "10";
    names[n] = NULL;
    values[n] = NULL;
    PGconn *pg = PQconnectdbParams(names, values, 0);
    PQconninfoFree(options);
    return pg;
}

enum presence { SERVER_AWAY, DATABASE_MISSING, DATABASE_THERE };

/* Whether the server answers and has such a database. */
static enum presence look_for(PGconn *pg, const char *name)
{
    if (PQstatus(pg) != CONNECTION_OK || !*name)
        return SERVER_AWAY;
    enum presence found = SERVER_AWAY;
    PGresult *rows = PQexecParams(pg, "SELECT 1 FROM pg_database WHERE datname = $1", 1, NULL, &name, NULL, NULL, 0);
    if (PQresultStatus(rows) == PGRES_TUPLES_OK)
        found = PQntuples(rows) ? DATABASE_THERE : DATABASE_MISSING;
    PQclear(rows);
    return found;
}

static enum err create_database(PGconn *pg, const char *name, struct problems *problems)
{
    char sql[DATABASE_ROOM * 2 + 80], *quoted = PQescapeIdentifier(pg, name, strlen(name));
    if (!quoted)
        return ERR_MEMORY;
    snprintf(sql, sizeof sql, "CREATE DATABASE %s ENCODING 'UTF8' TEMPLATE template0", quoted);
    PQfreemem(quoted);
    PGresult *result = PQexec(pg, sql);
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    /* Two programs at once: the other one has made it, or is about to have. */
    bool there = state && (!strcmp(state, "42P04") || !strcmp(state, "23505"));
    bool made = PQresultStatus(result) == PGRES_COMMAND_OK || there;
    if (!made) {
        const char *cause = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        log_write(LOG_ERROR, "store.failure", "what", "create database", "cause", cause ? cause : "", NULL);
        (void)pg_say(problems, "store.postgres-not-made", "name", name);
    }
    PQclear(result);
    return made ? OK : ERR_STORE;
}

/* The address led nowhere: to no server, or to no such database. OK when a database is there now: made here, or just
 * then by another program. */
static enum err make_or_tell(const struct pg_store *store, bool create, struct problems *problems)
{
    char name[DATABASE_ROOM];
    database_of(store, name);
    PGconn *pg = reach_server(store);
    enum presence found = look_for(pg, name);
    enum err err = OK;
    if (found == SERVER_AWAY)
        err = ((void)pg_say(problems, "store.postgres-unreachable", "name", name), ERR_BUSY);
    else if (found == DATABASE_MISSING && create)
        err = create_database(pg, name, problems);
    else if (found == DATABASE_MISSING)
        err = ((void)pg_say(problems, "store.postgres-no-database", "name", name), ERR_NOT_FOUND);
    PQfinish(pg);
    return err;
}

/* Once more, now that the database is there. */
static enum err connect_again(const struct pg_store *store, struct problems *problems, struct pg_conn **conn)
{
    char name[DATABASE_ROOM];
    enum err err = pg_connect_bare(store, CONN_READ, problems, conn);
    if (err == ERR_BUSY && !problems->count) {
        database_of(store, name);
        (void)pg_say(problems, "store.postgres-unreachable", "name", name);
    }
    return err;
}

static bool understood(const struct pg_store *store)
{
    char *why = NULL;
    PQconninfoOption *options = PQconninfoParse(store->url, &why);
    bool good = options != NULL;
    PQconninfoFree(options);
    PQfreemem(why); /* it may repeat the password */
    return good;
}

static enum err check(const struct pg_store *store, bool create, struct problems *problems)
{
    struct pg_conn *conn = NULL;
    if (!understood(store)) {
        (void)pg_say(problems, "store.postgres-url", "form", "postgresql://USER@HOST/DATABASE");
        return ERR_INPUT;
    }
    enum err err = pg_connect_bare(store, CONN_READ, problems, &conn);
    if (err == ERR_BUSY) {
        err = make_or_tell(store, create, problems);
        if (err == OK)
            err = connect_again(store, problems, &conn);
    }
    if (err == OK)
        pg_disconnect(conn);
    return err;
}

enum err pg_open(const char *place, bool create, struct problems *problems, void **out)
{
    struct pg_store *store = store_new(place);
    if (!store)
        return ERR_MEMORY;
    enum err err = check(store, create, problems);
    if (err)
        pg_close(store);
    else
        *out = store;
    return err;
}
