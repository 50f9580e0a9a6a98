#include "kernel/limit.h"
#include "kernel/secret.h"

enum { MS_A_SECOND = 1000, SWEEP_MOST = 100 };

const struct rate_limit rate_by_address = {"address", 20, 6000}, rate_by_email = {"email", 8, 30000},
                        rate_by_account = {"account", 5, 300000}, rate_forgotten = {"forgotten", 3, 3600000};

static struct str key_of(struct work *work, const struct rate_limit *limit, struct str key)
{
    const struct str parts[] = {str_of(limit->name), key};
    char out[DIGEST_TEXT + 1];
    digest_fields(parts, 2, out);
    return arena_copy(work->arena, str_of(out));
}

/* When the key's tries are all there again; now, when they are. */
static enum err read_full(struct work *work, struct str key, int64_t *full_at)
{
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT full_at FROM sign_in_limit WHERE key_hash = ?1"));
    stmt_text(stmt, 1, key);
    bool row;
    enum err err = stmt_step(stmt, &row);
    int64_t stored = err == OK && row ? stmt_column_int(stmt, 0) : 0;
    *full_at = stored > work->now_ms ? stored : work->now_ms;
    stmt_done(stmt);
    return err;
}

static enum err write_full(struct work *work, struct str key, int64_t full_at)
{
    struct stmt *stmt = conn_prepare(work->conn, S("INSERT INTO sign_in_limit (key_hash, full_at) VALUES (?1, ?2)"
                                                   " ON CONFLICT (key_hash) DO UPDATE SET full_at = excluded.full_at"));
    stmt_text(stmt, 1, key);
    stmt_int(stmt, 2, full_at);
    return stmt_run(stmt, NULL);
}

static enum err sweep(struct work *work)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("DELETE FROM sign_in_limit WHERE key_hash IN (SELECT key_hash FROM sign_in_limit"
                                   " WHERE full_at < ?1 ORDER BY full_at LIMIT ?2)"));
    stmt_int(stmt, 1, work->now_ms);
    stmt_int(stmt, 2, SWEEP_MOST);
    return stmt_run(stmt, NULL);
}

enum err limit_take(struct work *work, const struct rate_limit *limit, struct str key, int *wait_s)
{
    struct str digest = key_of(work, limit, key);
    int64_t full_at = 0, most = (int64_t)limit->burst * limit->refill_ms;
    enum err err = digest.p ? sweep(work) : ERR_MEMORY;
    if (err == OK)
        err = read_full(work, digest, &full_at);
    if (err)
        return err;
    int64_t wait_ms = full_at + limit->refill_ms - work->now_ms - most;
    *wait_s = wait_ms > 0 ? 1 + (int)(wait_ms / MS_A_SECOND) : 0;
    return wait_ms > 0 ? ERR_RATE : write_full(work, digest, full_at + limit->refill_ms);
}

enum err limit_give(struct work *work, const struct rate_limit *limit, struct str key)
{
    struct str digest = key_of(work, limit, key);
    int64_t full_at = 0;
    enum err err = digest.p ? read_full(work, digest, &full_at) : ERR_MEMORY;
    return err || full_at <= work->now_ms ? err : write_full(work, digest, full_at - limit->refill_ms);
}
