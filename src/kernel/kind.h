/* kind.h: the descriptor of a kind of record. From it the kernel gives create, read, list, change, withdraw and
 * restore, history, form, table, CSV both ways, OpenAPI, rights and events. A kind is one migration, one file with its
 * descriptor and hooks, and one line in its engine's engine.c. docs/adding-a-record.md walks through an example. */
#ifndef KERNEL_KIND_H
#define KERNEL_KIND_H
#include "kernel/work.h"

struct viewer;

enum field_type {
    FIELD_TEXT,     /* one line; min/max in characters (max 0: 200) */
    FIELD_LONG,     /* several lines (max 0: 20,000) */
    FIELD_INT,      /* whole number, min..max when min < max */
    FIELD_DECIMAL,  /* millionths; min..max in millionths when min < max */
    FIELD_RATIO,    /* millionths, shown as a percentage; 0..1 unless min < max say otherwise */
    FIELD_MONEY,    /* columns NAME_minor and NAME_currency */
    FIELD_DATE,     /* "YYYY-MM-DD" */
    FIELD_INSTANT,  /* milliseconds UTC */
    FIELD_BOOL,     /* 0 or 1 */
    FIELD_CHOICE,   /* one of `choices`; words: choice.<kind>.<field>.<code> */
    FIELD_REF,      /* column NAME_id: a record of kind `target` (plural) */
    FIELD_EMAIL,    /* lower case */
    FIELD_DOMAIN,   /* lower case, without scheme or path */
    FIELD_LEI,      /* 20 characters with check digits (ISO 17442) */
    FIELD_COUNTRY,  /* ISO 3166-1 alpha-2 */
    FIELD_CURRENCY, /* ISO 4217 */
    FIELD_ZONE,     /* IANA time zone */
    FIELD_KIND,     /* plural name of a kind (what a note or document is attached to) */
    FIELD_BYTES,    /* a size in bytes */
    FIELD_URL       /* a page elsewhere: "https://…" or "http://…", at most 2,000 bytes */
};

enum field_flag {
    F_REQUIRED = 1,    /* must have a value */
    F_UNIQUE = 2,      /* no other record of the same audience has it */
    F_FIXED = 4,       /* set when created, then never changed */
    F_SET_BY_US = 8,   /* set by hooks; refused as input; shown */
    F_IDENTIFIER = 16, /* import matches and references by it (domain, LEI, e-mail, short code) */
    F_SEARCH = 32,     /* part of the full-text entry */
    F_LIST = 64,       /* a column of the kind's table on pages */
    F_SAMPLE = 128     /* the mark of sample data (a boolean shown as a badge) */
};

struct field {
    const char *name;
    enum field_type type;
    unsigned flags;
    int64_t min, max;
    const char *const *choices; /* FIELD_CHOICE: codes, NULL-terminated */
    const char *target;         /* FIELD_REF: plural name */
};

enum scope {
    SCOPE_OWNER,   /* outside alliances: belongs to the viewer's organisation */
    SCOPE_CIRCLE,  /* in the alliance named by field `parent`: joint, a side or a named circle */
    SCOPE_PARENT,  /* as the record named by field `parent` */
    SCOPE_SUBJECT, /* as what it is attached to (fields about_kind, about), or narrower within that alliance */
    SCOPE_ALLIANCE /* the alliance or forum itself: its own joint circle, made by its hook */
};

enum action {
    ACTION_READ,
    ACTION_CREATE,
    ACTION_CHANGE,
    ACTION_WITHDRAW, /* and restoring */
    ACTION_SHARE,    /* with more parties than read it now, see share.h */
    ACTION_COUNT
};

/* A write as hooks see it. `before` is NULL on creation. `after` is the whole record as it will stand; hooks may set
 * members of it with leaves of the field's type. */
struct change {
    const struct kind *kind;
    enum action action;
    bool restoring;
    struct str id, audience;
    struct value *before, *after;
    const struct value *input; /* what was sent, parsed to leaves; NULL when withdrawing */
    struct str why;
};

struct kind {
    const char *name;   /* "organisation": keys of words, events */
    const char *plural; /* "organisations": API path, import and export */
    const char *table;
    enum scope scope;
    const char *parent; /* SCOPE_CIRCLE, SCOPE_PARENT: the field that names the parent */
    bool private_first; /* a new record belongs to one's side unless said otherwise (else joint) */
    bool named_too;     /* of the frame's rights, and yet in named circles, in which the frame itself is not */
    bool firm_name;     /* names are compared without legal suffixes */
    const char *title;  /* field that names a record, or NULL: then `derive` puts "title" */
    const char *rights; /* group of rights, see rights.h */
    bool files;       /* a version may bring a file (kernel/content.h): it has the fields that content_describe sets */
    const char *sort; /* default order: field name, "-" before it for descending; NULL: newest first */
    const struct field *fields;
    size_t count;
    /* All may be NULL. `check` adds problems; `before_write` runs after all checks passed, `after_write` when the row
     * is written; `derive` adds computed leaves to a record that is about to be shown (and not stored). */
    enum err (*check)(struct work *work, const struct viewer *viewer, struct change *change);
    enum err (*before_write)(struct work *work, struct viewer *viewer, struct change *change);
    enum err (*after_write)(struct work *work, struct viewer *viewer, struct change *change);
    enum err (*derive)(struct work *work, const struct viewer *viewer, struct value *record);
    enum err (*gather)(struct work *work, const struct viewer *viewer, const struct value *records);
    const struct kind_sql *sql; /* the kernel's own */
};

/* Registers the kinds of the engines, once, before anything else; the list ends with NULL and must stay valid.
 * Checks each descriptor (ERR_CORRUPT with a line on the log when one is wrong). */
enum err kinds_register(struct kind *const *kinds) MUST_CHECK;
void kinds_release(void);
const struct kind *kind_by_plural(struct str plural); /* NULL when there is none */
const struct kind *kind_by_name(struct str name);
const struct kind *kind_at(size_t i); /* NULL past the end */
const struct field *kind_field(const struct kind *kind, struct str name);
/* Kinds whose field `parent` (or first reference F_REQUIRED) leads to `kind`: the i-th child kind, NULL past the end.
 */
const struct kind *kind_child_at(const struct kind *kind, size_t i);
#define FIELDS(array) .fields = (array), .count = sizeof(array) / sizeof *(array)
#endif
