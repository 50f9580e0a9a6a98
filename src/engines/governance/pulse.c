#include "engines/governance/pulse.h"

/* a / b in millionths, rounded half up; both at least 0, b above 0. */
static int64_t per(int64_t a, int64_t b)
{
    return (2 * a * 1000000 + b) / (2 * b);
}

struct adherence pulse_adherence(const int64_t counts[ASKING_POINTS])
{
    struct adherence out = {0};
    int64_t sum = 0, favourable = 0;
    for (int64_t i = 0; i < ASKING_POINTS; i++) {
        out.answers += counts[i];
        sum += (i + 1) * counts[i];
        favourable += i + 1 >= PULSE_FAVOURABLE ? counts[i] : 0;
    }
    if (out.answers) {
        out.mean = per(sum, out.answers);
        out.favourable = per(favourable, out.answers);
    }
    return out;
}

struct value *pulse_points(struct arena *arena, int64_t millionths)
{
    struct value *leaf = value_new(arena, V_DECIMAL);
    if (leaf)
        leaf->i = (millionths + (millionths < 0 ? -5000 : 5000)) / 10000 * 10000;
    return leaf;
}

struct adherence pulse_of_pool(const struct value *pool)
{
    static const char *const names[ASKING_POINTS] = {"count_1", "count_2", "count_3", "count_4", "count_5"};
    int64_t counts[ASKING_POINTS];
    for (int i = 0; i < ASKING_POINTS; i++)
        counts[i] = value_get_int(pool, names[i], 0);
    return pulse_adherence(counts);
}

struct slip pulse_slip(const struct value *pools, struct str organisation)
{
    struct slip slip = {0};
    VALUE_EACH (pool, pools)
        if (str_eq(value_get_text(pool, "organisation"), organisation)) {
            slip.before = slip.last;
            slip.last = pool;
        }
    if (!slip.before)
        return (struct slip){0};
    slip.fall = pulse_of_pool(slip.before).mean - pulse_of_pool(slip.last).mean;
    return slip;
}

static bool worse(const struct slip *a, const struct slip *b)
{
    return a->fall != b->fall ? a->fall > b->fall : pulse_of_pool(a->last).mean < pulse_of_pool(b->last).mean;
}

enum err pulse_most_of(struct work *work, const struct viewer *viewer, const struct value *rules,
                       const struct id_set *asked, struct slipping *out)
{
    *out = (struct slipping){0};
    VALUE_EACH (rule, rules) {
        struct value *pools;
        if (!str_is(value_get_text(rule, "state"), "agreed") || !id_set_has(asked, value_get_text(rule, "id")))
            continue;
        enum err err = asking_pools(work, viewer, value_get_text(rule, "id"), value_get_text(rule, "circle"),
                                    today_of(work), &pools);
        if (err)
            return err;
        VALUE_EACH (pool, pools) {
            struct str organisation = value_get_text(pool, "organisation");
            struct slip slip = pulse_slip(pools, organisation);
            if (slip.last != pool || slip.fall < PULSE_SLIP || (out->rule && !worse(&slip, &out->slip)))
                continue;
            *out = (struct slipping){rule, organisation, slip};
        }
    }
    return OK;
}

enum err pulse_most(struct work *work, const struct viewer *viewer, const struct value *rules, struct slipping *out)
{
    struct id_set asked;
    enum err err = asking_subjects(work, viewer, &asked);
    return err ? err : pulse_most_of(work, viewer, rules, &asked, out);
}
