#include "web/negotiate.h"

/* A wish for a type: its q in thousandths, and how exactly it was named (0 not, 1 any, 2 the main type, 3 itself). */
struct wish {
    int q, exact;
};

/* "0.25" as 250; a text that is no q counts as 0. */
static int parse_q(struct str text)
{
    int q = 0, scale = 100;
    if (!text.n || (text.p[0] != '0' && text.p[0] != '1') || (text.n > 1 && text.p[1] != '.') || text.n > 5)
        return 0;
    q = (text.p[0] - '0') * 1000;
    for (size_t i = 2; i < text.n; i++, scale /= 10) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return 0;
        q += (text.p[i] - '0') * scale;
    }
    return q > 1000 ? 1000 : q;
}

static int q_of(struct str parameters)
{
    struct str part, name;
    while (str_cut(&parameters, ';', &part)) {
        struct str value = str_trim(part);
        if (str_cut(&value, '=', &name) && value.p && str_eq_nocase(str_trim(name), S("q")))
            return parse_q(str_trim(value));
    }
    return 1000;
}

/* How exactly `range` names `type`; 0 when it does not. */
static int covers(struct str range, struct str type)
{
    if (str_eq_nocase(range, type))
        return 3;
    ptrdiff_t slash = str_find(type, '/');
    if (str_ends(range, S("/*")) && slash > 0 && range.n == (size_t)slash + 2 &&
        str_eq_nocase(str_part(range, 0, (size_t)slash), str_part(type, 0, (size_t)slash)))
        return 2;
    return str_is(range, "*/*") || str_is(range, "*") ? 1 : 0;
}

static struct wish wish_for(struct str accept, struct str type)
{
    struct wish found = {0, 0};
    struct str rest = accept, entry, range;
    if (!str_trim(accept).n)
        return (struct wish){1000, 1};
    while (str_cut(&rest, ',', &entry)) {
        struct str parameters = entry;
        if (!str_cut(&parameters, ';', &range))
            continue;
        int exact = covers(str_trim(range), type);
        if (exact > found.exact)
            found = (struct wish){q_of(parameters), exact};
    }
    return found;
}

static struct wish better(struct wish a, struct wish b)
{
    return b.q > a.q || (b.q == a.q && b.exact > a.exact) ? b : a;
}

enum format negotiate(struct str accept, bool json_first, bool list)
{
    struct wish html = wish_for(accept, S("text/html")), csv = wish_for(accept, S("text/csv"));
    struct wish json = wish_for(accept, S("application/json"));
    json = better(json, wish_for(accept, S("application/problem+json")));
    struct wish best = better(html, json);
    if (list && csv.exact == 3 && csv.q && (csv.q > best.q || (csv.q == best.q && best.exact < 3)))
        return FORMAT_CSV;
    if (!best.q)
        return FORMAT_OTHER;
    if (html.q != json.q)
        return html.q > json.q ? FORMAT_HTML : FORMAT_JSON;
    if (html.exact != json.exact)
        return html.exact > json.exact ? FORMAT_HTML : FORMAT_JSON;
    return json_first ? FORMAT_JSON : FORMAT_HTML;
}

bool accept_takes(struct str accept, struct str type)
{
    struct str rest = type, bare;
    return str_cut(&rest, ';', &bare) && wish_for(accept, str_trim(bare)).q > 0;
}
