#include "store/guard.h"

const struct guarded_table guarded_tables[] = {
    {"audience", "id"},
    {"circle_party", "circle_id"},
    {NULL, NULL},
};

/* ---- words of SQL ---- */

struct token {
    enum { TOKEN_END, TOKEN_NAME, TOKEN_LITERAL, TOKEN_OTHER } kind;
    struct str text; /* of a quoted name what is inside */
    size_t at;
};

static bool in_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c > 127;
}

static size_t past_comment(struct str sql, size_t at)
{
    struct str end = str_starts(str_part(sql, at, 2), S("--"))   ? S("\n")
                     : str_starts(str_part(sql, at, 2), S("/*")) ? S("*/")
                                                                 : (struct str){NULL, 0};
    for (size_t i = at + 2; end.p && i < sql.n; i++)
        if (str_starts(str_part(sql, i, sql.n), end))
            return i + end.n;
    return end.p ? sql.n : at;
}

static struct token next_token(struct str sql, size_t at)
{
    for (size_t before = sql.n + 1; before != at;) {
        before = at;
        while (at < sql.n && strchr(" \t\r\n\f\v", sql.p[at]))
            at++;
        at = past_comment(sql, at);
    }
    struct token token = {.kind = TOKEN_END, .at = at};
    if (at >= sql.n)
        return token;
    char c = sql.p[at];
    size_t end = at + 1;
    if (c == '\'' || c == '"' || c == '`' || c == '[') {
        while (end < sql.n && sql.p[end] != (c == '[' ? ']' : c))
            end++;
        token.kind = c == '\'' ? TOKEN_LITERAL : TOKEN_NAME;
        token.text = str_part(sql, at + 1, end - at - 1);
        return token;
    }
    token.kind = in_name(c) ? TOKEN_NAME : TOKEN_OTHER;
    while (token.kind == TOKEN_NAME && end < sql.n && in_name(sql.p[end]))
        end++;
    token.text = str_part(sql, at, end - at);
    return token;
}

static size_t past(struct str sql, struct token token)
{
    size_t quotes = token.at < sql.n && strchr("'\"`[", sql.p[token.at]) ? 2 : 0;
    return token.at + token.text.n + quotes;
}

/* ---- objections ---- */

static bool among(struct str word, const char *const *list)
{
    for (; *list; list++)
        if (str_eq_nocase(word, str_of(*list)))
            return true;
    return false;
}

static bool begins(struct str word, struct str with)
{
    return word.n >= with.n && str_eq_nocase(str_part(word, 0, with.n), with);
}

/* How a statement may begin. */
static const char *const heads[] = {"SELECT", "WITH",     "INSERT",    "UPDATE",  "DELETE", "BEGIN",
                                    "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", NULL};

/* Schemas that lead around the guard's views, settings that say what is seen, functions that run text as SQL. */
static const char *const refused[] = {
    "main",           "temp",    "information_schema", "set_config",   "current_setting",
    "load_extension", "ts_stat", "ts_rewrite",         "row_security", NULL};

static bool is_refused(struct str name)
{
    if (begins(name, S("entente_")))
        return !str_eq_nocase(name, S("entente_sees")) && !str_eq_nocase(name, S("entente_search"));
    return among(name, refused) || begins(name, S("pg_")) || begins(name, S("sqlite_")) || begins(name, S("lo_")) ||
           begins(name, S("dblink")) || str_ends(name, S("_to_xml")) || str_ends(name, S("_to_xmlschema")) ||
           str_ends(name, S("_to_xml_and_xmlschema"));
}

struct str guard_objection(struct str sql)
{
    struct token token = next_token(sql, 0);
    if (token.kind != TOKEN_NAME || !among(token.text, heads))
        return token.kind == TOKEN_END ? S("nothing") : token.text;
    for (; token.kind != TOKEN_END; token = next_token(sql, past(sql, token))) {
        bool ends = token.kind == TOKEN_OTHER && str_is(token.text, ";");
        bool dollars = token.kind == TOKEN_OTHER && str_is(token.text, "$"); /* a quote of PostgreSQL's */
        if (ends || dollars || (token.kind == TOKEN_NAME && is_refused(token.text)))
            return token.text;
    }
    return (struct str){NULL, 0};
}

size_t guard_write_target(struct str sql)
{
    static const char *const skipped[] = {"INTO", "FROM", "OR", "REPLACE", "IGNORE", "ABORT", "FAIL", "ROLLBACK", NULL};
    static const char *const writes[] = {"INSERT", "UPDATE", "DELETE", NULL};
    struct token token = next_token(sql, 0);
    if (token.kind != TOKEN_NAME || !among(token.text, writes))
        return 0;
    do
        token = next_token(sql, past(sql, token));
    while (token.kind == TOKEN_NAME && among(token.text, skipped));
    return token.kind == TOKEN_NAME ? token.at : 0;
}
