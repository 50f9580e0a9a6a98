#include "engines/economics/split.h"
#include "base/message.h"

/* ERR_INPUT of a problem that was added is no failure of the check itself. */
static enum err told(enum err err)
{
    return err == ERR_INPUT ? OK : err;
}

enum err share_check(struct arena *arena, const struct value *share, struct str at, struct problems *problems)
{
    if (!share || (share->kind != V_TEXT && share->kind != V_INT && share->kind != V_NUMBER))
        return OK;
    const struct fraction *read = fraction_share(arena, share);
    if (!read)
        return told(problem_say(problems, at, share->kind == V_TEXT ? "share.fraction" : "share.figures", NULL));
    if (share->kind == V_TEXT && fraction_compare(read, fraction_int(arena, 1)) > 0)
        return told(problem_say(problems, at, "share.above-one", NULL));
    return OK;
}

/* The share of a member: its own, or that of a side. */
static const struct value *share_of(const struct value *member)
{
    return member->kind == V_MAP ? value_get(member, "share") : member;
}

enum err shares_check(struct arena *arena, const struct value *map, struct str at, struct problems *problems)
{
    const struct fraction *sum = fraction_int(arena, 0);
    if (!map || map->kind != V_MAP || !map->count)
        return OK;
    VALUE_EACH (member, map)
        sum = fraction_add(arena, sum, fraction_share(arena, share_of(member)));
    if (!sum || fraction_near(arena, sum, fraction_int(arena, 1)))
        return OK;
    const struct value *args = message_args(arena, "sum", fraction_value(arena, sum), NULL);
    return told(problem_say(problems, at, "share.sum", args));
}

static enum err check_level(struct arena *arena, const struct value *split, struct str at, struct problems *problems,
                            struct str_map *seen)
{
    if (!split || split->kind != V_MAP)
        return OK;
    enum err err = shares_check(arena, split, at, problems);
    VALUE_EACH (member, split) {
        struct str place = pointer_member(arena, at, member->key);
        if (err)
            return err;
        if (member->kind == V_MAP) {
            err = share_check(arena, share_of(member), pointer_member(arena, place, S("share")), problems);
            if (!err)
                err = check_level(arena, value_get(member, "split"), pointer_member(arena, place, S("split")), problems,
                                  seen);
            continue;
        }
        err = share_check(arena, member, place, problems);
        uint32_t *times = str_map_at(seen, member->key);
        if (!times)
            return ERR_MEMORY;
        if ((*times)++ && !err)
            err = told(problem_say(problems, place, "split.twice", NULL));
    }
    return err;
}

enum err split_check(struct arena *arena, const struct value *split, struct str at, struct problems *problems)
{
    struct str_map seen = str_map_init(arena);
    return check_level(arena, split, at, problems, &seen);
}

static size_t leaves_of(const struct value *split)
{
    size_t n = 0;
    if (split && split->kind == V_MAP)
        VALUE_EACH (member, split)
            n += member->kind == V_MAP ? leaves_of(value_get(member, "split")) : 1;
    return n;
}

static enum err read_level(struct arena *arena, const struct value *split, const struct fraction *whole,
                           struct split *out)
{
    const struct fraction *sum = fraction_int(arena, 0);
    if (!split || split->kind != V_MAP)
        return OK;
    VALUE_EACH (member, split)
        sum = fraction_add(arena, sum, fraction_share(arena, share_of(member)));
    VALUE_EACH (member, split) {
        const struct fraction *part =
            fraction_times(arena, whole, fraction_over(arena, fraction_share(arena, share_of(member)), sum));
        if (member->kind == V_MAP) {
            enum err err = read_level(arena, value_get(member, "split"), part, out);
            if (err)
                return err;
            continue;
        }
        uint32_t *place = str_map_at(&out->places, member->key);
        if (!place)
            return ERR_MEMORY;
        out->parties[out->count] = member->key;
        out->weights[out->count++] = part;
        if (!*place)
            *place = (uint32_t)out->count;
    }
    return OK;
}

enum err split_read(struct arena *arena, const struct value *split, struct split *out)
{
    size_t n = leaves_of(split);
    *out = (struct split){.parties = ARENA_ARRAY(arena, n + 1, struct str),
                          .weights = ARENA_ARRAY(arena, n + 1, const struct fraction *),
                          .places = str_map_init(arena)};
    return out->parties && out->weights ? read_level(arena, split, fraction_int(arena, 1), out) : ERR_MEMORY;
}

ptrdiff_t split_place(const struct split *split, struct str party)
{
    return (ptrdiff_t)str_map_get(&split->places, party) - 1;
}
