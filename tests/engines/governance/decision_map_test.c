/* The faults of the decision map, each with its edge, and the example of the spec. */
#include "check.h"
#include "engines/governance/decision_map.h"

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
