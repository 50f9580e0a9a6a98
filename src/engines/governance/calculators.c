#include "engines/governance/calculators.h"
#include "base/date.h"
#include "base/message.h"
#include "engines/governance/alignment.h"
#include "engines/governance/recurrence.h"
#include "kernel/exact.h"
#include "kernel/fraction.h"
#include "kernel/str_map.h"

static int64_t whole(struct arena *arena, const struct value *map, const char *name)
{
    struct exact number;
    int64_t i = 0;
    const struct value *given = value_get(map, name);
    return given && exact_read(arena, given, &number) && exact_int(&number, &i) ? i : 0;
}

static enum err tell(struct problems *problems, struct str at, const char *key, const struct value *args)
{
    return problem_say(problems, at, key, args) == ERR_MEMORY ? ERR_MEMORY : OK;
}

static enum err check_alignment(struct arena *arena, const struct value *input, struct problems *problems)
{
    const struct value *units = value_get(input, "units");
    struct str_map seen = str_map_init(arena);
    struct exact number;
    enum err err = OK;
    size_t index = 0;
    if (!units || units->kind != V_LIST)
        return OK;
    VALUE_EACH (unit, units) {
        struct str at = pointer_index(arena, S("/units"), index++);
        const struct value *name = value_get(unit, "name"), *needed = value_get(unit, "needed");
        uint32_t *times = name && name->kind == V_TEXT ? str_map_at(&seen, name->text) : NULL;
        if (!err && times && (*times)++)
            err = tell(problems, pointer_member(arena, at, S("name")), "alignment.twice", NULL);
        bool number_there = needed && exact_read(arena, needed, &number) && exact_whole(&number);
        int64_t asked = whole(arena, unit, "needed");
        if (!err && number_there && asked < 1 && asked >= -2 && whole(arena, unit, "influence") > 0)
            err = tell(problems, pointer_member(arena, at, S("needed")), "alignment.needed", NULL);
    }
    return err;
}

static enum err run_alignment(struct arena *arena, const struct value *input, struct problems *problems,
                              struct value **output)
{
    (void)problems;
    const struct value *units = value_get(input, "units");
    struct supporter *supporters = ARENA_ARRAY(arena, (size_t)units->count + 1, struct supporter);
    size_t n = 0;
    VALUE_EACH (unit, units) {
        if (!supporters)
            return ERR_MEMORY;
        supporters[n++] = (struct supporter){.support = whole(arena, unit, "support"),
                                             .needed = whole(arena, unit, "needed"),
                                             .influence = whole(arena, unit, "influence"),
                                             .talks = value_get_bool(unit, "talks")};
    }
    struct alignment result = alignment_of(supporters, n);
    *output = value_map(arena);
    value_put(*output, "alignment",
              result.needed ? fraction_value(arena, fraction_of(arena, result.given, result.needed))
                            : value_null(arena));
    value_put(*output, "spread", result.talkers ? fraction_double(arena, result.spread) : value_null(arena));
    return value_put_bool(arena, *output, "mixed", result.mixed) ? OK : ERR_MEMORY;
}

static enum err check_recur(struct arena *arena, const struct value *input, struct problems *problems)
{
    const struct value *start = value_get(input, "start"), *rule = value_get(input, "rrule");
    struct recurrence read;
    struct str part;
    int64_t day;
    enum err err = OK;
    if (start && start->kind == V_TEXT && !date_parse(start->text, &day))
        err = tell(problems, S("/start"), "input.date", NULL);
    const char *fault = rule && rule->kind == V_TEXT ? recurrence_read(rule->text, &read, &part) : NULL;
    if (!err && fault)
        err = tell(problems, S("/rrule"), fault, message_args(arena, "part", value_text(arena, part), NULL));
    return err;
}

static enum err run_recur(struct arena *arena, const struct value *input, struct problems *problems,
                          struct value **output)
{
    (void)problems;
    struct recurrence rule;
    struct str part;
    size_t most = (size_t)whole(arena, input, "count");
    int64_t start, *days = ARENA_ARRAY(arena, most + 1, int64_t);
    if (!days || !date_parse(value_get_text(input, "start"), &start) ||
        recurrence_read(value_get_text(input, "rrule"), &rule, &part))
        return ERR_MEMORY;
    size_t n = recurrence_days(&rule, start, most, days);
    *output = value_map(arena);
    struct value *list = value_put_list(arena, *output, "dates");
    for (size_t i = 0; i < n; i++)
        if (!value_push(list, value_text(arena, date_text(arena, days[i]))))
            return ERR_MEMORY;
    return list ? OK : ERR_MEMORY;
}

const struct calculator alignment_calculator = {.name = "alignment", .check = check_alignment, .run = run_alignment};
const struct calculator recur_calculator = {.name = "recur", .check = check_recur, .run = run_recur};
