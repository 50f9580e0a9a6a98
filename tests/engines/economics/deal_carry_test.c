/* What one settlement leaves to the next: a fund, differences within a tolerance, what is kept back of a gain; and
 * money that no division of entries or periods may change. */
#include "base/json.h"
#include "base/message.h"
#include "check.h"
#include "engines/engine.h"
#include "kernel/hooks.h"

static struct arena *arena;

static void begin(void)
{
    arena = arena_new(0);
    CHECK_INT(message_load(), OK);
    for (size_t i = 0; engines[i]; i++)
        CHECK_INT(calc_register(engines[i]->calculators), OK);
}

/* Settles `instruments` over `entries`; `more` are further members of the input. */
static struct value *settle(const char *instruments, const char *entries, const char *more, const char *pointers)
{
    struct problems problems = problems_init(arena);
    struct value *input = NULL, *output = NULL;
    struct buf told = buf_init(arena, 0);
    struct str text =
        arena_printf(arena, "{\"currency\":\"EUR\",\"parties\":[\"a\",\"b\"],\"instruments\":[%s],\"entries\":[%s]%s}",
                     instruments, entries, more);
    CHECK_INT(json_parse(arena, text, &problems, &input), OK);
    enum err err = calc_run(arena, S("settle-deal"), input, &problems, &output);
    for (struct problem *p = problems.first; p; p = p->next)
        buf_printf(&told, "%s%.*s", told.n ? " " : "", STR_ARG(p->pointer));
    CHECK_STR(told.n ? buf_str(&told).p : "", pointers);
    CHECK_INT(err, *pointers ? ERR_INPUT : OK);
    return output;
}

static const char *shown(const struct value *output, const char *member)
{
    return arena_cstr(arena, json_text(arena, value_get(output, member)));
}

static const char *carried(const struct value *output, bool final)
{
    return arena_printf(arena, ",\"carried\":%s%s", shown(output, "carry"), final ? ",\"final\":true" : "").p;
}

#define BOOK(party, kind, category, amount) \
    "{\"party\":\"" party "\",\"kind\":\"" kind "\",\"category\":\"" category "\",\"amount\":" #amount "}"
#define FUND                                                                                                \
    "{\"kind\":\"fund\",\"name\":\"Fund\",\"holder\":\"a\",\"opening\":1000,\"contributions\":{\"b\":200}," \
    "\"ratio\":{\"a\":0.5,\"b\":0.5}}"

TEST(deal_carry, a_fund_goes_on_until_it_is_divided)
{
    begin();
    /* b pays 200 in and is paid back 440: the fund goes from 1,000 to 760. */
    struct value *out = settle(FUND, BOOK("b", "joint_risk", "digging", 440), "", "");
    CHECK_STR(shown(out, "transfer"), "{\"a\":-240,\"b\":240}");
    CHECK_STR(shown(out, "carry"), "{\"Fund\":{\"balance\":760}}");
    /* Another 200 and a saving of 40 make 1,000 again; at the end half of it is b's. */
    out = settle(FUND, BOOK("b", "saving", "design", 40), carried(out, true), "");
    CHECK_STR(shown(out, "transfer"), "{\"a\":-260,\"b\":260}");
    CHECK_STR(shown(out, "carry"), "{\"Fund\":{\"balance\":0}}");
    /* What was divided does not begin anew. */
    out = settle(FUND, "", carried(out, false), "");
    CHECK_STR(shown(out, "carry"), "{\"Fund\":{\"balance\":200}}");
    /* A deal without the fund would lose what is in it. */
    settle("", "", carried(out, false), "/carried/Fund");
    arena_free(arena);
}

#define COSTS                                                                                                   \
    "{\"kind\":\"shared-cost\",\"name\":\"Fairs\",\"shares\":{\"a\":0.5,\"b\":0.5},\"categories\":[\"fairs\"]," \
    "\"tolerance\":0.1}"

TEST(deal_carry, differences_within_the_tolerance_add_up)
{
    begin();
    /* 40 above its part of 1,000 is within a tenth; with another 90 of 500 it is 85 of 1,500, and with 130 of 500 more
     * it is beyond, and all of it is settled. */
    struct value *out = settle(COSTS, BOOK("a", "cost", "fairs", 540) "," BOOK("b", "cost", "fairs", 460), "", "");
    CHECK_STR(shown(out, "transfer"), "{\"a\":0,\"b\":0}");
    CHECK_STR(shown(out, "carry"), "{\"Fairs\":{\"balances\":{\"a\":40,\"b\":-40},\"total\":1000}}");
    struct value *next =
        settle(COSTS, BOOK("a", "cost", "fairs", 295) "," BOOK("b", "cost", "fairs", 205), carried(out, false), "");
    CHECK_STR(shown(next, "carry"), "{\"Fairs\":{\"balances\":{\"a\":85,\"b\":-85},\"total\":1500}}");
    next = settle(COSTS, BOOK("a", "cost", "fairs", 380) "," BOOK("b", "cost", "fairs", 120), carried(next, false), "");
    CHECK_STR(shown(next, "transfer"), "{\"a\":215,\"b\":-215}");
    CHECK_STR(shown(next, "carry"), "{}");
    /* The last settlement leaves nothing. */
    CHECK_STR(shown(settle(COSTS, "", carried(out, true), ""), "transfer"), "{\"a\":40,\"b\":-40}");
    arena_free(arena);
}

#define TARGET                                                                                                         \
    "{\"kind\":\"target-cost\",\"name\":\"Works\",\"client\":\"a\",\"contractors\":{\"b\":1},\"target\":20000,"        \
    "\"categories\":[\"works\"],\"bands\":[{\"from\":0,\"to\":0.5,\"share\":0},{\"from\":0.5,\"to\":null,\"share\":0." \
    "5}],"                                                                                                             \
    "\"retention\":0.2}"

TEST(deal_carry, a_target_is_judged_on_all_that_was_spent)
{
    begin();
    /* 4,000 less than the target: a gain of 2,000, of which 400 are kept back. */
    struct value *out = settle(TARGET, BOOK("b", "cost", "works", 16000), "", "");
    CHECK_STR(shown(out, "transfer"), "{\"a\":-1600,\"b\":1600}");
    CHECK_STR(shown(out, "carry"), "{\"Works\":{\"actual\":16000,\"open\":400,\"paid\":{\"a\":0,\"b\":1600}}}");
    /* 6,000 more make it a pain of 1,000 in all; the last settlement keeps nothing back. */
    settle("", "", carried(out, false), "/carried/Works");
    out = settle(TARGET, BOOK("b", "cost", "works", 6000), carried(out, true), "");
    CHECK_STR(shown(out, "transfer"), "{\"a\":2600,\"b\":-2600}");
    settle("", "", carried(out, false), "");
    arena_free(arena);
}

TEST(deal_carry, an_entry_in_parts_is_converted_as_it_would_be_whole)
{
    begin();
#define DOLLARS(amount)                                                                              \
    "{\"party\":\"a\",\"kind\":\"transfer\",\"to\":\"b\",\"category\":\"x\",\"amount\":" #amount "," \
    "\"currency\":\"USD\",\"on\":\"2026-01-05\"}"
    const char *rates = ",\"rates\":[{\"from\":\"USD\",\"to\":\"EUR\",\"on\":\"2026-01-01\",\"rate\":0.5}]";
    CHECK_STR(shown(settle("", DOLLARS(3), rates, ""), "transfer"), "{\"a\":-2,\"b\":2}");
    CHECK_STR(shown(settle("", DOLLARS(1) "," DOLLARS(1) "," DOLLARS(1), rates, ""), "transfer"), "{\"a\":-2,\"b\":2}");
    CHECK_STR(shown(settle("", DOLLARS(4) "," DOLLARS(-1), rates, ""), "transfer"), "{\"a\":-2,\"b\":2}");
    arena_free(arena);
}

TEST(deal_carry, refuses_what_would_count_twice_or_lies_outside)
{
    begin();
    settle(FUND ",{\"kind\":\"fund\",\"name\":\"Other\",\"holder\":\"a\",\"opening\":0,\"ratio\":{\"a\":1}}", "", "",
           "/instruments/1");
    settle("{\"kind\":\"split\",\"name\":\"x\",\"split\":{\"a\":1}},{\"kind\":\"split\",\"name\":\"y\",\"split\":{"
           "\"b\":1}}",
           "", "", "/instruments/1");
    const char *early = "{\"party\":\"a\",\"kind\":\"cost\",\"category\":\"x\",\"amount\":1,\"on\":\"2026-01-05\"}";
    settle("", early, ",\"from\":\"2026-01-06\"", "/entries/0/on");
    settle("", early, ",\"until\":\"2026-01-04\"", "/entries/0/on");
    settle("", early, ",\"from\":\"2026-01-05\",\"until\":\"2026-01-05\"", "");
    settle(FUND, "", ",\"carried\":{\"Fund\":{\"balance\":99999999999999999999}}", "/carried/Fund/balance");
    settle("{\"kind\":\"fund\",\"name\":\"F\",\"holder\":\"a\",\"opening\":0,\"contributions\":{\"z\":-1},\"ratio\":{"
           "\"a\":1}}",
           "", "", "/instruments/0/contributions/z /instruments/0/contributions/z");
    arena_free(arena);
}

#define ROYALTY(over)                                                                                               \
    "{\"kind\":\"supply\",\"name\":\"Royalty\",\"supplier\":\"a\",\"buyer\":\"b\",\"cogs\":[\"goods\"],\"sales\":[" \
    "\"sold\"],\"tiers\":[{\"up_to\":1000,\"rate\":0.1},{\"up_to\":null,\"rate\":0.25}]" over "}"
#define YEAR ",\"tiers_over\":\"year\""

TEST(deal_carry, tiers_of_a_year_go_on_where_the_period_before_left_them)
{
    begin();
    /* 600 at a tenth; then 700, of which 400 are still in the first tier: 40 and a quarter of 300. */
    struct value *out = settle(ROYALTY(YEAR), BOOK("b", "revenue", "sold", 600), ",\"ends\":\"2026-03-31\"", "");
    CHECK_STR(shown(out, "transfer"), "{\"a\":60,\"b\":-60}");
    CHECK_STR(shown(out, "carry"), "{\"Royalty\":{\"year\":\"2026\",\"driver\":600,\"due\":60}}");
    const char *more = arena_printf(arena, ",\"ends\":\"2026-06-30\",\"carried\":%s", shown(out, "carry")).p;
    const char *next = arena_printf(arena, ",\"ends\":\"2027-03-31\",\"carried\":%s", shown(out, "carry")).p;
    out = settle(ROYALTY(YEAR), BOOK("b", "revenue", "sold", 700), more, "");
    CHECK_STR(shown(out, "transfer"), "{\"a\":115,\"b\":-115}");
    CHECK_STR(shown(out, "carry"), "{\"Royalty\":{\"year\":\"2026\",\"driver\":1300,\"due\":175}}");
    /* What is taken back lowers what is due; both together are what one period of all would have been. */
    more = arena_printf(arena, ",\"ends\":\"2026-09-30\",\"carried\":%s", shown(out, "carry")).p;
    out = settle(ROYALTY(YEAR), BOOK("b", "revenue", "sold", -500), more, "");
    CHECK_STR(shown(out, "transfer"), "{\"a\":-95,\"b\":95}");
    out = settle(ROYALTY(YEAR), BOOK("b", "revenue", "sold", 800), ",\"ends\":\"2026-12-31\"", "");
    CHECK_STR(shown(out, "transfer"), "{\"a\":80,\"b\":-80}");
    /* A new year begins at 0, and so does each period where tiers are counted by period. */
    out = settle(ROYALTY(YEAR), BOOK("b", "revenue", "sold", 700), next, "");
    CHECK_STR(shown(out, "transfer"), "{\"a\":70,\"b\":-70}");
    out = settle(ROYALTY(""), BOOK("b", "revenue", "sold", 1300), "", "");
    CHECK_STR(shown(out, "transfer"), "{\"a\":175,\"b\":-175}");
    CHECK_STR(shown(out, "carry"), "{}");
    /* The last settlement leaves nothing; without the day the year is not known. */
    out = settle(ROYALTY(YEAR), BOOK("b", "revenue", "sold", 600), ",\"ends\":\"2026-03-31\",\"final\":true", "");
    CHECK_STR(shown(out, "carry"), "{}");
    settle(ROYALTY(YEAR), BOOK("b", "revenue", "sold", 600), "", "/ends");
    settle(ROYALTY(YEAR), BOOK("b", "revenue", "sold", 600), ",\"ends\":\"2026-02-30\"", "/ends");
    arena_free(arena);
}

#define PIECES                                                                                               \
    "{\"kind\":\"side-payment\",\"name\":\"Pods\",\"from\":\"a\",\"to\":\"b\",\"on\":[\"pods\"],\"driver\":" \
    "\"quantity\","                                                                                          \
    "\"tiers\":[{\"up_to\":10,\"rate\":3},{\"up_to\":null,\"rate\":1}],\"floor\":5" YEAR "}"
#define PODS(quantity) \
    "{\"party\":\"a\",\"kind\":\"revenue\",\"category\":\"pods\",\"amount\":100,\"quantity\":" quantity "}"

TEST(deal_carry, pieces_of_a_year_are_counted_exactly_and_the_floor_is_of_each_period)
{
    begin();
    struct value *out = settle(PIECES, PODS("7.25"), ",\"ends\":\"2026-03-31\"", "");
    CHECK_STR(shown(out, "transfer"), "{\"a\":-22,\"b\":22}");
    CHECK_STR(shown(out, "carry"), "{\"Pods\":{\"year\":\"2026\",\"driver\":7.25,\"due\":22}}");
    const char *more = arena_printf(arena, ",\"ends\":\"2026-06-30\",\"carried\":%s", shown(out, "carry")).p;
    out = settle(PIECES, PODS("4.75"), more, ""); /* 30 + 2 in all, 22 of it before */
    CHECK_STR(shown(out, "transfer"), "{\"a\":-10,\"b\":10}");
    more = arena_printf(arena, ",\"ends\":\"2026-09-30\",\"carried\":%s", shown(out, "carry")).p;
    out = settle(PIECES, PODS("1"), more, "");
    CHECK_STR(shown(out, "transfer"), "{\"a\":-5,\"b\":5}");
    CHECK_STR(shown(out, "carry"), "{\"Pods\":{\"year\":\"2026\",\"driver\":13,\"due\":33}}");
    arena_free(arena);
}
