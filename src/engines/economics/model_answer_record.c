#include "base/message.h"
#include "engines/economics/model_answers.h"

enum { WHOLE = 1000000, SLACK = 2 };

static const char *const rows[] = {"economies", "capabilities",    "relationship", "potential",
                                   "capture",   "interdependence", "integration",  NULL};
static const char *const stands[] = {"deliberate", "misfit", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "row", .type = FIELD_CHOICE, .flags = F_REQUIRED | F_FIXED | F_LIST, .choices = rows},
    {.name = "sharing", .type = FIELD_RATIO, .flags = F_LIST},
    {.name = "specialisation", .type = FIELD_RATIO, .flags = F_LIST},
    {.name = "allocation", .type = FIELD_RATIO, .flags = F_LIST},
    {.name = "reason", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "evidence", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "stands", .type = FIELD_CHOICE, .flags = F_LIST, .choices = stands},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* A weight that could not be read is told already. */
static bool is_told(const struct work *work, const char *field)
{
    for (const struct problem *p = work->problems.first; p; p = p->next)
        if (str_is(str_part(p->pointer, 1, p->pointer.n), field))
            return true;
    return false;
}

/* The weights add up to 1 (three thirds in millionths may lack one); a deliberate feature says why it is one. */
static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    (void)viewer;
    int64_t sum = 0;
    bool told = false;
    if (is_leaving(change))
        return OK;
    for (int i = 0; i < MODEL_COUNT; i++) {
        const struct value *leaf = value_get(change->after, model_codes[i]);
        sum += leaf && leaf->kind == V_RATIO ? leaf->i : 0;
        told |= is_told(work, model_codes[i]);
    }
    if (!told && (sum < WHOLE - SLACK || sum > WHOLE + SLACK))
        refuse(work, "sharing", "model_answer.sum");
    if (str_is(value_get_text(change->after, "stands"), "deliberate") && !is_given(change->after, "reason"))
        refuse(work, "reason", "model_answer.why");
    return OK;
}

static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    struct str row = value_get_text(record, "row"),
               key = arena_printf(work->arena, "choice.model_answer.row.%.*s", STR_ARG(row));
    value_put_text(work->arena, record, "title", message(work->arena, work->locale.language, key.p, NULL));
    return OK;
}

/* What somebody says of one of the seven rows of the business model: one of the three, or a mix (S1 2, table 1). */
struct kind model_answer_kind = {
    .name = "model_answer",
    .plural = "model_answers",
    .table = "model_answer",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .private_first = true,
    .rights = "work",
    FIELDS(fields),
    .check = check,
    .derive = derive,
};
