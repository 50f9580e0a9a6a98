/* calculator_kit.h: what the engine's calculators share: amounts in and out. */
#ifndef ENGINES_ECONOMICS_CALCULATOR_KIT_H
#define ENGINES_ECONOMICS_CALCULATOR_KIT_H
#include "engines/economics/payments.h"
#include "engines/economics/split.h"

/* Adds a problem, as a step that goes on: ERR_MEMORY or OK. */
enum err tell(struct problems *problems, struct str at, const char *key, const struct value *args) MUST_CHECK;
/* A whole number as an amount; false when it is none or does not fit. */
bool amount_of(struct arena *arena, const struct value *value, int64_t *out);
/* Adds a problem where a whole number is too large for an amount; silent for what is no whole number. */
enum err amount_check(struct arena *arena, const struct value *value, struct str at,
                      struct problems *problems) MUST_CHECK;
/* The same for each member of a map or list at `at`. */
enum err amounts_check(struct arena *arena, const struct value *all, struct str at,
                       struct problems *problems) MUST_CHECK;
/* Adds a problem for each member of `map` that is no party of `parties`, a map too; silent where either is no map. */
enum err parties_check(struct arena *arena, const struct value *map, const struct value *parties, struct str at,
                       struct problems *problems) MUST_CHECK;
/* Adds share_check for each member of a map, and shares_check for them together. */
enum err ratio_check(struct arena *arena, const struct value *map, struct str at, struct problems *problems) MUST_CHECK;

/* {"A": 1, …} under `key`. NULL when exhausted. */
struct value *put_amounts(struct arena *arena, struct value *to, const char *key, const struct str *parties,
                          const int64_t *amounts, size_t count);
/* [{"from", "to", "amount"}, …] under "payments", by name of the payer, then of the payee. Sorts `payments`. */
enum err put_payments(struct arena *arena, struct value *to, const struct str *parties, struct payment *payments,
                      size_t count) MUST_CHECK;
#endif
