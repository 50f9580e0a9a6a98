/* What a party booked before a settlement, in the currency of the deal. */
#include "base/json.h"
#include "check.h"
#include "engines/economics/waterfall.h"

static struct value *read(struct arena *arena, const char *text)
{
    struct value *tree = NULL;
    CHECK_INT(json_parse(arena, str_of(text), NULL, &tree), OK);
    return tree;
}

TEST(waterfall, result_booked_before_a_settlement)
{
    struct arena *arena = arena_new(0);
    int64_t booked;
    struct value *input = read(arena, "{\"entries\":[{\"party\":\"A\",\"kind\":\"revenue\",\"amount\":1000},"
                                      "{\"party\":\"A\",\"kind\":\"cost\",\"amount\":300,\"currency\":\"USD\"},"
                                      "{\"party\":\"A\",\"kind\":\"investment\",\"amount\":50},"
                                      "{\"party\":\"A\",\"kind\":\"joint_risk\",\"amount\":5},"
                                      "{\"party\":\"A\",\"kind\":\"saving\",\"amount\":7000},"
                                      "{\"party\":\"A\",\"kind\":\"penalty\",\"to\":\"B\",\"amount\":9000},"
                                      "{\"party\":\"B\",\"kind\":\"cost\",\"amount\":40}]}");
    struct value *settled = read(arena, "{\"conversions\":[{\"entry\":\"/entries/1\",\"converted\":270}]}");
    CHECK(result_booked(arena, input, settled, S("A"), &booked));
    CHECK_INT(booked, 1000 - 270 - 50 - 5);
    CHECK(result_booked(arena, input, settled, S("B"), &booked));
    CHECK_INT(booked, -40);
    CHECK(result_booked(arena, input, settled, S("C"), &booked));
    CHECK_INT(booked, 0);
    input = read(arena, "{\"entries\":[{\"party\":\"A\",\"kind\":\"revenue\",\"amount\":9223372036854775807},"
                        "{\"party\":\"A\",\"kind\":\"revenue\",\"amount\":1}]}");
    CHECK(!result_booked(arena, input, settled, S("A"), &booked));
    arena_free(arena);
}
