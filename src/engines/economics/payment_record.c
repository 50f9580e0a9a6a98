/* What has been paid of what a period came to, or in advance. */
#include "engines/economics/ledger.h"

static const char *const answers[] = {"received", "missing", NULL};

static const struct field fields[] = {
    {.name = "period", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "settlement_periods"},
    {.name = "from_party", .type = FIELD_REF, .flags = F_REQUIRED | F_LIST, .target = "parties"},
    {.name = "to_party", .type = FIELD_REF, .flags = F_REQUIRED | F_LIST, .target = "parties"},
    {.name = "amount", .type = FIELD_MONEY, .flags = F_REQUIRED | F_LIST},
    {.name = "paid_on", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "reference", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "booked_by", .type = FIELD_REF, .flags = F_SET_BY_US, .target = "organisations"},
    {.name = "received", .type = FIELD_CHOICE, .flags = F_LIST, .choices = answers},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* Whoever booked it changes it; another side says whether it has arrived. */
static void check_hand(struct work *work, const struct viewer *viewer, const struct change *change)
{
    const struct value *before = change->before, *after = change->after;
    bool own = !before || str_eq(value_get_text(before, "booked_by"), viewer->organisation);
    bool answered = !value_equal(value_get(before, "received"), value_get(after, "received"));
    if (own && is_given(after, "received") && (!before || answered))
        refuse(work, "received", "settlement_payment.own-answer");
    if (own)
        return;
    static const char *const kept[] = {"from_party", "to_party", "amount", "paid_on", "reference"};
    bool rewritten = is_leaving(change);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        rewritten = rewritten || !value_equal(value_get(before, kept[i]), value_get(after, kept[i]));
    if (rewritten)
        refuse(work, "amount", "ledger_entry.other-hand");
}

static enum err check_party(struct work *work, const struct viewer *viewer, const struct change *change,
                            const char *field, const struct value *period)
{
    struct value *party;
    enum err err = record_get(work, viewer, kind_by_plural(S("parties")), value_get_text(change->after, field), &party);
    if (!err && !str_eq(value_get_text(party, "alliance"), value_get_text(period, "alliance")))
        refuse(work, field, "economics.other-alliance");
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err check_amount(struct work *work, const struct viewer *viewer, const struct change *change,
                             const struct value *period)
{
    struct value *sheet;
    const struct value *amount = value_get(change->after, "amount");
    if (!amount || amount->kind != V_MONEY)
        return OK;
    if (amount->i <= 0)
        refuse(work, "amount", "settlement_payment.nothing");
    enum err err = deal_sheet_on(work, viewer, value_get_text(period, "alliance"), value_get_text(period, "circle"),
                                 day_of(period, "ends"), &sheet);
    if (!err && sheet && !str_eq(value_get_text(sheet, "currency"), amount->text))
        refuse(work, "amount", "settlement_payment.currency");
    return err;
}

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct value *period;
    check_hand(work, viewer, change);
    enum err err = record_get(work, viewer, &settlement_period_kind, value_get_text(change->after, "period"), &period);
    if (err || is_leaving(change))
        return err == ERR_NOT_FOUND ? OK : err;
    if (str_eq(value_get_text(change->after, "from_party"), value_get_text(change->after, "to_party")))
        refuse(work, "to_party", "deal.same-party");
    if (day_of(change->after, "paid_on") > today_of(work))
        refuse(work, "paid_on", "settlement_payment.future");
    err = check_party(work, viewer, change, "from_party", period);
    if (!err)
        err = check_party(work, viewer, change, "to_party", period);
    return err ? err : check_amount(work, viewer, change, period);
}

static enum err stamp(struct work *work, struct viewer *viewer, struct change *change)
{
    if (!change->before)
        value_set(
            change->after, "booked_by",
            ref_leaf(work->arena, kind_by_plural(S("organisations")), viewer->organisation, viewer->organisation_name));
    return OK;
}

static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    const struct value *from = value_get(record, "from_party"), *to = value_get(record, "to_party");
    bool named = from && to && from->kind == V_REF && to->kind == V_REF;
    value_put_text(work->arena, record, "title",
                   named ? arena_printf(work->arena, "%.*s → %.*s", STR_ARG(from->label), STR_ARG(to->label))
                         : value_get_text(record, "paid_on"));
    return OK;
}

struct kind settlement_payment_kind = {
    .name = "settlement_payment",
    .plural = "settlement_payments",
    .table = "settlement_payment",
    .scope = SCOPE_PARENT,
    .parent = "period",
    .rights = "money",
    .sort = "paid_on",
    FIELDS(fields),
    .check = check,
    .before_write = stamp,
    .derive = derive,
};
