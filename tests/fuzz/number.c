/* Numbers and days as people and programs write them: every reader is asked; what it takes, it writes the same. */
#include "base/date.h"
#include "base/decimal.h"
#include "base/zone_rule.h"
#include "fuzz.h"
#include "kernel/exact.h"
#include "kernel/fraction.h"

static void check_decimals(struct arena *arena, struct str text)
{
    static const char *const currencies[] = {"EUR", "JPY", "KWD", "XXX"};
    int64_t number, again;
    if (decimal_parse(text, &number)) {
        struct buf out = buf_init(arena, 0);
        decimal_write(&out, number);
        HOLDS(decimal_parse(buf_str(&out), &again) && again == number);
        if (decimal_mul_div(number, 7, 3, &again))
            HOLDS(number >= 0 ? again >= number : again <= number);
    }
    for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++)
        if (money_parse(text, str_of(currencies[i]), &number)) {
            struct buf out = buf_init(arena, 0);
            money_write(&out, number, str_of(currencies[i]));
            HOLDS(money_parse(buf_str(&out), str_of(currencies[i]), &again) && again == number);
        }
}

/* Adding, taking away, multiplying and dividing lead back. */
static void check_fractions(struct arena *arena, struct str text)
{
    const struct fraction *a = fraction_text(arena, text), *three = fraction_of(arena, 3, -7);
    int64_t near, below;
    if (!a)
        return;
    HOLDS(fraction_compare(fraction_less(arena, fraction_add(arena, a, three), three), a) == 0);
    HOLDS(fraction_compare(fraction_over(arena, fraction_times(arena, a, three), three), a) == 0);
    HOLDS(fraction_reaches(arena, a, a) && fraction_near(arena, a, a));
    HOLDS(fraction_compare(fraction_least(a, three), fraction_most(a, three)) <= 0);
    HOLDS(fraction_over(arena, a, fraction_int(arena, 0)) == NULL);
    (void)fraction_sign(a);
    (void)fraction_near_double(a);
    if (fraction_round(a, &near) && fraction_floor(a, &below))
        HOLDS(near == below || near == below + 1);
    struct value *leaf = fraction_value(arena, a);
    HOLDS(leaf != NULL);
    if (leaf->kind == V_INT)
        HOLDS(fraction_compare(fraction_number(arena, leaf), a) == 0);
}

static void check_exact(struct arena *arena, struct str text)
{
    struct value *number = NULL, *unit = NULL;
    struct str first = fuzz_line(&text);
    struct exact a, b;
    int64_t i;
    if (json_parse(arena, first, NULL, &number) != OK || !exact_read(arena, number, &a))
        return;
    HOLDS(exact_compare(&a, &a) == 0);
    if (a.digits.n < 300 && a.point > -300 && a.point < 300)
        HOLDS(fraction_share(arena, number) != NULL);
    if (exact_int(&a, &i)) {
        struct exact same;
        HOLDS(exact_whole(&a) && exact_read(arena, value_int(arena, i), &same) && exact_compare(&a, &same) == 0);
    }
    if (json_parse(arena, text, NULL, &unit) != OK || !exact_read(arena, unit, &b))
        return;
    int order = exact_compare(&a, &b);
    HOLDS(order == 0 ? exact_compare(&b, &a) == 0 : (order < 0) == (exact_compare(&b, &a) > 0));
    if (b.digits.n > 0 && b.digits.n <= 15 && order == 0)
        HOLDS(exact_multiple(&a, &b));
    else if (b.digits.n > 0 && b.digits.n <= 15)
        (void)exact_multiple(&a, &b);
}

static void check_days(struct arena *arena, struct str text)
{
    char day[11], moment[25];
    int64_t days, ms, again;
    if (date_parse(text, &days)) {
        date_write(days, day);
        HOLDS(str_is(text, day));
        HOLDS(date_days(date_civil(days)) == days && str_eq(date_text(arena, days), text));
        struct civil civil = date_civil(days);
        HOLDS(civil.day <= date_month_days(civil.year, civil.month));
        for (int64_t months = -13; months <= 13 && civil.year > 2; months++) {
            struct civil later = date_civil(date_add_months(days, months));
            HOLDS((later.year - civil.year) * 12 + later.month - civil.month == months);
            HOLDS(later.day == civil.day || later.day == date_month_days(later.year, later.month));
        }
    }
    if (str_int(text, &days)) {
        date_write(days, day);
        HOLDS(date_parse(str_of(day), &again));
    }
    if (instant_parse(text, &ms)) {
        instant_write(ms, moment);
        HOLDS(instant_parse(str_of(moment), &again) && again == ms);
        (void)instant_write_short(ms, moment);
        HOLDS(instant_parse(str_of(moment), &again) && again == ms);
    }
    struct zone_rule rule = zone_rule_parse(text);
    for (int64_t s = -5000000000; rule.known && s < 90000000000; s += 777777777) {
        int64_t offset = zone_rule_offset_s(&rule, s);
        HOLDS(offset == rule.standard_s || offset == rule.summer_s);
    }
}

static void fuzz_one(struct arena *arena, struct str input)
{
    struct str copy = arena_copy(arena, input);
    int64_t i;
    (void)str_int(input, &i);
    check_decimals(arena, input);
    check_fractions(arena, copy);
    check_exact(arena, copy);
    check_days(arena, input);
}
