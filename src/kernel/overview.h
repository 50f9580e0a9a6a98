/* overview.h: what the pages of one record (an organisation, a person, an agreement, an alliance) share. The view is
 * the plain record with one member more, `overview`: what hangs on it. Beside it stands what is for the page only:
 * {title, crumbs, page: {heading, answer, audience, sample, actions, may_change, withdrawn, address}}, as on the
 * generic pages (src/web/page_kit.h). */
#ifndef KERNEL_OVERVIEW_H
#define KERNEL_OVERVIEW_H
#include "kernel/hooks.h"
#include "kernel/route.h"

/* One page in the making. */
struct overview {
    struct request *request;
    const struct kind *kind;
    struct arena *arena;
    struct value *record, *data; /* data: the member `overview` */
    struct value *page;          /* the inner map of what is for the page only */
    struct str id, name;
};

/* Reads the record of the request and begins its page with what may be done to any record (change, history, withdraw,
 * restore). ERR_NOT_FOUND when the viewer may not see it. */
enum err overview_begin(struct request *request, struct reply *reply, const struct kind *kind, const char *template,
                        struct overview *out) MUST_CHECK;
/* Puts under page.`key` where a record of `kind` is added that belongs to this one: null when the viewer may not. */
void overview_offer(struct overview *overview, const struct kind *kind, const char *key);
/* Copies members of one map into another. The list of keys ends with NULL. */
void overview_copy(struct overview *overview, struct value *to, const struct value *from, ...)
    __attribute__((sentinel));
/* Puts the notes about the record as overview.notes: [{note, text, created_at, private}]. */
enum err overview_notes(struct overview *overview) MUST_CHECK;

/* Words of the catalogue, with pairs of name and struct value *, ended by NULL. */
struct str overview_words(const struct overview *overview, const char *key, ...) __attribute__((sentinel));
/* "tomorrow", "in 3 weeks" for a day. */
struct str overview_near(const struct overview *overview, int64_t day);
/* The names of the references `key` of these maps, with commas between; at most `most`, then "and 2 more". */
struct str overview_names(const struct overview *overview, const struct value *items, const char *key, size_t most);
/* Adds a sentence to page.answer. */
void overview_say(struct overview *overview, struct str sentence);

/* Gives the records that events name by their kind only (contacts, profiles …) the titles that are worked out for them.
 */
enum err overview_name_events(struct request *request, struct value *events) MUST_CHECK;
/* Whether the circle of a record has that organisation among its parties. `circles` is a list of circle_view. */
bool overview_takes_part(const struct value *circles, const struct value *record, struct str organisation);
#endif
