/* business_case.h: what an alliance brings to one side in a year. Amounts are minor units of one currency, ratios are
 * millionths. Source: S4, S5e. */
#ifndef ENGINES_REGISTRY_BUSINESS_CASE_H
#define ENGINES_REGISTRY_BUSINESS_CASE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* captured − running cost; false when it does not fit. */
bool business_case_net(int64_t captured, int64_t running, int64_t *net);
/* captured ⁄ created: our share of what is made together. False when nothing is created. */
bool business_case_capture(int64_t captured, int64_t created, int64_t *capture);
/* net ⁄ net forecast at signing. False when the forecast was 0. */
bool business_case_realisation(int64_t net, int64_t forecast_net, int64_t *realisation);

/* What running an alliance costs: the parts of a year. `hours` is in millionths of an hour. */
struct running_cost {
    int64_t hours, hourly_rate, travel, legal, partnership_tax;
};
/* hours × rate, rounded half away from zero, and the rest; false when it does not fit. */
bool business_case_running(const struct running_cost *parts, int64_t *running);
/* The median of (realisation − 1) over earlier cases: how far forecasts of a unit have been off. Sorts `realisations`.
 * False when there are none. An even number gives the mean of the two in the middle, rounded half away from zero. */
bool business_case_bias(int64_t *realisations, size_t count, int64_t *bias);
#endif
