/* record_act.h: the steps that all acts on a record are made of (record_write.c), for the acts that stand in files of
 * their own (share.c). Only files of the kernel include it. */
#ifndef KERNEL_RECORD_ACT_H
#define KERNEL_RECORD_ACT_H
#include "kernel/record.h"

/* The audience of a record that the viewer's sight holds; ERR_NOT_FOUND. */
enum err record_audience(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                         struct str *audience) MUST_CHECK;
/* All that must hold of change->after in change->audience: required fields, uniqueness, the kind's own check. ERR_INPUT
 * with every problem at once. */
enum err record_check(struct work *work, const struct viewer *viewer, struct change *change) MUST_CHECK;
/* The payload of the change's event: {before: {…}, after: {…}, why} with the fields that differ; NULL when a change
 * changes nothing. */
struct value *record_difference(struct work *work, const struct change *change);
/* Puts the full-text entry of change->after into change->audience; takes it out when the change withdraws. */
enum err record_index(struct work *work, const struct viewer *viewer, const struct change *change) MUST_CHECK;
#endif
