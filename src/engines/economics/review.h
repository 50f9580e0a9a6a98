/* review.h: when a business model is looked at anew (S1 2.1, 3, 4): outside changes that touch the parties differently,
 * and the calendar. */
#ifndef ENGINES_ECONOMICS_REVIEW_H
#define ENGINES_ECONOMICS_REVIEW_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EFFECT_LEAST = -3, EFFECT_MOST = 3, SPREAD_OPENS = 3 };

/* The greatest difference between the effects of a change on two parties; 0 with fewer than two. */
int64_t review_spread(const int64_t *effects, size_t count);
/* Whether such a spread opens a review. */
bool review_opens(int64_t spread);
/* The day of the next review by the calendar: six months after `last` (days since 1970) in the specialisation model, a
 * year otherwise; the last day of a month that has no such day. */
int64_t review_next(int64_t last, bool specialisation);
#endif
