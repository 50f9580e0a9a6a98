/* What a side has agreed to: the text of a deal sheet, the ledger of a period. A consent names a digest of what it was
 * given to; when that changes, it no longer holds, and is given anew. The latest of each side counts. */
#include "engines/economics/ledger.h"

static const struct field deal_fields[] = {
    {.name = "deal_sheet", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "deal_sheets"},
    {.name = "organisation", .type = FIELD_REF, .flags = F_SET_BY_US | F_LIST, .target = "organisations"},
    {.name = "digest", .type = FIELD_TEXT, .flags = F_SET_BY_US},
    {.name = "agreed_on", .type = FIELD_DATE, .flags = F_SET_BY_US | F_LIST},
    {.name = "remark", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST, .max = 1000},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};
static const struct field period_fields[] = {
    {.name = "period", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "settlement_periods"},
    {.name = "organisation", .type = FIELD_REF, .flags = F_SET_BY_US | F_LIST, .target = "organisations"},
    {.name = "digest", .type = FIELD_TEXT, .flags = F_SET_BY_US},
    {.name = "agreed_on", .type = FIELD_DATE, .flags = F_SET_BY_US | F_LIST},
    {.name = "remark", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST, .max = 1000},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* Only the side that gave a consent changes its words or takes it back. */
static void check_own(struct work *work, const struct viewer *viewer, const struct change *change)
{
    if (change->before && !str_eq(value_get_text(change->before, "organisation"), viewer->organisation))
        refuse(work, "organisation", "consent.other-side");
}

static enum err check_deal(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct value *sheet;
    bool agreed = false;
    check_own(work, viewer, change);
    enum err err = record_get(work, viewer, &deal_sheet_kind, value_get_text(change->after, "deal_sheet"), &sheet);
    const struct viewer_audience *there = viewer_audience(viewer, change->audience);
    if (err)
        return err == ERR_NOT_FOUND ? OK : err;
    if (there && there->kind == AUDIENCE_SIDE && !is_leaving(change))
        refuse(work, "deal_sheet", "consent.draft");
    err = deal_sheet_agreed(work, viewer, sheet, &agreed);
    if (!err && agreed)
        refuse(work, "deal_sheet", "consent.deal-agreed");
    return err;
}

static void stamp(struct work *work, const struct viewer *viewer, struct change *change, struct str digest)
{
    struct arena *a = work->arena;
    value_set(change->after, "organisation",
              ref_leaf(a, kind_by_plural(S("organisations")), viewer->organisation, viewer->organisation_name));
    value_set(change->after, "digest", value_text(a, digest));
    put_day(a, change->after, "agreed_on", today_of(work));
}

static enum err stamp_deal(struct work *work, struct viewer *viewer, struct change *change)
{
    struct value *sheet;
    if (change->before)
        return OK;
    enum err err = record_get(work, viewer, &deal_sheet_kind, value_get_text(change->after, "deal_sheet"), &sheet);
    if (!err)
        stamp(work, viewer, change, deal_sheet_digest(work->arena, sheet));
    return err;
}

static enum err check_period(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct value *period;
    struct ledger ledger;
    bool closed = false;
    check_own(work, viewer, change);
    enum err err = record_get(work, viewer, &settlement_period_kind, value_get_text(change->after, "period"), &period);
    if (err)
        return err == ERR_NOT_FOUND ? OK : err;
    err = period_closed(work, viewer, period, &closed);
    if (!err && closed)
        refuse(work, "period", "economics.closed");
    if (!err && !is_leaving(change) && !change->before)
        err = ledger_read(work, viewer, period, &ledger);
    if (!err && !is_leaving(change) && !change->before && ledger.disputed)
        refuse(work, "period", "consent.disputed");
    return err;
}

static enum err stamp_period(struct work *work, struct viewer *viewer, struct change *change)
{
    struct value *period;
    struct ledger ledger;
    if (change->before)
        return OK;
    enum err err = record_get(work, viewer, &settlement_period_kind, value_get_text(change->after, "period"), &period);
    if (!err)
        err = ledger_read(work, viewer, period, &ledger);
    if (!err)
        stamp(work, viewer, change, ledger.digest);
    return err;
}

static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    const struct value *organisation = value_get(record, "organisation");
    bool named = organisation && organisation->kind == V_REF;
    value_put_text(work->arena, record, "title", named ? organisation->label : value_get_text(record, "agreed_on"));
    return OK;
}

struct kind deal_consent_kind = {
    .name = "deal_consent",
    .plural = "deal_consents",
    .table = "deal_consent",
    .scope = SCOPE_PARENT,
    .parent = "deal_sheet",
    .rights = "money",
    FIELDS(deal_fields),
    .check = check_deal,
    .before_write = stamp_deal,
    .derive = derive,
};
struct kind period_consent_kind = {
    .name = "period_consent",
    .plural = "period_consents",
    .table = "period_consent",
    .scope = SCOPE_PARENT,
    .parent = "period",
    .rights = "money",
    FIELDS(period_fields),
    .check = check_period,
    .before_write = stamp_period,
    .derive = derive,
};
