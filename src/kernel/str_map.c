#include "kernel/str_map.h"

enum { FIRST_SIZE = 64 };

struct str_map str_map_init(struct arena *arena)
{
    return (struct str_map){.arena = arena};
}

/* The slot of the key, or the free one where it would be. */
static struct str_slot *slot_of(const struct str_map *map, struct str key)
{
    size_t at = str_hash(key) & (map->size - 1);
    while (map->slots[at].value && !str_eq(map->slots[at].key, key))
        at = (at + 1) & (map->size - 1);
    return &map->slots[at];
}

uint32_t str_map_get(const struct str_map *map, struct str key)
{
    return map->size ? slot_of(map, key)->value : 0;
}

static bool grow(struct str_map *map)
{
    struct str_map grown = *map;
    grown.size = map->size ? map->size * 2 : FIRST_SIZE;
    grown.slots = ARENA_ARRAY(map->arena, grown.size, struct str_slot);
    if (!grown.slots)
        return false;
    grown.count = 0;
    for (size_t i = 0; i < map->size; i++)
        if (map->slots[i].value) { /* a slot whose number was never set is dropped */
            *slot_of(&grown, map->slots[i].key) = map->slots[i];
            grown.count++;
        }
    *map = grown;
    return true;
}

uint32_t *str_map_at(struct str_map *map, struct str key)
{
    if (map->count * 2 >= map->size && !grow(map))
        return NULL;
    struct str_slot *slot = slot_of(map, key);
    if (!slot->value) {
        slot->key = key;
        map->count++;
    }
    return &slot->value;
}
