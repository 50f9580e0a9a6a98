/* reveal.h: what the parties of a circle wrote unseen by each other becomes known to all of them at one moment. Until
 * then each side's records lie in its own side of the alliance, under the guards of every private record: no page,
 * list, count, event or export of another side rests on them. docs/decisions/0031-unseen-until-all-are-ready.md. */
#ifndef KERNEL_REVEAL_H
#define KERNEL_REVEAL_H
#include "kernel/record.h"

/* Brings all living records of `kind` whose reference `field` is `subject` into `circle`, whoever's side they are in,
 * within the write that is under way. As when a record is shared (share.h), each gets the next full hundred as its
 * version and an event in both chains. Whether the moment has come is for the caller to know: it must rest on what all
 * parties see. */
enum err reveal_bring(struct work *work, const struct viewer *viewer, const struct kind *kind, const char *field,
                      struct str subject, struct str circle) MUST_CHECK;
#endif
