#include "web/request.h"
#include "base/buf.h"
#include "web/form.h"

static enum err refuse(struct problems *problems, const char *key)
{
    enum err err = problem_say(problems, S(""), key, NULL);
    return err == ERR_MEMORY ? err : ERR_MALFORMED;
}

static bool bad_segment(struct str segment)
{
    if (str_is(segment, ".") || str_is(segment, "..") || str_find(segment, '/') >= 0 || str_find(segment, '\\') >= 0)
        return true;
    for (size_t i = 0; i < segment.n; i++)
        if ((unsigned char)segment.p[i] < 0x20)
            return true;
    return false;
}

/* What follows the authority of "http://host/path"; the target itself in the usual form. */
static struct str without_origin(struct str raw)
{
    struct str rest = raw;
    if (str_starts(raw, S("http://")))
        rest = str_part(raw, 7, raw.n);
    else if (str_starts(raw, S("https://")))
        rest = str_part(raw, 8, raw.n);
    else
        return raw;
    ptrdiff_t slash = str_find(rest, '/');
    return slash < 0 ? S("/") : str_part(rest, (size_t)slash, rest.n);
}

enum err target_parse(struct arena *arena, struct str raw, struct problems *problems, struct target *out)
{
    *out = (struct target){.path = S("/"), .query = value_map(arena)};
    if (!out->query)
        return ERR_MEMORY;
    raw = without_origin(raw);
    if (!raw.n || raw.p[0] != '/' || str_find(raw, '#') >= 0)
        return refuse(problems, "web.bad-target");
    ptrdiff_t mark = str_find(raw, '?');
    out->raw_path = mark < 0 ? raw : str_part(raw, 0, (size_t)mark);
    out->raw_query = mark < 0 ? S("") : str_part(raw, (size_t)mark + 1, raw.n);
    struct buf path = buf_init(arena, 0);
    struct str rest = str_part(out->raw_path, 1, raw.n), part;
    while (rest.p && str_cut(&rest, '/', &part)) {
        struct str segment;
        if (!percent_decode(arena, part, false, &segment) || bad_segment(segment))
            return refuse(problems, "web.bad-path");
        if (!segment.p)
            return ERR_MEMORY;
        if (out->count < SEGMENTS_MAX)
            out->segments[out->count] = segment;
        out->count++;
        buf_char(&path, '/');
        buf_add(&path, segment);
    }
    /* "/" alone is the empty path, without segments. */
    if (out->raw_path.n == 1)
        out->count = 0;
    out->path = out->count ? buf_str(&path) : S("/");
    if (!out->path.p)
        return ERR_MEMORY;
    return pairs_parse(arena, out->raw_query, problems, &out->query);
}
