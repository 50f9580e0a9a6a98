#include "base/decimal.h"

__extension__ typedef __int128 wide;

/* A number taken apart: sign, digits without the point, and how many of them stand after it. */
struct number {
    bool negative;
    uint64_t digits;
    int64_t after;
};

static bool figure(struct str s, size_t i)
{
    return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

/* Whether `c` stands at `*at`; steps over it. */
static bool pass(struct str s, size_t *at, char c)
{
    bool here = *at < s.n && s.p[*at] == c;
    *at += here;
    return here;
}

/* Takes the figures at `*at` into `number`; zeros at the end are held back, so that "1.500000000" fits. */
static bool take_figures(struct str s, size_t *at, struct number *number, bool after_point)
{
    int64_t zeros = 0;
    if (!figure(s, *at))
        return false;
    for (; figure(s, *at); ++*at) {
        uint64_t d = (uint64_t)(s.p[*at] - '0');
        if (after_point && d == 0) {
            zeros++;
            continue;
        }
        for (; zeros >= 0; zeros--) {
            if (__builtin_mul_overflow(number->digits, 10, &number->digits))
                return false;
            number->after += after_point;
        }
        zeros = 0;
        if (__builtin_add_overflow(number->digits, d, &number->digits))
            return false;
    }
    return true;
}

/* What stands after the "e", at most four figures: more can never fit. */
static bool take_exponent(struct str s, size_t *at, int64_t *exponent)
{
    int64_t value = 0;
    bool negative = pass(s, at, '-');
    if (!negative)
        pass(s, at, '+');
    if (!figure(s, *at))
        return false;
    for (; figure(s, *at); ++*at)
        if (value < 10000)
            value = value * 10 + (s.p[*at] - '0');
    *exponent = negative ? -value : value;
    return true;
}

static bool take(struct str s, bool exponent_allowed, struct number *number)
{
    size_t at = 0;
    int64_t exponent = 0;
    *number = (struct number){.negative = pass(s, &at, '-')};
    if (!take_figures(s, &at, number, false))
        return false;
    if (pass(s, &at, '.') && !take_figures(s, &at, number, true))
        return false;
    if (exponent_allowed && (pass(s, &at, 'e') || pass(s, &at, 'E')) && !take_exponent(s, &at, &exponent))
        return false;
    number->after -= exponent;
    return at == s.n;
}

/* The number in units of 10^-decimals; false when it is finer or does not fit. */
static bool scaled(struct number number, int decimals, int64_t *out)
{
    uint64_t value = number.digits;
    for (; number.after > decimals; number.after--) {
        if (value % 10)
            return false;
        value /= 10;
        if (value == 0)
            break;
    }
    for (; value && number.after < decimals; number.after++)
        if (__builtin_mul_overflow(value, 10, &value))
            return false;
    if (value > (uint64_t)INT64_MAX + number.negative)
        return false;
    *out = number.negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}

bool decimal_parse(struct str text, int64_t *millionths)
{
    struct number number;
    return take(text, true, &number) && scaled(number, 6, millionths);
}

bool money_parse(struct str amount, struct str currency, int64_t *minor)
{
    struct number number;
    int decimals = currency_decimals(currency);
    return decimals >= 0 && take(amount, false, &number) && scaled(number, decimals, minor);
}

/* Writes `value` in units of 10^-decimals, with at least `least` figures after the point. */
static void write_scaled(struct buf *out, int64_t value, int decimals, int least)
{
    char text[32];
    size_t at = sizeof text;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    bool shown = false;
    for (int i = decimals; i > 0; i--, rest /= 10) {
        shown = shown || rest % 10 || i <= least;
        if (shown)
            text[--at] = (char)('0' + rest % 10);
    }
    if (shown)
        text[--at] = '.';
    do
        text[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        text[--at] = '-';
    buf_add(out, (struct str){text + at, sizeof text - at});
}

void decimal_write(struct buf *out, int64_t millionths)
{
    write_scaled(out, millionths, 6, 0);
}

void money_write(struct buf *out, int64_t minor, struct str currency)
{
    int decimals = currency_decimals(currency);
    if (decimals < 0)
        decimals = 0;
    write_scaled(out, minor, decimals, decimals);
}

bool decimal_mul_div(int64_t a, int64_t b, int64_t c, int64_t *out)
{
    if (c == 0)
        return false;
    wide product = (wide)a * b, divisor = c;
    if (divisor < 0) {
        product = -product;
        divisor = -divisor;
    }
    wide quotient = product / divisor, rest = product % divisor;
    if ((rest < 0 ? -rest : rest) * 2 >= divisor)
        quotient += product < 0 ? -1 : 1;
    if (quotient > INT64_MAX || quotient < INT64_MIN)
        return false;
    *out = (int64_t)quotient;
    return true;
}
