#include "base/decimal.h"
#include "base/message.h"
#include "check.h"

/* The millionths, or INT64_MIN + 1 where the text is refused. */
static int64_t parsed(const char *text)
{
    int64_t millionths;
    return decimal_parse(str_of(text), &millionths) ? millionths : INT64_MIN + 1;
}

enum { HALF = 500000 };

TEST(decimal, reads_exact_numbers)
{
    CHECK_INT(parsed("12"), 12000000);
    CHECK_INT(parsed("-0.35"), -350000);
    CHECK_INT(parsed("1e3"), 1000000000);
    CHECK_INT(parsed("1.50"), 1500000);
    CHECK_INT(parsed("5E-1"), HALF);
    CHECK_INT(parsed("0.5000000000000000000000000"), HALF);
    CHECK_INT(parsed("0000000000000000000000000.5"), HALF);
    CHECK_INT(parsed("12345e-3"), 12345000);
    CHECK_INT(parsed("0e-9999999999"), 0);
    CHECK_INT(parsed("0e99999"), 0);
    CHECK_INT(parsed("9223372036854.775807"), INT64_MAX);
    CHECK(parsed("-9223372036854.775808") == INT64_MIN);
}

TEST(decimal, refuses_what_is_no_number_too_fine_or_too_large)
{
    static const char *const bad[] = {"",
                                      "-",
                                      ".",
                                      ".5",
                                      "5.",
                                      "1,5",
                                      "+1",
                                      "1e",
                                      "1e+",
                                      "0x1",
                                      " 1",
                                      "1 ",
                                      "--1",
                                      "1.2.3",
                                      "1e1.5",
                                      "0.0000001",
                                      "1e-7",
                                      "NaN",
                                      "inf",
                                      "1e13",
                                      "9223372036854.775808",
                                      "-9223372036854.775809",
                                      "1e99999999999999999999",
                                      "100000000000000000000000"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (parsed(bad[i]) != INT64_MIN + 1)
            CHECK_FAIL("taken: \"%s\"", bad[i]);
}

static const char *written(struct arena *a, int64_t millionths)
{
    struct buf out = buf_init(a, 0);
    decimal_write(&out, millionths);
    return buf_str(&out).p;
}

TEST(decimal, writes_the_shortest_form)
{
    struct arena *a = arena_new(0);
    CHECK_STR(written(a, 350000), "0.35");
    CHECK_STR(written(a, 12000000), "12");
    CHECK_STR(written(a, -1500000), "-1.5");
    CHECK_STR(written(a, 0), "0");
    CHECK_STR(written(a, -1), "-0.000001");
    CHECK_STR(written(a, INT64_MIN), "-9223372036854.775808");
    CHECK_STR(written(a, INT64_MAX), "9223372036854.775807");
    arena_free(a);
}

static int64_t mul_div(int64_t x, int64_t y, int64_t z)
{
    int64_t out;
    return decimal_mul_div(x, y, z, &out) ? out : INT64_MIN + 1;
}

TEST(decimal, multiplies_and_divides_with_one_rounding)
{
    CHECK_INT(mul_div(10, 1, 4), 3); /* 2.5, half away from zero */
    CHECK_INT(mul_div(-10, 1, 4), -3);
    CHECK_INT(mul_div(10, -1, 4), -3);
    CHECK_INT(mul_div(10, 1, -4), -3);
    CHECK_INT(mul_div(-10, 1, -4), 3);
    CHECK_INT(mul_div(9, 1, 4), 2);
    CHECK_INT(mul_div(11, 1, 4), 3);
    CHECK_INT(mul_div(INT64_MAX, INT64_MAX, INT64_MAX), INT64_MAX);
    CHECK(mul_div(INT64_MIN, INT64_MIN, INT64_MIN) == INT64_MIN);
    CHECK_INT(mul_div(INT64_MAX, 2, 4), 4611686018427387904);
}

TEST(decimal, refuses_to_divide_by_zero_or_beyond_its_range)
{
    int64_t out;
    CHECK(!decimal_mul_div(1, 1, 0, &out));
    CHECK(!decimal_mul_div(INT64_MAX, 2, 1, &out));
    CHECK(!decimal_mul_div(INT64_MIN, 1, -1, &out));
}

/* What money_parse gives, or -999999 where it refuses. */
static int64_t minor(const char *amount, const char *currency)
{
    int64_t out;
    return money_parse(str_of(amount), str_of(currency), &out) ? out : -999999;
}

TEST(decimal, reads_money_in_its_currencys_minor_units)
{
    CHECK_INT(minor("1234.5", "EUR"), 123450);
    CHECK_INT(minor("1234.50", "EUR"), 123450);
    CHECK_INT(minor("-3", "EUR"), -300);
    CHECK_INT(minor("1234", "JPY"), 1234);
    CHECK_INT(minor("1.234", "KWD"), 1234);
    CHECK_INT(minor("1.500", "EUR"), 150); /* no more decimals than it seems */
    CHECK_INT(minor("1.505", "EUR"), -999999);
    CHECK_INT(minor("1.5", "JPY"), -999999);
    CHECK_INT(minor("1,234.50", "EUR"), -999999);
    CHECK_INT(minor("1e3", "EUR"), -999999);
    CHECK_INT(minor("€5", "EUR"), -999999);
    CHECK_INT(minor("5", "XXX"), -999999);
    CHECK_INT(minor("5", "eur"), -999999);
    CHECK_INT(minor("92233720368547758.08", "EUR"), -999999);
}

TEST(decimal, writes_money_with_its_currencys_decimals)
{
    struct arena *a = arena_new(0);
    struct buf out = buf_init(a, 0);
    money_write(&out, 123450, S("EUR"));
    buf_char(&out, ' ');
    money_write(&out, -5, S("EUR"));
    buf_char(&out, ' ');
    money_write(&out, 1234, S("JPY"));
    buf_char(&out, ' ');
    money_write(&out, 5, S("KWD"));
    CHECK_STR(buf_str(&out).p, "1234.50 -0.05 1234 0.005");
    arena_free(a);
}

TEST(decimal, lists_currencies_and_countries_in_order_with_their_names)
{
    size_t i, k;
    CHECK(message_load() == OK);
    for (i = 0; currency_at(i).n; i++) {
        struct arena *a = arena_new(0);
        struct str parts[] = {STR("currency."), currency_at(i)};
        CHECK(i == 0 || str_cmp(currency_at(i - 1), currency_at(i)) < 0);
        CHECK(currency_decimals(currency_at(i)) >= 0);
        CHECK(message_find("en", arena_join(a, parts, 2, S(""))).n > 0);
        arena_free(a);
    }
    for (k = 0; country_at(k).n; k++) {
        struct arena *a = arena_new(0);
        struct str parts[] = {STR("country."), country_at(k)};
        CHECK(k == 0 || str_cmp(country_at(k - 1), country_at(k)) < 0);
        CHECK(country_known(country_at(k)));
        CHECK(message_find("en", arena_join(a, parts, 2, S(""))).n > 0);
        arena_free(a);
    }
    CHECK_INT(i, 165);
    CHECK_INT(k, 249);
    CHECK_INT(currency_decimals(S("EUR")), 2);
    CHECK_INT(currency_decimals(S("JPY")), 0);
    CHECK_INT(currency_decimals(S("KWD")), 3);
    CHECK_INT(currency_decimals(S("CLF")), 4);
    CHECK_INT(currency_decimals(S("DEM")), -1);
    CHECK_INT(currency_decimals(S("")), -1);
    CHECK(country_known(S("DE")) && !country_known(S("de")) && !country_known(S("XX")) && !country_known(S("D")));
}
