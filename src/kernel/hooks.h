/* hooks.h: small things that the hooks and pages of engines share: leaves, lists of visible records, checks. */
#ifndef KERNEL_HOOKS_H
#define KERNEL_HOOKS_H
#include "base/date.h"
#include "kernel/record.h"

/* ---- reading ---- */

/* Days since 1970 of the work's moment, in UTC. */
int64_t today_of(const struct work *work);
/* The days of a V_DATE member, NO_DAY when it is not given. */
int64_t day_of(const struct value *record, const char *field);
/* Whether the member has a value. */
bool is_given(const struct value *record, const char *field);
/* How many members a list has; none where memory ran out before it was made. */
int64_t count_of(const struct value *list);
/* Whether the change takes the record away (most checks have nothing to say then). */
bool is_leaving(const struct change *change);

/* All visible records of `kind` whose `field` is `id`, in the kind's order; at most `most`. Problems already gathered
 * do not disturb it. *items is a list of records. */
enum err rows_of(struct work *work, const struct viewer *viewer, const struct kind *kind, const char *field,
                 struct str id, size_t most, struct value **items) MUST_CHECK;
/* The same for any query (its cursor and limit are ours). */
enum err rows_where(struct work *work, const struct viewer *viewer, const struct kind *kind, struct query query,
                    size_t most, struct value **items) MUST_CHECK;
/* The records of `kind` in an alliance (of alliances: that one itself), at most 2000, in the kind's order: read once
 * for all parts of a page. Nobody changes what all share. */
enum err rows_shared(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str alliance,
                     const struct value **items) MUST_CHECK;
/* Adds a filter to a query; silently none when it is full. */
void query_add(struct query *query, const char *field, struct str value);
/* One text column of a visible record; p NULL when there is none. */
enum err column_of(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                   const char *column, struct str *out) MUST_CHECK;

/* ---- leaves ---- */

/* A choice whose words are the catalogue's `prefix` "." `code`. */
struct value *put_choice(struct arena *arena, struct value *map, const char *key, const char *code, const char *prefix);
struct value *put_ratio(struct arena *arena, struct value *map, const char *key, int64_t millionths);
struct value *put_money(struct arena *arena, struct value *map, const char *key, int64_t minor, struct str currency);
struct value *put_day(struct arena *arena, struct value *map, const char *key, int64_t day);
/* A reference to a record of `kind` by that name. */
struct value *put_ref(struct arena *arena, struct value *map, const char *key, const struct kind *kind, struct str id,
                      struct str name);
struct value *ref_leaf(struct arena *arena, const struct kind *kind, struct str id, struct str name);
/* The node again, for a second place; NULL gives null. */
struct value *again(struct arena *arena, const struct value *leaf);

/* The first characters of a text's first line, with "…" where something was left out. */
struct str first_characters(struct arena *arena, struct str text, size_t most);
/* subject: a reference to what a note or document is about, where the viewer may see it. */
enum err put_subject(struct work *work, const struct viewer *viewer, struct value *record) MUST_CHECK;

/* ---- hooks ---- */

/* Adds a problem in the words of `key` at the field. */
void refuse(struct work *work, const char *field, const char *key);
/* Says in the words of `key` why not: gives ERR_FORBIDDEN. */
enum err forbid(struct work *work, const char *key) MUST_CHECK;
/* Gives a choice that was left empty. */
void default_choice(struct work *work, struct change *change, const char *field, const char *code);
/* Gives a name that was left empty: that of the record which the reference `of` names. */
enum err default_name(struct work *work, const struct viewer *viewer, struct change *change, const char *field,
                      const char *of) MUST_CHECK;
/* Whose it is must be said: `person`, or a `name` where there is no record of them. */
void check_somebody(struct work *work, const struct change *change);
/* The hook by which a person gives their name to `name`, where that is empty. */
enum err name_of_somebody(struct work *work, struct viewer *viewer, struct change *change) MUST_CHECK;
/* `until` may not be before `from`. */
void check_order(struct work *work, const struct change *change, const char *from, const char *until);
/* The references `field` upward may not lead back to the record. */
enum err check_tree(struct work *work, const struct viewer *viewer, const struct change *change,
                    const char *field) MUST_CHECK;
/* What `field` names must agree with the change in the member `in` (its alliance, its organisation …). */
enum err check_within(struct work *work, const struct viewer *viewer, const struct change *change, const char *field,
                      const char *in, const char *key) MUST_CHECK;
#endif
