#include "base/plural.h"

/* CLDR 44, cardinal plural rules, for whole numbers (v = 0). */

static const char *form_germanic(uint64_t n)
{
    return n == 1 ? "one" : "other";
}

static const char *form_french(uint64_t n)
{
    if (n != 0 && n % 1000000 == 0)
        return "many";
    return n <= 1 ? "one" : "other";
}

static const char *form_spanish(uint64_t n)
{
    if (n != 0 && n % 1000000 == 0)
        return "many";
    return n == 1 ? "one" : "other";
}

static const char *form_czech(uint64_t n)
{
    return n == 1 ? "one" : n >= 2 && n <= 4 ? "few" : "other";
}

static bool few_slavic(uint64_t n)
{
    return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14);
}

static const char *form_polish(uint64_t n)
{
    return n == 1 ? "one" : few_slavic(n) ? "few" : "many";
}

static const char *form_russian(uint64_t n)
{
    return n % 10 == 1 && n % 100 != 11 ? "one" : few_slavic(n) ? "few" : "many";
}

static const char *form_arabic(uint64_t n)
{
    static const char *const least[] = {"zero", "one", "two"};
    if (n <= 2)
        return least[n];
    return n % 100 >= 3 && n % 100 <= 10 ? "few" : n % 100 >= 11 ? "many" : "other";
}

static const char *form_only(uint64_t n)
{
    (void)n;
    return "other";
}

static const struct {
    char languages[64]; /* each of two letters and a space */
    const char *(*form)(uint64_t n);
} rules[] = {
    {"de en nl sv da nb nn no fi et el hu tr bg ", form_germanic},
    {"fr pt ", form_french},
    {"es it ca ", form_spanish},
    {"cs sk ", form_czech},
    {"pl ", form_polish},
    {"ru uk be ", form_russian},
    {"ar ", form_arabic},
    {"ja zh ko vi th id ms ", form_only},
};

const char *plural_form(const char *language, const struct value *count)
{
    if (!count || count->kind != V_INT)
        return "other";
    uint64_t n = count->i < 0 ? 0 - (uint64_t)count->i : (uint64_t)count->i;
    struct str two = str_part(str_of(language), 0, 2);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (two.n == 2 && str_contains(str_of(rules[i].languages), two))
            return rules[i].form(n);
    return form_germanic(n);
}

bool plural_known(struct str form)
{
    static const char *const forms[] = {"zero", "one", "two", "few", "many", "other"};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (str_is(form, forms[i]))
            return true;
    return false;
}
