#include "kernel/second_factor.h"
#include "base/message.h"
#include "kernel/access_row.h"
#include "kernel/leaf.h"
#include "kernel/second_factor_row.h"
#include "kernel/secret.h"
#include "kernel/totp.h"
#include "kernel/vault.h"
#include <sodium.h>

enum { RECOVERY_CODES = 10, RECOVERY_BYTES = 10, RECOVERY_LETTERS = 16, RECOVERY_GROUP = 4 };

/* What an account has of it. */
struct factor {
    struct str sealed; /* p NULL: no key */
    int64_t since;     /* 0: not in force */
    int64_t step;      /* the last one whose code was taken */
};

static enum err read_factor(struct work *work, struct str tenant, struct str account, struct factor *out)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT totp_secret, coalesce(totp_since, 0), coalesce(totp_step, 0) FROM account"
                                   " WHERE tenant_id = ?1 AND id = ?2"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, account);
    bool found;
    enum err err = stmt_step(stmt, &found);
    if (err == OK && !found)
        err = ERR_NOT_FOUND;
    if (err == OK)
        *out = (struct factor){account_column(work, stmt, 0), stmt_column_int(stmt, 1), stmt_column_int(stmt, 2)};
    stmt_done(stmt);
    return err;
}

static enum err write_factor(struct work *work, struct str tenant, struct str account, const struct factor *factor)
{
    struct stmt *stmt = conn_prepare(work->conn, S("UPDATE account SET totp_secret = ?3, totp_since = ?4,"
                                                   " totp_step = ?5 WHERE tenant_id = ?1 AND id = ?2"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, account);
    stmt_text(stmt, 3, factor->sealed);
    if (factor->since)
        stmt_int(stmt, 4, factor->since);
    else
        stmt_null(stmt, 4);
    stmt_int(stmt, 5, factor->step);
    return stmt_run(stmt, NULL);
}

static enum err tell(struct work *work, struct str tenant, struct str account, const char *action)
{
    struct account_row row;
    enum err err = account_row_get(work, tenant, account, &row);
    return err ? err : account_event(work, NULL, &row, action, NULL);
}

static enum err wrong_code(struct work *work)
{
    return problem_say(&work->problems, S("/code"), "second-factor.wrong", NULL);
}

/* ---- Setting it up ---- */

enum err second_factor_begin(struct work *work, struct str tenant, struct str account, struct str *key)
{
    struct factor factor;
    char *bytes = arena_alloc(work->arena, TOTP_KEY_BYTES);
    enum err err = bytes ? read_factor(work, tenant, account, &factor) : ERR_MEMORY;
    if (err == OK && factor.since) {
        (void)problem_say(&work->problems, S(""), "second-factor.on-already", NULL);
        err = ERR_CONFLICT;
    }
    if (err)
        return err;
    randombytes_buf(bytes, TOTP_KEY_BYTES);
    *key = (struct str){bytes, TOTP_KEY_BYTES};
    factor = (struct factor){.since = 0};
    err = vault_seal(work->arena, account, *key, &factor.sealed);
    if (err == ERR_NOT_FOUND)
        return problem_say(&work->problems, S(""), "second-factor.no-key-file", NULL);
    return err ? err : write_factor(work, tenant, account, &factor);
}

enum err second_factor_begun(struct work *work, struct str tenant, struct str account, struct str *key)
{
    struct factor factor;
    enum err err = read_factor(work, tenant, account, &factor);
    if (err == OK && (factor.since || !factor.sealed.p))
        err = ERR_NOT_FOUND;
    return err ? err : vault_unseal(work->arena, account, factor.sealed, key);
}

static struct str recovery_code(struct work *work)
{
    char bytes[RECOVERY_BYTES];
    randombytes_buf(bytes, sizeof bytes);
    struct str text = base32(work->arena, (struct str){bytes, sizeof bytes});
    struct buf out = buf_init(work->arena, 0);
    sodium_memzero(bytes, sizeof bytes);
    for (size_t i = 0; i < text.n; i++) {
        if (i && i % RECOVERY_GROUP == 0)
            buf_char(&out, '-');
        char c = text.p[i];
        buf_char(&out, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
    }
    return buf_str(&out);
}

/* A code as it is compared: without blanks and dashes, in small letters; p NULL when it is none or out of memory. */
static struct str recovery_bare(struct work *work, struct str typed)
{
    struct buf out = buf_init(work->arena, 0);
    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        if (c != '-' && c != ' ')
            buf_char(&out, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
    }
    struct str bare = buf_str(&out);
    return bare.n == RECOVERY_LETTERS ? bare : (struct str){NULL, 0};
}

static enum err drop_codes(struct work *work, struct str tenant, struct str account)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("DELETE FROM recovery_code WHERE tenant_id = ?1 AND account_id = ?2"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, account);
    return stmt_run(stmt, NULL);
}

static enum err make_codes(struct work *work, struct str tenant, struct str account, struct value **codes)
{
    *codes = value_list(work->arena);
    enum err err = *codes ? drop_codes(work, tenant, account) : ERR_MEMORY;
    for (int i = 0; i < RECOVERY_CODES && err == OK; i++) {
        struct str code = recovery_code(work), bare = code.p ? recovery_bare(work, code) : code;
        struct str digest = bare.p ? digest_text(work->arena, bare) : bare;
        if (!digest.p || !value_push(*codes, value_text(work->arena, code)))
            return ERR_MEMORY;
        struct stmt *stmt = conn_prepare(
            work->conn, S("INSERT INTO recovery_code (tenant_id, account_id, code_hash) VALUES (?1, ?2, ?3)"));
        stmt_text(stmt, 1, tenant);
        stmt_text(stmt, 2, account);
        stmt_text(stmt, 3, digest);
        err = stmt_run(stmt, NULL);
    }
    return err;
}

enum err second_factor_confirm(struct work *work, struct str tenant, struct str account, struct str code,
                               struct value **codes)
{
    struct factor factor;
    struct str key;
    enum err err = read_factor(work, tenant, account, &factor);
    if (err == OK && (factor.since || !factor.sealed.p)) {
        (void)problem_say(&work->problems, S(""), "second-factor.not-begun", NULL);
        err = ERR_CONFLICT;
    }
    if (err == OK)
        err = vault_unseal(work->arena, account, factor.sealed, &key);
    if (err)
        return err;
    factor.step = totp_find(key, str_trim(code), work->now_ms, factor.step);
    if (factor.step < 0)
        return wrong_code(work);
    factor.since = work->now_ms;
    err = write_factor(work, tenant, account, &factor);
    if (err == OK)
        err = make_codes(work, tenant, account, codes);
    return err ? err : tell(work, tenant, account, "second-factor.on");
}

/* ---- Asking for it ---- */

static enum err take_recovery(struct work *work, struct str tenant, struct str account, struct str bare)
{
    struct str digest = digest_text(work->arena, bare);
    struct stmt *stmt =
        conn_prepare(work->conn, S("UPDATE recovery_code SET used_at = ?4 WHERE tenant_id = ?1 AND account_id = ?2"
                                   " AND code_hash = ?3 AND used_at IS NULL"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, account);
    stmt_text(stmt, 3, digest);
    stmt_int(stmt, 4, work->now_ms);
    int64_t changed = 0;
    enum err err = digest.p ? stmt_run(stmt, &changed) : ERR_MEMORY;
    if (!digest.p)
        stmt_done(stmt);
    if (err)
        return err;
    return changed ? tell(work, tenant, account, "recovery-code.used") : wrong_code(work);
}

static enum err take(struct work *work, struct str tenant, struct str account, struct factor *factor, struct str code)
{
    struct str key, bare = recovery_bare(work, code);
    if (bare.p)
        return take_recovery(work, tenant, account, bare);
    enum err err = vault_unseal(work->arena, account, factor->sealed, &key);
    if (err == ERR_NOT_FOUND)
        return problem_say(&work->problems, S(""), "second-factor.other-key-file", NULL);
    if (err)
        return err;
    factor->step = totp_find(key, str_trim(code), work->now_ms, factor->step);
    return factor->step < 0 ? wrong_code(work) : write_factor(work, tenant, account, factor);
}

enum err second_factor_take(struct work *work, struct str tenant, struct str account, struct str code)
{
    struct factor factor;
    enum err err = read_factor(work, tenant, account, &factor);
    if (err == OK && (!factor.since || !factor.sealed.p))
        return wrong_code(work);
    return err ? err : take(work, tenant, account, &factor, code);
}

enum err second_factor_prove(struct work *work, const struct viewer *viewer, struct str code)
{
    struct factor factor;
    enum err err = read_factor(work, viewer->tenant, viewer->account, &factor);
    if (err || !factor.since)
        return err;
    return take(work, viewer->tenant, viewer->account, &factor, code);
}

enum err second_factor_demanded(struct work *work, struct str tenant, struct str organisation, bool *demanded)
{
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT second_factor FROM account_rule WHERE tenant_id = ?1"
                                                   " AND organisation_id = ?2"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, organisation);
    bool row;
    enum err err = stmt_step(stmt, &row);
    *demanded = err == OK && row && stmt_column_int(stmt, 0) != 0;
    stmt_done(stmt);
    return err;
}

enum err second_factor_step(struct work *work, const struct account_row *account, const char **step)
{
    struct factor factor;
    bool demanded = false;
    *step = NULL;
    enum err err = read_factor(work, account->tenant, account->id, &factor);
    if (err == OK && !factor.since)
        err = second_factor_demanded(work, account->tenant, account->organisation, &demanded);
    if (err == OK)
        *step = factor.since ? "code" : demanded ? "setup" : NULL;
    return err;
}

enum err session_pass(struct work *work, struct str waiting, struct str agent, struct str *secret)
{
    struct access_found found;
    struct account_row row;
    const char *step = NULL;
    enum err err = access_find(work, "session", waiting, &found);
    if (err == OK)
        err = account_row_get(work, found.caller.tenant, found.caller.account, &row);
    if (err == OK)
        err = second_factor_step(work, &row, &step);
    if (err == OK && (!found.purpose.p || !step || strcmp(step, "code") != 0))
        err = ERR_SIGNED_OUT; /* whole already, or there is still nothing to pass by */
    struct stmt *stmt =
        err ? NULL : conn_prepare(work->conn, S("UPDATE access SET ended_at = ?3 WHERE tenant_id = ?1 AND id = ?2"));
    if (err)
        return err;
    stmt_text(stmt, 1, found.caller.tenant);
    stmt_text(stmt, 2, found.caller.access);
    stmt_int(stmt, 3, work->now_ms);
    err = stmt_run(stmt, NULL);
    return err ? err : session_make(work, &row, agent, NULL, secret);
}

/* ---- Looking after it ---- */

enum err second_factor_codes(struct work *work, const struct viewer *viewer, struct value **codes)
{
    struct factor factor;
    enum err err = account_in_person(work, viewer);
    if (err == OK)
        err = read_factor(work, viewer->tenant, viewer->account, &factor);
    if (err == OK && !factor.since)
        err = ERR_NOT_FOUND;
    if (err == OK)
        err = make_codes(work, viewer->tenant, viewer->account, codes);
    return err ? err : tell(work, viewer->tenant, viewer->account, "recovery-codes.made");
}

static enum err may_drop(struct work *work, const struct viewer *viewer, const struct account_row *row)
{
    bool demanded;
    if (!str_eq(viewer->account, row->id))
        return account_manages(work, viewer, row->organisation, ACTION_CHANGE);
    enum err err = account_in_person(work, viewer);
    if (err == OK)
        err = second_factor_demanded(work, row->tenant, row->organisation, &demanded);
    if (err || !demanded)
        return err;
    (void)problem_say(&work->problems, S(""), "second-factor.demanded", NULL);
    return ERR_CONFLICT;
}

enum err second_factor_drop(struct work *work, const struct viewer *viewer, struct str account)
{
    struct account_row row;
    struct factor none = {.since = 0};
    enum err err = account_row_get(work, viewer->tenant, account, &row);
    if (err == OK)
        err = may_drop(work, viewer, &row);
    if (err == OK)
        err = write_factor(work, row.tenant, row.id, &none);
    if (err == OK)
        err = drop_codes(work, row.tenant, row.id);
    return err ? err : account_event(work, viewer, &row, "second-factor.off", NULL);
}

enum err second_factor_view(struct work *work, const struct viewer *viewer, struct value **out)
{
    struct arena *a = work->arena;
    struct factor factor;
    bool demanded, row;
    *out = value_map(a);
    enum err err = read_factor(work, viewer->tenant, viewer->account, &factor);
    if (err == OK)
        err = second_factor_demanded(work, viewer->tenant, viewer->organisation, &demanded);
    if (err)
        return err;
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT count(*) FROM recovery_code WHERE tenant_id = ?1"
                                                   " AND account_id = ?2 AND used_at IS NULL"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->account);
    err = stmt_step(stmt, &row);
    value_put_bool(a, *out, "on", factor.since != 0);
    value_put(*out, "since", factor.since ? leaf_instant(a, factor.since) : value_null(a));
    value_put_int(a, *out, "codes_left", err == OK && row ? stmt_column_int(stmt, 0) : 0);
    value_put_bool(a, *out, "demanded", demanded);
    value_put_bool(a, *out, "ready", vault_is_open());
    stmt_done(stmt);
    return err || *out ? err : ERR_MEMORY;
}

static enum err write_rule(struct work *work, const struct viewer *viewer, bool demanded)
{
    struct stmt *stmt = conn_prepare(
        work->conn,
        S("INSERT INTO account_rule (tenant_id, organisation_id, second_factor) VALUES (?1, ?2, ?3)"
          " ON CONFLICT (tenant_id, organisation_id) DO UPDATE SET second_factor = excluded.second_factor"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->organisation);
    stmt_int(stmt, 3, demanded);
    return stmt_run(stmt, NULL);
}

/* Whoever is signed in without one must set one up before going on. */
static enum err hold_sessions(struct work *work, const struct viewer *viewer)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("UPDATE access SET purpose = 'setup' WHERE tenant_id = ?1 AND kind = 'session'"
                                   " AND ended_at IS NULL AND purpose IS NULL AND account_id IN (SELECT id FROM account"
                                   " WHERE tenant_id = ?1 AND organisation_id = ?2 AND totp_since IS NULL)"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->organisation);
    return stmt_run(stmt, NULL);
}

enum err second_factor_demand(struct work *work, const struct viewer *viewer, bool demanded)
{
    bool was;
    enum err err = account_manages(work, viewer, viewer->organisation, ACTION_CHANGE);
    if (err == OK && demanded && !vault_is_open())
        err = problem_say(&work->problems, S("/second_factor"), "second-factor.no-key-file", NULL);
    if (err == OK)
        err = second_factor_demanded(work, viewer->tenant, viewer->organisation, &was);
    if (err || was == demanded)
        return err;
    err = write_rule(work, viewer, demanded);
    if (err == OK && demanded)
        err = hold_sessions(work, viewer);
    struct account_row row = {.tenant = viewer->tenant, .id = viewer->account, .organisation = viewer->organisation};
    return err ? err
               : account_event(work, viewer, &row, demanded ? "second-factor.demanded" : "second-factor.free", NULL);
}
