/* What economics asks of a person, day by day: to agree to what another side has agreed to (hand-offs:
 * day_milestones.c). */
#include "engines/economics/day.h"
#include "engines/economics/review_records.h"

/* Whether another side has agreed, and the own has not to the same text. */
static const struct value *awaits(const struct consents *consents)
{
    const struct value *own = NULL, *other = NULL;
    VALUE_EACH (one, consents->list) {
        if (value_get_bool(one, "own"))
            own = one;
        else if (is_given(one, "agreed_on") && (!other || day_of(one, "agreed_on") > day_of(other, "agreed_on")))
            other = one;
    }
    bool same = own && other && is_given(own, "digest") &&
                str_eq(value_get_text(own, "digest"), value_get_text(other, "digest"));
    return own && other && !same ? other : NULL;
}

static bool may_agree(const struct day *day, const struct kind *consent, const struct value *row)
{
    return !day->viewer->looker && viewer_may(day->viewer, consent, ACTION_CREATE, value_get_text(row, "circle"));
}

static void add(struct day *day, const char *code, const struct kind *kind, const struct value *row,
                const struct value *alliance, const struct value *other)
{
    struct value *item = day_add(day, DAY_ASKED, code, kind, row, alliance, NO_DAY);
    const struct value *who = value_get(other, "organisation");
    day_say(day, item, "agree", "party", value_text(day->arena, who->label.p ? who->label : S("")), "date",
            again(day->arena, value_get(other, "agreed_on")), NULL);
    day_next(day, item, "agree",
             arena_printf(day->arena, "/%s/%.*s", kind->plural, STR_ARG(value_get_text(row, "id"))));
}

/* Sheets that another side has agreed to as they stand. */
void day_deals(struct day *day)
{
    struct query query = {0};
    VALUE_EACH (row, day_rows(day, &deal_sheet_kind, query)) {
        const struct value *alliance = day_alliance(day, row), *other = NULL;
        struct consents consents;
        if (!alliance || !may_agree(day, &deal_consent_kind, row))
            continue;
        day->err = consents_read(day->work, day->viewer, &deal_consent_kind, "deal_sheet", value_get_text(row, "id"),
                                 value_get_text(row, "circle"), deal_sheet_digest(day->arena, row), &consents);
        if (day->err)
            return;
        VALUE_EACH (one, consents.list)
            if (!value_get_bool(one, "own") && !value_get_bool(one, "holds"))
                value_set(one, "agreed_on", value_null(day->arena)); /* to an earlier text: asks nothing of us */
        other = awaits(&consents);
        if (other)
            add(day, "deal", &deal_sheet_kind, row, alliance, other);
    }
}

/* Periods whose ledger another side has agreed to. */
void day_periods(struct day *day)
{
    struct query query = {0};
    VALUE_EACH (row, day_rows(day, &settlement_period_kind, query)) {
        const struct value *alliance = day_alliance(day, row), *other;
        struct consents consents;
        if (!alliance || str_is(value_get_text(row, "state"), "closed") || !may_agree(day, &period_consent_kind, row))
            continue;
        day->err = consents_read(day->work, day->viewer, &period_consent_kind, "period", value_get_text(row, "id"),
                                 value_get_text(row, "circle"), (struct str){NULL, 0}, &consents);
        if (day->err)
            return;
        other = awaits(&consents);
        if (other)
            add(day, "period", &settlement_period_kind, row, alliance, other);
    }
}

/* Outcomes of reviews that another side has signed. */
void day_reviews(struct day *day)
{
    struct query query = {0};
    VALUE_EACH (row, day_rows(day, &model_review_kind, query)) {
        const struct value *alliance = day_alliance(day, row), *other;
        struct consents consents;
        if (!alliance || !str_is(value_get_text(row, "state"), "decided") || !may_agree(day, &review_consent_kind, row))
            continue;
        day->err = review_consents(day->work, day->viewer, row, &consents);
        if (day->err)
            return;
        VALUE_EACH (one, consents.list)
            if (!value_get_bool(one, "own") && !value_get_bool(one, "holds"))
                value_set(one, "agreed_on", value_null(day->arena)); /* to an earlier text: asks nothing of us */
        other = awaits(&consents);
        if (other)
            add(day, "review", &model_review_kind, row, alliance, other);
    }
}

/* What our side booked and another disputes. */
void day_disputes(struct day *day)
{
    struct query query = {.sort = S("booked_on")};
    query_add(&query, "answer", S("disputed"));
    VALUE_EACH (row, day_rows(day, &ledger_entry_kind, query)) {
        const struct value *alliance = day_alliance(day, row), *by = value_get(row, "answered_by");
        bool ours = str_eq(value_get_text(row, "booked_by"), day->viewer->organisation);
        if (!alliance || !ours ||
            !viewer_may(day->viewer, &ledger_entry_kind, ACTION_CHANGE, value_get_text(row, "circle")))
            continue;
        struct value *item = day_add(day, DAY_ASKED, "disputed-entry", &ledger_entry_kind, row, alliance, NO_DAY);
        day_say(day, item, "disputed-entry", "party",
                value_text(day->arena, by && by->kind == V_REF && by->label.n ? by->label : S("")), "why",
                day_word(day, row, "dispute"), NULL);
        day_edit(day, item, "put-right", &ledger_entry_kind, row);
    }
}

const day_rule economics_day[] = {day_deals, day_periods, day_reviews, day_milestones, day_disputes, NULL};
