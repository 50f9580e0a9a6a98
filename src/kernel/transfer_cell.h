/* transfer_cell.h: a leaf as the text of one cell of a file, which INPUT_TEXT reads back. Only files of the kernel
 * include it. */
#ifndef KERNEL_TRANSFER_CELL_H
#define KERNEL_TRANSFER_CELL_H
#include "kernel/transfer.h"

/* The raw text: codes, ids, exact numbers, "1234.50 EUR", "true"; empty for a value that is not there. p NULL when the
 * arena is exhausted. */
struct str transfer_cell(struct arena *arena, const struct value *leaf);
/* Whether records of the kind belong to circles, to owners (or, by what they hang on, to either). */
bool transfer_has_circle(const struct kind *kind);
bool transfer_has_owner(const struct kind *kind);
/* The field by which records of a kind form a tree of their own; NULL when they do not. */
const struct field *transfer_tree(const struct kind *kind);
#endif
