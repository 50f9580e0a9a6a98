/* What is booked under a deal: periods, entries, rates of exchange. */
#include "engines/economics/answered.h"
#include "engines/economics/deal_parts.h"
#include "engines/economics/ledger.h"

/* ---- Periods ---- */

static const struct field period_fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "starts", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "ends", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "final", .type = FIELD_BOOL},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* Within the term of the alliance, and beside the other periods of the circle: no day is settled twice. */
static enum err check_span(struct work *work, const struct viewer *viewer, const struct change *change)
{
    struct value *alliance, *others;
    struct str id = value_get_text(change->after, "alliance");
    int64_t starts = day_of(change->after, "starts"), ends = day_of(change->after, "ends"), end;
    if (starts == NO_DAY || ends == NO_DAY)
        return OK;
    enum err err = record_get(work, viewer, kind_by_plural(S("alliances")), id, &alliance);
    if (err)
        return err == ERR_NOT_FOUND ? OK : err;
    if (starts < day_of(alliance, "start"))
        refuse(work, "starts", "settlement_period.before-start");
    end = day_of(alliance, "term_end");
    if (end != NO_DAY && ends > end)
        refuse(work, "ends", "settlement_period.after-end");
    err = rows_of(work, viewer, &settlement_period_kind, "alliance", id, PERIODS_MOST, &others);
    VALUE_EACH (other, err ? NULL : others)
        if (!str_eq(value_get_text(other, "id"), change->id) && starts <= ends &&
            str_eq(value_get_text(other, "circle"), change->audience) && day_of(other, "starts") <= ends &&
            day_of(other, "ends") >= starts) {
            refuse(work, starts < day_of(other, "starts") ? "ends" : "starts", "settlement_period.overlap");
            break;
        }
    return err;
}

static enum err check_period(struct work *work, const struct viewer *viewer, struct change *change)
{
    bool closed = false;
    const struct viewer_audience *there = viewer_audience(viewer, change->audience);
    if (there && there->kind == AUDIENCE_SIDE)
        refuse(work, "circle", "settlement_period.joint");
    check_order(work, change, "starts", "ends");
    if (!is_leaving(change)) {
        enum err wrong = check_span(work, viewer, change);
        if (wrong)
            return wrong;
    }
    enum err err = change->before ? period_closed(work, viewer, change->before, &closed) : OK;
    if (!err && closed)
        refuse(work, "name", "economics.closed");
    return err;
}

static enum err derive_period(struct work *work, const struct viewer *viewer, struct value *record)
{
    bool closed;
    enum err err = period_closed(work, viewer, record, &closed);
    put_choice(work->arena, record, "state", closed ? "closed" : "open", "settlement_period.state");
    return err;
}

struct kind settlement_period_kind = {
    .name = "settlement_period",
    .plural = "settlement_periods",
    .table = "settlement_period",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "name",
    .rights = "money",
    .sort = "-starts",
    FIELDS(period_fields),
    .check = check_period,
    .derive = derive_period,
};

/* ---- Entries ---- */

static const struct field entry_fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "period", .type = FIELD_REF, .flags = F_REQUIRED | F_LIST, .target = "settlement_periods"},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_LIST, .target = "parties"},
    {.name = "kind", .type = FIELD_CHOICE, .flags = F_REQUIRED | F_LIST, .choices = entry_kind_codes},
    {.name = "category", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "amount", .type = FIELD_MONEY, .flags = F_REQUIRED | F_LIST},
    {.name = "to_party", .type = FIELD_REF, .target = "parties"},
    {.name = "quantity", .type = FIELD_DECIMAL, .min = 0, .max = INT64_MAX},
    {.name = "booked_on", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "description", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "evidence", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "booked_by", .type = FIELD_REF, .flags = F_SET_BY_US, .target = "organisations"},
    {.name = "answer", .type = FIELD_CHOICE, .flags = F_LIST, .choices = answer_codes},
    {.name = "dispute", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "answered_by", .type = FIELD_REF, .flags = F_SET_BY_US, .target = "organisations"},
    {.name = "answered_on", .type = FIELD_DATE, .flags = F_SET_BY_US},
    {.name = "corrects", .type = FIELD_REF, .target = "ledger_entries"},
    {.name = "milestone", .type = FIELD_REF, .target = "milestones"},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static void check_payment(struct work *work, const struct change *change)
{
    const struct value *after = change->after;
    int kind = entry_kind_of(value_get_text(after, "kind"));
    if (kind < 0)
        return;
    if (entry_kind_pays(kind) != is_given(after, "to_party"))
        refuse(work, "to_party", entry_kind_pays(kind) ? "deal.to-missing" : "deal.to-none");
    else if (entry_kind_pays(kind) && str_eq(value_get_text(after, "party"), value_get_text(after, "to_party")))
        refuse(work, "to_party", "deal.same-party");
}

static enum err check_in_period(struct work *work, const struct viewer *viewer, const struct change *change,
                                const struct value *of)
{
    struct value *period;
    bool closed = false;
    enum err err = record_get(work, viewer, &settlement_period_kind, value_get_text(of, "period"), &period);
    if (err)
        return err == ERR_NOT_FOUND ? OK : err;
    err = period_closed(work, viewer, period, &closed);
    if (!err && closed)
        refuse(work, "period", "economics.closed");
    const struct viewer_audience *there = viewer_audience(viewer, change->audience);
    bool draft = there && there->kind == AUDIENCE_SIDE;
    if (!draft && !str_eq(change->audience, value_get_text(period, "circle")))
        refuse(work, "circle", "ledger_entry.circle");
    int64_t day = day_of(of, "booked_on");
    if (day != NO_DAY && (day < day_of(period, "starts") || day > day_of(period, "ends")))
        refuse(work, "booked_on", "ledger_entry.outside");
    return err;
}

static enum err check_entry(struct work *work, const struct viewer *viewer, struct change *change)
{
    static const char *const within[] = {"period", "party", "to_party", "corrects", "milestone", NULL};
    enum err err = OK;
    answered_check(work, viewer, change, &ledger_entry_kind);
    if (change->before && !str_eq(value_get_text(change->before, "period"), value_get_text(change->after, "period")))
        err = check_in_period(work, viewer, change, change->before);
    if (!err)
        err = check_in_period(work, viewer, change, change->after);
    if (err || is_leaving(change))
        return err;
    check_payment(work, change);
    for (size_t i = 0; within[i] && !err; i++)
        err = check_within(work, viewer, change, within[i], "alliance", "economics.other-alliance");
    return err;
}

static enum err write_entry(struct work *work, struct viewer *viewer, struct change *change)
{
    return answered_write(work, viewer, change, &ledger_entry_kind);
}

/* state: draft (of one's own side), open to the partner, agreed, disputed. */
static enum err derive_entry(struct work *work, const struct viewer *viewer, struct value *record)
{
    answered_put_state(work, viewer, record);
    /* No name of its own: many entries are of one category, and an import must not take them for one another. */
    value_put_text(work->arena, record, "title", value_get_text(record, "category"));
    return OK;
}

struct kind ledger_entry_kind = {
    .name = "ledger_entry",
    .plural = "ledger_entries",
    .table = "ledger_entry",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .private_first = true,
    .rights = "money",
    .sort = "booked_on",
    FIELDS(entry_fields),
    .check = check_entry,
    .before_write = write_entry,
    .derive = derive_entry,
};

/* ---- Rates of exchange ---- */

static const struct field rate_fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "from_currency", .type = FIELD_CURRENCY, .flags = F_REQUIRED | F_LIST},
    {.name = "to_currency", .type = FIELD_CURRENCY, .flags = F_REQUIRED | F_LIST},
    {.name = "rate", .type = FIELD_DECIMAL, .flags = F_REQUIRED | F_LIST, .min = 1, .max = INT64_MAX},
    {.name = "day", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "source", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* A rate that counts in a closed period stays as it is, and none is put before it. */
static enum err check_rate(struct work *work, const struct viewer *viewer, struct change *change)
{
    int64_t closed;
    struct str circle = ledger_circle(viewer, value_get_text(change->after, "alliance"), change->audience);
    enum err err = closed_until(work, viewer, value_get_text(change->after, "alliance"), circle, &closed);
    int64_t was = change->before ? day_of(change->before, "day") : NO_DAY, is = day_of(change->after, "day");
    if (!err && closed != NO_DAY && ((was != NO_DAY && was <= closed) || is <= closed))
        refuse(work, "day", "economics.closed");
    return err;
}

static enum err derive_rate(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    struct str from = value_get_text(record, "from_currency"), to = value_get_text(record, "to_currency");
    value_put_text(work->arena, record, "title",
                   arena_printf(work->arena, "%.*s → %.*s, %.*s", STR_ARG(from), STR_ARG(to),
                                STR_ARG(value_get_text(record, "day"))));
    return OK;
}

struct kind exchange_rate_kind = {
    .name = "exchange_rate",
    .plural = "exchange_rates",
    .table = "exchange_rate",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .rights = "money",
    .sort = "-day",
    FIELDS(rate_fields),
    .check = check_rate,
    .derive = derive_rate,
};
