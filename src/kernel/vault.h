/* vault.h: seals secrets that must be read again (keys of the second factor) with a key that is not in the store: a
 * copy of the store alone does not give them away. The key is handed over once at start, before other threads run. */
#ifndef KERNEL_VAULT_H
#define KERNEL_VAULT_H
#include "kernel/work.h"

enum { VAULT_KEY_LEAST = 32 };

/* Takes the key, any text of at least VAULT_KEY_LEAST bytes; ERR_INPUT for a shorter one. An empty one closes. */
enum err vault_use(struct str key) MUST_CHECK;
bool vault_is_open(void);
/* Seals `secret` for `about` (a text without which it does not open), as text. ERR_NOT_FOUND while there is no key. */
enum err vault_seal(struct arena *arena, struct str about, struct str secret, struct str *sealed) MUST_CHECK;
/* ERR_NOT_FOUND while there is no key, or when it is another than it was sealed with; ERR_CORRUPT for what was changed.
 */
enum err vault_unseal(struct arena *arena, struct str about, struct str sealed, struct str *secret) MUST_CHECK;
#endif
