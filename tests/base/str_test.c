#include "base/str.h"
#include "check.h"

TEST(str, compares)
{
    CHECK(str_eq(S(""), (struct str){NULL, 0}) && str_eq(S("a"), S("a")) && !str_eq(S("a"), S("b")) &&
          !str_eq(S("a"), S("ab")));
    CHECK(str_is(S("ab"), "ab") && !str_is(S("ab"), "a") && str_of(NULL).n == 0);
    CHECK(str_cmp(S("a"), S("b")) < 0 && str_cmp(S("b"), S("a")) > 0 && str_cmp(S("a"), S("a")) == 0);
    CHECK(str_cmp(S("a"), S("ab")) < 0 && str_cmp(S("ab"), S("a")) > 0 && str_cmp(S(""), S("")) == 0);
    CHECK(str_cmp(S("\xff"), S("a")) > 0); /* by bytes without a sign */
    CHECK(str_eq_nocase(S("Content-Type"), S("content-TYPE")) && !str_eq_nocase(S("a"), S("b")) &&
          !str_eq_nocase(S("["), S("{")));
}

TEST(str, looks_into_texts)
{
    CHECK(str_starts(S("abc"), S("ab")) && str_starts(S("abc"), S("")) && !str_starts(S("abc"), S("abcd")));
    CHECK(str_ends(S("abc"), S("bc")) && str_ends(S(""), S("")) && !str_ends(S("abc"), S("ab")));
    CHECK_INT(str_find(S("abcb"), 'b'), 1);
    CHECK_INT(str_find(S("abc"), 'x'), -1);
    CHECK_INT(str_find((struct str){NULL, 0}, 'x'), -1);
    CHECK(str_contains(S("abc"), S("bc")) && str_contains(S("abc"), S("")) && !str_contains(S("abc"), S("ac")));
    CHECK(!str_contains(S(""), S("a")));
}

TEST(str, cuts_parts)
{
    CHECK(str_is(str_part(S("abcdef"), 2, 3), "cde"));
    CHECK(str_is(str_part(S("abc"), 2, 100), "c"));
    CHECK(str_is(str_part(S("abc"), 100, 1), ""));
    CHECK(str_is(str_trim(S(" \t\r\nab c\v\f ")), "ab c"));
    CHECK(str_is(str_trim(S("  ")), ""));
    struct str rest = S("a,,b"), part;
    CHECK(str_cut(&rest, ',', &part) && str_is(part, "a"));
    CHECK(str_cut(&rest, ',', &part) && str_is(part, ""));
    CHECK(str_cut(&rest, ',', &part) && str_is(part, "b"));
    CHECK(!str_cut(&rest, ',', &part));
    rest = S("a,");
    CHECK(str_cut(&rest, ',', &part) && str_is(part, "a"));
    CHECK(str_cut(&rest, ',', &part) && part.n == 0);
    CHECK(!str_cut(&rest, ',', &part));
}

TEST(str, tells_well_formed_utf8)
{
    static const struct str good[] = {STR(""),
                                      STR("a"),
                                      STR("é"),
                                      STR("€"),
                                      STR("😀"),
                                      STR("\x7f"),
                                      STR("\xED\x9F\xBF"),
                                      STR("\xEE\x80\x80"),
                                      STR("\xF4\x8F\xBF\xBF"),
                                      STR("a\0b")};
    static const struct str bad[] = {STR("\x80"),
                                     STR("\xC3"),
                                     STR("\xC0\x80"),
                                     STR("\xC1\xBF"),
                                     STR("\xE0\x9F\xBF"),
                                     STR("\xED\xA0\x80"),
                                     STR("\xF0\x8F\xBF\xBF"),
                                     STR("\xF4\x90\x80\x80"),
                                     STR("\xF5\x80\x80\x80"),
                                     STR("\xE2\x82"),
                                     STR("\xE2\x82\x28"),
                                     STR("\xFF"),
                                     STR("a\xC3")};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        CHECK(str_utf8(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(!str_utf8(bad[i]));
    CHECK_INT(str_chars(S("aé€😀")), 4);
    CHECK_INT(str_chars(S("")), 0);
}

/* The integer, or -77 where the text is refused. */
static int64_t number(const char *text)
{
    int64_t out;
    return str_int(str_of(text), &out) ? out : -77;
}

TEST(str, reads_integers)
{
    CHECK_INT(number("0"), 0);
    CHECK_INT(number("-12"), -12);
    CHECK_INT(number("+12"), 12);
    CHECK_INT(number("007"), 7);
    CHECK_INT(number("9223372036854775807"), INT64_MAX);
    CHECK(number("-9223372036854775808") == INT64_MIN);
    CHECK_INT(number("9223372036854775808"), -77);
    CHECK_INT(number("-9223372036854775809"), -77);
    CHECK_INT(number("92233720368547758070"), -77);
    CHECK_INT(number(""), -77);
    CHECK_INT(number("-"), -77);
    CHECK_INT(number("1 "), -77);
    CHECK_INT(number("0x1"), -77);
    CHECK_INT(number("--1"), -77);
}
