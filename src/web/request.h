/* request.h: what a client may put in the first line: the target with its path and query. Hostile by nature. */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H
#include "base/problem.h"

enum { SEGMENTS_MAX = 16 };

struct target {
    struct str path;                   /* decoded, "/alliances/x", without query */
    struct str segments[SEGMENTS_MAX]; /* decoded: none holds "/" */
    size_t count;                      /* more than SEGMENTS_MAX: nothing stands there */
    struct str raw_path, raw_query;    /* as sent */
    struct value *query;               /* map of texts, see pairs_parse */
};

/* Reads the target of a request line ("/a/b?c=d" or "http://host/a/b?c=d"). ERR_MALFORMED, with words, for a bad
 * percent escape, ill-formed UTF-8, a control character, a segment "." or "..", or an encoded slash. */
enum err target_parse(struct arena *arena, struct str raw, struct problems *problems, struct target *out) MUST_CHECK;
#endif
