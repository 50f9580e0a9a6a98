#include "check.h"
#include "web/negotiate.h"
#include <stdlib.h>

static void gives(const char *accept, enum format for_browser, enum format for_program, enum format for_list)
{
    if (negotiate(str_of(accept), false, false) != for_browser ||
        negotiate(str_of(accept), true, false) != for_program || negotiate(str_of(accept), false, true) != for_list)
        CHECK_FAIL("Accept: %s", accept);
}

TEST(negotiate, chooses_the_face)
{
    const enum format html = FORMAT_HTML, json = FORMAT_JSON, csv = FORMAT_CSV, other = FORMAT_OTHER;
    gives("", html, json, html);
    gives("*/*", html, json, html);
    gives("text/html", html, html, html);
    gives("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", html, html, html);
    gives("application/json", json, json, json);
    gives("application/json, text/plain, */*", json, json, json);
    gives("application/problem+json", json, json, json);
    gives("APPLICATION/JSON", json, json, json);
    gives("text/*", html, html, html);
    gives("application/*", json, json, json);
    gives("text/html;q=0.5, application/json", json, json, json);
    gives("text/html;q=0.5, application/json;q=0.4", html, html, html);
    gives("text/html, application/json", html, json, html);
    gives("text/csv", other, other, csv);
    gives("text/csv, */*;q=0.1", html, json, csv);
    gives("text/csv;q=0, */*", html, json, html);
    gives("text/html, text/csv", html, html, html);
    gives("image/png", other, other, other);
    gives("text/html;q=0", other, other, other);
    gives("text/html;level=1;q=0.3, application/json;q=0.2", html, html, html);
}

TEST(negotiate, takes_a_type_that_is_named)
{
    CHECK(accept_takes(S("image/svg+xml"), S("image/svg+xml; charset=utf-8")));
    CHECK(accept_takes(S("image/*"), S("image/svg+xml")));
    CHECK(accept_takes(S(""), S("text/csv")));
    CHECK(!accept_takes(S("image/png"), S("image/svg+xml")));
    CHECK(!accept_takes(S("image/svg+xml;q=0, */*"), S("image/svg+xml")));
}

TEST(negotiate, random_headers_do_no_harm)
{
    unsigned seed = 5;
    for (int round = 0; round < 50000; round++) {
        char raw[60];
        size_t n = (size_t)(rand_r(&seed) % 60);
        for (size_t i = 0; i < n; i++)
            raw[i] = "text/html*,;q=01. json\x80"[rand_r(&seed) % 24];
        enum format format = negotiate((struct str){raw, n}, round & 1, round & 2);
        CHECK(format <= FORMAT_OTHER && (format != FORMAT_CSV || (round & 2)));
    }
}
