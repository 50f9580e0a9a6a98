/* portfolio_chart.h: the portfolio as a picture: stage against value, the bubble's size for attention. */
#ifndef ENGINES_REGISTRY_PORTFOLIO_CHART_H
#define ENGINES_REGISTRY_PORTFOLIO_CHART_H
#include "kernel/work.h"

/* A V_CHART (docs/charts.md) of the portfolio's items that have a value in the currency that most of them share, in
 * millions; NULL when there is none, or when memory is exhausted. One series a business model. */
struct value *portfolio_chart(struct work *work, const struct value *items);
/* The sentence above it: at which stage most of the value lies. Empty where no value is known. */
struct str portfolio_picture(struct work *work, const struct value *items);
#endif
