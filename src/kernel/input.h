/* input.h: what was sent, checked against a descriptor and turned into typed leaves. */
#ifndef KERNEL_INPUT_H
#define KERNEL_INPUT_H
#include "kernel/record.h"

/* Parses the members of `input` that are fields of `kind` into *out, a map of leaves (V_NULL where cleared). Unknown
 * members, wrong types and values out of bounds are added to work->problems at "/member". Members that belong to the
 * kernel ("circle", and for INPUT_TEXT also id, version, owner, csrf …) are left to the caller. `creating` allows
 * F_FIXED. */
enum err input_parse(struct work *work, const struct viewer *viewer, const struct kind *kind, const struct value *input,
                     enum input_style style, struct value **out) MUST_CHECK;
/* One value for one field; problems at `pointer`. */
enum err input_field(struct work *work, const struct viewer *viewer, const struct kind *kind, const struct field *field,
                     const struct value *raw, enum input_style style, struct str pointer,
                     struct value **out) MUST_CHECK;
/* An empty leaf of the field (V_NULL). */
bool leaf_empty(const struct value *leaf);
#endif
