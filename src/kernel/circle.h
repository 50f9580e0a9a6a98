/* circle.h: audiences. Every record has exactly one: its owner organisation's, or a circle of an alliance's parties. A
 * circle's parties never change: when a party joins or leaves, a new joint circle begins, and only the frame of the
 * alliance (the alliance, its parties, its team) moves on into it. A forum across alliances has circles in the same
 * way: wherever an `alliance` is named here, it may be a forum, whose frame is itself, its members and its seats. */
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
/* Puts one record, its full-text entry and its newest file into another circle; earlier files stay (kernel/content.h).
 */
enum err circle_bring(struct work *work, struct str tenant, const struct kind *kind, struct str id,
                      struct str circle) MUST_CHECK;
/* The organisations that may read an audience of the viewer's, ordered by id; of an owner's it is the owner alone. */
enum err circle_parties(struct work *work, const struct viewer *viewer, struct str audience, struct str **ids,
                        size_t *count) MUST_CHECK;
/* Whether all parties of `inner` are parties of `outer`, too: then what is in `inner` may speak of what is in `outer`.
 */
enum err circle_within(struct work *work, const struct viewer *viewer, struct str inner, struct str outer,
                       bool *within) MUST_CHECK;
/* Makes a named circle of some of the parties of an alliance's joint circle; the viewer's own organisation is always
 * one. ERR_NOT_FOUND (no such alliance for the viewer), ERR_FORBIDDEN, ERR_INPUT with problems at /name and /parties.
 * The name is compared with those of the viewer's own circles only. */
enum err circle_name(struct work *work, struct viewer *viewer, struct str alliance, struct str name,
                     const struct str *organisations, size_t count, struct str *id) MUST_CHECK;
/* One audience of the viewer's as circle_view shows it, pushed onto `list`. */
enum err circle_view_one(struct work *work, const struct viewer *viewer, const struct viewer_audience *audience,
                         struct value *list) MUST_CHECK;
/* The circles of an alliance that the viewer belongs to, as a list of {id, kind, name, closed, parties: [ref]}. */
enum err circle_view(struct work *work, const struct viewer *viewer, struct str alliance,
                     struct value **out) MUST_CHECK;
#endif
