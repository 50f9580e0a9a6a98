/* day.h: what one person has to do, worked out from the records: what is asked of them, what they owe, what is owed to
 * them. A rule is a function in an engine's day.c and an entry of its list (struct engine). An item is {code: choice,
 * record: reference, what: sentence, alliance: reference, due: date or null, late, private, next: {label, href}, act:
 * {label, href, version, field, value} or null}: `act` is a change of the record in one step. */
#ifndef KERNEL_DAY_H
#define KERNEL_DAY_H
#include "base/message.h"
#include "kernel/hooks.h"

enum day_place { DAY_ASKED, DAY_OWE, DAY_OWED, DAY_PLACES };

struct day {
    struct work *work;
    const struct viewer *viewer;
    struct arena *arena;
    struct str person;       /* whose day it is; empty: nobody's */
    int64_t today;           /* days since 1970 in the person's own time zone */
    struct value *alliances; /* that the person takes part in and that have not ended: records */
    struct value *parties;   /* the parties of the own organisation, as records */
    struct value *items[DAY_PLACES];
    enum err err;
};
/* Adds what it finds by day_add; failures go to day->err. */
typedef void (*day_rule)(struct day *day);

enum { DAY_MOST = 500, DAY_AHEAD = 7 };

/* Whose day it is, and in which alliances: those that they are in the team of; for a head of alliances who is in none,
 * all. ERR_MEMORY, or of the store. */
enum err day_begin(struct work *work, const struct viewer *viewer, struct day *out) MUST_CHECK;
/* Puts the items of each place in order: by the day they are due, those without one last. */
enum err day_order(struct day *day) MUST_CHECK;

/* The alliance of a record where it is one of the person's; else NULL. */
const struct value *day_alliance(const struct day *day, const struct value *record);
/* Whether a party (id) is the own organisation. */
bool day_ours(const struct day *day, struct str party);
/* The visible records that pass the filters of `query`, in its order, at most DAY_MOST; NULL after a failure. */
const struct value *day_rows(struct day *day, const struct kind *kind, struct query query);

/* Adds an item about a record of `kind`; `due` may be NO_DAY. Its code has the words day.item.<code>. */
struct value *day_add(struct day *day, enum day_place place, const char *code, const struct kind *kind,
                      const struct value *record, const struct value *alliance, int64_t due);
/* Its sentence: the words day.<key>, with pairs of name and struct value *, ended by NULL. */
void day_say(struct day *day, struct value *item, const char *key, ...) __attribute__((sentinel));
/* What to do next, in the words day.next.<act>; who may not change a record is led to it without the words of change.
 */
void day_next(struct day *day, struct value *item, const char *act, struct str href);
void day_edit(struct day *day, struct value *item, const char *act, const struct kind *kind,
              const struct value *record);
/* That it is done by setting one field of the record, for those who may change it. */
void day_act(struct day *day, struct value *item, const char *act, const struct kind *kind, const struct value *record,
             const char *field, struct str value);
/* A text of a record as an argument of words. */
struct value *day_word(struct day *day, const struct value *record, const char *field);
#endif
