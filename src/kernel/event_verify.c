#include "base/json.h"
#include "kernel/event_chain.h"
#include "kernel/kind.h"

/* An erased event of the chain at hand that no erasure has accounted for yet. */
struct pending {
    struct str event;
    int64_t sequence;
};

/* A walk over all chains, one after another, each in its order. Breaks and erasures are kept, nothing else. */
struct walk {
    struct work *work;
    struct event_verdict *out;
    size_t room, erasure_room;
    struct pending *pending;
    size_t pending_count, pending_room;
    struct str tenant, audience;    /* of the chain at hand */
    int64_t next;                   /* the sequence that should come */
    char previous[DIGEST_TEXT + 1]; /* hash of the event before */
};

/* Room for one more in an array of `count`; false when the arena is exhausted. */
static bool grow(struct arena *a, void **array, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return true;
    size_t more = *room ? *room * 2 : 16;
    void *grown = arena_array(a, more, size);
    if (!grown)
        return false;
    if (count)
        memcpy(grown, *array, count * size);
    *array = grown;
    *room = more;
    return true;
}

static enum err note(struct walk *walk, struct str audience, struct str event, int64_t sequence, const char *what)
{
    struct arena *a = walk->work->arena;
    struct event_verdict *out = walk->out;
    void *breaks = out->breaks;
    if (!grow(a, &breaks, out->count, &walk->room, sizeof *out->breaks))
        return ERR_MEMORY;
    out->breaks = breaks;
    out->breaks[out->count++] = (struct chain_break){arena_copy(a, audience), arena_copy(a, event), sequence, what};
    return OK;
}

/* ---- erased events ---- */

static enum err add_pending(struct walk *walk, const struct event_row *row)
{
    void *pending = walk->pending;
    if (!grow(walk->work->arena, &pending, walk->pending_count, &walk->pending_room, sizeof *walk->pending))
        return ERR_MEMORY;
    walk->pending = pending;
    walk->pending[walk->pending_count++] = (struct pending){arena_copy(walk->work->arena, row->id), row->sequence};
    return OK;
}

static bool names(const struct value *sequences, int64_t sequence)
{
    VALUE_EACH (range, sequences) {
        const struct value *from = value_at(range, 0), *to = value_at(range, 1);
        if (from && to && from->kind == V_INT && to->kind == V_INT && from->i <= sequence && sequence <= to->i)
            return true;
    }
    return false;
}

/* An event that says what was erased, itself whole: it accounts for what it names. */
static enum err take_erasure(struct walk *walk, const struct event_row *row)
{
    struct arena *a = walk->work->arena;
    struct event_verdict *out = walk->out;
    struct value *payload = NULL;
    struct problems problems = problems_init(a);
    void *erasures = out->erasures;
    enum err err = json_parse(a, arena_copy(a, row->payload), &problems, &payload);
    if (err == ERR_MEMORY || !grow(a, &erasures, out->erasure_count, &walk->erasure_room, sizeof *out->erasures))
        return ERR_MEMORY;
    out->erasures = erasures;
    struct chain_erasure *erasure = &out->erasures[out->erasure_count++];
    *erasure = (struct chain_erasure){
        .audience = walk->audience,
        .event = arena_copy(a, row->id),
        .reason = value_get_text(value_get(payload, "after"), "reason"),
        .sequence = row->sequence,
        .at = row->at,
        .sequences = value_get(payload, "sequences"),
    };
    size_t left = 0;
    for (size_t i = 0; i < walk->pending_count; i++) {
        if (names(erasure->sequences, walk->pending[i].sequence))
            erasure->events++;
        else
            walk->pending[left++] = walk->pending[i];
    }
    walk->pending_count = left;
    out->erased += erasure->events;
    return OK;
}

/* What is erased and nobody has said so is gone by another hand. */
static enum err end_chain(struct walk *walk)
{
    enum err err = OK;
    for (size_t i = 0; i < walk->pending_count && err == OK; i++)
        err = note(walk, walk->audience, walk->pending[i].event, walk->pending[i].sequence, "erased");
    walk->pending_count = 0;
    return err;
}

/* ---- the chains ---- */

static struct event_row current(struct stmt *stmt)
{
    return (struct event_row){
        .tenant = stmt_column(stmt, 0),
        .audience = stmt_column(stmt, 1),
        .sequence = stmt_column_int(stmt, 2),
        .id = stmt_column(stmt, 3),
        .at = stmt_column_int(stmt, 4),
        .actor = stmt_column(stmt, 5),
        .kind = stmt_column(stmt, 6),
        .record = stmt_column(stmt, 7),
        .version = stmt_column_int(stmt, 8),
        .action = stmt_column(stmt, 9),
        .payload = stmt_column(stmt, 10),
        .salt = stmt_column(stmt, 11),
        .payload_hash = stmt_column(stmt, 12),
        .previous = stmt_column(stmt, 13),
        .hash = stmt_column(stmt, 14),
    };
}

static enum err begin_chain(struct walk *walk, const struct event_row *row)
{
    enum err err = end_chain(walk);
    walk->out->chains++;
    walk->next = 1;
    walk->previous[0] = 0;
    walk->tenant = arena_copy(walk->work->arena, row->tenant);
    walk->audience = arena_copy(walk->work->arena, row->audience);
    return err == OK && !(walk->tenant.p && walk->audience.p) ? ERR_MEMORY : err;
}

static bool is_erased(const struct event_row *row)
{
    return !row->payload.p && !row->salt.p;
}

/* What is wrong with one event's own content; NULL when nothing is. */
static const char *fault(struct walk *walk, const struct event_row *row)
{
    char payload_hash[DIGEST_TEXT + 1], hash[DIGEST_TEXT + 1];
    if (row->sequence != walk->next)
        return "sequence";
    if (!str_is(row->previous, walk->previous))
        return "previous";
    event_payload_hash(row, payload_hash);
    if (!is_erased(row) && (!row->payload.p || !row->salt.p || !str_is(row->payload_hash, payload_hash)))
        return "payload";
    event_hash(row, hash);
    return str_is(row->hash, hash) ? NULL : "hash";
}

static enum err walk_chains(struct walk *walk)
{
    struct stmt *stmt = conn_prepare(
        walk->work->conn,
        S("SELECT tenant_id, audience_id, sequence, id, at, actor_id, kind, record_id, version, action, payload,"
          " salt, payload_hash, previous, hash FROM event ORDER BY tenant_id, audience_id, sequence"));
    stmt_portions(stmt);
    bool found;
    enum err err;
    while ((err = stmt_step(stmt, &found)) == OK && found) {
        struct event_row row = current(stmt);
        if (walk->out->chains == 0 || !str_eq(row.tenant, walk->tenant) || !str_eq(row.audience, walk->audience))
            err = begin_chain(walk, &row);
        const char *what = fault(walk, &row);
        if (err == OK && what)
            err = note(walk, row.audience, row.id, row.sequence, what);
        if (err == OK && is_erased(&row))
            err = add_pending(walk, &row);
        if (err == OK && !what && str_is(row.kind, "erasure") && !is_erased(&row))
            err = take_erasure(walk, &row);
        if (err)
            break;
        walk->out->events++;
        walk->next = row.sequence + 1;
        struct str hash = str_part(row.hash, 0, DIGEST_TEXT);
        if (hash.n)
            memcpy(walk->previous, hash.p, hash.n);
        walk->previous[hash.n] = 0;
    }
    stmt_done(stmt);
    return err ? err : end_chain(walk);
}

/* Rows of a table at whose version no event stands: the tail of a chain was cut, or the row was written past the log.
 */
static enum err look_for_missing(struct walk *walk, const char *sql, const char *kind)
{
    struct stmt *stmt = conn_prepare(walk->work->conn, str_of(sql));
    stmt_text(stmt, 1, str_of(kind));
    stmt_portions(stmt);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        err = note(walk, stmt_column(stmt, 0), stmt_column(stmt, 1), stmt_column_int(stmt, 2), "missing");
        if (err)
            break;
    }
    stmt_done(stmt);
    return err;
}

static enum err look_in_tables(struct walk *walk)
{
    const struct kind *kind;
    enum err err =
        look_for_missing(walk,
                         "SELECT a.organisation_id, a.id, 1 FROM account a WHERE NOT EXISTS (SELECT 1 FROM event e"
                         " WHERE e.tenant_id = a.tenant_id AND e.record_id = a.id AND e.kind = ?1"
                         " AND e.action = 'account.added') ORDER BY a.tenant_id, a.id",
                         "account");
    for (size_t i = 0; err == OK && (kind = kind_at(i)); i++) {
        struct str sql =
            arena_printf(walk->work->arena,
                         "SELECT r.audience_id, r.id, r.version FROM %s r WHERE NOT EXISTS (SELECT 1 FROM event e"
                         " WHERE e.tenant_id = r.tenant_id AND e.record_id = r.id AND e.version = r.version"
                         " AND e.kind = ?1) ORDER BY r.tenant_id, r.id",
                         kind->table);
        err = sql.p ? look_for_missing(walk, sql.p, kind->name) : ERR_MEMORY;
    }
    return err;
}

enum err event_verify(struct work *work, struct event_verdict *out)
{
    struct walk walk = {.work = work, .out = out};
    *out = (struct event_verdict){0};
    enum err err = conn_see_all(work->conn);
    if (err)
        return err;
    err = walk_chains(&walk);
    if (err == OK)
        err = look_in_tables(&walk);
    return conn_see_back(work->conn, err);
}
