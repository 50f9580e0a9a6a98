/* What the registry asks of a person, day by day: to meet the person they keep in touch with, to think of a notice
 * date, to answer an invitation to a forum.
 */
#include "engines/registry/day.h"
#include "engines/registry/support.h"

enum { NOTICE_DAYS = 30 };

/* Contacts of the person that should meet by now, or within a week. */
static void find_contacts_of(struct day *day, const char *side, const char *other)
{
    struct query query = {0};
    query_add(&query, side, day->person);
    VALUE_EACH (row, day_rows(day, &contact_kind, query)) {
        const struct value *alliance = day_alliance(day, row);
        int64_t due = day_of(row, "meet_by");
        if (!alliance || due == NO_DAY || due > day->today + DAY_AHEAD)
            continue;
        struct value *item = day_add(day, DAY_OWE, "meet", &contact_kind, row, alliance, due);
        day_say(day, item, "meet", "name", day_word(day, row, other), "date",
                again(day->arena, value_get(row, "last_met")), NULL);
        day_edit(day, item, "met", &contact_kind, row);
    }
}

void day_contacts(struct day *day)
{
    find_contacts_of(day, "person_a", "name_b");
    find_contacts_of(day, "person_b", "name_a");
}

/* The last day for notice of an agreement, a month ahead, for those who may change it. */
void day_notices(struct day *day)
{
    struct query query = {0};
    VALUE_EACH (row, day_rows(day, &agreement_kind, query)) {
        const struct value *alliance = day_alliance(day, row);
        int64_t due = day_of(row, "notice_by");
        if (!alliance || due == NO_DAY || due < day->today || due > day->today + NOTICE_DAYS ||
            !viewer_may(day->viewer, &agreement_kind, ACTION_CHANGE, value_get_text(row, "circle")))
            continue;
        struct value *item = day_add(day, DAY_ASKED, "notice", &agreement_kind, row, alliance, due);
        day_say(day, item, "notice", NULL);
        day_next(day, item, "look", arena_printf(day->arena, "/agreements/%.*s", STR_ARG(value_get_text(row, "id"))));
    }
}

const day_rule registry_day[] = {day_contacts, day_notices, day_forums, NULL};
