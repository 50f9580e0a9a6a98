/* access_row.h: one table holds one-time links, sessions and API tokens: a secret's digest, whose it is, until when.
 * Only files of the kernel include it. */
#ifndef KERNEL_ACCESS_ROW_H
#define KERNEL_ACCESS_ROW_H
#include "kernel/account_row.h"

#define MS_A_MINUTE INT64_C(60000)
#define MS_AN_HOUR  (60 * MS_A_MINUTE)
#define MS_A_DAY    (24 * MS_AN_HOUR)

struct access_row {
    const char *kind; /* "link", "session", "token" */
    struct str name;  /* may be empty */
    int64_t expires_at;
    const char *purpose;             /* may be NULL; see the migration */
    const struct token_scope *scope; /* of a token; may be NULL */
};
/* Makes a secret for the account and keeps its digest. `prefix` stands before the secret. */
enum err access_make(struct work *work, const struct account_row *account, const struct access_row *row,
                     const char *prefix, struct str *secret) MUST_CHECK;
/* What access_find finds. */
struct access_found {
    struct caller caller;
    int64_t used_at; /* 0: not yet */
    int64_t expires_at;
    struct str purpose; /* p NULL: none */
};
/* Whose the secret is, while it is neither ended nor expired and the account is not disabled; ERR_SIGNED_OUT otherwise.
 */
enum err access_find(struct work *work, const char *kind, struct str secret, struct access_found *out) MUST_CHECK;
/* A session whose account is known to be in order, waiting for `step` ("code", "setup") or, with NULL, whole. */
enum err session_make(struct work *work, const struct account_row *account, struct str agent, const char *step,
                      struct str *secret) MUST_CHECK;
/* Writes a password's hash; the account's person acted. */
enum err password_write(struct work *work, const struct account_row *row, struct str hash,
                        const char *action) MUST_CHECK;
/* Ends what the account has open: all of it, or with `kind` only that, but for the one with the id `except` (may be p
 * NULL). */
enum err access_end_all(struct work *work, const struct account_row *account, const char *kind,
                        struct str except) MUST_CHECK;
#endif
