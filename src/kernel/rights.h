/* rights.h: role × group of kinds × action, as data; shown on the page /roles. */
#ifndef KERNEL_RIGHTS_H
#define KERNEL_RIGHTS_H
#include "kernel/viewer.h"

/* Groups: "people", "registry", "strategy", "frame" (alliances, parties, team), "money" (business cases, agreements,
 * clauses), "work" (the rest inside alliances), "accounts", "events". */
struct right {
    const char *group;
    const char *allowed[ROLE_COUNT]; /* letters of r c u w s, by enum role */
};
/* The i-th row; NULL past the end. */
const struct right *right_at(size_t i);
/* Whether any of the roles (bit mask) allows the action on the group. */
bool rights_allow(unsigned roles, const char *group, enum action action);
#endif
