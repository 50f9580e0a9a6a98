#include "base/message.h"
#include "engines/registry/alliance_circle.h"
#include "engines/registry/alliance_readings.h"
#include "engines/registry/support.h"

static const char *const forms[] = {"licence",        "supply",        "distribution", "co_marketing",   "research",
                                    "minority_stake", "joint_venture", "consortium",   "public_private", NULL};
static const char *const intents[] = {"enter_market",  "serve_market", "develop_technology",
                                      "exit_business", "manage_risk",  NULL};
static const char *const logics[] = {"exploration", "exploitation", NULL};
static const char *const stages[] = {"idea",          "selection", "design", "launch", "operation",
                                     "restructuring", "exit",      "ended",  NULL};
static const char *const business_models[] = {"sharing", "specialisation", "allocation", NULL};

static const struct field fields[] = {
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "short_code", .type = FIELD_TEXT, .flags = F_IDENTIFIER | F_SEARCH | F_LIST, .max = 20},
    {.name = "purpose", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "scope_in", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "scope_out", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "fields", .type = FIELD_TEXT, .flags = F_SEARCH, .max = 500},
    {.name = "territories", .type = FIELD_TEXT, .flags = F_SEARCH, .max = 500},
    {.name = "form", .type = FIELD_CHOICE, .flags = F_LIST, .choices = forms},
    {.name = "intent", .type = FIELD_CHOICE, .choices = intents},
    {.name = "logic", .type = FIELD_CHOICE, .choices = logics},
    {.name = "stage", .type = FIELD_CHOICE, .flags = F_LIST, .choices = stages},
    {.name = "phase", .type = FIELD_TEXT, .flags = F_SEARCH},
    {.name = "start", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "term_end", .type = FIELD_DATE},
    {.name = "currency", .type = FIELD_CURRENCY},
    {.name = "business_model", .type = FIELD_CHOICE, .flags = F_LIST, .choices = business_models},
    {.name = "class", .type = FIELD_REF, .target = "alliance_classes"},
    {.name = "parent", .type = FIELD_REF, .target = "alliances"},
    {.name = "combines", .type = FIELD_BOOL},
    {.name = "separate", .type = FIELD_BOOL},
    {.name = "shared_control", .type = FIELD_BOOL},
    {.name = "open_ended", .type = FIELD_BOOL},
    {.name = "rating_change", .type = FIELD_INT, .min = 0, .max = 3},
    {.name = "rating_needs", .type = FIELD_INT, .min = 0, .max = 3},
    {.name = "rating_measurement", .type = FIELD_INT, .min = 0, .max = 3},
    {.name = "rating_investment", .type = FIELD_INT, .min = 0, .max = 3},
    {.name = "rating_interdependence", .type = FIELD_INT, .min = 0, .max = 3},
    {.name = "rating_protection", .type = FIELD_INT, .min = 0, .max = 3},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* A short code is unique among the alliances that one sees; others' remain unknown. */
static enum err check_code(struct work *work, const struct viewer *viewer, const struct change *change)
{
    struct value *others;
    struct str code = value_get_text(change->after, "short_code");
    enum err err = code.n ? rows_of(work, viewer, &alliance_kind, "short_code", code, 2, &others) : OK;
    VALUE_EACH (other, err || !code.n ? NULL : others)
        if (!str_eq(value_get_text(other, "id"), change->id)) {
            struct value *args = message_args(work->arena, "text", value_text(work->arena, code), NULL);
            (void)problem_say(&work->problems, S("/short_code"), "input.taken", args);
            break;
        }
    return err;
}

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (change->action == ACTION_CREATE && !viewer->host)
        return forbid(work, "alliance.host-only");
    if (is_leaving(change))
        return OK;
    check_order(work, change, "start", "term_end");
    enum err err = check_tree(work, viewer, change, "parent");
    return err ? err : check_code(work, viewer, change);
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    default_choice(work, change, "stage", "idea");
    return change->action == ACTION_CREATE ? alliance_begin(work, viewer, change->id, &change->audience) : OK;
}

/* The first party is the viewer's own organisation, the first member whoever began it. */
static enum err after_write(struct work *work, struct viewer *viewer, struct change *change)
{
    if (change->action != ACTION_CREATE)
        return OK;
    return alliance_first_people(work, viewer, change->id, value_get_bool(change->after, "sample"));
}

/* Value made by combining the capabilities of separate organisations that share control (spec: registry). */
struct kind alliance_kind = {
    .name = "alliance",
    .plural = "alliances",
    .table = "alliance",
    .scope = SCOPE_ALLIANCE,
    .title = "name",
    .rights = "frame",
    .sort = "name",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
    .after_write = after_write,
    .derive = alliance_derive,
    .gather = alliance_gather,
};
