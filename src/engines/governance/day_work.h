/* day_work.h: governance's rules for a person's day (kernel/day.h), and what the page of the day reads beside them. */
#ifndef ENGINES_GOVERNANCE_DAY_WORK_H
#define ENGINES_GOVERNANCE_DAY_WORK_H
#include "kernel/day.h"

void day_commitments(struct day *day);
void day_decisions(struct day *day);
void day_acknowledgements(struct day *day);
void day_pulses(struct day *day);
/* Ends with NULL. */
extern const day_rule governance_day[];

/* The person's seats in bodies. */
const struct value *day_seats(struct day *day);
/* Whether a meeting of one of their alliances is theirs: of a body in which they sit (those seats), or of none. */
bool day_meets(const struct day *day, const struct value *meeting, const struct value *seats);
/* Puts `changes` (governance_pages.h): what others changed since the person last looked. */
enum err day_put_changes(struct day *day, struct value *view) MUST_CHECK;
#endif
