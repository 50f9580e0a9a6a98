/* presence.h: which kinds of records an alliance has, told by one statement a request: an alliance page asks for some
 * sixty kinds, of which most alliances have a dozen. */
#ifndef KERNEL_PRESENCE_H
#define KERNEL_PRESENCE_H
#include "kernel/viewer.h"

/* False in *any only when no record of `kind` that the connection sees belongs to the alliance and is not withdrawn.
 * True where that is not known: for kinds that do not name an alliance, and where nothing is remembered (faces.h). */
enum err presence_of(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str alliance,
                     bool *any) MUST_CHECK;
#endif
