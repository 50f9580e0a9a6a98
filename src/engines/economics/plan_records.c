/* Joint business plans of a year: country or unit plans, the joint plan with its targets, the approval of each side,
 * and what became of it. What all have approved stands; only what became of it is still written. */
#include "engines/economics/plan_records.h"
#include "base/date.h"

static const struct field plan_fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "starts", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "ends", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "innovation", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "markets", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "pipeline", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "result", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};
static const struct field part_fields[] = {
    {.name = "yearly_plan", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "yearly_plans"},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_LIST, .target = "parties"},
    {.name = "unit", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "summary", .type = FIELD_LONG, .flags = F_REQUIRED | F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};
static const struct field target_fields[] = {
    {.name = "yearly_plan", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "yearly_plans"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "party", .type = FIELD_REF, .flags = F_LIST, .target = "parties"},
    {.name = "planned", .type = FIELD_DECIMAL, .flags = F_REQUIRED | F_LIST},
    {.name = "unit", .type = FIELD_TEXT, .flags = F_LIST, .max = 40},
    {.name = "reached", .type = FIELD_DECIMAL, .flags = F_LIST},
    {.name = "remark", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* ---- what is approved ---- */

static void put_fields(struct arena *arena, struct value *to, const struct value *from, const char *const *names)
{
    for (; *names; names++) {
        const struct value *leaf = value_get(from, *names);
        if (leaf && leaf->kind == V_DECIMAL)
            value_put_int(arena, to, *names, leaf->i);
        else
            value_put_text(arena, to, *names, value_get_text(from, *names));
    }
}

static const char *const plan_text[] = {"id", "name", "starts", "ends", "innovation", "markets", "pipeline", NULL};
static const char *const part_text[] = {"id", "party", "unit", "summary", NULL};
static const char *const target_text[] = {"id", "name", "party", "planned", "unit", NULL};

static enum err put_rows(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str plan,
                         const char *const *names, struct value *text)
{
    struct value *rows, *list = value_put_list(work->arena, text, kind->name);
    struct query query = {.sort = S("id")};
    query_add(&query, "yearly_plan", plan);
    enum err err = rows_where(work, viewer, kind, query, PLAN_ROWS_MOST, &rows);
    VALUE_EACH (row, err ? NULL : rows)
        put_fields(work->arena, value_push_map(work->arena, list), row, names);
    return err;
}

static enum err digest_of(struct work *work, const struct viewer *viewer, const struct value *plan, struct str *out)
{
    struct value *text = value_map(work->arena);
    struct str id = value_get_text(plan, "id");
    put_fields(work->arena, text, plan, plan_text);
    enum err err = put_rows(work, viewer, &plan_part_kind, id, part_text, text);
    if (!err)
        err = put_rows(work, viewer, &plan_target_kind, id, target_text, text);
    if (!err)
        *out = text_digest(work->arena, text);
    return err ? err : out->p ? OK : ERR_MEMORY;
}

enum err plan_consents(struct work *work, const struct viewer *viewer, const struct value *plan, struct consents *out)
{
    struct str digest;
    enum err err = digest_of(work, viewer, plan, &digest);
    return err ? err
               : consents_read(work, viewer, &plan_consent_kind, "yearly_plan", value_get_text(plan, "id"),
                               value_get_text(plan, "circle"), digest, out);
}

/* The plan that a part, a target or a consent belongs to, and who has approved it. *plan is NULL when it is not to be
 * seen. */
static enum err plan_of(struct work *work, const struct viewer *viewer, const struct change *change,
                        struct value **plan, struct consents *consents)
{
    *consents = (struct consents){.all = false};
    enum err err = record_get(work, viewer, &yearly_plan_kind, value_get_text(change->after, "yearly_plan"), plan);
    if (err) {
        *plan = NULL;
        return err == ERR_NOT_FOUND ? OK : err;
    }
    return plan_consents(work, viewer, *plan, consents);
}

/* Whether one of the fields is another than it was. */
static bool differs(const struct change *change, const char *const *names)
{
    for (; *names; names++) {
        const struct value *was = value_get(change->before, *names), *is = value_get(change->after, *names);
        bool same = was && is && was->kind == is->kind &&
                    (was->kind == V_DECIMAL
                         ? was->i == is->i
                         : str_eq(value_get_text(change->before, *names), value_get_text(change->after, *names)));
        if (!same && (is_given(change->before, *names) || is_given(change->after, *names)))
            return true;
    }
    return false;
}

/* ---- plans ---- */

/* One plan at a time in a circle: what two plans say of the same month would be no plan. */
static enum err check_alone(struct work *work, const struct viewer *viewer, const struct change *change)
{
    struct value *plans;
    int64_t starts = day_of(change->after, "starts"), ends = day_of(change->after, "ends");
    enum err err = rows_of(work, viewer, &yearly_plan_kind, "alliance", value_get_text(change->after, "alliance"),
                           PLANS_MOST, &plans);
    VALUE_EACH (other, err ? NULL : plans)
        if (!str_eq(value_get_text(other, "id"), change->id) &&
            str_eq(value_get_text(other, "circle"), change->audience) && day_of(other, "starts") <= ends &&
            day_of(other, "ends") >= starts) {
            refuse(work, "starts", "yearly_plan.another");
            break;
        }
    return err;
}

static enum err check_plan(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct consents consents = {.all = false};
    enum err err = change->before ? plan_consents(work, viewer, change->before, &consents) : OK;
    if (!err && consents.all && (is_leaving(change) || differs(change, plan_text + 1)))
        refuse(work, "name", "yearly_plan.approved");
    if (err || is_leaving(change))
        return err;
    int64_t starts = day_of(change->after, "starts");
    if (starts != NO_DAY && !is_given(change->after, "ends")) {
        struct value *days = value_map(work->arena);
        value_set(change->after, "ends", put_day(work->arena, days, "ends", date_add_months(starts, 12) - 1));
    }
    check_order(work, change, "starts", "ends");
    return check_alone(work, viewer, change);
}

/* state: draft, proposed (a side has approved it as it stands), approved (all have). */
static enum err derive_plan(struct work *work, const struct viewer *viewer, struct value *record)
{
    struct consents consents;
    bool any = false;
    enum err err = plan_consents(work, viewer, record, &consents);
    VALUE_EACH (one, err ? NULL : consents.list)
        any = any || value_get_bool(one, "holds");
    put_choice(work->arena, record, "state",
               err || !any    ? "draft"
               : consents.all ? "approved"
                              : "proposed",
               "yearly_plan.state");
    return err;
}

struct kind yearly_plan_kind = {
    .name = "yearly_plan",
    .plural = "yearly_plans",
    .table = "yearly_plan",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "name",
    .rights = "work",
    .sort = "-starts",
    FIELDS(plan_fields),
    .check = check_plan,
    .derive = derive_plan,
};

/* ---- their parts and targets ---- */

static enum err check_party(struct work *work, const struct viewer *viewer, const struct change *change,
                            const struct value *plan)
{
    struct value *party;
    if (!plan || !is_given(change->after, "party"))
        return OK;
    enum err err =
        record_get(work, viewer, kind_by_plural(S("parties")), value_get_text(change->after, "party"), &party);
    if (!err && !str_eq(value_get_text(party, "alliance"), value_get_text(plan, "alliance")))
        refuse(work, "party", "economics.other-alliance");
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err check_part(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct value *plan;
    struct consents consents;
    enum err err = plan_of(work, viewer, change, &plan, &consents);
    if (!err && consents.all)
        refuse(work, "summary", "yearly_plan.approved");
    return err || is_leaving(change) ? err : check_party(work, viewer, change, plan);
}

/* Of a target of an approved plan, what was reached is still written. */
static enum err check_target(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct value *plan;
    struct consents consents;
    enum err err = plan_of(work, viewer, change, &plan, &consents);
    bool other = !change->before || is_leaving(change) || change->restoring || differs(change, target_text + 1);
    if (!err && consents.all && other)
        refuse(work, "planned", "yearly_plan.approved");
    return err || is_leaving(change) ? err : check_party(work, viewer, change, plan);
}

struct kind plan_part_kind = {
    .name = "plan_part",
    .plural = "plan_parts",
    .table = "plan_part",
    .scope = SCOPE_PARENT,
    .parent = "yearly_plan",
    .title = "unit",
    .rights = "work",
    FIELDS(part_fields),
    .check = check_part,
};
struct kind plan_target_kind = {
    .name = "plan_target",
    .plural = "plan_targets",
    .table = "plan_target",
    .scope = SCOPE_PARENT,
    .parent = "yearly_plan",
    .title = "name",
    .rights = "work",
    FIELDS(target_fields),
    .check = check_target,
};

/* ---- approval ---- */

static const struct field consent_fields[] = {
    {.name = "yearly_plan", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "yearly_plans"},
    {.name = "organisation", .type = FIELD_REF, .flags = F_SET_BY_US | F_LIST, .target = "organisations"},
    {.name = "digest", .type = FIELD_TEXT, .flags = F_SET_BY_US},
    {.name = "agreed_on", .type = FIELD_DATE, .flags = F_SET_BY_US | F_LIST},
    {.name = "remark", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST, .max = 1000},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check_consent(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct value *plan;
    struct consents consents;
    const struct viewer_audience *there = viewer_audience(viewer, change->audience);
    consent_check_own(work, viewer, change);
    enum err err = plan_of(work, viewer, change, &plan, &consents);
    if (!err && consents.all)
        refuse(work, "yearly_plan", "yearly_plan.approved");
    if (err || is_leaving(change) || change->before)
        return err;
    if (there && there->kind == AUDIENCE_SIDE)
        refuse(work, "yearly_plan", "consent.draft-plan");
    return OK;
}

static enum err stamp_consent(struct work *work, struct viewer *viewer, struct change *change)
{
    struct value *plan;
    struct str digest;
    if (change->before)
        return OK;
    enum err err = record_get(work, viewer, &yearly_plan_kind, value_get_text(change->after, "yearly_plan"), &plan);
    if (!err)
        err = digest_of(work, viewer, plan, &digest);
    if (!err)
        consent_stamp(work, viewer, change, digest);
    return err;
}

struct kind plan_consent_kind = {
    .name = "plan_consent",
    .plural = "plan_consents",
    .table = "plan_consent",
    .scope = SCOPE_PARENT,
    .parent = "yearly_plan",
    .rights = "work",
    FIELDS(consent_fields),
    .check = check_consent,
    .before_write = stamp_consent,
    .derive = consent_derive,
};

/* ---- which plan ---- */

const struct value *plan_on(const struct value *plans, int64_t day)
{
    const struct value *found = NULL;
    VALUE_EACH (plan, plans)
        if (day_of(plan, "starts") <= day && day <= day_of(plan, "ends") &&
            (!found || day_of(plan, "starts") > day_of(found, "starts")))
            found = plan;
    return found;
}

const struct value *plan_before(const struct value *plans, int64_t day)
{
    const struct value *found = NULL;
    VALUE_EACH (plan, plans)
        if (day_of(plan, "ends") < day && (!found || day_of(plan, "ends") > day_of(found, "ends")))
            found = plan;
    return found;
}

bool plan_told(const struct value *plan, const struct value *targets)
{
    size_t all = 0, told = 0;
    VALUE_EACH (target, targets)
        if (str_eq(value_get_text(target, "yearly_plan"), value_get_text(plan, "id"))) {
            all++;
            told += is_given(target, "reached");
        }
    return is_given(plan, "result") || (all && told == all);
}
