/* message.h: the catalogue of every word that a person sees. Texts are in content/messages/<locale>*.json
 * ("en.base.json", "en.kernel.json": all files of a locale are one catalogue, and a key stands in only one of them): an
 * object of key → text, or key → {"one": text, "other": text, …} for plurals chosen by the argument `count` (CLDR rules
 * of the locale; en: one, other). A text may hold {name} for an argument; an argument that is a typed leaf is formatted
 * by locale.h. "{{" and "}}" stand for braces. Keys are dotted paths ("alliance.parties.empty"). The catalogue is
 * loaded once at start and read by all threads. */
#ifndef BASE_MESSAGE_H
#define BASE_MESSAGE_H
#include "base/buf.h"
#include "base/err.h"
#include "base/value.h"

struct embedded;

/* Loads the catalogues embedded under content/messages/. ERR_CORRUPT with a line on stderr when one is malformed or a
 * key is there twice. Before other threads start; loading again replaces what was loaded. */
enum err message_load(void) MUST_CHECK;
/* The same from other files, for tests: file_at(i) gives the i-th, NULL past the end (embedded.h). */
enum err message_load_files(const struct embedded *(*file_at)(size_t i)) MUST_CHECK;
/* The words of `key` in `locale` ("en"), with `args` (a map or NULL) put in. A key missing in that language is looked
 * for in English; one missing there too gives the key itself, and is logged once. An argument that is not given stays
 * as
 * "{name}". Lives in `arena`. */
struct str message(struct arena *arena, const char *locale, const char *key, const struct value *args);
/* The raw text without arguments, or {NULL,0} where the key is missing: constant, no arena. */
struct str message_find(const char *locale, struct str key);
/* The same written into `out` without further memory; false, and nothing written or logged, where the key is missing.
 */
bool message_write(struct buf *out, const char *locale, struct str key, const struct value *args);
/* A map of arguments from pairs: message_args(a, "count", value_int(a, 3), "name", value_text(a, s), NULL). */
struct value *message_args(struct arena *arena, ...) __attribute__((sentinel));
/* For tests and tools: number of keys, and the n-th key in byte order. */
size_t message_count(const char *locale);
struct str message_key(const char *locale, size_t n);
#endif
