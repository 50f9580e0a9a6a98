#include "engines/governance/decision_map.h"
#include "engines/governance/recurrence.h"
#include <stdlib.h>

const char *decision_fault_code(int place)
{
    static const char *const codes[FAULT_COUNT] = {"nobody", "level",      "unheard", "stealth", "silent",
                                                   "slow",   "impossible", "no_rule", "several"};
    return codes[place];
}

static int place_in(const char *const *codes, int count, struct str code)
{
    for (int i = 0; i < count; i++)
        if (str_is(code, codes[i]))
            return i;
    return -1;
}

int decision_class_of(struct str code)
{
    static const char *const codes[] = {"key", "daily", "exception"};
    return place_in(codes, 3, code);
}

int decision_part_of(struct str code)
{
    static const char *const codes[] = {"affected", "recommends", "consulted", "approves", "informed"};
    return place_in(codes, 5, code);
}

int body_tier_of(struct str code)
{
    static const char *const codes[] = {"team", "working_group", "steering", "executive"};
    return place_in(codes, 4, code) + 1;
}

int decision_tier(struct str model, enum decision_class class)
{
    static const struct {
        const char *model;
        int tiers[3]; /* key, daily, exception */
    } fits[] = {{"sharing", {4, 3, 4}}, {"specialisation", {3, 2, 4}}, {"allocation", {2, 1, 4}}};
    for (size_t i = 0; i < sizeof fits / sizeof *fits; i++)
        if (str_is(model, fits[i].model))
            return fits[i].tiers[class];
    return 0;
}

static size_t voices_of(const struct decision_row *row, enum decision_part part)
{
    size_t n = 0;
    for (size_t i = 0; i < row->voice_count; i++)
        n += row->voices[i].part == part;
    return n;
}

static bool has_voice(const struct decision_row *row, enum decision_part part, size_t party)
{
    for (size_t i = 0; i < row->voice_count; i++)
        if (row->voices[i].part == part && row->voices[i].party == party)
            return true;
    return false;
}

unsigned decision_faults(const struct decision_row *row, struct str model)
{
    unsigned faults = row->decided ? 0 : FAULT_NOBODY;
    int fits = decision_tier(model, row->class);
    if (row->tier && fits && row->tier != fits)
        faults |= FAULT_LEVEL;
    for (size_t party = 0; party < row->parties; party++) {
        bool heard = has_voice(row, PART_CONSULTED, party) || has_voice(row, PART_APPROVES, party);
        if (has_voice(row, PART_AFFECTED, party) && !heard)
            faults |= FAULT_UNHEARD;
        if (!has_voice(row, PART_INFORMED, party))
            faults |= FAULT_SILENT;
    }
    if (voices_of(row, PART_APPROVES) > APPROVALS_MOST || voices_of(row, PART_CONSULTED) > CONSULTED_MOST)
        faults |= FAULT_STEALTH;
    if (row->allowed_days > 0 && row->median_days > (double)row->allowed_days)
        faults |= FAULT_SLOW;
    if (row->allowed_days > 0 && row->needed_days > row->allowed_days)
        faults |= FAULT_IMPOSSIBLE;
    if (row->body && !row->rule)
        faults |= FAULT_NO_RULE;
    if (row->several)
        faults |= FAULT_SEVERAL;
    return faults;
}

enum err decision_passed(const struct approval_step *steps, size_t count, int64_t asked, int64_t *day)
{
    *day = asked;
    for (size_t i = 0; i < count && *day != NO_DAY; i++) {
        struct recurrence rule;
        struct str part;
        if (!steps[i].meets.n)
            *day += steps[i].takes_days;
        else if (recurrence_read(steps[i].meets, &rule, &part))
            return ERR_INPUT;
        else if (recurrence_days(&rule, *day + steps[i].papers_days, 1, day) == 0)
            *day = NO_DAY;
    }
    return OK;
}

/* ---- names ---- */

bool decision_names_has(const struct value *names, struct str name)
{
    VALUE_EACH (one, names)
        if (str_eq_nocase(one->text, name))
            return true;
    return false;
}

struct value *decision_names(struct arena *arena, struct str text)
{
    struct value *names = value_list(arena);
    size_t from = 0;
    for (size_t i = 0; i <= text.n; i++) {
        if (i < text.n && !strchr(",;\n", text.p[i]))
            continue;
        struct str name = str_trim(str_part(text, from, i - from));
        if (name.n && !decision_names_has(names, name))
            value_push(names, value_text(arena, name));
        from = i + 1;
    }
    return names;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

double median_of(int64_t *days, size_t count)
{
    if (!count)
        return -1;
    qsort(days, count, sizeof *days, by_size);
    return ((double)days[(count - 1) / 2] + (double)days[count / 2]) / 2;
}
