/* What the statements that follow may see. A viewer of few audiences goes along with each statement as an array. The
 * audiences of a viewer of many are laid down once in a table of the session, under a number that goes along: rows that
 * are not there (after a rollback, in a new session) show nothing, and never what another viewer sees. Measured:
 * docs/decisions/0010-postgres-sight.md. */
#include "store/postgres/postgres.h"
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

static const char everything[] = "*"; /* said of every audience */

enum { DEAD_MAX = 200000 };

void pg_see(struct pg_conn *conn, const struct id_set *set, bool all)
{
    conn->sees = set;
    conn->all = all;
    free(conn->few);
    conn->few = NULL;
    conn->number = 0;
    conn->said = false;
}

/* What was said may have been taken back with the transaction in which it was said. */
static void unsay(struct pg_conn *conn)
{
    free(conn->told);
    conn->told = NULL;
    conn->said = false;
}

void pg_sight_forget(struct pg_conn *conn)
{
    memset(conn->sights, 0, sizeof conn->sights);
    unsay(conn);
    conn->number = 0;
    conn->dead = 0;
}

void pg_sight_settled(struct pg_conn *conn)
{
    for (int i = 0; i < SIGHTS_KEPT; i++)
        conn->sights[i].fresh = false;
}

bool pg_sight_is_fresh(const struct pg_conn *conn)
{
    bool fresh = false;
    for (int i = 0; i < SIGHTS_KEPT; i++)
        fresh |= conn->sights[i].number && conn->sights[i].fresh;
    return fresh;
}

void pg_sight_undone(struct pg_conn *conn)
{
    unsay(conn);
    conn->number = 0;
    for (int i = 0; i < SIGHTS_KEPT; i++)
        if (conn->sights[i].fresh)
            conn->sights[i] = (struct pg_sight){.number = 0};
}

/* The set as the text of an array: {"id","id"}. NULL when out of memory. */
static char *array_text(const struct id_set *set)
{
    size_t n = 3, at = 0;
    for (size_t i = 0; i < id_set_places(set); i++)
        n += id_set_at(set, i).p ? id_set_at(set, i).n * 2 + 3 : 0;
    char *text = malloc(n);
    if (!text)
        return NULL;
    text[at++] = '{';
    for (size_t i = 0; i < id_set_places(set); i++) {
        struct str id = id_set_at(set, i);
        if (!id.p || memchr(id.p, 0, id.n))
            continue;
        if (at > 1)
            text[at++] = ',';
        text[at++] = '"';
        for (size_t k = 0; k < id.n; k++) {
            if (id.p[k] == '"' || id.p[k] == '\\')
                text[at++] = '\\';
            text[at++] = id.p[k];
        }
        text[at++] = '"';
    }
    text[at++] = '}';
    text[at] = 0;
    return text;
}

static void key_of(const struct id_set *set, unsigned char key[SIGHT_KEY])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, SIGHT_KEY);
    for (size_t i = 0; i < id_set_places(set); i++) {
        struct str id = id_set_at(set, i);
        uint64_t n = id.n;
        if (!id.p)
            continue;
        crypto_generichash_update(&state, (const unsigned char *)&n, sizeof n);
        crypto_generichash_update(&state, (const unsigned char *)id.p, n);
    }
    crypto_generichash_final(&state, key, SIGHT_KEY);
}

static enum err drop(struct pg_conn *conn, struct pg_sight *sight)
{
    char number[24];
    const char *values[] = {number};
    PGresult *none = NULL;
    if (!sight->number)
        return OK;
    snprintf(number, sizeof number, "%lld", (long long)sight->number);
    conn->dead += sight->count;
    sight->number = 0;
    enum err err = pg_ask(conn, "DELETE FROM pg_temp.entente_sight WHERE entente_sight = $1::int8", 1, values, &none);
    PQclear(none);
    return err;
}

/* Rows are laid down in their order: that is how the index grows fastest. */
static enum err lay_down(struct pg_conn *conn, struct pg_sight *sight, const unsigned char key[SIGHT_KEY])
{
    char number[24], *ids = array_text(conn->sees);
    const char *values[] = {number, ids};
    PGresult *none = NULL;
    enum err err = ids ? drop(conn, sight) : ERR_MEMORY;
    snprintf(number, sizeof number, "%lld", (long long)++conn->last_number);
    if (err == OK)
        err = pg_ask(conn,
                     "INSERT INTO pg_temp.entente_sight SELECT $1::int8, c COLLATE \"C\" FROM unnest($2::text[]) AS c "
                     "ORDER BY 2",
                     2, values, &none);
    PQclear(none);
    free(ids);
    if (err)
        return err;
    *sight = (struct pg_sight){.number = conn->last_number, .count = conn->sees->count};
    memcpy(sight->key, key, SIGHT_KEY);
    sight->fresh = PQtransactionStatus(conn->pg) == PQTRANS_INTRANS;
    return OK;
}

enum err pg_sight_tidy(struct pg_conn *conn)
{
    if (conn->dead < DEAD_MAX)
        return OK;
    pg_sight_forget(conn);
    return pg_command(conn, "BEGIN READ WRITE; TRUNCATE pg_temp.entente_sight; COMMIT");
}

static enum err find_number(struct pg_conn *conn)
{
    unsigned char key[SIGHT_KEY];
    struct pg_sight *oldest = &conn->sights[0];
    key_of(conn->sees, key);
    for (int i = 0; i < SIGHTS_KEPT; i++) {
        struct pg_sight *sight = &conn->sights[i];
        if (sight->number && memcmp(sight->key, key, SIGHT_KEY) == 0) {
            sight->used = ++conn->tick;
            conn->number = sight->number;
            return OK;
        }
        if (sight->used < oldest->used)
            oldest = sight;
    }
    enum err err = lay_down(conn, oldest, key);
    if (err == OK) {
        oldest->used = ++conn->tick;
        conn->number = oldest->number;
    }
    return err;
}

enum err pg_sight_ready(struct pg_conn *conn, const char **value, enum form *form, char number[24])
{
    bool many = conn->sees && conn->sees->count > SIGHT_FEW && conn->has_table;
    *form = conn->all ? FORM_ALL : many ? FORM_MANY : FORM_FEW;
    *value = everything;
    if (conn->all)
        return OK;
    if (many) {
        enum err err = conn->number ? OK : find_number(conn);
        snprintf(number, 24, "%lld", (long long)conn->number);
        *value = number;
        return err;
    }
    if (!conn->few)
        conn->few = array_text(conn->sees);
    *value = conn->few;
    return conn->few ? OK : ERR_MEMORY;
}
