#include "kernel/access_memo.h"
#include <stdlib.h>

/* Tokens of one connection, found by their digest among a few neighbours. */
enum { PLACES = 1024, NEIGHBOURS = 4, ID_ROOM = 36, DIGEST_ROOM = 64 };

struct kept_id {
    size_t n;
    char p[ID_ROOM];
};

struct place {
    size_t digest_n; /* 0: empty */
    char digest[DIGEST_ROOM];
    int64_t moment, used_at, expires_at;
    struct kept_id tenant, account, access, alliance;
    bool everywhere;      /* of all alliances */
    struct caller caller; /* its texts are those above */
};

static bool is_at(const struct place *place, struct str digest)
{
    return place->digest_n == digest.n && memcmp(place->digest, digest.p, digest.n) == 0;
}

static struct place *first_for(struct place *places, struct str digest)
{
    return &places[str_hash(digest) % (PLACES / NEIGHBOURS) * NEIGHBOURS];
}

static struct str copy_of(struct arena *arena, const struct kept_id *id)
{
    return arena_copy(arena, (struct str){id->p, id->n});
}

enum err access_memo_take(struct work *work, struct str digest, int64_t moment, struct access_found *out, bool *found)
{
    struct place *places = conn_kept(work->conn), *place = places ? first_for(places, digest) : NULL;
    *found = false;
    int left = places ? NEIGHBOURS : 0;
    while (left > 0 && !is_at(place, digest)) {
        place++;
        left--;
    }
    if (!left || place->moment != moment || place->expires_at <= work->now_ms)
        return OK;
    struct arena *a = work->arena;
    *out = (struct access_found){.caller = place->caller, .used_at = place->used_at, .expires_at = place->expires_at};
    out->caller.tenant = copy_of(a, &place->tenant);
    out->caller.account = copy_of(a, &place->account);
    out->caller.access = copy_of(a, &place->access);
    out->caller.scope.alliance = place->everywhere ? (struct str){NULL, 0} : copy_of(a, &place->alliance);
    *found = out->caller.tenant.p && out->caller.account.p && out->caller.access.p &&
             (place->everywhere || out->caller.scope.alliance.p);
    return *found ? OK : ERR_MEMORY;
}

static bool keep_id(struct kept_id *to, struct str id)
{
    bool fits = id.n <= ID_ROOM;
    to->n = fits ? id.n : 0;
    if (to->n)
        memcpy(to->p, id.p, id.n);
    return fits;
}

/* Where it is already, else a free neighbour, else the one that was found longest ago. */
static struct place *place_for(struct place *places, struct str digest)
{
    struct place *first = first_for(places, digest), *best = first;
    for (struct place *place = first; place < first + NEIGHBOURS; place++) {
        if (is_at(place, digest))
            return place;
        if (best->digest_n && (!place->digest_n || place->moment < best->moment))
            best = place;
    }
    return best;
}

void access_memo_keep(struct work *work, struct str digest, int64_t moment, const struct access_found *found)
{
    struct place *places = conn_kept(work->conn);
    if (!places && (places = calloc(PLACES, sizeof *places)))
        conn_keep(work->conn, places, free);
    if (!places || !digest.n || digest.n > DIGEST_ROOM || found->purpose.p)
        return;
    struct place *place = place_for(places, digest);
    *place = (struct place){.moment = moment,
                            .used_at = found->used_at,
                            .expires_at = found->expires_at,
                            .everywhere = !found->caller.scope.alliance.p,
                            .caller = found->caller};
    bool fits = keep_id(&place->tenant, found->caller.tenant) && keep_id(&place->account, found->caller.account) &&
                keep_id(&place->access, found->caller.access) &&
                keep_id(&place->alliance, found->caller.scope.alliance);
    place->digest_n = fits ? digest.n : 0;
    memcpy(place->digest, digest.p, digest.n);
}
