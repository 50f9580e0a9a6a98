/* Codes by time: the vectors of RFC 6238, base 32 of RFC 4648, and which codes are taken. */
#include "check.h"
#include "kernel/totp.h"

static const struct str key = STR("12345678901234567890");

TEST(totp, codes_are_those_of_the_rfc)
{
    static const struct {
        int64_t seconds;
        const char *code;
    } vectors[] = {/* RFC 6238, appendix B, SHA-1 */
                   {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
                   {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
    char code[9];
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        totp_code(key, vectors[i].seconds / 30, 8, code);
        CHECK(!strcmp(code, vectors[i].code));
        totp_code(key, vectors[i].seconds / 30, 6, code);
        CHECK(!strcmp(code, vectors[i].code + 2));
    }
}

TEST(totp, a_code_is_taken_near_its_time_and_once)
{
    int64_t now = INT64_C(1111111111) * 1000, step = now / TOTP_STEP_MS;
    CHECK_INT(totp_find(key, S("050471"), now, 0), step);
    CHECK_INT(totp_find(key, S("050471"), now + TOTP_STEP_MS, 0), step);
    CHECK_INT(totp_find(key, S("050471"), now - TOTP_STEP_MS, 0), step);
    CHECK_INT(totp_find(key, S("050471"), now + 2 * TOTP_STEP_MS, 0), -1);
    CHECK_INT(totp_find(key, S("050471"), now, step), -1); /* replayed */
    CHECK_INT(totp_find(key, S("050471"), now, step - 1), step);
    CHECK_INT(totp_find(key, S("050472"), now, 0), -1);
    CHECK_INT(totp_find(key, S("50471"), now, 0), -1);
    CHECK_INT(totp_find(key, S(""), now, 0), -1);
}

TEST(totp, keys_are_written_in_base_32)
{
    struct arena *arena = arena_new(0);
    static const struct {
        struct str plain;
        const char *text;
    } vectors[] = {/* RFC 4648, section 10, without padding */
                   {STR(""), ""},
                   {STR("f"), "MY"},
                   {STR("fo"), "MZXQ"},
                   {STR("foo"), "MZXW6"},
                   {STR("foob"), "MZXW6YQ"},
                   {STR("fooba"), "MZXW6YTB"},
                   {STR("foobar"), "MZXW6YTBOI"}};
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        CHECK(str_is(base32(arena, vectors[i].plain), vectors[i].text));
    CHECK(str_is(totp_uri(arena, S("foobar"), S("a+b@firm.example")),
                 "otpauth://totp/Entente:a%2Bb%40firm.example?secret=MZXW6YTBOI&issuer=Entente"));
    arena_free(arena);
}
