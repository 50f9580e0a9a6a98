#include "engines/registry/support.h"

static const char *const kinds[] = {"framework",       "licence", "supply",     "joint_venture",
                                    "confidentiality", "service", "term_sheet", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "kind", .type = FIELD_CHOICE, .flags = F_LIST, .choices = kinds},
    {.name = "signed", .type = FIELD_DATE},
    {.name = "in_force", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "ends", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "notice_days", .type = FIELD_INT, .min = 0, .max = 3650},
    {.name = "exclusivities", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static struct agreement_dates dates_of(const struct value *record)
{
    return (struct agreement_dates){
        .signed_on = day_of(record, "signed"),
        .in_force = day_of(record, "in_force"),
        .ends = day_of(record, "ends"),
        .notice_days = value_get_int(record, "notice_days", -1),
    };
}

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    (void)viewer;
    if (is_leaving(change))
        return OK;
    check_order(work, change, "in_force", "ends");
    check_order(work, change, "signed", "ends");
    return OK;
}

/* status: where it stands today; notice_by: the last day on which notice can be given. */
static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    struct agreement_dates dates = dates_of(record);
    int64_t notice;
    enum agreement_status status = agreement_status(&dates, today_of(work));
    put_choice(work->arena, record, "status", agreement_status_code(status), "choice.agreement.status");
    if (agreement_notice_by(&dates, &notice))
        put_day(work->arena, record, "notice_by", notice);
    return OK;
}

/* A contract of an alliance, with its clauses. */
struct kind agreement_kind = {
    .name = "agreement",
    .plural = "agreements",
    .table = "agreement",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "name",
    .rights = "money",
    .sort = "name",
    FIELDS(fields),
    .check = check,
    .derive = derive,
};
