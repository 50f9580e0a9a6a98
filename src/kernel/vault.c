#include "kernel/vault.h"
#include <sodium.h>

enum {
    KEY_BYTES = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    MARK_BYTES = 4,
    MARK_TEXT = 2 * MARK_BYTES,
    SECRET_MOST = 256
};

static struct {
    bool open;
    unsigned char key[KEY_BYTES];
    char mark[MARK_TEXT + 1]; /* tells keys apart */
} vault;

enum err vault_use(struct str key)
{
    unsigned char mark[16];
    vault.open = false;
    if (!key.n)
        return OK;
    if (key.n < VAULT_KEY_LEAST || sodium_init() < 0)
        return ERR_INPUT;
    crypto_generichash(vault.key, sizeof vault.key, (const unsigned char *)key.p, key.n, NULL, 0);
    crypto_generichash(mark, sizeof mark, vault.key, sizeof vault.key, NULL, 0);
    sodium_bin2hex(vault.mark, sizeof vault.mark, mark, MARK_BYTES);
    vault.open = true;
    return OK;
}

bool vault_is_open(void)
{
    return vault.open;
}

enum err vault_seal(struct arena *arena, struct str about, struct str secret, struct str *sealed)
{
    unsigned char bytes[NONCE_BYTES + SECRET_MOST + TAG_BYTES];
    unsigned long long length = 0;
    if (!vault.open)
        return ERR_NOT_FOUND;
    if (secret.n > SECRET_MOST)
        return ERR_INTERNAL;
    randombytes_buf(bytes, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + NONCE_BYTES, &length, (const unsigned char *)secret.p, secret.n,
                                               (const unsigned char *)about.p, about.n, NULL, bytes, vault.key);
    char text[sodium_base64_ENCODED_LEN(sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
    sodium_bin2base64(text, sizeof text, bytes, NONCE_BYTES + (size_t)length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    *sealed = arena_printf(arena, "%s:%s", vault.mark, text);
    return sealed->p ? OK : ERR_MEMORY;
}

enum err vault_unseal(struct arena *arena, struct str about, struct str sealed, struct str *secret)
{
    unsigned char bytes[NONCE_BYTES + SECRET_MOST + TAG_BYTES];
    unsigned long long length = 0;
    size_t n = 0;
    if (!vault.open || !str_eq(str_part(sealed, 0, MARK_TEXT), str_of(vault.mark)))
        return ERR_NOT_FOUND;
    struct str text = str_part(sealed, MARK_TEXT + 1, sealed.n);
    if (sodium_base642bin(bytes, sizeof bytes, text.p, text.n, NULL, &n, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        n < NONCE_BYTES + TAG_BYTES)
        return ERR_CORRUPT;
    char *plain = arena_alloc(arena, SECRET_MOST + 1);
    if (!plain)
        return ERR_MEMORY;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)plain, &length, NULL, bytes + NONCE_BYTES,
                                                   n - NONCE_BYTES, (const unsigned char *)about.p, about.n, bytes,
                                                   vault.key) != 0)
        return ERR_CORRUPT;
    *secret = (struct str){plain, (size_t)length};
    return OK;
}
