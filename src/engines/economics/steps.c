#include "engines/economics/steps.h"
#include "engines/economics/calculator_kit.h"

enum err tiers_check(struct arena *arena, const struct value *tiers, struct str list, struct problems *problems)
{
    const struct fraction *end = fraction_int(arena, 0); /* of the tiers before, as far as they can be read */
    enum err err = OK;
    bool open = false;
    size_t index = 0;
    if (!tiers || tiers->kind != V_LIST)
        return OK;
    VALUE_EACH (tier, tiers) {
        struct str at = pointer_index(arena, list, index++);
        const struct value *up_to = value_get(tier, "up_to");
        struct str place = pointer_member(arena, at, S("up_to"));
        err = share_check(arena, value_get(tier, "rate"), pointer_member(arena, at, S("rate")), problems);
        if (!err)
            err = amount_check(arena, up_to, place, problems);
        const struct fraction *ends = fraction_number(arena, up_to);
        if (!err && open)
            err = tell(problems, place, "tier.after-last", NULL);
        else if (!err && ends && fraction_sign(ends) > 0 && fraction_compare(ends, end) <= 0)
            err = tell(problems, place, "tier.order", NULL);
        open = open || (up_to && up_to->kind == V_NULL);
        end = ends ? fraction_most(end, ends) : end;
        if (err)
            return err;
    }
    return OK;
}

/* A number or fraction at or above 0 that can be read, told where it cannot. */
static enum err bound_check(struct arena *arena, const struct value *bound, struct str at, struct problems *problems)
{
    if (!bound || (bound->kind != V_TEXT && bound->kind != V_INT && bound->kind != V_NUMBER))
        return OK;
    if (fraction_share(arena, bound))
        return OK;
    return tell(problems, at, bound->kind == V_TEXT ? "share.fraction" : "share.figures", NULL);
}

enum err bands_check(struct arena *arena, const struct value *bands, struct str list, struct problems *problems)
{
    const struct fraction *end = fraction_int(arena, 0);
    enum err err = OK;
    bool open = false;
    size_t index = 0;
    if (!bands || bands->kind != V_LIST)
        return OK;
    VALUE_EACH (band, bands) {
        struct str at = pointer_index(arena, list, index++);
        struct str from_at = pointer_member(arena, at, S("from")), to_at = pointer_member(arena, at, S("to"));
        const struct value *from = value_get(band, "from"), *to = value_get(band, "to");
        const struct fraction *begins = fraction_share(arena, from), *ends = fraction_share(arena, to);
        err = bound_check(arena, from, from_at, problems);
        if (!err)
            err = bound_check(arena, to, to_at, problems);
        if (!err)
            err = share_check(arena, value_get(band, "share"), pointer_member(arena, at, S("share")), problems);
        if (!err && (open || (begins && fraction_compare(begins, end) < 0 && fraction_sign(begins) >= 0)))
            err = tell(problems, from_at, "band.over", NULL);
        if (!err && begins && ends && fraction_compare(ends, begins) <= 0)
            err = tell(problems, to_at, "band.empty", NULL);
        open = open || (to && to->kind == V_NULL);
        end = ends ? fraction_most(end, ends) : begins ? fraction_most(end, begins) : end;
        if (err)
            return err;
    }
    return OK;
}

const struct tier *tiers_read(struct arena *arena, const struct value *tiers, size_t *count)
{
    struct tier *read = ARENA_ARRAY(arena, (size_t)tiers->count + 1, struct tier);
    size_t n = 0;
    VALUE_EACH (tier, tiers) {
        const struct value *up_to = value_get(tier, "up_to");
        bool open = up_to->kind == V_NULL;
        const struct fraction *ends = open ? NULL : fraction_number(arena, up_to);
        const struct fraction *rate = fraction_share(arena, value_get(tier, "rate"));
        if (!read || !rate || (!open && !ends))
            return NULL;
        read[n++] = (struct tier){.up_to = ends, .rate = rate};
    }
    *count = n;
    return read;
}

const struct band *bands_read(struct arena *arena, const struct value *bands, size_t *count)
{
    struct band *read = ARENA_ARRAY(arena, (size_t)bands->count + 1, struct band);
    size_t n = 0;
    VALUE_EACH (band, bands) {
        const struct value *to = value_get(band, "to");
        bool open = !to || to->kind == V_NULL;
        struct band one = {.from = fraction_share(arena, value_get(band, "from")),
                           .to = open ? NULL : fraction_share(arena, to),
                           .share = fraction_share(arena, value_get(band, "share"))};
        if (!read || !one.from || !one.share || (!open && !one.to))
            return NULL;
        read[n++] = one;
    }
    *count = n;
    return read;
}
