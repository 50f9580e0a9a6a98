#include "web/form.h"
#include "base/json.h"

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool is_control(char c)
{
    unsigned char u = (unsigned char)c;
    return u == 0x7f || (u < 0x20 && u != '\t' && u != '\n' && u != '\r');
}

bool percent_decode(struct arena *arena, struct str raw, bool plus, struct str *out)
{
    char *to = arena_alloc(arena, raw.n + 1);
    *out = (struct str){to, 0};
    if (!to)
        return true;
    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.p[i];
        if (c == '%') {
            int high = i + 2 < raw.n ? hex(raw.p[i + 1]) : -1, low = high < 0 ? -1 : hex(raw.p[i + 2]);
            if (low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        if (is_control(c))
            return false;
        to[out->n++] = c;
    }
    return str_utf8(*out);
}

bool form_text_holds(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (is_control(text.p[i]))
            return false;
    return str_utf8(text);
}

static enum err refuse(struct problems *problems, const char *key)
{
    enum err err = problem_say(problems, S(""), key, NULL);
    return err == ERR_MEMORY ? err : ERR_MALFORMED;
}

/* A line end of any kind becomes "\n": forms send "\r\n". In place. */
static struct str line_ends(struct str text)
{
    char *to = (char *)(uintptr_t)text.p;
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != '\r')
            to[n++] = text.p[i];
        else if (i + 1 == text.n || text.p[i + 1] != '\n')
            to[n++] = '\n';
    }
    return (struct str){to, n};
}

/* Makes a member another value, in its place. */
static void become(struct value *member, const struct value *other)
{
    struct value *next = member->next;
    struct str key = member->key;
    *member = *other;
    member->next = next;
    member->key = key;
}

enum err form_put(struct arena *arena, struct value *map, struct str name, struct str given)
{
    struct str text = line_ends(given);
    bool many = str_ends(name, S("[]"));
    if (many)
        name.n -= 2;
    struct value *leaf = value_text(arena, text), *there = value_get_str(map, name);
    if (!leaf)
        return ERR_MEMORY;
    if (many && (!there || there->kind != V_LIST)) {
        struct value *list = value_list(arena);
        if (!list)
            return ERR_MEMORY;
        if (!there)
            there = value_put_str(map, name, list);
        else
            become(there, list);
    }
    if (many)
        value_push(there, leaf);
    else if (there)
        become(there, leaf);
    else
        value_put_str(map, name, leaf);
    return OK;
}

enum err pairs_parse(struct arena *arena, struct str raw, struct problems *problems, struct value **out)
{
    struct value *map = *out = value_map(arena);
    if (!map)
        return ERR_MEMORY;
    struct str rest = raw, pair;
    for (size_t n = 0; rest.p && str_cut(&rest, '&', &pair);) {
        if (!pair.n)
            continue;
        if (++n > PAIRS_MAX)
            return refuse(problems, "web.too-many-fields");
        struct str name, text = pair;
        if (!str_cut(&text, '=', &name))
            continue;
        struct str given = text.p ? text : S("");
        if (!percent_decode(arena, name, true, &name) || !percent_decode(arena, given, true, &text))
            return refuse(problems, "web.bad-escape");
        if (!name.p || !text.p)
            return ERR_MEMORY;
        if (!name.n || str_is(name, "[]"))
            return refuse(problems, "web.no-name");
        enum err err = form_put(arena, map, name, text);
        if (err)
            return err;
    }
    return OK;
}

struct str media_type(struct str header)
{
    struct str type = header, rest = header;
    if (header.p)
        (void)str_cut(&rest, ';', &type);
    return str_trim(type);
}

bool is_json_type(struct str header)
{
    struct str type = media_type(header);
    return str_eq_nocase(type, S("application/json")) || str_eq_nocase(type, S("application/merge-patch+json"));
}

enum err body_parse(struct arena *arena, struct str type, struct str text, struct problems *problems,
                    struct value **out, enum body_style *style)
{
    *out = NULL;
    *style = BODY_JSON;
    if (!text.n && !type.n)
        return OK;
    if (is_json_type(type))
        return text.n ? json_parse(arena, text, problems, out) : OK;
    if (!str_eq_nocase(media_type(type), S("application/x-www-form-urlencoded"))) {
        enum err err = problem_say(problems, S(""), "web.media-type", NULL);
        return err == ERR_MEMORY ? err : ERR_MEDIA_TYPE;
    }
    *style = BODY_FORM;
    return pairs_parse(arena, text, problems, out);
}
