#include "base/embedded.h"
#include "base/message.h"
#include "kernel/access_row.h"
#include <sodium.h>

enum { PASSWORD_MIN = 10, PASSWORD_MAX = 200, VERIFIED = 2 };

/* The hash of a password that nobody knows, checked where there is none to check. */
static const char dummy[crypto_pwhash_STRBYTES] =
    "$argon2id$v=19$m=65536,t=2,p=1$gKlmvg2YEMKIwNBoGONQAg$7+OAbo9pkczcWMsKMgjwmFfo8n0GvDPqatjHUmNr5/U";

static bool is_common(struct str password)
{
    const struct embedded *file = embedded_find("content/passwords.txt");
    struct str rest = file ? (struct str){(const char *)file->data, file->size} : (struct str){NULL, 0};
    struct str line;
    while (str_cut(&rest, '\n', &line)) {
        struct str word = str_trim(line);
        if (word.n && word.p[0] != '#' && str_eq_nocase(word, password))
            return true;
    }
    return false;
}

/* Few different characters: "aaaaaaaaaa", "1212121212". */
static bool is_monotonous(struct str password)
{
    bool seen[256] = {false};
    size_t different = 0;
    for (size_t i = 0; i < password.n; i++) {
        unsigned char c = (unsigned char)password.p[i];
        different += !seen[c];
        seen[c] = true;
    }
    return different < 4;
}

static bool is_email(struct str password, struct str email)
{
    ptrdiff_t at = str_find(email, '@');
    return email.n &&
           (str_eq_nocase(password, email) || (at > 0 && str_eq_nocase(password, str_part(email, 0, (size_t)at))));
}

static const char *fault(struct str password, struct str email)
{
    size_t n = str_utf8(password) ? str_chars(password) : 0;
    if (n == 0 && password.n)
        return "password.unreadable";
    if (n < PASSWORD_MIN)
        return "password.short";
    if (n > PASSWORD_MAX)
        return "password.long";
    if (is_email(password, email))
        return "password.email";
    return is_common(password) || is_monotonous(password) ? "password.common" : NULL;
}

enum err password_hash(struct work *work, struct str password, struct str email, struct str *hash)
{
    struct arena *a = work->arena;
    char text[crypto_pwhash_STRBYTES];
    const char *wrong = fault(password, str_trim(email));
    if (wrong)
        return problem_say(&work->problems, S("/password"), wrong,
                           message_args(a, "min", value_int(a, PASSWORD_MIN), "max", value_int(a, PASSWORD_MAX), NULL));
    if (sodium_init() < 0)
        return ERR_INTERNAL;
    if (crypto_pwhash_str(text, password.p, password.n, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE))
        return ERR_MEMORY;
    *hash = arena_copy(a, str_of(text));
    return hash->p ? OK : ERR_MEMORY;
}

static enum err write_password(struct work *work, const struct account_row *row, struct str hash)
{
    struct stmt *stmt = conn_prepare(work->conn, S("UPDATE account SET password = ?3, reset_asked_at = NULL"
                                                   " WHERE tenant_id = ?1 AND id = ?2"));
    stmt_text(stmt, 1, row->tenant);
    stmt_text(stmt, 2, row->id);
    stmt_text(stmt, 3, hash);
    return stmt_run(stmt, NULL);
}

enum err password_write(struct work *work, const struct account_row *row, struct str hash, const char *action)
{
    enum err err = write_password(work, row, hash);
    return err ? err : account_event(work, NULL, row, action, NULL);
}

enum err password_set(struct work *work, const struct viewer *viewer, struct str hash)
{
    struct account_row row;
    enum err err = account_in_person(work, viewer);
    if (err == OK)
        err = account_row_get(work, viewer->tenant, viewer->account, &row);
    if (err == OK)
        err = access_end_all(work, &row, "session", viewer->access);
    return err ? err : password_write(work, &row, hash, "password.set");
}

struct known {
    struct str tenant, account, hash;
};

/* The accounts with that e-mail and a password, those that have it longest first: one in each organisation. */
static enum err known_accounts(struct work *work, struct str email, struct known *known, size_t *count)
{
    struct str lower = account_lower(work->arena, email);
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT tenant_id, id, password FROM account WHERE email = ?1"
                                                   " AND disabled_at IS NULL AND password IS NOT NULL"
                                                   " ORDER BY created_at, id LIMIT 2"));
    stmt_text(stmt, 1, lower);
    bool row;
    enum err err = lower.p ? OK : ERR_MEMORY;
    for (*count = 0; err == OK && *count < VERIFIED; ++*count) {
        err = stmt_step(stmt, &row);
        if (err || !row)
            break;
        known[*count] =
            (struct known){account_column(work, stmt, 0), account_column(work, stmt, 1), account_column(work, stmt, 2)};
    }
    stmt_done(stmt);
    return err;
}

static bool verify(const char *hash, struct str password)
{
    return hash && crypto_pwhash_str_verify(hash, password.p ? password.p : "", password.n) == 0;
}

enum err password_check(struct work *work, struct str email, struct str password, struct str *tenant,
                        struct str *account)
{
    struct known known[VERIFIED];
    size_t count = 0;
    bool found = false;
    if (sodium_init() < 0)
        return ERR_INTERNAL;
    enum err err = known_accounts(work, email, known, &count);
    if (err)
        return err;
    struct str tried = str_part(password, 0, 4 * (size_t)PASSWORD_MAX);
    for (size_t i = 0; i < VERIFIED; i++) { /* as often for nobody's address as for one with two accounts */
        bool right = verify(i < count ? known[i].hash.p : dummy, tried) && i < count && tried.n == password.n;
        if (right && !found) {
            *tenant = known[i].tenant;
            *account = known[i].account;
            found = true;
        }
    }
    return found ? OK : ERR_SIGNED_OUT;
}

/* The hash of the viewer's own password; p NULL where they have none. */
static enum err own_hash(struct work *work, const struct viewer *viewer, struct str *hash)
{
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT password FROM account WHERE tenant_id = ?1 AND id = ?2"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->account);
    bool row;
    enum err err = stmt_step(stmt, &row);
    bool has = err == OK && row && !stmt_column_null(stmt, 0);
    *hash = has ? account_column(work, stmt, 0) : (struct str){NULL, 0};
    stmt_done(stmt);
    return err == OK && has && !hash->p ? ERR_MEMORY : err;
}

enum err password_is_set(struct work *work, const struct viewer *viewer, bool *is_set)
{
    struct str hash;
    enum err err = own_hash(work, viewer, &hash);
    *is_set = err == OK && hash.p;
    return err;
}

enum err password_prove(struct work *work, const struct viewer *viewer, struct str password)
{
    struct str hash;
    enum err err = own_hash(work, viewer, &hash);
    if (err || !hash.p)
        return err;
    if (sodium_init() < 0)
        return ERR_INTERNAL;
    bool right = password.n <= 4 * (size_t)PASSWORD_MAX && verify(hash.p, password);
    return right ? OK : problem_say(&work->problems, S("/current_password"), "password.not-current", NULL);
}
