/* deal.h: a deal is instruments put together (S1 2, 3.6): a split of a shared result, shared costs, costs by relative
 * benefit, side payments, supply with royalty, a fund, a target cost; and payments that are simply booked. The
 * settlement of a period goes through them one by one and explains itself line by line. Everything here works on plain
 * trees in the form of content/calculators/settle-deal.json, which says what each member means; the ledger's pages and
 * the calculator `settle-deal` are the same computation. */
#ifndef ENGINES_ECONOMICS_DEAL_H
#define ENGINES_ECONOMICS_DEAL_H
#include "engines/economics/calculator_kit.h"

/* Adds what a schema cannot say of instruments at `list`: parties that are none of `parties` (a list of names; NULL:
 * not judged), shares, tiers and bands that do not hold, a category that two of them claim, names that are there twice.
 */
enum err deal_check_instruments(struct arena *arena, const struct value *instruments, const struct value *parties,
                                struct str list, struct problems *problems) MUST_CHECK;
/* The same for a whole input: entries, currencies and rates too. ERR_MEMORY. */
enum err deal_check(struct arena *arena, const struct value *input, struct problems *problems) MUST_CHECK;
/* Whether one of the instruments counts its tiers over a year, for which the end of the period must be known. */
bool deal_counts_years(const struct value *instruments);
/* Settles an input in which nothing is wrong. ERR_INPUT where a sum does not fit, with its place; ERR_MEMORY. */
enum err deal_settle(struct arena *arena, const struct value *input, struct problems *problems,
                     struct value **output) MUST_CHECK;
#endif
