/* mustache.h: the Mustache language (interpolation, sections, inverted sections, comments, partials, set delimiters,
 * and the optional dynamic names and inheritance) rendered over a value tree. Templates are parsed once.
 * Interpolation escapes for HTML, but for V_MARKUP leaves; {{{x}}} and {{&x}} do not and are refused unless
 * `raw_allowed`. Null, false, empty lists and empty texts are false; numbers are true, 0 too. Beyond the language: a
 * name that starts with "t." is a word of the catalogue (message.h) with arguments and count from the topmost context,
 * and is escaped; a leaf is written by locale_write; "x.near" and the like by locale_property, also as sections
 * ("{{#rows.count}}" is false at 0); ".x" looks in the topmost context only. Missing names are empty; a missing word
 * shows its key. */
#ifndef BASE_MUSTACHE_H
#define BASE_MUSTACHE_H
#include "base/buf.h"
#include "base/locale.h"
#include "base/problem.h"

struct mustache; /* a parsed template, in the arena it was parsed into; read by any thread */

/* Gives the template of that name, or NULL (a partial that is missing renders as nothing). */
typedef const struct mustache *(*mustache_partials)(void *user, struct str name);

/* Parses a copy of `text`. Problems name line (pointer "/<line>") and what is wrong (unclosed section, stray close, bad
 * delimiter, sections nested over 64). ERR_MALFORMED. */
enum err mustache_parse(struct arena *arena, struct str text, bool raw_allowed, struct problems *problems,
                        const struct mustache **out) MUST_CHECK;
/* Renders over a stack of contexts: `view` on top of `page` (either may be NULL). `locale` may be NULL for plain
 * rendering (numbers as written, no catalogue), as the public cases need. Partials and blocks within each other end at
 * a depth of 64; past 200,000 of them in one rendering `out` fails. */
void mustache_render(const struct mustache *template, const struct value *page, const struct value *view,
                     mustache_partials partials, void *user, const struct locale *locale, struct buf *out);
/* Adds `text` with & < > " ' escaped. */
void html_escape(struct buf *out, struct str text);
#endif
