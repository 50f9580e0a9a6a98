/* How the sides of an alliance see each other, trait by trait, and what they make of their differences (S5a principle
 * 3): an exchange has traits, each side writes its perceptions unseen, seals say who is ready, and what comes of it is
 * kept as differences. */
#include "base/message.h"
#include "engines/governance/blind.h"
#include "engines/governance/perception.h"
#include "engines/governance/support.h"

/* ---- the exchange ---- */

static const struct field exchange_fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "title", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "opened", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check_exchange(struct work *work, const struct viewer *viewer, struct change *change)
{
    const struct viewer_audience *there = viewer_audience(viewer, change->audience);
    if (!is_leaving(change) && there && there->kind == AUDIENCE_SIDE)
        refuse(work, "circle", "blind.alone");
    return OK;
}

static enum err open_exchange(struct work *work, struct viewer *viewer, struct change *change)
{
    (void)viewer;
    if (!change->before && !is_given(change->after, "opened"))
        put_day(work->arena, change->after, "opened", today_of(work));
    return OK;
}

struct kind exchange_kind = {
    .name = "exchange",
    .plural = "exchanges",
    .table = "exchange",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "title",
    .rights = "work",
    .sort = "-opened",
    FIELDS(exchange_fields),
    .check = check_exchange,
    .before_write = open_exchange,
};

/* ---- its traits ---- */

static const struct field trait_fields[] = {
    {.name = "exchange", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "exchanges"},
    {.name = "rank", .type = FIELD_INT, .flags = F_LIST, .min = 1, .max = 99},
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "low_end", .type = FIELD_TEXT, .flags = F_LIST},
    {.name = "high_end", .type = FIELD_TEXT, .flags = F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* What is asked stays the same once a side has answered. */
static enum err check_trait(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct value *exchange, *seals;
    bool revealed;
    enum err err = record_get(work, viewer, &exchange_kind, value_get_text(change->after, "exchange"), &exchange);
    if (err)
        return err == ERR_NOT_FOUND ? OK : err;
    err = blind_seals(work, viewer, &perception_blind, exchange, &seals, &revealed);
    if (err == OK && seals->count)
        refuse(work, "exchange", "exchange.begun");
    return err;
}

struct kind exchange_trait_kind = {
    .name = "exchange_trait",
    .plural = "exchange_traits",
    .table = "exchange_trait",
    .scope = SCOPE_PARENT,
    .parent = "exchange",
    .title = "name",
    .rights = "work",
    .sort = "rank",
    FIELDS(trait_fields),
    .check = check_trait,
};

/* ---- what a side sees ---- */

static const struct field perception_fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "trait", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "exchange_traits"},
    {.name = "seen_party", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "parties"},
    {.name = "position", .type = FIELD_INT, .flags = F_REQUIRED | F_LIST, .min = 1, .max = PERCEPTION_MOST},
    {.name = "words", .type = FIELD_LONG, .flags = F_SEARCH, .max = 2000},
    {.name = "exchange", .type = FIELD_REF, .flags = F_SET_BY_US, .target = "exchanges"},
    {.name = "organisation", .type = FIELD_REF, .flags = F_SET_BY_US | F_LIST, .target = "organisations"},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err exchange_of(struct work *work, const struct viewer *viewer, const struct change *change,
                            struct value **exchange)
{
    struct value *trait;
    *exchange = NULL;
    enum err err = record_get(work, viewer, &exchange_trait_kind, value_get_text(change->after, "trait"), &trait);
    if (err == OK)
        err = record_get(work, viewer, &exchange_kind, value_get_text(trait, "exchange"), exchange);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* One answer of a side for each trait and party. */
static enum err check_once(struct work *work, const struct viewer *viewer, const struct change *change)
{
    struct value *rows;
    struct query query = {0};
    query_add(&query, "trait", value_get_text(change->after, "trait"));
    query_add(&query, "seen_party", value_get_text(change->after, "seen_party"));
    enum err err = rows_where(work, viewer, &perception_kind, query, 2, &rows);
    VALUE_EACH (row, err ? NULL : rows)
        if (!str_eq(value_get_text(row, "id"), change->id))
            refuse(work, "seen_party", "perception.twice");
    return err;
}

static enum err check_perception(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct value *exchange;
    struct arena *a = work->arena;
    enum err err = exchange_of(work, viewer, change, &exchange);
    if (err || !exchange)
        return err;
    if (!change->before)
        value_set(change->after, "exchange",
                  ref_leaf(a, &exchange_kind, value_get_text(exchange, "id"), value_get_text(exchange, "title")));
    err = blind_check_entry(work, viewer, &perception_blind, change);
    if (err || is_leaving(change))
        return err;
    if (!str_eq(value_get_text(exchange, "alliance"), value_get_text(change->after, "alliance")))
        refuse(work, "trait", "registry.other-alliance");
    err = check_alliance_of(work, viewer, change, "seen_party", NULL);
    return err || work->problems.count ? err : check_once(work, viewer, change);
}

static enum err stamp_perception(struct work *work, struct viewer *viewer, struct change *change)
{
    blind_stamp(work, viewer, change, NULL);
    return OK;
}

static enum err title_perception(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    const struct value *trait = value_get(record, "trait"), *about = value_get(record, "seen_party");
    bool named = trait && trait->kind == V_REF && about && about->kind == V_REF;
    value_put_text(work->arena, record, "title",
                   named ? arena_printf(work->arena, "%.*s: %.*s", STR_ARG(trait->label), STR_ARG(about->label))
                         : S(""));
    return OK;
}

struct kind perception_kind = {
    .name = "perception",
    .plural = "perceptions",
    .table = "perception",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .private_first = true,
    .rights = "work",
    FIELDS(perception_fields),
    .check = check_perception,
    .before_write = stamp_perception,
    .derive = title_perception,
};

/* ---- who is ready ---- */

static const struct field seal_fields[] = {
    {.name = "exchange", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "exchanges"},
    {.name = "organisation", .type = FIELD_REF, .flags = F_SET_BY_US | F_LIST, .target = "organisations"},
    {.name = "sealed_on", .type = FIELD_DATE, .flags = F_SET_BY_US | F_LIST},
    {.name = "remark", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST, .max = 1000},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* A side is ready when it has answered for every trait and every party. */
static enum err check_seal(struct work *work, const struct viewer *viewer, struct change *change)
{
    int64_t missing = 0;
    enum err err = blind_check_seal(work, viewer, &perception_blind, change);
    if (err || is_leaving(change) || work->problems.count)
        return err;
    err = perceptions_missing(work, viewer, value_get_text(change->after, "exchange"), &missing);
    if (err == OK && missing)
        (void)problem_say(&work->problems, S("/exchange"), "exchange.missing",
                          message_args(work->arena, "count", value_int(work->arena, missing), NULL));
    return err;
}

static enum err stamp_seal(struct work *work, struct viewer *viewer, struct change *change)
{
    blind_stamp(work, viewer, change, "sealed_on");
    return OK;
}

static enum err after_seal(struct work *work, struct viewer *viewer, struct change *change)
{
    return blind_after_seal(work, viewer, &perception_blind, change);
}

struct kind exchange_seal_kind = {
    .name = "exchange_seal",
    .plural = "exchange_seals",
    .table = "exchange_seal",
    .scope = SCOPE_PARENT,
    .parent = "exchange",
    .rights = "work",
    FIELDS(seal_fields),
    .check = check_seal,
    .before_write = stamp_seal,
    .after_write = after_seal,
    .derive = blind_title,
};

/* ---- what is made of it ---- */

static const char *const paid_codes[] = {"open", "paid", "partly", "not", NULL};

static const struct field difference_fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "trait", .type = FIELD_REF, .flags = F_FIXED, .target = "exchange_traits"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "restatement", .type = FIELD_LONG, .flags = F_SEARCH | F_LIST},
    {.name = "used_for", .type = FIELD_LONG, .flags = F_SEARCH | F_LIST},
    {.name = "commitment", .type = FIELD_REF, .target = "commitments"},
    {.name = "working_rule", .type = FIELD_REF, .target = "working_rules"},
    {.name = "paid", .type = FIELD_CHOICE, .flags = F_LIST, .choices = paid_codes},
    {.name = "remark", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* Whether it paid is said of a use. */
static enum err check_difference(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    struct str paid = value_get_text(change->after, "paid");
    if (!is_given(change->after, "name") && !is_given(change->after, "trait"))
        refuse(work, "name", "input.required");
    if (paid.n && !str_is(paid, "open") && !difference_used(change->after))
        refuse(work, "paid", "difference.unused");
    return check_alliance_of(work, viewer, change, "commitment", "working_rule", NULL);
}

static enum err name_difference(struct work *work, struct viewer *viewer, struct change *change)
{
    default_choice(work, change, "paid", "open");
    return default_name(work, viewer, change, "name", "trait");
}

struct kind difference_kind = {
    .name = "difference",
    .plural = "differences",
    .table = "difference",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "name",
    .rights = "work",
    .sort = "name",
    FIELDS(difference_fields),
    .check = check_difference,
    .before_write = name_difference,
};
