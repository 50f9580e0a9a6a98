/* personal.h: what the workspace holds about one person: listing it, handing it out, erasing it.
 *
 * A person's records are those that refer to them, whichever kind has such a field; what is told of them is what lies
 * within the sight of their own organisation (its records, and the circles that it is in), never another one's private
 * records. Erasing reaches further: a reference to the person loses the name wherever it stands. Functions here read
 * and write across audiences; each begins with personal_open, which says who may. docs/decisions/0015. */
#ifndef KERNEL_PERSONAL_H
#define KERNEL_PERSONAL_H
#include "kernel/viewer.h"

enum personal_act { PERSONAL_READ, PERSONAL_ERASE };

struct personal {
    struct str person, name, email; /* as they stand */
    struct str account, sign_in;    /* its identifier and address; p NULL: none */
    struct str owner, organisation; /* whose record it is; whose account it is (else the owner) */
    int64_t version;
    bool erased;
    struct viewer *holder, *sight; /* the operator acting for `owner` and for `organisation` */
    struct str *keys;              /* all names and addresses that they have had, as they compare (name_key) */
    size_t key_count;
};

/* The person, for an act of the viewer's: reading, their own or, for an administrator, that of people whose record (and
 * account) is the own organisation's; erasing, the latter but not oneself. The operator may do both for all.
 * ERR_NOT_FOUND for whom the viewer does not see; ERR_FORBIDDEN, with words, for others. */
enum err personal_open(struct work *work, const struct viewer *viewer, struct str person, enum personal_act act,
                       struct personal *out) MUST_CHECK;
/* A person by identifier or e-mail address, for the operator: ERR_NOT_FOUND; ERR_CONFLICT when several have it. */
enum err personal_find(struct work *work, struct str tenant, struct str text, struct str *person) MUST_CHECK;

/* {person, name, organisation, at, items: [{area, kind, id, title, href, data: [{field, label, value}], since, why,
 * until}], next}. Titles and ways to records that the viewer may not read are null. With `events`: also the events that
 * the person made, newest first, at most 10,000: {at, kind, record, action}. */
enum err personal_list(struct work *work, const struct viewer *viewer, const struct personal *personal, bool events,
                       struct value **out) MUST_CHECK;
/* The same as CSV: one row for each datum. */
enum err personal_csv(struct work *work, const struct value *view, struct buf *out) MUST_CHECK;

/* What erasing would do: {person, name, erased, pseudonym, account, records: [{kind, id, title, href, field, label}],
 * texts: [same], events}. `texts` are places where the name or address stands in free text: they are left as they are.
 * Reads every text of the organisation's sight and the whole log once. */
enum err personal_preview(struct work *work, const struct viewer *viewer, struct personal *personal,
                          struct value **out) MUST_CHECK;
/* Erases. `confirm` must be the person's name (ERR_INPUT at "/confirm"); ERR_CONFLICT when it is done already. Name and
 * everything else of the person's record but its organisation go, a pseudonym stands instead, there and wherever a
 * record names them beside a reference; account, roles, sessions, tokens, links and remembered answers are deleted;
 * what events said of them is erased (erasure.h). *out is {id, name, erased, records, events}. */
enum err personal_erase(struct work *work, const struct viewer *viewer, struct personal *personal, struct str confirm,
                        struct value **out) MUST_CHECK;
#endif
