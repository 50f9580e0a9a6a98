/* Findings about input and output: what a party takes out is far from what it puts in; alone all would have more. */
#include "engines/economics/balance.h"
#include "engines/economics/findings_rules.h"
#include "engines/economics/pages.h"

static bool any_of(const struct value *rows, struct str alliance)
{
    VALUE_EACH (row, rows)
        if (str_eq(value_get_text(row, "alliance"), alliance) && is_given(row, "value"))
            return true;
    return false;
}

static void why(struct scan *scan, struct value *finding, const struct balance *balance)
{
    VALUE_EACH (row, balance->contributions)
        scan_why(scan, finding, kind_by_plural(S("contributions")), row);
    VALUE_EACH (row, balance->benefits)
        scan_why(scan, finding, &benefit_kind, row);
    VALUE_EACH (row, balance->periods)
        scan_why(scan, finding, &settlement_period_kind, row);
}

static void tell(struct scan *scan, const struct value *alliance, const struct balance *balance, const char *variant,
                 enum severity severity, const struct balance_party *party)
{
    struct arena *a = scan->arena;
    struct value *scratch = value_map(a);
    struct str what = scan_words(scan, variant, "alliance", scan_word(scan, alliance, "name"), "party",
                                 value_text(a, party ? party->name : S("")), "ratio",
                                 put_ratio(a, scratch, "ratio", party ? party->ratio[BALANCE_MIDDLE] : 0), "worth",
                                 put_money(a, scratch, "worth", balance->worth, balance->currency), "alone",
                                 put_money(a, scratch, "alone", balance->alone, balance->currency), NULL);
    struct value *finding = scan_add(scan, severity, alliance, NO_DAY, what);
    why(scan, finding, balance);
    scan_go(scan, finding, "balance",
            arena_printf(a, "/alliances/%.*s" BALANCE_PATH, STR_ARG(value_get_text(alliance, "id"))));
}

/* The party that takes out least of what it puts in. */
static const struct balance_party *worst_of(const struct balance *balance)
{
    const struct balance_party *worst = NULL;
    for (size_t i = 0; i < balance->count; i++)
        if (balance->parties[i].has_ratio[BALANCE_MIDDLE] &&
            (!worst || balance->parties[i].ratio[BALANCE_MIDDLE] < worst->ratio[BALANCE_MIDDLE]))
            worst = &balance->parties[i];
    return worst;
}

/* From joint records only, so that all parties are told the same. */
void find_balance(struct scan *scan)
{
    const struct value *contributions = scan_rows(scan, kind_by_plural(S("contributions")));
    VALUE_EACH (alliance, scan_rows(scan, kind_by_plural(S("alliances")))) {
        struct balance balance;
        if (scan->err || str_is(value_get_text(alliance, "stage"), "ended") ||
            !any_of(contributions, value_get_text(alliance, "id")))
            continue;
        scan->err = balance_read(scan->work, scan->viewer, value_get_text(alliance, "id"), &balance, NULL);
        if (scan->err)
            return;
        const struct balance_party *worst = balance.complete ? worst_of(&balance) : NULL;
        if (worst && !balance.balanced[BALANCE_MIDDLE])
            tell(scan, alliance, &balance, balance.stretches ? "valuation" : NULL,
                 balance.stretches ? SEVERITY_LOW : SEVERITY_MEDIUM, worst);
        if (balance.has_worth && balance.currency.n && !balance.overflow && !balance.worth_more)
            tell(scan, alliance, &balance, "alone", SEVERITY_HIGH, NULL);
    }
}
