/* feed.h: secret addresses at which a calendar program reads a person's calendar without signing in. The secret is a
 * narrow token: it only reads, and only what a calendar shows; it is kept as a digest, ends when its person ends it,
 * when the account is disabled, and by itself after two years. It opens no other route. */
#ifndef KERNEL_FEED_H
#define KERNEL_FEED_H
#include "kernel/viewer.h"

/* Makes one for the viewer's own account; `alliance` p NULL: of all. Only for somebody who has signed in
 * (ERR_FORBIDDEN). ERR_CONFLICT beyond 20 that are open. */
enum err feed_issue(struct work *work, const struct viewer *viewer, struct str name, struct str alliance,
                    struct str *secret) MUST_CHECK;
/* Whose it is: their viewer, narrowed. ERR_NOT_FOUND, the same for what is unknown, ended or too old. */
enum err feed_find(struct work *work, struct str secret, struct viewer **out) MUST_CHECK;
/* The viewer's own, without secrets: [{id, name, created_at, expires_at, alliance}]. */
enum err feed_list(struct work *work, const struct viewer *viewer, struct value **out) MUST_CHECK;
#endif
