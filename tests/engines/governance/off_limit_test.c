/* Words that a side keeps to itself are found before a record is shared. */
#include "engines/governance/off_limit.h"
#include "engines/registry/registry_house.h"

TEST(off_limit, words_are_found_whole_whatever_their_case)
{
    struct arena *a = arena_new(0);
    struct str found = {NULL, 0};
    CHECK(off_limit_in(a, S("Project Lark, price"), S("On PROJECT lark: later"), &found));
    CHECK(str_is(found, "Project Lark"));
    CHECK(off_limit_in(a, S("Project Lark,price"), S("Its price."), &found));
    CHECK(!off_limit_in(a, S("price"), S("Priceless prices"), &found));
    CHECK(!off_limit_in(a, S(""), S("Its price."), &found));
    CHECK(!off_limit_in(a, S(" , "), S("Its price."), &found));
    CHECK(off_limit_in(a, S("Müller"), S("herr muller"), &found));
    arena_free(a);
}

TEST(off_limit, warns_of_topics_of_the_same_alliance)
{
    struct house house = house_open();
    struct value *warnings = value_list(house.arena);
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\"}"),
                 *other = MAKE("alliances", "{\"name\":\"P\"}");
    MAKE("off_limits", "{\"alliance\":\"%s\",\"topic\":\"Small car\",\"words\":\"Lark\"}", house_id(alliance));
    struct value *note =
        MAKE("notes", "{\"about_kind\":\"alliances\",\"about\":\"%s\",\"text\":\"Lark is late\"}", house_id(alliance));
    const struct kind *kind = kind_by_plural(S("notes"));
    CHECK_INT(off_limit_judge(&house.work, house.host, kind, note, value_get_text(other, "circle"), warnings), OK);
    CHECK_INT(warnings->count, 0);
    CHECK_INT(off_limit_judge(&house.work, house.host, kind, note, value_get_text(alliance, "circle"), warnings), OK);
    CHECK_INT(warnings->count, 1);
    CHECK(str_contains(warnings->first->text, S("Lark")));
    house_close(&house);
}
