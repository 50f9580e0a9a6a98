/* scope.h: scopes of tokens: reading only, some groups of kinds (rights.h), one alliance. Kept in the columns scope_…
 * of table access. The viewer is narrowed by them (viewer.c), so that every reading and writing is. */
#ifndef KERNEL_SCOPE_H
#define KERNEL_SCOPE_H
#include "kernel/viewer.h"

/* Reads {access: "read" or "change", groups: [code] or one code, alliance: id}, each of which may be absent or empty.
 * An alliance must be one that the viewer is in. ERR_INPUT with problems at /access, /groups, /alliance. */
enum err scope_parse(struct work *work, const struct viewer *viewer, const struct value *input,
                     struct token_scope *out) MUST_CHECK;
/* Which scope lacks for the action on a group: "change", "group", "alliance"; NULL when none does. */
const char *scope_lacks(const struct token_scope *scope, const char *group, enum action action);
/* That in a sentence, in the arena. */
struct str scope_words(struct work *work, const struct token_scope *scope, const char *lacks, const char *group);
/* Whether it narrows anything. */
bool scope_is_narrow(const struct token_scope *scope);
/* The groups as "people,money", in the arena; p NULL for all. And back. */
struct str scope_groups_text(struct arena *arena, const struct token_scope *scope);
unsigned scope_groups_parse(struct str text);
/* Puts access (choice), groups (list of choices, or null for all) and alliance (reference, or null) into a map. */
enum err scope_put(struct work *work, const struct viewer *viewer, const struct token_scope *scope,
                   struct value *map) MUST_CHECK;
#endif
