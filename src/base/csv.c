#include "base/csv.h"
#include "base/message.h"

/* The reader works on a copy of the text and takes quotes away in place: cells are parts of the copy. */

struct reader {
    struct arena *arena;
    struct problems *problems;
    char *at, *end;
    uint32_t line;
    uint32_t wrong; /* problems found */
    bool memory;
    struct str *cells; /* of the row in hand */
    size_t count, size;
    bool quoted; /* one of them was in quotes */
};

/* Says what is wrong on a line, at "/<line>" or "/<line>/<column>" (from 1; 0: the whole line). */
static void say(struct reader *r, const char *key, uint32_t line, size_t column, struct value *args)
{
    r->wrong++;
    if (!r->problems)
        return;
    struct arena *a = r->problems->arena;
    struct str pointer = pointer_index(a, S(""), line);
    args = args ? args : value_map(a);
    value_put_int(a, args, "line", line);
    if (column) {
        value_put_int(a, args, "column", (int64_t)column);
        pointer = pointer_index(a, pointer, column);
    }
    r->memory = problem_say(r->problems, pointer, key, args) == ERR_MEMORY || r->memory;
}

static bool add_cell(struct reader *r, struct str cell)
{
    if (r->count == r->size) {
        size_t size = r->size ? r->size * 2 : 32;
        struct str *cells = ARENA_ARRAY(r->arena, size, struct str);
        if (!cells) {
            r->memory = true;
            return false;
        }
        if (r->count)
            memcpy(cells, r->cells, r->count * sizeof *cells);
        r->cells = cells;
        r->size = size;
    }
    r->cells[r->count++] = cell;
    return true;
}

static bool at_break(const struct reader *r)
{
    return r->at == r->end || *r->at == ',' || *r->at == '\n' || *r->at == '\r';
}

/* The cell at an opening quote. An open quote ends the reading: nothing after it can be trusted. */
static struct str quoted_cell(struct reader *r)
{
    uint32_t opened = r->line;
    char *to = ++r->at;
    struct str cell = {to, 0};
    for (;; r->at++) {
        if (r->at == r->end) {
            say(r, "csv.quote", opened, r->count + 1, NULL);
            return cell;
        }
        if (*r->at == '"' && (++r->at == r->end || *r->at != '"'))
            break;
        r->line += *r->at == '\n' || (*r->at == '\r' && r->at + 1 < r->end && r->at[1] != '\n');
        *to++ = *r->at;
    }
    cell.n = (size_t)(to - cell.p);
    r->quoted = true;
    if (!at_break(r))
        say(r, "csv.text", r->line, r->count + 1, NULL);
    while (!at_break(r))
        r->at++;
    return cell;
}

static struct str plain_cell(struct reader *r)
{
    char *start = r->at;
    while (!at_break(r))
        r->at++;
    return (struct str){start, (size_t)(r->at - start)};
}

/* Whether a spreadsheet would take the text for a formula, or it is such a text behind apostrophes. */
static bool formula_like(struct str cell)
{
    size_t i = 0;
    while (i < cell.n && cell.p[i] == '\'')
        i++;
    return i < cell.n && memchr("=+-@\t", cell.p[i], 5) != NULL;
}

static struct str without_guard(struct str cell)
{
    return cell.n && cell.p[0] == '\'' && formula_like(cell) ? str_part(cell, 1, cell.n) : cell;
}

/* The cells of the row that starts here; leaves the place after its line end. */
static bool read_cells(struct reader *r)
{
    r->count = 0;
    r->quoted = false;
    for (;;) {
        bool quote = r->at < r->end && *r->at == '"';
        if (!add_cell(r, without_guard(quote ? quoted_cell(r) : plain_cell(r))))
            return false;
        if (r->at == r->end || *r->at != ',')
            break;
        r->at++;
    }
    if (r->at < r->end && *r->at == '\r')
        r->at++;
    if (r->at < r->end && *r->at == '\n')
        r->at++;
    r->line++;
    return true;
}

static bool wholly_empty(const struct reader *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->cells[i].n)
            return false;
    return !r->quoted;
}

/* The row in hand, filled up to `columns` cells; NULL when exhausted. */
static struct csv_row *keep_row(struct reader *r, uint32_t line, size_t columns)
{
    struct csv_row *row = ARENA_NEW(r->arena, struct csv_row);
    size_t count = columns > r->count ? columns : r->count;
    struct str *cells = row ? ARENA_ARRAY(r->arena, count, struct str) : NULL;
    if (!cells) {
        r->memory = true;
        return NULL;
    }
    memcpy(cells, r->cells, r->count * sizeof *cells);
    for (size_t i = r->count; i < count; i++)
        cells[i] = S("");
    *row = (struct csv_row){.line = line, .count = (uint32_t)count, .cells = cells};
    return row;
}

/* Trims the names of the columns and says which are empty or doubled. Cost: square in the columns, of which more than
 * COLUMNS_MAX are refused. */
static void check_head(struct reader *r, struct csv_row *head)
{
    enum { COLUMNS_MAX = 2000 };
    struct arena *a = r->problems ? r->problems->arena : r->arena;
    if (head->count > COLUMNS_MAX) {
        say(r, "csv.columns", head->line, 0, message_args(a, "most", value_int(a, COLUMNS_MAX), NULL));
        return;
    }
    for (size_t i = 0; i < head->count; i++) {
        struct str name = head->cells[i] = str_trim(head->cells[i]);
        if (name.n == 0)
            say(r, "csv.column", head->line, i + 1, NULL);
        for (size_t j = 0; name.n && j < i; j++) {
            if (str_eq(head->cells[j], name)) {
                say(r, "csv.twice", head->line, i + 1, message_args(a, "name", value_text(a, name), NULL));
                break;
            }
        }
    }
}

static void check_length(struct reader *r, const struct csv_row *head, uint32_t line)
{
    struct arena *a = r->problems ? r->problems->arena : r->arena;
    if (r->count > head->count)
        say(r, "csv.long", line, 0,
            message_args(a, "cells", value_int(a, (int64_t)r->count), "columns", value_int(a, head->count), NULL));
}

static void read_rows(struct reader *r, struct csv *out)
{
    struct csv_row **end = &out->rows;
    while (r->at < r->end && !r->memory) {
        uint32_t line = r->line;
        if (!read_cells(r))
            return;
        if (wholly_empty(r))
            continue;
        struct csv_row *row = keep_row(r, line, out->head ? out->head->count : 0);
        if (!row)
            return;
        if (!out->head) {
            out->head = row;
            check_head(r, row);
            continue;
        }
        check_length(r, out->head, line);
        *end = row;
        end = &row->next;
        out->count++;
    }
}

/* Names the first line that is not UTF-8. */
static void say_not_utf8(struct reader *r, struct str text)
{
    struct str line;
    for (uint32_t number = 1; str_cut(&text, '\n', &line); number++) {
        if (!str_utf8(line)) {
            say(r, "csv.utf8", number, 0, NULL);
            return;
        }
    }
}

enum err csv_parse(struct arena *arena, struct str text, struct problems *problems, struct csv *out)
{
    struct reader r = {.arena = arena, .problems = problems, .line = 1};
    *out = (struct csv){0};
    if (str_starts(text, S("\xEF\xBB\xBF")))
        text = str_part(text, 3, text.n);
    if (!str_utf8(text)) {
        say_not_utf8(&r, text);
        return r.memory ? ERR_MEMORY : ERR_MALFORMED;
    }
    r.at = arena_alloc(arena, text.n + 1);
    if (!r.at)
        return ERR_MEMORY;
    if (text.n)
        memcpy(r.at, text.p, text.n);
    r.end = r.at + text.n;
    read_rows(&r, out);
    if (!out->head && !r.memory && !r.wrong)
        say(&r, "csv.empty", 1, 0, NULL);
    return r.memory ? ERR_MEMORY : r.wrong ? ERR_MALFORMED : OK;
}

/* Whether the text is a plain number, which a formula never is. */
static bool is_number(struct str s)
{
    size_t i = s.n && s.p[0] == '-', from = i;
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    if (i == from)
        return false;
    if (i < s.n && s.p[i] == '.') {
        from = ++i;
        while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
            i++;
        if (i == from)
            return false;
    }
    return i == s.n;
}

void csv_cell(struct buf *out, struct str cell, bool first)
{
    bool guard = formula_like(cell) && !is_number(cell);
    /* A row that begins with nothing: were it of one column, it would be taken for an empty line. */
    bool quote = cell.n ? memchr(" \t", cell.p[0], 2) || cell.p[cell.n - 1] == ' ' : first;
    quote = quote || str_starts(cell, S("\xEF\xBB\xBF")); /* else a mark of the byte order, where it begins a file */
    for (size_t i = 0; i < cell.n && !quote; i++)
        quote = cell.p[i] == '"' || cell.p[i] == ',' || cell.p[i] == '\n' || cell.p[i] == '\r';
    if (!first)
        buf_char(out, ',');
    if (quote)
        buf_char(out, '"');
    if (guard)
        buf_char(out, '\'');
    if (!quote) {
        buf_add(out, cell);
        return;
    }
    for (size_t i = 0; i < cell.n; i++) {
        if (cell.p[i] == '"')
            buf_char(out, '"');
        buf_char(out, cell.p[i]);
    }
    buf_char(out, '"');
}

void csv_end(struct buf *out)
{
    buf_lit(out, "\r\n");
}
