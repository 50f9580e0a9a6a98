/* personal_place.h: what the files about personal data share. Only they include it. */
#ifndef KERNEL_PERSONAL_PLACE_H
#define KERNEL_PERSONAL_PLACE_H
#include "kernel/kind_sql.h"
#include "kernel/personal.h"
#include "kernel/record.h"

/* The i-th field of `kind` that refers to people, from *at on (which moves past it); NULL at the end. */
const struct field *personal_reference(const struct kind *kind, size_t *at);
/* The field that holds the name of whom the reference leads to; NULL when the kind keeps none. */
const struct field *personal_name_field(const struct kind *kind, const struct field *reference);
/* Whether the field holds the name of somebody to whom a reference of the kind leads. */
bool personal_is_name(const struct kind *kind, const struct field *field);
/* Fills in personal->keys from the record and from what the log says that it was. */
enum err personal_names(struct work *work, struct personal *personal) MUST_CHECK;
/* Whether a name or address of theirs stands in the text as whole words. `scratch` is used up and reset. With `json`
 * the text is JSON. An exhausted scratch counts as no. */
bool personal_mentions(const struct personal *personal, struct arena *scratch, struct str text, bool json);
/* Adds {kind, id, title, href, field, label}: a place in a record; title and href only where the viewer may read it. */
enum err personal_put_place(struct work *work, const struct viewer *viewer, struct value *list, const struct kind *kind,
                            struct str id, struct str audience, const struct field *field,
                            struct value **out) MUST_CHECK;
/* The name that stands for somebody whose identity was erased; the same each time. */
struct str personal_pseudonym(struct work *work, struct str person);
/* The tables that hold what belongs to an account, by account_id; NULL past the end. */
const char *personal_account_table(size_t i);
#endif
