/* The second guard on PostgreSQL: row-level security (schema/0020_guard.postgres.sql), told what the session sees. It
 * binds every account but superusers and those with BYPASSRLS: a connection of such a one takes the role GUARDED_ROLE,
 * which can do nothing but read and write rows. */
#include "store/guard.h"
#include "base/log.h"
#include "store/postgres/postgres.h"
#include <stdio.h>
#include <stdlib.h>

enum { SEPARATOR = 0x1f };

#define GUARDED_ROLE "entente_guarded"

/* ---- what is said ---- */

/* The set as the guard wants it: a unit separator between audiences. NULL when out of memory. */
static char *few_text(const struct id_set *set)
{
    size_t n = 1, at = 0;
    for (size_t i = 0; i < id_set_places(set); i++)
        n += id_set_at(set, i).p ? id_set_at(set, i).n + 1 : 0;
    char *text = malloc(n);
    if (!text)
        return NULL;
    for (size_t i = 0; i < id_set_places(set); i++) {
        struct str id = id_set_at(set, i);
        if (!id.n || memchr(id.p, 0, id.n) || memchr(id.p, SEPARATOR, id.n) || str_is(id, "*"))
            continue;
        if (at > 0)
            text[at++] = SEPARATOR;
        memcpy(text + at, id.p, id.n);
        at += id.n;
    }
    text[at] = 0;
    return text;
}

enum err pg_guard_say(struct pg_conn *conn)
{
    char number[24];
    const char *value = NULL;
    enum form form = FORM_FEW;
    PGresult *none = NULL;
    if (!conn->guarded || conn->said)
        return OK;
    enum err err = pg_sight_ready(conn, &value, &form, number);
    if (err)
        return err;
    char *text = form == FORM_FEW ? few_text(conn->sees) : strdup(value);
    if (!text)
        return ERR_MEMORY;
    if (!conn->told || conn->told_form != form || strcmp(conn->told, text) != 0) {
        const char *values[] = {form == FORM_MANY ? "" : text, form == FORM_MANY ? text : ""};
        err = pg_ask(conn, "SELECT set_config('entente.sees', $1, false), set_config('entente.sight', $2, false)", 2,
                     values, &none);
        PQclear(none);
    }
    free(conn->told);
    conn->told = err ? NULL : text;
    conn->told_form = form;
    conn->said = err == OK;
    if (err)
        free(text);
    return err;
}

/* ---- the role ---- */

static const char standing_sql[] =
    "SELECT EXISTS (SELECT 1 FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
    " WHERE c.relnamespace = n.oid AND p.polname = 'entente_guard' AND c.relforcerowsecurity),"
    " r.rolsuper OR r.rolbypassrls FROM pg_roles r LEFT JOIN pg_namespace n ON n.nspname = current_schema()"
    " WHERE r.rolname = session_user";

static enum err lower(struct pg_conn *conn, struct problems *problems)
{
    enum err err = conn->has_table ? pg_command(conn, "GRANT ALL ON pg_temp.entente_sight TO " GUARDED_ROLE) : OK;
    if (err == OK)
        err = pg_command(conn, "SET ROLE " GUARDED_ROLE);
    conn->lowered = err == OK;
    if (err) {
        (void)pg_say(problems, "store.postgres-role", "role", GUARDED_ROLE);
        return ERR_STORE;
    }
    return OK;
}

enum err pg_guard_settle(struct pg_conn *conn, struct problems *problems)
{
    PGresult *row = NULL;
    conn->unsettled = conn->lowered = conn->guarded = false;
    if (conn->bare)
        return OK;
    enum err err = pg_ask(conn, standing_sql, 0, NULL, &row);
    bool above = err == OK && PQntuples(row) == 1 && strcmp(PQgetvalue(row, 0, 1), "t") == 0;
    conn->guarded = err == OK && PQntuples(row) == 1 && strcmp(PQgetvalue(row, 0, 0), "t") == 0;
    PQclear(row);
    return err == OK && conn->guarded && above ? lower(conn, problems) : err;
}

enum err pg_guard_raise(struct pg_conn *conn)
{
    return conn->lowered ? pg_command(conn, "RESET ROLE") : OK;
}

/* In a transaction that has failed the role comes back with the rollback. */
enum err pg_guard_back(struct pg_conn *conn, enum err err)
{
    if (!conn->lowered || PQtransactionStatus(conn->pg) == PQTRANS_INERROR)
        return err;
    enum err back = pg_command(conn, "SET ROLE " GUARDED_ROLE);
    return err ? err : back;
}

/* ---- laying it ---- */

/* The tables of guard.h as an array of arrays. */
static void others_text(char *to, size_t room)
{
    size_t n = (size_t)snprintf(to, room, "{");
    for (const struct guarded_table *t = guarded_tables; t->table && n < room; t++)
        n += (size_t)snprintf(to + n, room - n, "%s{%s,%s}", t == guarded_tables ? "" : ",", t->table, t->column);
    if (n < room)
        snprintf(to + n, room - n, "}");
}

/* An account that row-level security does not bind lends its sessions a role that it does. Roles are the server's, not
 * the database's: another workspace may have made it. */
static const char role_sql[] =
    "DO $$ BEGIN IF (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user) THEN"
    " BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '" GUARDED_ROLE "') THEN"
    " CREATE ROLE " GUARDED_ROLE " NOLOGIN; END IF;"
    " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;"
    " EXECUTE format('GRANT " GUARDED_ROLE " TO %I', session_user);"
    " EXECUTE format('GRANT USAGE ON SCHEMA %I TO " GUARDED_ROLE "', current_schema());"
    " EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO " GUARDED_ROLE "',"
    " current_schema()); END IF; END $$";

static enum err lay(struct pg_conn *conn)
{
    PGresult *none = NULL;
    char others[1024];
    const char *values[] = {others};
    others_text(others, sizeof others);
    enum err err = pg_command(conn, pg_mark_table);
    if (err == OK)
        err = pg_ask(conn, "SELECT entente_guard($1::text[])", 1, values, &none);
    PQclear(none);
    if (err == OK)
        err = pg_command(conn, role_sql);
    conn->unsettled = true;
    return err;
}

enum err pg_guard_lay(void *inner)
{
    struct pg_conn *conn = inner;
    PGresult *row = NULL;
    enum err err = pg_ask(conn, "SELECT to_regprocedure('entente_guard(text[])') IS NOT NULL", 0, NULL, &row);
    bool known = err == OK && strcmp(PQgetvalue(row, 0, 0), "t") == 0; /* a schema that has not come to it yet */
    PQclear(row);
    if (err || !known)
        return err;
    err = pg_guard_raise(conn);
    return err ? err : pg_guard_back(conn, lay(conn));
}

enum err pg_guard_lift(struct pg_conn *conn)
{
    return pg_command(conn, "DO $$ DECLARE guarded record; BEGIN FOR guarded IN SELECT c.oid::regclass AS name"
                            " FROM pg_class c WHERE c.relforcerowsecurity AND c.relnamespace ="
                            " (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) LOOP"
                            " EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', guarded.name);"
                            " END LOOP; END $$");
}
