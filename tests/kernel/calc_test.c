/* Calculators: the machinery (schema, pointers, all problems at once, in document order) and each one's worked example.
 */
#include "base/embedded.h"
#include "base/json.h"
#include "base/message.h"
#include "check.h"
#include "engines/engine.h"
#include "kernel/calc.h"
#include "kernel/exact.h"

static struct arena *arena;

static void begin(void)
{
    arena = arena_new(0);
    CHECK_INT(message_load(), OK);
    for (size_t i = 0; engines[i]; i++)
        CHECK_INT(calc_register(engines[i]->calculators), OK);
}

static struct value *json(const char *text)
{
    struct problems problems = problems_init(arena);
    struct value *value = NULL;
    CHECK_INT(json_parse(arena, str_of(text), &problems, &value), OK);
    return value;
}

/* The problems of a text under a schema as "pointer pointer …". */
static const char *problems_of(const char *schema, const char *text)
{
    struct problems problems = problems_init(arena);
    enum err err = schema_check(arena, json(schema), json(text), &problems);
    CHECK_INT(err, problems.count ? ERR_INPUT : OK);
    struct buf out = buf_init(arena, 0);
    for (struct problem *p = problems.first; p; p = p->next)
        buf_printf(&out, "%s%.*s", out.n ? " " : "", STR_ARG(p->pointer));
    return buf_str(&out).p;
}

static const char *run(const char *name, const char *input, enum err wanted)
{
    struct problems problems = problems_init(arena);
    struct value *output = NULL;
    CHECK_INT(calc_run(arena, str_of(name), json(input), &problems, &output), wanted);
    if (!wanted)
        return arena_cstr(arena, json_text(arena, output));
    struct buf out = buf_init(arena, 0);
    for (struct problem *p = problems.first; p; p = p->next)
        buf_printf(&out, "%s%.*s", out.n ? " " : "", STR_ARG(p->pointer));
    return buf_str(&out).p;
}

TEST(calc, alliance_test)
{
    begin();
    CHECK_STR(
        run("alliance-test", "{\"combines\":true,\"separate\":true,\"shared_control\":true,\"open_ended\":false}", OK),
        "{\"reading\":\"contract\",\"failed\":[\"open_ended\"]}");
    CHECK_STR(
        run("alliance-test", "{\"open_ended\":true,\"shared_control\":true,\"separate\":true,\"combines\":true}", OK),
        "{\"reading\":\"alliance\",\"failed\":[]}");
    CHECK_STR(run("alliance-test",
                  "{\"combines\":false,\"separate\":false,\"shared_control\":false,\"open_ended\":false}", OK),
              "{\"reading\":\"merger\",\"failed\":[\"combines\",\"separate\",\"shared_control\",\"open_ended\"]}");
    arena_free(arena);
}

TEST(calc, alliance_test_refuses)
{
    begin();
    CHECK_STR(
        run("alliance-test", "{\"open_ended\":\"true\",\"colour\":1,\"combines\":true,\"separate\":1}", ERR_INPUT),
        "/open_ended /colour /separate /shared_control");
    CHECK_STR(run("alliance-test", "[]", ERR_INPUT), "");
    CHECK_STR(run("alliance-test", "{}", ERR_INPUT), "/combines /separate /shared_control /open_ended");
    CHECK_STR(run("alliance-test", "{\"combines\":null,\"separate\":true,\"shared_control\":true,\"open_ended\":true}",
                  ERR_INPUT),
              "/combines");
    arena_free(arena);
}

#define RATINGS(c, n, m, i, t, p)                                                                \
    "{\"ratings\":{\"change\":" #c ",\"needs\":" #n ",\"measurement\":" #m ",\"investment\":" #i \
    ",\"interdependence\":" #t ",\"protection\":" #p "}}"

TEST(calc, incompleteness)
{
    begin();
    CHECK_STR(run("incompleteness", RATINGS(2, 1, 3, 0, 2, 1), OK), "{\"total\":9,\"reading\":\"committee\"}");
    CHECK_STR(run("incompleteness", RATINGS(3, 0, 0, 0, 0, 0), OK), "{\"total\":3,\"reading\":\"committee\"}");
    CHECK_STR(run("incompleteness", RATINGS(2.0, 1e0, 0, 0, 0, 0), OK), "{\"total\":3,\"reading\":\"contract\"}");
    CHECK_STR(run("incompleteness", RATINGS(3, 3, 3, 3, 3, 3), OK), "{\"total\":18,\"reading\":\"layered\"}");
    arena_free(arena);
}

TEST(calc, incompleteness_refuses)
{
    begin();
    CHECK_STR(run("incompleteness", RATINGS(4, -1, 1.5, "2", null, true), ERR_INPUT),
              "/ratings/change /ratings/needs /ratings/measurement /ratings/investment /ratings/interdependence "
              "/ratings/protection");
    CHECK_STR(run("incompleteness", "{\"ratings\":{\"change\":1,\"weather\":2},\"more\":1}", ERR_INPUT),
              "/ratings/weather /ratings/needs /ratings/measurement /ratings/investment /ratings/interdependence "
              "/ratings/protection /more");
    CHECK_STR(run("incompleteness", "{\"ratings\":[1,2]}", ERR_INPUT), "/ratings");
    arena_free(arena);
}

TEST(calc, unknown_names)
{
    begin();
    CHECK_STR(run("weather", "{}", ERR_NOT_FOUND), "");
    CHECK(calc_schema(arena, S("weather")) == NULL);
    CHECK(calc_find(S("alliance-test")) != NULL);
    size_t n = 0;
    while (calc_at(n))
        n++;
    CHECK(n >= 2);
    arena_free(arena);
}

/* Objects say whether they take unknown members, and every keyword is one that the check knows. */
static void check_schema(const struct value *schema, const char *name)
{
    if (value_get(schema, "properties") && !value_get(schema, "additionalProperties"))
        CHECK_FAIL("%s: an object does not say whether it takes unknown members", name);
    VALUE_EACH (member, value_get(schema, "properties"))
        check_schema(member, name);
    if (value_get(schema, "items"))
        check_schema(value_get(schema, "items"), name);
}

TEST(calc, every_calculator_has_a_schema_and_an_example_that_holds)
{
    begin();
    for (size_t i = 0; calc_at(i); i++) {
        struct str name = str_of(calc_at(i)->name);
        struct value *schema = calc_schema(arena, name), *output = NULL;
        struct problems problems = problems_init(arena);
        const struct value *example = value_get(schema, "example");
        CHECK(value_get(schema, "input") && value_get(schema, "output") && example);
        check_schema(value_get(schema, "input"), calc_at(i)->name);
        CHECK_INT(calc_run(arena, name, value_get(example, "input"), &problems, &output), OK);
        CHECK_STR(arena_cstr(arena, json_text(arena, output)),
                  arena_cstr(arena, json_text(arena, value_get(example, "output"))));
        CHECK_INT(schema_check(arena, value_get(schema, "output"), output, &problems), OK);
        for (const char *const *part = (const char *const[]){"title", "about", NULL}; *part; part++)
            CHECK(message_find("en", arena_printf(arena, "calc.%s.%s", calc_at(i)->name, *part)).p != NULL);
    }
    arena_free(arena);
}

TEST(schema, numbers_are_exact)
{
    begin();
    const char *bounds = "{\"type\":\"number\",\"minimum\":0.1,\"exclusiveMaximum\":1}";
    CHECK_STR(problems_of(bounds, "0.1"), "");
    CHECK_STR(problems_of(bounds, "1e-1"), "");
    CHECK(*problems_of("{\"items\":{\"minimum\":0.1}}", "[0.09999999999999999999999]"));
    CHECK(*problems_of("{\"items\":{\"exclusiveMaximum\":1}}", "[1.000]"));
    CHECK_STR(problems_of("{\"items\":{\"exclusiveMaximum\":1}}", "[0.99999999999999999999999, -1e300]"), "");
    CHECK_STR(problems_of("{\"items\":{\"maximum\":9007199254740993}}", "[9007199254740993, 9007199254740994]"), "/1");
    CHECK_STR(problems_of("{\"items\":{\"multipleOf\":0.01}}", "[0.07, 1.001, 3, 1e20, 0]"), "/1");
    CHECK_STR(problems_of("{\"items\":{\"multipleOf\":3}}", "[9, 10, 3e15, -6, 0.3]"), "/1 /4");
    CHECK_STR(problems_of("{\"items\":{\"type\":\"integer\"}}", "[1, 1.0, 1e2, 1.5, 12e-1, -0.0]"), "/3 /4");
    arena_free(arena);
}

TEST(schema, lists_and_texts)
{
    begin();
    CHECK_STR(problems_of("{\"items\":{\"type\":\"integer\"},\"minItems\":2,\"uniqueItems\":true}", "[1,\"x\",1,1.0]"),
              "/1 /2 /3");
    CHECK_STR(problems_of("{\"minItems\":2,\"maxItems\":2}", "[1,2]"), "");
    CHECK_STR(problems_of("{\"properties\":{\"a\":{\"minItems\":2}}}", "{\"a\":[1]}"), "/a");
    CHECK_STR(problems_of("{\"items\":{\"minLength\":2,\"maxLength\":3}}", "[\"é\",\"éé\",\"ééé\",\"éééé\"]"), "/0 /3");
    CHECK_STR(problems_of("{\"items\":{\"enum\":[\"a\",null,1]}}", "[\"a\",null,1.0,\"b\",2]"), "/3 /4");
    CHECK_STR(problems_of("{\"items\":{\"const\":5}}", "[5, 5.0, 6]"), "/2");
    arena_free(arena);
}

TEST(schema, maps)
{
    begin();
    const char *shares = "{\"type\":\"object\",\"minProperties\":2,\"propertyNames\":{\"minLength\":1},"
                         "\"additionalProperties\":{\"type\":\"number\"}}";
    CHECK_STR(problems_of(shares, "{\"A\":0.5,\"B\":\"x\",\"\":1}"), "/B /");
    CHECK_STR(problems_of("{\"properties\":{\"s\":{\"type\":\"object\",\"minProperties\":2}}}", "{\"s\":{\"A\":1}}"),
              "/s");
    CHECK_STR(problems_of("{\"additionalProperties\":false}", "{}"), "");
    CHECK_STR(problems_of("{\"type\":\"object\",\"additionalProperties\":false}", "{\"a/b\":1,\"c~d\":2}"),
              "/a~1b /c~0d");
    arena_free(arena);
}

TEST(schema, references_and_forms)
{
    begin();
    const char *tree =
        "{\"$ref\":\"#/$defs/tree\",\"$defs\":{\"tree\":{\"type\":\"object\",\"additionalProperties\":false,"
        "\"properties\":{\"name\":{\"type\":\"string\"},\"parts\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/"
        "tree\"}}}}}}";
    CHECK_STR(problems_of(tree, "{\"name\":\"a\",\"parts\":[{\"parts\":[{\"name\":1}]},{\"nam\":\"x\"}]}"),
              "/parts/0/parts/0/name /parts/1/nam");
    const char *forms =
        "{\"oneOf\":[{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"rows\"],"
        "\"properties\":{\"rows\":{\"type\":\"integer\"}}},{\"type\":\"object\",\"additionalProperties\":false,"
        "\"required\":[\"scopes\"],\"properties\":{\"scopes\":{\"type\":\"array\"}}},{\"type\":\"number\"}]}";
    CHECK_STR(problems_of(forms, "{\"rows\":1}"), "");
    CHECK_STR(problems_of(forms, "4"), "");
    CHECK_STR(problems_of(forms, "{\"scopes\":1}"), "/scopes"); /* told of the form that it is most like */
    CHECK_STR(problems_of(forms, "{\"rows\":1,\"scopes\":[]}"), "/scopes");
    CHECK(*problems_of("{\"properties\":{\"a\":{\"oneOf\":[{\"type\":\"integer\"},{\"type\":\"number\"}]}}}",
                       "{\"a\":1}"));
    CHECK_STR(problems_of("{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"number\"}]}", "1"), "");
    arena_free(arena);
}

TEST(schema, faults_of_the_schema_are_ours)
{
    begin();
    struct problems problems = problems_init(arena);
    CHECK_INT(schema_check(arena, json("{\"pattern\":\"^a\"}"), json("\"a\""), &problems), ERR_CORRUPT);
    CHECK_INT(schema_check(arena, json("{\"$ref\":\"#/$defs/none\"}"), json("1"), &problems), ERR_CORRUPT);
    CHECK_INT(schema_check(arena, json("{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/a\"}}}"),
                           json("1"), &problems),
              ERR_CORRUPT);
    arena_free(arena);
}

TEST(exact, whole_numbers_that_fit)
{
    begin();
    struct exact number;
    int64_t i = 0;
    CHECK(exact_read(arena, json("12e3"), &number) && exact_int(&number, &i));
    CHECK_INT(i, 12000);
    CHECK(exact_read(arena, json("-9223372036854775807"), &number) && exact_int(&number, &i));
    CHECK_INT(i, -INT64_MAX);
    CHECK(exact_read(arena, json("1e19"), &number) && !exact_int(&number, &i));
    CHECK(exact_read(arena, json("0.5"), &number) && !exact_int(&number, &i));
    CHECK(!exact_read(arena, json("\"5\""), &number));
    arena_free(arena);
}
