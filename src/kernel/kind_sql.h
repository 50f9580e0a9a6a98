/* kind_sql.h: statements made once per kind from its descriptor. Only files of the kernel include it. */
#ifndef KERNEL_KIND_SQL_H
#define KERNEL_KIND_SQL_H
#include "kernel/kind.h"

/* Columns before the fields, in every record table. */
enum {
    COLUMN_TENANT,
    COLUMN_ID,
    COLUMN_VERSION,
    COLUMN_AUDIENCE,
    COLUMN_CREATED_AT,
    COLUMN_CREATED_BY,
    COLUMN_UPDATED_AT,
    COLUMN_WITHDRAWN_AT,
    COLUMN_FIELDS
};

struct kind_sql {
    struct str columns; /* all, comma-separated */
    struct str by_id;   /* ?1 tenant, ?2 id: one row, if seen */
    struct str insert;  /* ?1 … in the order of `columns` */
    struct str update;  /* the same parameters; stands when version = ?3 - 1; keeps created_* and audience */
    struct str face;    /* ?1 tenant, ?2 id: title (or NULL), audience, withdrawn_at, if seen */
    int count;          /* number of columns */
    int *first;         /* per field: index of its first column */
    struct str *names;  /* per field: its name */
    struct str *column; /* per field: name of its first column */
    struct str *words;  /* per field of choices: what stands before a code in the key of its words */
    int presence;       /* place among the columns of kinds_presence_sql; -1: the kind names no alliance */
};
/* ?1 tenant, ?2 alliance: one row with a column a kind that names an alliance (presence.h), and the number of those. */
struct str kinds_presence_sql(void);
size_t kinds_presence_count(void);

/* Index of a field in its kind. */
static inline size_t field_index(const struct kind *kind, const struct field *field)
{
    return (size_t)(field - kind->fields);
}
#endif
