/* The bare programs that Entente is measured against: libmicrohttpd and SQLite as Entente uses them, and nothing else.
 *
 *   entente-bench-reference serve FILE PORT    GET /one/ID    selects one note and prints it
 *                                              GET /list      the statement of a list of 50, filtered and sorted
 *                                              GET /search/W  the full-text query of a word
 *   entente-bench-reference write FILE ROUNDS BATCH   writes notes as Entente does (row, event, full text), BATCH to a
 *                                              commit, prints how many a second
 */
#include <inttypes.h>
#include <microhttpd.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 2, ROOM = 256 * 1024 };

/* In the order of what is asked for; %s is put in place of the columns. */
static const struct {
    const char *path, *sql;
} pages[] = {
    {"/one/", "SELECT * FROM note WHERE tenant_id = (SELECT id FROM tenant) AND id = ?1"},
    {"/list", "SELECT * FROM alliance WHERE tenant_id = (SELECT id FROM tenant) AND bare_sees(audience_id)"
              " AND stage = 'operation' AND withdrawn_at IS NULL ORDER BY coalesce(start, '') DESC, id DESC LIMIT 51"},
    {"/search/",
     "SELECT e.kind, e.record_id, e.audience_id, e.title, e.body FROM search_words f CROSS JOIN search_entry e"
     " ON e.rid = f.rowid WHERE f.search_words MATCH ?1 AND bare_sees(e.audience_id)"
     " ORDER BY e.updated_at DESC, e.record_id DESC LIMIT 20"},
};

static const char *file;

/* One a thread. */
struct bare {
    sqlite3 *db;
    sqlite3_stmt *stmts[sizeof pages / sizeof *pages];
    char text[ROOM];
    size_t n;
};
static _Thread_local struct bare *bare;

static void fail(sqlite3 *db, const char *what)
{
    fprintf(stderr, "%s: %s\n", what, db ? sqlite3_errmsg(db) : "");
    exit(1);
}

static void sees(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    sqlite3_result_int(context, sqlite3_value_text(values[0]) != NULL);
}

static sqlite3 *open_store(void)
{
    sqlite3 *db = NULL;
    if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ||
        sqlite3_exec(db,
                     "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-8000;"
                     "PRAGMA mmap_size=2147418112; PRAGMA temp_store=2",
                     NULL, NULL, NULL) ||
        sqlite3_create_function(db, "bare_sees", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, sees, NULL, NULL))
        fail(db, file);
    sqlite3_busy_timeout(db, 20000);
    return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL))
        fail(db, sql);
    return stmt;
}

static struct bare *here(void)
{
    if (!bare) {
        bare = calloc(1, sizeof *bare);
        if (!bare)
            exit(1);
        bare->db = open_store();
        for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
            bare->stmts[i] = prepare(bare->db, pages[i].sql);
    }
    return bare;
}

/* ---- reading ---- */

static void add(struct bare *b, const char *bytes, size_t n)
{
    if (b->n + n > sizeof b->text)
        fail(b->db, "too long");
    memcpy(b->text + b->n, bytes, n);
    b->n += n;
}

static void add_string(struct bare *b, const char *s)
{
    add(b, "\"", 1);
    for (const char *at = s; *at; at++) {
        char escaped[8];
        if (*at == '"' || *at == '\\' || (unsigned char)*at < 0x20) {
            int n = snprintf(escaped, sizeof escaped, "\\u%04x", (unsigned char)*at);
            add(b, escaped, (size_t)n);
        } else {
            add(b, at, 1);
        }
    }
    add(b, "\"", 1);
}

static void add_row(struct bare *b, sqlite3_stmt *stmt)
{
    add(b, "{", 1);
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
        if (i)
            add(b, ",", 1);
        add_string(b, sqlite3_column_name(stmt, i));
        add(b, ":", 1);
        int type = sqlite3_column_type(stmt, i);
        if (type == SQLITE_NULL)
            add(b, "null", 4);
        else if (type == SQLITE_INTEGER)
            add(b, (const char *)sqlite3_column_text(stmt, i), (size_t)sqlite3_column_bytes(stmt, i));
        else
            add_string(b, (const char *)sqlite3_column_text(stmt, i));
    }
    add(b, "}", 1);
}

static void read_page(struct bare *b, size_t page, const char *of)
{
    sqlite3_stmt *stmt = b->stmts[page];
    int rows = 0;
    b->n = 0;
    add(b, "[", 1);
    if (sqlite3_bind_parameter_count(stmt))
        sqlite3_bind_text(stmt, 1, of, -1, SQLITE_TRANSIENT);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        if (rows++)
            add(b, ",", 1);
        add_row(b, stmt);
    }
    sqlite3_reset(stmt);
    add(b, "]", 1);
}

static enum MHD_Result serve(void *user, struct MHD_Connection *connection, const char *url, const char *method,
                             const char *version, const char *data, size_t *size, void **request)
{
    static int seen;
    (void)user, (void)method, (void)version, (void)data, (void)size;
    if (!*request) {
        *request = &seen;
        return MHD_YES;
    }
    struct bare *b = here();
    size_t page = 0;
    while (page < sizeof pages / sizeof *pages && strncmp(url, pages[page].path, strlen(pages[page].path)) != 0)
        page++;
    if (page == sizeof pages / sizeof *pages)
        return MHD_NO;
    read_page(b, page, url + strlen(pages[page].path));
    struct MHD_Response *response = MHD_create_response_from_buffer(b->n, b->text, MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(response, "Content-Type", "application/json");
    enum MHD_Result result = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return result;
}

_Noreturn static void run_server(const char *port)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO;
    struct MHD_Daemon *daemon =
        MHD_start_daemon(flags, (uint16_t)atoi(port), NULL, NULL, serve, NULL, MHD_OPTION_THREAD_POOL_SIZE,
                         (unsigned)THREADS, MHD_OPTION_CONNECTION_LIMIT, 1100U, MHD_OPTION_END);
    if (!daemon)
        fail(NULL, "no server");
    printf("ready\n");
    fflush(stdout);
    for (;;)
        pause();
}

/* ---- writing ---- */

static void text(sqlite3_stmt *stmt, int at, const char *value)
{
    sqlite3_bind_text(stmt, at, value, -1, SQLITE_TRANSIENT);
}

static void step(sqlite3 *db, sqlite3_stmt *stmt)
{
    if (sqlite3_step(stmt) != SQLITE_DONE)
        fail(db, "write");
    sqlite3_reset(stmt);
}

static const char body[] = "the quarterly review of what both sides brought and what each expects of the next year";

struct writes {
    sqlite3 *db;
    sqlite3_stmt *row, *event, *entry;
    char tenant[64], audience[64];
};

static void write_one(struct writes *w, long i)
{
    char id[64], event[64], hash[80];
    snprintf(id, sizeof id, "ffffffff-0000-7000-8000-%012ld", i);
    snprintf(event, sizeof event, "fffffffe-0000-7000-8000-%012ld", i);
    snprintf(hash, sizeof hash, "%064ld", i);
    text(w->row, 1, w->tenant), text(w->row, 2, id), text(w->row, 3, w->audience), text(w->row, 4, body);
    step(w->db, w->row);
    text(w->event, 1, w->tenant), text(w->event, 2, w->audience), sqlite3_bind_int64(w->event, 3, 100000000 + i);
    text(w->event, 4, event), text(w->event, 5, id), text(w->event, 6, body), text(w->event, 7, hash);
    step(w->db, w->event);
    text(w->entry, 1, w->tenant), text(w->entry, 2, id), text(w->entry, 3, w->audience), text(w->entry, 4, body);
    step(w->db, w->entry);
}

static void read_names(struct writes *w)
{
    sqlite3_stmt *stmt = prepare(w->db, "SELECT tenant_id, id FROM audience WHERE kind = 'joint' LIMIT 1");
    if (sqlite3_step(stmt) != SQLITE_ROW)
        fail(w->db, "no circle");
    snprintf(w->tenant, sizeof w->tenant, "%s", (const char *)sqlite3_column_text(stmt, 0));
    snprintf(w->audience, sizeof w->audience, "%s", (const char *)sqlite3_column_text(stmt, 1));
    sqlite3_finalize(stmt);
}

static int run_writes(long rounds, long batch)
{
    struct writes w = {.db = open_store()};
    struct timespec begun, ended;
    sqlite3_exec(w.db, "PRAGMA foreign_keys=1", NULL, NULL, NULL);
    w.row = prepare(w.db, "INSERT INTO note (tenant_id, id, version, audience_id, created_at, updated_at, about_kind,"
                          " about, text, match_key) VALUES (?1, ?2, 1, ?3, 1, 1, 'alliances', ?2, ?4, '')");
    w.event =
        prepare(w.db, "INSERT INTO event (tenant_id, audience_id, sequence, id, at, kind, record_id, version, action,"
                      " payload, salt, payload_hash, previous, hash)"
                      " VALUES (?1, ?2, ?3, ?4, 1, 'note', ?5, 1, 'created', ?6, ?7, ?7, ?7, ?7)");
    w.entry =
        prepare(w.db, "INSERT INTO search_entry (tenant_id, record_id, audience_id, kind, title, body, updated_at)"
                      " VALUES (?1, ?2, ?3, 'note', '', ?4, 1)");
    read_names(&w);
    clock_gettime(CLOCK_MONOTONIC, &begun);
    for (long r = 0; r < rounds; r++) {
        sqlite3_exec(w.db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
        for (long i = 0; i < batch; i++)
            write_one(&w, r * batch + i);
        if (sqlite3_exec(w.db, "COMMIT", NULL, NULL, NULL))
            fail(w.db, "commit");
    }
    clock_gettime(CLOCK_MONOTONIC, &ended);
    double seconds = (double)(ended.tv_sec - begun.tv_sec) + (double)(ended.tv_nsec - begun.tv_nsec) / 1e9;
    printf("%.1f\n", (double)(rounds * batch) / seconds);
    sqlite3_finalize(w.row);
    sqlite3_finalize(w.event);
    sqlite3_finalize(w.entry);
    sqlite3_close(w.db);
    return 0;
}

int main(int argc, char **argv)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    file = argc > 2 ? argv[2] : NULL;
    if (argc == 4 && !strcmp(argv[1], "serve"))
        run_server(argv[3]);
    if (argc == 5 && !strcmp(argv[1], "write"))
        return run_writes(strtol(argv[3], NULL, 10), strtol(argv[4], NULL, 10));
    fprintf(stderr, "usage: entente-bench-reference serve FILE PORT | write FILE ROUNDS BATCH\n");
    return 2;
}
