#include "engines/governance/rule_library.h"
#include "base/message.h"

static const char *const codes[RULE_LIBRARY] = {"together", "way_out", "early",  "talk",   "intent", "celebrate",
                                                "bad_news", "promise", "answer", "credit", "home",   "ask"};

const char *rule_library_code(size_t i)
{
    return codes[i];
}

static struct str words(const struct work *work, size_t i, const char *part)
{
    struct str key = arena_printf(work->arena, "rule.%s.%s", codes[i], part);
    return key.p ? message(work->arena, work->locale.language, key.p, NULL) : S("");
}

struct str rule_library_principle(const struct work *work, size_t i)
{
    return words(work, i, "principle");
}

struct str rule_library_meaning(const struct work *work, size_t i)
{
    return words(work, i, "meaning");
}

size_t rule_library_find(const struct work *work, struct str principle)
{
    size_t i = 0;
    while (i < RULE_LIBRARY && !str_eq_nocase(str_trim(principle), rule_library_principle(work, i)))
        i++;
    return i;
}
