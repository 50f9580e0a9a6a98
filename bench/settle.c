/* Settles a large ledger beside a bare loop over the same rows: entente-bench-settle FILE ENTRIES PARTIES ROUNDS.
 *
 * Makes an SQLite store FILE with one alliance of PARTIES parties and one period of ENTRIES entries in 12 categories,
 * then in turn reads and settles the period as the program does (the viewer's predicate, sums by party, kind and
 * category, a split among all, the fewest payments, double entry), and adds the same rows up by party in a loop of
 * nothing else. Prints the medians as JSON. */
#include "base/date.h"
#include "base/json.h"
#include "base/message.h"
#include "engines/economics/ledger.h"
#include "engines/economics/payments.h"
#include "engines/engine.h"
#include "kernel/account.h"
#include "kernel/calc.h"
#include "store/migrate.h"
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARTIES_MOST = 100, ROUNDS_MOST = 99, CATEGORIES = 12 };

struct bench {
    struct arena *all;
    struct store *store;
    struct conn *conn;
    struct work work;
    struct str tenant, account, alliance, period, circle;
    struct str parties[PARTIES_MOST];
    int count;
    int64_t settled[PARTIES_MOST], bare[PARTIES_MOST]; /* what each party receives */
};

static enum err make(struct bench *b, struct viewer *viewer, const char *plural, struct value **out, ...)
{
    struct value *input = value_map(b->all);
    va_list pairs;
    va_start(pairs, out);
    for (const char *name = va_arg(pairs, const char *); name; name = va_arg(pairs, const char *))
        value_put_text(b->all, input, name, va_arg(pairs, struct str));
    va_end(pairs);
    enum err err = record_create(&b->work, viewer, kind_by_plural(str_of(plural)), input, INPUT_TEXT, out);
    for (const struct problem *p = b->work.problems.first; err && p; p = p->next)
        fprintf(stderr, "%s%.*s: %.*s\n", plural, STR_ARG(p->pointer), STR_ARG(p->detail));
    return err;
}

/* The alliance with its parties and a period. */
static enum err make_frame(struct bench *b)
{
    struct viewer *viewer;
    struct value *made;
    enum err err =
        workspace_init(&b->work, S("Bench Motors"), S("head@bench.example"), S("Helga Bench"), &b->tenant, &b->account);
    if (!err)
        err = viewer_of_account(&b->work, b->tenant, b->account, &viewer);
    if (!err)
        err = make(b, viewer, "alliances", &made, "name", S("Bench"), "start", S("2025-01-01"), "currency", S("EUR"),
                   NULL);
    b->alliance = err ? S("") : value_get_text(made, "id");
    for (int i = 1; i < b->count && !err; i++) {
        struct str name = arena_printf(b->all, "Partner %d", i);
        err = make(b, viewer, "organisations", &made, "name", name, "kind", S("partner"), NULL);
        if (!err)
            err = make(b, viewer, "parties", &made, "alliance", b->alliance, "organisation", value_get_text(made, "id"),
                       NULL);
        if (!err)
            err = viewer_refresh(&b->work, viewer);
    }
    if (!err)
        err = make(b, viewer, "settlement_periods", &made, "alliance", b->alliance, "name", S("A year"), "starts",
                   S("2025-01-01"), "ends", S("2025-12-31"), NULL);
    b->period = err ? S("") : value_get_text(made, "id");
    b->circle = err ? S("") : value_get_text(made, "circle");
    struct value *parties = NULL;
    if (!err)
        err = rows_of(&b->work, viewer, kind_by_plural(S("parties")), "alliance", b->alliance, PARTIES_MOST, &parties);
    b->count = 0;
    VALUE_EACH (party, parties)
        b->parties[b->count++] = value_get_text(party, "id");
    return err;
}

/* The entries, as rows: what is measured is how they are read. */
static bool fill(struct bench *b, const char *file, long entries)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *insert = NULL;
    bool good = sqlite3_open(file, &db) == SQLITE_OK && sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK &&
                sqlite3_prepare_v2(db,
                                   "INSERT INTO ledger_entry (tenant_id, id, version, audience_id, created_at,"
                                   " updated_at, alliance_id, period_id, party_id, kind, category, amount_minor,"
                                   " amount_currency, booked_on, match_key) VALUES (?1, printf('entry-%08d', ?2), 1,"
                                   " ?3, 7, 7, ?4, ?5, ?6, ?7, printf('Category %d', ?8), ?9, 'EUR',"
                                   " date('2025-01-01', '+' || (?2 % 365) || ' days'), '')",
                                   -1, &insert, NULL) == SQLITE_OK;
    uint64_t random = 1;
    for (long i = 0; good && i < entries; i++) {
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        int party = (int)(random >> 33) % b->count, cost = (int)(random >> 40) & 1;
        const struct str texts[] = {b->tenant, b->circle, b->alliance, b->period, b->parties[party]};
        static const int places[] = {1, 3, 4, 5, 6};
        for (int k = 0; k < 5; k++)
            sqlite3_bind_text(insert, places[k], texts[k].p, (int)texts[k].n, SQLITE_STATIC);
        sqlite3_bind_int64(insert, 2, i);
        sqlite3_bind_text(insert, 7, cost ? "cost" : "revenue", -1, SQLITE_STATIC);
        sqlite3_bind_int64(insert, 8, (sqlite3_int64)((random >> 45) % CATEGORIES));
        sqlite3_bind_int64(insert, 9, (sqlite3_int64)((random >> 20) % 10000000));
        good = sqlite3_step(insert) == SQLITE_DONE && sqlite3_reset(insert) == SQLITE_OK;
    }
    sqlite3_finalize(insert);
    good = good && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_close(db);
    return good;
}

/* A split in equal parts, as the deal's terms say it. */
static struct value *terms_of(struct bench *b, struct arena *a, const struct value *names)
{
    struct value *list = value_list(a), *split = value_push_map(a, list);
    value_put_text(a, split, "kind", S("split"));
    value_put_text(a, split, "name", S("Result"));
    struct value *shares = value_put_map(a, split, "split");
    VALUE_EACH (name, names)
        value_put_str(shares, name->text, value_text(a, arena_printf(a, "1/%d", b->count)));
    return list;
}

static enum err settle(struct bench *b, struct arena *a)
{
    struct viewer *viewer;
    struct ledger ledger;
    struct value *period, *settled = NULL;
    b->work = work_init(a, b->conn);
    enum err err = viewer_of_account(&b->work, b->tenant, b->account, &viewer);
    if (!err)
        err = record_get(&b->work, viewer, kind_by_plural(S("settlement_periods")), b->period, &period);
    if (!err)
        err = ledger_read(&b->work, viewer, period, &ledger);
    if (err)
        return err;
    value_set(ledger.input, "instruments", terms_of(b, a, ledger.names));
    err = ledger_settle(&b->work, &ledger, &b->work.problems, &settled);
    int i = 0;
    VALUE_EACH (moved, value_get(settled, "transfer"))
        b->settled[i++] = moved->i;
    return err;
}

/* The bare loop: the columns that count, added up by party; then equal parts. */
static bool add_up(struct bench *b, sqlite3 *db)
{
    sqlite3_stmt *select = NULL;
    int64_t net[PARTIES_MOST] = {0}, pool = 0;
    if (sqlite3_prepare_v2(db,
                           "SELECT party_id, kind, amount_minor FROM ledger_entry WHERE tenant_id = ?1 AND"
                           " period_id = ?2 AND audience_id = ?3 AND withdrawn_at IS NULL",
                           -1, &select, NULL) != SQLITE_OK)
        return false;
    const struct str texts[] = {b->tenant, b->period, b->circle};
    for (int k = 0; k < 3; k++)
        sqlite3_bind_text(select, k + 1, texts[k].p, (int)texts[k].n, SQLITE_STATIC);
    int state;
    while ((state = sqlite3_step(select)) == SQLITE_ROW) {
        const unsigned char *party = sqlite3_column_text(select, 0), *kind = sqlite3_column_text(select, 1);
        int64_t amount = sqlite3_column_int64(select, 2);
        int i = 0;
        while (i < b->count - 1 && memcmp(party, b->parties[i].p, b->parties[i].n))
            i++;
        net[i] += kind[0] == 'c' ? -amount : amount;
    }
    sqlite3_finalize(select);
    for (int i = 0; i < b->count; i++)
        pool += net[i];
    for (int i = 0; i < b->count; i++)
        b->bare[i] = pool / b->count - net[i];
    return state == SQLITE_DONE;
}

static int by_time(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, c = *(const int64_t *)y;
    return (a > c) - (a < c);
}

/* Both come to the same, but for the units that do not divide. */
static bool agrees(const struct bench *b)
{
    for (int i = 0; i < b->count; i++) {
        bool found = false;
        for (int k = 0; k < b->count; k++)
            found = found || llabs(b->settled[i] - b->bare[k]) <= 1;
        if (!found)
            return false;
    }
    return true;
}

static enum err measure(struct bench *b, const char *file, long entries, int rounds)
{
    int64_t ours[ROUNDS_MOST], bare[ROUNDS_MOST];
    struct arena *a = arena_new(0);
    sqlite3 *db = NULL;
    enum err err = a && sqlite3_open(file, &db) == SQLITE_OK ? OK : ERR_STORE;
    for (int i = 0; i < rounds && !err; i++) {
        arena_reset(a);
        int64_t begun = monotonic_us();
        err = settle(b, a);
        int64_t between = monotonic_us();
        if (!err && !add_up(b, db))
            err = ERR_STORE;
        ours[i] = between - begun;
        bare[i] = monotonic_us() - between;
    }
    if (!err && !agrees(b))
        err = ERR_CORRUPT;
    sqlite3_close(db);
    arena_free(a);
    if (err)
        return err;
    qsort(ours, (size_t)rounds, sizeof *ours, by_time);
    qsort(bare, (size_t)rounds, sizeof *bare, by_time);
    printf("{\"entries\":%ld,\"parties\":%d,\"ms\":%.1f,\"bare_ms\":%.1f,\"times\":%.2f}\n", entries, b->count,
           (double)ours[rounds / 2] / 1000, (double)bare[rounds / 2] / 1000,
           (double)ours[rounds / 2] / (double)bare[rounds / 2]);
    return OK;
}

static enum err run(struct bench *b, const char *file, long entries, int rounds)
{
    struct problems problems = problems_init(b->all);
    const char *url = arena_printf(b->all, "sqlite:%s", file).p;
    enum err err = store_open(url, true, &problems, &b->store);
    if (!err)
        err = store_connect(b->store, CONN_WRITE, &b->conn);
    b->work = work_init(b->all, b->conn);
    if (!err)
        err = migrate(b->conn, &problems, NULL);
    if (!err)
        err = conn_begin(b->conn);
    if (!err)
        err = make_frame(b);
    if (!err)
        err = conn_see(b->conn, NULL);
    if (!err)
        err = conn_commit(b->conn);
    if (!err && !fill(b, file, entries))
        err = ERR_STORE;
    if (!err)
        err = measure(b, file, entries, rounds);
    conn_close(b->conn);
    store_close(b->store);
    return err;
}

int main(int argc, char **argv)
{
    struct bench b = {.all = arena_new(0)};
    if (argc != 5) {
        fprintf(stderr, "usage: entente-bench-settle FILE ENTRIES PARTIES ROUNDS\n");
        return 2;
    }
    long entries = strtol(argv[2], NULL, 10), rounds = strtol(argv[4], NULL, 10);
    b.count = (int)strtol(argv[3], NULL, 10);
    bool sound = b.all && entries > 0 && b.count > 1 && b.count <= PARTIES_MOST && rounds > 0 && rounds <= ROUNDS_MOST;
    enum err err = sound ? message_load() : ERR_INPUT;
    if (!err)
        err = engines_register(b.all);
    if (!err)
        err = run(&b, argv[1], entries, (int)rounds);
    if (err)
        fprintf(stderr, "%s\n", err_code(err));
    kinds_release();
    arena_free(b.all);
    return err ? 1 : 0;
}
