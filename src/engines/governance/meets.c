#include "engines/governance/meets.h"
#include "base/message.h"

static const char *const days[] = {"MO", "TU", "WE", "TH", "FR"};
static const struct {
    const char *rule; /* behind it the day */
    const char *words;
} often[] = {
    {"FREQ=WEEKLY;BYDAY=", "meets.weekly"},   {"FREQ=MONTHLY;BYDAY=1", "meets.first"},
    {"FREQ=MONTHLY;BYDAY=2", "meets.second"}, {"FREQ=MONTHLY;BYDAY=3", "meets.third"},
    {"FREQ=MONTHLY;BYDAY=4", "meets.fourth"}, {"FREQ=MONTHLY;BYDAY=-1", "meets.last"},
};
enum { DAYS = sizeof days / sizeof *days, OFTEN = sizeof often / sizeof *often };

static struct str words_of(struct arena *arena, const struct locale *locale, size_t how, size_t day)
{
    struct str key = arena_printf(arena, "meets.day.%s", days[day]);
    struct str name = key.p ? message(arena, locale->language, key.p, NULL) : S("");
    return message(arena, locale->language, often[how].words,
                   message_args(arena, "day", value_text(arena, name), NULL));
}

struct str meets_words(struct arena *arena, const struct locale *locale, struct str rule)
{
    for (size_t how = 0; how < OFTEN; how++)
        for (size_t day = 0; day < DAYS; day++) {
            struct str one = arena_printf(arena, "%s%s", often[how].rule, days[day]);
            if (str_eq_nocase(one, rule))
                return words_of(arena, locale, how, day);
        }
    return rule;
}

static bool offer(struct arena *arena, struct value *list, struct str rule, struct str label, struct str chosen)
{
    struct value *item = value_push_map(arena, list);
    bool is = str_eq_nocase(rule, chosen);
    value_put_text(arena, item, "value", rule);
    value_put_text(arena, item, "label", label);
    value_put_bool(arena, item, "chosen", is);
    return is;
}

struct value *meets_choices(struct arena *arena, const struct locale *locale, struct str chosen)
{
    struct value *list = value_list(arena), *whole = value_list(arena);
    bool known = !chosen.n;
    for (size_t day = 0; day < DAYS; day++)
        for (size_t how = 0; how < OFTEN; how++)
            known |= offer(arena, list, arena_printf(arena, "%s%s", often[how].rule, days[day]),
                           words_of(arena, locale, how, day), chosen);
    if (known)
        return list;
    (void)offer(arena, whole, chosen, chosen, chosen);
    VALUE_EACH (item, list)
        value_push(whole, value_copy(arena, item));
    return whole;
}
