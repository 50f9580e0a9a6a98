/* zone.h: the offset of a time zone at an instant, from the system's tz database (TZif, RFC 8536). Safe in any thread:
 * nothing of the C library's zone is read or set. A zone is read once and kept. */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H
#include "base/str.h"

/* Seconds east of UTC of `zone` ("Europe/Berlin") at `ms`. NULL, and a zone that is not there: 0, as UTC. */
int64_t zone_offset_s(const char *zone, int64_t ms);
/* What the clocks of `zone` show at `ms`, in milliseconds since 1970-01-01 as if they were UTC. */
int64_t zone_local(const char *zone, int64_t ms);
/* Whether the system has a zone of that name. */
bool zone_known(const char *zone);
/* The instant at which the clocks of `zone` show `local_ms` (milliseconds since 1970-01-01 as if they were UTC). Of a
 * time that is there twice it is the earlier; a time that is left out is moved on by the gap. */
int64_t zone_instant(const char *zone, int64_t local_ms);
#endif
