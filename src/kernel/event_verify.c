#include "kernel/event_chain.h"
#include "kernel/kind.h"

/* A walk over all chains, one after another, each in its order. Nothing but breaks is kept. */
struct walk {
    struct work *work;
    int64_t chains, events, erased;
    struct chain_break *breaks;
    size_t count, room;
    struct str tenant, audience;    /* of the chain at hand */
    int64_t next;                   /* the sequence that should come */
    char previous[DIGEST_TEXT + 1]; /* hash of the event before */
};

static enum err note(struct walk *walk, struct str audience, struct str event, int64_t sequence, const char *what)
{
    struct arena *a = walk->work->arena;
    if (walk->count == walk->room) {
        size_t room = walk->room ? walk->room * 2 : 16;
        struct chain_break *grown = ARENA_ARRAY(a, room, struct chain_break);
        if (!grown)
            return ERR_MEMORY;
        if (walk->count)
            memcpy(grown, walk->breaks, walk->count * sizeof *grown);
        walk->breaks = grown;
        walk->room = room;
    }
    walk->breaks[walk->count++] = (struct chain_break){arena_copy(a, audience), arena_copy(a, event), sequence, what};
    return OK;
}

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
    walk->chains++;
    walk->next = 1;
    walk->previous[0] = 0;
    walk->tenant = arena_copy(walk->work->arena, row->tenant);
    walk->audience = arena_copy(walk->work->arena, row->audience);
    return walk->tenant.p && walk->audience.p ? OK : ERR_MEMORY;
}

/* What is wrong with one event's own content; NULL when nothing is. */
static const char *fault(struct walk *walk, const struct event_row *row)
{
    char payload_hash[DIGEST_TEXT + 1], hash[DIGEST_TEXT + 1];
    if (row->sequence != walk->next)
        return "sequence";
    if (!str_is(row->previous, walk->previous))
        return "previous";
    bool erased = !row->payload.p && !row->salt.p;
    event_payload_hash(row, payload_hash);
    if (!erased && (!row->payload.p || !row->salt.p || !str_is(row->payload_hash, payload_hash)))
        return "payload";
    walk->erased += erased;
    event_hash(row, hash);
    return str_is(row->hash, hash) ? NULL : "hash";
}

static enum err walk_chains(struct walk *walk)
{
    struct stmt *stmt = conn_prepare(
        walk->work->conn,
        S("SELECT tenant_id, audience_id, sequence, id, at, actor_id, kind, record_id, version, action, payload,"
          " salt, payload_hash, previous, hash FROM event ORDER BY tenant_id, audience_id, sequence"));
    bool found;
    enum err err;
    while ((err = stmt_step(stmt, &found)) == OK && found) {
        struct event_row row = current(stmt);
        if (walk->chains == 0 || !str_eq(row.tenant, walk->tenant) || !str_eq(row.audience, walk->audience))
            err = begin_chain(walk, &row);
        const char *what = fault(walk, &row);
        if (err == OK && what)
            err = note(walk, row.audience, row.id, row.sequence, what);
        if (err)
            break;
        walk->events++;
        walk->next = row.sequence + 1;
        struct str hash = str_part(row.hash, 0, DIGEST_TEXT);
        if (hash.n)
            memcpy(walk->previous, hash.p, hash.n);
        walk->previous[hash.n] = 0;
    }
    stmt_done(stmt);
    return err;
}

/* Rows of a table at whose version no event stands: the tail of a chain was cut, or the row was written past the log.
 */
static enum err look_for_missing(struct walk *walk, const char *sql, const char *kind)
{
    struct stmt *stmt = conn_prepare(walk->work->conn, str_of(sql));
    stmt_text(stmt, 1, str_of(kind));
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

enum err event_verify(struct work *work, int64_t *chains, int64_t *events, int64_t *erased, struct chain_break **breaks,
                      size_t *count)
{
    struct walk walk = {.work = work};
    enum err err = walk_chains(&walk);
    if (err == OK)
        err = look_in_tables(&walk);
    *chains = walk.chains;
    *events = walk.events;
    *erased = walk.erased;
    *breaks = walk.breaks;
    *count = walk.count;
    return err;
}
