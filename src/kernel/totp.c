#include "kernel/totp.h"
#include "base/buf.h"
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <stdio.h>

enum { SHA1_BYTES = 20, COUNTER_BYTES = 8 };

void totp_code(struct str key, int64_t step, int digits, char out[9])
{
    unsigned char counter[COUNTER_BYTES], sum[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    uint32_t modulus = 1;
    for (int i = 0; i < COUNTER_BYTES; i++)
        counter[i] = (unsigned char)((uint64_t)step >> (8 * (COUNTER_BYTES - 1 - i)));
    for (int i = 0; i < digits; i++)
        modulus *= 10;
    out[0] = 0;
    if (!HMAC(EVP_sha1(), key.p, (int)key.n, counter, sizeof counter, sum, &length) || length != SHA1_BYTES)
        return;
    unsigned at = sum[SHA1_BYTES - 1] & 0xf;
    uint32_t number = ((uint32_t)sum[at] & 0x7f) << 24 | (uint32_t)sum[at + 1] << 16 | (uint32_t)sum[at + 2] << 8 |
                      (uint32_t)sum[at + 3];
    snprintf(out, 9, "%0*u", digits, (unsigned)(number % modulus));
}

int64_t totp_find(struct str key, struct str code, int64_t now_ms, int64_t last)
{
    int64_t step = now_ms / TOTP_STEP_MS, found = -1;
    char expected[9];
    for (int64_t at = step - 1; at <= step + 1; at++) {
        totp_code(key, at, TOTP_DIGITS, expected);
        bool same = code.n == TOTP_DIGITS && strlen(expected) == TOTP_DIGITS &&
                    sodium_memcmp(code.p, expected, TOTP_DIGITS) == 0;
        if (same && at > last && found < 0)
            found = at;
    }
    return found;
}

struct str base32(struct arena *arena, struct str bytes)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    struct buf out = buf_init(arena, 0);
    uint32_t held = 0;
    int bits = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        held = held << 8 | (unsigned char)bytes.p[i];
        for (bits += 8; bits >= 5; bits -= 5)
            buf_char(&out, letters[held >> (bits - 5) & 31]);
    }
    if (bits)
        buf_char(&out, letters[held << (5 - bits) & 31]);
    return buf_str(&out);
}

struct str totp_uri(struct arena *arena, struct str key, struct str email)
{
    static const char digits[] = "0123456789ABCDEF";
    struct buf out = buf_init(arena, 0);
    struct str text = base32(arena, key);
    buf_lit(&out, "otpauth://totp/Entente:");
    for (size_t i = 0; i < email.n; i++) {
        unsigned char c = (unsigned char)email.p[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-';
        if (plain)
            buf_char(&out, (char)c);
        else
            buf_printf(&out, "%%%c%c", digits[c >> 4], digits[c & 15]);
    }
    buf_printf(&out, "?secret=%.*s&issuer=Entente", STR_ARG(text));
    return text.p ? buf_str(&out) : text;
}
