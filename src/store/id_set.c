#include "store/store.h"

static size_t hash(struct str id)
{
    uint64_t h = UINT64_C(1469598103934665603);
    for (size_t i = 0; i < id.n; i++)
        h = (h ^ (unsigned char)id.p[i]) * UINT64_C(1099511628211);
    return (size_t)(h ^ h >> 29);
}

struct id_set id_set_of(struct arena *arena, const struct str *ids, size_t count)
{
    size_t size = 4;
    while (size < count * 2)
        size *= 2;
    struct str *slots = ARENA_ARRAY(arena, size, struct str);
    if (!slots)
        return (struct id_set){NULL, 0, 0};
    struct id_set set = {slots, size, 0};
    for (size_t i = 0; i < count; i++) {
        if (!ids[i].n || id_set_has(&set, ids[i]))
            continue;
        size_t at = hash(ids[i]) & (size - 1);
        while (slots[at].p)
            at = (at + 1) & (size - 1);
        slots[at] = ids[i];
        set.count++;
    }
    return set;
}

bool id_set_has(const struct id_set *set, struct str id)
{
    if (!set || !set->size)
        return false;
    for (size_t at = hash(id) & (set->size - 1); set->slots[at].p; at = (at + 1) & (set->size - 1))
        if (str_eq(set->slots[at], id))
            return true;
    return false;
}
