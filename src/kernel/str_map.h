/* str_map.h: a table from texts to numbers, in an arena, that grows as needed. 0 stands for "not there", so that places
 * in an array are kept as place + 1. */
#ifndef KERNEL_STR_MAP_H
#define KERNEL_STR_MAP_H
#include "base/arena.h"

struct str_map {
    struct arena *arena;
    struct str_slot *slots;
    size_t size, count;
};
struct str_slot {
    struct str key;
    uint32_t value;
};
struct str_map str_map_init(struct arena *arena);
/* The number under `key`, 0 when there is none. */
uint32_t str_map_get(const struct str_map *map, struct str key);
/* Where the number under `key` is kept, made with 0 when it is new; NULL when the arena is exhausted. Good until the
 * next call. The key is not copied. */
uint32_t *str_map_at(struct str_map *map, struct str key);
#endif
