#include "engines/economics/balance.h"
#include "engines/economics/rates.h"
#include "engines/economics/waterfall.h"
#include "kernel/calc.h"

enum { ROWS_MOST = 2000, PARTIES_MOST = 200, MILLION = 1000000 };
static const char *const valuations[BALANCE_VALUATIONS] = {"low", "middle", "high"};

struct reading {
    struct work *work;
    const struct viewer *viewer;
    struct str alliance, joint; /* joint: the circle of all; empty where everything counts that is seen */
    struct value *rates;
    struct str today;
    struct balance *out;
};

static bool add(int64_t *sum, int64_t amount)
{
    return !__builtin_add_overflow(*sum, amount, sum);
}

static struct balance_party *party_of(struct balance *balance, struct str id)
{
    for (size_t i = 0; i < balance->count; i++)
        if (str_eq(balance->parties[i].id, id))
            return &balance->parties[i];
    return NULL;
}

/* ---- records ---- */

static enum err read_parties(struct reading *r)
{
    struct query query = {.sort = S("id")};
    struct value *rows = NULL;
    query_add(&query, "alliance", r->alliance);
    enum err err = rows_where(r->work, r->viewer, kind_by_plural(S("parties")), query, PARTIES_MOST, &rows);
    r->out->parties = err ? NULL : ARENA_ARRAY(r->work->arena, (size_t)rows->count + 1, struct balance_party);
    if (!err && !r->out->parties)
        return ERR_MEMORY;
    VALUE_EACH (row, err ? NULL : rows)
        if (!is_given(row, "left_on"))
            r->out->parties[r->out->count++] =
                (struct balance_party){.id = value_get_text(row, "id"), .name = value_get_text(row, "name")};
    return err;
}

static enum err read_valued(struct reading *r, const struct kind *kind, struct value **out)
{
    struct query query = {.sort = S("id")};
    struct value *rows = NULL;
    query_add(&query, "alliance", r->alliance);
    if (r->joint.n)
        query_add(&query, "circle", r->joint);
    enum err err = rows_where(r->work, r->viewer, kind, query, ROWS_MOST, &rows);
    *out = value_list(r->work->arena);
    VALUE_EACH (row, err ? NULL : rows)
        if (is_given(row, "value") && party_of(r->out, value_get_text(row, "party")))
            value_push(*out, again(r->work->arena, row));
    return err ? err : *out ? OK : ERR_MEMORY;
}

/* ---- closed periods ---- */

static enum err add_period(struct reading *r, const struct value *period)
{
    struct arena *a = r->work->arena;
    struct problems problems = problems_init(a);
    struct ledger ledger;
    struct value *settled = NULL;
    bool closed;
    enum err err = period_closed(r->work, r->viewer, period, &closed);
    if (err || !closed)
        return err;
    err = ledger_read(r->work, r->viewer, period, &ledger);
    if (!err)
        err = ledger_settle(r->work, &ledger, &problems, &settled);
    if (err)
        return err == ERR_INPUT ? OK : err;
    struct str currency = value_get_text(ledger.input, "currency");
    if (!r->out->currency.n)
        r->out->currency = currency;
    if (!str_eq(currency, r->out->currency)) {
        r->out->left_out++;
        return OK;
    }
    VALUE_EACH (moved, value_get(settled, "transfer")) {
        struct balance_party *party = party_of(r->out, deal_party_named(ledger.names, moved->key));
        int64_t booked;
        if (!party)
            continue;
        r->out->overflow |= !result_booked(a, ledger.input, settled, moved->key, &booked) ||
                            !add(&party->settled, booked) || !add(&party->settled, moved->i);
        party->takes_out = true;
    }
    value_push(r->out->periods, again(a, period));
    return OK;
}

/* The latest first: its currency is that of the whole. */
static enum err read_periods(struct reading *r, struct str circle)
{
    struct query query = {.sort = S("-starts")};
    struct value *rows = NULL;
    int64_t today = today_of(r->work);
    query_add(&query, "alliance", r->alliance);
    query_add(&query, "circle", circle);
    enum err err = rows_where(r->work, r->viewer, &settlement_period_kind, query, PERIODS_MOST, &rows);
    VALUE_EACH (row, err ? NULL : rows) {
        int64_t ends = day_of(row, "ends");
        if (ends < today && ends >= today - BALANCE_DAYS && (err = add_period(r, row)))
            return err;
    }
    return err;
}

/* ---- sums ---- */

/* In the currency of the whole, by the latest rate; false when there is none. */
static bool in_currency(struct reading *r, const struct value *value, int64_t *minor)
{
    struct balance *out = r->out;
    if (!out->currency.n)
        out->currency = value->text;
    *minor = value->i;
    if (str_eq(value->text, out->currency))
        return true;
    const struct value *rate = rate_for(r->rates, value->text, out->currency, r->today);
    if (rate && !rate_convert(r->work->arena, value->i, value->text, out->currency, rate, minor))
        out->overflow = true;
    out->left_out += !rate;
    return rate;
}

static void add_contributions(struct reading *r)
{
    struct balance *out = r->out;
    VALUE_EACH (row, out->contributions) {
        struct balance_party *party = party_of(out, value_get_text(row, "party"));
        int64_t low = 0, middle, high = 0;
        bool fits, estimated = is_given(row, "value_low");
        if (!in_currency(r, value_get(row, "value"), &middle) ||
            (estimated && !(in_currency(r, value_get(row, "value_low"), &low) &&
                            in_currency(r, value_get(row, "value_high"), &high))))
            continue;
        party->puts_in = true;
        if (estimated)
            fits = add(&party->estimated[BALANCE_LOW], low) && add(&party->estimated[BALANCE_MIDDLE], middle) &&
                   add(&party->estimated[BALANCE_HIGH], high);
        else
            fits = add(&party->in, middle);
        out->overflow |= !fits;
    }
}

static void add_benefits(struct reading *r)
{
    struct balance *out = r->out;
    VALUE_EACH (row, out->benefits) {
        struct balance_party *party = party_of(out, value_get_text(row, "party"));
        bool alone = str_is(value_get_text(row, "kind"), "alone");
        int64_t minor;
        if (!in_currency(r, value_get(row, "value"), &minor))
            continue;
        party->is_alone |= alone;
        party->takes_out |= !alone;
        out->overflow |= !add(alone ? &party->alone : &party->benefits, minor);
    }
}

int64_t balance_output(const struct balance *balance, const struct balance_party *party)
{
    int64_t sum = party->benefits;
    return balance->settled_counts && !add(&sum, party->settled) ? INT64_MAX : sum;
}

/* ---- the calculator ---- */

static struct value *input_of(struct arena *a, struct balance *out)
{
    struct value *input = value_map(a), *parties = value_put_map(a, input, "parties");
    for (size_t i = 0; i < out->count; i++) {
        const struct balance_party *party = &out->parties[i];
        struct value *one = value_put_str(parties, party->id, value_map(a));
        value_put(one, "in", value_int(a, party->in));
        value_put(one, "out", value_int(a, balance_output(out, party)));
        if (!party->estimated[BALANCE_HIGH])
            continue;
        struct value *estimated = value_put_map(a, one, "unmeasured");
        for (size_t v = 0; v < BALANCE_VALUATIONS; v++)
            value_put(estimated, valuations[v], value_int(a, party->estimated[v]));
    }
    return parties ? input : NULL;
}

static void take(struct arena *a, struct balance *out, const struct value *output)
{
    for (size_t v = 0; v < BALANCE_VALUATIONS; v++) {
        const struct value *one = value_get(value_get(output, "valuations"), valuations[v]);
        out->balanced[v] = value_get_bool(one, "balanced");
        for (size_t i = 0; i < out->count; i++) {
            const struct value *ratio = value_get_str(value_get(one, "ratios"), out->parties[i].id);
            out->parties[i].has_ratio[v] = ratio && ratio->kind != V_NULL;
            out->overflow |= out->parties[i].has_ratio[v] &&
                             !fraction_round(fraction_times(a, fraction_number(a, ratio), fraction_int(a, MILLION)),
                                             &out->parties[i].ratio[v]);
        }
    }
    VALUE_EACH (stretch, value_get(output, "holds"))
        if (out->stretches < sizeof out->holds / sizeof *out->holds)
            out->holds[out->stretches++] =
                (struct balance_stretch){value_get(stretch, "from"), value_get(stretch, "to")};
}

static enum err work_out(struct arena *a, struct balance *out)
{
    struct problems problems = problems_init(a);
    struct value *output = NULL;
    int64_t taken = 0;
    out->complete = out->count > 1;
    out->has_worth = out->count > 0;
    for (size_t i = 0; i < out->count; i++) {
        const struct balance_party *party = &out->parties[i];
        bool counts = party->benefits > 0 || (out->settled_counts && party->takes_out);
        out->complete = out->complete && party->puts_in && party->takes_out && counts;
        out->has_worth = out->has_worth && party->is_alone && party->takes_out;
        out->overflow |= !add(&taken, balance_output(out, party)) || !add(&out->alone, party->alone);
    }
    out->worth = taken;
    out->worth_more = taken > out->alone;
    out->complete = out->complete && taken > 0 && !out->overflow;
    const struct value *input = out->complete ? input_of(a, out) : NULL;
    if (!out->complete)
        return OK;
    enum err err = input ? calc_run(a, S("balance"), input, &problems, &output) : ERR_MEMORY;
    if (!err)
        take(a, out, output);
    out->complete = out->complete && !out->overflow;
    return err;
}

/* What a sight adds to the parties and periods that are read: its records, their sums, what follows. */
static enum err read_sight(struct reading *r, struct balance *out, struct str joint)
{
    r->out = out;
    r->joint = joint;
    enum err err = read_valued(r, kind_by_plural(S("contributions")), &out->contributions);
    if (!err)
        err = read_valued(r, &benefit_kind, &out->benefits);
    if (err)
        return err;
    add_contributions(r);
    add_benefits(r);
    return work_out(r->work->arena, out);
}

/* The parties of `shared`, in a place of their own. */
static enum err begin_sight(struct arena *a, const struct balance *shared, struct balance *out)
{
    *out = *shared;
    out->parties = ARENA_ARRAY(a, shared->count + 1, struct balance_party);
    for (size_t i = 0; out->parties && i < shared->count; i++)
        out->parties[i] = shared->parties[i];
    return out->parties ? OK : ERR_MEMORY;
}

enum err balance_read(struct work *work, const struct viewer *viewer, struct str alliance, struct balance *joint,
                      struct balance *own)
{
    const struct viewer_audience *circle = viewer_circle(viewer, alliance, AUDIENCE_JOINT);
    struct balance shared = {.settled_counts = true, .periods = value_list(work->arena)};
    struct reading r = {.work = work, .viewer = viewer, .alliance = alliance, .out = &shared};
    *joint = shared;
    if (own)
        *own = shared;
    if (!circle)
        return OK;
    enum err err = read_parties(&r);
    if (!err)
        err = read_periods(&r, circle->id);
    if (!err)
        err = rates_read(work, viewer, alliance, circle->id, &r.rates);
    r.today = date_text(work->arena, today_of(work));
    for (size_t i = 0; i < shared.count; i++)
        shared.settled_counts = shared.settled_counts && shared.parties[i].settled >= 0;
    if (!err)
        err = begin_sight(work->arena, &shared, joint);
    if (!err)
        err = read_sight(&r, joint, circle->id);
    if (!err && own)
        err = begin_sight(work->arena, &shared, own);
    return err || !own ? err : read_sight(&r, own, S(""));
}
