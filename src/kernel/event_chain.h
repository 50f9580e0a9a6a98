/* event_chain.h: what an event's hash is made of; appending and verifying must agree on it. Only files of the kernel
 * include it. */
#ifndef KERNEL_EVENT_CHAIN_H
#define KERNEL_EVENT_CHAIN_H
#include "kernel/event.h"
#include "kernel/secret.h"

struct event_row {
    struct str tenant, audience, previous, id, actor, kind, record, action, payload, salt, payload_hash, hash;
    int64_t sequence, at, version;
};
/* The digest of salt and payload, which stays when both are erased. */
void event_payload_hash(const struct event_row *row, char out[DIGEST_TEXT + 1]);
/* The digest over audience, previous, id, at, actor, kind, record, version, action and payload hash, each with its
 * length. */
void event_hash(const struct event_row *row, char out[DIGEST_TEXT + 1]);
#endif
