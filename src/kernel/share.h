/* share.h: making a record known to more parties, as an act. A record moves from its side, its named circle, an earlier
 * joint circle or its owner (where it concerns an alliance) into a circle of the same alliance that has all those
 * parties and at least one more. It moves as it stands: the history in the new circle begins with the sharing; earlier
 * events stay in the chain where they were written. The reverse is not possible. What several parties wrote together is
 * shared further when each of them has agreed to the same version. docs/decisions/0013-sharing.md gives the reasons. */
#ifndef KERNEL_SHARE_H
#define KERNEL_SHARE_H
#include "kernel/record.h"

/* What goes along: something below the record, in the same audience, in the version that was shown. */
struct share_item {
    const struct kind *kind;
    struct str id;
    int64_t version;
};
struct share_order {
    const struct kind *kind;
    struct str id;
    int64_t version;
    struct str circle; /* where to */
    struct str why;    /* may be empty */
    const struct share_item *items;
    size_t count;
};
/* The circles that a record (as record_get gives it) may be shared with by the viewer: a list as of circle_view, each
 * with `newly`: references to the organisations that would read it for the first time. Empty when there is none, or no
 * right. */
enum err share_circles(struct work *work, const struct viewer *viewer, const struct kind *kind,
                       const struct value *record, struct value **out) MUST_CHECK;
/* Shares, or notes the consent of the viewer's organisation while others' is missing (*shared false). *out is the
 * record afterwards. ERR_NOT_FOUND; ERR_FORBIDDEN; ERR_GONE (withdrawn); ERR_STALE with *out the stored record when it
 * or something that goes along has changed since; ERR_INPUT with problems at /circle, at /children, or where the record
 * does not fit into the new circle (a name that is taken there). */
enum err share_record(struct work *work, struct viewer *viewer, const struct share_order *order, bool *shared,
                      struct value **out) MUST_CHECK;
/* Who must agree to sharing this version with `circle`: a list of {organisation, agreed, at (null), person (null)}; a
 * single one where the record is the viewer's own. */
enum err share_consents(struct work *work, const struct viewer *viewer, const struct value *record, struct str circle,
                        struct value **out) MUST_CHECK;

/* What is shown before sharing with `circle` (empty: the widest): {circles, circle, as: {person, organisation}, record:
 * as that person will read it, left_out: [{field, label, value}], people: [{organisation, count, newly}], children:
 * [{kind, plural, id, version, title}] that may go along, staying: number of things below that are in other circles,
 * consents, warnings: [text]}. `person` chooses with whose eyes (empty: somebody of the first organisation that reads
 * it newly); *eyes is that viewer. With no circle to share with: {circles: []} and *eyes NULL. The conn's sight is the
 * viewer's afterwards. */
enum err share_preview(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                       struct str circle, struct str person, struct value **out, struct viewer **eyes) MUST_CHECK;

/* A judge that adds texts to a preview's warnings (off-limits knowledge, say). Set once, before any request; up to 8.
 */
typedef enum err (*share_judge)(struct work *work, const struct viewer *viewer, const struct kind *kind,
                                const struct value *record, struct str circle, struct value *warnings);
enum err share_judge_add(share_judge judge) MUST_CHECK;

/* For share.c and share_view.c. */
/* Things below the record in its own audience: a list of {kind, id, version, title}; *staying counts those in others.
 */
enum err share_below(struct work *work, const struct viewer *viewer, const struct kind *kind,
                     const struct value *record, struct value **out, int64_t *staying) MUST_CHECK;
/* Adds the texts of all judges. */
enum err share_judged(struct work *work, const struct viewer *viewer, const struct kind *kind,
                      const struct value *record, struct str circle, struct value *warnings) MUST_CHECK;
/* The id of the audience of a record. */
struct str share_audience_of(const struct value *record);
/* The version that a record has in its new circle: the next full hundred, so that it tells nobody how often the record
 * was changed before, and is still above every version that somebody may have read. */
int64_t share_next_version(int64_t version);
#endif
