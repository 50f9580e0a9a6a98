#include "store/migrate.h"
#include "base/date.h"
#include "base/embedded.h"
#include "base/log.h"
#include "base/message.h"
#include <limits.h>

#ifndef ENTENTE_VERSION
#define ENTENTE_VERSION "0"
#endif

/* The number of "schema/NNNN_….sql" when it is for `scheme` or for both engines; 0 otherwise. */
int migrate_script_number(struct str path, const char *scheme)
{
    int64_t number;
    if (!str_starts(path, S("schema/")) || !str_ends(path, S(".sql")) || !str_int(str_part(path, 7, 4), &number))
        return 0;
    struct str stem = str_part(path, 0, path.n - 4);
    const char *const schemes[] = {".sqlite", ".postgres"};
    for (size_t i = 0; i < 2; i++)
        if (str_ends(stem, str_of(schemes[i])) && (!scheme || strcmp(scheme, schemes[i] + 1) != 0))
            return scheme ? 0 : (int)number;
    return (int)number;
}

int migrate_newest(const char *scheme)
{
    int newest = 0;
    for (size_t i = 0; i < embedded_count(); i++) {
        int number = migrate_script_number(str_of(embedded_at(i)->path), scheme);
        if (number > newest)
            newest = number;
    }
    return newest;
}

int version_compare(struct str a, struct str b)
{
    struct str x, y;
    for (bool more = true; more;) {
        int64_t i = 0, k = 0;
        bool from_a = str_cut(&a, '.', &x), from_b = str_cut(&b, '.', &y);
        (void)(from_a && str_int(x, &i));
        (void)(from_b && str_int(y, &k));
        if (i != k)
            return i < k ? -1 : 1;
        more = from_a || from_b;
    }
    return 0;
}

static struct str text_of(const struct embedded *script)
{
    return (struct str){(const char *)script->data, script->size};
}

/* What the first line of a script says; without it, this program. */
static struct str oldest_of(const struct embedded *script)
{
    static const struct str mark = STR("-- oldest: ");
    struct str text = text_of(script), line;
    (void)str_cut(&text, '\n', &line);
    return str_starts(line, mark) ? str_trim(str_part(line, mark.n, line.n)) : S(ENTENTE_VERSION);
}

/* ---- how a store stands ---- */

const char migrate_table_sql[] = "CREATE TABLE IF NOT EXISTS schema_migration (number BIGINT NOT NULL PRIMARY KEY,"
                                 " name TEXT NOT NULL, applied_at BIGINT NOT NULL, oldest TEXT)";

/* The table's columns: those of no table, of one without `oldest` (as first versions made it), or all. */
enum { NO_TABLE = 0, OLD_TABLE = 3 };

static enum err count_columns(struct conn *conn, uint32_t *count)
{
    struct arena *arena = arena_new(0);
    struct value *columns = NULL;
    enum err err = arena ? conn_columns(conn, arena, "schema_migration", &columns) : ERR_MEMORY;
    *count = err ? 0 : columns->count;
    arena_free(arena);
    return err;
}

/* The script of that number for the engine, or NULL. */
static const struct embedded *script_of(const char *scheme, int64_t number)
{
    for (size_t i = 0; i < embedded_count(); i++)
        if (number > 0 && migrate_script_number(str_of(embedded_at(i)->path), scheme) == number)
            return embedded_at(i);
    return NULL;
}

static int count_scripts(const char *scheme)
{
    int count = 0;
    for (size_t i = 0; i < embedded_count(); i++)
        count += migrate_script_number(str_of(embedded_at(i)->path), scheme) > 0;
    return count;
}

/* Takes one script that the store has had into account. `oldest` is what the store says of it, p NULL: nothing. */
static enum err regard(struct schema_state *state, struct arena *arena, const char *scheme, int64_t number,
                       struct str oldest, bool *silent)
{
    const struct embedded *own = script_of(scheme, number);
    if (number > state->number)
        state->number = (int)number;
    if (own)
        oldest = oldest_of(own);
    state->missing -= own != NULL;
    state->unknown += own == NULL;
    if (!own && (!oldest.p || version_compare(oldest, S(ENTENTE_VERSION)) > 0))
        state->allowed = false;
    if (!oldest.p)
        *silent = true;
    else if (version_compare(oldest, state->oldest) > 0)
        state->oldest = arena_copy(arena, oldest);
    return state->oldest.p ? OK : ERR_MEMORY;
}

enum err migrate_look(struct conn *conn, struct arena *arena, struct schema_state *state)
{
    const char *scheme = conn_scheme(conn);
    uint32_t columns = 0;
    bool row = false, silent = false;
    *state = (struct schema_state){.missing = count_scripts(scheme), .allowed = true, .oldest = S("")};
    enum err err = count_columns(conn, &columns);
    if (err || columns == NO_TABLE)
        return err;
    state->older_table = columns == OLD_TABLE;
    struct stmt *stmt =
        conn_prepare(conn, columns == OLD_TABLE ? S("SELECT number, NULL FROM schema_migration ORDER BY number")
                                                : S("SELECT number, oldest FROM schema_migration ORDER BY number"));
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        err = regard(state, arena, scheme, stmt_column_int(stmt, 0), stmt_column(stmt, 1), &silent);
        if (err)
            break;
    }
    stmt_done(stmt);
    if (silent && !state->allowed)
        state->oldest = S("");
    return err;
}

enum err migrate_allowed(const struct schema_state *state, struct problems *problems)
{
    struct arena *a = problems->arena;
    if (state->allowed)
        return OK;
    const struct value *args =
        message_args(a, "needed", value_text(a, state->oldest), "version", value_text(a, S(ENTENTE_VERSION)), NULL);
    (void)problem_say(problems, S("/store"), state->oldest.n ? "store.needs" : "store.newer", args);
    return ERR_CONFLICT;
}

/* ---- bringing it up ---- */

static enum err ensure_table(struct conn *conn)
{
    uint32_t columns = 0;
    enum err err = conn_script(conn, str_of(migrate_table_sql));
    if (err == OK)
        err = count_columns(conn, &columns);
    return err == OK && columns == OLD_TABLE
               ? conn_script(conn, S("ALTER TABLE schema_migration ADD COLUMN oldest TEXT"))
               : err;
}

static enum err apply(struct conn *conn, const struct embedded *script, int number)
{
    enum err err = conn_script(conn, text_of(script));
    if (err) {
        log_write(LOG_ERROR, "migrate.failed", "script", script->path, NULL);
        return err;
    }
    struct stmt *stmt = conn_prepare(
        conn, S("INSERT INTO schema_migration (number, name, applied_at, oldest) VALUES (?1, ?2, ?3, ?4)"));
    stmt_int(stmt, 1, number);
    stmt_text(stmt, 2, str_of(script->path));
    stmt_int(stmt, 3, clock_now());
    stmt_text(stmt, 4, oldest_of(script));
    return stmt_run(stmt, NULL);
}

static enum err has_had(struct conn *conn, int number, bool *had)
{
    struct stmt *stmt = conn_prepare(conn, S("SELECT 1 FROM schema_migration WHERE number = ?1"));
    stmt_int(stmt, 1, number);
    enum err err = stmt_step(stmt, had);
    stmt_done(stmt);
    return err;
}

static enum err apply_missing(struct conn *conn, int most, int *applied)
{
    for (size_t i = 0; i < embedded_count(); i++) { /* sorted by path, so by number */
        const struct embedded *script = embedded_at(i);
        int number = migrate_script_number(str_of(script->path), conn_scheme(conn));
        bool had = true;
        enum err err = number > 0 && number <= most ? has_had(conn, number, &had) : OK;
        if (err == OK && !had)
            err = apply(conn, script, number);
        if (err)
            return err;
        if (!had && applied)
            ++*applied;
    }
    return OK;
}

/* A store that has had all scripts is left alone, so that a server need not lay what guards scripts and read it again.
 */
static enum err is_up(struct conn *conn, int most, struct problems *problems, bool *up)
{
    struct schema_state state;
    *up = false;
    if (most < INT_MAX || !conn_guards_itself(conn))
        return OK;
    enum err err = migrate_look(conn, problems->arena, &state);
    if (err == OK)
        err = migrate_allowed(&state, problems);
    *up = err == OK && state.number > 0 && state.missing == 0 && !state.older_table;
    return err;
}

enum err migrate_up_to(struct conn *conn, int most, struct problems *problems, int *applied)
{
    struct schema_state state = {.missing = 0};
    bool up = false;
    if (applied)
        *applied = 0;
    enum err err = is_up(conn, most, problems, &up);
    if (err == OK && !up)
        err = conn_begin(conn);
    if (err || up)
        return err;
    err = ensure_table(conn);
    if (err == OK)
        err = migrate_look(conn, problems->arena, &state);
    if (err == OK)
        err = migrate_allowed(&state, problems);
    if (err == OK && state.missing > 0)
        err = apply_missing(conn, most, applied);
    if (err == OK && state.missing > 0)
        err = conn_plan(conn);
    if (err == OK)
        err = conn_guard(conn);
    if (err == OK)
        err = conn_commit(conn);
    if (err)
        conn_rollback(conn);
    return err;
}

enum err migrate(struct conn *conn, struct problems *problems, int *applied)
{
    return migrate_up_to(conn, INT_MAX, problems, applied);
}
