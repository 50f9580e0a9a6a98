#include "base/buf.h"
#include "base/log.h"
#include "base/message.h"
#include "store/engine.h"
#include "store/guard.h"
#include <stdlib.h>

enum { CACHE = 256, BUCKETS = 512, SIGHTS = 8 };

struct sight {
    const struct id_set *set;
    bool all;
};

struct store {
    const struct engine *engine;
    void *inner;
    char *url;
};

struct stmt {
    struct conn *conn;
    void *inner;
    char *sql;
    size_t n, hash;
    struct stmt *next; /* in its bucket */
    uint64_t used;
    bool busy;
    bool standing; /* on a row */
};

struct conn {
    struct store *store;
    void *inner;
    enum conn_mode mode;
    uint64_t tick;
    int depth;
    int standing;                /* statements that stand on a row */
    bool spoilt;                 /* what was to be undone could not be: the transaction must not be committed */
    struct sight sights[SIGHTS]; /* the last is what it sees; those before it, what it saw before each conn_see_all */
    int sight;
    struct stmt cache[CACHE], *buckets[BUCKETS];
    void *kept; /* by a layer above, and how it ends */
    void (*end)(void *kept);
};

static const struct engine *const engines[] = {&sqlite_engine, &postgres_engine};

/* What follows "SCHEME:" in a URL; NULL when that is another scheme. */
static const char *place_in(const char *url, const char *scheme)
{
    size_t n = scheme ? strlen(scheme) : 0;
    return n && strncmp(url, scheme, n) == 0 && url[n] == ':' ? url + n + 1 : NULL;
}

enum err store_open(const char *url, bool create, struct problems *problems, struct store **out)
{
    struct str text = str_of(url);
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++) {
        const char *place = place_in(url, engines[i]->scheme);
        if (!place && !(place = place_in(url, engines[i]->alias)))
            continue;
        struct store *store = calloc(1, sizeof *store);
        if (!store || !(store->url = strdup(url))) {
            free(store);
            return ERR_MEMORY;
        }
        store->engine = engines[i];
        enum err err = engines[i]->open(place, create, problems, &store->inner);
        if (err) {
            free(store->url);
            free(store);
            return err;
        }
        *out = store;
        return OK;
    }
    (void)problem_say(problems, S("/store"), "store.scheme",
                      message_args(problems->arena, "store", value_text(problems->arena, text), NULL));
    return ERR_INPUT;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    store->engine->close(store->inner);
    free(store->url);
    free(store);
}

const char *store_url(const struct store *store)
{
    return store->url;
}

/* What stands between "//USER:" and "@"; p NULL when nothing does. */
static struct str password_in(struct str url)
{
    ptrdiff_t slashes = str_find(url, '/');
    struct str rest = slashes < 0 ? (struct str){NULL, 0} : str_part(url, (size_t)slashes + 2, url.n), user;
    if (!str_starts(str_part(url, slashes < 0 ? url.n : (size_t)slashes, 2), S("//")))
        return (struct str){NULL, 0};
    size_t end = 0, at = rest.n;
    while (end < rest.n && !strchr("/?", rest.p[end]))
        end++;
    for (size_t i = 0; i < end; i++)
        at = rest.p[i] == '@' ? i : at;
    struct str who = str_part(rest, 0, at < end ? at : 0);
    return str_cut(&who, ':', &user) ? who : (struct str){NULL, 0};
}

struct str store_url_shown(struct arena *arena, struct str url)
{
    static const struct str name = STR("password=");
    struct buf shown = buf_init(arena, 0);
    struct str password = password_in(url);
    for (size_t at = 0; at < url.n;) {
        struct str rest = str_part(url, at, url.n);
        bool in_query = at > 0 && strchr("?&", url.p[at - 1]) && str_starts(rest, name);
        if (password.p && url.p + at == password.p) {
            buf_lit(&shown, "***");
            at += password.n;
            password.p = NULL;
        } else if (in_query) {
            buf_lit(&shown, "password=***");
            while (at < url.n && url.p[at] != '&')
                at++;
        } else {
            buf_char(&shown, url.p[at++]);
        }
    }
    return buf_str(&shown);
}

const char *store_scheme(const struct store *store)
{
    return store->engine->scheme;
}

enum conn_mode conn_mode(const struct conn *conn)
{
    return conn->mode;
}

const char *conn_scheme(const struct conn *conn)
{
    return conn->store->engine->scheme;
}

enum err store_connect(struct store *store, enum conn_mode mode, struct conn **out)
{
    struct conn *conn = calloc(1, sizeof *conn);
    if (!conn)
        return ERR_MEMORY;
    conn->store = store;
    conn->mode = mode;
    enum err err = store->engine->connect(store->inner, mode, &conn->inner);
    if (err) {
        free(conn);
        return err;
    }
    *out = conn;
    return OK;
}

void conn_close(struct conn *conn)
{
    if (!conn)
        return;
    const struct engine *engine = conn->store->engine;
    for (size_t i = 0; i < CACHE; i++)
        if (conn->cache[i].inner) {
            engine->finalize(conn->cache[i].inner);
            free(conn->cache[i].sql);
        }
    engine->disconnect(conn->inner);
    conn_keep(conn, NULL, NULL);
    free(conn);
}

void conn_keep(struct conn *conn, void *kept, void (*end)(void *kept))
{
    if (conn->kept)
        conn->end(conn->kept);
    conn->kept = kept;
    conn->end = end;
}

void *conn_kept(const struct conn *conn)
{
    return conn->kept;
}

static enum err look(struct conn *conn, int at, struct sight sight)
{
    if (at < 0 || at >= SIGHTS || conn->standing > 0)
        return ERR_INTERNAL;
    conn->store->engine->see(conn->inner, sight.set, sight.all);
    conn->sight = at;
    conn->sights[at] = sight;
    return OK;
}

enum err conn_see(struct conn *conn, const struct id_set *set)
{
    return look(conn, 0, (struct sight){set, false});
}

enum err conn_see_all(struct conn *conn)
{
    return look(conn, conn->sight + 1, (struct sight){NULL, true});
}

enum err conn_see_back(struct conn *conn, enum err err)
{
    enum err back = conn->sight > 0 ? look(conn, conn->sight - 1, conn->sights[conn->sight - 1]) : OK;
    return err ? err : back;
}

static enum err command(struct conn *conn, const char *sql)
{
    struct stmt *stmt = conn_prepare(conn, str_of(sql));
    return stmt_run(stmt, NULL);
}

enum err conn_begin(struct conn *conn)
{
    const struct engine *engine = conn->store->engine;
    enum err err = command(conn, conn->mode == CONN_READ ? engine->begin_read : engine->begin_write);
    conn->spoilt = conn->spoilt && err != OK;
    return err;
}

enum err conn_commit(struct conn *conn)
{
    return conn->spoilt ? ERR_STORE : command(conn, "COMMIT");
}

void conn_rollback(struct conn *conn)
{
    conn->depth = 0;
    if (conn_in_transaction(conn) && command(conn, "ROLLBACK") != OK)
        log_write(LOG_ERROR, "store.rollback", NULL);
}

static const char *const savepoints[][3] = {
    {"SAVEPOINT s0", "RELEASE s0", "ROLLBACK TO s0"},
    {"SAVEPOINT s1", "RELEASE s1", "ROLLBACK TO s1"},
    {"SAVEPOINT s2", "RELEASE s2", "ROLLBACK TO s2"},
    {"SAVEPOINT s3", "RELEASE s3", "ROLLBACK TO s3"},
};

enum err conn_savepoint(struct conn *conn)
{
    if (conn->depth >= (int)(sizeof savepoints / sizeof *savepoints))
        return ERR_INTERNAL;
    enum err err = command(conn, savepoints[conn->depth][0]);
    if (err == OK)
        conn->depth++;
    return err;
}

enum err conn_release(struct conn *conn)
{
    if (conn->depth <= 0)
        return ERR_INTERNAL;
    enum err err = command(conn, savepoints[--conn->depth][1]);
    conn->spoilt = conn->spoilt || err != OK;
    return err;
}

void conn_rollback_to(struct conn *conn)
{
    if (conn->depth <= 0 || !conn_in_transaction(conn))
        return;
    conn->depth--;
    if (command(conn, savepoints[conn->depth][2]) != OK || command(conn, savepoints[conn->depth][1]) != OK) {
        conn->spoilt = true;
        log_write(LOG_ERROR, "store.rollback", NULL);
    }
}

bool conn_in_transaction(struct conn *conn)
{
    return conn->store->engine->in_transaction(conn->inner);
}

int64_t conn_moment(struct conn *conn)
{
    const struct engine *engine = conn->store->engine;
    bool tells = engine->moment && conn->mode == CONN_READ && conn_in_transaction(conn);
    return tells ? engine->moment(conn->inner) : 0;
}

enum err conn_script(struct conn *conn, struct str sql)
{
    return conn->store->engine->script(conn->inner, sql);
}

enum err conn_guard(struct conn *conn)
{
    const struct engine *engine = conn->store->engine;
    return engine->guard ? engine->guard(conn->inner) : OK;
}

bool conn_guards_itself(const struct conn *conn)
{
    return !conn->store->engine->guard;
}

enum err conn_plan(struct conn *conn)
{
    const struct engine *engine = conn->store->engine;
    return engine->plan ? engine->plan(conn->inner) : OK;
}

/* The slot that holds `sql` and is not busy; NULL when there is none. */
static struct stmt *slot_with(struct conn *conn, struct str sql, size_t hash)
{
    struct stmt *stmt = conn->buckets[hash % BUCKETS];
    while (stmt && (stmt->busy || stmt->hash != hash || stmt->n != sql.n || memcmp(stmt->sql, sql.p, sql.n) != 0))
        stmt = stmt->next;
    return stmt;
}

/* A free slot, or that of the least recently used statement which is not busy, without it; NULL when all are busy. */
static struct stmt *slot_to_fill(struct conn *conn)
{
    struct stmt *oldest = NULL;
    for (size_t i = 0; i < CACHE; i++)
        if (!conn->cache[i].busy && (!oldest || conn->cache[i].used < oldest->used))
            oldest = &conn->cache[i];
    if (!oldest || !oldest->inner)
        return oldest;
    struct stmt **at = &conn->buckets[oldest->hash % BUCKETS];
    while (*at != oldest)
        at = &(*at)->next;
    *at = oldest->next;
    conn->store->engine->finalize(oldest->inner);
    free(oldest->sql);
    *oldest = (struct stmt){.conn = conn};
    return oldest;
}

/* A developer finds out from the log what to say otherwise. */
static bool admitted(struct str sql)
{
    struct str word = guard_objection(sql);
    struct arena *arena = word.p ? arena_new(0) : NULL;
    if (arena)
        log_write(LOG_ERROR, "store.guarded", "what", arena_cstr(arena, sql), "why", arena_cstr(arena, word), NULL);
    arena_free(arena);
    return !word.p;
}

static struct stmt *prepare(struct conn *conn, struct str sql, size_t hash)
{
    struct stmt *stmt = admitted(sql) ? slot_to_fill(conn) : NULL;
    char *copy = stmt ? strndup(sql.p, sql.n) : NULL;
    if (!copy)
        return NULL;
    *stmt = (struct stmt){.conn = conn, .sql = copy, .n = sql.n, .hash = hash};
    if (conn->store->engine->prepare(conn->inner, sql, &stmt->inner) != OK) {
        free(copy);
        *stmt = (struct stmt){.conn = conn};
        return NULL;
    }
    stmt->next = conn->buckets[hash % BUCKETS];
    conn->buckets[hash % BUCKETS] = stmt;
    return stmt;
}

struct stmt *conn_prepare(struct conn *conn, struct str sql)
{
    if (!sql.p)
        return NULL;
    size_t hash = str_hash(sql);
    struct stmt *stmt = slot_with(conn, sql, hash);
    if (!stmt)
        stmt = prepare(conn, sql, hash);
    if (!stmt)
        return NULL;
    stmt->used = ++conn->tick;
    stmt->busy = true;
    return stmt;
}

void stmt_text(struct stmt *stmt, int index, struct str text)
{
    if (stmt)
        stmt->conn->store->engine->text(stmt->inner, index, text);
}

void stmt_int(struct stmt *stmt, int index, int64_t value)
{
    if (stmt)
        stmt->conn->store->engine->integer(stmt->inner, index, value);
}

void stmt_blob(struct stmt *stmt, int index, struct str bytes)
{
    if (stmt)
        stmt->conn->store->engine->blob(stmt->inner, index, bytes);
}

void stmt_null(struct stmt *stmt, int index)
{
    stmt_text(stmt, index, (struct str){NULL, 0});
}

void stmt_portions(struct stmt *stmt)
{
    if (stmt && stmt->conn->store->engine->portions)
        stmt->conn->store->engine->portions(stmt->inner);
}

static void stand(struct stmt *stmt, bool on_row)
{
    stmt->conn->standing += on_row - stmt->standing;
    stmt->standing = on_row;
}

enum err stmt_step(struct stmt *stmt, bool *row)
{
    *row = false;
    if (!stmt)
        return ERR_STORE;
    enum err err = stmt->conn->store->engine->step(stmt->inner, row);
    stand(stmt, *row);
    return err;
}

struct str stmt_column(struct stmt *stmt, int column)
{
    return stmt->conn->store->engine->column(stmt->inner, column);
}

int64_t stmt_column_int(struct stmt *stmt, int column)
{
    return stmt->conn->store->engine->column_int(stmt->inner, column);
}

bool stmt_column_null(struct stmt *stmt, int column)
{
    return stmt->conn->store->engine->column_null(stmt->inner, column);
}

void stmt_done(struct stmt *stmt)
{
    if (!stmt)
        return;
    stmt->conn->store->engine->reset(stmt->inner);
    stand(stmt, false);
    stmt->busy = false;
}

enum err stmt_run(struct stmt *stmt, int64_t *changed)
{
    bool row;
    enum err err = stmt_step(stmt, &row);
    if (err == OK && changed)
        *changed = stmt->conn->store->engine->changes(stmt->conn->inner);
    stmt_done(stmt);
    return err;
}

void conn_tidy(struct conn *conn)
{
    for (size_t i = 0; i < CACHE; i++)
        if (conn->cache[i].busy) {
            log_write(LOG_WARN, "store.statement-left-open", NULL);
            stmt_done(&conn->cache[i]);
        }
}

enum err conn_columns(struct conn *conn, struct arena *arena, const char *table, struct value **out)
{
    *out = value_list(arena);
    return *out ? conn->store->engine->columns(conn->inner, arena, table, *out) : ERR_MEMORY;
}

enum err conn_refer_later(struct conn *conn)
{
    return conn->store->engine->refer_later(conn->inner);
}

enum err conn_refer_now(struct conn *conn)
{
    return conn->store->engine->refer_now(conn->inner);
}

/* The type of a column in the words of store.h, where it has one. */
static struct str plain_type(struct str type)
{
    static const char *const words[][2] = {{"text", "text"},    {"bigint", "integer"}, {"integer", "integer"},
                                           {"int8", "integer"}, {"bytea", "bytes"},    {"blob", "bytes"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_nocase(type, str_of(words[i][0])))
            return str_of(words[i][1]);
    return type;
}

/* Adds the column of one row of the engine's to the table at hand; a new one where the name is another. */
static struct value *add_column(struct arena *arena, struct value *tables, struct value *table, const struct value *row)
{
    if (!row || row->count != 4 || !value_at(row, 0)->text.p || !value_at(row, 1)->text.p || !value_at(row, 2)->text.p)
        return NULL; /* memory was short */
    struct str name = value_at(row, 0)->text, column = value_at(row, 1)->text;
    if (!table || !str_eq(value_get_text(table, "name"), name)) {
        table = value_push_map(arena, tables);
        value_put_text(arena, table, "name", name);
        value_put_list(arena, table, "columns");
        value_put_list(arena, table, "key");
        if (!table || table->count != 3)
            return NULL;
    }
    struct value *one = value_push_map(arena, value_get(table, "columns"));
    value_put_text(arena, one, "name", column);
    value_put_text(arena, one, "type", plain_type(value_at(row, 2)->text));
    if (value_at(row, 3)->i > 0 && !value_push(value_get(table, "key"), value_text(arena, column)))
        return NULL;
    return one && one->count == 2 ? table : NULL;
}

enum err conn_tables(struct conn *conn, struct arena *arena, struct value **out)
{
    struct value *rows = value_list(arena), *tables = value_list(arena), *table = NULL;
    enum err err = rows && tables ? conn->store->engine->tables(conn->inner, arena, rows) : ERR_MEMORY;
    VALUE_EACH (row, rows)
        if (err == OK && !(table = add_column(arena, tables, table, row)))
            err = ERR_MEMORY;
    *out = tables;
    return err;
}

enum err conn_relations(struct conn *conn, struct arena *arena, struct value **out)
{
    static const char *const members[] = {"table", "what", "name", "columns", "target", "part"};
    struct value *rows = value_list(arena), *relations = value_list(arena);
    enum err err = rows && relations ? conn->store->engine->relations(conn->inner, arena, rows) : ERR_MEMORY;
    VALUE_EACH (row, rows) {
        struct value *one = value_push_map(arena, relations);
        for (size_t i = 0; i < sizeof members / sizeof *members; i++)
            if (err == OK && !value_put_text(arena, one, members[i], value_at(row, i) ? value_at(row, i)->text : S("")))
                err = ERR_MEMORY;
    }
    *out = relations;
    return err;
}

enum err store_backup(struct store *store, const char *file, struct problems *problems)
{
    return store->engine->backup(store->inner, file, problems);
}

enum err store_restore(struct store *store, const char *file, struct problems *problems)
{
    return store->engine->restore(store->inner, file, problems);
}
