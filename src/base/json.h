/* json.h: strict JSON (RFC 8259) into a value tree, and value trees out. Refused, each with its place: duplicate
 * members, trailing text, a byte-order mark, ill-formed UTF-8, lone surrogates, nesting over 64, NUL in a key, numbers
 * beyond any double's range. Whole numbers that fit are V_INT, others V_NUMBER with their exact text. */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include "base/buf.h"
#include "base/problem.h"

/* Parses `text` into `arena`. ERR_MALFORMED with one problem (words of key "json.…", line and column in them;
 * `problems` may be NULL), ERR_MEMORY when exhausted; *out is then NULL. Texts of the tree are in `arena`. Cost:
 * linear, also for objects with many members. */
enum err json_parse(struct arena *arena, struct str text, struct problems *problems, struct value **out) MUST_CHECK;
/* Writes `v` raw, compact, members in their order; typed leaves as value.h says. < > & are escaped, so that the text
 * can stand in a data block of HTML. */
void json_write(struct buf *out, const struct value *v);
/* The same, indented by two spaces, for people and files. */
void json_write_pretty(struct buf *out, const struct value *v);
/* Shorthand: the compact text in `arena`; p NULL when exhausted. */
struct str json_text(struct arena *arena, const struct value *v);
/* Canonical form for hashing: members sorted by key bytes, compact. */
struct str json_canonical(struct arena *arena, const struct value *v);
#endif
