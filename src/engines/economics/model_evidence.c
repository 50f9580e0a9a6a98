#include "engines/economics/model_evidence.h"
#include "base/name.h"

enum err capabilities_compare(struct arena *arena, const int *strengths, size_t parties, size_t capabilities,
                              struct capability_overlap *out)
{
    int64_t least = 0, most = 0, apart = 0, count = 0;
    *out = (struct capability_overlap){.speaks = MODEL_NONE};
    for (size_t i = 0; i < parties; i++)
        for (size_t j = i + 1; j < parties; j++)
            for (size_t k = 0; k < capabilities; k++) {
                int a = strengths[i * capabilities + k], b = strengths[j * capabilities + k];
                least += a < b ? a : b;
                most += a < b ? b : a;
                apart += a < b ? b - a : a - b;
                count += a > 0 || b > 0;
            }
    if (!count)
        return OK;
    out->overlap = fraction_of(arena, least, most);
    out->difference = fraction_of(arena, apart, count);
    const struct fraction *fifth = fraction_of(arena, 1, 5), *one = fraction_int(arena, 1);
    if (!out->overlap || !out->difference || !fifth || !one)
        return ERR_MEMORY;
    if (!fraction_reaches(arena, out->overlap, fifth))
        out->speaks = MODEL_SPECIALISATION;
    else
        out->speaks = fraction_reaches(arena, one, out->difference) ? MODEL_SHARING : MODEL_ALLOCATION;
    return OK;
}

enum model relationship_of(struct arena *arena, const struct business *a, const struct business *b)
{
    if (!a->industry.n || !b->industry.n)
        return MODEL_NONE;
    if (!str_eq(name_key(arena, a->industry), name_key(arena, b->industry)))
        return MODEL_SPECIALISATION;
    if (!a->position.n || !b->position.n)
        return MODEL_NONE;
    return str_eq(a->position, b->position) ? MODEL_SHARING : MODEL_ALLOCATION;
}
