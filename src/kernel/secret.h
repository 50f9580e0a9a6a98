/* secret.h: random secrets, and digests (BLAKE2b-256 as 64 hex digits) for looking them up and for chaining events.
 * Only files of the kernel include it. */
#ifndef KERNEL_SECRET_H
#define KERNEL_SECRET_H
#include "base/arena.h"

enum { DIGEST_TEXT = 64 };

/* `prefix` and 32 random bytes in base64url (43 characters); p NULL when the arena is exhausted. */
struct str secret_new(struct arena *arena, const char *prefix);
/* `bytes` random bytes (at most 32) as hex; p NULL when the arena is exhausted. */
struct str secret_hex(struct arena *arena, size_t bytes);

/* The digest of the texts one after another. */
void digest_joined(const struct str *parts, size_t count, char out[DIGEST_TEXT + 1]);
/* The digest of the texts, each with its length before it, so that no other texts give the same bytes. */
void digest_fields(const struct str *parts, size_t count, char out[DIGEST_TEXT + 1]);
/* The digest of one text, in `arena`; p NULL when exhausted. */
struct str digest_text(struct arena *arena, struct str text);
#endif
