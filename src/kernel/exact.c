#include "kernel/exact.h"
#include "base/decimal.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Takes the digits of `text` from *at on into `to`; returns how many there were. */
static size_t take_digits(struct str text, size_t *at, char *to, size_t *n)
{
    size_t start = *at;
    while (*at < text.n && is_digit(text.p[*at]))
        to[(*n)++] = text.p[(*at)++];
    return *at - start;
}

static void normalise(struct exact *number)
{
    while (number->digits.n && number->digits.p[0] == '0') {
        number->digits.p++;
        number->digits.n--;
        number->point--;
    }
    while (number->digits.n && number->digits.p[number->digits.n - 1] == '0')
        number->digits.n--;
    if (!number->digits.n) {
        number->negative = false;
        number->point = 0;
    }
}

static bool read_text(struct arena *arena, struct str text, struct exact *out)
{
    char *digits = arena_alloc(arena, text.n + 1);
    if (!digits)
        return false;
    size_t at = 0, n = 0;
    *out = (struct exact){.negative = text.n && text.p[0] == '-'};
    if (text.n && (text.p[0] == '-' || text.p[0] == '+'))
        at++;
    if (!take_digits(text, &at, digits, &n))
        return false;
    out->point = (int64_t)n;
    if (at < text.n && text.p[at] == '.') {
        at++;
        if (!take_digits(text, &at, digits, &n))
            return false;
    }
    if (at < text.n && (text.p[at] == 'e' || text.p[at] == 'E')) {
        int64_t power;
        if (!str_int(str_part(text, at + 1, text.n), &power) || power > 100000 || power < -100000)
            return false;
        out->point += power;
        at = text.n;
    }
    out->digits = (struct str){digits, n};
    normalise(out);
    return at == text.n;
}

bool exact_read(struct arena *arena, const struct value *number, struct exact *out)
{
    struct str text = {0};
    if (number->kind == V_NUMBER) {
        text = number->text;
    } else if (number->kind == V_INT) {
        text = arena_printf(arena, "%lld", (long long)number->i);
    } else if (number->kind == V_DECIMAL || number->kind == V_RATIO) {
        struct buf buf = buf_init(arena, 0);
        decimal_write(&buf, number->i);
        text = buf_str(&buf);
    }
    return text.p && read_text(arena, text, out);
}

int exact_compare(const struct exact *a, const struct exact *b)
{
    if (!a->digits.n || !b->digits.n) {
        int sign_a = a->digits.n ? (a->negative ? -1 : 1) : 0, sign_b = b->digits.n ? (b->negative ? -1 : 1) : 0;
        return sign_a - sign_b;
    }
    if (a->negative != b->negative)
        return a->negative ? -1 : 1;
    int order = a->point != b->point ? (a->point < b->point ? -1 : 1) : str_cmp(a->digits, b->digits);
    return a->negative ? -order : order;
}

bool exact_whole(const struct exact *a)
{
    return !a->digits.n || a->point >= (int64_t)a->digits.n;
}

bool exact_multiple(const struct exact *a, const struct exact *unit)
{
    if (!a->digits.n)
        return true;
    if (!unit->digits.n || unit->digits.n > 15)
        return false;
    /* As whole numbers times a power of ten: a = A·10^power, unit = U·10^unit_power, A and U not divisible by ten. */
    int64_t power = a->point - (int64_t)a->digits.n, unit_power = unit->point - (int64_t)unit->digits.n;
    if (power < unit_power)
        return false;
    uint64_t divisor = 0, rest = 0;
    for (size_t i = 0; i < unit->digits.n; i++)
        divisor = divisor * 10 + (uint64_t)(unit->digits.p[i] - '0');
    for (size_t i = 0; i < a->digits.n; i++)
        rest = (rest * 10 + (uint64_t)(a->digits.p[i] - '0')) % divisor;
    for (int64_t i = unit_power; i < power && rest; i++)
        rest = rest * 10 % divisor;
    return rest == 0;
}

bool exact_int(const struct exact *a, int64_t *out)
{
    if (!exact_whole(a) || a->point > 19)
        return false;
    uint64_t value = 0;
    for (int64_t i = 0; i < a->point; i++) {
        unsigned digit = i < (int64_t)a->digits.n ? (unsigned)(a->digits.p[i] - '0') : 0;
        if (value > ((uint64_t)INT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = a->negative ? -(int64_t)value : (int64_t)value;
    return true;
}
