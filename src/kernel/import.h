/* import.h: what the files of the import share: its columns, its rows, and the records that a row may match. Only files
 * of the kernel include it. In order: columns are read (import_csv.c), records that are there are indexed
 * (import_index.c), each row is matched, those it refers to before it (import_match.c), and written in that order
 * (import_csv.c). */
#ifndef KERNEL_IMPORT_H
#define KERNEL_IMPORT_H
#include "base/csv.h"
#include "kernel/str_map.h"
#include "kernel/transfer_cell.h"

enum { IMPORT_IDENTIFIERS = 4, IMPORT_PARENTS = 3 };

enum import_use {
    COLUMN_IGNORED, /* what we export and do not take back: owner, version, what is set by us */
    COLUMN_GIVEN_ID,
    COLUMN_CIRCLE,
    COLUMN_VALUE, /* of a field */
    COLUMN_PART   /* NAME.amount or NAME.currency: put together by the reader of values */
};

struct import_column {
    enum import_use use;
    struct str name;
    const struct field *field; /* COLUMN_VALUE */
    bool self;                 /* a reference to another record of the kind: perhaps a row of this file */
};

/* A record that is there, or a row that will become one. */
struct known {
    struct str id, name; /* of the record; name as it is shown */
    int64_t version;     /* 0: a row that will become one */
    bool given;          /* its id stood in the file */
    bool failed;         /* the row could not be written */
    uint32_t row;        /* number of the row that it belongs to; 0: none */
    struct str audience; /* of a record; of a row what its circle column says */
    struct str identifiers[IMPORT_IDENTIFIERS], parents[IMPORT_PARENTS];
    const struct str *cells; /* by column, where rows are matched by their content */
};

/* Records in a chain under one key: several may have one name. */
struct chain {
    uint32_t known; /* place + 1 */
    uint32_t next;  /* place + 1 of the next link; 0: the last */
    bool alias;     /* the key is another name of the record */
};

struct import_row {
    uint32_t number; /* from 1 */
    struct str *cells;
    struct str given_id, key; /* key: of the name, as names compare */
    struct str identifiers[IMPORT_IDENTIFIERS], parents[IMPORT_PARENTS];
    uint32_t known; /* place + 1 of what it matched or will become */
    enum { ROW_NEW, ROW_OPEN, ROW_DONE } state;
    bool wrong; /* a problem was told that leaves it unmatched */
    bool parent_unknown;
    bool repeated; /* means the same record as another row, which says it all */
    bool by_name;  /* matched by nothing but its name */
};

struct import {
    struct work *work;
    struct viewer *viewer;
    const struct kind *kind;
    struct import_column *columns;
    size_t column_count, title; /* title: place + 1 of the column of the title; 0: not in the file */
    const struct field *identifiers[IMPORT_IDENTIFIERS], *parents[IMPORT_PARENTS];
    size_t identifier_count, parent_count;
    size_t identifier_column[IMPORT_IDENTIFIERS], parent_column[IMPORT_PARENTS]; /* place + 1; 0: not in the file */
    bool by_content;                  /* some rows have no name: they match by what they say */
    struct import_row *rows, **order; /* order: as they are to be written */
    size_t row_count, ordered;
    struct known *known;
    size_t known_count, known_room;
    struct chain *chains;
    size_t chain_count, chain_room;
    struct str_map by_id, by_name, by_content_key, by_identifier[IMPORT_IDENTIFIERS];
    struct str_map row_by_id, row_by_name, row_by_identifier[IMPORT_IDENTIFIERS]; /* to chains of rows */
    struct str_map found; /* references to other kinds that were looked up: text to place + 1 in `found_ids` */
    struct str *found_ids;
    size_t found_count, found_room;
    struct arena *scratch; /* for one row; given back after it */
};

/* The records that a text means: known ones, and rows that are not matched yet. */
struct meant {
    uint32_t known;     /* the only one so far; 0: none */
    uint32_t waits_for; /* number of a row that must be matched first; 0: none */
    bool circle;        /* a row that is being matched itself */
    bool several;
};

static inline void mean_known(struct meant *meant, uint32_t known)
{
    if (meant->known && meant->known != known)
        meant->several = true;
    meant->known = known;
}

/* Adds a record to the index under its id, identifiers, name, other names and content. */
enum err import_index_add(struct import *import, const struct known *known, struct str title, struct str aliases,
                          uint32_t *place) MUST_CHECK;
/* Indexes all records of the kind that the viewer sees. */
enum err import_index_load(struct import *import) MUST_CHECK;
/* Puts `value` at the head of the chain under `key`. */
enum err import_chain(struct import *import, struct str_map *map, struct str key, uint32_t value,
                      bool alias) MUST_CHECK;
/* The key under which records are gathered that a row without a name may be: its required values. */
struct str import_content_key(struct import *import, const struct str *cells);

/* Reads a row's name, identifiers and references to other kinds, and indexes it for rows that refer to it. */
enum err import_read_row(struct import *import, struct import_row *row) MUST_CHECK;
/* Puts ids for names in a row's references to records of its own kind. *waits_for is the number of a row that must be
 * matched first; 0: none. */
enum err import_resolve(struct import *import, struct import_row *row, uint32_t *waits_for) MUST_CHECK;
/* Matches every row and puts them in order. Problems are told in work->problems. */
enum err import_match(struct import *import) MUST_CHECK;

/* Proposes for the rows that will become records those that are there and have nearly the same name. */
enum err import_near(struct import *import, struct value *duplicates) MUST_CHECK;

/* Tells a problem of a row, at one of its columns (NULL: of the whole row). */
enum err import_say(struct import *import, const struct import_row *row, const struct import_column *column,
                    struct str words);
/* The same with words of the catalogue. */
enum err import_tell(struct import *import, const struct import_row *row, const struct import_column *column,
                     const char *key, const struct value *args);
/* A row's number as an argument of words. */
struct value *import_number(struct import *import, uint32_t number);
/* Reads one cell as a leaf of the field, without telling problems; NULL when it is empty or not readable. */
enum err import_leaf(struct import *import, const struct field *field, struct str cell, struct value **out) MUST_CHECK;
/* Makes room for one more element in an array that grows by doubling; false when the arena is exhausted. */
bool import_grow(struct arena *arena, void **array, size_t count, size_t *room, size_t size);
#endif
