/* How each kind of instrument is settled. Each adds lines that explain it, and what each party receives. */
#include "base/json.h"
#include "engines/economics/deal_parts.h"
#include "engines/economics/fund.h"
#include "engines/economics/shared_cost.h"
#include "engines/economics/steps.h"

static struct str text_of(const struct settling_part *part, const char *member)
{
    return value_get_text(part->given, member);
}

static size_t party_of(const struct settling_part *part, const char *member)
{
    return deal_place(part->deal, text_of(part, member));
}

/* A member that is an amount, 0 where it is not given. */
static int64_t amount_in(const struct settling_part *part, const char *member)
{
    int64_t amount = 0;
    return amount_of(part->deal->arena, value_get(part->given, member), &amount) ? amount : 0;
}

/* Whether the instrument is settled for good, with all others or by its own text. */
static bool is_final(const struct settling_part *part)
{
    return part->deal->final || value_get_bool(part->given, "final");
}

/* An amount that earlier periods left, of the part or of one party in its map `member`. */
static int64_t carried_amount(const struct settling_part *part, const char *member, size_t party)
{
    const struct value *found = value_get(part->carried, member);
    int64_t amount = 0;
    if (party < part->deal->count)
        found = value_get_str(found, part->deal->parties[party]);
    return amount_of(part->deal->arena, found, &amount) ? amount : 0;
}

/* The map that the next period finds as carried. NULL when exhausted. */
static struct value *carry_on(struct settling_part *part)
{
    struct value *map = value_map(part->deal->arena);
    return map && value_put_str(part->deal->carry, text_of(part, "name"), map) ? map : NULL;
}

static void move(struct settling_part *part, size_t from, size_t to, int64_t amount)
{
    part->transfer[from] -= amount;
    part->transfer[to] += amount;
}

/* The shares of the map `member` over the deal's parties, 0 where a party has none; NULL when exhausted. */
static const struct fraction **weights_of(struct settling_part *part, const char *member)
{
    struct deal *deal = part->deal;
    const struct value *map = value_get(part->given, member);
    const struct fraction **weights = ARENA_ARRAY(deal->arena, deal->count + 1, const struct fraction *);
    for (size_t i = 0; weights && i < deal->count; i++) {
        const struct value *share = value_get_str(map, deal->parties[i]);
        weights[i] = share ? fraction_share(deal->arena, share) : fraction_int(deal->arena, 0);
    }
    return weights;
}

/* Σ of the entries of these kinds whose category the list `member` names, of one party (`count`: of all); claims them.
 * False when it does not fit. */
static bool claim(struct settling_part *part, const char *member, unsigned kinds, size_t party, int64_t *sum)
{
    __int128 total = 0;
    for (size_t i = 0; i < part->deal->entry_count; i++) {
        struct deal_entry *entry = &part->deal->entries[i];
        if (!(kinds >> entry->kind & 1) || (party < part->deal->count && entry->party != party) ||
            !deal_names(part, member, entry->category))
            continue;
        entry->claimed = true;
        total += entry->amount;
    }
    *sum = (int64_t)total;
    return money_fits(total);
}

#define KIND(kind) (1u << (kind))

/* ---- A result that is shared ---- */

static enum err read_rules(struct settling_part *part, struct sharing_rule **rules, size_t *count)
{
    struct arena *a = part->deal->arena;
    const struct value *list = value_get(part->given, "rules");
    *count = 0;
    *rules = ARENA_ARRAY(a, (list ? list->count : 0) + (size_t)1, struct sharing_rule);
    VALUE_EACH (rule, list) {
        if (!*rules)
            return ERR_MEMORY;
        struct sharing_rule *to = &(*rules)[(*count)++];
        to->category = value_get_text(rule, "category");
        to->share = fraction_share(a, value_get(rule, "share"));
        to->capped = amount_of(a, value_get(rule, "cap"), &to->cap);
    }
    return *rules ? OK : ERR_MEMORY;
}

static void explain_sharing(struct settling_part *part, const struct sharing *result)
{
    struct arena *a = part->deal->arena;
    for (size_t i = 0; i < result->line_count; i++) {
        const struct sharing_line *from = &result->lines[i];
        struct value *line = deal_line(part, "counts", from->party, from->counted);
        value_put_text(a, line, "kind", from->book == BOOK_COST ? S("cost") : S("revenue"));
        value_put_text(a, line, "category", from->category);
        value_put_int(a, line, "booked", from->booked);
        if (from->rule)
            value_put(line, "share", fraction_value(a, from->rule->share));
        if (from->at_cap)
            value_put_bool(a, line, "at_cap", true);
    }
    for (size_t i = 0; i < result->count; i++)
        deal_line(part, "attributable", i, result->attributable[i]);
    deal_line(part, "pool", result->count, result->pool);
    for (size_t i = 0; i < result->count; i++)
        deal_line(part, "share", i, result->share[i]);
}

static enum err settle_split(struct settling_part *part)
{
    struct deal *deal = part->deal;
    struct sharing_rule *rules;
    struct sharing result;
    struct split split;
    size_t rule_count, n = 0, at;
    struct sharing_entry *entries = ARENA_ARRAY(deal->arena, deal->entry_count + 1, struct sharing_entry);
    const struct fraction **weights = ARENA_ARRAY(deal->arena, deal->count + 1, const struct fraction *);
    enum err err = read_rules(part, &rules, &rule_count);
    if (!err)
        err = split_read(deal->arena, value_get(part->given, "split"), &split);
    if (err || !entries || !weights)
        return ERR_MEMORY;
    for (size_t i = 0; i < deal->count; i++) {
        ptrdiff_t place = split_place(&split, deal->parties[i]);
        weights[i] = place < 0 ? fraction_int(deal->arena, 0) : split.weights[place];
    }
    for (size_t i = 0; i < deal->entry_count; i++) {
        struct deal_entry *entry = &deal->entries[i];
        if (entry->kind > ENTRY_COST || entry->claimed || !deal_names(part, "categories", entry->category))
            continue;
        entry->claimed = true;
        entries[n++] = (struct sharing_entry){.party = entry->party,
                                              .book = entry->kind == ENTRY_COST ? BOOK_COST : BOOK_REVENUE,
                                              .category = entry->category,
                                              .amount = entry->amount};
    }
    err = sharing_settle(deal->arena, weights, deal->count, rules, rule_count, entries, n, &result, &at);
    if (err)
        return err == ERR_INPUT ? deal_large(part) : err;
    explain_sharing(part, &result);
    for (size_t i = 0; i < deal->count; i++)
        part->transfer[i] = result.transfer[i];
    return OK;
}

/* ---- Costs that are shared ---- */

/* What is not settled within the tolerance goes on into the next period, where it counts with what is paid there. */
static enum err carry_costs(struct settling_part *part, const struct shared_cost *result)
{
    struct deal *deal = part->deal;
    struct value *carry = carry_on(part), *balances = value_put_map(deal->arena, carry, "balances");
    for (size_t i = 0; i < deal->count; i++)
        if (!value_put_str(balances, deal->parties[i], value_int(deal->arena, result->balance[i])))
            return ERR_MEMORY;
    return value_put_int(deal->arena, carry, "total", result->total) ? OK : ERR_MEMORY;
}

/* Adds what earlier periods left. False when it does not fit. */
static bool add_carried(struct settling_part *part, struct shared_cost *result)
{
    __int128 total = (__int128)result->total + carried_amount(part, "total", part->deal->count);
    bool fits = money_fits(total);
    for (size_t i = 0; fits && i < part->deal->count; i++) {
        int64_t before = carried_amount(part, "balances", i);
        __int128 balance = (__int128)result->balance[i] + before;
        fits = money_fits(balance);
        result->balance[i] = fits ? (int64_t)balance : 0;
        if (before)
            deal_line(part, "carried", i, before);
    }
    result->total = fits ? (int64_t)total : 0;
    return fits;
}

static enum err settle_costs(struct settling_part *part)
{
    struct deal *deal = part->deal;
    struct shared_cost result;
    size_t at;
    bool within, benefit = str_is(text_of(part, "kind"), "relative-benefit");
    const struct value *given = value_get(part->given, "tolerance");
    const struct fraction *tolerance = given ? fraction_share(deal->arena, given) : fraction_int(deal->arena, 0);
    const struct fraction **weights = weights_of(part, benefit ? "benefits" : "shares");
    int64_t *paid = ARENA_ARRAY(deal->arena, deal->count + 1, int64_t);
    if (!weights || !paid)
        return ERR_MEMORY;
    for (size_t i = 0; i < deal->count; i++)
        if (!claim(part, "categories", KIND(ENTRY_COST) | KIND(ENTRY_INVESTMENT), i, &paid[i]))
            return deal_large(part);
    enum err err = shared_cost_settle(deal->arena, weights, paid, deal->count, tolerance, &result, &at);
    if (err)
        return err == ERR_INPUT ? deal_large(part) : err;
    deal_line(part, "total", deal->count, result.total);
    for (size_t i = 0; i < deal->count; i++) {
        deal_line(part, "paid", i, paid[i]);
        deal_line(part, "share", i, result.share[i]);
    }
    if (!add_carried(part, &result))
        return deal_large(part);
    err = shared_cost_within(deal->arena, result.balance, deal->count, result.total, tolerance, &within);
    bool waits = within && given && !value_get_bool(part->given, "true_up") && !is_final(part);
    for (size_t i = 0; i < deal->count; i++) {
        deal_line(part, waits ? "within" : "balance", i, result.balance[i]);
        part->transfer[i] = waits ? 0 : result.balance[i];
    }
    return err || !waits ? err : carry_costs(part, &result);
}

/* ---- Payments for what was sold or supplied ---- */

/* What tiers are counted of: a period, or a year of periods, of which earlier ones left what they counted. */
struct counted {
    const struct fraction *before, *all; /* counted by earlier periods of the year; with this one */
    int64_t due_before;
    bool year;
};

static struct str year_of(const struct settling_part *part)
{
    return str_part(part->deal->ends, 0, 4);
}

static struct counted count(struct settling_part *part, const struct fraction *driver)
{
    struct arena *a = part->deal->arena;
    struct counted c = {.before = fraction_int(a, 0), .year = str_is(text_of(part, "tiers_over"), "year")};
    if (c.year && part->carried && str_eq(value_get_text(part->carried, "year"), year_of(part))) {
        c.before = fraction_number(a, value_get(part->carried, "driver"));
        c.due_before = carried_amount(part, "due", part->deal->count);
    }
    c.all = fraction_most(fraction_add(a, c.before, driver), fraction_int(a, 0));
    return c;
}

/* What was counted, as exactly as it was given: whole, or in millionths. NULL when exhausted, or too large. */
static struct value *counted_leaf(struct arena *a, const struct fraction *all)
{
    int64_t whole;
    struct value *leaf = NULL, *number = value_new(a, V_NUMBER);
    if (fraction_round(all, &whole) && !fraction_compare(all, fraction_int(a, whole)))
        return value_int(a, whole);
    if (fraction_round(fraction_times(a, all, fraction_int(a, 1000000)), &whole) && (leaf = value_new(a, V_DECIMAL)))
        leaf->i = whole;
    if (!leaf || !number)
        return NULL;
    number->text = json_text(a, leaf);
    return number;
}

/* What becomes due in this period: what is due for all that was counted, less what was due before. Lines for each tier
 * that something of this period lies in: of an amount, or of a quantity. */
static enum err due_by_tiers(struct settling_part *part, const char *what, const struct fraction *driver, int64_t *due)
{
    struct arena *a = part->deal->arena;
    size_t n;
    int64_t whole;
    const struct tier *tiers = tiers_read(a, value_get(part->given, "tiers"), &n);
    struct counted c = count(part, driver);
    if (!tiers || !c.all || !c.before)
        return ERR_MEMORY;
    if (!fraction_round(tiers_sum(a, c.all, tiers, n), &whole) || !money_fits(whole) ||
        !money_fits((__int128)whole - c.due_before))
        return deal_large(part);
    *due = whole - c.due_before;
    for (size_t i = 0; i < n; i++) {
        const struct fraction *inside =
            fraction_less(a, tier_part(a, c.all, tiers, i), tier_part(a, c.before, tiers, i));
        int64_t amount;
        if (!fraction_sign(inside) || !fraction_round(fraction_times(a, inside, tiers[i].rate), &amount))
            continue;
        struct value *line = deal_line(part, what, part->deal->count, amount);
        value_put(line, "basis", fraction_value(a, inside));
        value_put(line, "rate", fraction_value(a, tiers[i].rate));
    }
    if (!c.year || part->deal->final)
        return OK;
    struct value *carry = carry_on(part), *counted = counted_leaf(a, c.all);
    if (!carry || !counted)
        return carry ? deal_large(part) : ERR_MEMORY;
    value_put_text(a, carry, "year", year_of(part));
    value_put(carry, "driver", counted);
    return value_put_int(a, carry, "due", whole) ? OK : ERR_MEMORY;
}

static enum err settle_side_payment(struct settling_part *part)
{
    struct deal *deal = part->deal;
    struct arena *a = deal->arena;
    const struct fraction *driver = fraction_int(a, 0);
    size_t from = party_of(part, "from"), to = party_of(part, "to");
    int64_t amount, floor = amount_in(part, "floor");
    bool units = str_is(text_of(part, "driver"), "quantity"), floored = value_get(part->given, "floor");
    for (size_t i = 0; i < deal->entry_count; i++) {
        struct deal_entry *entry = &deal->entries[i];
        if (entry->party != from || entry->kind != ENTRY_REVENUE || !deal_names(part, "on", entry->category))
            continue;
        driver = fraction_add(a, driver, units ? entry->quantity : fraction_int(a, entry->amount));
    }
    enum err err = due_by_tiers(part, units ? "tier_units" : "tier", driver, &amount);
    if (err)
        return err;
    if (floored && amount < floor)
        deal_line(part, "floor", from, floor);
    move(part, from, to, floored && amount < floor ? floor : amount);
    return OK;
}

static enum err settle_supply(struct settling_part *part)
{
    size_t supplier = party_of(part, "supplier"), buyer = party_of(part, "buyer");
    int64_t cogs, sales, royalty;
    if (!claim(part, "cogs", KIND(ENTRY_COST), supplier, &cogs) ||
        !claim(part, "sales", KIND(ENTRY_REVENUE), buyer, &sales))
        return deal_large(part);
    deal_line(part, "cogs", supplier, cogs);
    deal_line(part, "sales", buyer, sales);
    enum err err = due_by_tiers(part, "tier", fraction_int(part->deal->arena, sales), &royalty);
    if (err)
        return err;
    if (!money_fits((__int128)cogs + royalty))
        return deal_large(part);
    deal_line(part, "royalty", supplier, royalty);
    move(part, buyer, supplier, cogs + royalty);
    return OK;
}

/* ---- The fund ---- */

/* What a party pays into the fund each period, and what it saved; whoever paid for a joint risk is paid back from it.
 * Adds up `savings` (contributions too) and `costs`. */
static enum err move_fund(struct settling_part *part, size_t holder, __int128 *savings, __int128 *costs)
{
    struct deal *deal = part->deal;
    const struct value *contributions = value_get(part->given, "contributions");
    for (size_t i = 0; i < deal->count; i++) {
        int64_t saved, cost, paid = 0;
        const struct value *due = value_get_str(contributions, deal->parties[i]);
        if (!claim(part, "categories", KIND(ENTRY_SAVING), i, &saved) ||
            !claim(part, "categories", KIND(ENTRY_JOINT_RISK), i, &cost))
            return deal_large(part);
        if (due && amount_of(deal->arena, due, &paid) && paid)
            deal_line(part, "contribution", i, paid);
        if (saved)
            deal_line(part, "saving", i, saved);
        if (cost)
            deal_line(part, "joint_risk", i, cost);
        __int128 in = (__int128)saved + paid - cost;
        *savings += (__int128)saved + paid;
        *costs += cost;
        part->transfer[i] -= in;
        part->transfer[holder] += in;
    }
    return OK;
}

/* At the end what is left, or what is missing, is divided; until then it stays in the fund, which one party holds. */
static enum err settle_fund(struct settling_part *part)
{
    struct deal *deal = part->deal;
    size_t holder = party_of(part, "holder");
    int64_t opening = part->carried ? carried_amount(part, "balance", deal->count) : amount_in(part, "opening");
    __int128 savings = 0, costs = 0;
    struct fund result;
    deal_line(part, "opening", holder, opening);
    enum err err = move_fund(part, holder, &savings, &costs);
    if (err)
        return err;
    const struct fraction **ratio = weights_of(part, "ratio");
    const struct fraction **deficit =
        value_get(part->given, "deficit_ratio") ? weights_of(part, "deficit_ratio") : NULL;
    if (!ratio)
        return ERR_MEMORY;
    err = fund_close(deal->arena, opening, savings, costs, ratio, deficit, deal->count, &result);
    if (err)
        return err == ERR_INPUT ? deal_large(part) : err;
    deal_line(part, "closing", holder, result.closing);
    if (!value_put_int(deal->arena, carry_on(part), "balance", is_final(part) ? 0 : result.closing))
        return ERR_MEMORY;
    for (size_t i = 0; is_final(part) && i < deal->count; i++) {
        deal_line(part, "share", i, result.split[i]);
        part->transfer[i] += result.split[i];
        part->transfer[holder] -= result.split[i];
    }
    return OK;
}

/* ---- A target cost ---- */

/* What has been paid to each contractor in earlier settlements: told by those, else the text's `paid_before`, divided.
 */
static enum err paid_before(struct settling_part *part, const struct fraction *const *ratio, int64_t *paid)
{
    struct deal *deal = part->deal;
    if (!part->carried)
        return apportion(deal->arena, amount_in(part, "paid_before"), ratio, deal->count, paid);
    for (size_t i = 0; i < deal->count; i++)
        paid[i] = carried_amount(part, "paid", i);
    return OK;
}

/* Moves what is due to the contractors in all, less what has been paid before. The next period finds what has been
 * spent and paid, and what is kept back (`open`). */
static enum err pay_contractors(struct settling_part *part, int64_t actual, int64_t due, int64_t kept,
                                const struct fraction *const *ratio)
{
    struct deal *deal = part->deal;
    struct arena *a = deal->arena;
    size_t client = party_of(part, "client");
    int64_t *parts = ARENA_ARRAY(a, deal->count + 1, int64_t), *paid = ARENA_ARRAY(a, deal->count + 1, int64_t);
    enum err err = parts && paid ? apportion(a, due, ratio, deal->count, parts) : ERR_MEMORY;
    if (!err)
        err = paid_before(part, ratio, paid);
    for (size_t i = 0; !err && i < deal->count; i++) {
        if (!money_fits((__int128)parts[i] - paid[i]))
            return deal_large(part);
        if (paid[i])
            deal_line(part, "paid_before", i, paid[i]);
        move(part, client, i, parts[i] - paid[i]);
    }
    if (err)
        return err;
    struct value *carry = carry_on(part);
    value_put_int(a, carry, "actual", actual);
    value_put_int(a, carry, "open", kept);
    return put_amounts(a, carry, "paid", deal->parties, parts, deal->count) ? OK : ERR_MEMORY;
}

/* Lines for each band that something lies in. */
static void explain_bands(struct settling_part *part, const struct gainshare *of)
{
    struct arena *a = part->deal->arena;
    for (size_t i = 0; i < of->count; i++) {
        const struct fraction *inside = band_overlap(a, of, &of->bands[i]);
        int64_t amount;
        if (fraction_sign(inside) && fraction_round(fraction_times(a, inside, of->bands[i].share), &amount))
            value_put(deal_line(part, "band", part->deal->count,
                                fraction_compare(of->target, of->actual) < 0 ? -amount : amount),
                      "rate", fraction_value(a, of->bands[i].share));
    }
}

/* Gain and pain between client and contractors, on all that has been spent so far. Before completion a part is kept
 * back; what was paid before is taken off. */
static enum err settle_target(struct settling_part *part)
{
    struct deal *deal = part->deal;
    struct arena *a = deal->arena;
    int64_t actual, payment, whole, before = carried_amount(part, "actual", deal->count);
    const struct value *cap = value_get(part->given, "cap"), *score = value_get(part->given, "score"),
                       *kept = value_get(part->given, "retention");
    if (!claim(part, "categories", KIND(ENTRY_COST), deal->count, &actual) ||
        __builtin_add_overflow(actual, before, &actual) || !money_fits(actual))
        return deal_large(part);
    struct gainshare of = {.target = fraction_number(a, value_get(part->given, "target")),
                           .actual = fraction_int(a, actual > 0 ? actual : 0),
                           .cap = cap && cap->kind != V_NULL ? fraction_number(a, cap) : NULL,
                           .pool = fraction_int(a, amount_in(part, "pool")),
                           .score = score ? fraction_number(a, score) : fraction_int(a, 0)};
    of.bands = bands_read(a, value_get(part->given, "bands"), &of.count);
    const struct fraction **ratio = weights_of(part, "contractors"), *due;
    if (!of.bands || !ratio || !(due = gainshare_payment(a, &of)))
        return ERR_MEMORY;
    if (!fraction_round(due, &payment) || !money_fits(payment))
        return deal_large(part);
    value_put(deal_line(part, "actual", deal->count, actual), "target",
              value_copy(a, value_get(part->given, "target")));
    explain_bands(part, &of);
    deal_line(part, "limb3", deal->count, payment);
    whole = payment;
    if (!is_final(part) && kept) {
        due =
            fraction_times(a, fraction_int(a, payment), fraction_less(a, fraction_int(a, 1), fraction_share(a, kept)));
        if (!fraction_round(due, &payment))
            return ERR_MEMORY;
        deal_line(part, "interim", deal->count, payment);
    }
    return pay_contractors(part, actual, payment, whole - payment, ratio);
}

/* ---- What was simply booked ---- */

static void pay(struct settling_part *part, struct deal_entry *entry)
{
    struct deal *deal = part->deal;
    struct value *line = deal_line(part, entry_kind_codes[entry->kind], entry->party, entry->amount);
    entry->claimed = true;
    value_put_text(deal->arena, line, "to", deal->parties[entry->to]);
    value_put_text(deal->arena, line, "category", entry->category);
    move(part, entry->party, entry->to, entry->amount);
}

static bool lays_down(const struct settling_part *part, struct str category)
{
    VALUE_EACH (one, value_get(part->given, "milestones"))
        if (str_eq(value_get_text(one, "milestone"), category))
            return true;
    return false;
}

/* Payments, rewards and penalties between the two, of the milestones that are laid down: what is booked is paid. */
static enum err settle_milestones(struct settling_part *part)
{
    size_t from = party_of(part, "from"), to = party_of(part, "to");
    for (size_t i = 0; i < part->deal->entry_count; i++) {
        struct deal_entry *entry = &part->deal->entries[i];
        bool back = entry->kind == ENTRY_PENALTY;
        if ((entry->kind == ENTRY_MILESTONE || entry->kind == ENTRY_REWARD || back) &&
            entry->party == (back ? to : from) && entry->to == (back ? from : to) && lays_down(part, entry->category))
            pay(part, entry);
    }
    return OK;
}

static enum err settle_payments(struct settling_part *part)
{
    for (size_t i = 0; i < part->deal->entry_count; i++)
        if (entry_kind_pays((int)part->deal->entries[i].kind) && !part->deal->entries[i].claimed)
            pay(part, &part->deal->entries[i]);
    return OK;
}

deal_instrument *deal_instrument_of(struct str kind)
{
    static const struct {
        const char *kind;
        deal_instrument *settle;
    } instruments[] = {{"split", settle_split},
                       {"shared-cost", settle_costs},
                       {"relative-benefit", settle_costs},
                       {"side-payment", settle_side_payment},
                       {"supply", settle_supply},
                       {"fund", settle_fund},
                       {"target-cost", settle_target},
                       {"milestones", settle_milestones},
                       {"payments", settle_payments}};
    for (size_t i = 0; i < sizeof instruments / sizeof *instruments; i++)
        if (str_is(kind, instruments[i].kind))
            return instruments[i].settle;
    return NULL;
}
