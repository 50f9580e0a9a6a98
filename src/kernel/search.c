#include "base/message.h"
#include "base/name.h"
#include "kernel/leaf.h"
#include "kernel/search_words.h"
#include "kernel/sight.h"

enum { HITS_MAX = 50, SNIPPET_BEFORE = 50, SNIPPET_MAX = 180 };

struct hit {
    const struct kind *kind;
    struct str id, audience, title, body;
};

static bool on_postgres(const struct work *work)
{
    return strcmp(conn_scheme(work->conn), "postgres") == 0;
}

static enum err remove_entry(struct work *work, const struct viewer *viewer, struct str id)
{
    struct stmt *stmt = conn_prepare(work->conn, S("DELETE FROM search_entry WHERE tenant_id = ?1 AND record_id = ?2"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, id);
    return stmt_run(stmt, NULL);
}

enum err search_put(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                    struct str audience, struct str title, struct str body)
{
    if (!body.p)
        return remove_entry(work, viewer, id);
    if (on_postgres(work))
        return search_postgres_put(work, viewer, kind, id, audience, title, body);
    /* Made anew: keys grow with each change, and the words are read by them. */
    enum err err = remove_entry(work, viewer, id);
    struct stmt *stmt = err ? NULL
                            : conn_prepare(work->conn, S("INSERT INTO search_entry (tenant_id, record_id, audience_id,"
                                                         " kind, title, body, updated_at)"
                                                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
    if (err)
        return err;
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, id);
    stmt_text(stmt, 3, audience);
    stmt_text(stmt, 4, str_of(kind->name));
    stmt_text(stmt, 5, title.p ? title : S(""));
    stmt_text(stmt, 6, body);
    stmt_int(stmt, 7, work->now_ms);
    return stmt_run(stmt, NULL);
}

enum err search_record(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                       struct str audience, const struct value *record)
{
    struct buf body = buf_init(work->arena, 0);
    bool any = false;
    for (size_t i = 0; i < kind->count; i++) {
        struct str text = value_get_text(record, kind->fields[i].name);
        if (!(kind->fields[i].flags & F_SEARCH))
            continue;
        any = true;
        if (text.n)
            buf_printf(&body, "%.*s\n", STR_ARG(text));
    }
    if (!any)
        return OK;
    struct str title = kind->title ? value_get_text(record, kind->title) : S("");
    return search_put(work, viewer, kind, id, audience, title.p ? title : S(""), buf_str(&body));
}

enum err search_settle(struct work *work)
{
    if (on_postgres(work))
        return OK;
    return conn_script(work->conn, S("INSERT INTO search_words (search_words) VALUES ('optimize');"
                                     "INSERT INTO search_titles (search_titles) VALUES ('optimize')"));
}

/* ---- words ---- */

/* The code point at `*at`, which moves past it. The text is well-formed UTF-8. */
static uint32_t next_char(struct str s, size_t *at)
{
    unsigned char c = (unsigned char)s.p[(*at)++];
    int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
    uint32_t point = more ? c & (0x3fu >> more) : c;
    for (; more > 0 && *at < s.n; more--)
        point = point << 6 | ((unsigned char)s.p[(*at)++] & 0x3fu);
    return point;
}

/* Letters and figures: of ASCII those, of the rest all but general punctuation, symbols of Latin-1 and CJK marks. */
static bool in_word(uint32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return !((c < 0xc0 && c != 0xaa && c != 0xb5 && c != 0xba) || c == 0xd7 || c == 0xf7 ||
             (c >= 0x2000 && c <= 0x2bff) || (c >= 0x3000 && c <= 0x303f) || c == 0xfeff || c == 0xfffd);
}

struct str search_next_word(struct str text, size_t *at, size_t most)
{
    size_t begin = *at, end = *at, chars = 0;
    bool any = false;
    while (*at < text.n) {
        size_t here = *at;
        bool letter = in_word(next_char(text, at));
        if (!letter && any)
            break;
        if (!letter)
            continue;
        if (!any)
            begin = here;
        any = true;
        if (chars++ < most)
            end = *at;
    }
    return any ? str_part(text, begin, end - begin) : (struct str){NULL, 0};
}

static enum err split(struct arena *a, struct str text, struct search_words *words)
{
    size_t at = 0;
    words->count = 0;
    while (words->count < SEARCH_WORDS_MAX) {
        struct str word = search_next_word(text, &at, SEARCH_WORD_CHARS);
        if (!word.p)
            return OK;
        struct str key = name_key(a, word);
        if (!key.p)
            return ERR_MEMORY;
        words->typed[words->count] = word;
        words->keys[words->count++] = key;
    }
    return OK;
}

/* ---- the engine's own full text ---- */

/* SQLite speaks FTS5: search_words MATCH '"word" …', or '"word"* …' for beginnings of words; all words. */
static struct str fts5_query(struct arena *a, const struct search_words *words, bool beginnings)
{
    struct buf query = buf_init(a, 0);
    for (size_t i = 0; i < words->count; i++)
        buf_printf(&query, "%s\"%.*s\"%s", i ? " " : "", STR_ARG(words->typed[i]), beginnings ? "*" : "");
    return buf_str(&query);
}

/* The four ways in which an entry is found, the best first: each is read from the latest on, and only as far as hits
 * are wanted. */
enum { WAYS = 4 };

static struct stmt *fts5_statement(struct work *work, const struct viewer *viewer, const struct search_words *words,
                                   int way)
{
    const char *table = way % 2 == 0 ? "search_titles" : "search_words";
    struct sight_sql sql = sight_sql_init(work->arena);
    buf_printf(&sql.text,
               "SELECT e.kind, e.record_id, e.audience_id, e.title, e.body FROM %s e"
               " WHERE e.%s", /* beside the words stand the columns of search_entry */
               table, table);
    sight_add(&sql, " MATCH ", fts5_query(work->arena, words, way >= 2), "");
    sight_where(&sql, viewer, "e");
    buf_lit(&sql.text, " ORDER BY e.place DESC");
    return sight_prepare(work, viewer, &sql);
}

/* ---- what is shown ---- */

static bool word_matches(struct arena *a, struct str word, const struct search_words *words)
{
    struct str key = word;
    for (size_t i = 0; i < word.n; i++)
        if ((unsigned char)word.p[i] >= 0x80) {
            key = name_key(a, word);
            break;
        }
    for (size_t i = 0; i < words->count; i++) {
        struct str wanted = words->keys[i];
        if (wanted.n && key.n >= wanted.n && str_eq_nocase(str_part(key, 0, wanted.n), wanted))
            return true;
    }
    return false;
}

/* Where the first match begins; 0 when it cannot be told. */
static size_t match_at(struct arena *a, struct str body, const struct search_words *words)
{
    size_t at = 0;
    for (;;) {
        struct str word = search_next_word(body, &at, body.n);
        if (!word.p)
            return 0;
        if (word_matches(a, word, words))
            return (size_t)(word.p - body.p);
    }
}

/* Not into the middle of a word, nor of a character. */
static size_t back_to_gap(struct str s, size_t at)
{
    size_t gap = at;
    while (gap > 0 && at - gap < 20 && s.p[gap - 1] != ' ' && s.p[gap - 1] != '\n')
        gap--;
    while (gap < s.n && ((unsigned char)s.p[gap] & 0xc0) == 0x80)
        gap++;
    return gap;
}

/* The text around the first match: one line, with an ellipsis where something was left out. */
static struct str snippet(struct arena *a, struct str body, const struct search_words *words)
{
    size_t match = match_at(a, body, words);
    size_t from = match > SNIPPET_BEFORE ? back_to_gap(body, match - SNIPPET_BEFORE) : 0;
    size_t to = body.n - from > SNIPPET_MAX ? back_to_gap(body, from + SNIPPET_MAX) : body.n;
    struct str part = str_trim(str_part(body, from, to - from));
    struct buf out = buf_init(a, 0);
    bool gap = false;
    if (from)
        buf_lit(&out, "… ");
    for (size_t i = 0; i < part.n; i++) {
        bool space = part.p[i] == ' ' || part.p[i] == '\n' || part.p[i] == '\r' || part.p[i] == '\t';
        if (!space || !gap)
            buf_char(&out, space ? ' ' : part.p[i]);
        gap = space;
    }
    if (to < body.n)
        buf_lit(&out, " …");
    return buf_str(&out);
}

static struct value *hit_item(struct work *work, const struct viewer *viewer, const struct hit *hit,
                              const struct search_words *words)
{
    struct arena *a = work->arena;
    struct value *item = value_map(a);
    struct str key = arena_printf(a, "kind.%s.one", hit->kind->name);
    struct str label = key.p ? message(a, work->locale.language, key.p, NULL) : key;
    value_put_text(a, item, "kind", str_of(hit->kind->name));
    value_put_text(a, item, "label", label);
    value_put_text(a, item, "id", hit->id);
    value_put_text(a, item, "title", hit->title.n ? hit->title : label);
    value_put_text(a, item, "href", arena_printf(a, "/%s/%.*s", hit->kind->plural, STR_ARG(hit->id)));
    value_put_text(a, item, "snippet", snippet(a, hit->body, words));
    sight_put_audience(work, viewer, item, hit->audience);
    return item;
}

static bool is_listed(const struct value *list, struct str id)
{
    VALUE_EACH (item, list)
        if (str_eq(value_get_text(item, "id"), id))
            return true;
    return false;
}

static enum err read_hits(struct work *work, const struct viewer *viewer, const struct search_words *words,
                          struct stmt *stmt, size_t limit, struct value *list)
{
    struct arena *a = work->arena;
    bool row;
    enum err err = OK;
    while (list->count < limit && (err = stmt_step(stmt, &row)) == OK && row) {
        struct hit hit = {
            .kind = kind_by_name(stmt_column(stmt, 0)),
            .id = arena_copy(a, stmt_column(stmt, 1)),
            .audience = arena_copy(a, stmt_column(stmt, 2)),
            .title = arena_copy(a, stmt_column(stmt, 3)),
            .body = stmt_column(stmt, 4),
        };
        if (!sight_holds(viewer, hit.kind, hit.audience) || is_listed(list, hit.id))
            continue;
        if (!value_push(list, hit_item(work, viewer, &hit, words)))
            err = ERR_MEMORY;
        if (err)
            break;
    }
    stmt_done(stmt);
    return err;
}

enum err search_find(struct work *work, const struct viewer *viewer, struct str text, int limit, struct value **out)
{
    struct search_words words;
    *out = value_list(work->arena);
    if (!*out)
        return ERR_MEMORY;
    if (limit < 1 || limit > HITS_MAX)
        return problem_say(&work->problems, S("/limit"), "search.limit",
                           message_args(work->arena, "max", value_int(work->arena, HITS_MAX), NULL));
    if (!str_utf8(text))
        return problem_say(&work->problems, S("/q"), "search.utf8", NULL);
    enum err err = split(work->arena, text, &words);
    if (err || words.count == 0)
        return err;
    if (on_postgres(work))
        return read_hits(work, viewer, &words, search_postgres_find(work, viewer, &words, (size_t)limit), (size_t)limit,
                         *out);
    for (int way = 0; way < WAYS && err == OK && (*out)->count < (size_t)limit; way++)
        err = read_hits(work, viewer, &words, fts5_statement(work, viewer, &words, way), (size_t)limit, *out);
    return err;
}
