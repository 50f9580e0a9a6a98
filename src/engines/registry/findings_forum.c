/* Findings about forums: an invitation nobody answers, no meeting, too few partners, nobody named. They rest on what
 * the viewer sees of a forum, and belong to no one alliance, but for invitations. */
#include "engines/registry/findings_rules.h"
#include "engines/registry/forum.h"

enum { PARTNERS_FEWEST = 2 };

static bool is_founder(const struct scan *scan, const struct value *forum)
{
    return str_eq(value_get_text(forum, "founder"), scan->viewer->organisation);
}

/* Forums are looked at where all alliances are. */
static const struct value *forums_of(struct scan *scan)
{
    return scan->only.n ? NULL : scan_rows(scan, &forum_kind);
}

void find_forum_unanswered(struct scan *scan)
{
    VALUE_EACH (row, scan_rows(scan, &forum_invitation_kind)) {
        const struct value *alliance = scan_alliance(scan, row);
        int64_t asked = day_of(row, "asked_on");
        bool open = str_is(value_get_text(row, "state"), "open");
        if (!alliance || !open || asked == NO_DAY || scan->today - asked < FORUM_ANSWER_DAYS)
            continue;
        bool ours = str_eq(value_get_text(row, "inviter"), scan->viewer->organisation);
        struct str what = scan_words(scan, ours ? NULL : "asked", "organisation",
                                     again(scan->arena, value_get(row, ours ? "organisation" : "inviter")), "forum",
                                     scan_word(scan, row, "name"), "date", scan_day(scan, asked), NULL);
        struct value *finding = scan_add(scan, SEVERITY_MEDIUM, alliance, asked, what);
        scan_why(scan, finding, &forum_invitation_kind, row);
        scan_open(scan, finding, ours ? "forum-ask" : "forum-answer", &forum_invitation_kind, row);
    }
}

void find_forum_dormant(struct scan *scan)
{
    VALUE_EACH (forum, forums_of(scan)) {
        int64_t last, next, due;
        const struct value *meetings = scan_rows(scan, &forum_meeting_kind);
        forum_met(meetings, value_get_text(forum, "id"), scan->today, &last, &next);
        due = forum_due(scan->viewer, forum, scan_rows(scan, &forum_member_kind), last);
        if (due == NO_DAY || due >= scan->today || next != NO_DAY)
            continue;
        struct str what =
            scan_words(scan, NULL, "forum", scan_name(scan, &forum_kind, forum), "date", scan_day(scan, due), NULL);
        struct value *finding = scan_add(scan, SEVERITY_MEDIUM, NULL, due, what);
        scan_why(scan, finding, &forum_kind, forum);
        VALUE_EACH (meeting, meetings)
            if (last != NO_DAY && day_of(meeting, "held_on") == last &&
                str_eq(value_get_text(meeting, "forum"), value_get_text(forum, "id")))
                scan_why(scan, finding, &forum_meeting_kind, meeting);
        scan_append(scan, finding, "forum-meeting", &forum_meeting_kind, &forum_kind, forum);
    }
}

void find_forum_small(struct scan *scan)
{
    VALUE_EACH (forum, forums_of(scan)) {
        struct value *partners = value_list(scan->arena);
        VALUE_EACH (member, scan_rows(scan, &forum_member_kind))
            if (forum_is_in(forum, member) &&
                !str_eq(value_get_text(member, "organisation"), scan->viewer->organisation))
                value_push(partners, again(scan->arena, member));
        if (!partners || !is_founder(scan, forum) || partners->count >= PARTNERS_FEWEST)
            continue;
        struct str what = scan_words(scan, NULL, "forum", scan_name(scan, &forum_kind, forum), NULL);
        struct value *finding = scan_add(scan, SEVERITY_LOW, NULL, day_of(forum, "founded_on"), what);
        scan_why(scan, finding, &forum_kind, forum);
        VALUE_EACH (partner, partners)
            scan_why(scan, finding, &forum_member_kind, partner);
        scan_go(scan, finding, "forum-invite", forum_invite_path(scan->arena, value_get_text(forum, "id")));
    }
}

static bool has_seat(struct scan *scan, const struct value *member)
{
    VALUE_EACH (seat, scan_rows(scan, &forum_seat_kind))
        if (str_eq(value_get_text(seat, "circle"), value_get_text(member, "circle")) &&
            str_eq(value_get_text(seat, "organisation"), value_get_text(member, "organisation")))
            return true;
    return false;
}

void find_forum_unnamed(struct scan *scan)
{
    VALUE_EACH (forum, forums_of(scan))
        VALUE_EACH (member, scan_rows(scan, &forum_member_kind)) {
            bool ours = str_eq(value_get_text(member, "organisation"), scan->viewer->organisation);
            if (!forum_is_in(forum, member) || (!ours && !is_founder(scan, forum)) || has_seat(scan, member))
                continue;
            struct str what = scan_words(scan, ours ? "ours" : NULL, "organisation", scan_word(scan, member, "name"),
                                         "forum", scan_name(scan, &forum_kind, forum), NULL);
            struct value *finding = scan_add(scan, SEVERITY_LOW, NULL, day_of(member, "joined_on"), what);
            scan_why(scan, finding, &forum_member_kind, member);
            if (ours)
                scan_append(scan, finding, "forum-seat", &forum_seat_kind, &forum_kind, forum);
            else
                scan_open(scan, finding, "forum-tell", &forum_kind, forum);
        }
}
