/* day.h: the registry's rules for a person's day (kernel/day.h). */
#ifndef ENGINES_REGISTRY_DAY_H
#define ENGINES_REGISTRY_DAY_H
#include "kernel/day.h"

void day_contacts(struct day *day);
void day_notices(struct day *day);
void day_forums(struct day *day);
/* Ends with NULL. */
extern const day_rule registry_day[];
#endif
