#include "base/date.h"
#include "base/json.h"
#include "base/message.h"
#include "check.h"
#include "files.h"
#include <dirent.h>

/* Reads `text`, and gives the compact JSON of what was read, or the words of the first problem. */
static const char *read_text(struct arena *arena, struct str text)
{
    struct problems problems = problems_init(arena);
    struct value *tree;
    enum err err = json_parse(arena, text, &problems, &tree);
    if (err) {
        CHECK_INT(err, ERR_MALFORMED);
        CHECK_INT(problems.count, 1);
        return problems.first->detail.p;
    }
    return json_text(arena, tree).p;
}

TEST(json, reads_and_writes)
{
    struct arena *a = arena_new(0);
    CHECK(message_load() == OK);
    CHECK_STR(read_text(a, S(" {\"a\": [1, -2.50, 1e3, true, false, null], \"b\" : {} } ")),
              "{\"a\":[1,-2.50,1e3,true,false,null],\"b\":{}}");
    CHECK_STR(read_text(a, S("\"\\u00e9\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\\\\\\\"\"")), "\"é😀/\\b\\f\\n\\r\\t\\\\\\\"\"");
    CHECK_STR(read_text(a, S("\"<script>&\\u0000\\u001f\"")), "\"\\u003cscript\\u003e\\u0026\\u0000\\u001f\"");
    CHECK_STR(read_text(a, S("[]")), "[]");
    CHECK_STR(read_text(a, S("0")), "0");
    arena_free(a);
}

TEST(json, tells_whole_numbers_from_others)
{
    struct arena *a = arena_new(0);
    struct value *list;
    CHECK_INT(
        json_parse(a, S("[9223372036854775807,-9223372036854775808,9223372036854775808,1.0,1e2,-0]"), NULL, &list), OK);
    CHECK_INT(value_at(list, 0)->kind, V_INT);
    CHECK(value_at(list, 0)->i == INT64_MAX);
    CHECK(value_at(list, 1)->i == INT64_MIN);
    CHECK_INT(value_at(list, 2)->kind, V_NUMBER);
    CHECK_INT(value_at(list, 3)->kind, V_NUMBER);
    CHECK_INT(value_at(list, 4)->kind, V_NUMBER);
    CHECK_INT(value_at(list, 5)->kind, V_INT);
    arena_free(a);
}

TEST(json, says_what_is_wrong_and_where)
{
    static const struct {
        struct str text;
        const char *words;
    } cases[] = {
        {STR(""), "Line 1, column 1: the text ends too early."},
        {STR("[1,]"), "Line 1, column 4: a value is expected."},
        {STR("[1 2]"), "Line 1, column 4: a comma or a closing bracket is expected."},
        {STR("{\"a\" 1}"), "Line 1, column 6: a colon is expected after a member's name."},
        {STR("{a:1}"), "Line 1, column 2: a member's name in quotation marks is expected."},
        {STR("{\"a\":1,\n \"é\":2, \"a\":3}"), "Line 2, column 9: this member is there twice."},
        {STR("{\"a\":1,\"\\u0061\":3}"), "Line 1, column 8: this member is there twice."},
        {STR("{\"a\\u0000b\":1}"), "Line 1, column 2: a member's name contains a NUL character."},
        {STR("[1] x"), "Line 1, column 5: more text after the end of the value."},
        {STR("\xEF\xBB\xBF{}"), "Line 1, column 1: the text starts with a byte-order mark."},
        {STR("[\"é\xff\"]"), "Line 1, column 4: this is not UTF-8 text."},
        {STR("\"\\ud800\""), "Line 1, column 2: half of a pair of surrogates stands alone."},
        {STR("\"\\udc00\\ud800\""), "Line 1, column 2: half of a pair of surrogates stands alone."},
        {STR("\"\\ud800\\u0041\""), "Line 1, column 2: half of a pair of surrogates stands alone."},
        {STR("\"\\x\""), "Line 1, column 2: no such escape in a string."},
        {STR("\"\\u12g4\""), "Line 1, column 2: no such escape in a string."},
        {STR("\"a\nb\""), "Line 1, column 3: a control character inside a string must be escaped."},
        {STR("[\"a]"), "Line 1, column 2: this string is never closed."},
        {STR("01"), "Line 1, column 1: this is not a number."},
        {STR("1."), "Line 1, column 1: this is not a number."},
        {STR("-"), "Line 1, column 1: this is not a number."},
        {STR("nul"), "Line 1, column 1: a value is expected."},
    };
    struct arena *a = arena_new(0);
    CHECK(message_load() == OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_STR(read_text(a, cases[i].text), cases[i].words);
    arena_free(a);
}

TEST(json, keeps_numbers_within_a_doubles_range)
{
    static const char *const good[] = {
        "1.7976931348623157e308",       "-1.7976931348623157e308", "1e308", "1e-400", "0e999999999999999999",
        "0.0000017976931348623157e314", "17976931348623157e292"};
    static const char *const bad[] = {"1.7976931348623159e308",  "1.8e308",      "-1e309",    "2e308",
                                      "1e999999999999999999999", "0.000002e314", "100000e304"};
    struct arena *a = arena_new(0);
    struct value *v;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        CHECK_INT(json_parse(a, str_of(good[i]), NULL, &v), OK);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK_INT(json_parse(a, str_of(bad[i]), NULL, &v), ERR_MALFORMED);
    arena_free(a);
}

static struct str nested(struct arena *a, size_t depth)
{
    char *text = arena_alloc(a, 2 * depth + 1);
    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    return (struct str){text, 2 * depth};
}

TEST(json, nests_sixty_four_deep_and_no_deeper)
{
    struct arena *a = arena_new(0);
    struct value *v;
    CHECK_INT(json_parse(a, nested(a, 64), NULL, &v), OK);
    CHECK_INT(json_parse(a, nested(a, 65), NULL, &v), ERR_MALFORMED);
    CHECK_INT(json_parse(a, nested(a, 1000000), NULL, &v), ERR_MALFORMED);
    arena_free(a);
}

/* An object of `count` members, the last of which is named as the first when `doubled`. */
static struct str many_members(struct arena *a, int count, bool doubled)
{
    struct buf out = buf_init(a, 0);
    for (int i = 0; i < count; i++)
        buf_printf(&out, "%s\"member %d\":%d", i ? "," : "{", doubled && i == count - 1 ? 0 : i, i);
    buf_char(&out, '}');
    return buf_str(&out);
}

TEST(json, finds_doubled_members_among_many_in_linear_time)
{
    struct arena *a = arena_new(0);
    struct value *v;
    int64_t from = clock_now();
    for (int count = 2; count <= 100000; count = count < 20 ? count + 1 : count * 10) {
        CHECK_INT(json_parse(a, many_members(a, count, false), NULL, &v), OK);
        CHECK_INT(v->count, count);
        CHECK_INT(json_parse(a, many_members(a, count, true), NULL, &v), ERR_MALFORMED);
    }
    CHECK_INT(json_parse(a, many_members(a, 100000, true), NULL, &v), ERR_MALFORMED);
    CHECK(clock_now() - from < 5000); /* comparing each with each would take minutes */
    arena_free(a);
}

static struct value *leaf(struct arena *a, enum value_kind kind, int64_t i, const char *text)
{
    struct value *v = value_new(a, kind);
    v->i = i;
    v->text = str_of(text);
    return v;
}

TEST(json, prints_typed_leaves_raw)
{
    struct arena *a = arena_new(0);
    struct value *map = value_map(a);
    value_put(map, "decimal", leaf(a, V_DECIMAL, 350000, ""));
    value_put(map, "ratio", leaf(a, V_RATIO, 1000000, ""));
    value_put(map, "money", leaf(a, V_MONEY, 123450, "EUR"));
    value_put(map, "date", leaf(a, V_DATE, 0, "2026-03-02"));
    value_put(map, "instant", leaf(a, V_INSTANT, 1772460300123, ""));
    value_put(map, "whole", leaf(a, V_INSTANT, 1772460300000, ""));
    value_put(map, "choice", leaf(a, V_CHOICE, 0, "active"));
    struct value *ref = value_put(map, "ref", leaf(a, V_REF, 0, "id-1"));
    ref->label = S("Acme");
    struct value *chart = value_put(map, "chart", value_new(a, V_CHART));
    value_put_text(a, value_push(chart, value_map(a)), "kind", S("line"));
    value_put(map, "least", leaf(a, V_INT, INT64_MIN, ""));
    CHECK_STR(
        json_text(a, map).p,
        "{\"decimal\":0.35,\"ratio\":1,\"money\":{\"amount\":123450,\"currency\":\"EUR\"},\"date\":\"2026-03-02\","
        "\"instant\":\"2026-03-02T14:05:00.123Z\",\"whole\":\"2026-03-02T14:05:00Z\",\"choice\":\"active\","
        "\"ref\":\"id-1\",\"chart\":{\"kind\":\"line\"},\"least\":-9223372036854775808}");
    arena_free(a);
}

TEST(json, sorts_members_for_hashing_and_indents_for_people)
{
    struct arena *a = arena_new(0);
    struct value *v;
    CHECK_INT(json_parse(a, S("{\"b\":{\"z\":1,\"a\":[{\"y\":1,\"x\":2}]},\"a\":[],\"B\":{}}"), NULL, &v), OK);
    CHECK_STR(json_canonical(a, v).p, "{\"B\":{},\"a\":[],\"b\":{\"a\":[{\"x\":2,\"y\":1}],\"z\":1}}");
    struct buf out = buf_init(a, 0);
    json_write_pretty(&out, v);
    CHECK_STR(buf_str(&out).p,
              "{\n  \"b\": {\n    \"z\": 1,\n    \"a\": [\n      {\n        \"y\": 1,\n        \"x\": 2\n"
              "      }\n    ]\n  },\n  \"a\": [],\n  \"B\": {}\n}");
    arena_free(a);
}

TEST(json, survives_each_failing_allocation)
{
    struct str text =
        STR("{\"a\":[1,\"x\",2.5,null,true,{\"b\":{}}],\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,"
            "\"j\":1,\"k\":1,\"l\":1,\"m\":1,\"n\":1,\"o\":1}");
    enum err err = ERR_MEMORY;
    for (uint64_t nth = 1; err == ERR_MEMORY && nth < 1000; nth++) {
        struct arena *a = arena_new(0);
        struct value *v;
        arena_fail_at(nth);
        err = json_parse(a, text, NULL, &v);
        arena_fail_at(0);
        CHECK((err == OK) == (v != NULL));
        arena_free(a);
    }
    CHECK_INT(err, OK);
}

/* The suite accepts what RFC 8259 merely advises against; json.h refuses it, by these words. */
static const char *refused_on_purpose(const char *name)
{
    if (strcmp(name, "y_object_duplicated_key.json") == 0 ||
        strcmp(name, "y_object_duplicated_key_and_value.json") == 0)
        return "this member is there twice.";
    if (strcmp(name, "y_object_escaped_null_in_key.json") == 0)
        return "a member's name contains a NUL character.";
    return NULL;
}

static void check_suite_case(const char *folder, const char *name)
{
    struct arena *a = arena_new(0);
    struct problems problems = problems_init(a);
    struct value *v, *again;
    const char *words = refused_on_purpose(name);
    enum err err = json_parse(a, file_read(a, folder, name), &problems, &v);
    if (words) {
        if (!problems.first || !str_ends(problems.first->detail, str_of(words)))
            CHECK_FAIL("%s: not refused as expected", name);
    } else if ((name[0] == 'y' && err != OK) || (name[0] == 'n' && err != ERR_MALFORMED)) {
        CHECK_FAIL("%s: %s", name, err_code(err));
    }
    if (err == OK) { /* what was read is written so that it reads the same */
        CHECK_INT(json_parse(a, json_text(a, v), NULL, &again), OK);
        CHECK(value_equal(v, again));
    }
    arena_free(a);
}

TEST(json, holds_to_the_public_cases)
{
    CHECK_SHARED(folder, "data/json_parsing");
    int count = 0;
    DIR *dir = opendir(folder);
    CHECK(message_load() == OK);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (!str_ends(str_of(entry->d_name), S(".json")))
            continue;
        check_suite_case(folder, entry->d_name);
        count++;
    }
    if (dir)
        closedir(dir);
    CHECK_INT(count, 318);
}

TEST(json, a_byte_is_escaped_wherever_it_stands)
{
    static const struct {
        char byte;
        const char *escaped;
    } bytes[] = {{'"', "\\\""},    {'\\', "\\\\"}, {'<', "\\u003c"}, {'>', "\\u003e"},
                 {'&', "\\u0026"}, {'\n', "\\n"},  {31, "\\u001f"},  {0, "\\u0000"}};
    struct arena *a = arena_new(0);
    for (size_t b = 0; b < sizeof bytes / sizeof *bytes; b++)
        for (size_t n = 1; n < 40; n++)
            for (size_t at = 0; at < n; at++) {
                char text[40], wanted[60];
                memset(text, 'x', sizeof text);
                text[at] = bytes[b].byte;
                int length = snprintf(wanted, sizeof wanted, "\"%.*s%s%.*s\"", (int)at, text, bytes[b].escaped,
                                      (int)(n - at - 1), text + at + 1);
                struct str written = json_text(a, value_text(a, (struct str){text, n}));
                CHECK(str_eq(written, (struct str){wanted, (size_t)length}));
                arena_reset(a);
            }
    arena_free(a);
}
