#include "base/message.h"
#include "engines/registry/support.h"
#include "kernel/viewer.h"

static const char *const origins[] = {"offered", "unit_idea", "strategy", NULL};
static const char *const intended_ends[] = {"lasting", "take_over", "independent", "exit", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "attention", .type = FIELD_INT, .flags = F_LIST, .min = 1, .max = 3},
    {.name = "origin", .type = FIELD_CHOICE, .flags = F_LIST, .choices = origins},
    {.name = "intended_end", .type = FIELD_CHOICE, .flags = F_LIST, .choices = intended_ends},
    {.name = "intended_end_at_start", .type = FIELD_CHOICE, .flags = F_SET_BY_US, .choices = intended_ends},
    {.name = "potential_value", .type = FIELD_MONEY, .flags = F_LIST},
    {.name = "expected_loss", .type = FIELD_MONEY},
    {.name = "walk_away", .type = FIELD_LONG},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* A stance belongs to one side, and a side has one. */
static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    const struct viewer_audience *audience = viewer_audience(viewer, change->audience);
    struct str alliance = value_get_text(change->after, "alliance");
    if (is_leaving(change) || !audience)
        return OK;
    if (audience->kind != AUDIENCE_SIDE) {
        refuse(work, "circle", "stance.side");
        return OK;
    }
    struct query query = {0};
    struct value *others;
    query_add(&query, "alliance", alliance);
    query_add(&query, "circle", audience->id);
    enum err err = rows_where(work, viewer, change->kind, query, 2, &others);
    if (err)
        return err;
    VALUE_EACH (other, others)
        if (!str_eq(value_get_text(other, "id"), change->id)) {
            refuse(work, "alliance", "stance.twice");
            return OK;
        }
    return OK;
}

/* What was first meant to come of the alliance is kept, so that a drift shows. */
static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    (void)viewer;
    if (!is_given(change->after, "intended_end_at_start") && is_given(change->after, "intended_end")) {
        struct str end = value_get_text(change->after, "intended_end");
        put_choice(work->arena, change->after, "intended_end_at_start", arena_cstr(work->arena, end),
                   "choice.stance.intended_end_at_start");
    }
    return OK;
}

static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    struct arena *a = work->arena;
    struct str start = value_get_text(record, "intended_end_at_start"), now = value_get_text(record, "intended_end");
    struct value *args = message_args(a, "alliance", again(a, value_get(record, "alliance")), NULL);
    value_put_text(a, record, "title", message(a, work->locale.language, "stance.title", args));
    if (start.n && now.n)
        value_put_bool(a, record, "drift", !str_eq(start, now));
    return OK;
}

/* What one side keeps to itself about an alliance: one record a side. */
struct kind stance_kind = {
    .name = "stance",
    .plural = "stances",
    .table = "stance",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .private_first = true,
    .rights = "money",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
    .derive = derive,
};
