/* account.h: sign-in. Accounts, passwords (argon2id), one-time links, sessions, API tokens. Secrets are random, 32
 * bytes, shown once and stored as hashes. These functions find out who somebody is, and so are the only readers without
 * a viewer. Every act leaves an event in the owner chain of the account's organisation that the person can see. */
#ifndef KERNEL_ACCOUNT_H
#define KERNEL_ACCOUNT_H
#include "kernel/viewer.h"

/* The workspace (tenant) of this store; ERR_NOT_FOUND when it is empty. With several, the first. */
enum err workspace_only(struct work *work, struct str *tenant, struct str *host) MUST_CHECK;
/* Makes a workspace: tenant, host organisation, its first person with an account as administrator and head of
 * alliances. */
enum err workspace_init(struct work *work, struct str organisation, struct str admin_email, struct str admin_name,
                        struct str *tenant, struct str *account) MUST_CHECK;

/* Makes an account for an existing person (who must have an e-mail). ERR_CONFLICT when there is one. */
enum err account_add(struct work *work, const struct viewer *viewer, struct str person, struct str *account) MUST_CHECK;
/* Disabling ends what the account has open: links, sessions, tokens. ERR_CONFLICT for the own one. */
enum err account_disable(struct work *work, const struct viewer *viewer, struct str account, bool disabled) MUST_CHECK;
/* The roles (bit mask of 1 << enum role) held in the own organisation as a whole. Nobody takes the administrator's from
 * himself (ERR_CONFLICT). */
enum err account_roles_set(struct work *work, const struct viewer *viewer, struct str account,
                           unsigned roles) MUST_CHECK;
/* By e-mail, or by its id; ERR_NOT_FOUND; ERR_CONFLICT when people of several organisations have that e-mail. */
enum err account_find(struct work *work, struct str tenant, struct str email, struct str *account) MUST_CHECK;
/* The accounts of the viewer's organisation (the operator: of all): a list of {id, email, name, organisation, roles:
 * [code], disabled, last_seen_at, has_password, second_factor, reset_asked_at, person}. */
enum err account_list(struct work *work, const struct viewer *viewer, struct value **out) MUST_CHECK;

/* A one-time link's secret, good for `hours`, for signing in. */
enum err link_issue(struct work *work, const struct viewer *viewer, struct str account, int hours,
                    struct str *secret) MUST_CHECK;
/* Uses it up: ERR_GONE when it is unknown, used or too old (one answer for all). */
enum err link_use(struct work *work, struct str secret, struct str *tenant, struct str *account) MUST_CHECK;

/* Hashes a password (10 to 200 characters, not the e-mail, not a common one): ERR_INPUT with words. Slow: on a worker.
 */
enum err password_hash(struct work *work, struct str password, struct str email, struct str *hash) MUST_CHECK;
/* Sets the viewer's own, and ends their other sessions. */
enum err password_set(struct work *work, const struct viewer *viewer, struct str hash) MUST_CHECK;
enum err password_is_set(struct work *work, const struct viewer *viewer, bool *is_set) MUST_CHECK;
/* Whether it is the viewer's own: ERR_INPUT at /current_password. OK where they have none. Slow. */
enum err password_prove(struct work *work, const struct viewer *viewer, struct str password) MUST_CHECK;
/* Checks e-mail and password, with the same effort whether there is an account, one that is disabled or without a
 * password, or two (of different organisations: of more, those that have the address longest). ERR_SIGNED_OUT when it
 * fails. Slow. */
enum err password_check(struct work *work, struct str email, struct str password, struct str *tenant,
                        struct str *account) MUST_CHECK;

/* Asks for a new password for whoever has that e-mail: their administrator sees it. The same for unknown ones. */
enum err reset_ask(struct work *work, struct str email) MUST_CHECK;
/* A link's secret by which a new password is set, once, within `hours`; earlier ones end. */
enum err reset_issue(struct work *work, const struct viewer *viewer, struct str account, int hours,
                     struct str *secret) MUST_CHECK;
/* Whose e-mail it is for; ERR_GONE when it is unknown, used or too old. */
enum err reset_find(struct work *work, struct str secret, struct str *email) MUST_CHECK;
/* Uses it up: sets the password, and ends all sessions and links of the account. ERR_GONE. */
enum err reset_use(struct work *work, struct str secret, struct str hash) MUST_CHECK;

/* Changes the viewer's own e-mail: their person's record, and with it the account. Problems at /email, none of which
 * tell of anybody outside the own organisation. The caller has asked for password and second factor. */
enum err account_email_set(struct work *work, const struct viewer *viewer, struct str email) MUST_CHECK;
/* The person's e-mail was changed: the account, if there is one, follows. ERR_INPUT when it would have none. */
enum err account_email_follow(struct work *work, const struct viewer *viewer, struct str person,
                              struct str email) MUST_CHECK;

/* A session for the account: its secret for the cookie. Ends after 30 days, or 12 hours without use. Where the account
 * has a second factor, or its organisation demands one, the session waits for it and opens nothing, for 15 minutes. */
enum err session_start(struct work *work, struct str tenant, struct str account, struct str agent,
                       struct str *secret) MUST_CHECK;
/* What a session still waits for. */
enum session_step {
    SESSION_WHOLE,
    SESSION_CODE, /* a code of the second factor */
    SESSION_SETUP /* a second factor, which the organisation demands */
};
/* What a session's secret opens. */
struct session {
    struct caller caller;
    enum session_step step; /* unless SESSION_WHOLE, the caller may do nothing but that step */
    bool touch;             /* last use should be written (at most every 5 minutes) */
};
/* Who holds it; ERR_SIGNED_OUT. */
enum err session_find(struct work *work, struct str secret, struct session *out) MUST_CHECK;
enum err session_touch(struct work *work, struct str secret) MUST_CHECK;
enum err session_end(struct work *work, struct str secret) MUST_CHECK;

/* An API token, "ent_…", shown once; 90 days unless `days` says otherwise. `scope` NULL: everything that its person
 * may. Only somebody who has signed in makes one for themselves, or the operator for anybody. */
enum err token_issue(struct work *work, const struct viewer *viewer, struct str account, struct str name, int days,
                     const struct token_scope *scope, struct str *secret) MUST_CHECK;
/* Whom it speaks for; ERR_SIGNED_OUT. */
enum err token_find(struct work *work, struct str secret, struct caller *out) MUST_CHECK;
/* The account's tokens and sessions, without secrets: {tokens: [{id, name, created_at, expires_at, used_at, access,
 * groups, alliance}], sessions: [{id, name, created_at, expires_at, used_at, here}]}. */
enum err account_access_view(struct work *work, const struct viewer *viewer, struct value **out) MUST_CHECK;
/* Ends a token or session of the viewer's own by its id. */
enum err access_revoke(struct work *work, const struct viewer *viewer, struct str id) MUST_CHECK;
/* Ends all sessions of the viewer's own but the one that they are here with. */
enum err sessions_end_others(struct work *work, const struct viewer *viewer) MUST_CHECK;
/* ERR_FORBIDDEN, with words, for a viewer who comes with a token: what opens an account is changed only by somebody who
 * has signed in, so that a token that got lost never becomes more than it is. */
enum err account_in_person(struct work *work, const struct viewer *viewer) MUST_CHECK;

/* A token against forged requests that belongs to the session's secret; and its check (constant time). */
struct str csrf_token(struct arena *arena, struct str session_secret);
bool csrf_holds(struct arena *arena, struct str session_secret, struct str token);

/* Remembers the answer to a POST by its Idempotency-Key for 24 hours: stores, or finds (ERR_NOT_FOUND; ERR_CONFLICT
 * when the same key came with another request). */
enum err idempotency_find(struct work *work, const struct viewer *viewer, struct str key, struct str request_hash,
                          int *status, struct str *location, struct str *body) MUST_CHECK;
enum err idempotency_store(struct work *work, const struct viewer *viewer, struct str key, struct str request_hash,
                           int status, struct str location, struct str body) MUST_CHECK;
#endif
