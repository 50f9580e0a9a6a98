/* zone_rule.h: the rule by which a zone's clocks change for ever, as the last line of a TZif file says it (POSIX TZ
 * with the extensions of RFC 8536 3.3.1). For zone.c and its tests. */
#ifndef BASE_ZONE_RULE_H
#define BASE_ZONE_RULE_H
#include "base/str.h"

/* One half of a POSIX rule such as "M3.5.0/2": when summer time starts, or ends. */
struct zone_change {
    char kind; /* M: month, week, weekday; J: day without 29 February, from 1; 0: day from 0 */
    int64_t month, week, day;
    int64_t time_s;
};

struct zone_rule {
    bool known, summer;
    int64_t standard_s, summer_s;
    struct zone_change start, end;
};

/* Reads "CET-1CEST,M3.5.0,M10.5.0/3"; `known` is false when it is no such rule. */
struct zone_rule zone_rule_parse(struct str s);
/* Seconds east of UTC at the second `s` since 1970. */
int64_t zone_rule_offset_s(const struct zone_rule *rule, int64_t s);
#endif
