#include "base/message.h"
#include "engines/governance/pulse.h"
#include "engines/governance/support.h"

static const char *const instruments[] = {"pulse", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "instrument", .type = FIELD_CHOICE, .flags = F_SET_BY_US, .choices = instruments},
    {.name = "rule", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "working_rules"},
    {.name = "question", .type = FIELD_TEXT, .flags = F_FIXED | F_SEARCH | F_LIST, .max = 300},
    {.name = "opens", .type = FIELD_DATE, .flags = F_SET_BY_US | F_LIST},
    {.name = "closes", .type = FIELD_DATE, .flags = F_FIXED | F_LIST},
    {.name = "remark", .type = FIELD_TEXT, .flags = F_SEARCH, .max = 1000},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static struct asking asking_of(struct work *work, const struct change *change)
{
    int64_t today = today_of(work), closes = day_of(change->after, "closes");
    return (struct asking){.campaign = change->id,
                           .audience = change->audience,
                           .alliance = value_get_text(change->after, "alliance"),
                           .subject = value_get_text(change->after, "rule"),
                           .opens = today,
                           .closes = closes == NO_DAY ? today + PULSE_DAYS : closes};
}

/* The rule is agreed, and the campaign lies where it does. */
static enum err check_rule(struct work *work, const struct viewer *viewer, const struct change *change)
{
    struct value *rule;
    struct str id = value_get_text(change->after, "rule");
    enum err err = id.n ? record_get(work, viewer, &working_rule_kind, id, &rule) : ERR_NOT_FOUND;
    if (err)
        return err == ERR_NOT_FOUND ? OK : err; /* said by the field */
    if (!str_is(value_get_text(rule, "state"), "agreed"))
        refuse(work, "rule", "campaign.not-agreed");
    if (!str_eq(value_get_text(rule, "circle"), change->audience))
        refuse(work, "circle", "campaign.circle");
    return OK;
}

/* Windows do not overlap: the last one is over. Somebody is there to be asked. */
static enum err check_turn(struct work *work, const struct viewer *viewer, const struct asking *asking)
{
    struct pulse_side *sides;
    size_t count = 0, asked = 0;
    int64_t last;
    enum err err = asking_last_day(work, viewer, asking->subject, asking->audience, &last);
    if (err)
        return err;
    if (last != NO_DAY && last >= asking->opens) {
        refuse(work, "rule", "campaign.open");
        return OK;
    }
    err = pulse_sides(work, viewer, asking, &sides, &count);
    for (size_t i = 0; i < count && err == OK; i++)
        asked += sides[i].asked;
    if (err == OK && !asked)
        refuse(work, "rule", "campaign.nobody");
    return err;
}

/* A campaign that was taken back goes on only as long as nothing of it can have been shown: on the same day. */
static enum err check_again(struct work *work, const struct viewer *viewer, const struct change *change)
{
    struct asking asking = asking_of(work, change);
    int64_t last;
    enum err err = asking_last_day(work, viewer, asking.subject, asking.audience, &last);
    if (err == OK && (last != asking.opens || asking.closes < asking.opens))
        refuse(work, "rule", "campaign.over");
    return err;
}

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct asking asking = asking_of(work, change);
    if (change->restoring)
        return check_again(work, viewer, change);
    if (change->action == ACTION_SHARE)
        refuse(work, "circle", "campaign.share");
    if (change->before)
        return OK;
    if (asking.closes <= asking.opens || asking.closes > asking.opens + PULSE_DAYS_MOST)
        refuse(work, "closes", "campaign.closes");
    enum err err = check_alliance_of(work, viewer, change, "rule", NULL);
    if (err == OK && change->audience.p)
        err = check_rule(work, viewer, change);
    return err || work->problems.count || !change->audience.p ? err : check_turn(work, viewer, &asking);
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    struct arena *a = work->arena;
    struct asking asking = asking_of(work, change);
    struct str principle;
    if (change->before)
        return OK;
    default_choice(work, change, "instrument", "pulse");
    put_day(a, change->after, "opens", asking.opens);
    put_day(a, change->after, "closes", asking.closes);
    if (is_given(change->after, "question"))
        return OK;
    enum err err = column_of(work, viewer, &working_rule_kind, asking.subject, "principle", &principle);
    struct value *args = message_args(a, "principle", value_text(a, principle.p ? principle : S("")), NULL);
    struct str question = message(a, work->locale.language, "campaign.question", args);
    value_set(change->after, "question", value_text(a, first_characters(a, question, 300)));
    return err;
}

static enum err ask(struct work *work, const struct viewer *viewer, const struct asking *asking)
{
    struct pulse_side *sides;
    size_t count = 0;
    enum err err = pulse_sides(work, viewer, asking, &sides, &count);
    for (size_t i = 0; i < count && err == OK; i++)
        err = asking_begin(work, viewer, asking, sides[i].organisation, sides[i].people, sides[i].asked);
    return err;
}

static enum err after_write(struct work *work, struct viewer *viewer, struct change *change)
{
    struct asking asking = asking_of(work, change);
    if (change->action == ACTION_CREATE)
        return ask(work, viewer, &asking);
    if (change->restoring)
        return asking_until(work, viewer, change->id, asking.closes);
    bool early = change->action == ACTION_WITHDRAW && asking.closes > asking.opens;
    return early ? asking_until(work, viewer, change->id, asking.opens) : OK;
}

/* Some days on which an instrument asks some people: for now the pulse of a working rule. */
struct kind campaign_kind = {
    .name = "campaign",
    .plural = "campaigns",
    .table = "campaign",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "question",
    .rights = "work",
    .sort = "-opens",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
    .after_write = after_write,
};
