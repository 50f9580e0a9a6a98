/* value_pack.h: a tree of values as bytes, to be kept beyond its arena and taken again by this same process. No format
 * for files or other programs. */
#ifndef BASE_VALUE_PACK_H
#define BASE_VALUE_PACK_H
#include "base/buf.h"
#include "base/value.h"

/* Appends the tree (NULL: nothing at all, which unpacks as NULL) to `out`. */
void value_pack(struct buf *out, const struct value *tree);
/* The tree again, in `arena`; its texts lie in `bytes`, which must live as long. NULL where the arena is exhausted, or
 * the bytes are not what value_pack wrote. */
struct value *value_unpack(struct arena *arena, struct str bytes);
#endif
