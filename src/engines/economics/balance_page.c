/* Input and output of an alliance in balance: what each party puts in and takes out, by each valuation of what can only
 * be estimated, and from which on it holds. */
#include "engines/economics/balance.h"
#include "engines/economics/pages.h"
#include "engines/registry/registry.h"
#include "kernel/fraction.h"

static const char *const valuations[BALANCE_VALUATIONS] = {"low", "middle", "high"};

struct balance_page {
    struct overview o;
    struct value *view;
    const struct balance *balance;
};

static void put_number(struct balance_page *p, struct value *map, const char *key, const struct value *number)
{
    int64_t minor;
    if (number && fraction_round(fraction_number(p->o.arena, number), &minor))
        put_money(p->o.arena, map, key, minor, p->balance->currency);
}

static struct value *push_party(struct balance_page *p, struct value *list, const struct balance_party *party)
{
    struct value *item = value_push_map(p->o.arena, list);
    put_ref(p->o.arena, item, "party", kind_by_plural(S("parties")), party->id, party->name);
    return item;
}

static void put_party(struct balance_page *p, struct value *list, const struct balance_party *party)
{
    struct arena *a = p->o.arena;
    const struct balance *b = p->balance;
    struct value *item = push_party(p, list, party);
    bool estimated = party->estimated[BALANCE_HIGH] > 0;
    struct value *in = value_put_map(a, item, "in"), *ratio = value_put_map(a, item, "ratio");
    value_put_bool(a, item, "estimated", estimated);
    for (size_t v = 0; v < BALANCE_VALUATIONS; v++) {
        int64_t sum;
        bool fits = !__builtin_add_overflow(party->in, party->estimated[v], &sum);
        put_money(a, in, valuations[v], fits ? sum : INT64_MAX, b->currency);
        if (b->complete && party->has_ratio[v])
            put_ratio(a, ratio, valuations[v], party->ratio[v]);
        else
            value_put(ratio, valuations[v], value_null(a));
    }
    put_money(a, item, "benefits", party->benefits, b->currency);
    put_money(a, item, "settled", party->settled, b->currency);
    put_money(a, item, "out", balance_output(b, party), b->currency);
    if (party->is_alone)
        put_money(a, item, "alone", party->alone, b->currency);
    else
        value_put(item, "alone", value_null(a));
}

static void put_holds(struct balance_page *p, struct value *to)
{
    struct arena *a = p->o.arena;
    struct value *list = value_put_list(a, to, "holds");
    for (size_t i = 0; i < p->balance->stretches; i++) {
        struct value *parties = value_put_list(a, value_push_map(a, list), "parties");
        VALUE_EACH (from, p->balance->holds[i].from)
            for (size_t k = 0; k < p->balance->count; k++) {
                if (!str_eq(p->balance->parties[k].id, from->key))
                    continue;
                struct value *item = push_party(p, parties, &p->balance->parties[k]);
                put_number(p, item, "from", from);
                put_number(p, item, "to", value_get_str(p->balance->holds[i].to, from->key));
            }
    }
}

/* What the records of one sight say, under `key`. */
static void put_balance(struct balance_page *p, const struct balance *balance, const char *key)
{
    struct arena *a = p->o.arena;
    p->balance = balance;
    struct value *to = value_put_map(a, p->view, key), *parties = value_put_list(a, to, "parties");
    value_put(to, "currency", balance->currency.n ? value_text(a, balance->currency) : value_null(a));
    for (size_t i = 0; i < balance->count && balance->currency.n; i++)
        put_party(p, parties, &balance->parties[i]);
    value_put_bool(a, to, "complete", balance->complete);
    for (size_t v = 0; v < BALANCE_VALUATIONS; v++)
        value_put_bool(a, to, valuations[v], balance->balanced[v]);
    put_holds(p, to);
    value_put_bool(a, to, "settled_counts", balance->settled_counts);
    value_put_int(a, to, "left_out", balance->left_out);
    value_put_bool(a, to, "some_left_out", balance->left_out > 0);
    bool worth = balance->has_worth && balance->currency.n;
    value_put(to, "worth_more", worth ? value_bool(a, balance->worth_more) : value_null(a));
    if (worth) {
        put_money(a, to, "worth", balance->worth, balance->currency);
        put_money(a, to, "alone", balance->alone, balance->currency);
    } else {
        value_put(to, "worth", value_null(a));
        value_put(to, "alone", value_null(a));
    }
}

static void put_rows(struct balance_page *p, const char *key, const char *name, const struct kind *kind,
                     const struct value *rows)
{
    struct arena *a = p->o.arena;
    struct value *list = value_put_list(a, p->view, key);
    VALUE_EACH (row, rows) {
        const struct viewer_audience *there = viewer_audience(p->o.request->viewer, value_get_text(row, "circle"));
        struct value *item = value_push_map(a, list);
        put_ref(a, item, name, kind, value_get_text(row, "id"), value_get_text(row, "what"));
        overview_copy(&p->o, item, row, "party", "value", NULL);
        if (kind == &benefit_kind)
            overview_copy(&p->o, item, row, "kind", NULL);
        else
            overview_copy(&p->o, item, row, "value_low", "value_high", NULL);
        value_put_bool(a, item, "private", there && there->kind == AUDIENCE_SIDE);
    }
}

/* ---- the answer ---- */

static struct value *missing_names(struct balance_page *p, const struct balance *balance, bool in)
{
    struct value *list = value_list(p->o.arena);
    for (size_t i = 0; i < balance->count; i++) {
        const struct balance_party *party = &balance->parties[i];
        if (!(in ? party->puts_in : party->takes_out))
            push_party(p, list, party);
    }
    return list;
}

static void say_missing(struct balance_page *p, const struct balance *balance, bool in)
{
    struct value *list = missing_names(p, balance, in);
    if (count_of(list))
        overview_say(&p->o, overview_words(&p->o, in ? "balance.answer.no-input" : "balance.answer.no-output", "names",
                                           value_text(p->o.arena, overview_names(&p->o, list, "party", 4)), NULL));
}

static void answer(struct balance_page *p, const struct balance *balance)
{
    bool all = balance->balanced[BALANCE_LOW] && balance->balanced[BALANCE_MIDDLE] && balance->balanced[BALANCE_HIGH];
    if (balance->overflow) {
        overview_say(&p->o, overview_words(&p->o, "balance.answer.overflow", NULL));
    } else if (balance->complete) {
        overview_say(&p->o, overview_words(&p->o,
                                           all                  ? "balance.answer.well"
                                           : balance->stretches ? "balance.answer.some"
                                                                : "balance.answer.off",
                                           NULL));
    } else {
        overview_say(&p->o, overview_words(&p->o, "balance.answer.incomplete", NULL));
        say_missing(p, balance, true);
        say_missing(p, balance, false);
    }
    if (balance->has_worth && balance->currency.n && !balance->worth_more)
        overview_say(&p->o, overview_words(&p->o, "balance.answer.worth", NULL));
    value_put(p->view, "answer", again(p->o.arena, value_get(p->o.page, "answer")));
}

enum err balance_page(struct request *request, struct reply *reply)
{
    struct balance_page p = {.view = NULL};
    struct balance joint, own;
    enum err err = alliance_view_begin(request, reply, "balance", &p.o);
    if (!err)
        err = balance_read(&request->work, request->viewer, p.o.id, &joint, &own);
    if (err)
        return err;
    struct arena *a = p.o.arena;
    p.view = reply->view = value_map(a);
    reply->etag = 0;
    put_ref(a, p.view, "alliance", p.o.kind, p.o.id, p.o.name);
    put_balance(&p, &joint, "joint");
    bool more = count_of(own.contributions) > count_of(joint.contributions) ||
                count_of(own.benefits) > count_of(joint.benefits);
    if (more)
        put_balance(&p, &own, "own");
    else
        value_put(p.view, "own", value_null(a));
    put_rows(&p, "contributions", "contribution", kind_by_plural(S("contributions")), own.contributions);
    put_rows(&p, "benefits", "benefit", &benefit_kind, own.benefits);
    struct value *periods = value_put_list(a, p.view, "periods");
    VALUE_EACH (period, joint.periods)
        value_push(periods,
                   ref_leaf(a, &settlement_period_kind, value_get_text(period, "id"), value_get_text(period, "name")));
    p.balance = &joint;
    answer(&p, &joint);
    overview_offer(&p.o, kind_by_plural(S("contributions")), "add_contribution");
    overview_offer(&p.o, &benefit_kind, "add_benefit");
    return periods ? OK : ERR_MEMORY;
}
