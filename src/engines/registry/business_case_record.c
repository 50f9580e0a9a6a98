#include "engines/registry/business_case_record.h"
#include "engines/registry/business_case.h"
#include "engines/registry/support.h"

static const char *const statuses[] = {"draft", "approved", "signing", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "status", .type = FIELD_CHOICE, .flags = F_LIST, .choices = statuses},
    {.name = "year", .type = FIELD_INT, .flags = F_REQUIRED | F_LIST, .min = 1900, .max = 2200},
    {.name = "unit", .type = FIELD_REF, .target = "units"},
    {.name = "created_value", .type = FIELD_MONEY, .flags = F_LIST},
    {.name = "captured_value", .type = FIELD_MONEY, .flags = F_LIST},
    {.name = "hours", .type = FIELD_DECIMAL, .min = 0, .max = 10000000000000},
    {.name = "hourly_rate", .type = FIELD_MONEY},
    {.name = "travel", .type = FIELD_MONEY},
    {.name = "legal", .type = FIELD_MONEY},
    {.name = "partnership_tax", .type = FIELD_MONEY},
    {.name = "running_cost", .type = FIELD_MONEY, .flags = F_LIST},
    {.name = "investment", .type = FIELD_MONEY},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static const char *const amounts[] = {"created_value",   "captured_value", "hourly_rate", "travel", "legal",
                                      "partnership_tax", "running_cost",   "investment",  NULL};
static const char *const parts[] = {"hours", "hourly_rate", "travel", "legal", "partnership_tax", NULL};

/* The minor units of a money member; 0 when it is not given. */
static int64_t amount_of(const struct value *record, const char *field)
{
    return is_given(record, field) ? value_get(record, field)->i : 0;
}

/* The currency of the first amount that is given. */
static struct str currency_of(const struct value *record)
{
    for (size_t i = 0; amounts[i]; i++)
        if (is_given(record, amounts[i]))
            return value_get(record, amounts[i])->text;
    return S("");
}

static bool has_parts(const struct value *record)
{
    for (size_t i = 0; parts[i]; i++)
        if (is_given(record, parts[i]))
            return true;
    return false;
}

static bool sum_of_parts(const struct value *record, int64_t *sum)
{
    struct running_cost cost = {
        .hours = value_get_int(record, "hours", 0),
        .hourly_rate = amount_of(record, "hourly_rate"),
        .travel = amount_of(record, "travel"),
        .legal = amount_of(record, "legal"),
        .partnership_tax = amount_of(record, "partnership_tax"),
    };
    return business_case_running(&cost, sum);
}

/* The running cost is entered whole or in parts; a whole that contradicts its parts is refused. */
static void check_running(struct work *work, const struct change *change)
{
    const struct value *whole = value_get(change->input, "running_cost"),
                       *was = value_get(change->before, "running_cost");
    int64_t sum;
    if (!has_parts(change->after))
        return;
    if (is_given(change->after, "hours") != is_given(change->after, "hourly_rate"))
        refuse(work, is_given(change->after, "hours") ? "hourly_rate" : "hours", "business_case.hours");
    if (!sum_of_parts(change->after, &sum))
        refuse(work, "running_cost", "business_case.too-large");
    else if (whole && whole->kind == V_MONEY && whole->i != sum && !value_equal(whole, was))
        refuse(work, "running_cost", "business_case.parts");
}

/* One forecast at signing for each alliance, side and year. */
static enum err check_signing(struct work *work, const struct viewer *viewer, const struct change *change)
{
    struct value *other = NULL;
    if (!str_is(value_get_text(change->after, "status"), "signing") || !change->audience.p)
        return OK;
    enum err err = business_case_forecast(work, viewer, change->after, change->audience, &other);
    if (err == OK && other && !str_eq(value_get_text(other, "id"), change->id))
        refuse(work, "status", "business_case.signing-twice");
    return err;
}

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct str currency = currency_of(change->after);
    if (is_leaving(change))
        return OK;
    for (size_t i = 0; amounts[i]; i++)
        if (is_given(change->after, amounts[i]) && !str_eq(value_get(change->after, amounts[i])->text, currency))
            refuse(work, amounts[i], "business_case.currency");
    check_running(work, change);
    return check_signing(work, viewer, change);
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    (void)viewer;
    int64_t sum;
    default_choice(work, change, "status", "draft");
    if (has_parts(change->after) && sum_of_parts(change->after, &sum))
        put_money(work->arena, change->after, "running_cost", sum, currency_of(change->after));
    return OK;
}

static bool net_of(const struct value *record, int64_t *net)
{
    return is_given(record, "captured_value") && is_given(record, "running_cost") &&
           business_case_net(amount_of(record, "captured_value"), amount_of(record, "running_cost"), net);
}

enum err business_case_forecast(struct work *work, const struct viewer *viewer, const struct value *record,
                                struct str audience, struct value **out)
{
    struct query query = {0};
    struct value *found;
    query_add(&query, "alliance", value_get_text(record, "alliance"));
    query_add(&query, "status", S("signing"));
    query_add(&query, "circle", audience);
    query_add(&query, "year", arena_printf(work->arena, "%lld", (long long)value_get_int(record, "year", 0)));
    enum err err = rows_where(work, viewer, &business_case_kind, query, 1, &found);
    *out = err ? NULL : value_at(found, 0);
    return err;
}

/* net, capture and, against the forecast at signing of the same side and year, realisation. */
static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    int64_t net, forecast_net, ratio;
    struct value *forecast = NULL;
    bool signing = str_is(value_get_text(record, "status"), "signing");
    if (is_given(record, "captured_value") && is_given(record, "created_value") &&
        business_case_capture(amount_of(record, "captured_value"), amount_of(record, "created_value"), &ratio))
        put_ratio(work->arena, record, "capture", ratio);
    if (!net_of(record, &net))
        return OK;
    put_money(work->arena, record, "net", net, currency_of(record));
    enum err err =
        signing ? OK : business_case_forecast(work, viewer, record, value_get_text(record, "circle"), &forecast);
    if (err || !forecast || !net_of(forecast, &forecast_net) || !str_eq(currency_of(forecast), currency_of(record)))
        return err;
    put_money(work->arena, record, "forecast_net", forecast_net, currency_of(record));
    if (business_case_realisation(net, forecast_net, &ratio))
        put_ratio(work->arena, record, "realisation", ratio);
    return OK;
}

/* What an alliance is worth to one side in one year. */
struct kind business_case_kind = {
    .name = "business_case",
    .plural = "business_cases",
    .table = "business_case",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .private_first = true,
    .title = "name",
    .rights = "money",
    .sort = "-year",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
    .derive = derive,
};
