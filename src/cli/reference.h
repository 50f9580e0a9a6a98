/* reference.h: references that the program writes about itself, as Markdown for docs/: the API (from its own OpenAPI
 * document), the kinds of record (from their descriptors), the tables of a store (asked of the store). */
#ifndef CLI_REFERENCE_H
#define CLI_REFERENCE_H
#include "base/buf.h"
#include "cli/cli.h"

/* Each prints one of them on standard output. */
enum err reference_api(struct cli *cli) MUST_CHECK;
enum err reference_records(struct cli *cli) MUST_CHECK;
/* Of the store of the setting, which must hold a workspace of this program's schema. */
enum err reference_schema(struct cli *cli) MUST_CHECK;

/* For them: the words of the catalogue under a key made by printf; empty when there are none. */
struct str reference_words(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Adds a text as the cell of a table, which holds neither bars nor line ends. */
void reference_cell(struct buf *out, struct str text);
#endif
