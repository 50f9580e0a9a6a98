#include "engines/economics/calculator_kit.h"
#include "kernel/exact.h"

enum err tell(struct problems *problems, struct str at, const char *key, const struct value *args)
{
    return problem_say(problems, at, key, args) == ERR_MEMORY ? ERR_MEMORY : OK;
}

bool amount_of(struct arena *arena, const struct value *value, int64_t *out)
{
    struct exact number;
    return value && exact_read(arena, value, &number) && exact_int(&number, out) && money_fits(*out);
}

enum err amount_check(struct arena *arena, const struct value *value, struct str at, struct problems *problems)
{
    struct exact number;
    int64_t amount;
    if (!value || !exact_read(arena, value, &number) || !exact_whole(&number) || amount_of(arena, value, &amount))
        return OK;
    return tell(problems, at, "amount.large", NULL);
}

enum err amounts_check(struct arena *arena, const struct value *all, struct str at, struct problems *problems)
{
    enum err err = OK;
    size_t index = 0;
    if (!all || (all->kind != V_MAP && all->kind != V_LIST))
        return OK;
    VALUE_EACH (one, all) {
        struct str place = all->kind == V_MAP ? pointer_member(arena, at, one->key) : pointer_index(arena, at, index++);
        err = err ? err : amount_check(arena, one, place, problems);
    }
    return err;
}

enum err parties_check(struct arena *arena, const struct value *map, const struct value *parties, struct str at,
                       struct problems *problems)
{
    enum err err = OK;
    if (!map || map->kind != V_MAP || !parties || parties->kind != V_MAP)
        return OK;
    struct str_map known = str_map_init(arena);
    VALUE_EACH (party, parties) {
        uint32_t *place = str_map_at(&known, party->key);
        if (!place)
            return ERR_MEMORY;
        *place = 1;
    }
    VALUE_EACH (one, map)
        if (!err && !str_map_get(&known, one->key))
            err = tell(problems, pointer_member(arena, at, one->key), "party.unknown", NULL);
    return err;
}

enum err ratio_check(struct arena *arena, const struct value *map, struct str at, struct problems *problems)
{
    enum err err = shares_check(arena, map, at, problems);
    if (map && map->kind == V_MAP)
        VALUE_EACH (share, map)
            err = err ? err : share_check(arena, share, pointer_member(arena, at, share->key), problems);
    return err;
}

struct value *put_amounts(struct arena *arena, struct value *to, const char *key, const struct str *parties,
                          const int64_t *amounts, size_t count)
{
    struct value *map = value_put_map(arena, to, key);
    for (size_t i = 0; map && i < count; i++)
        if (!value_put_str(map, parties[i], value_int(arena, amounts[i])))
            return NULL;
    return map;
}

/* Payments are few: sorted by insertion, as the names are not at hand in qsort. */
static void sort_by_name(const struct str *parties, struct payment *payments, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct payment one = payments[i];
        size_t at = i;
        for (; at; at--) {
            int order = str_cmp(parties[payments[at - 1].from], parties[one.from]);
            if (!order)
                order = str_cmp(parties[payments[at - 1].to], parties[one.to]);
            if (order <= 0)
                break;
            payments[at] = payments[at - 1];
        }
        payments[at] = one;
    }
}

enum err put_payments(struct arena *arena, struct value *to, const struct str *parties, struct payment *payments,
                      size_t count)
{
    struct value *list = value_put_list(arena, to, "payments");
    sort_by_name(parties, payments, count);
    for (size_t i = 0; list && i < count; i++) {
        struct value *one = value_push_map(arena, list);
        value_put_text(arena, one, "from", parties[payments[i].from]);
        value_put_text(arena, one, "to", parties[payments[i].to]);
        if (!value_put_int(arena, one, "amount", payments[i].amount))
            return ERR_MEMORY;
    }
    return list ? OK : ERR_MEMORY;
}
