/* A person's day: what each rule puts on it, for whom, and what takes it away. */
#include "engines/engine.h"
#include "engines/registry/registry_house.h"
#include "kernel/day.h"

struct desk {
    struct house house;
    struct viewer *rosa, *hanna; /* hanna heads the alliances of the host */
    const char *alliance, *ours, *theirs;
};

static struct desk at_desk(void)
{
    struct desk d = {.house = house_open()};
    struct house *house = &d.house;
    struct str firm;
    d.rosa = house_partner(house, "Rivera", "Rosa Vidal", "rosa@rivera.example", &firm);
    struct value *alliance = house_make(house, house->host, "alliances", "{\"name\":\"Mobility\"}");
    d.alliance = house_id(alliance);
    d.theirs =
        house_id(house_make(house, house->host, "parties",
                            HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", d.alliance, firm.p)));
    d.ours = house_id(first_of(house, house->host, "parties", alliance));
    house_member(house, d.rosa, d.alliance, "manager");
    CHECK_INT(viewer_of_account(&house->work, house->tenant, house->admin, &d.hanna), OK);
    return d;
}

static struct day day_of_viewer(struct desk *d, struct viewer *viewer)
{
    struct day day;
    house_calm(&d->house);
    CHECK_INT(viewer_refresh(&d->house.work, viewer), OK);
    CHECK_INT(day_begin(&d->house.work, viewer, &day), OK);
    for (size_t i = 0; engines[i]; i++)
        for (const day_rule *rule = engines[i]->day; rule && *rule; rule++)
            (*rule)(&day);
    CHECK_INT(day_order(&day), OK);
    return day;
}

/* "code: name; code: name" of one place of a viewer's day. */
static const char *has(struct desk *d, struct viewer *viewer, enum day_place place)
{
    struct day day = day_of_viewer(d, viewer);
    struct buf out = buf_init(d->house.arena, 0);
    VALUE_EACH (item, day.items[place]) {
        struct str code = value_get_text(item, "code"), name = value_get(item, "record")->label;
        buf_printf(&out, "%s%.*s: %.*s", out.n ? "; " : "", STR_ARG(code), STR_ARG(name));
    }
    return arena_cstr(d->house.arena, buf_str(&out));
}

static struct value *first_item(struct desk *d, struct viewer *viewer, enum day_place place)
{
    return value_at(day_of_viewer(d, viewer).items[place], 0);
}

#define IN(plural, ...) house_make(&d.house, d.house.host, (plural), HOUSE_TEXT(&d.house, __VA_ARGS__))
#define DAYS(n)         in_days(&d.house, (n))
#define OWED(title, extra, day)                                                                                       \
    house_make(&d.house, d.rosa, "commitments",                                                                       \
               HOUSE_TEXT(&d.house, "{\"alliance\":\"%s\",\"title\":\"%s\",\"owner_party\":\"%s\",%s\"due\":\"%s\"}", \
                          d.alliance, title, d.theirs, extra, DAYS(day)))
#define PERSON(viewer) arena_cstr(d.house.arena, (viewer)->person)

TEST(day, what_is_delivered_waits_for_the_other_side)
{
    struct desk d = at_desk();
    struct value *owed = OWED("Letter", "", 2);
    CHECK_STR(has(&d, d.hanna, DAY_OWED), "owed: Letter");
    CHECK_STR(has(&d, d.hanna, DAY_ASKED), "");
    changed(&d.house, d.rosa, "commitments", owed, "{\"state\":\"delivered\"}");
    CHECK_STR(has(&d, d.hanna, DAY_OWED), "");
    CHECK_STR(has(&d, d.hanna, DAY_ASKED), "answer: Letter");
    CHECK_STR(has(&d, d.rosa, DAY_ASKED), "");
    struct value *act = value_get(first_item(&d, d.hanna, DAY_ASKED), "act");
    CHECK_STR(arena_cstr(d.house.arena, value_get_text(act, "value")), "accepted");
    changed(&d.house, d.house.host, "commitments", seen(&d.house, d.house.host, "commitments", owed),
            "{\"state\":\"accepted\"}");
    CHECK_STR(has(&d, d.hanna, DAY_ASKED), "");
    house_close(&d.house);
}

TEST(day, what_one_is_named_for_is_owed_until_it_is_delivered_the_late_first)
{
    struct desk d = at_desk();
    const char *mine = HOUSE_TEXT(&d.house, "\"owner_person\":\"%s\",", PERSON(d.rosa));
    OWED("Soon", mine, 1);
    struct value *late = OWED("Late", mine, -1);
    CHECK_STR(has(&d, d.rosa, DAY_OWE), "deliver: Late; deliver: Soon");
    CHECK(value_get_bool(first_item(&d, d.rosa, DAY_OWE), "late"));
    changed(&d.house, d.rosa, "commitments", late, "{\"state\":\"delivered\"}");
    CHECK_STR(has(&d, d.rosa, DAY_OWE), "deliver: Soon");
    changed(&d.house, d.house.host, "commitments", seen(&d.house, d.house.host, "commitments", late),
            "{\"state\":\"disputed\"}");
    CHECK_STR(has(&d, d.rosa, DAY_OWE), "disputed: Late; deliver: Soon");
    house_close(&d.house);
}

TEST(day, what_nobody_is_named_for_is_shown_to_its_own_side)
{
    struct desk d = at_desk();
    OWED("Near", "", 7);
    OWED("Far", "", 8);
    CHECK_STR(has(&d, d.rosa, DAY_OWE), "unnamed: Near");
    CHECK_STR(has(&d, d.hanna, DAY_OWED), "owed: Near");
    CHECK_STR(has(&d, d.hanna, DAY_OWE), "");
    house_close(&d.house);
}

TEST(day, a_decision_waits_for_those_who_decide_it)
{
    struct desk d = at_desk();
    struct value *board = IN("bodies", "{\"alliance\":\"%s\",\"name\":\"Board\",\"tier\":\"steering\"}", d.alliance);
    struct value *row = IN(
        "decision_rows",
        "{\"alliance\":\"%s\",\"decision\":\"Prices\",\"class\":\"key\",\"decider_body\":\"%s\",\"allowed_days\":10}",
        d.alliance, house_id(board));
    struct value *asked =
        IN("decisions", "{\"alliance\":\"%s\",\"question\":\"Dearer?\",\"row\":\"%s\",\"asked\":\"%s\"}", d.alliance,
           house_id(row), DAYS(-11));
    CHECK_STR(has(&d, d.rosa, DAY_ASKED), "");
    struct value *seat = house_make(&d.house, d.rosa, "seats",
                                    HOUSE_TEXT(&d.house,
                                               "{\"body\":\"%s\",\"party\":\"%s\",\"person\":\"%s\","
                                               "\"role\":\"observer\"}",
                                               house_id(board), d.theirs, PERSON(d.rosa)));
    CHECK_STR(has(&d, d.rosa, DAY_ASKED), "");
    changed(&d.house, d.rosa, "seats", seat, "{\"role\":\"co_chair\"}");
    CHECK_STR(has(&d, d.rosa, DAY_ASKED), "decide: Dearer?");
    CHECK(value_get_bool(first_item(&d, d.rosa, DAY_ASKED), "late"));
    changed(&d.house, d.rosa, "decisions", asked, "{\"state\":\"taken\",\"outcome\":\"Yes\"}");
    CHECK_STR(has(&d, d.rosa, DAY_ASKED), "");
    IN("acknowledgements", "{\"decision\":\"%s\",\"party\":\"%s\",\"name\":\"Somebody\"}", house_id(asked), d.ours);
    CHECK_STR(has(&d, d.rosa, DAY_ASKED), "");
    struct value *note = house_make(&d.house, d.rosa, "acknowledgements",
                                    HOUSE_TEXT(&d.house, "{\"decision\":\"%s\",\"party\":\"%s\",\"person\":\"%s\"}",
                                               house_id(asked), d.theirs, PERSON(d.rosa)));
    CHECK_STR(has(&d, d.rosa, DAY_ASKED), "acknowledge: Dearer?");
    changed(&d.house, d.rosa, "acknowledgements", note, HOUSE_TEXT(&d.house, "{\"acknowledged\":\"%s\"}", DAYS(0)));
    CHECK_STR(has(&d, d.rosa, DAY_ASKED), "");
    house_close(&d.house);
}

TEST(day, a_contact_is_to_be_met_when_its_time_comes)
{
    struct desk d = at_desk();
    struct value *contact =
        house_make(&d.house, d.rosa, "contacts",
                   HOUSE_TEXT(&d.house,
                              "{\"alliance\":\"%s\",\"party_a\":\"%s\",\"name_a\":\"Ann Berg\",\"party_b\":\"%s\","
                              "\"person_b\":\"%s\",\"cadence_days\":30,\"last_met\":\"%s\"}",
                              d.alliance, d.ours, d.theirs, PERSON(d.rosa), DAYS(-22)));
    CHECK_STR(has(&d, d.rosa, DAY_OWE), "");
    changed(&d.house, d.rosa, "contacts", contact, HOUSE_TEXT(&d.house, "{\"last_met\":\"%s\"}", DAYS(-23)));
    CHECK_STR(has(&d, d.rosa, DAY_OWE), "meet: Ann Berg and Rosa Vidal");
    CHECK_STR(has(&d, d.hanna, DAY_OWE), "");
    house_close(&d.house);
}

TEST(day, an_alliance_that_one_is_not_in_or_that_has_ended_asks_nothing)
{
    struct desk d = at_desk();
    IN("commitments", "{\"alliance\":\"%s\",\"title\":\"Letter\",\"owner_party\":\"%s\",\"due\":\"%s\"}", d.alliance,
       d.ours, DAYS(1));
    CHECK_STR(has(&d, d.rosa, DAY_OWED), "owed: Letter");
    struct value *itself = seen(&d.house, d.house.host, "alliances",
                                house_json(&d.house, HOUSE_TEXT(&d.house, "{\"id\":\"%s\"}", d.alliance)));
    changed(&d.house, d.house.host, "alliances", itself, "{\"stage\":\"ended\"}");
    CHECK_STR(has(&d, d.rosa, DAY_OWED), "");
    house_close(&d.house);
}
