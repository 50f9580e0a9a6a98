/* form.h: bodies and queries as trees of values. Hostile by nature. */
#ifndef WEB_FORM_H
#define WEB_FORM_H
#include "base/problem.h"

enum { PAIRS_MAX = 500 };

/* Percent-decodes `raw` (with `plus`, "+" is a space) into the arena. False for a bad escape or ill-formed UTF-8, or a
 * control character other than tab and line ends. p NULL when the arena is exhausted. */
bool percent_decode(struct arena *arena, struct str raw, bool plus, struct str *out);

/* "a=b&c=d" into a map of texts, line ends as "\n". A repeated name: the last wins; names that end in "[]" are gathered
 * as a list under the name without it. ERR_MALFORMED with words for what percent_decode refuses, and for more than
 * PAIRS_MAX pairs. */
enum err pairs_parse(struct arena *arena, struct str raw, struct problems *problems, struct value **out) MUST_CHECK;

/* Puts a field of a form as pairs_parse does; changes `text` in place. */
enum err form_put(struct arena *arena, struct value *map, struct str name, struct str text) MUST_CHECK;
/* Whether a field's text is well-formed, without control characters other than tab and line ends. */
bool form_text_holds(struct str text);
/* The type alone, without its parameters: "application/json" of "Application/JSON; charset=utf-8" (case as it came). */
struct str media_type(struct str header);

enum body_style { BODY_JSON, BODY_FORM };
/* Reads a body by its Content-Type: JSON (also merge patch) strictly, a form by pairs_parse; *out is NULL when there is
 * none. ERR_MEDIA_TYPE for any other type (multipart too), ERR_MALFORMED with the place, ERR_MEMORY. */
enum err body_parse(struct arena *arena, struct str type, struct str text, struct problems *problems,
                    struct value **out, enum body_style *style) MUST_CHECK;
/* Whether a Content-Type says JSON. */
bool is_json_type(struct str header);
#endif
