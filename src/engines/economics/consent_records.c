/* What a side has agreed to: the text of a deal sheet, the ledger of a period, the outcome of a review. A consent names
 * a digest of what it was given to; when that changes, it no longer holds, and is given anew. The latest of each side
 * counts. */
#include "engines/economics/ledger.h"
#include "engines/economics/review_records.h"

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

static const struct field review_fields[] = {
    {.name = "model_review", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "model_reviews"},
    {.name = "organisation", .type = FIELD_REF, .flags = F_SET_BY_US | F_LIST, .target = "organisations"},
    {.name = "digest", .type = FIELD_TEXT, .flags = F_SET_BY_US},
    {.name = "agreed_on", .type = FIELD_DATE, .flags = F_SET_BY_US | F_LIST},
    {.name = "remark", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST, .max = 1000},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* Only the side that gave a consent changes its words or takes it back. */
void consent_check_own(struct work *work, const struct viewer *viewer, const struct change *change)
{
    if (change->before && !str_eq(value_get_text(change->before, "organisation"), viewer->organisation))
        refuse(work, "organisation", "consent.other-side");
}

static enum err check_deal(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct value *sheet;
    bool agreed = false;
    consent_check_own(work, viewer, change);
    enum err err = record_get(work, viewer, &deal_sheet_kind, value_get_text(change->after, "deal_sheet"), &sheet);
    const struct viewer_audience *there = viewer_audience(viewer, change->audience);
    if (err)
        return err == ERR_NOT_FOUND ? OK : err;
    if (there && there->kind == AUDIENCE_SIDE && !is_leaving(change))
        refuse(work, "deal_sheet", "consent.draft");
    if (!change->before) {
        int64_t closed;
        err = closed_until(work, viewer, value_get_text(sheet, "alliance"), value_get_text(sheet, "circle"), &closed);
        if (err)
            return err;
        if (closed != NO_DAY && day_of(sheet, "effective_from") <= closed)
            refuse(work, "deal_sheet", "consent.too-late");
    }
    err = deal_sheet_agreed(work, viewer, sheet, &agreed);
    if (!err && agreed)
        refuse(work, "deal_sheet", "consent.deal-agreed");
    return err;
}

void consent_stamp(struct work *work, const struct viewer *viewer, struct change *change, struct str digest)
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
        consent_stamp(work, viewer, change, deal_sheet_digest(work->arena, sheet));
    return err;
}

/* A period closes after those before it, without disputes, and with a settlement that can be worked out. */
static enum err check_ready(struct work *work, const struct viewer *viewer, const struct value *period)
{
    struct ledger ledger;
    struct value *settled;
    struct problems problems = problems_init(work->arena);
    enum err err = ledger_read(work, viewer, period, &ledger);
    if (err)
        return err;
    if (ledger.groups.disputed)
        refuse(work, "period", "consent.disputed");
    if (ledger.earlier_open)
        refuse(work, "period", "consent.earlier-open");
    if (!ledger.groups.currency.n) /* nothing was booked, and there is no deal */
        return OK;
    err = ledger_settle(work, &ledger, &problems, &settled);
    if (err == ERR_INPUT)
        refuse(work, "period", "consent.unsettled");
    return err == ERR_INPUT ? OK : err;
}

static enum err check_period(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct value *period;
    bool closed = false;
    consent_check_own(work, viewer, change);
    enum err err = record_get(work, viewer, &settlement_period_kind, value_get_text(change->after, "period"), &period);
    if (err)
        return err == ERR_NOT_FOUND ? OK : err;
    err = period_closed(work, viewer, period, &closed);
    if (!err && closed)
        refuse(work, "period", "economics.closed");
    if (!err && !is_leaving(change) && !change->before)
        err = check_ready(work, viewer, period);
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
        consent_stamp(work, viewer, change, ledger.digest);
    return err;
}

/* An outcome is signed, by all parties; a review that one side keeps to itself is not. */
static enum err check_review(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct value *review;
    struct consents consents = {.all = false};
    const struct viewer_audience *there = viewer_audience(viewer, change->audience);
    consent_check_own(work, viewer, change);
    enum err err = record_get(work, viewer, &model_review_kind, value_get_text(change->after, "model_review"), &review);
    if (err)
        return err == ERR_NOT_FOUND ? OK : err;
    err = review_consents(work, viewer, review, &consents);
    if (!err && consents.all)
        refuse(work, "model_review", "model_review.signed");
    if (is_leaving(change) || change->before)
        return err;
    if (there && there->kind == AUDIENCE_SIDE)
        refuse(work, "model_review", "consent.draft-review");
    if (!is_given(review, "outcome"))
        refuse(work, "model_review", "consent.no-outcome");
    return err;
}

static enum err stamp_review(struct work *work, struct viewer *viewer, struct change *change)
{
    struct value *review;
    if (change->before)
        return OK;
    enum err err = record_get(work, viewer, &model_review_kind, value_get_text(change->after, "model_review"), &review);
    if (!err)
        consent_stamp(work, viewer, change, review_digest(work->arena, review));
    return err;
}

enum err consent_derive(struct work *work, const struct viewer *viewer, struct value *record)
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
    .derive = consent_derive,
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
    .derive = consent_derive,
};
struct kind review_consent_kind = {
    .name = "review_consent",
    .plural = "review_consents",
    .table = "review_consent",
    .scope = SCOPE_PARENT,
    .parent = "model_review",
    .rights = "work",
    FIELDS(review_fields),
    .check = check_review,
    .before_write = stamp_review,
    .derive = consent_derive,
};
