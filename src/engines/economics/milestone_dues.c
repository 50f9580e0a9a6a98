#include "engines/economics/milestone_dues.h"
#include "base/json.h"
#include "engines/economics/deal_parts.h"

enum { ENTRIES_OF_ONE = 200 };

static int64_t laid_down(const struct value *item, const char *member, int64_t otherwise)
{
    const struct value *amount = value_get(item, member);
    return amount && amount->kind == V_INT ? amount->i : otherwise;
}

static void take(struct milestone_deal *out, const struct value *part, const struct value *item,
                 const struct value *sheet, const struct value *names)
{
    *out = (struct milestone_deal){
        .terms = {.payment = laid_down(item, "payment", 0),
                  .reward = laid_down(item, "reward", 0),
                  .penalty_a_day = laid_down(item, "penalty_a_day", 0),
                  .penalty_most = laid_down(item, "penalty_most", -1)},
        .instrument = value_get_text(part, "name"),
        .currency = value_get_text(sheet, "currency"),
        .payer = deal_party_named(names, value_get_text(part, "from")),
        .payee = deal_party_named(names, value_get_text(part, "to")),
        .category = value_get_text(item, "milestone"),
        .names = names,
    };
}

enum err milestone_deal_read(struct work *work, const struct viewer *viewer, struct value *sheets,
                             const struct value *milestone, int64_t day, struct milestone_deal *out, bool *found)
{
    struct value *terms, *names, *own = value_list(work->arena);
    struct str circle = value_get_text(milestone, "circle"), term = value_get_text(milestone, "term");
    *found = false;
    VALUE_EACH (sheet, sheets)
        if (str_eq(value_get_text(sheet, "circle"), circle))
            value_push(own, value_copy(work->arena, sheet));
    const struct value *sheet = deal_sheet_in_force(own, day);
    if (!sheet)
        return own ? OK : ERR_MEMORY;
    if (json_parse(work->arena, value_get_text(sheet, "terms"), NULL, &terms))
        return ERR_CORRUPT;
    enum err err = deal_names_read(work, viewer, value_get_text(milestone, "alliance"), circle, sheet, &names);
    VALUE_EACH (part, err ? NULL : terms)
        VALUE_EACH (item, value_get(part, "milestones"))
            if (!*found &&
                str_eq(value_get_text(item, "milestone"), term.n ? term : value_get_text(milestone, "name"))) {
                take(out, part, item, sheet, names);
                *found = out->payer.n && out->payee.n;
            }
    return err;
}

/* What the entries of that kind which name the milestone come to; all of `whole` where one is in another currency. */
static int64_t booked_of(const struct value *entries, const char *kind, struct str currency, int64_t whole)
{
    int64_t sum = 0;
    VALUE_EACH (entry, entries) {
        const struct value *amount = value_get(entry, "amount");
        if (!str_is(value_get_text(entry, "kind"), kind) || !amount || amount->kind != V_MONEY)
            continue;
        if (!str_eq(amount->text, currency) || __builtin_add_overflow(sum, amount->i, &sum))
            return whole;
    }
    return sum;
}

static void put_missing(struct work *work, struct value *list, const struct value *milestone,
                        const struct milestone_deal *deal, enum entry_kind kind, int64_t amount,
                        const struct value *entries)
{
    struct arena *a = work->arena;
    const struct kind *parties = kind_by_plural(S("parties"));
    const char *code = entry_kind_codes[kind];
    int64_t booked = booked_of(entries, code, deal->currency, amount);
    if (booked >= amount)
        return;
    bool back = kind == ENTRY_PENALTY;
    struct str from = back ? deal->payee : deal->payer, to = back ? deal->payer : deal->payee;
    struct value *item = value_push_map(a, list);
    put_ref(a, item, "milestone", &milestone_kind, value_get_text(milestone, "id"), value_get_text(milestone, "name"));
    put_choice(a, item, "kind", code, "choice.ledger_entry.kind");
    put_ref(a, item, "from", parties, from, value_get_str(deal->names, from)->text);
    put_ref(a, item, "to", parties, to, value_get_str(deal->names, to)->text);
    value_put_text(a, item, "instrument", deal->instrument);
    value_put_text(a, item, "category", deal->category);
    put_money(a, item, "amount", amount, deal->currency);
    put_money(a, item, "booked", booked, deal->currency);
    put_money(a, item, "missing", amount - booked, deal->currency);
    put_day(a, item, "accepted_on", day_of(milestone, "answered_on"));
}

enum err milestone_unbooked(struct work *work, const struct viewer *viewer, struct value *sheets,
                            const struct value *milestone, struct value *list)
{
    struct milestone_deal deal;
    struct value *entries;
    bool found = false;
    if (milestone_state_of(milestone) != MILESTONE_ACCEPTED)
        return OK;
    enum err err =
        milestone_deal_read(work, viewer, sheets, milestone, day_of(milestone, "answered_on"), &deal, &found);
    if (err || !found)
        return err;
    err = rows_of(work, viewer, &ledger_entry_kind, "milestone", value_get_text(milestone, "id"), ENTRIES_OF_ONE,
                  &entries);
    if (err)
        return err;
    struct milestone_dues dues =
        milestone_dues(&deal.terms, day_of(milestone, "due"), day_of(milestone, "delivered_on"));
    put_missing(work, list, milestone, &deal, ENTRY_MILESTONE, dues.payment, entries);
    put_missing(work, list, milestone, &deal, ENTRY_REWARD, dues.reward, entries);
    put_missing(work, list, milestone, &deal, ENTRY_PENALTY, dues.penalty, entries);
    return list ? OK : ERR_MEMORY;
}
