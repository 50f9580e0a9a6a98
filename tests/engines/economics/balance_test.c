/* Input and output in balance, by what cannot be measured. */
#include "base/json.h"
#include "base/message.h"
#include "check.h"
#include "engines/engine.h"
#include "kernel/hooks.h"

static struct arena *arena;

static const char *balance(const char *text, const char *member)
{
    struct problems problems = problems_init(arena);
    struct value *input = NULL, *output = NULL;
    struct buf told = buf_init(arena, 0);
    CHECK_INT(json_parse(arena, str_of(text), &problems, &input), OK);
    enum err err = calc_run(arena, S("balance"), input, &problems, &output);
    for (struct problem *p = problems.first; p; p = p->next)
        buf_printf(&told, "%s%.*s", told.n ? " " : "", STR_ARG(p->pointer));
    if (err)
        return buf_str(&told).p;
    return arena_cstr(arena, json_text(arena, value_get(output, member)));
}

static void begin(void)
{
    arena = arena_new(0);
    CHECK_INT(message_load(), OK);
    for (size_t i = 0; engines[i]; i++)
        CHECK_INT(calc_register(engines[i]->calculators), OK);
}

#define TWO(a, b) "{\"parties\":{\"A\":" a ",\"B\":" b "}}"
#define DATA(low, middle, high) \
    "{\"in\":3,\"out\":0.5,\"unmeasured\":{\"low\":" #low ",\"middle\":" #middle ",\"high\":" #high "}}"

TEST(balance, says_from_which_valuation_on_it_holds)
{
    begin();
    CHECK_STR(balance(TWO("{\"in\":8,\"out\":0.5}", DATA(1, 3, 5)), "holds"),
              "[{\"from\":{\"B\":2.3333333333333335},\"to\":{\"B\":5}}]");
    /* Valued too high it ends again: at 9, A takes out a quarter more than its part. */
    CHECK_STR(balance(TWO("{\"in\":8,\"out\":0.5}", DATA(1, 3, 20)), "holds"),
              "[{\"from\":{\"B\":2.3333333333333335},\"to\":{\"B\":9}}]");
    CHECK_STR(balance(TWO("{\"in\":8,\"out\":0.5}", DATA(0, 1, 2)), "holds"), "[]");
    CHECK_STR(balance(TWO("{\"in\":8,\"out\":0.5}", DATA(5, 5, 5)), "holds"),
              "[{\"from\":{\"B\":5},\"to\":{\"B\":5}}]");
    arena_free(arena);
}

TEST(balance, bounds_belong_to_it)
{
    begin();
    /* ρ of A 0.8 and of B 4/3; then 1.25 and 5/6. */
    CHECK(strstr(balance(TWO("{\"in\":5,\"out\":4}", "{\"in\":3,\"out\":4}"), "valuations"), "\"balanced\":false"));
    CHECK(!strstr(balance(TWO("{\"in\":4,\"out\":5}", "{\"in\":6,\"out\":5}"), "valuations"), "\"balanced\":false"));
    CHECK_STR(balance(TWO("{\"in\":4,\"out\":5}", "{\"in\":6,\"out\":5}"), "holds"), "[{\"from\":{},\"to\":{}}]");
    arena_free(arena);
}

TEST(balance, who_puts_in_nothing_has_no_ratio)
{
    begin();
    CHECK(strstr(balance(TWO("{\"in\":4,\"out\":5}", "{\"in\":0,\"out\":5}"), "valuations"),
                 "{\"A\":0.5,\"B\":null},\"balanced\":false"));
    CHECK(strstr(balance(TWO("{\"in\":4,\"out\":5}", "{\"in\":0,\"out\":0}"), "valuations"),
                 "{\"A\":1,\"B\":null},\"balanced\":true"));
    CHECK_STR(balance(TWO("{\"in\":0,\"out\":5}", "{\"in\":0,\"out\":5}"), "holds"), "[]");
    arena_free(arena);
}

TEST(balance, worth_more_than_the_members_alone)
{
    begin();
#define WORTH(worth, alone) \
    "{\"parties\":{\"A\":{\"in\":1,\"out\":1},\"B\":{\"in\":1,\"out\":1}},\"worth\":" #worth ",\"alone\":" alone "}"
    CHECK_STR(balance(WORTH(31, "{\"A\":10,\"B\":20}"), "worth_more"), "true");
    CHECK_STR(balance(WORTH(30, "{\"A\":10,\"B\":20}"), "worth_more"), "false");
    CHECK_STR(balance(WORTH(30, "{\"C\":10}"), "worth_more"), "/alone/C");
    arena_free(arena);
}

TEST(balance, refuses)
{
    begin();
    CHECK_STR(balance(TWO("{\"in\":8,\"out\":0.5}", DATA(3, 1, 5)), "holds"), "/parties/B/unmeasured/middle");
    CHECK_STR(balance(TWO("{\"in\":8,\"out\":0}", "{\"in\":8,\"out\":0}"), "holds"), "/parties");
    CHECK_STR(balance("{\"parties\":{\"A\":{\"in\":-1,\"out\":1}}}", "holds"), "/parties /parties/A/in");
    CHECK_STR(
        balance("{\"parties\":{\"A\":{\"in\":1,\"out\":1},\"B\":{\"in\":1,\"out\":1}},\"alone\":{\"A\":1}}", "holds"),
        "/alone");
    arena_free(arena);
}
