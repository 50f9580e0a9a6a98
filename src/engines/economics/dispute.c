/* Disputed entries: since when, and the finding for each period that they keep open. */
#include "engines/economics/dispute.h"
#include "engines/economics/findings_rules.h"
#include "engines/economics/ledger.h"
#include "engines/economics/pages.h"

enum { GRAVE_DAYS = 30, WHY_MOST = 6 };

int64_t dispute_since(const struct value *entry)
{
    return is_given(entry, "answered_on") ? day_of(entry, "answered_on") : scan_day_of(entry, "updated_at");
}

bool dispute_grave(int64_t since, int64_t today)
{
    return since != NO_DAY && today - since > GRAVE_DAYS;
}

/* What the disputed entries of one period come to. */
struct stake {
    const struct value *oldest;
    int64_t count, since, amount;
    struct str currency;
    bool mixed; /* in several currencies, or more than fits */
};

static void add_entry(struct stake *stake, const struct value *entry)
{
    const struct value *amount = value_get(entry, "amount");
    int64_t since = dispute_since(entry), size = amount && amount->kind == V_MONEY ? amount->i : 0;
    if (!stake->count++)
        stake->currency = amount ? amount->text : S("");
    stake->mixed = stake->mixed || !amount || !str_eq(amount->text, stake->currency) || size == INT64_MIN ||
                   __builtin_add_overflow(stake->amount, size < 0 ? -size : size, &stake->amount);
    if (!stake->oldest || since < stake->since) {
        stake->oldest = entry;
        stake->since = since;
    }
}

/* What this side can do: put its own entry right, or settle what it disputes itself. */
static const char *act_of(const struct scan *scan, const struct value *entry)
{
    if (str_eq(value_get_text(entry, "booked_by"), scan->viewer->organisation))
        return "dispute-booked";
    return str_eq(value_get_text(entry, "answered_by"), scan->viewer->organisation) ? "dispute-ours" : NULL;
}

static void tell(struct scan *scan, const struct value *entries, struct str period, const struct stake *stake)
{
    struct arena *a = scan->arena;
    const struct value *alliance = scan_alliance(scan, stake->oldest), *named = value_get(stake->oldest, "period");
    const struct value *by = value_get(stake->oldest, "answered_by");
    bool known = by && by->kind == V_REF && by->label.n;
    const char *variant = stake->mixed ? (known ? "mixed" : "mixed-somebody") : known ? NULL : "somebody";
    struct str what = scan_words(scan, variant, "count", value_int(a, stake->count), "period",
                                 value_text(a, named->label), "alliance", scan_word(scan, alliance, "name"), "amount",
                                 put_money(a, value_map(a), "amount", stake->amount, stake->currency), "party",
                                 value_text(a, known ? by->label : S("")), "date", scan_day(scan, stake->since), NULL);
    struct value *finding = scan_add(scan, dispute_grave(stake->since, scan->today) ? SEVERITY_HIGH : SEVERITY_MEDIUM,
                                     alliance, stake->since, what);
    int named_so_far = 0;
    VALUE_EACH (entry, entries)
        if (str_eq(value_get_text(entry, "period"), period) && named_so_far++ < WHY_MOST)
            scan_why(scan, finding, &ledger_entry_kind, entry);
    const char *act = act_of(scan, stake->oldest);
    if (act)
        scan_edit(scan, finding, act, &ledger_entry_kind, stake->oldest);
    else
        scan_go(scan, finding, "dispute-look",
                arena_printf(a, "/alliances/%.*s" DEAL_PATH, STR_ARG(value_get_text(alliance, "id"))));
}

void find_ledger_disputed(struct scan *scan)
{
    struct query query = {.sort = S("booked_on")};
    struct value *rows = NULL, *seen = value_map(scan->arena);
    query_add(&query, "answer", S("disputed"));
    if (scan->only.n)
        query_add(&query, "alliance", scan->only);
    if (!scan->err)
        scan->err = rows_where(scan->work, scan->viewer, &ledger_entry_kind, query, SCAN_MOST, &rows);
    VALUE_EACH (row, scan->err ? NULL : rows) {
        struct str period = value_get_text(row, "period");
        struct stake stake = {.since = NO_DAY};
        if (!period.n || value_get_str(seen, period) || !scan_alliance(scan, row))
            continue;
        value_put_str(seen, period, value_bool(scan->arena, true));
        VALUE_EACH (other, rows)
            if (str_eq(value_get_text(other, "period"), period))
                add_entry(&stake, other);
        tell(scan, rows, period, &stake);
    }
}
