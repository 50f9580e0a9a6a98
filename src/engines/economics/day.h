/* day.h: economics' rules for a person's day (kernel/day.h). */
#ifndef ENGINES_ECONOMICS_DAY_H
#define ENGINES_ECONOMICS_DAY_H
#include "kernel/day.h"

void day_deals(struct day *day);
void day_periods(struct day *day);
void day_reviews(struct day *day);
void day_milestones(struct day *day);
void day_disputes(struct day *day);
/* Ends with NULL. */
extern const day_rule economics_day[];
#endif
