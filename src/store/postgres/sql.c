/* The subset of SQL that both engines speak, as PostgreSQL wants it. */
#include "store/postgres/postgres.h"
#include <stdio.h>
#include <stdlib.h>

/* A growing text on the heap: statements outlive every arena. */
struct text {
    char *p;
    size_t n, size;
    bool failed;
};

static void add(struct text *to, struct str s)
{
    if (to->failed || to->n + s.n + 1 > to->size) {
        size_t size = (to->n + s.n + 1) * 2;
        char *grown = to->failed ? NULL : realloc(to->p, size);
        if (!grown) {
            to->failed = true;
            return;
        }
        to->p = grown;
        to->size = size;
    }
    if (s.n)
        memcpy(to->p + to->n, s.p, s.n);
    to->n += s.n;
    to->p[to->n] = 0;
}

static void add_number(struct text *to, int number)
{
    char digits[16];
    int n = snprintf(digits, sizeof digits, "$%d", number);
    add(to, (struct str){digits, (size_t)n});
}

static bool in_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static size_t upto(struct str sql, size_t at, struct str end)
{
    for (; at + end.n <= sql.n; at++)
        if (memcmp(sql.p + at, end.p, end.n) == 0)
            return at + end.n;
    return sql.n;
}

/* The length of the dollar quote ("$$", "$name$") that begins at `at`; 0 when none does. */
static size_t dollar_quote(struct str sql, size_t at)
{
    size_t end = at + 1;
    if (sql.p[at] != '$' || (end < sql.n && sql.p[end] >= '0' && sql.p[end] <= '9'))
        return 0;
    while (end < sql.n && in_name(sql.p[end]))
        end++;
    return end < sql.n && sql.p[end] == '$' ? end + 1 - at : 0;
}

/* Where the literal, quoted name or comment that begins at `at` ends; `at` itself when none begins there. */
static size_t past_quoted(struct str sql, size_t at)
{
    char c = sql.p[at], next = at + 1 < sql.n ? sql.p[at + 1] : 0;
    if (c == '\'' || c == '"')
        return upto(sql, at + 1, (struct str){&sql.p[at], 1}); /* a doubled quote is two literals side by side */
    if (c == '-' && next == '-')
        return upto(sql, at, S("\n"));
    if (c == '/' && next == '*')
        return upto(sql, at + 2, S("*/"));
    size_t quote = dollar_quote(sql, at);
    return quote ? upto(sql, at + quote, str_part(sql, at, quote)) : at;
}

static struct str word_at(struct str sql, size_t at)
{
    size_t end = at;
    while (end < sql.n && in_name(sql.p[end]))
        end++;
    return str_part(sql, at, end - at);
}

/* The inside of the parentheses that open at or after `at`; p NULL when none do. */
static struct str argument(struct str sql, size_t at)
{
    while (at < sql.n && sql.p[at] == ' ')
        at++;
    if (at >= sql.n || sql.p[at] != '(')
        return (struct str){NULL, 0};
    size_t begin = at + 1;
    for (int depth = 0; at < sql.n; at++) {
        size_t past = past_quoted(sql, at);
        if (past > at) {
            at = past - 1;
            continue;
        }
        depth += sql.p[at] == '(' ? 1 : sql.p[at] == ')' ? -1 : 0;
        if (depth == 0)
            return str_part(sql, begin, at - begin);
    }
    return (struct str){NULL, 0};
}

static bool has_word(struct str sql, struct str word)
{
    for (size_t at = 0; at < sql.n;) {
        size_t past = past_quoted(sql, at);
        struct str found = word_at(sql, at);
        if (past == at && str_eq_nocase(found, word))
            return true;
        at = past > at ? past : at + (found.n ? found.n : 1);
    }
    return false;
}

/* ---- one statement ---- */

struct making {
    struct text out;
    struct pg_sql *sql;
    enum form form;
    bool limited;
};

static void translate(struct making *m, struct str sql);

/* ?N, the first time with the next free place. Gives where it ends. */
static size_t parameter(struct making *m, struct str sql, size_t at)
{
    unsigned number = 0;
    size_t end = at + 1;
    for (; end < sql.n && sql.p[end] >= '0' && sql.p[end] <= '9' && number <= PARAMETERS_MAX; end++)
        number = number * 10 + (unsigned)(sql.p[end] - '0');
    if (number == 0 || number > PARAMETERS_MAX) {
        add(&m->out, str_part(sql, at, end - at));
        return end;
    }
    if (!m->sql->place[number])
        m->sql->place[number] = (unsigned char)++m->sql->parameters;
    add_number(&m->out, m->sql->place[number]);
    return end;
}

/* Few audiences are named, so that an index may serve. Many lie in a table of the session: a list that ends early tests
 * row by row (OFFSET 0 keeps the planner from turning the test into a join), what reads all rows may hash the table. */
static void sees(struct making *m, struct str arg)
{
#ifdef ENTENTE_WITHOUT_PREDICATE /* the tests link this file once more so, to see what the second guard does alone */
    add(&m->out, S("("));
    translate(m, arg);
    add(&m->out, S(" IS NOT NULL)"));
    return;
#endif
    if (!m->sql->sight)
        m->sql->sight = ++m->sql->parameters;
    if (m->form != FORM_MANY) {
        bool all = m->form == FORM_ALL;
        add(&m->out, S("("));
        translate(m, arg);
        add(&m->out, all ? S(" IS NOT NULL AND ") : S(" = ANY ("));
        add_number(&m->out, m->sql->sight);
        add(&m->out, all ? S("::pg_catalog.text IS NOT NULL)") : S("::pg_catalog.text[]))"));
        return;
    }
    add(&m->out, m->limited ? S("EXISTS (") : S("(EXISTS ("));
    add(&m->out, S("SELECT 1 FROM pg_temp.entente_sight AS entente_s WHERE entente_s.entente_sight = "));
    add_number(&m->out, m->sql->sight);
    add(&m->out, S("::pg_catalog.int8 AND entente_s.entente_circle = "));
    translate(m, arg);
    add(&m->out, m->limited ? S(" OFFSET 0)") : S(") IS TRUE)"));
}

static void translate(struct making *m, struct str sql)
{
    for (size_t at = 0; at < sql.n;) {
        size_t past = past_quoted(sql, at);
        struct str word = past > at ? str_part(sql, at, past - at) : word_at(sql, at), arg = {NULL, 0};
        if (past == at && str_is(word, "entente_sees"))
            arg = argument(sql, at + word.n);
        if (past == at && sql.p[at] == '?') {
            at = parameter(m, sql, at);
        } else if (arg.p) {
            sees(m, arg);
            at = (size_t)(arg.p - sql.p) + arg.n + 1;
        } else if (past == at && str_eq_nocase(word, S("LIKE"))) {
            add(&m->out, S("ILIKE"));
            at += word.n;
        } else {
            struct str same = word.n ? word : str_part(sql, at, 1);
            add(&m->out, same);
            at += same.n;
        }
    }
}

static enum control control_of(struct str sql)
{
    static const struct {
        struct str word;
        enum control control;
    } words[] = {
        {STR("BEGIN"), CONTROL_BEGIN},
        {STR("COMMIT"), CONTROL_COMMIT},
        {STR("ROLLBACK TO"), CONTROL_ROLLBACK_TO},
        {STR("ROLLBACK"), CONTROL_ROLLBACK},
        {STR("SAVEPOINT"), CONTROL_OTHER},
        {STR("RELEASE"), CONTROL_OTHER},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_starts(sql, words[i].word))
            return words[i].control;
    return CONTROL_NONE;
}

static char *translated(struct str sql, struct pg_sql *into, enum form form)
{
    struct making m = {.sql = into, .form = form, .limited = has_word(sql, S("LIMIT"))};
    add(&m.out, S(""));
    translate(&m, sql);
    if (m.out.failed) {
        free(m.out.p);
        return NULL;
    }
    return m.out.p;
}

enum err pg_sql_make(struct str sql, struct pg_sql *out)
{
    *out = (struct pg_sql){.control = control_of(sql)};
    bool made = true;
    for (enum form form = FORM_FEW; form < FORMS && made; form++) { /* the places are given by the first */
        out->text[form] = form == FORM_FEW || out->sight ? translated(sql, out, form) : out->text[FORM_FEW];
        made = out->text[form] != NULL;
    }
    if (made)
        return out->parameters <= PARAMETERS_MAX ? OK : ERR_INTERNAL;
    pg_sql_release(out);
    return ERR_MEMORY;
}

void pg_sql_release(struct pg_sql *sql)
{
    for (enum form form = FORMS; form-- > FORM_FEW;) {
        if (form == FORM_FEW || sql->text[form] != sql->text[FORM_FEW])
            free(sql->text[form]);
        sql->text[form] = NULL;
    }
}

/* ---- scripts ---- */

char *pg_script_make(struct str sql)
{
    struct text out = {0};
    struct str before = S("");
    add(&out, S(""));
    for (size_t at = 0; at < sql.n;) {
        size_t past = past_quoted(sql, at);
        struct str word = past > at ? str_part(sql, at, past - at) : word_at(sql, at);
        struct str same = word.n ? word : str_part(sql, at, 1);
        if (past == at && str_is(word, "TEXT") && !str_eq_nocase(before, S("AS"))) /* CAST knows no collation */
            add(&out, S("text COLLATE \"C\""));
        else if (past == at && str_is(word, "BLOB"))
            add(&out, S("bytea"));
        else
            add(&out, same);
        before = word.n ? word : before;
        at += same.n;
    }
    if (out.failed) {
        free(out.p);
        return NULL;
    }
    return out.p;
}
