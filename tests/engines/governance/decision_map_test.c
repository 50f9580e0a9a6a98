/* The faults of the decision map, each with its edge, and the example of the spec. */
#include "base/message.h"
#include "check.h"
#include "engines/governance/decision_heat.h"
#include "engines/governance/decision_map.h"
#include "engines/governance/meets.h"

static int64_t day(const char *text)
{
    int64_t days = NO_DAY;
    CHECK(date_parse(str_of(text), &days));
    return days;
}

static const struct decision_voice sound[] = {{PART_INFORMED, 0}, {PART_INFORMED, 1}, {PART_CONSULTED, 1}};

/* A row without a fault in an alliance of two that shares. */
static struct decision_row row(void)
{
    return (struct decision_row){.class = DECISION_KEY,
                                 .decided = true,
                                 .body = true,
                                 .rule = true,
                                 .tier = 4,
                                 .allowed_days = 20,
                                 .median_days = -1,
                                 .voices = sound,
                                 .voice_count = 3,
                                 .parties = 2};
}

TEST(decision_map, a_sound_row_has_no_fault)
{
    struct decision_row it = row();
    CHECK_INT(decision_faults(&it, S("sharing")), 0);
}

TEST(decision_map, somebody_decides_and_a_body_by_a_rule)
{
    struct decision_row it = row();
    it.rule = false;
    CHECK_INT(decision_faults(&it, S("sharing")), FAULT_NO_RULE);
    it.body = it.decided = false;
    it.tier = 0;
    CHECK_INT(decision_faults(&it, S("sharing")), FAULT_NOBODY);
    it.decided = true; /* a person */
    CHECK_INT(decision_faults(&it, S("sharing")), 0);
}

/* S1 3.3, 3.4: sharing 4 3 4, specialisation 3 2 4, allocation 2 1 4. */
TEST(decision_map, levels_by_model_and_class)
{
    static const char *const models[] = {"sharing", "specialisation", "allocation"};
    static const int tiers[3][3] = {{4, 3, 4}, {3, 2, 4}, {2, 1, 4}};
    for (size_t m = 0; m < 3; m++)
        for (int class = 0; class < 3; class ++) {
            struct decision_row it = row();
            it.class = (enum decision_class) class;
            for (int tier = 1; tier <= 4; tier++) {
                it.tier = tier;
                CHECK_INT(decision_faults(&it, str_of(models[m])), tier == tiers[m][class] ? 0 : FAULT_LEVEL);
            }
            it.tier = 1;
            CHECK_INT(decision_faults(&it, S("")), 0);
        }
}

TEST(decision_map, who_is_affected_is_heard)
{
    struct decision_voice voices[] = {{PART_INFORMED, 0}, {PART_INFORMED, 1}, {PART_AFFECTED, 1}, {PART_CONSULTED, 0}};
    struct decision_row it = row();
    it.voices = voices;
    it.voice_count = 4;
    CHECK_INT(decision_faults(&it, S("sharing")), FAULT_UNHEARD);
    voices[3].party = 1;
    CHECK_INT(decision_faults(&it, S("sharing")), 0);
    voices[3].part = PART_APPROVES;
    CHECK_INT(decision_faults(&it, S("sharing")), 0);
    voices[3].part = PART_RECOMMENDS;
    CHECK_INT(decision_faults(&it, S("sharing")), FAULT_UNHEARD);
}

TEST(decision_map, many_voices_and_silence)
{
    struct decision_voice voices[10] = {{PART_INFORMED, 0}, {PART_INFORMED, 1}};
    struct decision_row it = row();
    it.voices = voices;
    for (size_t i = 2; i < 10; i++)
        voices[i] = (struct decision_voice){PART_APPROVES, 0};
    it.voice_count = 5;
    CHECK_INT(decision_faults(&it, S("sharing")), 0);
    it.voice_count = 6; /* the fourth approval */
    CHECK_INT(decision_faults(&it, S("sharing")), FAULT_STEALTH);
    for (size_t i = 2; i < 10; i++)
        voices[i].part = PART_CONSULTED;
    it.voice_count = 9;
    CHECK_INT(decision_faults(&it, S("sharing")), 0);
    it.voice_count = 10; /* the eighth consulted */
    CHECK_INT(decision_faults(&it, S("sharing")), FAULT_STEALTH);
    it.voices++; /* nobody is informed on the first side */
    it.voice_count = 1;
    CHECK_INT(decision_faults(&it, S("sharing")), FAULT_SILENT);
}

TEST(decision_map, time_agreed_taken_and_needed)
{
    struct decision_row it = row();
    it.median_days = 20;
    it.needed_days = 20;
    CHECK_INT(decision_faults(&it, S("sharing")), 0);
    it.median_days = 20.5;
    CHECK_INT(decision_faults(&it, S("sharing")), FAULT_SLOW);
    it.median_days = -1;
    it.needed_days = 21;
    CHECK_INT(decision_faults(&it, S("sharing")), FAULT_IMPOSSIBLE);
    it.allowed_days = 0;
    CHECK_INT(decision_faults(&it, S("sharing")), 0);
}

/* governance-and-work.md: asked 2 March 2026; first Tuesdays, papers ten days before: 7 April, 36 days. */
TEST(decision_map, a_board_on_first_tuesdays)
{
    struct approval_step steps[] = {{S("FREQ=MONTHLY;BYDAY=1TU"), 10, 0}, {S(""), 0, 3}};
    int64_t passed = 0;
    CHECK_INT(decision_passed(steps, 1, day("2026-03-02"), &passed), OK);
    CHECK_INT(passed, day("2026-04-07"));
    CHECK_INT(passed - day("2026-03-02"), 36);
    CHECK_INT(decision_passed(steps, 1, day("2026-02-21"), &passed), OK); /* papers in time for 3 March */
    CHECK_INT(passed, day("2026-03-03"));
    CHECK_INT(decision_passed(steps, 2, day("2026-03-02"), &passed), OK);
    CHECK_INT(passed, day("2026-04-10"));
    CHECK_INT(decision_passed(steps, 0, day("2026-03-02"), &passed), OK);
    CHECK_INT(passed, day("2026-03-02"));
    steps[0].meets = S("FREQ=YEARLY;UNTIL=20260101;BYMONTH=1;BYMONTHDAY=1");
    CHECK_INT(decision_passed(steps, 1, day("2026-03-02"), &passed), OK);
    CHECK(passed == NO_DAY);
}

TEST(decision_map, median)
{
    int64_t days[] = {40, 10, 20, 31};
    CHECK(median_of(days, 4) == 25.5);
    CHECK(median_of(days, 3) == 20);
    CHECK(median_of(days, 0) < 0);
}

TEST(decision_map, several_people_are_no_body)
{
    struct decision_row it = row();
    it.body = it.rule = false;
    it.tier = 0;
    it.several = true;
    CHECK_INT(decision_faults(&it, S("sharing")), FAULT_SEVERAL);
}

static void check_names(const char *text, const char *expected)
{
    struct arena *arena = arena_new(0);
    struct value *names = decision_names(arena, str_of(text));
    struct buf out = buf_init(arena, 0);
    VALUE_EACH (name, names)
        buf_printf(&out, "%s%.*s", out.n ? "|" : "", STR_ARG(name->text));
    CHECK_STR(arena_printf(arena, "%.*s", STR_ARG(buf_str(&out))).p, expected);
    arena_free(arena);
}

TEST(decision_map, names_are_written_with_commas_between)
{
    check_names("", "");
    check_names(" , ;\n", "");
    check_names("Fleet", "Fleet");
    check_names(" Fleet,  Legal;Pricing\nStation managers ", "Fleet|Legal|Pricing|Station managers");
    check_names("Legal, LEGAL, Fleet, legal", "Legal|Fleet");
    check_names("Núria Pons, Ramón", "Núria Pons|Ramón");
}

TEST(decision_map, calendars_have_words)
{
    struct arena *arena = arena_new(0);
    struct locale locale = {.language = "en"};
    CHECK_INT(message_load(), OK);
    CHECK(str_is(meets_words(arena, &locale, S("FREQ=MONTHLY;BYDAY=1TU")), "First Tuesday of the month"));
    CHECK(str_is(meets_words(arena, &locale, S("freq=monthly;byday=-1fr")), "Last Friday of the month"));
    CHECK(str_is(meets_words(arena, &locale, S("FREQ=WEEKLY;BYDAY=MO")), "Every Monday"));
    CHECK(str_is(meets_words(arena, &locale, S("FREQ=DAILY")), "FREQ=DAILY"));
    CHECK_INT(meets_choices(arena, &locale, S(""))->count, 30);
    struct value *other = meets_choices(arena, &locale, S("FREQ=DAILY"));
    CHECK_INT(other->count, 31);
    CHECK(value_get_bool(other->first, "chosen"));
    arena_free(arena);
}

TEST(decision_heat, quarters_begin_where_the_year_has_them)
{
    CHECK_INT(quarter_of(day("2026-03-31"), 0), day("2026-01-01"));
    CHECK_INT(quarter_of(day("2026-04-01"), 0), day("2026-04-01"));
    CHECK_INT(quarter_of(day("2026-02-10"), 1), day("2025-10-01"));
    CHECK_INT(quarter_of(day("2026-02-10"), 3), day("2025-04-01"));
    CHECK_INT(quarter_of(day("2026-11-10"), -1), day("2027-01-01"));
}

TEST(decision_heat, a_cell_is_the_median_over_the_agreed_time)
{
    struct arena *arena = arena_new(0);
    int64_t from = day("2026-01-01"), until = day("2026-03-31"), today = day("2026-04-10");
    struct heat_decision all[] = {
        {day("2026-01-05"), day("2026-01-25"), 20, false}, /* 20 days of 20 */
        {day("2026-01-05"), day("2026-02-14"), 20, true},  /* 40 of 20 */
        {day("2026-03-31"), NO_DAY, 5, true},              /* open for 10 of 5 */
        {day("2026-04-01"), NO_DAY, 1, true},              /* of another quarter */
        {NO_DAY, NO_DAY, 1, true},
    };
    struct heat_cell cell = heat_cell_of(arena, all, 5, from, until, today);
    CHECK_INT(cell.count, 3);
    CHECK_INT(cell.contested, 2);
    CHECK_NEAR(cell.median_days, 20, 1e-9);
    CHECK_INT(cell.level, 3); /* the middle one took twice the time */
    CHECK_INT(heat_cell_of(arena, all, 1, from, until, today).level, 1);
    all[0].taken = day("2026-02-04"); /* 30 of 20 */
    CHECK_INT(heat_cell_of(arena, all, 1, from, until, today).level, 2);
    all[0].taken = day("2026-02-15"); /* 41 of 20 */
    CHECK_INT(heat_cell_of(arena, all, 1, from, until, today).level, 4);
    all[0].allowed_days = 0;
    CHECK_INT(heat_cell_of(arena, all, 1, from, until, today).level, 1);
    CHECK_INT(heat_cell_of(arena, all, 0, from, until, today).level, 0);
    arena_free(arena);
}
