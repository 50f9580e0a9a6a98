/* The calculators of business models and money: worked examples of the specification, edges, refusals. Random inputs
 * against a second computation: tests/api/settling.test.mjs. */
#include "base/json.h"
#include "base/message.h"
#include "check.h"
#include "engines/engine.h"

static struct arena *arena;

static void begin(void)
{
    arena = arena_new(0);
    CHECK_INT(message_load(), OK);
    for (size_t i = 0; engines[i]; i++)
        CHECK_INT(calc_register(engines[i]->calculators), OK);
}

/* The output as JSON, or "pointer pointer …" where it is refused. */
static const char *run(const char *name, const char *text)
{
    struct problems problems = problems_init(arena);
    struct value *input = NULL, *output = NULL;
    struct buf out = buf_init(arena, 0);
    CHECK_INT(json_parse(arena, str_of(text), &problems, &input), OK);
    enum err err = calc_run(arena, str_of(name), input, &problems, &output);
    if (!err)
        return arena_cstr(arena, json_text(arena, output));
    CHECK_INT(err, ERR_INPUT);
    for (struct problem *p = problems.first; p; p = p->next)
        buf_printf(&out, "%s%.*s", out.n ? " " : "", STR_ARG(p->pointer));
    return buf_str(&out).p;
}

#define ROWS(e, c, r, p, k, d, g)                                                                                     \
    "{\"rows\":{\"economies\":" e ",\"capabilities\":" c ",\"relationship\":" r ",\"potential\":" p ",\"capture\":" k \
    ",\"interdependence\":" d ",\"integration\":" g "}}"

TEST(economics, model_chooses)
{
    begin();
    /* Worked example 8: rail works with a fund; example 7 is its row of capture. */
    CHECK_STR(run("model", ROWS("\"risk\"", "\"overlapping\"", "\"vertical\"", "\"increased\"",
                                "{\"split\":0.5,\"incentives\":0.5}", "\"sequential\"", "\"focused\"")),
              "{\"scores\":{\"sharing\":0,\"specialisation\":0,\"allocation\":1},\"reading\":\"light-hybrid\","
              "\"model\":\"allocation\",\"hybrid_rows\":[\"capture\"]}");
    CHECK_STR(run("model", ROWS("\"skill\"", "\"complementary\"", "\"diagonal\"", "\"unpredictable\"", "\"own\"",
                                "\"pooled\"", "\"low\"")),
              "{\"scores\":{\"sharing\":0,\"specialisation\":1,\"allocation\":0},\"reading\":\"primary\","
              "\"model\":\"specialisation\",\"hybrid_rows\":[]}");
    /* No lead, and a tie: no model. */
    CHECK_STR(run("model", ROWS("\"scale\"", "\"similar\"", "\"diagonal\"", "\"unpredictable\"", "\"own\"",
                                "\"pooled\"", "\"low\"")),
              "{\"scores\":{\"sharing\":0.5,\"specialisation\":0.5,\"allocation\":0},\"reading\":\"unclear\","
              "\"model\":null,\"hybrid_rows\":[]}");
    /* A lead of exactly a quarter is enough; just under it is not. */
    CHECK_STR(run("model", ROWS("\"scale\"", "\"similar\"", "\"diagonal\"", "\"increased\"", "\"split\"",
                                "\"reciprocal\"", "\"high\"")),
              "{\"scores\":{\"sharing\":0.5,\"specialisation\":0.25,\"allocation\":0.25},\"reading\":\"light-hybrid\","
              "\"model\":\"sharing\",\"hybrid_rows\":[\"relationship\",\"potential\"]}");
    CHECK_STR(run("model", ROWS("{\"scale\":0.99,\"skill\":0.01}", "\"similar\"", "\"diagonal\"", "\"increased\"",
                                "\"split\"", "\"reciprocal\"", "\"high\"")),
              "{\"scores\":{\"sharing\":0.4975,\"specialisation\":0.2525,\"allocation\":0.25},\"reading\":\"unclear\","
              "\"model\":\"sharing\",\"hybrid_rows\":[\"relationship\",\"potential\"]}");
    arena_free(arena);
}

TEST(economics, model_dual)
{
    begin();
#define SHARING                                                                                            \
    "{\"economies\":\"scale\",\"capabilities\":\"similar\",\"relationship\":\"horizontal\",\"potential\":" \
    "\"predictable\","                                                                                     \
    "\"capture\":\"split\",\"interdependence\":\"reciprocal\",\"integration\":\"high\"}"
#define ALLOCATION                                                                                          \
    "{\"economies\":\"risk\",\"capabilities\":\"overlapping\",\"relationship\":\"vertical\",\"potential\":" \
    "\"increased\","                                                                                        \
    "\"capture\":\"incentives\",\"interdependence\":\"sequential\",\"integration\":\"focused\"}"
    const char *dual = run("model", "{\"scopes\":[{\"name\":\"supply\",\"rows\":" ALLOCATION
                                    "},{\"name\":\"development\",\"rows\":" SHARING "}]}");
    CHECK(str_starts(str_of(dual), S("{\"reading\":\"dual\",\"scopes\":[{\"name\":\"supply\",\"scores\":")));
    CHECK(str_starts(str_of(run("model", "{\"scopes\":[{\"name\":\"a\",\"rows\":" SHARING "}]}")),
                     S("{\"reading\":\"single\"")));
    CHECK(str_starts(str_of(run("model", "{\"scopes\":[{\"name\":\"a\",\"rows\":" SHARING
                                         "},{\"name\":\"b\",\"rows\":" SHARING "}]}")),
                     S("{\"reading\":\"single\"")));
    CHECK_STR(
        run("model", "{\"scopes\":[{\"name\":\"a\",\"rows\":" SHARING "},{\"name\":\"a\",\"rows\":" SHARING "}]}"),
        "/scopes/1/name");
    CHECK_STR(run("model", "{\"scopes\":[]}"), "/scopes");
    arena_free(arena);
}

TEST(economics, sharing_of_sides)
{
    begin();
    /* 350 → 175 for a side, of which 0.8 and 0.2 make 140 and 35. */
    CHECK_STR(run("settle-sharing",
                  "{\"split\":{\"A\":0.5,\"Europe\":{\"share\":0.5,\"split\":{\"B\":0.8,\"C\":0.2}}},\"entries\":["
                  "{\"party\":\"A\",\"kind\":\"revenue\",\"category\":\"x\",\"amount\":350}]}"),
              "{\"attributable\":{\"A\":350,\"B\":0,\"C\":0},\"pool\":350,\"share\":{\"A\":175,\"B\":140,\"C\":35},"
              "\"transfer\":{\"A\":-175,\"B\":140,\"C\":35},\"payments\":[{\"from\":\"A\",\"to\":\"B\",\"amount\":140},"
              "{\"from\":\"A\",\"to\":\"C\",\"amount\":35}]}");
    arena_free(arena);
}

#define SHARING_OF(split, rules, entries) "{\"split\":" split ",\"rules\":" rules ",\"entries\":" entries "}"
#define ENTRY(party, kind, amount) \
    "{\"party\":\"" party "\",\"kind\":\"" kind "\",\"category\":\"x\",\"amount\":" #amount "}"

TEST(economics, sharing_rounds_caps_and_divides)
{
    begin();
    /* A negative pool is divided as its absolute value; ties go to those given first. */
    CHECK_STR(run("settle-sharing",
                  SHARING_OF("{\"A\":\"1/3\",\"B\":\"1/3\",\"C\":\"1/3\"}", "[]", "[" ENTRY("A", "cost", 100) "]")),
              "{\"attributable\":{\"A\":-100,\"B\":0,\"C\":0},\"pool\":-100,\"share\":{\"A\":-34,\"B\":-33,\"C\":-33},"
              "\"transfer\":{\"A\":66,\"B\":-33,\"C\":-33},\"payments\":[{\"from\":\"B\",\"to\":\"A\",\"amount\":33},"
              "{\"from\":\"C\",\"to\":\"A\",\"amount\":33}]}");
    /* Half a unit is rounded away from zero, once for all entries of a party under a category. */
    CHECK_STR(run("settle-sharing", SHARING_OF("{\"A\":1}", "[{\"category\":\"x\",\"share\":0.5,\"cap\":null}]",
                                               "[" ENTRY("A", "revenue", 2) "," ENTRY("A", "revenue", 3) "]")),
              "{\"attributable\":{\"A\":3},\"pool\":3,\"share\":{\"A\":3},\"transfer\":{\"A\":0},\"payments\":[]}");
    CHECK_STR(run("settle-sharing",
                  SHARING_OF("{\"A\":1}", "[{\"category\":\"x\",\"share\":0.5}]", "[" ENTRY("A", "revenue", -5) "]")),
              "{\"attributable\":{\"A\":-3},\"pool\":-3,\"share\":{\"A\":-3},\"transfer\":{\"A\":0},\"payments\":[]}");
    /* A cap bounds each party and kind by itself. */
    CHECK_STR(run("settle-sharing",
                  SHARING_OF("{\"A\":0.5,\"B\":0.5}", "[{\"category\":\"x\",\"share\":1,\"cap\":10}]",
                             "[" ENTRY("A", "revenue", 90) "," ENTRY("A", "cost", 15) "," ENTRY("B", "cost", 4) "]")),
              "{\"attributable\":{\"A\":0,\"B\":-4},\"pool\":-4,\"share\":{\"A\":-2,\"B\":-2},"
              "\"transfer\":{\"A\":-2,\"B\":2},\"payments\":[{\"from\":\"A\",\"to\":\"B\",\"amount\":2}]}");
    /* Shares may miss 1 by 1e-9. */
    CHECK(*run("settle-sharing", SHARING_OF("{\"A\":0.333333333,\"B\":0.666666666}", "[]", "[]")) == '{');
    CHECK_STR(run("settle-sharing", SHARING_OF("{\"A\":0.33333333,\"B\":0.66666666}", "[]", "[]")), "/split");
    arena_free(arena);
}

TEST(economics, the_other_worked_examples)
{
    begin();
    CHECK_STR(run("fund", "{\"opening\":100,\"savings\":[],\"costs\":[44],\"ratio\":{\"a\":0.5,\"b\":0.5}}"),
              "{\"closing\":56,\"split\":{\"a\":28,\"b\":28}}");
    CHECK_STR(run("fund", "{\"opening\":0,\"savings\":[],\"costs\":[5],\"ratio\":{\"a\":0.5,\"b\":0.5}}"),
              "{\"closing\":-5,\"split\":{\"a\":-3,\"b\":-2}}");
    CHECK_STR(run("fund", "{\"opening\":0,\"savings\":[],\"costs\":[5],\"ratio\":{\"a\":0.5,\"b\":0.5},"
                          "\"deficit_ratio\":{\"b\":1}}"),
              "{\"closing\":-5,\"split\":{\"a\":0,\"b\":-5}}");
    const char *bands = "\"bands\":[{\"from\":0,\"to\":0.975,\"share\":0},{\"from\":0.975,\"to\":1.025,\"share\":0.5},"
                        "{\"from\":1.025,\"to\":null,\"share\":1}]";
    CHECK_STR(run("gainshare", arena_printf(arena, "{\"target\":2000,\"actual\":1900,%s}", bands).p),
              "{\"cost_share\":25,\"performance\":0,\"payment\":25}");
    CHECK_STR(run("gainshare", arena_printf(arena, "{\"target\":2000,\"actual\":2100,%s,\"cap\":50}", bands).p),
              "{\"cost_share\":-75,\"performance\":0,\"payment\":-50}");
    /* Each is rounded by itself: 0.5 and 0.5 make 1 in all. */
    CHECK_STR(run("gainshare",
                  "{\"target\":1,\"actual\":0,\"bands\":[{\"from\":0,\"to\":null,\"share\":0.5}],\"pool\":1,"
                  "\"score\":50}"),
              "{\"cost_share\":1,\"performance\":1,\"payment\":1}");
    CHECK_STR(run("royalty", "{\"cogs\":0,\"net_sales\":500000,\"tiers\":[{\"up_to\":500000,\"rate\":0.05},"
                             "{\"up_to\":null,\"rate\":0.08}]}"),
              "{\"royalty\":25000,\"price\":25000}");
    arena_free(arena);
}

TEST(economics, shared_cost_within_its_tolerance)
{
    begin();
    /* 600 of 9200: a tolerance of 3/46 is just reached. */
    CHECK_STR(
        run("shared-cost",
            "{\"shares\":{\"A\":0.5,\"B\":0.5},\"paid\":{\"A\":5200,\"B\":4000},\"tolerance\":\"3/46\"}"),
        "{\"total\":9200,\"balance\":{\"A\":600,\"B\":-600},\"within\":true,\"payments\":[{\"from\":\"B\",\"to\":\"A\","
        "\"amount\":600}]}");
    CHECK_STR(run("shared-cost", "{\"shares\":{\"A\":1,\"B\":0},\"paid\":{},\"tolerance\":0}"),
              "{\"total\":0,\"balance\":{\"A\":0,\"B\":0},\"within\":true,\"payments\":[]}");
    arena_free(arena);
}

/* Every allocation in turn fails, and that is survived. */
TEST(economics, memory_may_run_out)
{
    begin();
    for (size_t i = 0; calc_at(i); i++) {
        struct str name = str_of(calc_at(i)->name);
        const struct value *example = value_get(calc_schema(arena, name), "example");
        for (uint64_t nth = 1; nth <= 400; nth++) {
            struct arena *inner = arena_new(0);
            struct problems problems = problems_init(inner);
            struct value *output = NULL;
            arena_fail_at(nth);
            enum err err = calc_run(inner, name, value_get(example, "input"), &problems, &output);
            arena_fail_at(0);
            CHECK(err || output);
            arena_free(inner);
        }
    }
    arena_free(arena);
}
