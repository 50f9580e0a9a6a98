#include "engines/governance/blind.h"
#include "kernel/reveal.h"

enum { SEALS_MOST = 200 };

const struct blind perception_blind = {&exchange_kind, &perception_kind, &exchange_seal_kind, "exchange"};
const struct blind meaning_blind = {&working_rule_kind, &rule_meaning_kind, &meaning_seal_kind, "rule"};

enum err blind_seals(struct work *work, const struct viewer *viewer, const struct blind *blind,
                     const struct value *subject, struct value **seals, bool *revealed)
{
    struct str *parties;
    size_t count = 0, ready = 0;
    *revealed = false;
    enum err err = rows_of(work, viewer, blind->seal, blind->field, value_get_text(subject, "id"), SEALS_MOST, seals);
    if (err == OK)
        err = circle_parties(work, viewer, value_get_text(subject, "circle"), &parties, &count);
    for (size_t i = 0; err == OK && i < count; i++) {
        bool sealed = false;
        VALUE_EACH (seal, *seals)
            sealed |= str_eq(value_get_text(seal, "organisation"), parties[i]);
        ready += sealed;
    }
    *revealed = err == OK && count > 1 && ready == count;
    return err;
}

enum err blind_revealed(struct work *work, const struct viewer *viewer, const struct blind *blind, struct str subject,
                        bool *revealed)
{
    struct value *record, *seals;
    *revealed = false;
    enum err err = subject.n ? record_get(work, viewer, blind->subject, subject, &record) : ERR_NOT_FOUND;
    if (err)
        return err == ERR_NOT_FOUND ? OK : err;
    return blind_seals(work, viewer, blind, record, &seals, revealed);
}

enum err blind_check_entry(struct work *work, const struct viewer *viewer, const struct blind *blind,
                           struct change *change)
{
    const struct viewer_audience *there = viewer_audience(viewer, change->audience);
    bool revealed;
    enum err err = blind_revealed(work, viewer, blind, value_get_text(change->after, blind->field), &revealed);
    if (err)
        return err;
    if (revealed)
        refuse(work, blind->field, "blind.revealed");
    else if (change->action == ACTION_SHARE)
        refuse(work, blind->field, "blind.share");
    else if (!there || there->kind != AUDIENCE_SIDE)
        refuse(work, "circle", "blind.side");
    return OK;
}

enum err blind_check_seal(struct work *work, const struct viewer *viewer, const struct blind *blind,
                          const struct change *change)
{
    struct value *subject, *seals;
    struct str *parties;
    size_t count;
    bool revealed;
    enum err err = record_get(work, viewer, blind->subject, value_get_text(change->after, blind->field), &subject);
    if (err)
        return err == ERR_NOT_FOUND ? OK : err;
    err = blind_seals(work, viewer, blind, subject, &seals, &revealed);
    if (err == OK)
        err = circle_parties(work, viewer, value_get_text(subject, "circle"), &parties, &count);
    if (err)
        return err;
    if (count < 2)
        refuse(work, blind->field, "blind.alone");
    if (revealed)
        refuse(work, blind->field, "blind.revealed");
    if (change->before && !str_eq(value_get_text(change->before, "organisation"), viewer->organisation))
        refuse(work, "organisation", "blind.other-side");
    VALUE_EACH (seal, is_leaving(change) ? NULL : seals)
        if (str_eq(value_get_text(seal, "organisation"), viewer->organisation) &&
            !str_eq(value_get_text(seal, "id"), change->id))
            refuse(work, blind->field, "blind.sealed");
    return OK;
}

void blind_stamp(struct work *work, const struct viewer *viewer, struct change *change, const char *day)
{
    if (change->before)
        return;
    value_set(
        change->after, "organisation",
        ref_leaf(work->arena, kind_by_plural(S("organisations")), viewer->organisation, viewer->organisation_name));
    if (day)
        put_day(work->arena, change->after, day, today_of(work));
}

enum err blind_title(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    const struct value *organisation = value_get(record, "organisation");
    bool named = organisation && organisation->kind == V_REF;
    value_put_text(work->arena, record, "title", named ? organisation->label : S(""));
    return OK;
}

enum err blind_after_seal(struct work *work, const struct viewer *viewer, const struct blind *blind,
                          const struct change *change)
{
    struct str id = value_get_text(change->after, blind->field);
    bool revealed;
    if (is_leaving(change))
        return OK;
    enum err err = blind_revealed(work, viewer, blind, id, &revealed);
    return err || !revealed ? err : reveal_bring(work, viewer, blind->entry, blind->field, id, change->audience);
}
