/* Full text on PostgreSQL: the folded words of an entry as a tsvector, found by their beginnings. */
#include "base/name.h"
#include "kernel/search_words.h"
#include "kernel/sight.h"

enum { INDEXED_CHARS = 100, INDEXED_BYTES = 300000 /* a tsvector holds less than a MiB */ };

static void add_folded(struct buf *out, struct arena *a, struct str text)
{
    size_t at = 0;
    struct str word;
    while (out->n < INDEXED_BYTES && (word = search_next_word(text, &at, INDEXED_CHARS)).p) {
        struct str key = name_key(a, word);
        buf_printf(out, "%s%.*s", out->n ? " " : "", STR_ARG(key));
        out->failed = out->failed || !key.p;
    }
}

enum err search_postgres_put(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                             struct str audience, struct str title, struct str body)
{
    struct buf title_words = buf_init(work->arena, 0), words = buf_init(work->arena, 0);
    add_folded(&title_words, work->arena, title);
    add_folded(&words, work->arena, title);
    add_folded(&words, work->arena, body);
    if (!buf_str(&title_words).p || !buf_str(&words).p)
        return ERR_MEMORY;
    struct stmt *stmt = conn_prepare(
        work->conn,
        S("INSERT INTO search_entry (tenant_id, record_id, audience_id, kind, title, body, updated_at, title_words,"
          " words) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
          " array_to_tsvector(array_remove(string_to_array(?8, ' '), '')),"
          " array_to_tsvector(array_remove(string_to_array(?9, ' '), '')))"
          " ON CONFLICT (tenant_id, record_id) DO UPDATE SET audience_id = excluded.audience_id,"
          " kind = excluded.kind, title = excluded.title, body = excluded.body, updated_at = excluded.updated_at,"
          " title_words = excluded.title_words, words = excluded.words"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, id);
    stmt_text(stmt, 3, audience);
    stmt_text(stmt, 4, str_of(kind->name));
    stmt_text(stmt, 5, title.p ? title : S(""));
    stmt_text(stmt, 6, body);
    stmt_int(stmt, 7, work->now_ms);
    stmt_text(stmt, 8, buf_str(&title_words));
    stmt_text(stmt, 9, buf_str(&words));
    return stmt_run(stmt, NULL);
}

/* 'word' & …, or 'word':* & … for beginnings of words, with the quotes that a tsquery wants. */
static struct str tsquery(struct arena *a, const struct search_words *words, bool beginnings)
{
    struct buf query = buf_init(a, 0);
    for (size_t i = 0; i < words->count; i++) {
        struct str rest = words->keys[i], part;
        while (str_cut(&rest, ' ', &part)) {
            if (!part.n)
                continue;
            buf_add(&query, query.n ? S(" & '") : S("'"));
            for (size_t k = 0; k < part.n; k++) {
                if (part.p[k] == '\'' || part.p[k] == '\\')
                    buf_char(&query, part.p[k]);
                buf_char(&query, part.p[k]);
            }
            buf_add(&query, beginnings ? S("':*") : S("'"));
        }
    }
    return buf_str(&query);
}

struct stmt *search_postgres_find(struct work *work, const struct viewer *viewer, const struct search_words *words,
                                  size_t limit)
{
    struct sight_sql sql = sight_sql_init(work->arena);
    struct str whole = tsquery(work->arena, words, false), query = tsquery(work->arena, words, true);
    buf_lit(&sql.text, "SELECT e.kind, e.record_id, e.audience_id, e.title, e.body FROM");
    sight_add(&sql, " entente_search(", viewer->tenant, ", ");
    sight_add(&sql, "", query, "::tsquery) AS h JOIN search_entry e ON e.record_id = h WHERE TRUE");
    sight_where(&sql, viewer, "e");
    sight_add(&sql, " ORDER BY CASE WHEN e.title_words @@ ", whole, "::tsquery THEN 0");
    sight_add(&sql, " WHEN e.words @@ ", whole, "::tsquery THEN 1");
    sight_add(&sql, " WHEN e.title_words @@ ", query, "::tsquery THEN 2 ELSE 3 END");
    buf_printf(&sql.text, ", e.updated_at DESC, e.record_id DESC LIMIT %zu", limit);
    return sight_prepare(work, viewer, &sql);
}
