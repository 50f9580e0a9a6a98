/* findings.h: what needs attention, worked out from the records that people keep anyway. Each finding says what is
 * wrong, which records it rests on, since when, and what to do next. */
#ifndef ENGINES_REGISTRY_FINDINGS_H
#define ENGINES_REGISTRY_FINDINGS_H
#include "kernel/record.h"

/* The findings of all engines that the viewer may know of, the gravest and oldest first (kernel/scan.h). `alliance`
 * narrows it to one alliance; empty: all. Ended alliances have none. Cost: a handful of list queries. */
enum err findings_gather(struct work *work, const struct viewer *viewer, struct str alliance,
                         struct value **out) MUST_CHECK;
#endif
