/* resource.h: the generic pages and API of every kind of record, from its descriptor: list, create, read, change,
 * withdraw, restore, history, forms; also below the record that they hang on (/alliances/{id}/parties), and notes and
 * documents below whatever they are about. One file per part: resource.c (routes, reading), resource_list.c,
 * resource_record.c (the record's page), resource_form.c and resource_choice.c (forms), resource_write.c,
 * resource_conflict.c. */
#ifndef WEB_RESOURCE_H
#define WEB_RESOURCE_H
#include "web/page_kit.h"

/* The routes of all kinds, made once after the kinds are registered; ends with method NULL. NULL when out of memory. */
const struct route *resource_routes(void);

/* What a generic route is about. */
struct resource {
    const struct kind *kind;
    const struct kind *parent; /* of a nested route: the kind above; NULL otherwise */
    const struct field *link;  /* nested: the field that names the one above; NULL for what is attached to a subject */
    struct str id, parent_id;
    struct value *above; /* nested: the record above, read and seen */
};
/* Reads the route of the request. ERR_NOT_FOUND when the record above is not there for the viewer. */
enum err resource_of(struct request *request, struct resource *out) MUST_CHECK;
/* The field by which `child` hangs below `parent`, or NULL. */
const struct field *resource_link(const struct kind *child, const struct kind *parent);
/* Restricts the query to what hangs below `parent`'s record `id`. */
void resource_below(struct request *request, struct query *query, const struct kind *kind, const struct kind *parent,
                    struct str id);
/* Adds a filter; false when there are too many. */
bool resource_filter(struct query *query, struct str field, struct str value);
/* The address of the records: "/organisations" or "/alliances/ID/parties". */
struct str resource_base(const struct request *request, const struct resource *resource);
/* Whether a record of the kind may be made here: anywhere, or below the record above. */
bool resource_may_create(const struct request *request, const struct resource *resource);
/* Crumbs to the list, and to the record above. */
void resource_crumbs(struct request *request, struct reply *reply, const struct resource *resource, bool list_is_page);
/* Whether records of the kind are attached to others (notes, documents). */
bool resource_is_attached(const struct kind *kind);
/* Whether the name is a member that forms and queries send beside the fields (csrf, _method, version, …). */
bool resource_is_beside(struct str name);

/* The forms: of a new record (`record` NULL) or of a change, with what was typed (or NULL) and the request's problems.
 */
struct value *resource_form(struct request *request, struct reply *reply, const struct resource *resource,
                            const struct value *record, const struct value *typed);
/* A field's value as a form shows it: "35%", "1234.50", "2026-03-02". `part` of money: "amount" or "currency". */
struct str resource_typed(const struct request *request, const struct value *leaf, const char *part);
/* Adds the options of a field with a choice to field.options, `chosen` among them; false when there are too many for a
 * list, and they are proposals for typing only. */
bool resource_options(struct request *request, const struct resource *resource, const struct field *field,
                      struct value *options, struct str chosen);
/* The choice of audience for a new record, as form.audience. */
void resource_audience(struct request *request, struct value *form, const struct resource *resource, struct str chosen);
/* The page of an edit conflict: both versions, field by field. */
void resource_conflict(struct request *request, struct reply *reply, const struct resource *resource,
                       const struct value *current);
/* What a conflict page sent, as the changes to make: the fields where the own version was chosen. */
struct value *resource_resolved(struct request *request, const struct kind *kind);

/* The handlers. */
enum err resource_list(struct request *request, struct reply *reply);
enum err resource_read(struct request *request, struct reply *reply);
enum err resource_history(struct request *request, struct reply *reply);
enum err resource_new(struct request *request, struct reply *reply);
enum err resource_edit(struct request *request, struct reply *reply);
enum err resource_create(struct request *request, struct reply *reply);
enum err resource_change(struct request *request, struct reply *reply);
enum err resource_withdraw(struct request *request, struct reply *reply);
enum err resource_post(struct request *request, struct reply *reply);
enum err resource_restore(struct request *request, struct reply *reply);
#endif
