/* The three worked deals of S1, settled whole: a shared result between sides, own results with a side payment and
 * shared costs, a project with a fund, a target and payments for performance; and the pair of supply and development.
 */
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

static struct value *settle(const char *text, const char *pointers)
{
    struct problems problems = problems_init(arena);
    struct value *input = NULL, *output = NULL;
    struct buf told = buf_init(arena, 0);
    CHECK_INT(json_parse(arena, str_of(text), &problems, &input), OK);
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

/* Each account is closed by the payments, and every line of the journal has its other side. */
static void check_books(const struct value *output)
{
    int64_t debit = 0, credit = 0;
    VALUE_EACH (account, value_get(output, "trial_balance"))
        CHECK_INT(value_get_int(account, "balance", 1), 0);
    VALUE_EACH (posting, value_get(output, "journal")) {
        debit += value_get_int(posting, "debit", 0);
        credit += value_get_int(posting, "credit", 0);
    }
    CHECK_INT(debit, credit);
}

#define BOOK(party, kind, category, amount) \
    "{\"party\":\"" party "\",\"kind\":\"" kind "\",\"category\":\"" category "\",\"amount\":" #amount "}"

TEST(deal, sharing_across_the_ocean)
{
    begin();
    struct value *out =
        settle("{\"currency\":\"USD\",\"parties\":[\"A\",\"B\",\"C\"],\"instruments\":[{\"kind\":\"split\",\"name\":"
               "\"Result\","
               "\"split\":{\"A\":0.5,\"Europe\":{\"share\":0.5,\"split\":{\"B\":0.8,\"C\":0.2}}},"
               "\"rules\":[{\"category\":\"old fuel\",\"share\":0.6,\"cap\":null}]}],\"entries\":[" BOOK(
                   "A", "revenue", "tickets",
                   620) "," BOOK("A", "cost", "flights", 300) "," BOOK("A", "cost", "old fuel",
                                                                       100) "," BOOK("B", "revenue", "tickets",
                                                                                     300) "," BOOK("B", "cost",
                                                                                                   "flights", 210) "]}",
               "");
    CHECK_STR(shown(out, "transfer"), "{\"A\":-85,\"B\":50,\"C\":35}");
    CHECK_STR(shown(out, "payments"),
              "[{\"from\":\"A\",\"to\":\"B\",\"amount\":50},{\"from\":\"A\",\"to\":\"C\",\"amount\":35}]");
    check_books(out);
    arena_free(arena);
}

TEST(deal, machines_and_pods)
{
    begin();
    struct value *out = settle(
        "{\"currency\":\"EUR\",\"parties\":[\"Machines\",\"Pods\"],\"instruments\":["
        "{\"kind\":\"side-payment\",\"name\":\"Pods\",\"from\":\"Pods\",\"to\":\"Machines\",\"on\":[\"pods\"],"
        "\"driver\":\"quantity\",\"tiers\":[{\"up_to\":1000,\"rate\":2},{\"up_to\":null,\"rate\":1}],\"floor\":500},"
        "{\"kind\":\"shared-cost\",\"name\":\"Marketing\",\"shares\":{\"Machines\":0.5,\"Pods\":0.5},"
        "\"categories\":[\"marketing\"],\"tolerance\":0.05}],\"entries\":["
        "{\"party\":\"Pods\",\"kind\":\"revenue\",\"category\":\"pods\",\"amount\":90000,\"quantity\":1500.5}," BOOK(
            "Machines", "revenue", "machines", 70000) "," BOOK("Machines", "cost", "marketing",
                                                               5200) "," BOOK("Pods", "cost", "marketing", 4000) "]}",
        "");
    /* 1000 at 2, 500.5 at 1: 2501 (half away from zero); of 9200, 600 too much on one side, beyond five per cent. */
    CHECK_STR(shown(out, "transfer"), "{\"Machines\":3101,\"Pods\":-3101}");
    CHECK_INT(count_of(value_get(out, "own")), 2); /* each carries its own result */
    check_books(out);
    arena_free(arena);
}

#define RAIL(more, entries)                                                                                       \
    "{\"currency\":\"EUR\",\"parties\":[\"client\",\"contractor\"],\"instruments\":[{\"kind\":\"fund\",\"name\":" \
    "\"Fund\","                                                                                                   \
    "\"holder\":\"client\",\"opening\":1000,\"ratio\":{\"client\":0.5,\"contractor\":0.5}" more                   \
    "}],\"entries\":[" entries "]}"

TEST(deal, rail_works_with_a_fund)
{
    begin();
    const char *risks = BOOK("client", "saving", "design", 120) "," BOOK("contractor", "joint_risk", "digging", 440);
    /* Until the end the risks are paid back; the client, which holds the fund, keeps its saving in it. At the end what
     * is left, 680, is divided. */
    struct value *out = settle(arena_printf(arena, RAIL("", "%s"), risks).p, "");
    CHECK_STR(shown(out, "transfer"), "{\"client\":-440,\"contractor\":440}");
    out = settle(arena_printf(arena, RAIL(",\"final\":true", "%s"), risks).p, "");
    CHECK_STR(shown(out, "transfer"), "{\"client\":-780,\"contractor\":780}"); /* 440 and half of 680 */
    check_books(out);
    /* A reward and a penalty are payments as booked. */
    out = settle(
        RAIL("",
             "{\"party\":\"client\",\"kind\":\"reward\",\"category\":\"early\",\"amount\":50,\"to\":\"contractor\"},"
             "{\"party\":\"contractor\",\"kind\":\"penalty\",\"category\":\"noise\",\"amount\":20,\"to\":\"client\"}"),
        "");
    CHECK_STR(shown(out, "transfer"), "{\"client\":-30,\"contractor\":30}");
    arena_free(arena);
}

TEST(deal, milestones_are_paid_as_booked)
{
    begin();
#define MILESTONES(parts, entries) \
    "{\"currency\":\"EUR\",\"parties\":[\"a\",\"b\",\"c\"],\"instruments\":[" parts "],\"entries\":[" entries "]}"
#define PAID(name, milestones) \
    "{\"kind\":\"milestones\",\"name\":\"" name "\",\"from\":\"a\",\"to\":\"b\",\"milestones\":[" milestones "]}"
#define PAYS(from, to, kind, category, sum) \
    "{\"party\":\"" from "\",\"to\":\"" to "\",\"kind\":\"" kind "\",\"category\":\"" category "\",\"amount\":" #sum "}"
    const char *entries = PAYS("a", "b", "milestone", "roof", 400) "," PAYS("a", "b", "reward", "roof", 30) "," PAYS(
        "b", "a", "penalty", "roof", 45) "," PAYS("a", "c", "milestone", "roof", 7) "," PAYS("a", "b", "milestone",
                                                                                             "wall", 5);
    struct value *out = settle(
        arena_printf(arena, MILESTONES(PAID("Works", "{\"milestone\":\"roof\",\"payment\":400}"), "%s"), entries).p,
        "");
    /* What is between the two and named is gathered; the rest is paid as booked, and nothing is paid twice. */
    const struct value *part = value_get(out, "instruments")->first;
    CHECK_STR(shown(part, "transfer"), "{\"a\":-385,\"b\":385,\"c\":0}");
    CHECK_STR(shown(part->next, "transfer"), "{\"a\":-12,\"b\":5,\"c\":7}");
    CHECK_STR(shown(out, "transfer"), "{\"a\":-397,\"b\":390,\"c\":7}");
    CHECK_STR(shown(out, "own"), "[]");
    check_books(out);
    settle(MILESTONES(PAID("W", "{\"milestone\":\"roof\"}") "," PAID("X", "{\"milestone\":\"roof\"}"), ""),
           "/instruments/1/milestones/0/milestone");
    settle(MILESTONES(PAID("W", "{\"milestone\":\"roof\",\"payment\":-1}"), ""), "/instruments/0/milestones/0/payment");
    settle(MILESTONES(PAID("W", ""), ""), "/instruments/0/milestones");
    arena_free(arena);
}

TEST(deal, a_target_with_interim_and_final)
{
    begin();
#define TARGET(more)                                                                                             \
    "{\"currency\":\"EUR\",\"parties\":[\"c\",\"x\",\"y\"],\"instruments\":[{\"kind\":\"target-cost\",\"name\":" \
    "\"Target\","                                                                                                \
    "\"client\":\"c\",\"contractors\":{\"x\":0.75,\"y\":0.25},\"target\":20000,\"categories\":[\"works\"],"      \
    "\"bands\":[{\"from\":0,\"to\":0.975,\"share\":0},{\"from\":0.975,\"to\":1.025,\"share\":0.5},"              \
    "{\"from\":1.025,\"to\":null,\"share\":1}]" more                                                             \
    "}],\"entries\":[" BOOK("x", "cost", "works", 15000) "," BOOK("y", "cost", "works", 6000) "]}"
    CHECK_STR(shown(settle(TARGET(""), ""), "transfer"), "{\"c\":750,\"x\":-563,\"y\":-187}");
    CHECK_STR(shown(settle(TARGET(",\"cap\":100"), ""), "transfer"), "{\"c\":100,\"x\":-75,\"y\":-25}");
    CHECK_STR(shown(settle(TARGET(",\"retention\":0.2"), ""), "transfer"), "{\"c\":600,\"x\":-450,\"y\":-150}");
    CHECK_STR(shown(settle(TARGET(",\"final\":true,\"paid_before\":-600"), ""), "transfer"),
              "{\"c\":150,\"x\":-113,\"y\":-37}");
    arena_free(arena);
}

TEST(deal, supply_and_development)
{
    begin();
    struct value *out =
        settle("{\"currency\":\"EUR\",\"parties\":[\"Maker\",\"Seller\"],\"instruments\":[{\"kind\":\"supply\","
               "\"name\":\"Supply\","
               "\"supplier\":\"Maker\",\"buyer\":\"Seller\",\"cogs\":[\"goods\"],\"sales\":[\"sales\"],"
               "\"tiers\":[{\"up_to\":500000,\"rate\":0.05},{\"up_to\":null,\"rate\":0.08}]},"
               "{\"kind\":\"relative-benefit\",\"name\":\"Development\",\"benefits\":{\"Maker\":40,\"Seller\":20},"
               "\"categories\":[\"trials\"]}],\"entries\":[" BOOK("Maker", "cost", "goods", 120000) "," BOOK(
                   "Seller", "revenue", "sales", 1000000) "," BOOK("Seller", "cost", "trials", 900) "]}",
               "");
    CHECK_STR(shown(out, "transfer"), "{\"Maker\":184400,\"Seller\":-184400}"); /* 185000 less 600 of the trials */
    check_books(out);
    arena_free(arena);
}

TEST(deal, other_currencies_at_dated_rates)
{
    begin();
#define MIXED(day, rates)                                                                                       \
    "{\"currency\":\"EUR\",\"parties\":[\"A\",\"B\"],\"instruments\":[{\"kind\":\"split\",\"name\":\"Result\"," \
    "\"split\":{\"A\":0.5,\"B\":0.5}}],\"entries\":[{\"party\":\"A\",\"kind\":\"revenue\",\"category\":\"x\","  \
    "\"amount\":1001,\"currency\":\"JPY\",\"on\":\"" day "\"}],\"rates\":[" rates "]}"
#define RATE(day, rate) "{\"from\":\"JPY\",\"to\":\"EUR\",\"on\":\"" day "\",\"rate\":" #rate "}"
    /* 1001 yen at 0.0061: 6.1061 euros, 611 cents. The latest rate on or before the day counts. */
    struct value *out = settle(MIXED("2026-02-01", RATE("2026-01-01", 0.0061) "," RATE("2026-03-01", 0.5)), "");
    CHECK_STR(shown(out, "transfer"), "{\"A\":-305,\"B\":305}");
    CHECK_INT(value_get_int(value_at(value_get(out, "conversions"), 0), "converted", 0), 611);
    settle(MIXED("2025-12-31", RATE("2026-01-01", 0.0061)), "/entries/0/currency");
    settle(MIXED("2025-12-31", ""), "/entries/0/currency");
    arena_free(arena);
}

TEST(deal, refuses_all_at_once)
{
    begin();
    settle("{\"currency\":\"EUX\",\"parties\":[\"A\",\"A\"],\"instruments\":[{\"kind\":\"split\",\"name\":\"x\","
           "\"split\":{\"A\":0.5,\"Z\":0.4},"
           "\"categories\":[\"c\"]},{\"kind\":\"shared-cost\",\"name\":\"x\",\"shares\":{\"A\":1},\"categories\":["
           "\"c\"]}],"
           "\"entries\":[{\"party\":\"Q\",\"kind\":\"reward\",\"category\":\"c\",\"amount\":1},"
           "{\"party\":\"A\",\"kind\":\"cost\",\"category\":\"c\",\"amount\":1e30,\"on\":\"2026-02-30\"}]}",
           "/currency /parties/1 /instruments/0/split /instruments/0/split/Z /instruments/1/name "
           "/instruments/1/categories/0 /entries/0/party /entries/0/to /entries/1/amount /entries/1/on");
    settle("{\"currency\":\"EUR\",\"parties\":[\"A\"],\"instruments\":[{\"kind\":\"lottery\",\"name\":\"x\"}],"
           "\"entries\":[]}",
           "/instruments/0/kind /instruments/0/split");
    arena_free(arena);
}
