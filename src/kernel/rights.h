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
/* The same within one audience: of what belongs to the own organisation, or of a circle of an alliance, where everybody
 * reads who holds a role there (`roles` are those held in that alliance); an administrator's is none there. This is
 * what viewer_may judges by and the page /roles shows. */
bool rights_allow_in(unsigned roles, const char *group, enum action action, bool circle);
/* Whether the group has anything in the own organisation, or in the circles of alliances. */
bool right_stands(const char *group, bool circle);
/* The index of a group among the rows; -1 when there is none. */
int right_index(struct str group);
#endif
