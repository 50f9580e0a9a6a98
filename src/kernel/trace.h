/* trace.h: what stays of a record that was withdrawn, for everybody who could read it: who, when, why, what kind and
 * title. The record itself is read by those who may restore it. */
#ifndef KERNEL_TRACE_H
#define KERNEL_TRACE_H
#include "kernel/record.h"

struct trace_query {
    struct str kind;     /* name; empty: any */
    struct str alliance; /* in the circles of that alliance; empty: anywhere */
    struct str record;   /* of that record; empty: any */
    int limit;           /* 1..200; 0: 50 */
};
/* The newest first: a list of {record (reference; with address where the viewer may read it), title, kind, at, by
 * (reference or null), why (or null), until (the last moment for restoring), may_restore, version, circle or owner}. */
enum err trace_list(struct work *work, const struct viewer *viewer, const struct trace_query *query,
                    struct value **out) MUST_CHECK;
/* For a record that record_get does not give: ERR_GONE with words (who withdrew it, when, why) when it was withdrawn
 * and the viewer could read it, else ERR_NOT_FOUND. */
enum err trace_or_nothing(struct work *work, const struct viewer *viewer, struct str record) MUST_CHECK;
#endif
