/* transfer.h: CSV and JSON files in and out. What goes out comes back in; importing a file again changes nothing. */
#ifndef KERNEL_TRANSFER_H
#define KERNEL_TRANSFER_H
#include "kernel/record.h"

struct import_result {
    int64_t rows, created, changed, unchanged;
    struct value *duplicates; /* list of {row, name, like}: names near an existing record's, proposed, never merged */
};
/* Imports the rows of a CSV text into `kind`. A row matches a record by `id`, else by an identifier field (domain, LEI,
 * e-mail, short code), else by normalised name (or another name it is known by) within its parent, else, where it has
 * no name, by saying nothing that the record does not say; a record whose own identifier differs from the one given is
 * another record, whatever its name. A row that matches none becomes a record, with the `id` given if any. Columns that
 * are missing are left alone; an empty cell clears (but not the identifier of a record that was found by its name).
 * Rows may refer to earlier or later rows of the same file (`parent`). Rows that mean one record must not contradict
 * each other. A name that several records have is a problem, unless the file has a column for identifiers and the row
 * leaves it empty: then it is another record, and proposed as a near-duplicate. Problems name "row N, column C" (rows
 * from 1, without the head) at "/rows/N/C". Nothing is written when there is any (ERR_INPUT; ERR_MALFORMED when the
 * text is no CSV), nor with `dry_run`. Call it inside a transaction. Cost: 5,000 organisations in about a second. */
enum err import_csv(struct work *work, struct viewer *viewer, const struct kind *kind, struct str text, bool dry_run,
                    struct import_result *out) MUST_CHECK;
/* All records of the kind that the viewer sees, in a stable order (parents before children): CSV or a JSON array. */
enum err export_csv(struct work *work, const struct viewer *viewer, const struct kind *kind,
                    struct buf *out) MUST_CHECK;
enum err export_json(struct work *work, const struct viewer *viewer, const struct kind *kind,
                     struct buf *out) MUST_CHECK;
#endif
