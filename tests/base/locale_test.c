#include "base/date.h"
#include "base/locale.h"
#include "base/message.h"
#include "base/zone.h"
#include "base/zone_rule.h"
#include "check.h"

/* 2026-03-02, a Monday, 15:05 in Berlin. */
static const struct locale berlin = {.language = "en", .zone = "Europe/Berlin", .now_ms = 1772460300000};

static struct value leaf_of(enum value_kind kind, int64_t i, const char *text)
{
    struct value v = {.kind = kind, .text = str_of(text)};
    if (kind != V_DATE && kind != V_TEXT && kind != V_NUMBER && kind != V_CHOICE && kind != V_REF)
        v.i = i;
    return v;
}

/* How a leaf reads in Berlin. */
static const char *shown(struct arena *a, enum value_kind kind, int64_t i, const char *text)
{
    struct value v = leaf_of(kind, i, text);
    return locale_text(a, &berlin, &v).p;
}

/* A property of a leaf, or "-" where it has none of that name. */
static const char *property(struct arena *a, enum value_kind kind, int64_t i, const char *text, const char *name)
{
    struct value v = leaf_of(kind, i, text);
    struct buf out = buf_init(a, 0);
    return locale_property(&berlin, &v, str_of(name), &out) ? buf_str(&out).p : "-";
}

TEST(locale, groups_numbers)
{
    struct arena *a = arena_new(0);
    CHECK(message_load() == OK);
    CHECK_STR(shown(a, V_INT, 0, ""), "0");
    CHECK_STR(shown(a, V_INT, 999, ""), "999");
    CHECK_STR(shown(a, V_INT, -1234567, ""), "-1,234,567");
    CHECK_STR(shown(a, V_INT, INT64_MIN, ""), "-9,223,372,036,854,775,808");
    CHECK_STR(shown(a, V_DECIMAL, 1234500000, ""), "1,234.5");
    CHECK_STR(shown(a, V_DECIMAL, -1, ""), "-0.000001");
    CHECK_STR(shown(a, V_NUMBER, 0, "12345.50"), "12,345.5");
    CHECK_STR(shown(a, V_NUMBER, 0, "1e300"), "1e300");
    arena_free(a);
}

TEST(locale, shows_a_ratio_as_a_percentage)
{
    struct arena *a = arena_new(0);
    CHECK(message_load() == OK);
    CHECK_STR(shown(a, V_RATIO, 350000, ""), "35%");
    CHECK_STR(shown(a, V_RATIO, 123456, ""), "12.3%");
    CHECK_STR(shown(a, V_RATIO, 1000000, ""), "100%");
    CHECK_STR(shown(a, V_RATIO, -5500, ""), "-0.6%");
    CHECK_STR(shown(a, V_RATIO, -400, ""), "0%");
    CHECK_STR(shown(a, V_RATIO, 12345678900, ""), "1,234,567.9%");
    arena_free(a);
}

TEST(locale, shows_money_with_its_currency)
{
    struct arena *a = arena_new(0);
    CHECK(message_load() == OK);
    CHECK_STR(shown(a, V_MONEY, 123450, "EUR"), "€1,234.50");
    CHECK_STR(shown(a, V_MONEY, -123450, "USD"), "-USD 1,234.50");
    CHECK_STR(shown(a, V_MONEY, 1234, "JPY"), "JPY 1,234");
    CHECK_STR(shown(a, V_MONEY, -5, "GBP"), "-£0.05");
    CHECK_STR(shown(a, V_MONEY, 5, "KWD"), "KWD 0.005");
    arena_free(a);
}

TEST(locale, shows_dates_and_instants_of_the_viewers_zone)
{
    struct arena *a = arena_new(0);
    struct value v = leaf_of(V_INSTANT, 1772460300123, "");
    struct locale other = berlin;
    CHECK(message_load() == OK);
    CHECK_STR(shown(a, V_DATE, 0, "2026-03-02"), "2 Mar 2026");
    CHECK_STR(shown(a, V_DATE, 0, "not a date"), "not a date");
    CHECK_STR(shown(a, V_INSTANT, 1772460300123, ""), "2 Mar 2026, 15:05");
    CHECK_STR(shown(a, V_INSTANT, 1783000000000, ""), "2 Jul 2026, 15:46"); /* summer time */
    other.zone = NULL;
    CHECK_STR(locale_text(a, &other, &v).p, "2 Mar 2026, 14:05");
    other.zone = "Asia/Kolkata";
    CHECK_STR(locale_text(a, &other, &v).p, "2 Mar 2026, 19:35");
    other.zone = "No/Where";
    CHECK_STR(locale_text(a, &other, &v).p, "2 Mar 2026, 14:05");
    other.zone = "Pacific/Kiritimati";
    CHECK_STR(locale_text(a, &other, &v).p, "3 Mar 2026, 04:05");
    arena_free(a);
}

TEST(locale, shows_words_of_choices_references_and_booleans)
{
    struct arena *a = arena_new(0);
    struct value choice = leaf_of(V_CHOICE, 0, "DE"), ref = leaf_of(V_REF, 0, "id-1"),
                 yes = {.kind = V_BOOL, .b = true};
    CHECK(message_load() == OK);
    CHECK_STR(locale_text(a, &berlin, &choice).p, "DE");
    choice.label = S("country.DE");
    CHECK_STR(locale_text(a, &berlin, &choice).p, "Germany");
    CHECK_STR(locale_text(a, &berlin, &ref).p, "id-1");
    ref.label = S("Acme");
    CHECK_STR(locale_text(a, &berlin, &ref).p, "Acme");
    CHECK_STR(locale_text(a, &berlin, &yes).p, "yes");
    yes.b = false;
    CHECK_STR(locale_text(a, &berlin, &yes).p, "no");
    CHECK_STR(shown(a, V_NULL, 0, ""), "");
    CHECK_STR(locale_text(a, &berlin, value_list(a)).p, "");
    arena_free(a);
}

TEST(locale, says_how_near_a_date_is)
{
    static const struct {
        const char *date, *words;
    } cases[] = {
        {"2026-03-02", "today"},       {"2026-03-03", "tomorrow"},      {"2026-03-01", "yesterday"},
        {"2026-03-04", "in 2 days"},   {"2026-03-15", "in 13 days"},    {"2026-03-16", "in 2 weeks"},
        {"2026-03-23", "in 3 weeks"},  {"2026-02-09", "3 weeks ago"},   {"2026-04-30", "in 8 weeks"},
        {"2026-05-01", "in 2 months"}, {"2025-12-02", "3 months ago"},  {"2028-02-29", "in 24 months"},
        {"2028-03-02", "in 2 years"},  {"1926-03-02", "100 years ago"},
    };
    struct arena *a = arena_new(0);
    CHECK(message_load() == OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_STR(property(a, V_DATE, 0, cases[i].date, "near"), cases[i].words);
    arena_free(a);
}

TEST(locale, says_how_near_an_instant_is)
{
    const int64_t now = berlin.now_ms, minute = 60000, hour = 60 * minute;
    struct arena *a = arena_new(0);
    CHECK(message_load() == OK);
    CHECK_STR(property(a, V_INSTANT, now, "", "near"), "now");
    CHECK_STR(property(a, V_INSTANT, now - 59999, "", "near"), "now");
    CHECK_STR(property(a, V_INSTANT, now + minute, "", "near"), "in 1 minute");
    CHECK_STR(property(a, V_INSTANT, now - 59 * minute, "", "near"), "59 minutes ago");
    CHECK_STR(property(a, V_INSTANT, now + 59 * minute + 30000, "", "near"), "in 1 hour");
    CHECK_STR(property(a, V_INSTANT, now + 3 * hour, "", "near"), "in 3 hours");
    CHECK_STR(property(a, V_INSTANT, now + 12 * hour, "", "near"), "tomorrow");
    CHECK_STR(property(a, V_INSTANT, now - 14 * hour, "", "near"), "today"); /* 01:05 in Berlin */
    CHECK_STR(property(a, V_INSTANT, now - 16 * hour, "", "near"), "yesterday");
    CHECK_STR(property(a, V_INSTANT, INT64_MAX, "", "near"), "in 7,974 years");
    arena_free(a);
}

TEST(locale, gives_properties_of_leaves)
{
    static const struct {
        enum value_kind kind;
        int64_t i;
        const char *text, *name, *expected;
    } cases[] = {
        {V_INT, 1234, "", "raw", "1234"},
        {V_TEXT, 0, "a \"b\"", "raw", "a \"b\""},
        {V_NULL, 0, "", "raw", ""},
        {V_RATIO, 350000, "", "raw", "0.35"},
        {V_RATIO, 350000, "", "decimal", "0.35"},
        {V_MONEY, 123450, "EUR", "raw", "{\"amount\":123450,\"currency\":\"EUR\"}"},
        {V_MONEY, 123450, "EUR", "amount", "123450"},
        {V_MONEY, 123450, "EUR", "currency", "EUR"},
        {V_MONEY, 123450, "EUR", "decimal", "1234.50"},
        {V_DATE, 0, "2026-03-02", "iso", "2026-03-02"},
        {V_INSTANT, 1772460300000, "", "iso", "2026-03-02T14:05:00Z"},
        {V_CHOICE, 0, "open", "code", "open"},
        {V_CHOICE, 0, "open", "label", "open"},
        {V_REF, 0, "id-1", "id", "id-1"},
        {V_REF, 0, "id-1", "name", "id-1"},
        {V_REF, 0, "id-1", "href", ""},
        {V_TEXT, 0, "x", "near", "-"},
        {V_INT, 1, "", "count", "-"},
        {V_INT, 1, "", "nothing", "-"},
    };
    struct arena *a = arena_new(0);
    CHECK(message_load() == OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_STR(property(a, cases[i].kind, cases[i].i, cases[i].text, cases[i].name), cases[i].expected);
    struct value *list = value_list(a);
    struct buf out = buf_init(a, 0);
    value_push(list, value_null(a));
    CHECK(locale_property(&berlin, list, S("count"), &out) && !locale_property(&berlin, NULL, S("raw"), &out));
    CHECK_STR(buf_str(&out).p, "1");
    arena_free(a);
}

TEST(locale, knows_other_languages_figures_from_their_catalogue)
{
    struct arena *a = arena_new(0);
    struct locale plain = {.language = "xx"};
    struct value v = leaf_of(V_INT, 1234, "");
    CHECK(message_load() == OK);
    CHECK_STR(locale_text(a, &plain, &v).p, "1,234"); /* none: as in English */
    arena_free(a);
}

/* ---- zone.h ---- */

static int64_t at(const char *text)
{
    int64_t ms = 0;
    CHECK(instant_parse(str_of(text), &ms));
    return ms;
}

TEST(zone, changes_at_the_right_second)
{
    CHECK_SKIP_UNLESS(zone_known("Europe/Berlin"), "the system has no time zones");
    CHECK_INT(zone_offset_s("Europe/Berlin", at("2026-03-29T00:59:59.999Z")), 3600);
    CHECK_INT(zone_offset_s("Europe/Berlin", at("2026-03-29T01:00:00Z")), 7200);
    CHECK_INT(zone_offset_s("Europe/Berlin", at("2026-10-25T00:59:59Z")), 7200);
    CHECK_INT(zone_offset_s("Europe/Berlin", at("2026-10-25T01:00:00Z")), 3600);
    CHECK_INT(zone_offset_s("Europe/Berlin", at("1880-01-01T00:00:00Z")), 3208); /* before zones: Berlin's own noon */
    CHECK_INT(zone_offset_s("Asia/Kolkata", at("2026-01-01T00:00:00Z")), 19800);
    CHECK_INT(zone_offset_s("Australia/Lord_Howe", at("2026-01-01T00:00:00Z")), 39600);
}

TEST(zone, goes_on_by_rule_after_its_table)
{
    CHECK_SKIP_UNLESS(zone_known("Europe/Berlin"), "the system has no time zones");
    CHECK_INT(zone_offset_s("Europe/Berlin", at("2077-03-28T00:59:59Z")), 3600);
    CHECK_INT(zone_offset_s("Europe/Berlin", at("2077-03-28T01:00:00Z")), 7200);
    CHECK_INT(zone_offset_s("Europe/Berlin", at("2077-10-31T01:00:00Z")), 3600);
    CHECK_INT(zone_offset_s("America/Sao_Paulo", at("2077-01-01T00:00:00Z")), -10800);
    CHECK_INT(zone_offset_s("Pacific/Auckland", at("2077-01-01T00:00:00Z")), 46800); /* summer over the new year */
    CHECK_INT(zone_offset_s("America/Nuuk", at("2077-07-01T00:00:00Z")), -3600);
}

TEST(zone, takes_unknown_zones_for_utc)
{
    static const char *const bad[] = {
        "No/Where",        "",         "../../../etc/passwd", "/etc/localtime",     "Europe",
        "Europe/Berlin/x", "zone.tab", "Europe/Ber lin",      "right/Europe/Berlin"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CHECK(!zone_known(bad[i]));
        CHECK_INT(zone_offset_s(bad[i], 1772460300000), 0);
    }
    CHECK(!zone_known(NULL));
    CHECK_INT(zone_offset_s(NULL, 0), 0);
}

TEST(zone, finds_the_instant_of_a_local_time)
{
    CHECK_SKIP_UNLESS(zone_known("Europe/Berlin"), "the system has no time zones");
    CHECK_INT(zone_instant("Europe/Berlin", at("2026-03-02T15:05:00Z")), at("2026-03-02T14:05:00Z"));
    CHECK_INT(zone_instant("Europe/Berlin", at("2026-10-25T02:30:00Z")),
              at("2026-10-25T00:30:00Z")); /* twice: earlier */
    CHECK_INT(zone_instant("Europe/Berlin", at("2026-03-29T02:30:00Z")),
              at("2026-03-29T01:30:00Z")); /* left out: later */
    CHECK_INT(zone_instant("Europe/Berlin", at("2026-03-29T12:00:00Z")), at("2026-03-29T10:00:00Z"));
    CHECK_INT(zone_instant("Europe/Berlin", at("2026-10-25T12:00:00Z")), at("2026-10-25T11:00:00Z"));
    CHECK_INT(zone_instant(NULL, 5), 5);
}

TEST(zone_rule, reads_all_three_ways_to_name_a_day)
{
    static const struct {
        const char *rule, *instant;
        int64_t offset_s;
    } cases[] = {
        {"<+0530>-5:30", "2024-07-01T00:00:00Z", 19800},
        {"EST5EDT,M3.2.0,M11.1.0", "2024-03-10T06:59:59Z", -18000},
        {"EST5EDT,M3.2.0,M11.1.0", "2024-03-10T07:00:00Z", -14400},
        {"EST5EDT,M3.2.0,M11.1.0", "2024-11-03T06:00:00Z", -18000},
        {"AAA0BBB,J60/0,J61/0", "2024-03-01T00:00:00Z", 3600}, /* J60 is 1 March, leap year or not */
        {"AAA0BBB,J60/0,J61/0", "2024-02-29T23:59:59Z", 0},
        {"AAA0BBB,J60/0,J61/0", "2023-03-01T00:00:00Z", 3600},
        {"AAA0BBB,59/0,60/0", "2024-02-29T00:00:00Z", 3600}, /* counted from 0, the leap day too */
        {"AAA0BBB,59/0,60/0", "2023-03-01T00:00:00Z", 3600},
        {"AAA0BBB2,J1/-24,J365/48", "2023-06-01T00:00:00Z", -7200},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -3600},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z", -7200},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct zone_rule rule = zone_rule_parse(str_of(cases[i].rule));
        CHECK(rule.known);
        CHECK_INT(zone_rule_offset_s(&rule, at(cases[i].instant) / 1000), cases[i].offset_s);
    }
}

TEST(zone_rule, refuses_what_is_none)
{
    static const char *const bad[] = {"",
                                      "CET",
                                      "-1",
                                      "<CET",
                                      "<>1",
                                      "CET-1CEST",
                                      "CET-1CEST,",
                                      "CET-1CEST,M3.5.0",
                                      "CET-1CEST,M13.5.0,M10.5.0",
                                      "CET-1CEST,M3.6.0,M10.5.0",
                                      "CET-1CEST,M3.5.7,M10.5.0",
                                      "CET-1CEST,J366,J1",
                                      "CET-1CEST,M3.5.0/,M10.5.0",
                                      "CET-1CEST,M3.5.0,M10.5.0x",
                                      "CET-1:",
                                      "CET-1CEST,M3.5,M10.5.0",
                                      "CET-1CEST-,M3.5.0,M10.5.0"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (zone_rule_parse(str_of(bad[i])).known)
            CHECK_FAIL("taken: %s", bad[i]);
}

TEST(locale, bytes_in_the_largest_unit)
{
    static const struct {
        int64_t bytes;
        const char *shown;
    } cases[] = {{0, "0\xC2\xA0"
                     "bytes"},
                 {1023, "1,023\xC2\xA0"
                        "bytes"},
                 {1024, "1\xC2\xA0KB"},
                 {1536, "1.5\xC2\xA0KB"},
                 {10 * 1024 + 600, "11\xC2\xA0KB"},
                 {INT64_C(25) * 1024 * 1024, "25\xC2\xA0MB"},
                 {INT64_C(3) << 30, "3\xC2\xA0GB"}};
    struct arena *a = arena_new(0);
    struct locale locale = {.language = "en"};
    CHECK_INT(message_load(), OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_STR(locale_text(a, &locale, &(struct value){.kind = V_BYTES, .i = cases[i].bytes}).p, cases[i].shown);
    arena_free(a);
}
