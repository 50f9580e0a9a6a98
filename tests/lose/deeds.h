/* deeds.h: a representative run over HTTP (create, change, attach, search, withdraw) on SQLite, what of it was
 * acknowledged, and whether a store still has all of that, and no half of anything. */
#ifndef TESTS_LOSE_DEEDS_H
#define TESTS_LOSE_DEEDS_H
#include "../web/site.h"
#include "kernel/event.h"
#include "vfs.h"
#include <pthread.h>
#include <sqlite3.h>

enum { PROMISES = 4000, DEED_STEPS = 5 };

/* ENTENTE_LOSE=all: at every moment, not at some. */
static inline bool deeds_all(void)
{
    const char *wanted = getenv("ENTENTE_LOSE");
    return wanted && !strcmp(wanted, "all");
}

/* A version of a record that a reply has promised. */
struct promise {
    char table[16], id[40];
    int version;
    bool withdrawn;
};

struct promises {
    pthread_mutex_t lock;
    int count;
    struct promise list[PROMISES];
};

static inline void promise_note(struct promises *promises, const char *table, struct str id, int version,
                                bool withdrawn)
{
    pthread_mutex_lock(&promises->lock);
    if (CHECK(promises->count < PROMISES)) {
        struct promise *promise = &promises->list[promises->count];
        *promise = (struct promise){.version = version, .withdrawn = withdrawn};
        snprintf(promise->table, sizeof promise->table, "%s", table);
        snprintf(promise->id, sizeof promise->id, "%.*s", STR_ARG(id));
        promises->count++;
    }
    pthread_mutex_unlock(&promises->lock);
}

/* One deed after another, as long as they succeed. */
struct deeds {
    const struct site *site;
    struct arena *arena;
    struct promises *promises; /* NULL: nobody counts */
    const char *name;          /* of what is made: nobody else's */
    int status[DEED_STEPS];    /* create, change, attach, search, withdraw; 0: not asked */
    struct str code[DEED_STEPS];
    struct str id; /* of the organisation; empty: not made */
};

static inline struct answer_seen deed(struct deeds *deeds, int step, const char *method, const char *target,
                                      const char *headers, const char *body)
{
    const char *all = arena_printf(deeds->arena, "Authorization: Bearer %.*s\r\nAccept: application/json\r\n%s",
                                   STR_ARG(deeds->site->token), headers)
                          .p;
    struct answer_seen seen = site_ask(deeds->site, deeds->arena, method, target, all, body);
    deeds->status[step] = seen.status;
    deeds->code[step] = value_get_text(seen.json, "code");
    return seen;
}

static inline void deeds_note(struct deeds *deeds, const char *table, struct str id, int version, bool withdrawn)
{
    if (deeds->promises)
        promise_note(deeds->promises, table, id, version, withdrawn);
}

/* Goes on to what does not need what failed. */
static inline void deeds_do(struct deeds *deeds)
{
    struct arena *a = deeds->arena;
    memset(deeds->status, 0, sizeof deeds->status);
    const char *made = arena_printf(a, "{\"name\":\"%s\",\"kind\":\"candidate\"}", deeds->name).p;
    struct answer_seen seen = deed(deeds, 0, "POST", "/organisations", SITE_JSON, made);
    deeds->id = seen.status == 201 ? value_get_text(seen.json, "id") : S("");
    deed(deeds, 3, "GET", arena_printf(a, "/search?q=%s", deeds->name).p, "", NULL);
    if (!deeds->id.n)
        return;
    deeds_note(deeds, "organisation", deeds->id, 1, false);
    const char *place = arena_printf(a, "/organisations/%.*s", STR_ARG(deeds->id)).p;
    seen = deed(deeds, 1, "PATCH", place, "Content-Type: application/merge-patch+json\r\nIf-Match: \"1\"\r\n",
                "{\"industry\":\"Rail\"}");
    int version = seen.status == 200 ? 2 : 1;
    if (version == 2)
        deeds_note(deeds, "organisation", deeds->id, 2, false);
    char bytes[9001];
    memset(bytes, 'x', sizeof bytes - 1);
    bytes[sizeof bytes - 1] = 0;
    snprintf(bytes, 100, "of %s only", deeds->name);
    bytes[strlen(bytes)] = '\n';
    seen = deed(deeds, 2, "POST", arena_printf(a, "%s/documents?name=%s-file", place, deeds->name).p,
                "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=\"a.txt\"\r\n", bytes);
    if (seen.status == 201)
        deeds_note(deeds, "document", value_get_text(seen.json, "id"), 1, false);
    seen = deed(deeds, 4, "DELETE", place, arena_printf(a, "If-Match: \"%d\"\r\n", version).p, NULL);
    if (seen.status == 200 || seen.status == 204)
        deeds_note(deeds, "organisation", deeds->id, version + 1, true);
}

/* ---- what is in a store ---- */

/* Each finds the halves of changes: a number that must be 0. */
static const char *const halves[] = {
    "SELECT count(*) FROM organisation r WHERE r.withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM search_entry s"
    " WHERE s.tenant_id = r.tenant_id AND s.record_id = r.id)",
    "SELECT count(*) FROM document r WHERE r.withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM search_entry s"
    " WHERE s.tenant_id = r.tenant_id AND s.record_id = r.id)",
    "SELECT count(*) FROM search_entry s WHERE s.kind = 'organisation' AND NOT EXISTS (SELECT 1 FROM organisation r"
    " WHERE r.tenant_id = s.tenant_id AND r.id = s.record_id AND r.withdrawn_at IS NULL)",
    "SELECT count(*) FROM event e WHERE e.kind = 'organisation' AND NOT EXISTS (SELECT 1 FROM organisation r"
    " WHERE r.tenant_id = e.tenant_id AND r.id = e.record_id AND r.version >= e.version)",
    "SELECT count(*) FROM document r WHERE NOT EXISTS (SELECT 1 FROM content c WHERE c.tenant_id = r.tenant_id"
    " AND c.document_id = r.id AND c.size = r.size)",
    "SELECT count(*) FROM content c WHERE c.size <> (SELECT sum(length(k.bytes)) FROM content_chunk k WHERE"
    " k.tenant_id = c.tenant_id AND k.audience_id = c.audience_id AND k.body_key = c.body_key)",
    "SELECT count(*) FROM content_total t WHERE t.bytes <> (SELECT sum(c.size) FROM content c"
    " WHERE c.tenant_id = t.tenant_id AND c.organisation_id = t.organisation_id)",
};

static inline int64_t deeds_number(struct conn *conn, const char *sql)
{
    bool row = false;
    struct stmt *stmt = conn_prepare(conn, str_of(sql));
    int64_t number = stmt_step(stmt, &row) == OK && row ? stmt_column_int(stmt, 0) : -1;
    stmt_done(stmt);
    return number;
}

/* How many of the first `count` promises the store does not keep. */
static inline int promises_broken(struct conn *conn, const struct promises *promises, int count)
{
    int broken = 0;
    for (int i = 0; i < count; i++) {
        const struct promise *promise = &promises->list[i];
        bool row = false;
        struct stmt *stmt = conn_prepare(conn, !strcmp(promise->table, "document")
                                                   ? S("SELECT version, withdrawn_at FROM document WHERE id = ?1")
                                                   : S("SELECT version, withdrawn_at FROM organisation WHERE id = ?1"));
        stmt_text(stmt, 1, str_of(promise->id));
        bool kept = stmt_step(stmt, &row) == OK && row && stmt_column_int(stmt, 0) >= promise->version &&
                    !(promise->withdrawn && stmt_column_null(stmt, 1));
        broken += !kept;
        stmt_done(stmt);
    }
    return broken;
}

/* What is wrong with the store that `conn` reads, apart from what is missing; NULL: nothing. Reads it as of one moment.
 */
static inline const char *store_fault(struct arena *arena, struct conn *conn)
{
    struct work work = work_init(arena, conn);
    struct event_verdict verdict;
    if (event_verify(&work, &verdict) != OK)
        return "the chains cannot be read";
    if (verdict.count)
        return verdict.breaks[0].what;
    if (conn_see_all(conn) != OK)
        return "sight";
    const char *fault = NULL;
    for (size_t i = 0; i < sizeof halves / sizeof *halves && !fault; i++)
        if (deeds_number(conn, halves[i]) != 0)
            fault = halves[i];
    return conn_see_back(conn, OK) == OK ? fault : "sight";
}

/* Whether SQLite finds its file whole, with its full text. */
static inline bool file_whole(const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    bool whole = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, "unix") == SQLITE_OK &&
                 sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &stmt, NULL) == SQLITE_OK &&
                 sqlite3_step(stmt) == SQLITE_ROW && !strcmp((const char *)sqlite3_column_text(stmt, 0), "ok");
    sqlite3_finalize(stmt);
    whole = whole && sqlite3_exec(db,
                                  "INSERT INTO search_words (search_words) VALUES ('integrity-check');"
                                  "INSERT INTO search_titles (search_titles) VALUES ('integrity-check')",
                                  NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_close(db);
    return whole;
}
#endif
