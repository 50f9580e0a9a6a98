/* record.h: reading and writing records of any kind. A record is a map: id, version, circle or owner, created_at,
 * updated_at, withdrawn_at (only when withdrawn), then the kind's fields as typed leaves (absent values are V_NULL),
 * then derived ones. References to what the viewer may not see are V_NULL. Every write is authorised, versioned and on
 * the event log; call these inside a transaction (the writer's savepoint). */
#ifndef KERNEL_RECORD_H
#define KERNEL_RECORD_H
#include "kernel/circle.h"

enum input_style {
    INPUT_JSON, /* leaves as JSON types; null clears */
    INPUT_TEXT  /* everything is text (forms, CSV); empty clears; references may be identifiers or names; money is
                   "1234.50 EUR" or NAME.amount and NAME.currency; booleans yes/no/true/false/1/0 */
};

/* ERR_NOT_FOUND when there is none or the viewer may not see it. Withdrawn records are read by those who may restore.
 */
enum err record_get(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                    struct value **out) MUST_CHECK;

struct filter {
    struct str field; /* "country", "start.from", "start.to", "name.contains", "circle", "id" */
    struct str value;
};
struct query {
    struct filter filters[16];
    size_t filter_count;
    struct str sort;   /* "", "name", "-start", "updated_at" … */
    struct str cursor; /* from an earlier answer; "" for the first page */
    int limit;         /* 1..200; 0: 50 */
    bool whole;        /* all of them are wanted, so there is no upper bound to the limit */
    bool total;        /* count too */
    bool withdrawn;    /* those instead of the living */
};
struct page {
    struct value *items; /* a list of records */
    struct str next;     /* cursor of the next page; p NULL at the end */
    int64_t total;       /* when asked for, else -1 */
};
/* Lists what the viewer may see. Problems with pointers "/field" for unknown filters, sorts or cursors (ERR_INPUT). */
enum err record_list(struct work *work, const struct viewer *viewer, const struct kind *kind, const struct query *query,
                     struct page *out) MUST_CHECK;

/* Creates from `input` (a map; may name "circle": an id, "joint" or "side"; "id" only by import and demo: see
 * record_create_with_id). ERR_INPUT with all problems at once; ERR_FORBIDDEN; ERR_NOT_FOUND (a parent not seen). */
enum err record_create(struct work *work, struct viewer *viewer, const struct kind *kind, const struct value *input,
                       enum input_style style, struct value **out) MUST_CHECK;
enum err record_create_with_id(struct work *work, struct viewer *viewer, const struct kind *kind, struct str id,
                               const struct value *input, enum input_style style, struct value **out) MUST_CHECK;
/* Changes the members given (merge patch). `version` must be the one stored, else ERR_STALE with *out the stored
 * record. A change that changes nothing is OK, writes nothing and keeps the version. `why` may be empty. */
enum err record_change(struct work *work, struct viewer *viewer, const struct kind *kind, struct str id,
                       int64_t version, const struct value *input, enum input_style style, struct str why,
                       struct value **out) MUST_CHECK;
/* Withdraws (soft, leaves a trace, reversible for 30 days) and restores (ERR_GONE later). */
enum err record_withdraw(struct work *work, struct viewer *viewer, const struct kind *kind, struct str id,
                         int64_t version, struct str why, struct value **out) MUST_CHECK;
enum err record_restore(struct work *work, struct viewer *viewer, const struct kind *kind, struct str id,
                        int64_t version, struct value **out) MUST_CHECK;

/* The record of `kind` that `text` names, for the viewer: by id, else by an identifier field, else by normalised name
 * (within `parent`, when it is not empty). ERR_NOT_FOUND; ERR_CONFLICT when several have that name. */
enum err record_find(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str text,
                     struct str parent, struct str *id) MUST_CHECK;
/* Name of a record for a link, or p NULL when the viewer may not see it. `href` is "/plural/id". */
enum err record_face(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                     struct str *name) MUST_CHECK;
/* Fields as data for forms and the API's schema: a list of {name, type, label, required, choices: [{code, label}], …}.
 */
struct value *kind_form_view(struct work *work, const struct kind *kind);
#endif
