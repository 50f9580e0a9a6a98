/* What forums ask of a person: to answer an invitation that came to their alliance. */
#include "engines/registry/day.h"
#include "engines/registry/forum.h"
#include "engines/registry/support.h"

void day_forums(struct day *day)
{
    struct query query = {0};
    query_add(&query, "state", S("open"));
    query_add(&query, "organisation", day->viewer->organisation);
    VALUE_EACH (row, day_rows(day, &forum_invitation_kind, query)) {
        const struct value *alliance = day_alliance(day, row);
        int64_t asked = day_of(row, "asked_on");
        if (!alliance || asked == NO_DAY ||
            !viewer_may(day->viewer, &forum_invitation_kind, ACTION_CHANGE, value_get_text(row, "circle")))
            continue;
        struct value *item =
            day_add(day, DAY_ASKED, "forum", &forum_invitation_kind, row, alliance, asked + FORUM_ANSWER_DAYS);
        day_say(day, item, "forum", "organisation", again(day->arena, value_get(row, "inviter")), "forum",
                day_word(day, row, "name"), NULL);
        day_next(day, item, "forum",
                 arena_printf(day->arena, "/forum_invitations/%.*s", STR_ARG(value_get_text(row, "id"))));
    }
}
