/* Full text: words as prefixes, order, snippets; nothing of what is hidden. */
#include "house.h"
#include "kernel/search.h"

static struct value *find(struct house *house, const struct viewer *viewer, const char *words)
{
    struct value *hits = NULL;
    house_calm(house);
    CHECK_INT(search_find(&house->work, viewer, str_of(words), 50, &hits), OK);
    return hits;
}

static size_t count(struct house *house, const char *words)
{
    return find(house, house->host, words)->count;
}

TEST(search, finds_by_the_beginnings_of_words)
{
    struct house house = house_open();
    house_make(&house, house.host, "organisations",
               "{\"name\":\"Société Générale des Piles\",\"industry\":\"Battery cells\",\"domain\":\"piles.example\"}");
    house_make(&house, house.host, "organisations", "{\"name\":\"Nord Energie\",\"industry\":\"Power\"}");
    CHECK_INT(count(&house, "piles"), 1);
    CHECK_INT(count(&house, "societe gen"), 1);
    CHECK_INT(count(&house, "SOCIÉTÉ"), 1);
    CHECK_INT(count(&house, "batt ce"), 1);
    CHECK_INT(count(&house, "atter"), 0);
    CHECK_INT(count(&house, "nord battery"), 0); /* all words */
    CHECK_INT(count(&house, "piles.example"), 1);
    struct value *hit = value_at(find(&house, house.host, "piles"), 0);
    CHECK(str_is(value_get_text(hit, "kind"), "organisation"));
    CHECK(str_is(value_get_text(hit, "label"), "Organisation"));
    CHECK(str_is(value_get_text(hit, "title"), "Société Générale des Piles"));
    CHECK(str_starts(value_get_text(hit, "href"), S("/organisations/")));
    CHECK(str_eq(value_get_text(hit, "owner"), house.host->organisation));
    house_close(&house);
}

TEST(search, no_text_is_a_syntax_error)
{
    struct house house = house_open();
    static const char *const texts[] = {"",
                                        " ",
                                        "\"",
                                        "'",
                                        "*",
                                        "AND",
                                        "OR NOT",
                                        "NEAR(",
                                        "a AND",
                                        "name:",
                                        "-",
                                        "^",
                                        "(",
                                        ")",
                                        "{a b}",
                                        "a*b",
                                        "\"a",
                                        "a\"b\"c",
                                        "title : x",
                                        "%_",
                                        "\\",
                                        ";--",
                                        "–",
                                        "“quoted”",
                                        "漢字",
                                        "…",
                                        "a\tb\nc",
                                        "x OR 1=1",
                                        "one two three four five six seven eight nine ten",
                                        "äöüßéèêàçñøåæœ"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct value *hits = NULL;
        CHECK_INT(search_find(&house.work, house.host, str_of(texts[i]), 10, &hits), OK);
    }
    char all[256];
    for (size_t i = 1; i < 128; i++)
        all[i - 1] = (char)i;
    struct value *hits;
    CHECK_INT(search_find(&house.work, house.host, (struct str){all, 127}, 10, &hits), OK);
    memset(all, 'a', sizeof all);
    CHECK_INT(search_find(&house.work, house.host, (struct str){all, 255}, 10, &hits), OK);
    CHECK_INT(search_find(&house.work, house.host, S("\xff\xfe"), 10, &hits), ERR_INPUT);
    CHECK_INT(search_find(&house.work, house.host, S("a"), 0, &hits), ERR_INPUT);
    CHECK_INT(search_find(&house.work, house.host, S("a"), 51, &hits), ERR_INPUT);
    house_close(&house);
}

TEST(search, titles_come_first_then_the_newest)
{
    struct house house = house_open();
    static const char *const made[] = {"{\"name\":\"Old lithium\"}", "{\"name\":\"Other\",\"industry\":\"lithium\"}",
                                       "{\"name\":\"New lithium\"}", "{\"name\":\"Last\",\"legal_name\":\"lithium\"}"};
    static const char *const wanted[] = {"New lithium", "Old lithium", "Last", "Other"};
    for (size_t i = 0; i < 4; i++) {
        house.work.now_ms += 1000;
        house_make(&house, house.host, "organisations", made[i]);
    }
    struct value *hits = find(&house, house.host, "lithium");
    CHECK_INT(hits->count, 4);
    for (size_t i = 0; i < 4; i++)
        CHECK(str_is(value_get_text(value_at(hits, i), "title"), wanted[i]));
    CHECK_INT(search_find(&house.work, house.host, S("lithium"), 2, &hits), OK);
    CHECK_INT(hits->count, 2);
    house_close(&house);
}

TEST(search, whole_words_come_before_their_beginnings)
{
    struct house house = house_open();
    static const char *const made[] = {"{\"name\":\"Lithiums\"}", "{\"name\":\"Other\",\"industry\":\"lithium\"}",
                                       "{\"name\":\"Last\",\"industry\":\"lithiums\"}", "{\"name\":\"A lithium\"}",
                                       "{\"name\":\"Lithiumless\"}"};
    static const char *const wanted[] = {"A lithium", "Other", "Lithiumless", "Lithiums", "Last"};
    for (size_t i = 0; i < 5; i++) {
        house.work.now_ms += 1000;
        house_make(&house, house.host, "organisations", made[i]);
    }
    struct value *hits = find(&house, house.host, "lithium");
    CHECK_INT(hits->count, 5);
    for (size_t i = 0; i < 5; i++)
        CHECK(str_is(value_get_text(value_at(hits, i), "title"), wanted[i]));
    for (int limit = 1; limit < 5; limit++) {
        CHECK_INT(search_find(&house.work, house.host, S("lithium"), limit, &hits), OK);
        CHECK_INT(hits->count, limit);
        CHECK(str_is(value_get_text(value_at(hits, (size_t)limit - 1), "title"), wanted[limit - 1]));
    }
    house_close(&house);
}

TEST(search, what_was_changed_last_comes_first)
{
    struct house house = house_open();
    struct str ids[3];
    static const char *const names[] = {"{\"name\":\"Lithium one\"}", "{\"name\":\"Lithium two\"}",
                                        "{\"name\":\"Lithium three\"}"};
    static const char *const wanted[] = {"Lithium one", "Lithium three", "Lithium two"};
    for (size_t i = 0; i < 3; i++) {
        house.work.now_ms += 1000;
        ids[i] = value_get_text(house_make(&house, house.host, "organisations", names[i]), "id");
    }
    house.work.now_ms += 1000;
    struct value *changed, *body = house_json(&house, "{\"industry\":\"mining\"}");
    CHECK_INT(record_change(&house.work, house.host, kind_by_plural(S("organisations")), ids[0], 1, body, INPUT_JSON,
                            S(""), &changed),
              OK);
    struct value *hits = find(&house, house.host, "lithium");
    CHECK_INT(hits->count, 3);
    for (size_t i = 0; i < 3; i++)
        CHECK(str_is(value_get_text(value_at(hits, i), "title"), wanted[i]));
    house_close(&house);
}

TEST(search, follows_changes_withdrawal_and_restoring)
{
    struct house house = house_open();
    const struct kind *kind = kind_by_plural(S("organisations"));
    struct value *firm = house_make(&house, house.host, "organisations", "{\"name\":\"Before\"}"), *out;
    struct str id = value_get_text(firm, "id");
    CHECK_INT(record_change(&house.work, house.host, kind, id, 1, house_json(&house, "{\"name\":\"Afterwards\"}"),
                            INPUT_JSON, S(""), &out),
              OK);
    CHECK_INT(count(&house, "before"), 0);
    CHECK_INT(count(&house, "after"), 1);
    CHECK_INT(record_withdraw(&house.work, house.host, kind, id, 2, S(""), &out), OK);
    CHECK_INT(count(&house, "after"), 0);
    CHECK_INT(record_restore(&house.work, house.host, kind, id, 3, &out), OK);
    CHECK_INT(count(&house, "after"), 1);
    house_close(&house);
}

TEST(search, a_snippet_shows_the_match_in_plain_text)
{
    struct house house = house_open();
    struct value *alliance = house_make(&house, house.host, "alliances", "{\"name\":\"Mobility\"}");
    struct buf text = buf_init(house.arena, 0);
    for (int i = 0; i < 40; i++)
        buf_printf(&text, "filler%d wörds\\n", i);
    buf_lit(&text, "the <b>Quarterly</b> kilométrage rose   and ");
    for (int i = 0; i < 40; i++)
        buf_lit(&text, "more and more ");
    house_make(&house, house.host, "notes",
               HOUSE_TEXT(&house, "{\"about_kind\":\"alliances\",\"about\":\"%s\",\"text\":\"%s\"}", house_id(alliance),
                          buf_str(&text).p));
    struct value *hits = find(&house, house.host, "KILOMETR");
    CHECK_INT(hits->count, 1);
    struct str snippet = value_get_text(value_at(hits, 0), "snippet");
    CHECK(str_contains(snippet, S("the <b>Quarterly</b> kilométrage rose and more")));
    CHECK(str_starts(snippet, S("… ")) && str_ends(snippet, S(" …")));
    CHECK(snippet.n < 220 && str_utf8(snippet) && str_find(snippet, '\n') < 0);
    CHECK(str_is(value_get_text(value_at(hits, 0), "title"), "Note"));
    house_close(&house);
}

TEST(search, hidden_records_are_not_there)
{
    struct house house = house_open();
    struct str firm;
    struct viewer *partner = house_partner(&house, "Rivera", "Rosa Vidal", "rosa@rivera.example", &firm);
    struct value *alliance = house_make(&house, house.host, "alliances", "{\"name\":\"Mobility\"}");
    house_make(&house, house.host, "parties",
               HOUSE_TEXT(&house, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", house_id(alliance), firm.p));
    house_member(&house, partner, house_id(alliance), "member");
    static const char *const circles[] = {"joint", "side"};
    for (size_t i = 0; i < 2; i++)
        house_make(&house, house.host, "objectives",
                   HOUSE_TEXT(&house, "{\"alliance\":\"%s\",\"statement\":\"Zebra %s\",\"circle\":\"%s\"}",
                              house_id(alliance), circles[i], circles[i]));
    house_make(&house, house.host, "organisations", "{\"name\":\"Zebra Works\"}");
    house_make(&house, house.host, "goals", "{\"name\":\"Zebra goal\"}");
    CHECK_INT(find(&house, house.host, "zebra")->count, 4);
    struct value *seen = find(&house, partner, "zebra");
    CHECK_INT(seen->count, 1);
    CHECK(str_eq(value_get_text(value_at(seen, 0), "circle"),
                 value_get_text(value_at(find(&house, house.host, "zebra joint"), 0), "circle")));
    CHECK_INT(find(&house, partner, "mobility")->count, 1); /* the joint frame */
    struct viewer reader = *house.host;                     /* of the host, with no role in it and in no alliance */
    reader.system = false;
    reader.roles = 0;
    reader.person = S("nobody");
    CHECK_INT(viewer_refresh(&house.work, &reader), OK);
    CHECK_INT(find(&house, &reader, "zebra")->count, 0);
    reader.roles = 1u << ROLE_ADMINISTRATOR; /* the register, not the strategy */
    CHECK_INT(viewer_refresh(&house.work, &reader), OK);
    CHECK_INT(find(&house, &reader, "zebra")->count, 1);
    house_close(&house);
}
