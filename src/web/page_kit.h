/* page_kit.h: what generic pages are made of: words, addresses, crumbs, actions, and records as cells and facts. All of
 * it goes beside the view, in reply->page: {title, crumbs, page: {heading, …}}; templates read it as {{page.heading}}.
 * Members that are empty are put as null, so that a template never finds one of that name further out. */
#ifndef WEB_PAGE_KIT_H
#define WEB_PAGE_KIT_H
#include "kernel/event.h"
#include "kernel/route.h"

/* Begins the page of `reply`: its template, title and heading. Returns the inner map; NULL when out of memory (all
 * functions here take NULL and do nothing). */
struct value *page_begin(struct request *request, struct reply *reply, const char *template, struct str title);
/* Adds a step of the way here; without href it is the page itself. */
void page_crumb(struct request *request, struct reply *reply, struct str label, struct str href);

/* Words of the catalogue in the request's language, with pairs of name and struct value *, ended by NULL. */
struct str page_words(const struct request *request, const char *key, ...) __attribute__((sentinel));
/* A key of the catalogue or an address, made as by printf. */
const char *page_key(const struct request *request, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct str page_path(const struct request *request, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The beginning of a text, of about `most` bytes, up to the end of a word and with an ellipsis. */
struct str page_short(const struct request *request, struct str text, size_t most);
/* The text as a leaf, for arguments of words; and a leaf as the viewer reads it (words know no time zone). */
struct value *page_leaf(const struct request *request, struct str text);
struct value *page_shown(const struct request *request, const struct value *leaf);
/* Puts a text, or null when it is empty. */
void page_put(const struct request *request, struct value *map, const char *key, struct str text);

/* Words of a kind: its name in singular ("one") or plural ("other"), as a heading or inside a sentence; the sentence
 * that explains it (may be empty); a number of them. */
struct str page_kind_word(const struct request *request, const struct kind *kind, const char *form);
struct str page_kind_in_text(const struct request *request, const struct kind *kind, const char *form);
struct str page_kind_explained(const struct request *request, const struct kind *kind);
struct str page_kind_count(const struct request *request, const struct kind *kind, int64_t count);
struct str page_field_label(const struct request *request, const struct kind *kind, struct str field);
/* What a field wants to be told, or empty. */
struct str page_field_hint(const struct request *request, const struct kind *kind, const struct field *field);

/* "path?a=b&c=d" from the request's query: without `cursor`, and with `name` set to `value` (or left out when empty).
 */
struct str page_turn(const struct request *request, const char *name, struct str value);
/* Adds the text percent-encoded as part of a query. */
void page_encode(struct buf *out, struct str text);

enum page_action_kind { PAGE_LINK, PAGE_PRIMARY, PAGE_POST };
/* Adds to page.actions: {label, href, icon, primary, post, fields: [{name, value}]}. Returns the map of a PAGE_POST,
 * for page_action_field. */
struct value *page_action(const struct request *request, struct value *page, enum page_action_kind kind,
                          struct str label, struct str href, const char *icon);
void page_action_field(const struct request *request, struct value *action, const char *name, struct str value);

/* A leaf of a field (may be NULL) as a cell: {value, href, num, long, date, none}. `num` aligns to the right. */
struct value *page_cell(const struct request *request, struct value *list, const struct field *field,
                        const struct value *leaf);
/* The name of a record: its title field, else the derived "title", else the kind's name. */
struct str page_title(const struct request *request, const struct kind *kind, const struct value *record);
struct str page_address(const struct request *request, const struct kind *kind, const struct value *record);
/* The id of the record's audience (its circle, else its owner). */
struct str page_seen_by(const struct value *record);
/* Puts "audience": {label, text, private, closed}: who sees the record, in words; private is one's own side. */
void page_audience(const struct request *request, struct value *map, struct str audience);
/* Adds what the record holds to page.facts: [{label, value, href, …}]; page.unsaid names the fields without a value. */
void page_facts(const struct request *request, struct value *page, const struct kind *kind, const struct value *record);
/* A table of records: {caption, columns: [{label, num, sort_href, aria_sort}], rows: [{href, name, private, sample,
 * cells}]} with the title first and the fields that are columns of lists, but for `skip`. `sortable`: heads are links.
 */
struct value *page_table(struct request *request, struct value *map, const struct kind *kind, const struct value *items,
                         const struct field *skip, bool sortable);
/* The events of `items` (event.h) as page.events: [{at, iso, actor, text, href, changes: [{label, before, after}], why,
 * audience}]. */
void page_events(const struct request *request, struct value *page, const struct value *items, bool name_records);
#endif
