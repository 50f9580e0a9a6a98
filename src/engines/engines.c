#include "engines/economics/economics.h"
#include "engines/engine.h"
#include "engines/governance/governance.h"
#include "engines/registry/registry.h"

const struct engine *const engines[] = {&registry_engine, &economics_engine, &governance_engine, NULL};

enum err engines_register(struct arena *arena)
{
    size_t kinds = 0, calculators = 0;
    for (size_t e = 0; engines[e]; e++) {
        for (size_t i = 0; engines[e]->kinds && engines[e]->kinds[i]; i++)
            kinds++;
        for (size_t i = 0; engines[e]->calculators && engines[e]->calculators[i]; i++)
            calculators++;
    }
    struct kind **kind = ARENA_ARRAY(arena, kinds + 1, struct kind *);
    const struct calculator **calculator = ARENA_ARRAY(arena, calculators + 1, const struct calculator *);
    if (!kind || !calculator)
        return ERR_MEMORY;
    kinds = calculators = 0;
    for (size_t e = 0; engines[e]; e++) {
        for (size_t i = 0; engines[e]->kinds && engines[e]->kinds[i]; i++)
            kind[kinds++] = engines[e]->kinds[i];
        for (size_t i = 0; engines[e]->calculators && engines[e]->calculators[i]; i++)
            calculator[calculators++] = engines[e]->calculators[i];
    }
    enum err err = kinds_register(kind);
    for (size_t e = 0; err == OK && engines[e]; e++)
        err = engines[e]->share_judge ? share_judge_add(engines[e]->share_judge) : OK;
    return err ? err : calc_register(calculator);
}

enum err engines_day(struct work *work, const struct viewer *viewer, struct day *out)
{
    enum err err = day_begin(work, viewer, out);
    for (size_t e = 0; err == OK && engines[e]; e++)
        for (const day_rule *rule = engines[e]->day; rule && *rule && out->err == OK; rule++)
            (*rule)(out);
    if (err == OK)
        err = out->err;
    return err ? err : day_order(out);
}
