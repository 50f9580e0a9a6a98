/* circle.h: audiences. Every record has exactly one: its owner organisation's, or a circle of an alliance's parties. A
 * circle's parties never change: when a party joins or leaves, a new joint circle begins, and only the frame of the
 * alliance (the alliance, its parties, its team) moves on into it. */
#ifndef KERNEL_CIRCLE_H
#define KERNEL_CIRCLE_H
#include "kernel/viewer.h"

/* Makes the owner audience of an organisation (its id is the organisation's); nothing when it is there. */
enum err audience_for_owner(struct work *work, struct str tenant, struct str organisation) MUST_CHECK;
/* Makes a circle of these organisations in an alliance. `name` only for AUDIENCE_NAMED. */
enum err circle_make(struct work *work, struct str tenant, struct str alliance, enum audience_kind kind,
                     struct str name, const struct str *organisations, size_t count, struct str *id) MUST_CHECK;
/* Begins a new joint circle of `alliance` whose parties are those of the newest plus `joins`, less `leaves` (either may
 * be empty), makes the joining party's side, and moves the frame on, but for what is about parties that left. Circles
 * that a leaving party is in are closed: read, but no longer written. Those before a joining one stay open to their
 * parties. *id is the new circle. */
enum err circle_succeed(struct work *work, struct str tenant, struct str alliance, struct str joins, struct str leaves,
                        struct str *id) MUST_CHECK;
/* Puts one record, and its full-text entry, into another circle. */
enum err circle_bring(struct work *work, struct str tenant, const struct kind *kind, struct str id,
                      struct str circle) MUST_CHECK;
/* The circles of an alliance that the viewer belongs to, as a list of {id, kind, name, closed, parties: [ref]}. */
enum err circle_view(struct work *work, const struct viewer *viewer, struct str alliance,
                     struct value **out) MUST_CHECK;
#endif
