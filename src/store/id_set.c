#include "store/store.h"

struct id_set id_set_of(struct arena *arena, const struct str *ids, size_t count)
{
    size_t size = 4;
    while (size < count * 2)
        size *= 2;
    struct str *slots = ARENA_ARRAY(arena, size, struct str);
    if (!slots)
        return (struct id_set){.size = 0};
    struct id_set set = {.slots = slots, .size = size};
    for (size_t i = 0; i < count; i++) {
        if (!ids[i].n || id_set_has(&set, ids[i]))
            continue;
        size_t at = str_hash(ids[i]) & (size - 1);
        while (slots[at].p)
            at = (at + 1) & (size - 1);
        slots[at] = ids[i];
        set.count++;
    }
    return set;
}

struct id_set id_set_and(const struct id_set *set, struct str id)
{
    struct id_set more = *set;
    if (id.n && more.size && !id_set_has(set, id)) {
        more.also = id;
        more.count++;
    }
    return more;
}

bool id_set_has(const struct id_set *set, struct str id)
{
    if (!set || !set->size)
        return false;
    for (size_t at = str_hash(id) & (set->size - 1); set->slots[at].p; at = (at + 1) & (set->size - 1))
        if (str_eq(set->slots[at], id))
            return true;
    return set->also.p && str_eq(set->also, id);
}

size_t id_set_places(const struct id_set *set)
{
    return set ? set->size + 1 : 0;
}

struct str id_set_at(const struct id_set *set, size_t place)
{
    return place < set->size ? set->slots[place] : set->also;
}
