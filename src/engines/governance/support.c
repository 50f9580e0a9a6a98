#include "engines/governance/support.h"
#include "base/message.h"
#include "engines/governance/recurrence.h"
#include <stdarg.h>

static enum err alliance_of(struct work *work, const struct viewer *viewer, const struct change *change,
                            const char *field, struct str *alliance)
{
    *alliance = (struct str){NULL, 0};
    struct str id = value_get_text(change->after, field);
    const struct field *reference = kind_field(change->kind, str_of(field));
    if (!reference || !id.n)
        return OK;
    return column_of(work, viewer, kind_by_plural(str_of(reference->target)), id, "alliance_id", alliance);
}

enum err check_alliance_of(struct work *work, const struct viewer *viewer, const struct change *change, ...)
{
    va_list fields;
    enum err err = OK;
    va_start(fields, change);
    for (const char *field = va_arg(fields, const char *); field && err == OK; field = va_arg(fields, const char *))
        if (kind_field(change->kind, str_of(field)))
            err = check_within(work, viewer, change, field, "alliance", "registry.other-alliance");
    va_end(fields);
    return err;
}

enum err check_alliance_of_whole(struct work *work, const struct viewer *viewer, const struct change *change,
                                 const char *whole, const char *field)
{
    struct str of_whole, of_part;
    enum err err = alliance_of(work, viewer, change, whole, &of_whole);
    if (err == OK)
        err = alliance_of(work, viewer, change, field, &of_part);
    if (err == OK && of_whole.p && of_part.p && !str_eq(of_whole, of_part))
        refuse(work, field, "registry.other-alliance");
    return err;
}

void check_past(struct work *work, const struct change *change, const char *field)
{
    int64_t day = day_of(change->after, field);
    if (day != NO_DAY && day > today_of(work))
        refuse(work, field, "registry.future");
}

void check_recurrence(struct work *work, const struct change *change, const char *field)
{
    struct recurrence rule;
    struct str part = {NULL, 0}, text = value_get_text(change->after, field);
    const char *fault = text.n ? recurrence_read(text, &rule, &part) : NULL;
    if (fault)
        (void)problem_say(&work->problems, pointer_member(work->arena, S(""), str_of(field)), fault,
                          message_args(work->arena, "part", value_text(work->arena, part), NULL));
}
