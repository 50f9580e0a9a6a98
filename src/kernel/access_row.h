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
};
/* Makes a secret for the account and keeps its digest. `prefix` stands before the secret. */
enum err access_make(struct work *work, const struct account_row *account, const struct access_row *row,
                     const char *prefix, struct str *secret) MUST_CHECK;
/* Whose the secret is, while it is neither ended nor expired and the account is not disabled; *used_at is its last use
 * (0: none). ERR_SIGNED_OUT otherwise. */
enum err access_find(struct work *work, const char *kind, struct str secret, struct str *tenant, struct str *account,
                     int64_t *used_at) MUST_CHECK;
#endif
