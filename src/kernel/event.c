#include "kernel/event.h"
#include "base/json.h"
#include "base/uuid.h"
#include "kernel/event_chain.h"
#include <stdio.h>

enum { SALT_BYTES = 16 };

void event_payload_hash(const struct event_row *row, char out[DIGEST_TEXT + 1])
{
    const struct str parts[] = {row->salt, row->payload};
    digest_joined(parts, 2, out);
}

static struct str number(int64_t i, char text[24])
{
    int n = snprintf(text, 24, "%lld", (long long)i);
    return (struct str){text, (size_t)n};
}

void event_hash(const struct event_row *row, char out[DIGEST_TEXT + 1])
{
    char at[24], version[24];
    const struct str parts[] = {row->audience, row->previous,    row->id,     number(row->at, at),
                                row->actor,    row->kind,        row->record, number(row->version, version),
                                row->action,   row->payload_hash};
    digest_fields(parts, sizeof parts / sizeof *parts, out);
}

/* The last event of the chain: its sequence (0: none yet) and hash. */
static enum err chain_end(struct work *work, struct event_row *row)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT sequence, hash FROM event WHERE tenant_id = ?1 AND audience_id = ?2"
                                   " ORDER BY sequence DESC LIMIT 1"));
    stmt_text(stmt, 1, row->tenant);
    stmt_text(stmt, 2, row->audience);
    bool found;
    row->sequence = 1;
    row->previous = S("");
    enum err err = stmt_step(stmt, &found);
    if (err == OK && found) {
        row->sequence = stmt_column_int(stmt, 0) + 1;
        row->previous = arena_copy(work->arena, stmt_column(stmt, 1));
        err = row->previous.p ? OK : ERR_MEMORY;
    }
    stmt_done(stmt);
    return err;
}

static enum err insert(struct work *work, const struct event_row *row)
{
    struct stmt *stmt = conn_prepare(
        work->conn,
        S("INSERT INTO event (tenant_id, audience_id, sequence, id, at, actor_id, kind, record_id, version, action,"
          " payload, salt, payload_hash, previous, hash)"
          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"));
    stmt_text(stmt, 1, row->tenant);
    stmt_text(stmt, 2, row->audience);
    stmt_int(stmt, 3, row->sequence);
    stmt_text(stmt, 4, row->id);
    stmt_int(stmt, 5, row->at);
    stmt_text(stmt, 6, row->actor.n ? row->actor : (struct str){NULL, 0});
    stmt_text(stmt, 7, row->kind);
    stmt_text(stmt, 8, row->record);
    stmt_int(stmt, 9, row->version);
    stmt_text(stmt, 10, row->action);
    stmt_text(stmt, 11, row->payload);
    stmt_text(stmt, 12, row->salt);
    stmt_text(stmt, 13, row->payload_hash);
    stmt_text(stmt, 14, row->previous);
    stmt_text(stmt, 15, row->hash);
    return stmt_run(stmt, NULL);
}

enum err event_append(struct work *work, const struct viewer *viewer, struct str audience, const char *kind,
                      struct str record, int64_t version, const char *action, const struct value *payload)
{
    char payload_hash[DIGEST_TEXT + 1], hash[DIGEST_TEXT + 1];
    struct event_row row = {
        .tenant = viewer->tenant,
        .audience = audience,
        .id = uuid_new(work->arena),
        .at = work->now_ms,
        .actor = viewer->person,
        .kind = str_of(kind),
        .record = record,
        .version = version,
        .action = str_of(action),
        .payload = payload ? json_text(work->arena, payload) : S("{}"),
        .salt = secret_hex(work->arena, SALT_BYTES),
    };
    if (!row.id.p || !row.payload.p || !row.salt.p)
        return ERR_MEMORY;
    enum err err = chain_end(work, &row);
    if (err)
        return err;
    event_payload_hash(&row, payload_hash);
    row.payload_hash = str_of(payload_hash);
    event_hash(&row, hash);
    row.hash = str_of(hash);
    return insert(work, &row);
}
