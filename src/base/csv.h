/* csv.h: CSV (RFC 4180; UTF-8, optional byte-order mark, comma, any line end, quotes doubled) read and written. */
#ifndef BASE_CSV_H
#define BASE_CSV_H
#include "base/buf.h"
#include "base/problem.h"

struct csv_row {
    struct csv_row *next;
    uint32_t line; /* line of the file on which the row starts, from 1 */
    uint32_t count;
    struct str *cells; /* in the arena; unquoted */
};
struct csv {
    struct csv_row *head; /* the first row: column names, trimmed */
    struct csv_row *rows; /* the others; wholly empty lines are left out */
    size_t count;
};

/* Reads a whole file's text. Problems name line (and column): an open quote, text after a closing quote, a row with
 * more cells than the head, ill-formed UTF-8, an empty or doubled column name, over 2,000 columns, no head. Their
 * pointers are
 * "/<line>" or "/<line>/<column>", both from 1. ERR_MALFORMED, or ERR_MEMORY. Rows with fewer cells are filled up with
 * empty ones; a row of which no cell holds anything is left out like an empty line. */
enum err csv_parse(struct arena *arena, struct str text, struct problems *problems, struct csv *out) MUST_CHECK;
/* Ends a row (CR LF, as RFC 4180). */
void csv_end(struct buf *out);
/* Writes one cell, quoted when it must be. A text that a spreadsheet would take for a formula (starts with = + - @ or
 * tab, and is no number) is written with a leading apostrophe, which csv_parse takes away again. */
void csv_cell(struct buf *out, struct str cell, bool first);
#endif
