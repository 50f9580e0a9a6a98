/* second_factor.h: a code from an authenticator app (totp.h), asked for after the password or a sign-in link, and ten
 * recovery codes that stand in for it, each once. An organisation may demand it of its people. Functions that take
 * `tenant` and `account` serve sessions that still wait for the second step, which have no viewer. */
#ifndef KERNEL_SECOND_FACTOR_H
#define KERNEL_SECOND_FACTOR_H
#include "kernel/account.h"

/* Makes a key that is not in force yet, in place of one that was only begun. *key: its bytes. ERR_CONFLICT when one is
 * in force; ERR_INPUT when the server has no key file to seal it with. */
enum err second_factor_begin(struct work *work, struct str tenant, struct str account, struct str *key) MUST_CHECK;
/* The key that was begun, to show once more; ERR_NOT_FOUND. */
enum err second_factor_begun(struct work *work, struct str tenant, struct str account, struct str *key) MUST_CHECK;
/* Puts the key that was begun in force, by a code of it. *codes: the recovery codes, shown this once, a list of texts.
 * ERR_INPUT at /code; ERR_CONFLICT when nothing was begun. */
enum err second_factor_confirm(struct work *work, struct str tenant, struct str account, struct str code,
                               struct value **codes) MUST_CHECK;
/* Takes a code of the app, none that was taken before, or a recovery code, and uses it up. ERR_INPUT at /code. */
enum err second_factor_take(struct work *work, struct str tenant, struct str account, struct str code) MUST_CHECK;
/* The same for who is signed in, where they have a second factor; OK where they have none. */
enum err second_factor_prove(struct work *work, const struct viewer *viewer, struct str code) MUST_CHECK;

/* Exchanges a session that waits for a code (or, after second_factor_confirm, for a set-up) for a whole one: *secret
 * is new. ERR_SIGNED_OUT for another. */
enum err session_pass(struct work *work, struct str waiting, struct str agent, struct str *secret) MUST_CHECK;

/* New recovery codes in place of all earlier ones. */
enum err second_factor_codes(struct work *work, const struct viewer *viewer, struct value **codes) MUST_CHECK;
/* Takes the second factor away: the own one (not while the organisation demands it: ERR_CONFLICT), or, as an
 * administrator, that of somebody who lost theirs. */
enum err second_factor_drop(struct work *work, const struct viewer *viewer, struct str account) MUST_CHECK;
/* Of the viewer's account: {on, since, codes_left, demanded, ready}; ready: the server can seal a key. */
enum err second_factor_view(struct work *work, const struct viewer *viewer, struct value **out) MUST_CHECK;

/* Whether the organisation demands it; and an administrator's setting of it. Sessions of people who have none then wait
 * until they have. */
enum err second_factor_demanded(struct work *work, struct str tenant, struct str organisation,
                                bool *demanded) MUST_CHECK;
enum err second_factor_demand(struct work *work, const struct viewer *viewer, bool demanded) MUST_CHECK;
#endif
