/* forum.h: what a forum's records say together: who is in it, when it meets next. For the registry's files. */
#ifndef ENGINES_REGISTRY_FORUM_H
#define ENGINES_REGISTRY_FORUM_H
#include "engines/registry/records.h"

extern const char *const forum_cadence_units[];

/* An invitation that nobody has answered for so many days is a finding. */
enum { FORUM_ANSWER_DAYS = 14 };

/* The day that lies `cadence` weeks or months (`unit`: a code of forum_cadence_units) after `day`; the last day of a
 * month that has no such day. NO_DAY where the cadence is none. */
int64_t forum_after(int64_t day, int64_t cadence, struct str unit);
/* The latest day up to `today` on which one of the forum's meetings (records) was held, and the first of those to come;
 * NO_DAY where there is none. */
void forum_met(const struct value *meetings, struct str forum, int64_t today, int64_t *last, int64_t *next);
/* By when the forum should meet: its cadence after the last meeting, or, before the first that the viewer knows of,
 * after the day on which the viewer's organisation came into it (`members`: records). NO_DAY without a cadence. */
int64_t forum_due(const struct viewer *viewer, const struct value *forum, const struct value *members, int64_t last);
/* Whether a member (a record) is in its forum (a record) today. One that left stays in an earlier circle. */
bool forum_is_in(const struct value *forum, const struct value *member);
/* The living record of an organisation's membership in a circle of a forum; *member is NULL when there is none. */
enum err forum_member_in(struct work *work, const struct viewer *viewer, struct str circle, struct str organisation,
                         struct value **member) MUST_CHECK;
/* Makes the viewer's organisation a member of a forum in whose circle it is, with a seat for the viewer's person. */
enum err forum_enter(struct work *work, struct viewer *viewer, struct str forum, bool sample) MUST_CHECK;
/* Brings the viewer's own organisation into a forum that it was invited to: a new joint circle with it begins, it
 * becomes a member, and the viewer's person takes the first of its seats. ERR_INPUT with a problem at /state when the
 * forum is over or it is a member already. */
enum err forum_admit(struct work *work, struct viewer *viewer, struct str forum, bool sample) MUST_CHECK;
/* Where somebody is invited into a forum (id). */
struct str forum_invite_path(struct arena *arena, struct str forum);
#endif
