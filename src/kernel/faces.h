/* faces.h: what one request has read already: the names of references, so that a list of fifty records of one alliance
 * asks for its name once, and records that several parts of a page show. Only where nothing is written meanwhile. */
#ifndef KERNEL_FACES_H
#define KERNEL_FACES_H
#include "kernel/viewer.h"

/* For a work whose connection only reads; NULL (nothing is remembered) when the arena is exhausted. */
struct faces *faces_new(struct arena *arena);
/* Whether it is known how the viewer knows `id`; then *name is it, p NULL for "not at all". `by` says in what way it
 * was asked: a kind, or a text that its asker alone uses. */
bool faces_know(const struct work *work, const struct viewer *viewer, const void *by, struct str id, struct str *name);
/* Remembers that; the name must live as long as the arena. */
void faces_keep(struct work *work, const struct viewer *viewer, const void *by, struct str id, struct str name);
/* The same for the records of a kind that belong to `id`, which several parts of a page look at. */
bool rows_know(const struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
               const struct value **rows);
void rows_keep(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
               const struct value *rows);
#endif
