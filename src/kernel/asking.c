#include "kernel/asking.h"
#include "base/date.h"
#include "base/uuid.h"
#include "kernel/hooks.h"
#include <stdlib.h>

/* ---- whose turn it is ---- */

static int by_turn(const void *a, const void *b)
{
    const struct asking_candidate *x = a, *y = b;
    if (x->busy != y->busy)
        return x->busy ? 1 : -1;
    bool x_new = x->last == NO_DAY, y_new = y->last == NO_DAY;
    if (x_new != y_new)
        return x_new ? -1 : 1;
    if (x->last != y->last)
        return x->last < y->last ? -1 : 1;
    return str_cmp(x->person, y->person);
}

size_t asking_choose(struct asking_candidate *candidates, size_t count, size_t most)
{
    size_t free = 0;
    if (count)
        qsort(candidates, count, sizeof *candidates, by_turn);
    while (free < count && free < most && !candidates[free].busy)
        free++;
    return free;
}

enum err asking_turns(struct work *work, const struct viewer *viewer, const struct asking *asking,
                      struct asking_candidate *candidates, size_t count)
{
    enum err err = OK;
    for (size_t i = 0; i < count && err == OK; i++) {
        struct stmt *stmt = conn_prepare(
            work->conn,
            S("SELECT max(c.opens), max(CASE WHEN c.closes >= ?5 AND c.withdrawn_at IS NULL THEN 1 ELSE 0 END)"
              " FROM campaign_asked q JOIN campaign c ON c.tenant_id = q.tenant_id AND c.id = q.campaign_id"
              " WHERE q.tenant_id = ?1 AND q.person_id = ?2 AND c.alliance_id = ?3 AND c.audience_id = ?4"
              " AND entente_sees(c.audience_id)"));
        stmt_text(stmt, 1, viewer->tenant);
        stmt_text(stmt, 2, candidates[i].person);
        stmt_text(stmt, 3, asking->alliance);
        stmt_text(stmt, 4, asking->audience);
        stmt_text(stmt, 5, date_text(work->arena, asking->opens));
        bool row;
        err = stmt_step(stmt, &row);
        candidates[i].last = NO_DAY;
        candidates[i].busy = err == OK && row && stmt_column_int(stmt, 1) == 1;
        if (err == OK && row && !stmt_column_null(stmt, 0))
            (void)date_parse(stmt_column(stmt, 0), &candidates[i].last);
        stmt_done(stmt);
    }
    return err;
}

/* ---- pools ---- */

/* How many people have answered into the pool `p` of a statement. */
#define PEOPLE                                                                                       \
    "coalesce(p.people, (SELECT count(DISTINCT q.person_id) FROM campaign_asked q WHERE q.tenant_id" \
    " = p.tenant_id AND q.pool_id = p.id AND q.used = 1))"

struct pool {
    struct str id;
    int64_t people;
    bool closed;
};

/* The newest pool of the subject's side; id.p NULL where there is none. */
static enum err newest(struct work *work, const struct viewer *viewer, const struct asking *asking,
                       struct str organisation, struct pool *pool)
{
    struct stmt *stmt = conn_prepare(
        work->conn, S("SELECT p.id, " PEOPLE ", CASE WHEN p.people IS NULL THEN 0 ELSE 1 END FROM campaign_pool p"
                      " WHERE p.tenant_id = ?1 AND p.subject_id = ?2 AND p.audience_id = ?3 AND p.organisation_id = ?4"
                      " AND entente_sees(p.audience_id) ORDER BY p.opens DESC LIMIT 1"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, asking->subject);
    stmt_text(stmt, 3, asking->audience);
    stmt_text(stmt, 4, organisation);
    bool row;
    enum err err = stmt_step(stmt, &row);
    *pool = (struct pool){.id = {NULL, 0}};
    if (err == OK && row) {
        pool->id = arena_copy(work->arena, stmt_column(stmt, 0));
        pool->people = stmt_column_int(stmt, 1);
        pool->closed = stmt_column_int(stmt, 2) == 1;
    }
    stmt_done(stmt);
    return err;
}

/* Runs a statement whose first parameters are these texts. */
static enum err run(struct work *work, const char *sql, const struct str *texts, int count)
{
    struct stmt *stmt = conn_prepare(work->conn, str_of(sql));
    for (int i = 0; i < count; i++)
        stmt_text(stmt, i + 1, texts[i]);
    return stmt_run(stmt, NULL);
}

/* Nobody adds to it any more: how many they were is kept, who they were is not. */
static enum err close_pool(struct work *work, struct str tenant, struct str id)
{
    const struct str pool[] = {tenant, id};
    enum err err = run(work,
                       "UPDATE campaign_pool SET people = (SELECT count(DISTINCT q.person_id) FROM campaign_asked q"
                       " WHERE q.tenant_id = ?1 AND q.pool_id = ?2 AND q.used = 1) WHERE tenant_id = ?1 AND id = ?2",
                       pool, 2);
    return err ? err
               : run(work, "UPDATE campaign_asked SET used = 0, link_hash = NULL WHERE tenant_id = ?1 AND pool_id = ?2",
                     pool, 2);
}

static enum err add_pool(struct work *work, const struct viewer *viewer, const struct asking *asking,
                         struct str organisation, struct str *id)
{
    struct arena *a = work->arena;
    *id = uuid_new(a);
    const struct str texts[] = {viewer->tenant,
                                *id,
                                asking->audience,
                                asking->subject,
                                organisation,
                                date_text(a, asking->opens),
                                date_text(a, asking->closes)};
    return run(work,
               "INSERT INTO campaign_pool (tenant_id, id, audience_id, subject_id, organisation_id, opens, closes,"
               " count_1, count_2, count_3, count_4, count_5) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, 0, 0, 0)",
               texts, 7);
}

/* The pool that a new campaign's answers of a side go to. */
static enum err pool_for(struct work *work, const struct viewer *viewer, const struct asking *asking,
                         struct str organisation, struct str *id)
{
    struct pool pool;
    enum err err = newest(work, viewer, asking, organisation, &pool);
    if (err == OK && pool.id.p && !pool.closed && pool.people < ASKING_LEAST) {
        const struct str texts[] = {viewer->tenant, pool.id, date_text(work->arena, asking->closes)};
        *id = pool.id;
        return run(work, "UPDATE campaign_pool SET closes = ?3 WHERE tenant_id = ?1 AND id = ?2", texts, 3);
    }
    if (err == OK && pool.id.p && !pool.closed)
        err = close_pool(work, viewer->tenant, pool.id);
    return err ? err : add_pool(work, viewer, asking, organisation, id);
}

enum err asking_begin(struct work *work, const struct viewer *viewer, const struct asking *asking,
                      struct str organisation, const struct asking_candidate *people, size_t count)
{
    struct str pool;
    enum err err = count ? pool_for(work, viewer, asking, organisation, &pool) : OK;
    for (size_t i = 0; i < count && err == OK; i++) {
        const struct str texts[] = {viewer->tenant, asking->campaign, people[i].person, pool};
        err = run(work,
                  "INSERT INTO campaign_asked (tenant_id, campaign_id, person_id, pool_id, used)"
                  " VALUES (?1, ?2, ?3, ?4, 0)",
                  texts, 4);
    }
    return err;
}

/* The texts of a statement's first column. */
static enum err texts_of(struct work *work, struct stmt *stmt, struct value **out)
{
    *out = value_list(work->arena);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row)
        value_push(*out, value_text(work->arena, arena_copy(work->arena, stmt_column(stmt, 0))));
    stmt_done(stmt);
    return err;
}

enum err asking_until(struct work *work, const struct viewer *viewer, struct str campaign, int64_t closes)
{
    struct value *pools;
    struct stmt *stmt = conn_prepare(
        work->conn, S("SELECT p.id FROM campaign_pool p WHERE p.tenant_id = ?1 AND p.people IS NULL AND p.id IN (SELECT"
                      " q.pool_id FROM campaign_asked q WHERE q.tenant_id = ?1 AND q.campaign_id = ?2)"
                      " AND entente_sees(p.audience_id) ORDER BY p.id"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, campaign);
    enum err err = texts_of(work, stmt, &pools);
    VALUE_EACH (pool, err ? NULL : pools) {
        const struct str texts[] = {viewer->tenant, pool->text, date_text(work->arena, closes)};
        if (err == OK)
            err = run(work, "UPDATE campaign_pool SET closes = ?3 WHERE tenant_id = ?1 AND id = ?2", texts, 3);
    }
    return err;
}

enum err asking_last_day(struct work *work, const struct viewer *viewer, struct str subject, struct str audience,
                         int64_t *day)
{
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT max(closes) FROM campaign_pool WHERE tenant_id = ?1"
                                                   " AND subject_id = ?2 AND audience_id = ?3"
                                                   " AND entente_sees(audience_id)"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, subject);
    stmt_text(stmt, 3, audience);
    bool row;
    enum err err = stmt_step(stmt, &row);
    *day = NO_DAY;
    if (err == OK && row && !stmt_column_null(stmt, 0))
        (void)date_parse(stmt_column(stmt, 0), day);
    stmt_done(stmt);
    return err;
}

/* ---- what is shown ---- */

enum err asking_counts(struct work *work, const struct viewer *viewer, struct str campaign, struct value **out)
{
    struct arena *a = work->arena;
    struct stmt *stmt = conn_prepare(
        work->conn, S("SELECT p.organisation_id, count(*) FROM campaign_asked q JOIN campaign_pool p"
                      " ON p.tenant_id = q.tenant_id AND p.id = q.pool_id WHERE q.tenant_id = ?1 AND q.campaign_id = ?2"
                      " AND entente_sees(p.audience_id) GROUP BY p.organisation_id ORDER BY p.organisation_id"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, campaign);
    *out = value_list(a);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        struct value *item = value_push_map(a, *out);
        value_put_text(a, item, "organisation", arena_copy(a, stmt_column(stmt, 0)));
        value_put_int(a, item, "count", stmt_column_int(stmt, 1));
    }
    stmt_done(stmt);
    return err;
}

static void put_pool(struct work *work, struct value *list, struct stmt *stmt)
{
    static const char *const counts[ASKING_POINTS] = {"count_1", "count_2", "count_3", "count_4", "count_5"};
    static const char *const days[] = {"opens", "closes"};
    struct arena *a = work->arena;
    struct value *item = value_push_map(a, list);
    int64_t answers = 0, day = NO_DAY;
    value_put_text(a, item, "organisation", arena_copy(a, stmt_column(stmt, 0)));
    for (int i = 0; i < 2; i++)
        if (date_parse(stmt_column(stmt, i + 1), &day))
            put_day(a, item, days[i], day);
    value_put_int(a, item, "people", stmt_column_int(stmt, 3));
    for (int i = 0; i < ASKING_POINTS; i++) {
        int64_t count = stmt_column_int(stmt, 4 + i);
        value_put_int(a, item, counts[i], count);
        answers += count;
    }
    value_put_int(a, item, "answers", answers);
}

enum err asking_pools(struct work *work, const struct viewer *viewer, struct str subject, struct str audience,
                      int64_t today, struct value **out)
{
    struct stmt *stmt = conn_prepare(
        work->conn,
        S("SELECT p.organisation_id, p.opens, p.closes, " PEOPLE
          ", p.count_1, p.count_2, p.count_3, p.count_4, p.count_5 FROM campaign_pool p"
          " WHERE p.tenant_id = ?1 AND p.subject_id = ?2 AND p.audience_id = ?5 AND p.closes < ?3 AND " PEOPLE
          " >= ?4 AND entente_sees(p.audience_id) ORDER BY p.opens, p.organisation_id, p.id"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, subject);
    stmt_text(stmt, 3, date_text(work->arena, today));
    stmt_int(stmt, 4, ASKING_LEAST);
    stmt_text(stmt, 5, audience);
    *out = value_list(work->arena);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row)
        put_pool(work, *out, stmt);
    stmt_done(stmt);
    return err ? err : *out ? OK : ERR_MEMORY;
}

enum err asking_subjects(struct work *work, const struct viewer *viewer, struct id_set *out)
{
    struct value *list;
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT DISTINCT subject_id FROM campaign_pool WHERE tenant_id = ?1"
                                                   " AND entente_sees(audience_id) ORDER BY subject_id"));
    stmt_text(stmt, 1, viewer->tenant);
    enum err err = texts_of(work, stmt, &list);
    size_t count = 0;
    struct str *ids = err ? NULL : ARENA_ARRAY(work->arena, (size_t)count_of(list) + 1, struct str);
    if (!ids)
        return err ? err : ERR_MEMORY;
    VALUE_EACH (id, list)
        ids[count++] = id->text;
    *out = id_set_of(work->arena, ids, count);
    return count && !out->size ? ERR_MEMORY : OK;
}

enum err asking_settle(struct work *work, struct str tenant)
{
    struct value *whole;
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT p.id FROM campaign_pool p WHERE p.tenant_id = ?1"
                                   " AND p.people IS NULL AND p.closes < ?2 AND " PEOPLE " >= ?3 ORDER BY p.id"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, date_text(work->arena, today_of(work)));
    stmt_int(stmt, 3, ASKING_LEAST);
    enum err err = texts_of(work, stmt, &whole);
    VALUE_EACH (id, err ? NULL : whole)
        if (err == OK)
            err = close_pool(work, tenant, id->text);
    return err;
}
