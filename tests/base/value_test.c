#include "base/json.h"
#include "base/value.h"
#include "base/value_pack.h"
#include "check.h"

TEST(value, builds_maps_and_lists_in_order)
{
    struct arena *a = arena_new(0);
    struct value *map = value_map(a);
    value_put_text(a, map, "name", S("Acme"));
    value_put_int(a, map, "count", 3);
    value_put_bool(a, map, "open", true);
    struct value *list = value_put_list(a, map, "rows");
    value_put_int(a, value_push_map(a, list), "n", 1);
    value_push(list, value_null(a));
    value_put_map(a, map, "empty");
    CHECK_STR(json_text(a, map).p,
              "{\"name\":\"Acme\",\"count\":3,\"open\":true,\"rows\":[{\"n\":1},null],\"empty\":{}}");
    CHECK_INT(map->count, 5);
    CHECK(value_at(list, 1)->kind == V_NULL && value_at(list, 2) == NULL && value_at(NULL, 0) == NULL);
    CHECK_INT(value_get_int(value_at(list, 0), "n", 0), 1);
    arena_free(a);
}

TEST(value, gives_what_is_there_or_says_so)
{
    struct arena *a = arena_new(0);
    struct value *map = value_map(a);
    value_put_text(a, map, "name", S("Acme"));
    value_put_int(a, map, "count", 3);
    value_put_bool(a, map, "open", true);
    CHECK(str_is(value_get_text(map, "name"), "Acme"));
    CHECK(value_get_text(map, "count").n == 0 && value_get_text(NULL, "name").n == 0);
    CHECK_INT(value_get_int(map, "count", 7), 3);
    CHECK_INT(value_get_int(map, "name", 7), 7);
    CHECK_INT(value_get_int(map, "absent", 7), 7);
    CHECK(value_get_bool(map, "open") && !value_get_bool(map, "name") && !value_get_bool(map, "absent"));
    CHECK(value_get(value_list(a), "name") == NULL);
    arena_free(a);
}

TEST(value, sets_and_drops_members_wherever_they_stand)
{
    static const char *const keys[] = {"a", "b", "c"};
    for (size_t i = 0; i < 3; i++) {
        struct arena *a = arena_new(0);
        struct value *map = value_map(a);
        for (size_t k = 0; k < 3; k++)
            value_put_int(a, map, keys[k], (int64_t)k);
        value_set(map, keys[i], value_int(a, 9));
        CHECK_INT(map->count, 3);
        CHECK_INT(value_at(map, i)->i, 9);
        value_set(map, "d", value_int(a, 4));
        CHECK_INT(value_at(map, 3)->i, 4);
        value_drop(map, "d");
        value_drop(map, keys[i]);
        value_drop(map, "absent");
        CHECK_INT(map->count, 2);
        value_put_int(a, map, "e", 5);
        CHECK_INT(value_at(map, 2)->i, 5);
        CHECK(map->last->next == NULL);
        arena_free(a);
    }
}

TEST(value, drops_all_and_starts_again)
{
    struct arena *a = arena_new(0);
    struct value *map = value_map(a);
    value_put_int(a, map, "a", 1);
    value_drop(map, "a");
    CHECK(map->first == NULL && map->last == NULL && map->count == 0);
    value_put_int(a, map, "b", 2);
    CHECK_INT(value_get_int(map, "b", 0), 2);
    arena_free(a);
}

TEST(value, passes_exhaustion_on)
{
    struct arena *a = arena_new(0);
    struct value *map = value_map(a);
    CHECK(value_push(NULL, value_null(a)) == NULL);
    CHECK(value_put(map, "a", NULL) == NULL && map->count == 0);
    arena_fail_at(1);
    CHECK(value_put_int(a, map, "a", 1) == NULL);
    arena_fail_at(0);
    CHECK_INT(map->count, 0);
    arena_free(a);
}

static struct value *tree(struct arena *a, const char *json)
{
    struct value *v = NULL;
    CHECK_INT(json_parse(a, str_of(json), NULL, &v), OK);
    return v;
}

TEST(value, copies_deeply)
{
    struct arena *from = arena_new(0), *to = arena_new(0);
    struct value *v = tree(from, "{\"a\":[1,2.5,\"x\",true,null],\"b\":{\"c\":\"d\"}}");
    struct value *ref = value_put(v, "ref", value_new(from, V_REF));
    ref->text = arena_copy(from, S("id"));
    ref->label = arena_copy(from, S("Acme"));
    ref->href = arena_copy(from, S("/x"));
    struct value *chart = value_put(v, "chart", value_new(from, V_CHART));
    value_push(chart, tree(from, "{\"kind\":\"line\"}"));
    struct value *copy = value_copy(to, v);
    CHECK(value_equal(v, copy));
    arena_free(from);
    CHECK_STR(json_text(to, copy).p,
              "{\"a\":[1,2.5,\"x\",true,null],\"b\":{\"c\":\"d\"},\"ref\":\"id\",\"chart\":{\"kind\":\"line\"}}");
    CHECK(str_is(value_get(copy, "ref")->label, "Acme") && str_is(value_get(copy, "ref")->href, "/x"));
    CHECK(value_copy(to, NULL) == NULL);
    arena_free(to);
}

TEST(value, compares_trees)
{
    static const char *const different[] = {"1",
                                            "2",
                                            "\"1\"",
                                            "null",
                                            "true",
                                            "false",
                                            "[1]",
                                            "[1,2]",
                                            "[2,1]",
                                            "{}",
                                            "[]",
                                            "{\"a\":1}",
                                            "{\"b\":1}",
                                            "{\"a\":1,\"b\":2}",
                                            "{\"b\":2,\"a\":1}",
                                            "1.5"};
    struct arena *a = arena_new(0);
    size_t n = sizeof different / sizeof different[0];
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            CHECK(value_equal(tree(a, different[i]), tree(a, different[j])) == (i == j));
    CHECK(value_equal(NULL, NULL) && !value_equal(NULL, value_null(a)));
    arena_free(a);
}

static void check_packed(struct arena *a, const struct value *tree)
{
    struct buf packed = buf_init(a, 0), again = buf_init(a, 0);
    value_pack(&packed, tree);
    struct str bytes = buf_str(&packed);
    struct value *back = value_unpack(a, bytes);
    value_pack(&again, back);
    CHECK(value_equal(tree, back));
    CHECK(str_eq(buf_str(&again), bytes)); /* labels and addresses, too */
    for (size_t n = 1; n < bytes.n; n++)
        CHECK(!value_unpack(a, (struct str){bytes.p, n}));
}

TEST(value, is_packed_and_comes_out_the_same)
{
    struct arena *a = arena_new(0);
    struct value *map = value_map(a), *list = value_put_list(a, map, "items");
    const int64_t numbers[] = {0, 1, -1, 63, 64, -64, 1000000, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        value_push(list, value_int(a, numbers[i]));
    value_put_bool(a, map, "yes", true);
    value_put_bool(a, map, "no", false);
    value_put(map, "none", value_null(a));
    value_put_text(a, map, "empty", S(""));
    value_put_text(a, map, "long", arena_printf(a, "%0300d", 7));
    struct value *reference = value_put_text(a, value_push_map(a, list), "to", S("id"));
    reference->kind = V_REF;
    reference->label = S("A name");
    reference->href = S("/there");
    struct value *money = value_new(a, V_MONEY);
    money->i = -123456;
    money->text = S("EUR");
    value_put(map, "money", money);
    struct value *chart = value_new(a, V_CHART);
    value_put_text(a, chart, "title", S("c"));
    value_put(map, "chart", chart);
    check_packed(a, map);
    CHECK(!value_unpack(a, S("")));
    CHECK(!value_unpack(a, S("\xff\x00\x00")));
    CHECK(value_get_text(value_unpack(a, S("\x07\x01\x00\x00\x01x\x00")), "x").p == NULL);
    arena_free(a);
}
