#include "kernel/erasure.h"
#include "base/uuid.h"
#include "kernel/event.h"
#include "kernel/leaf.h"

const char *erasure_code(enum erasure_reason reason)
{
    static const char *const codes[] = {"person", "withdrawn", "retention"};
    return codes[reason];
}

enum err erasure_add(struct work *work, struct erasure *erasure, struct str audience, int64_t sequence)
{
    struct erasure_place *last = erasure->count ? &erasure->places[erasure->count - 1] : NULL;
    erasure->events++;
    if (last && last->to == sequence - 1 && str_eq(last->audience, audience)) {
        last->to = sequence;
        return OK;
    }
    if (erasure->count == erasure->room) {
        size_t room = erasure->room ? erasure->room * 2 : 32;
        struct erasure_place *grown = ARENA_ARRAY(work->arena, room, struct erasure_place);
        if (!grown)
            return ERR_MEMORY;
        if (erasure->count)
            memcpy(grown, erasure->places, erasure->count * sizeof *grown);
        erasure->places = grown;
        erasure->room = room;
        last = erasure->count ? &grown[erasure->count - 1] : NULL;
    }
    bool same = last && str_eq(last->audience, audience);
    struct str chain = same ? last->audience : arena_copy(work->arena, audience);
    erasure->places[erasure->count++] = (struct erasure_place){chain, sequence, sequence};
    return chain.p ? OK : ERR_MEMORY;
}

static enum err erase(struct work *work, struct str tenant, const struct erasure_place *place)
{
    struct stmt *stmt = conn_prepare(work->conn, S("UPDATE event SET payload = NULL, salt = NULL WHERE tenant_id = ?1"
                                                   " AND audience_id = ?2 AND sequence >= ?3 AND sequence <= ?4"
                                                   " AND kind <> 'erasure'"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, place->audience);
    stmt_int(stmt, 3, place->from);
    stmt_int(stmt, 4, place->to);
    return stmt_run(stmt, NULL);
}

/* The places of one chain, from *at on, and the event that names them. */
static enum err write_chain(struct work *work, const struct viewer *viewer, const struct erasure *erasure, size_t *at,
                            struct str id)
{
    struct arena *a = work->arena;
    struct value *payload = value_map(a), *after = value_put_map(a, payload, "after");
    struct value *sequences = value_put_list(a, payload, "sequences");
    struct str audience = erasure->places[*at].audience;
    int64_t events = 0;
    enum err err = sequences ? OK : ERR_MEMORY;
    for (; *at < erasure->count && str_eq(erasure->places[*at].audience, audience) && err == OK; ++*at) {
        const struct erasure_place *place = &erasure->places[*at];
        struct value *range = value_push(sequences, value_list(a));
        events += place->to - place->from + 1;
        if (!value_push(range, value_int(a, place->from)) || !value_push(range, value_int(a, place->to)))
            return ERR_MEMORY;
        err = erase(work, viewer->tenant, place);
    }
    value_put_text(a, after, "reason", str_of(erasure_code(erasure->reason)));
    value_put_int(a, after, "count", events);
    return err ? err : event_append(work, viewer, audience, "erasure", id, 1, "erased", payload);
}

enum err erasure_write(struct work *work, const struct viewer *viewer, const struct erasure *erasure, struct str *id)
{
    enum err err = OK;
    *id = erasure->count ? uuid_new(work->arena) : (struct str){NULL, 0};
    if (erasure->count && !id->p)
        return ERR_MEMORY;
    for (size_t at = 0; at < erasure->count && err == OK;)
        err = write_chain(work, viewer, erasure, &at, *id);
    return err;
}
