/* What a principle means to a side, written before it reads what it means to the others (S5a principle 1). */
#include "engines/governance/blind.h"
#include "engines/governance/support.h"

static const struct field meaning_fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "rule", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "working_rules"},
    {.name = "meaning", .type = FIELD_LONG, .flags = F_REQUIRED | F_SEARCH | F_LIST, .max = 4000},
    {.name = "organisation", .type = FIELD_REF, .flags = F_SET_BY_US | F_LIST, .target = "organisations"},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* The viewer's side's own meaning of a rule, but for `id`. */
static enum err own_meanings(struct work *work, const struct viewer *viewer, struct str rule, struct str id,
                             int64_t *count)
{
    struct value *rows;
    *count = 0;
    enum err err = rows_of(work, viewer, &rule_meaning_kind, "rule", rule, 50, &rows);
    VALUE_EACH (row, err ? NULL : rows)
        *count +=
            str_eq(value_get_text(row, "organisation"), viewer->organisation) && !str_eq(value_get_text(row, "id"), id);
    return err;
}

static enum err check_meaning(struct work *work, const struct viewer *viewer, struct change *change)
{
    int64_t others = 0;
    enum err err = blind_check_entry(work, viewer, &meaning_blind, change);
    if (err || is_leaving(change))
        return err;
    err = check_alliance_of(work, viewer, change, "rule", NULL);
    if (err == OK)
        err = own_meanings(work, viewer, value_get_text(change->after, "rule"), change->id, &others);
    if (others)
        refuse(work, "rule", "rule_meaning.twice");
    return err;
}

static enum err stamp_meaning(struct work *work, struct viewer *viewer, struct change *change)
{
    blind_stamp(work, viewer, change, NULL);
    return OK;
}

struct kind rule_meaning_kind = {
    .name = "rule_meaning",
    .plural = "rule_meanings",
    .table = "rule_meaning",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .private_first = true,
    .rights = "work",
    FIELDS(meaning_fields),
    .check = check_meaning,
    .before_write = stamp_meaning,
    .derive = blind_title,
};

/* ---- who is ready ---- */

static const struct field seal_fields[] = {
    {.name = "rule", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "working_rules"},
    {.name = "organisation", .type = FIELD_REF, .flags = F_SET_BY_US | F_LIST, .target = "organisations"},
    {.name = "sealed_on", .type = FIELD_DATE, .flags = F_SET_BY_US | F_LIST},
    {.name = "remark", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST, .max = 1000},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check_seal(struct work *work, const struct viewer *viewer, struct change *change)
{
    int64_t own = 0;
    enum err err = blind_check_seal(work, viewer, &meaning_blind, change);
    if (err || is_leaving(change) || work->problems.count)
        return err;
    err = own_meanings(work, viewer, value_get_text(change->after, "rule"), S(""), &own);
    if (err == OK && !own)
        refuse(work, "rule", "rule_meaning.missing");
    return err;
}

static enum err stamp_seal(struct work *work, struct viewer *viewer, struct change *change)
{
    blind_stamp(work, viewer, change, "sealed_on");
    return OK;
}

static enum err after_seal(struct work *work, struct viewer *viewer, struct change *change)
{
    return blind_after_seal(work, viewer, &meaning_blind, change);
}

struct kind meaning_seal_kind = {
    .name = "meaning_seal",
    .plural = "meaning_seals",
    .table = "meaning_seal",
    .scope = SCOPE_PARENT,
    .parent = "rule",
    .rights = "work",
    FIELDS(seal_fields),
    .check = check_seal,
    .before_write = stamp_seal,
    .after_write = after_seal,
    .derive = blind_title,
};
