/* Input and output in balance (S2 4.1): what each party puts in, intangibles valued low, middle and high, against what
 * it takes out: ρ = share of output ⁄ share of input, all within 0.8 … 1.25; and from which valuation on it holds. */
#include "base/message.h"
#include "engines/economics/calculator_kit.h"
#include "engines/economics/calculators.h"

enum valuation { LOW, MIDDLE, HIGH, VALUATIONS };
static const char *const valuation_names[VALUATIONS] = {"low", "middle", "high"};

struct side {
    struct str name;
    const struct fraction *in[VALUATIONS];         /* with what it cannot measure */
    const struct fraction *unmeasured[VALUATIONS]; /* of that */
    const struct fraction *out;                    /* share of all that is taken out */
    bool estimated;                                /* something of it is valued */
};
struct balance {
    struct arena *arena;
    struct side *sides;
    size_t count;
    const struct fraction *sum[VALUATIONS]; /* of what is put in */
    const struct fraction *least, *most, *none, *one;
};

/* ---- checks ---- */

static enum err check_party(struct arena *arena, const struct value *party, struct str at, struct problems *problems)
{
    const struct value *unmeasured = value_get(party, "unmeasured");
    const struct fraction *before = NULL;
    for (size_t i = 0; i < VALUATIONS; i++) {
        const struct value *given = value_get(unmeasured, valuation_names[i]);
        const struct fraction *now = given ? fraction_number(arena, given) : NULL;
        if (before && now && fraction_compare(now, before) < 0)
            return tell(problems,
                        pointer_member(arena, pointer_member(arena, at, S("unmeasured")), str_of(valuation_names[i])),
                        "balance.order", NULL);
        before = now;
    }
    return OK;
}

static enum err check(struct arena *arena, const struct value *input, struct problems *problems)
{
    const struct value *parties = value_get(input, "parties"), *alone = value_get(input, "alone");
    const struct fraction *out = fraction_int(arena, 0);
    bool readable = parties && parties->kind == V_MAP && parties->count;
    enum err err = OK;
    VALUE_EACH (party, readable ? parties : NULL) {
        const struct value *given = value_get(party, "out");
        bool number = given && (given->kind == V_INT || given->kind == V_NUMBER);
        out = number ? fraction_add(arena, out, fraction_number(arena, given)) : NULL;
        if (!err)
            err = check_party(arena, party, pointer_member(arena, S("/parties"), party->key), problems);
    }
    if (!err && readable && out && fraction_sign(out) == 0)
        err = tell(problems, S("/parties"), "balance.no-output", NULL);
    if (!err && alone && !value_get(input, "worth"))
        err = tell(problems, S("/alone"), "balance.no-worth", NULL);
    return err ? err : parties_check(arena, alone, parties, S("/alone"), problems);
}

/* ---- reading ---- */

static const struct fraction *number_in(struct arena *arena, const struct value *map, const char *member)
{
    const struct value *given = value_get(map, member);
    return given ? fraction_number(arena, given) : fraction_int(arena, 0);
}

static enum err read(struct balance *b, const struct value *input)
{
    struct arena *a = b->arena;
    const struct value *parties = value_get(input, "parties");
    const struct fraction *out = b->none;
    b->sides = ARENA_ARRAY(a, (size_t)parties->count + 1, struct side);
    if (!b->sides)
        return ERR_MEMORY;
    for (size_t v = 0; v < VALUATIONS; v++)
        b->sum[v] = b->none;
    VALUE_EACH (party, parties) {
        struct side *side = &b->sides[b->count++];
        const struct value *unmeasured = value_get(party, "unmeasured");
        side->name = party->key;
        side->estimated = unmeasured;
        side->out = number_in(a, party, "out");
        out = fraction_add(a, out, side->out);
        for (size_t v = 0; v < VALUATIONS; v++) {
            side->unmeasured[v] = number_in(a, unmeasured, valuation_names[v]);
            side->in[v] = fraction_add(a, number_in(a, party, "in"), side->unmeasured[v]);
            b->sum[v] = fraction_add(a, b->sum[v], side->in[v]);
        }
    }
    for (size_t i = 0; i < b->count; i++)
        b->sides[i].out = fraction_over(a, b->sides[i].out, out);
    return b->sum[HIGH] && b->sum[LOW] ? OK : ERR_MEMORY;
}

/* ---- one valuation ---- */

/* ρ of a side; NULL where it puts in nothing. */
static const struct fraction *ratio_of(const struct balance *b, const struct side *side, size_t v)
{
    return fraction_sign(side->in[v]) == 0
               ? NULL
               : fraction_over(b->arena, fraction_times(b->arena, side->out, b->sum[v]), side->in[v]);
}

static bool balanced_at(const struct balance *b, size_t v)
{
    for (size_t i = 0; i < b->count; i++) {
        const struct side *side = &b->sides[i];
        const struct fraction *ratio = ratio_of(b, side, v);
        bool nothing = !ratio && fraction_sign(side->out) == 0;
        if (!nothing &&
            !(ratio && fraction_reaches(b->arena, ratio, b->least) && fraction_reaches(b->arena, b->most, ratio)))
            return false;
    }
    return fraction_sign(b->sum[v]) > 0;
}

/* ---- between valuations ---- */

/* A stretch of a step from one valuation to the next, 0 to 1. */
struct stretch {
    const struct fraction *from, *to;
    bool empty;
};

/* Keeps of it where `at` + `by`·t is not below 0. */
static void keep(struct balance *b, struct stretch *stretch, const struct fraction *at, const struct fraction *by)
{
    int sign = fraction_sign(by);
    if (sign == 0) {
        stretch->empty = stretch->empty || fraction_sign(at) < 0;
        return;
    }
    const struct fraction *zero = fraction_over(b->arena, fraction_less(b->arena, b->none, at), by);
    if (sign > 0)
        stretch->from = fraction_most(stretch->from, zero);
    else
        stretch->to = fraction_least(stretch->to, zero);
    stretch->empty = stretch->empty || fraction_compare(stretch->from, stretch->to) > 0;
}

/* `a`·x − `b`·y at a valuation. */
static const struct fraction *gap(struct arena *arena, const struct fraction *a, const struct fraction *x,
                                  const struct fraction *b, const struct fraction *y)
{
    return fraction_less(arena, fraction_times(arena, a, x), fraction_times(arena, b, y));
}

/* Where between valuation v and the next all sides are within the bounds: each bound is linear in what is put in. */
static struct stretch within(struct balance *b, size_t v)
{
    struct arena *a = b->arena;
    struct stretch stretch = {b->none, b->one, fraction_sign(b->sum[v + 1]) == 0};
    for (size_t i = 0; i < b->count && !stretch.empty; i++) {
        const struct side *side = &b->sides[i];
        const struct fraction *low = gap(a, side->out, b->sum[v], b->least, side->in[v]);
        const struct fraction *low_next = gap(a, side->out, b->sum[v + 1], b->least, side->in[v + 1]);
        const struct fraction *high = gap(a, b->most, side->in[v], side->out, b->sum[v]);
        const struct fraction *high_next = gap(a, b->most, side->in[v + 1], side->out, b->sum[v + 1]);
        keep(b, &stretch, low, fraction_less(a, low_next, low));
        if (!stretch.empty)
            keep(b, &stretch, high, fraction_less(a, high_next, high));
    }
    return stretch;
}

/* What each side's intangibles are worth at t between valuation v and the next. */
static enum err put_values(struct balance *b, struct value *map, const char *key, size_t v, const struct fraction *t)
{
    struct arena *a = b->arena;
    struct value *values = value_put_map(a, map, key);
    for (size_t i = 0; i < b->count; i++) {
        const struct side *side = &b->sides[i];
        if (!side->estimated)
            continue;
        const struct fraction *rise = fraction_less(a, side->unmeasured[v + 1], side->unmeasured[v]);
        const struct fraction *value = fraction_add(a, side->unmeasured[v], fraction_times(a, rise, t));
        if (!value_put_str(values, side->name, fraction_value(a, value)))
            return ERR_MEMORY;
    }
    return values ? OK : ERR_MEMORY;
}

static enum err put_ranges(struct balance *b, struct value *output)
{
    struct value *list = value_put_list(b->arena, output, "holds");
    struct stretch one = within(b, LOW), two = within(b, MIDDLE);
    bool joined = !one.empty && !two.empty && fraction_compare(one.to, b->one) == 0 && fraction_sign(two.from) == 0;
    if (!one.empty) {
        struct value *range = value_push_map(b->arena, list);
        if (put_values(b, range, "from", LOW, one.from) ||
            put_values(b, range, "to", joined ? MIDDLE : LOW, joined ? two.to : one.to))
            return ERR_MEMORY;
    }
    if (!two.empty && !joined) {
        struct value *range = value_push_map(b->arena, list);
        if (put_values(b, range, "from", MIDDLE, two.from) || put_values(b, range, "to", MIDDLE, two.to))
            return ERR_MEMORY;
    }
    return list ? OK : ERR_MEMORY;
}

static enum err put_valuations(struct balance *b, struct value *output)
{
    struct arena *a = b->arena;
    struct value *all = value_put_map(a, output, "valuations");
    for (size_t v = 0; v < VALUATIONS; v++) {
        struct value *one = value_put_map(a, all, valuation_names[v]), *ratios = value_put_map(a, one, "ratios");
        for (size_t i = 0; i < b->count; i++) {
            const struct fraction *ratio = ratio_of(b, &b->sides[i], v);
            if (!value_put_str(ratios, b->sides[i].name, ratio ? fraction_value(a, ratio) : value_null(a)))
                return ERR_MEMORY;
        }
        value_put_bool(a, one, "balanced", balanced_at(b, v));
    }
    return all ? OK : ERR_MEMORY;
}

static enum err run(struct arena *arena, const struct value *input, struct problems *problems, struct value **output)
{
    (void)problems;
    struct balance b = {.arena = arena,
                        .least = fraction_of(arena, 4, 5),
                        .most = fraction_of(arena, 5, 4),
                        .none = fraction_int(arena, 0),
                        .one = fraction_int(arena, 1)};
    const struct fraction *alone = b.none;
    *output = value_map(arena);
    enum err err = b.least && b.most && b.one && *output ? read(&b, input) : ERR_MEMORY;
    if (!err)
        err = put_valuations(&b, *output);
    if (!err)
        err = put_ranges(&b, *output);
    VALUE_EACH (one, value_get(input, "alone"))
        alone = fraction_add(arena, alone, fraction_number(arena, one));
    const struct value *worth = value_get(input, "worth");
    bool more = worth && fraction_compare(fraction_number(arena, worth), alone) > 0;
    value_put(*output, "worth_more", worth && value_get(input, "alone") ? value_bool(arena, more) : value_null(arena));
    return err;
}

const struct calculator balance_calculator = {.name = "balance", .check = check, .run = run};
