/* CSV: what is read is written so that it reads the same, whatever a spreadsheet would make of it. */
#include "base/csv.h"
#include "fuzz.h"

static void write_row(struct buf *out, const struct csv_row *row)
{
    for (uint32_t i = 0; i < row->count; i++)
        csv_cell(out, row->cells[i], i == 0);
    csv_end(out);
}

static void fuzz_one(struct arena *arena, struct str input)
{
    struct problems problems = problems_init(arena);
    struct csv csv, again;
    enum err err = csv_parse(arena, input, &problems, &csv);
    HOLDS(err == OK || err == ERR_MALFORMED);
    fuzz_problems(err, &problems);
    if (err)
        return;
    struct buf out = buf_init(arena, 0);
    HOLDS(csv.head && csv.head->count > 0);
    write_row(&out, csv.head);
    for (struct csv_row *row = csv.rows; row; row = row->next) {
        HOLDS(row->count == csv.head->count);
        write_row(&out, row);
    }
    HOLDS(csv_parse(arena, buf_str(&out), &problems, &again) == OK && again.count == csv.count);
    struct csv_row *row = again.rows;
    for (struct csv_row *was = csv.rows; was; was = was->next, row = row->next)
        for (uint32_t i = 0; i < was->count; i++)
            HOLDS(str_eq(was->cells[i], row->cells[i]));
}
