#include "kernel/fraction_memory.h"
#include <gmp.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Far above what one operation on numbers of FRACTION_FIGURES_MAX figures takes. */
enum { ROOM = 64 * 1024, ALIGNED = alignof(max_align_t) };

static _Thread_local struct {
    bool was_short;
    unsigned blocks; /* that are out */
    size_t used;
    alignas(max_align_t) char room[ROOM];
} reserve;

void fraction_memory_begin(void)
{
    reserve.was_short = false;
}

bool fraction_memory_short(void)
{
    return reserve.was_short;
}

static bool is_reserve(const void *block)
{
    return (const char *)block >= reserve.room && (const char *)block < reserve.room + ROOM;
}

static void *from_reserve(size_t size)
{
    size_t rounded = (size + ALIGNED - 1) / ALIGNED * ALIGNED;
    reserve.was_short = true;
    if (rounded > ROOM - reserve.used)
        abort(); /* GMP takes no other answer */
    void *block = reserve.room + reserve.used;
    reserve.used += rounded;
    reserve.blocks++;
    return block;
}

static void *take(size_t size)
{
    void *block = malloc(size);
    return block ? block : from_reserve(size);
}

static void give_back(void *block, size_t size)
{
    (void)size;
    if (!is_reserve(block))
        free(block);
    else if (--reserve.blocks == 0)
        reserve.used = 0;
}

static void *take_more(void *old, size_t size, size_t wanted)
{
    void *block = is_reserve(old) ? NULL : realloc(old, wanted);
    if (block)
        return block;
    block = from_reserve(wanted);
    memcpy(block, old, size < wanted ? size : wanted);
    give_back(old, size);
    return block;
}

__attribute__((constructor)) static void use_these(void)
{
    mp_set_memory_functions(take, take_more, give_back);
}
