/* erasure.h: taking what events say out of the log, so that their chains still hold and tell where, when and why. An
 * erased event keeps its row and its payload's hash; payload and salt are gone. In the same chain an event of kind
 * "erasure" follows, whose payload names the sequences: {"after": {"reason", "count"}, "sequences": [[from, to], …]}.
 * What is erased without one is tampering (event_verify). Erasure events are never erased themselves. */
#ifndef KERNEL_ERASURE_H
#define KERNEL_ERASURE_H
#include "kernel/viewer.h"

/* "person": somebody's identity was erased on request; "withdrawn": the record was withdrawn and its time was over;
 * "retention": events are kept for so many days only. */
enum erasure_reason { ERASURE_PERSON, ERASURE_WITHDRAWN, ERASURE_RETENTION };
const char *erasure_code(enum erasure_reason reason);

struct erasure_place {
    struct str audience;
    int64_t from, to; /* sequences, both included */
};
/* Events to be erased together, gathered in any number of chains. */
struct erasure {
    enum erasure_reason reason;
    struct erasure_place *places;
    size_t count, room;
    int64_t events;
};
/* Adds an event; those of one chain must be added one after another, in their order. Texts are copied. */
enum err erasure_add(struct work *work, struct erasure *erasure, struct str audience, int64_t sequence) MUST_CHECK;
/* Erases what was gathered and leaves one event in each chain that it touches, all of them about one erasure with the
 * identifier *id (p NULL where nothing was gathered). Writes in chains that the viewer need not see. */
enum err erasure_write(struct work *work, const struct viewer *viewer, const struct erasure *erasure,
                       struct str *id) MUST_CHECK;
#endif
