/* calendar_timeline.h: half a year of a calendar, a row for each alliance, or in an alliance's own calendar for each
 * sort of thing, and a column for each month. */
#ifndef ENGINES_GOVERNANCE_CALENDAR_TIMELINE_H
#define ENGINES_GOVERNANCE_CALENDAR_TIMELINE_H
#include "kernel/viewer.h"
#include "kernel/work.h"

enum { TIMELINE_MONTHS = 6 };

/* Puts into `view`: months: [{month: "YYYY-MM", label}], rows in the order of what comes first in each: [{alliance:
 * reference or null, what: choice or null, cells, one a month: [{month, label, entries: the first four (calendar.h),
 * more: how many beside them, more_words where there are any}]}], count: of all. `first` is the first day of a month;
 * `alliance` as calendar_gather takes it. */
enum err calendar_timeline(struct work *work, const struct viewer *viewer, struct str alliance, int64_t first,
                           struct value *view) MUST_CHECK;
#endif
