/* Rules of what recurs: the first day on the first line, the rule on the second. */
#include "engines/governance/recurrence.h"
#include "base/date.h"
#include "fuzz.h"

enum { DAYS = 300 };

static void fuzz_one(struct arena *arena, struct str input)
{
    struct str first = fuzz_line(&input), part = S("");
    struct recurrence rule;
    int64_t start = 0, days[DAYS];
    (void)arena;
    const char *wrong = recurrence_read(input, &rule, &part);
    HOLDS(!wrong || message_find("en", str_of(wrong)).p != NULL);
    if (wrong || !date_parse(first, &start))
        return;
    size_t count = recurrence_days(&rule, start, DAYS, days);
    HOLDS(count <= DAYS && (rule.count == 0 || count <= (size_t)rule.count));
    for (size_t i = 0; i < count; i++) {
        HOLDS(days[i] >= start && days[i] <= rule.until);
        HOLDS(i == 0 || days[i] > days[i - 1]);
    }
}
