/* calendar.h: one calendar of meetings, commitments, hand-offs, dates of agreements and of people who should meet
 * (integrated calendar: S5c), by person or by alliance, always with the eyes of its viewer. */
#ifndef ENGINES_GOVERNANCE_CALENDAR_H
#define ENGINES_GOVERNANCE_CALENDAR_H
#include "kernel/overview.h"

/* What stands on the days [from, until] (days since 1970 in the viewer's zone), in order of time: [{what: choice
 * meeting | commitment | milestone | notice | ends | meet | pulse, title, record: reference, alliance: reference, day,
 * starts: instant or null, time: "09:30" in that zone or null, minutes_long, place, private, updated_at, version}].
 * `alliance` p NULL: of the person, from all their alliances: their meetings, what they owe or nobody of their side is
 * named for, whom they should meet. */
enum err calendar_gather(struct work *work, const struct viewer *viewer, struct str alliance, int64_t from,
                         int64_t until, struct value **out) MUST_CHECK;
/* One meeting, as a record that the viewer sees, in the same form with `cancelled` besides. */
enum err calendar_of_meeting(struct work *work, const struct viewer *viewer, const struct value *meeting,
                             struct value **out) MUST_CHECK;
/* The same as iCalendar (RFC 5545) under that name. */
enum err calendar_ical(struct work *work, const struct value *entries, struct str name, struct str *out) MUST_CHECK;

enum err calendar_page(struct request *request, struct reply *reply);
enum err alliance_calendar_page(struct request *request, struct reply *reply);
enum err calendar_feed_make(struct request *request, struct reply *reply);
enum err calendar_feed_end(struct request *request, struct reply *reply);
enum err calendar_feed(struct request *request, struct reply *reply);
/* GET /meetings/{id}/entry.ics: the meeting for one's own calendar, under the identifier that it has in feeds. */
enum err calendar_entry(struct request *request, struct reply *reply);
#endif
