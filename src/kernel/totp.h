/* totp.h: codes by time (RFC 6238, HMAC-SHA-1, six digits, steps of 30 seconds), as authenticator apps make them, and
 * base 32 (RFC 4648), in which such apps take a key. Pure. */
#ifndef KERNEL_TOTP_H
#define KERNEL_TOTP_H
#include "base/arena.h"

enum { TOTP_KEY_BYTES = 20, TOTP_STEP_MS = 30000, TOTP_DIGITS = 6 };

/* The code of a step (time in ms / TOTP_STEP_MS) for a key of any length: `digits` digits (6 to 8), ended by 0. */
void totp_code(struct str key, int64_t step, int digits, char out[9]);
/* The step, among the one of `now_ms` and its neighbours, whose code `code` is and that comes after `last`; -1 when
 * there is none. In constant time with regard to the code. */
int64_t totp_find(struct str key, struct str code, int64_t now_ms, int64_t last);
/* Base 32 in capitals, without padding, in the arena; p NULL when exhausted. */
struct str base32(struct arena *arena, struct str bytes);
/* The address that an authenticator app reads from a picture: otpauth://totp/…; in the arena. */
struct str totp_uri(struct arena *arena, struct str key, struct str email);
#endif
