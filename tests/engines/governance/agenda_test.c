/* What the records propose for a meeting: each kind of thing, where it belongs, and what it must not give away. */
#include "engines/governance/agenda_proposal.h"
#include "engines/registry/registry_house.h"

struct table {
    struct house house;
    struct viewer *rosa;
    const char *alliance, *ours, *theirs, *board, *meeting;
};

static struct table at_table(void)
{
    struct table t = {.house = house_open()};
    struct house *house = &t.house;
    struct str firm;
    t.rosa = house_partner(house, "Rivera", "Rosa Vidal", "rosa@rivera.example", &firm);
    struct value *alliance = house_make(house, house->host, "alliances", "{\"name\":\"Mobility\"}");
    t.alliance = house_id(alliance);
    t.theirs =
        house_id(house_make(house, house->host, "parties",
                            HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", t.alliance, firm.p)));
    t.ours = house_id(first_of(house, house->host, "parties", alliance));
    house_member(house, t.rosa, t.alliance, "manager");
    t.board = house_id(
        house_make(house, house->host, "bodies",
                   HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"name\":\"Board\",\"tier\":\"team\"}", t.alliance)));
    t.meeting = house_id(house_make(
        house, house->host, "meetings",
        HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"title\":\"Next\",\"body\":\"%s\",\"starts\":\"%sT10:00:00Z\"}",
                   t.alliance, t.board, in_days(house, 3))));
    return t;
}

#define IN(plural, ...) house_make(&t.house, t.house.host, (plural), HOUSE_TEXT(&t.house, __VA_ARGS__))
#define DAYS(n)         in_days(&t.house, (n))
#define OWED(title, day, more)                                                                                      \
    IN("commitments", "{\"alliance\":\"%s\",\"title\":\"%s\",\"owner_party\":\"%s\",\"due\":\"%s\"%s}", t.alliance, \
       title, t.ours, DAYS(day), more)

/* "code: title; …" of what is proposed for a meeting. */
static const char *proposed(struct table *t, struct viewer *viewer, const char *meeting)
{
    struct house *house = &t->house;
    struct value *record = NULL, *list = NULL;
    struct buf out = buf_init(house->arena, 0);
    house_calm(house);
    CHECK_INT(viewer_refresh(&house->work, viewer), OK);
    CHECK_INT(record_get(&house->work, viewer, kind_by_plural(S("meetings")), str_of(meeting), &record), OK);
    CHECK_INT(agenda_proposed(&house->work, viewer, record, &list), OK);
    VALUE_EACH (item, list)
        buf_printf(&out, "%s%.*s: %.*s", out.n ? "; " : "", STR_ARG(value_get_text(item, "code")),
                   STR_ARG(value_get_text(item, "title")));
    return arena_cstr(house->arena, buf_str(&out));
}
#define PROPOSED() proposed(&t, t.house.host, t.meeting)

TEST(agenda, what_is_late_disputed_or_unanswered)
{
    struct table t = at_table();
    CHECK_STR(PROPOSED(), "");
    OWED("Tomorrow", 1, "");
    CHECK_STR(PROPOSED(), "");
    OWED("Plan", -1, "");
    CHECK_STR(PROPOSED(), "late: Late: Plan");
    struct value *letter = OWED("Letter", -12, "");
    struct value *list = OWED("List", -12, "");
    changed(&t.house, t.house.host, "commitments", letter,
            HOUSE_TEXT(&t.house, "{\"state\":\"delivered\",\"delivered_on\":\"%s\"}", DAYS(-8)));
    struct value *delivered = changed(&t.house, t.house.host, "commitments", list, "{\"state\":\"delivered\"}");
    CHECK_STR(PROPOSED(), "late: Late: Plan; unanswered: To accept or dispute: Letter");
    changed(&t.house, t.rosa, "commitments", delivered, "{\"state\":\"disputed\"}");
    CHECK_STR(PROPOSED(), "disputed: Disputed: List; late: Late: Plan; unanswered: To accept or dispute: Letter");
    house_close(&t.house);
}

TEST(agenda, what_another_body_promised_comes_here_when_it_is_late_by_a_month)
{
    struct table t = at_table();
    struct value *other = IN("bodies", "{\"alliance\":\"%s\",\"name\":\"Other\",\"tier\":\"team\"}", t.alliance);
    struct value *held = IN("meetings",
                            "{\"alliance\":\"%s\",\"title\":\"Theirs\",\"body\":\"%s\",\"state\":\"held\","
                            "\"starts\":\"%sT10:00:00Z\"}",
                            t.alliance, house_id(other), DAYS(-40));
    const char *of = HOUSE_TEXT(&t.house, ",\"meeting\":\"%s\"", house_id(held));
    OWED("New", -30, of);
    CHECK_STR(PROPOSED(), "");
    OWED("Old", -31, of);
    CHECK_STR(PROPOSED(), "late: Late: Old");
    house_close(&t.house);
}

TEST(agenda, decisions_of_this_body_and_those_from_below_that_took_too_long)
{
    struct table t = at_table();
    struct value *below =
        IN("bodies", "{\"alliance\":\"%s\",\"name\":\"Group\",\"tier\":\"team\",\"parent_body\":\"%s\"}", t.alliance,
           t.board);
    struct value *row = IN("decision_rows",
                           "{\"alliance\":\"%s\",\"decision\":\"Cars\",\"class\":\"daily\",\"decider_body\":\"%s\","
                           "\"allowed_days\":10}",
                           t.alliance, house_id(below));
    IN("decisions", "{\"alliance\":\"%s\",\"question\":\"In time?\",\"row\":\"%s\",\"asked\":\"%s\"}", t.alliance,
       house_id(row), DAYS(-10));
    IN("decisions", "{\"alliance\":\"%s\",\"question\":\"Too long?\",\"row\":\"%s\",\"asked\":\"%s\"}", t.alliance,
       house_id(row), DAYS(-11));
    IN("decisions", "{\"alliance\":\"%s\",\"question\":\"Ours?\",\"body\":\"%s\"}", t.alliance, t.board);
    const char *said = PROPOSED();
    CHECK(strstr(said, "escalated: To decide here: Too long?; decide: To decide: Ours?") == said);
    CHECK(!strstr(said, "In time?"));
    house_close(&t.house);
}

TEST(agenda, what_is_on_it_already_and_what_the_last_time_left)
{
    struct table t = at_table();
    struct value *plan = OWED("Plan", -1, "");
    struct value *held = IN("meetings",
                            "{\"alliance\":\"%s\",\"title\":\"Last\",\"body\":\"%s\",\"state\":\"held\","
                            "\"starts\":\"%sT10:00:00Z\"}",
                            t.alliance, t.board, DAYS(-20));
    IN("agenda_items", "{\"meeting\":\"%s\",\"title\":\"Done\",\"outcome\":\"Agreed\"}", house_id(held));
    IN("agenda_items", "{\"meeting\":\"%s\",\"title\":\"Not reached\"}", house_id(held));
    CHECK_STR(PROPOSED(), "late: Late: Plan; left: Not reached");
    IN("agenda_items", "{\"meeting\":\"%s\",\"title\":\"The plan\",\"about_kind\":\"commitments\",\"about\":\"%s\"}",
       t.meeting, house_id(plan));
    CHECK_STR(PROPOSED(), "left: Not reached");
    house_close(&t.house);
}

TEST(agenda, nothing_private_is_proposed_for_a_joint_meeting)
{
    struct table t = at_table();
    struct viewer *hanna;
    CHECK_INT(viewer_of_account(&t.house.work, t.house.tenant, t.house.admin, &hanna), OK);
    OWED("Among us", -1, ",\"circle\":\"side\"");
    CHECK_STR(PROPOSED(), "");
    struct value *own = IN("meetings",
                           "{\"alliance\":\"%s\",\"title\":\"Own\",\"kind\":\"internal\",\"circle\":\"side\","
                           "\"starts\":\"%sT10:00:00Z\"}",
                           t.alliance, DAYS(1));
    OWED("Among all", -1, "");
    CHECK_STR(proposed(&t, hanna, house_id(own)), "late: Late: Among us; late: Late: Among all");
    CHECK_STR(PROPOSED(), "late: Late: Among all");
    CHECK_STR(proposed(&t, t.rosa, t.meeting), "late: Late: Among all");
    house_close(&t.house);
}

TEST(agenda, a_meeting_that_was_held_needs_no_proposals)
{
    struct table t = at_table();
    OWED("Plan", -1, "");
    struct value *meeting = seen(&t.house, t.house.host, "meetings",
                                 house_json(&t.house, HOUSE_TEXT(&t.house, "{\"id\":\"%s\"}", t.meeting)));
    changed(&t.house, t.house.host, "meetings", meeting, "{\"state\":\"held\"}");
    CHECK_STR(PROPOSED(), "");
    house_close(&t.house);
}
