/* portfolio.h: alliances side by side: what each brings to the own side, where it stands, what is next. */
#ifndef ENGINES_REGISTRY_PORTFOLIO_H
#define ENGINES_REGISTRY_PORTFOLIO_H
#include "engines/registry/support.h"

/* All visible records that a portfolio is made from. `findings` (findings.h) is put there by the caller; NULL counts
 * none. */
struct portfolio {
    struct work *work;
    const struct viewer *viewer;
    struct arena *arena;
    int64_t today;
    struct value *alliances, *parties, *agreements, *cases, *stances, *findings;
};

/* Reads the records; `findings` are kept. */
enum err portfolio_gather(struct work *work, const struct viewer *viewer, struct portfolio *out) MUST_CHECK;
/* Pushes the item of an alliance on `list`: {alliance, stage, form, business_model, parent, start, sample, partners,
 * parties, value, potential, net, realisation, attention, health, next_date, next_what, next_agreement, findings}. */
void portfolio_put(struct portfolio *portfolio, struct value *list, const struct value *alliance);
/* Puts next_date, next_what and next_agreement: the nearest day to come of the alliance's agreements, or nulls. */
void portfolio_put_next(struct arena *arena, struct value *item, const struct value *agreements, struct str alliance,
                        int64_t today);
/* Puts `totals` by currency, `stages` with their counts and the number `unvalued`, from view.items. */
void portfolio_put_totals(struct arena *arena, struct value *view);
#endif
