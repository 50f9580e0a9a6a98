/* What one person is asked: by a link, or on their day; and what they answer. */
#include "base/date.h"
#include "base/message.h"
#include "kernel/asking.h"
#include "kernel/hooks.h"
#include "kernel/secret.h"

#define ASKED                                                                                             \
    "SELECT q.tenant_id, q.campaign_id, q.person_id, c.question, a.name, c.closes, q.used"                \
    " FROM campaign_asked q JOIN campaign c ON c.tenant_id = q.tenant_id AND c.id = q.campaign_id"        \
    " JOIN alliance a ON a.tenant_id = c.tenant_id AND a.id = c.alliance_id WHERE c.withdrawn_at IS NULL" \
    " AND c.opens <= ?1 AND c.closes >= ?1 AND "

static struct str copied(struct work *work, struct stmt *stmt, int column)
{
    struct str text = stmt_column(stmt, column);
    return text.p ? arena_copy(work->arena, text) : S("");
}

static enum err read_one(struct work *work, struct stmt *stmt, struct asked *out, bool *found)
{
    enum err err = stmt_step(stmt, found);
    *out = (struct asked){.closes = NO_DAY};
    if (err == OK && *found) {
        struct str *const texts[] = {&out->tenant, &out->campaign, &out->person, &out->question, &out->alliance};
        for (int i = 0; i < 5; i++)
            *texts[i] = copied(work, stmt, i);
        (void)date_parse(stmt_column(stmt, 5), &out->closes);
        out->used = stmt_column_int(stmt, 6) == 1;
    }
    stmt_done(stmt);
    return err;
}

enum err asked_by_link(struct work *work, struct str secret, struct asked *out)
{
    bool found = false;
    struct str digest = digest_text(work->arena, secret);
    enum err err = digest.p ? conn_see_all(work->conn) : ERR_MEMORY; /* whoever holds the link is nobody yet */
    if (err)
        return err;
    struct stmt *stmt = conn_prepare(work->conn, S(ASKED "q.link_hash = ?2"));
    stmt_text(stmt, 1, date_text(work->arena, today_of(work)));
    stmt_text(stmt, 2, digest);
    err = conn_see_back(work->conn, read_one(work, stmt, out, &found));
    return err ? err : found ? OK : ERR_GONE;
}

enum err asked_of_viewer(struct work *work, const struct viewer *viewer, struct str campaign, struct asked *out)
{
    bool found = false;
    if (!viewer->person.n)
        return ERR_NOT_FOUND;
    struct stmt *stmt = conn_prepare(work->conn, S(ASKED "q.tenant_id = ?2 AND q.campaign_id = ?3 AND q.person_id = ?4"
                                                         " AND entente_sees(c.audience_id)"));
    stmt_text(stmt, 1, date_text(work->arena, today_of(work)));
    stmt_text(stmt, 2, viewer->tenant);
    stmt_text(stmt, 3, campaign);
    stmt_text(stmt, 4, viewer->person);
    enum err err = read_one(work, stmt, out, &found);
    return err ? err : found ? OK : ERR_NOT_FOUND;
}

enum err asked_waiting(struct work *work, const struct viewer *viewer, struct value **out)
{
    struct stmt *stmt = conn_prepare(
        work->conn, S("SELECT q.campaign_id FROM campaign_asked q JOIN campaign c ON c.tenant_id = q.tenant_id"
                      " AND c.id = q.campaign_id WHERE q.tenant_id = ?1 AND q.person_id = ?2 AND q.used = 0"
                      " AND c.withdrawn_at IS NULL AND c.opens <= ?3 AND c.closes >= ?3 AND entente_sees(c.audience_id)"
                      " ORDER BY c.closes, q.campaign_id"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->person.p ? viewer->person : S(""));
    stmt_text(stmt, 3, date_text(work->arena, today_of(work)));
    *out = value_list(work->arena);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row)
        value_put_text(work->arena, value_push_map(work->arena, *out), "id", copied(work, stmt, 0));
    stmt_done(stmt);
    return err;
}

/* ---- answering ---- */

static enum err mark(struct work *work, const struct asked *asked)
{
    int64_t changed = 0;
    struct stmt *stmt = conn_prepare(work->conn, S("UPDATE campaign_asked SET used = 1 WHERE tenant_id = ?1"
                                                   " AND campaign_id = ?2 AND person_id = ?3 AND used = 0"));
    stmt_text(stmt, 1, asked->tenant);
    stmt_text(stmt, 2, asked->campaign);
    stmt_text(stmt, 3, asked->person);
    enum err err = stmt_run(stmt, &changed);
    if (err == OK && !changed) {
        (void)problem_say(&work->problems, S(""), "asked.used", NULL);
        return ERR_CONFLICT;
    }
    return err;
}

static enum err count_in(struct work *work, const struct asked *asked, int64_t point)
{
    struct str sql = arena_printf(
        work->arena,
        "UPDATE campaign_pool SET count_%d = count_%d + 1 WHERE tenant_id = ?1 AND people IS NULL AND id IN (SELECT"
        " q.pool_id FROM campaign_asked q WHERE q.tenant_id = ?1 AND q.campaign_id = ?2 AND q.person_id = ?3)",
        (int)point, (int)point);
    int64_t changed = 0;
    struct stmt *stmt = sql.p ? conn_prepare(work->conn, sql) : NULL;
    stmt_text(stmt, 1, asked->tenant);
    stmt_text(stmt, 2, asked->campaign);
    stmt_text(stmt, 3, asked->person);
    enum err err = stmt_run(stmt, &changed);
    return err == OK && changed != 1 ? ERR_INTERNAL : err;
}

enum err asked_answer(struct work *work, const struct asked *asked, int64_t point)
{
    if (point < 1 || point > ASKING_POINTS)
        return problem_say(&work->problems, S("/answer"), "asked.point", NULL);
    enum err err = mark(work, asked);
    if (err)
        return err;
    err = conn_see_all(work->conn); /* the pool is the circle's; who answers by a link sees no circle */
    return err ? err : conn_see_back(work->conn, count_in(work, asked, point));
}

/* ---- links ---- */

enum err asked_own_side(struct work *work, const struct viewer *viewer, struct str campaign, bool without_account,
                        struct value **out)
{
    struct stmt *stmt = conn_prepare(
        work->conn, S("SELECT q.person_id FROM campaign_asked q JOIN campaign_pool p ON p.tenant_id = q.tenant_id"
                      " AND p.id = q.pool_id WHERE q.tenant_id = ?1 AND q.campaign_id = ?2 AND p.organisation_id = ?3"
                      " AND entente_sees(p.audience_id) AND (?4 = 0 OR NOT EXISTS (SELECT 1 FROM account a WHERE"
                      " a.tenant_id = q.tenant_id AND a.person_id = q.person_id AND a.disabled_at IS NULL))"
                      " ORDER BY q.person_id"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, campaign);
    stmt_text(stmt, 3, viewer->organisation);
    stmt_int(stmt, 4, without_account);
    *out = value_list(work->arena);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row)
        value_put_text(work->arena, value_push_map(work->arena, *out), "person", copied(work, stmt, 0));
    stmt_done(stmt);
    return err;
}

static enum err give_link(struct work *work, const struct viewer *viewer, struct str campaign, struct value *item)
{
    struct str person = value_get_text(item, "person"), secret = secret_new(work->arena, "ask_");
    struct str digest = digest_text(work->arena, secret), name = viewer_face(work, viewer, S("people"), person);
    struct stmt *stmt = conn_prepare(work->conn, S("UPDATE campaign_asked SET link_hash = ?4 WHERE tenant_id = ?1"
                                                   " AND campaign_id = ?2 AND person_id = ?3"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, campaign);
    stmt_text(stmt, 3, person);
    stmt_text(stmt, 4, digest);
    enum err err = stmt_run(stmt, NULL);
    value_put_text(work->arena, item, "name", name.p ? name : S(""));
    value_put_text(work->arena, item, "secret", secret);
    return err ? err : digest.p ? OK : ERR_MEMORY;
}

enum err asked_links(struct work *work, const struct viewer *viewer, struct str campaign, struct value **out)
{
    enum err err = asked_own_side(work, viewer, campaign, true, out);
    VALUE_EACH (item, err ? NULL : *out)
        if (err == OK)
            err = give_link(work, viewer, campaign, item);
    return err;
}

/* ---- a person's data ---- */

enum err asked_times(struct work *work, struct str tenant, struct str person, int64_t *times)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT count(*) FROM campaign_asked WHERE tenant_id = ?1 AND person_id = ?2"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, person);
    bool row;
    enum err err = stmt_step(stmt, &row);
    *times = err == OK && row ? stmt_column_int(stmt, 0) : 0;
    stmt_done(stmt);
    return err;
}

enum err asked_forget(struct work *work, struct str tenant, struct str person)
{
    struct stmt *stmt = conn_prepare(
        work->conn, S("UPDATE campaign_asked SET link_hash = NULL WHERE tenant_id = ?1 AND person_id = ?2"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, person);
    return stmt_run(stmt, NULL);
}
