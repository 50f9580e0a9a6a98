/* sight.h: what a viewer may read of tables that hold rows of many kinds (events, search entries), and statements put
 * together at run time with bound parameters. Only files of the kernel include it. */
#ifndef KERNEL_SIGHT_H
#define KERNEL_SIGHT_H
#include "base/buf.h"
#include "kernel/viewer.h"

/* A statement being put together: its text, and the texts for ?1, ?2 … */
struct sight_sql {
    struct buf text;
    struct value *bound; /* list of texts */
};
struct sight_sql sight_sql_init(struct arena *arena);
/* Adds `before`, a new parameter for `value`, and `after`. */
void sight_add(struct sight_sql *sql, const char *before, struct str value, const char *after);
/* Adds " AND …": rows of the viewer's tenant and audiences, without those of kinds that the viewer may not read in the
 * own organisation. `alias` names the table. */
void sight_where(struct sight_sql *sql, const struct viewer *viewer, const char *alias);
/* Sets what the connection sees and prepares; NULL on failure. The parameters live as long as the arena. */
struct stmt *sight_prepare(struct work *work, const struct viewer *viewer, const struct sight_sql *sql);

/* The same for one row: a second look at what a statement has let through. */
bool sight_holds(const struct viewer *viewer, const struct kind *kind, struct str audience);
/* Puts "circle" or "owner" of an audience into a map, as a record has it; gives what kind of audience it is. */
enum audience_kind sight_put_audience(struct work *work, const struct viewer *viewer, struct value *map,
                                      struct str audience);
#endif
