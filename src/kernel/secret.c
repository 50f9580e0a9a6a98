#include "kernel/secret.h"
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum { SECRET_BYTES = 32, DIGEST_BYTES = 32 };

/* libsodium must be readied once; doing so again costs nothing. Without randomness nothing here may go on. */
static void ready(void)
{
    if (sodium_init() < 0)
        abort();
}

struct str secret_new(struct arena *arena, const char *prefix)
{
    unsigned char bytes[SECRET_BYTES];
    char text[sodium_base64_ENCODED_LEN(SECRET_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
    ready();
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2base64(text, sizeof text, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    struct str secret = arena_printf(arena, "%s%s", prefix, text);
    sodium_memzero(bytes, sizeof bytes);
    sodium_memzero(text, sizeof text);
    return secret;
}

struct str secret_hex(struct arena *arena, size_t bytes)
{
    unsigned char random[SECRET_BYTES];
    char text[2 * SECRET_BYTES + 1];
    ready();
    if (bytes > sizeof random)
        bytes = sizeof random;
    randombytes_buf(random, bytes);
    sodium_bin2hex(text, sizeof text, random, bytes);
    return arena_copy(arena, str_of(text));
}

static void add(crypto_generichash_state *state, struct str text)
{
    crypto_generichash_update(state, (const unsigned char *)text.p, text.n);
}

static void finish(crypto_generichash_state *state, char out[DIGEST_TEXT + 1])
{
    unsigned char bytes[DIGEST_BYTES];
    crypto_generichash_final(state, bytes, sizeof bytes);
    sodium_bin2hex(out, DIGEST_TEXT + 1, bytes, sizeof bytes);
}

void digest_joined(const struct str *parts, size_t count, char out[DIGEST_TEXT + 1])
{
    crypto_generichash_state state;
    ready();
    crypto_generichash_init(&state, NULL, 0, DIGEST_BYTES);
    for (size_t i = 0; i < count; i++)
        add(&state, parts[i]);
    finish(&state, out);
}

void digest_fields(const struct str *parts, size_t count, char out[DIGEST_TEXT + 1])
{
    crypto_generichash_state state;
    ready();
    crypto_generichash_init(&state, NULL, 0, DIGEST_BYTES);
    for (size_t i = 0; i < count; i++) {
        char length[24];
        int n = snprintf(length, sizeof length, "%zu:", parts[i].n);
        add(&state, (struct str){length, (size_t)n});
        add(&state, parts[i]);
    }
    finish(&state, out);
}

struct str digest_text(struct arena *arena, struct str text)
{
    char out[DIGEST_TEXT + 1];
    digest_joined(&text, 1, out);
    return arena_copy(arena, str_of(out));
}
