/* event.h: the log of every change. One hash chain per audience: an event hashes the one before it, its id, time,
 * actor, record, and a salted hash of its payload, so that payload and salt can be erased when the law asks and the
 * chain still holds. */
#ifndef KERNEL_EVENT_H
#define KERNEL_EVENT_H
#include "kernel/viewer.h"

/* Appends an event to the chain of `audience`. `payload` is a map ({before, after, why} of what changed) or NULL. */
enum err event_append(struct work *work, const struct viewer *viewer, struct str audience, const char *kind,
                      struct str record, int64_t version, const char *action, const struct value *payload) MUST_CHECK;

struct event_query {
    struct str kind, record, actor, audience; /* empty: any */
    struct str alliance; /* of all its circles that the viewer is in; without cursor and next; empty: any */
    struct str after;    /* later than that event (id); empty: any */
    struct str not_by;   /* made by people other than that one, and not by the system; empty: by anybody */
    struct str cursor;
    int limit; /* 1..200; 0: 50 */
};
/* Newest first: {id, at, actor (reference), kind, record (reference with name where seen), action, version, circle or
 * owner, changes: [{field, label, before, after}], why}. Only chains, and kinds, that the viewer may read. */
enum err event_list(struct work *work, const struct viewer *viewer, const struct event_query *query,
                    struct value **items, struct str *next) MUST_CHECK;

struct chain_break {
    struct str audience, event;
    int64_t sequence;
    const char *what; /* "sequence", "previous", "payload", "hash", "erased", "missing" */
};
/* An erasure on record: which events of the chain say nothing any more, since when and why. */
struct chain_erasure {
    struct str audience, event, reason; /* the erasure's own event; "person", "withdrawn", "retention" */
    int64_t sequence, at;
    const struct value *sequences; /* list of [from, to] */
    int64_t events;                /* erased ones that it accounts for */
};
struct event_verdict {
    int64_t chains, events, erased; /* counts; erased: those without payload that an erasure accounts for */
    struct chain_erasure *erasures; /* in the order of the chains */
    size_t erasure_count;
    struct chain_break *breaks; /* NULL when all hold */
    size_t count;
};
/* Verifies every chain of every workspace, without a viewer (the command `verify`). An event whose payload and salt are
 * gone must be named by a later erasure of its chain (erasure.h); without one it is a break, "erased". */
enum err event_verify(struct work *work, struct event_verdict *out) MUST_CHECK;
#endif
