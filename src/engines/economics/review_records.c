#include "engines/economics/review_records.h"
#include "base/message.h"
#include "engines/economics/review.h"

/* ---- outside changes ---- */

static const char *const change_fields[] = {"demand",      "cost",         "technology", "regulation",
                                            "competition", "own_strategy", "other",      NULL};
static const struct field changes[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "title", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "field", .type = FIELD_CHOICE, .flags = F_LIST, .choices = change_fields},
    {.name = "happened_on", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "description", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "evidence", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check_change(struct work *work, const struct viewer *viewer, struct change *change)
{
    (void)viewer;
    default_choice(work, change, "field", "other");
    return OK;
}

struct kind outside_change_kind = {
    .name = "outside_change",
    .plural = "outside_changes",
    .table = "outside_change",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "title",
    .rights = "work",
    .sort = "-happened_on",
    FIELDS(changes),
    .check = check_change,
};

/* ---- their effects ---- */

static const struct field effects[] = {
    {.name = "outside_change", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "outside_changes"},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "parties"},
    {.name = "effect", .type = FIELD_INT, .flags = F_REQUIRED | F_LIST, .min = EFFECT_LEAST, .max = EFFECT_MOST},
    {.name = "reason", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err change_of(struct work *work, const struct viewer *viewer, const struct change *change,
                          struct value **out)
{
    *out = NULL;
    enum err err = record_get(work, viewer, &outside_change_kind, value_get_text(change->after, "outside_change"), out);
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err check_effect(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct value *of, *party;
    if (is_leaving(change))
        return OK;
    enum err err = change_of(work, viewer, change, &of);
    if (err || !of)
        return err;
    err = record_get(work, viewer, kind_by_plural(S("parties")), value_get_text(change->after, "party"), &party);
    if (!err && !str_eq(value_get_text(party, "alliance"), value_get_text(of, "alliance")))
        refuse(work, "party", "economics.other-alliance");
    return err == ERR_NOT_FOUND ? OK : err;
}

/* A change that touches the parties so differently opens a review, once. */
static enum err open_review(struct work *work, struct viewer *viewer, struct change *change)
{
    struct arena *a = work->arena;
    struct value *of, *all, *reviews, *made, *input = value_map(a);
    enum err err = is_leaving(change) ? OK : change_of(work, viewer, change, &of);
    if (err || is_leaving(change) || !of)
        return err;
    struct str id = value_get_text(of, "id"), alliance = value_get_text(of, "alliance");
    const struct viewer_audience *there = viewer_audience(viewer, change->audience);
    err = rows_of(work, viewer, &change_effect_kind, "outside_change", id, EFFECTS_MOST, &all);
    if (!err)
        err = rows_of(work, viewer, &model_review_kind, "alliance", alliance, REVIEWS_MOST, &reviews);
    bool side = there && there->kind == AUDIENCE_SIDE; /* what one side keeps to itself is not joint work */
    if (err || side || !review_opens(effects_spread(all, id)) || review_of_change(reviews, of))
        return err;
    value_put_text(a, input, "alliance", alliance);
    value_put_text(a, input, "circle", change->audience);
    value_put_text(a, input, "name", value_get_text(of, "title"));
    put_day(a, input, "opened_on", today_of(work));
    value_put_text(a, input, "reason", S("change"));
    value_put_text(a, input, "outside_change", id);
    if (value_get_bool(change->after, "sample"))
        value_put_bool(a, input, "sample", true);
    return record_create(work, viewer, &model_review_kind, input, INPUT_JSON, &made);
}

static enum err derive_effect(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    const struct value *party = value_get(record, "party");
    int64_t effect = value_get_int(record, "effect", 0);
    value_put_text(work->arena, record, "title",
                   arena_printf(work->arena, "%.*s: %+d", STR_ARG(party && party->kind == V_REF ? party->label : S("")),
                                (int)effect));
    return OK;
}

struct kind change_effect_kind = {
    .name = "change_effect",
    .plural = "change_effects",
    .table = "change_effect",
    .scope = SCOPE_PARENT,
    .parent = "outside_change",
    .rights = "work",
    FIELDS(effects),
    .check = check_effect,
    .after_write = open_review,
    .derive = derive_effect,
};

/* ---- reviews ---- */

static const char *const reasons[] = {"calendar", "change", "other", NULL};
static const char *const outcomes[] = {"keep", "tune", "switch", "split", NULL};
static const char *const models[] = {"sharing", "specialisation", "allocation", NULL};
static const struct field reviews[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "opened_on", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "reason", .type = FIELD_CHOICE, .flags = F_LIST, .choices = reasons},
    {.name = "outside_change", .type = FIELD_REF, .target = "outside_changes"},
    {.name = "held_on", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "findings", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "outcome", .type = FIELD_CHOICE, .flags = F_LIST, .choices = outcomes},
    {.name = "next_model", .type = FIELD_CHOICE, .choices = models},
    {.name = "measures", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

struct str review_digest(struct arena *arena, const struct value *review)
{
    static const char *const parts[] = {"id", "held_on", "findings", "outcome", "next_model", "measures"};
    struct value *text = value_map(arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        value_put_text(arena, text, parts[i], value_get_text(review, parts[i]));
    return text_digest(arena, text);
}

enum err review_consents(struct work *work, const struct viewer *viewer, const struct value *review,
                         struct consents *out)
{
    return consents_read(work, viewer, &review_consent_kind, "model_review", value_get_text(review, "id"),
                         value_get_text(review, "circle"), review_digest(work->arena, review), out);
}

/* What all have signed stands. An outcome says when it was found, a switch to what, anything but keeping what is done.
 */
static enum err check_review(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct consents consents = {.all = false};
    struct str outcome = value_get_text(change->after, "outcome");
    enum err err = change->before ? review_consents(work, viewer, change->before, &consents) : OK;
    if (!err && consents.all)
        refuse(work, "outcome", "model_review.signed");
    if (err || is_leaving(change))
        return err;
    default_choice(work, change, "reason", is_given(change->after, "outside_change") ? "change" : "calendar");
    check_order(work, change, "opened_on", "held_on");
    if (outcome.n && !is_given(change->after, "held_on"))
        refuse(work, "held_on", "model_review.when");
    if (str_is(outcome, "switch") != is_given(change->after, "next_model"))
        refuse(work, "next_model", str_is(outcome, "switch") ? "model_review.to-what" : "model_review.no-switch");
    if (outcome.n && !str_is(outcome, "keep") && !is_given(change->after, "measures"))
        refuse(work, "measures", "model_review.what");
    return check_within(work, viewer, change, "outside_change", "alliance", "economics.other-alliance");
}

/* state: open, decided (not signed by all yet), signed. */
static enum err derive_review(struct work *work, const struct viewer *viewer, struct value *record)
{
    struct consents consents;
    enum err err = review_consents(work, viewer, record, &consents);
    put_choice(work->arena, record, "state",
               err                           ? "open"
               : consents.all                ? "signed"
               : is_given(record, "outcome") ? "decided"
                                             : "open",
               "model_review.state");
    return err;
}

struct kind model_review_kind = {
    .name = "model_review",
    .plural = "model_reviews",
    .table = "model_review",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "name",
    .rights = "work",
    .sort = "-opened_on",
    FIELDS(reviews),
    .check = check_review,
    .derive = derive_review,
};

const struct value *effect_of(const struct value *all, struct str change, struct str party)
{
    const struct value *last = NULL;
    VALUE_EACH (effect, all)
        if (str_eq(value_get_text(effect, "outside_change"), change) &&
            str_eq(value_get_text(effect, "party"), party) &&
            (!last || str_cmp(value_get_text(effect, "id"), value_get_text(last, "id")) > 0))
            last = effect;
    return last;
}

int64_t effects_spread(const struct value *all, struct str change)
{
    int64_t given[PARTIES_MOST];
    size_t n = 0;
    VALUE_EACH (effect, all)
        if (n < PARTIES_MOST && effect_of(all, change, value_get_text(effect, "party")) == effect)
            given[n++] = value_get_int(effect, "effect", 0);
    return review_spread(given, n);
}

const struct value *review_of_change(const struct value *all, const struct value *change)
{
    VALUE_EACH (review, all) {
        int64_t held = day_of(review, "held_on");
        if (str_eq(value_get_text(review, "outside_change"), value_get_text(change, "id")) ||
            (held != NO_DAY && held >= day_of(change, "happened_on")))
            return review;
    }
    return NULL;
}

int64_t review_due(const struct value *alliance, const struct value *all)
{
    int64_t last = day_of(alliance, "start");
    VALUE_EACH (review, all) {
        int64_t held = str_eq(value_get_text(review, "alliance"), value_get_text(alliance, "id"))
                           ? day_of(review, "held_on")
                           : NO_DAY;
        last = held > last ? held : last;
    }
    bool specialisation = str_is(value_get_text(alliance, "business_model"), "specialisation");
    return last == NO_DAY ? NO_DAY : review_next(last, specialisation);
}
