#include "base/json.h"
#include "base/log.h"
#include "base/message.h"
#include "base/mustache.h"
#include "check.h"
#include "files.h"

struct set {
    struct arena *arena;
    const struct value *texts; /* name → template */
    const struct mustache *parsed[16];
};

static const struct mustache *partial(void *user, struct str name)
{
    struct set *set = user;
    size_t i = 0;
    VALUE_EACH (text, set->texts) {
        if (str_eq(text->key, name)) {
            if (!set->parsed[i] && mustache_parse(set->arena, text->text, true, NULL, &set->parsed[i]))
                CHECK_FAIL("partial %.*s", STR_ARG(name));
            return set->parsed[i];
        }
        i++;
    }
    return NULL;
}

static const struct value *read_value(struct arena *a, const char *json)
{
    struct value *v = NULL;
    CHECK_INT(json_parse(a, str_of(json), NULL, &v), OK);
    return v;
}

/* Renders with partials given as JSON; the words of the first problem where the template is refused. */
static const char *rendered(struct arena *a, const char *text, const char *view, const char *partials,
                            const struct locale *locale)
{
    struct problems problems = problems_init(a);
    struct set set = {.arena = a, .texts = read_value(a, partials)};
    const struct mustache *template;
    struct buf out = buf_init(a, 0);
    if (mustache_parse(a, str_of(text), true, &problems, &template))
        return problems.first->detail.p;
    mustache_render(template, NULL, read_value(a, view), partial, &set, locale, &out);
    return buf_str(&out).p;
}

static void check_case(const char *file, const struct value *test)
{
    struct arena *a = arena_new(0);
    struct set set = {.arena = a, .texts = value_get(test, "partials")};
    const struct mustache *template;
    struct buf out = buf_init(a, 0);
    struct str name = value_get_text(test, "name"), expected = value_get_text(test, "expected");
    if (mustache_parse(a, value_get_text(test, "template"), true, NULL, &template)) {
        CHECK_FAIL("%s: %.*s: not parsed", file, STR_ARG(name));
    } else {
        mustache_render(template, NULL, value_get(test, "data"), partial, &set, NULL, &out);
        struct str actual = buf_str(&out);
        if (!str_eq(actual, expected))
            CHECK_FAIL("%s: %.*s:\n«%.*s»\ninstead of\n«%.*s»", file, STR_ARG(name), STR_ARG(actual),
                       STR_ARG(expected));
    }
    arena_free(a);
}

TEST(mustache, holds_to_the_public_cases)
{
    static const struct {
        const char *file;
        int count;
    } files[] = {{"comments.json", 12},    {"delimiters.json", 14},    {"dynamic-names.json", 21},
                 {"inheritance.json", 27}, {"interpolation.json", 42}, {"inverted.json", 22},
                 {"partials.json", 12},    {"sections.json", 34}};
    CHECK_SHARED(folder, "data/mustache_spec");
    struct arena *a = arena_new(0);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct value *suite = NULL;
        int count = 0;
        CHECK_INT(json_parse(a, file_read(a, folder, files[i].file), NULL, &suite), OK);
        VALUE_EACH (test, value_get(suite, "tests")) {
            check_case(files[i].file, test);
            count++;
        }
        CHECK_INT(count, files[i].count);
    }
    arena_free(a);
}

/* ---- What the public cases do not cover ---- */

static const struct locale berlin = {.language = "en", .zone = "Europe/Berlin", .now_ms = 1772460300000};

TEST(mustache, escapes_for_html)
{
    struct arena *a = arena_new(0);
    CHECK_STR(rendered(a, "{{x}} {{{x}}} {{&x}}", "{\"x\":\"<a href='\\\"'>&\"}", "{}", NULL),
              "&lt;a href=&#39;&quot;&#39;&gt;&amp; <a href='\"'>& <a href='\"'>&");
    arena_free(a);
}

TEST(mustache, writes_markup_as_it_is)
{
    struct arena *a = arena_new(0);
    const struct mustache *template;
    struct problems problems = problems_init(a);
    struct value *view = value_map(a);
    value_put_markup(a, view, "x", S("<p>1 &lt; 2</p>"));
    value_put_text(a, view, "y", S("<p>"));
    CHECK(mustache_parse(a, S("{{x}}{{y}}{{#x}}!{{/x}}"), false, &problems, &template) == OK);
    struct buf out = buf_init(a, 0);
    mustache_render(template, NULL, view, NULL, NULL, NULL, &out);
    CHECK_STR(buf_str(&out).p, "<p>1 &lt; 2</p>&lt;p&gt;!");
    arena_free(a);
}

TEST(mustache, refuses_raw_output_where_it_is_not_allowed)
{
    struct arena *a = arena_new(0);
    const struct mustache *template;
    struct problems problems = problems_init(a);
    CHECK(message_load() == OK);
    CHECK_INT(mustache_parse(a, S("{{x}}\n{{{y}}} {{&z}}"), false, &problems, &template), ERR_MALFORMED);
    CHECK_INT(problems.count, 2);
    CHECK_STR(problems.first->detail.p, "Line 2: unescaped output of “y” is not allowed here.");
    CHECK(template == NULL);
    CHECK_INT(mustache_parse(a, S("{{x}}"), false, NULL, &template), OK);
    arena_free(a);
}

TEST(mustache, says_what_is_wrong_and_on_which_line)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"a\n{{#b}}\n", "Line 2: {{#b}} is never closed."},
        {"a\n\n{{/b}}", "Line 3: {{/b}} closes nothing that is open."},
        {"{{#a}}{{/b}}", "Line 1: {{/b}} closes nothing that is open."},
        {"{{=a=}}", "Line 1: these are not two delimiters."},
        {"{{= = = =}}", "Line 1: these are not two delimiters."},
        {"{{!\n}}{{x", "Line 2: this tag is never closed."},
        {"{{{x}}", "Line 1: this tag is never closed."},
        {"{{}}", "Line 1: a tag without a name."},
        {"{{# }}", "Line 1: a tag without a name."},
        {"{{a b}}", "Line 1: “a b” is no name."},
        {"{{<p}}{{/*p}}", "Line 1: {{/*p}} closes nothing that is open."},
    };
    struct arena *a = arena_new(0);
    CHECK(message_load() == OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_STR(rendered(a, cases[i].text, "{}", "{}", NULL), cases[i].words);
    arena_free(a);
}

TEST(mustache, limits_nesting)
{
    struct arena *a = arena_new(0);
    const struct mustache *template;
    for (int depth = 64; depth <= 66; depth++) {
        struct buf text = buf_init(a, 0);
        for (int i = 0; i < depth; i++)
            buf_lit(&text, "{{#a}}");
        for (int i = 0; i < depth; i++)
            buf_lit(&text, "{{/a}}");
        CHECK_INT(mustache_parse(a, buf_str(&text), true, NULL, &template), depth <= 64 ? OK : ERR_MALFORMED);
    }
    arena_free(a);
}

TEST(mustache, takes_null_false_and_emptiness_for_false)
{
    static const char *const falsities[] = {"{}", "{\"x\":null}", "{\"x\":false}", "{\"x\":[]}", "{\"x\":\"\"}"};
    static const char *const truths[] = {"{\"x\":0}", "{\"x\":0.0}", "{\"x\":\" \"}", "{\"x\":{}}", "{\"x\":true}"};
    struct arena *a = arena_new(0);
    for (size_t i = 0; i < 5; i++) {
        CHECK_STR(rendered(a, "{{#x}}yes{{/x}}{{^x}}no{{/x}}", falsities[i], "{}", NULL), "no");
        CHECK_STR(rendered(a, "{{#x}}yes{{/x}}{{^x}}no{{/x}}", truths[i], "{}", NULL), "yes");
    }
    arena_free(a);
}

TEST(mustache, looks_into_the_view_before_the_page)
{
    struct arena *a = arena_new(0);
    const struct mustache *template;
    const struct value *page = read_value(a, "{\"title\":\"page\",\"token\":\"t\"}");
    const struct value *view = read_value(a, "{\"title\":\"view\"}");
    CHECK_INT(mustache_parse(a, S("{{title}} {{token}}"), true, NULL, &template), OK);
    struct buf both = buf_init(a, 0), only_page = buf_init(a, 0), none = buf_init(a, 0);
    mustache_render(template, page, view, NULL, NULL, NULL, &both);
    mustache_render(template, page, NULL, NULL, NULL, NULL, &only_page);
    mustache_render(template, NULL, NULL, NULL, NULL, NULL, &none);
    CHECK_STR(buf_str(&both).p, "view t");
    CHECK_STR(buf_str(&only_page).p, "page t");
    CHECK_STR(buf_str(&none).p, " ");
    arena_free(a);
}

TEST(mustache, writes_leaves_and_their_properties)
{
    struct arena *a = arena_new(0);
    struct value *view = value_map(a), *leaf, *chart;
    const struct mustache *template;
    CHECK(message_load() == OK);
    leaf = value_put(view, "due", value_new(a, V_DATE));
    leaf->text = S("2026-03-03");
    leaf = value_put(view, "sum", value_new(a, V_MONEY));
    leaf->text = S("EUR");
    leaf->i = 123450;
    leaf = value_put(view, "partner", value_new(a, V_REF));
    leaf->text = S("id-1");
    leaf->label = S("A & B");
    leaf = value_put(view, "other", value_new(a, V_REF));
    leaf->text = S("id-2");
    value_push(value_put_list(a, view, "rows"), value_int(a, 1234567));
    value_put_list(a, view, "none");
    chart = value_push(value_put(view, "chart", value_new(a, V_CHART)), value_map(a));
    value_put_text(a, chart, "kind", S("line"));
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"{{due}} {{due.near}} {{due.iso}}", "3 Mar 2026 tomorrow 2026-03-03"},
        {"{{sum}} {{sum.decimal}} {{sum.amount}} {{sum.currency}}", "€1,234.50 1234.50 123450 EUR"},
        {"{{partner}} {{partner.id}} {{partner.nothing}}|", "A &amp; B id-1 |"},
        {"{{other}}{{^other.href}} leads nowhere{{/other.href}}", "id-2 leads nowhere"},
        {"{{#rows.count}}<{{rows.count}}:{{#rows}}{{.}} {{.raw}}{{/rows}}>{{/rows.count}}", "<1:1,234,567 1234567>"},
        {"{{#none.count}}some{{/none.count}}{{^none.count}}{{none.count}}{{/none.count}}", "0"},
        {"{{#due}}{{.near}}{{/due}}", "tomorrow"},
        {"{{chart.kind}} {{chart.raw}}", "line {&quot;kind&quot;:&quot;line&quot;}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out = buf_init(a, 0);
        CHECK_INT(mustache_parse(a, str_of(cases[i].text), false, NULL, &template), OK);
        mustache_render(template, NULL, view, NULL, NULL, &berlin, &out);
        CHECK_STR(buf_str(&out).p, cases[i].expected);
    }
    arena_free(a);
}

TEST(mustache, takes_words_from_the_catalogue)
{
    struct arena *a = arena_new(0);
    CHECK(message_load() == OK);
    CHECK_STR(rendered(a, "{{t.error.not-found.title}}", "{}", "{}", &berlin), "Not found");
    CHECK_STR(rendered(a, "{{t.near.in.days}} {{#b}}{{t.near.in.days}}{{/b}}", "{\"count\":1,\"b\":{\"count\":1200}}",
                       "{}", &berlin),
              "in 1 day in 1,200 days");
    log_level_set(LOG_ERROR);
    CHECK_STR(rendered(a, "{{t.no.such.word}}", "{}", "{}", &berlin), "no.such.word");
    log_level_set(LOG_INFO);
    CHECK_STR(rendered(a, "{{t.x}}", "{\"t\":{\"x\":\"plain\"}}", "{}", NULL), "plain");
    arena_free(a);
}

TEST(mustache, ends_whatever_templates_do)
{
    struct arena *a = arena_new(0);
    CHECK_STR(rendered(a, "{{>p}}", "{}", "{\"p\":\"{{>p}}\"}", NULL), "");
    CHECK(rendered(a, "{{>p}}", "{}", "{\"p\":\"{{>p}}{{>p}}\"}", NULL) == NULL); /* gives up: the buffer has failed */
    CHECK_STR(rendered(a, "{{<p}}{{$x}}a{{$x}}b{{/x}}{{/x}}{{/p}}", "{}", "{\"p\":\"{{$x}}{{/x}}\"}", NULL), "ab");
    arena_free(a);
}

TEST(mustache, moves_lines_of_partials_and_blocks)
{
    static const struct {
        const char *text, *partials, *expected;
    } cases[] = {
        {"  {{>p}}\n", "{\"p\":\"a\\n  {{>q}}\\nb\\n\",\"q\":\"x\\ny\\n\"}", "  a\n    x\n    y\n  b\n"},
        {"  {{>p}}\n", "{\"p\":\"{{#v}}1{{/v}}{{^v}}0{{/v}}2\\n{{! c }}3\\n\"}", "  02\n  3\n"},
        {"{{<p}}\n{{$b}}\n  <p>\n    x\n  </p>\n{{/b}}\n{{/p}}\n",
         "{\"p\":\"<main>\\n    {{$b}}\\n    {{/b}}\\n</main>\\n\"}", "<main>\n    <p>\n      x\n    </p>\n</main>\n"},
        {"{{<p}}{{$b}}x{{/b}}{{/p}}", "{\"p\":\"<\\n  {{$b}}\\n  {{/b}}\\n>\"}", "<\n  x>"},
    };
    struct arena *a = arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_STR(rendered(a, cases[i].text, "{}", cases[i].partials, NULL), cases[i].expected);
    arena_free(a);
}

TEST(mustache, survives_each_failing_allocation)
{
    struct arena *keep = arena_new(0);
    const struct value *view = read_value(keep, "{\"rows\":[{\"n\":1},{\"n\":2}],\"w\":{\"count\":2}}");
    enum err err = ERR_MEMORY;
    bool failed = true;
    CHECK(message_load() == OK);
    for (uint64_t nth = 1; (err || failed) && nth < 1000; nth++) {
        struct arena *a = arena_new(0);
        const struct mustache *template;
        struct buf out = buf_init(a, 0);
        arena_fail_at(nth);
        err = mustache_parse(
            a, S(" {{#rows}}\n{{n}} {{n.raw}}{{#n.raw}}!{{/n.raw}}{{/rows}}{{#w}}{{t.near.in.days}}{{/w}}"), true, NULL,
            &template);
        if (err == OK)
            mustache_render(template, NULL, view, NULL, NULL, &berlin, &out);
        failed = buf_str(&out).p == NULL;
        arena_fail_at(0);
        arena_free(a);
    }
    CHECK(err == OK && !failed);
    arena_free(keep);
}
