#include "engines/economics/answered.h"
#include <string.h>

const char *const answer_codes[] = {"agreed", "disputed", NULL};

/* Whether two versions differ in anything but the answer. */
static bool rewritten(const struct kind *kind, const struct value *before, const struct value *after)
{
    for (size_t i = 0; i < kind->count; i++) {
        const char *name = kind->fields[i].name;
        bool answer = !strncmp(name, "answer", 6) || !strcmp(name, "dispute") || !strcmp(name, "booked_by");
        if (!answer && !value_equal(value_get(before, name), value_get(after, name)))
            return true;
    }
    return false;
}

void answered_check(struct work *work, const struct viewer *viewer, const struct change *change,
                    const struct kind *kind)
{
    const struct value *before = change->before, *after = change->after;
    bool answered = !value_equal(value_get(before, "answer"), value_get(after, "answer"));
    if (!before) {
        if (is_given(after, "answer"))
            refuse(work, "answer", "ledger_entry.own-answer");
    } else if (str_eq(value_get_text(before, "booked_by"), viewer->organisation)) {
        if (answered && is_given(after, "answer"))
            refuse(work, "answer", "ledger_entry.own-answer");
    } else if (is_leaving(change) || rewritten(kind, before, after)) {
        refuse(work, "amount", "ledger_entry.other-hand");
    }
    if (str_is(value_get_text(after, "answer"), "disputed") && !is_given(after, "dispute"))
        refuse(work, "dispute", "ledger_entry.why");
}

static struct value *own_organisation(struct arena *a, const struct viewer *viewer)
{
    return ref_leaf(a, kind_by_plural(S("organisations")), viewer->organisation, viewer->organisation_name);
}

/* Who answered, and since when it stands: a dispute that is worded anew is as old as it was. */
static void sign(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct arena *a = work->arena;
    bool given = is_given(change->after, "answer");
    if (value_equal(value_get(change->before, "answer"), value_get(change->after, "answer")))
        return;
    value_drop(change->after, "answered_on");
    if (given)
        put_day(a, change->after, "answered_on", today_of(work));
    value_set(change->after, "answered_by", given ? own_organisation(a, viewer) : value_null(a));
}

enum err answered_write(struct work *work, const struct viewer *viewer, struct change *change, const struct kind *kind)
{
    struct arena *a = work->arena;
    if (!change->before)
        value_set(change->after, "booked_by", own_organisation(a, viewer));
    else if (!is_leaving(change) && rewritten(kind, change->before, change->after)) {
        value_set(change->after, "answer", value_null(a)); /* what was answered is no longer there */
        value_set(change->after, "dispute", value_null(a));
    }
    if (change->before)
        sign(work, viewer, change);
    return OK;
}

void answered_put_state(struct work *work, const struct viewer *viewer, struct value *record)
{
    const struct viewer_audience *there = viewer_audience(viewer, value_get_text(record, "circle"));
    struct str answer = value_get_text(record, "answer");
    const char *state = there && there->kind == AUDIENCE_SIDE ? "draft"
                        : str_is(answer, "agreed")            ? "agreed"
                        : str_is(answer, "disputed")          ? "disputed"
                                                              : "open";
    put_choice(work->arena, record, "state", state, "ledger_entry.state");
}
