/* A settlement in words and money, for pages. */
#include "base/decimal.h"
#include "engines/economics/pages.h"
#include "kernel/calc.h"

static struct value *money_leaf(struct arena *a, int64_t minor, struct str currency)
{
    struct value *leaf = value_new(a, V_MONEY);
    if (leaf) {
        leaf->i = minor;
        leaf->text = currency;
    }
    return leaf;
}

static struct value *money_in(struct arena *a, const struct value *map, const char *key, struct str currency)
{
    return money_leaf(a, value_get_int(map, key, 0), currency);
}

/* A fraction such as 0.6 as a leaf for words: to a millionth, as a percentage where it is one. */
static struct value *share_leaf(struct arena *a, const struct value *number)
{
    struct value *leaf = value_new(a, V_RATIO);
    int64_t millionths = 0;
    if (!leaf || !number)
        return leaf;
    if (number->kind == V_INT)
        millionths = number->i * DECIMAL_ONE;
    else if (!decimal_parse(str_part(number->text, 0, 8), &millionths))
        return value_text(a, number->text);
    leaf->i = millionths;
    return leaf;
}

/* The words of a line: settlement.line.<what>, and variants where a share or a cap came into it. */
static struct str line_words(const struct overview *o, const struct value *line, struct str currency)
{
    struct arena *a = o->arena;
    const char *variant = value_get_bool(line, "at_cap") ? "-cap" : value_get(line, "share") ? "-share" : "";
    struct str key = arena_printf(a, "settlement.line.%.*s%s", STR_ARG(value_get_text(line, "what")), variant);
    struct str kind = arena_printf(a, "choice.ledger_entry.kind.%.*s", STR_ARG(value_get_text(line, "kind")));
    const struct value *basis = value_get(line, "basis");
    bool money = basis && basis->kind == V_INT && str_is(value_get_text(line, "what"), "tier");
    bool percent = !str_is(value_get_text(line, "what"), "tier_units");
    if (!key.p || !kind.p)
        return S("");
    return overview_words(
        o, key.p, "party", value_text(a, value_get_text(line, "party")), "to",
        value_text(a, value_get_text(line, "to")), "category", value_text(a, value_get_text(line, "category")), "kind",
        value_text(a, value_get_text(line, "kind").n ? overview_words(o, kind.p, NULL) : S("")), "booked",
        money_in(a, line, "booked", currency), "share", share_leaf(a, value_get(line, "share")), "rate",
        percent ? share_leaf(a, value_get(line, "rate")) : again(a, value_get(line, "rate")), "basis",
        money ? money_leaf(a, basis->i, currency) : again(a, basis), "target", money_in(a, line, "target", currency),
        NULL);
}

static void put_moves(struct overview *o, struct value *to, const char *key, const struct value *transfer,
                      struct str currency)
{
    struct value *list = value_put_list(o->arena, to, key);
    VALUE_EACH (one, transfer) {
        struct value *item = value_push_map(o->arena, list);
        value_put_text(o->arena, item, "party", one->key);
        value_put(item, "amount", money_leaf(o->arena, one->i, currency));
    }
}

static void put_parts(struct overview *o, struct value *to, const struct value *settled, struct str currency)
{
    struct arena *a = o->arena;
    struct value *parts = value_put_list(a, to, "parts");
    VALUE_EACH (part, value_get(settled, "instruments")) {
        struct value *item = value_push_map(a, parts);
        struct str kind = value_get_text(part, "kind"), name = value_get_text(part, "name");
        put_choice(a, item, "kind", arena_cstr(a, kind), "settlement.kind");
        value_put_text(a, item, "name", name.n ? name : overview_words(o, "settlement.booked", NULL));
        struct value *lines = value_put_list(a, item, "lines");
        VALUE_EACH (line, value_get(part, "lines")) {
            struct value *shown = value_push_map(a, lines);
            value_put_text(a, shown, "text", line_words(o, line, currency));
            value_put_text(a, shown, "party", value_get_text(line, "party"));
            value_put_text(a, shown, "to", value_get_text(line, "to"));
            value_put(shown, "amount", money_in(a, line, "amount", currency));
        }
        put_moves(o, item, "moves", value_get(part, "transfer"), currency);
    }
}

/* What each instrument moves to each party, as bars side by side, in whole units of the currency. */
static struct value *chart_of(struct overview *o, const struct value *settled, struct str currency)
{
    struct arena *a = o->arena;
    struct value *leaf = value_new(a, V_CHART), *chart = value_map(a);
    if (!leaf || !chart)
        return NULL;
    leaf->first = leaf->last = chart;
    leaf->count = 1;
    value_put_text(a, chart, "kind", S("bar"));
    value_put_text(a, chart, "title", overview_words(o, "settlement.chart.title", NULL));
    struct value *x = value_put_map(a, chart, "x"), *y = value_put_map(a, chart, "y");
    value_put_text(a, x, "kind", S("category"));
    struct value *categories = value_put_list(a, x, "categories");
    value_put_text(a, y, "kind", S("value"));
    value_put_text(a, y, "label", overview_words(o, "settlement.chart.y", "currency", value_text(a, currency), NULL));
    struct value *all = value_put_list(a, chart, "series");
    struct str total = overview_words(o, "settlement.chart.total", NULL);
    VALUE_EACH (part, value_get(settled, "instruments")) {
        struct str name = value_get_text(part, "name");
        value_push(categories, value_text(a, name.n ? name : overview_words(o, "settlement.booked", NULL)));
    }
    value_push(categories, value_text(a, total));
    VALUE_EACH (party, value_get(settled, "transfer")) {
        struct value *series = value_push_map(a, all), *points;
        value_put_text(a, series, "name", party->key);
        points = value_put_list(a, series, "points");
        VALUE_EACH (part, value_get(settled, "instruments")) {
            struct str name = value_get_text(part, "name");
            struct value *point = value_push_map(a, points), *y_leaf = value_new(a, V_NUMBER);
            struct buf amount = buf_init(a, 0);
            money_write(&amount, value_get_str(value_get(part, "transfer"), party->key)->i, currency);
            value_put_text(a, point, "x", name.n ? name : overview_words(o, "settlement.booked", NULL));
            if (y_leaf)
                y_leaf->text = buf_str(&amount);
            value_put(point, "y", y_leaf);
        }
        struct value *point = value_push_map(a, points), *y_leaf = value_new(a, V_NUMBER);
        struct buf amount = buf_init(a, 0);
        money_write(&amount, party->i, currency);
        value_put_text(a, point, "x", total);
        if (y_leaf)
            y_leaf->text = buf_str(&amount);
        value_put(point, "y", y_leaf);
    }
    return leaf;
}

static void put_balance(struct overview *o, struct value *to, const struct value *settled, struct str currency)
{
    static const char *const members[] = {"debit", "credit", "balance"};
    struct value *list = value_put_list(o->arena, to, "balance");
    VALUE_EACH (account, value_get(settled, "trial_balance")) {
        struct value *item = value_push_map(o->arena, list);
        value_put_text(o->arena, item, "account", value_get_text(account, "account"));
        for (size_t i = 0; i < sizeof members / sizeof *members; i++)
            value_put(item, members[i], money_in(o->arena, account, members[i], currency));
    }
}

enum err put_settlement(struct overview *o, struct value *to, const char *key, const struct value *settled,
                        struct str currency)
{
    struct arena *a = o->arena;
    struct value *map = value_put_map(a, to, key), *payments = value_put_list(a, map, "payments");
    VALUE_EACH (payment, value_get(settled, "payments")) {
        struct value *item = value_push_map(a, payments);
        value_put_text(a, item, "from", value_get_text(payment, "from"));
        value_put_text(a, item, "to", value_get_text(payment, "to"));
        value_put(item, "amount", money_in(a, payment, "amount", currency));
    }
    put_moves(o, map, "parties", value_get(settled, "transfer"), currency);
    put_parts(o, map, settled, currency);
    struct value *own = value_put_list(a, map, "own");
    VALUE_EACH (line, value_get(settled, "own")) {
        struct value *item = value_push_map(a, own);
        struct str kind = arena_printf(a, "choice.ledger_entry.kind.%.*s", STR_ARG(value_get_text(line, "kind")));
        value_put_text(a, item, "party", value_get_text(line, "party"));
        value_put_text(a, item, "kind", kind.p ? overview_words(o, kind.p, NULL) : S(""));
        value_put_text(a, item, "category", value_get_text(line, "category"));
        value_put(item, "amount", money_in(a, line, "amount", currency));
    }
    struct value *conversions = value_put_list(a, map, "conversions");
    VALUE_EACH (line, value_get(settled, "conversions")) {
        struct value *item = value_push_map(a, conversions);
        value_put(item, "amount", money_in(a, line, "amount", value_get_text(line, "currency")));
        value_put(item, "rate", again(a, value_get(line, "rate")));
        value_put_text(a, item, "on", value_get_text(line, "on"));
        value_put(item, "converted", money_in(a, line, "converted", currency));
    }
    put_balance(o, map, settled, currency);
    value_put(map, "chart", value_get(settled, "instruments")->count ? chart_of(o, settled, currency) : value_null(a));
    return map ? OK : ERR_MEMORY;
}

static enum err list_problems(struct overview *o, const struct problems *problems, struct value *to, enum err err)
{
    struct value *list = value_put_list(o->arena, to, "problems");
    for (const struct problem *p = problems->first; p; p = p->next) {
        struct value *item = value_push_map(o->arena, list);
        value_put_text(o->arena, item, "place", p->pointer);
        value_put_text(o->arena, item, "text", p->detail);
    }
    return err == ERR_INPUT ? OK : err;
}

enum err settle_for_page(struct overview *o, const struct value *input, struct value *to, struct value **settled)
{
    struct problems problems = problems_init(o->arena);
    enum err err = calc_run(o->arena, S("settle-deal"), input, &problems, settled);
    if (err)
        *settled = NULL;
    return list_problems(o, &problems, to, err);
}

enum err settle_ledger_for_page(struct overview *o, const struct ledger *ledger, struct value *to,
                                struct value **settled)
{
    struct problems problems = problems_init(o->arena);
    enum err err = ledger_settle(&o->request->work, ledger, &problems, settled);
    return list_problems(o, &problems, to, err);
}

void put_consents(struct overview *o, const struct kind *kind, const struct consents *consents)
{
    bool open = false;
    value_put(o->data, "consents", consents->list);
    VALUE_EACH (one, consents->list)
        open = open || (value_get_bool(one, "own") && !value_get_bool(one, "holds"));
    bool may = viewer_may(o->request->viewer, kind, ACTION_CREATE, value_get_text(o->record, "circle"));
    value_put_bool(o->arena, o->page, "may_agree", open && !consents->all && may);
}

void leave_history(struct overview *o)
{
    struct value *kept = value_list(o->arena);
    VALUE_EACH (action, value_get(o->page, "actions"))
        if (str_ends(value_get_text(action, "href"), S("/history")))
            value_push(kept, value_copy(o->arena, action));
    value_set(o->page, "actions", kept);
    value_set(o->page, "may_change", value_bool(o->arena, false));
}
