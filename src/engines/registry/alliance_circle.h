/* alliance_circle.h: how the circles of an alliance or forum begin, and who is in them. For the registry's hooks. */
#ifndef ENGINES_REGISTRY_ALLIANCE_CIRCLE_H
#define ENGINES_REGISTRY_ALLIANCE_CIRCLE_H
#include "kernel/record.h"

/* Makes the joint circle of a new alliance or forum and the side of the viewer's organisation, and lets the viewer into
 * both for the rest of this write. *joint is the joint circle. */
enum err alliance_begin(struct work *work, struct viewer *viewer, struct str alliance, struct str *joint) MUST_CHECK;
/* Lets the viewer, as a manager, into a joint circle (and a side; p NULL: none) for the rest of this write. */
enum err circle_enter(struct work *work, struct viewer *viewer, struct str alliance, struct str joint,
                      struct str side) MUST_CHECK;
/* Makes a record of the frame of the alliance or forum `of`: a party, a member, somebody's seat. It refers to `id` by
 * `field` (NULL: to nothing else) and has that role (NULL: none). */
enum err circle_frame(struct work *work, struct viewer *viewer, const struct kind *kind, struct str of,
                      const char *field, struct str id, const char *role, bool sample) MUST_CHECK;
/* Makes the first party (the viewer's organisation, as lead) and the first membership (the viewer, as manager). */
enum err alliance_first_people(struct work *work, struct viewer *viewer, struct str alliance, bool sample) MUST_CHECK;
/* Whether an organisation is a party of a circle that the viewer belongs to. */
enum err circle_has(struct work *work, const struct viewer *viewer, struct str circle, struct str organisation,
                    bool *inside) MUST_CHECK;
#endif
