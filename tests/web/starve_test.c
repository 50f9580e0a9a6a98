/* Memory that runs out at any moment of a request, in any library: no crash, no leak (the sanitizer looks at the end),
 * nothing but a good answer looks like one, nothing is half done, and what is asked next is done. */
#include "../lib/allocation.h"
#include "base/date.h"
#include "check.h"
#include "engines/engine.h"
#include "kernel/calc.h"
#include "site.h"
#include <stdlib.h>

enum { SAMPLES = 24, HANG_MS = 15000, MARGIN = 5 };

struct starving {
    struct site site;
    struct str organisation; /* that documents are attached to */
    int made;
};

struct wish {
    const char *name, *method, *path, *headers;
    const char *body; /* "%d" in it and in the path: a number of its own; NULL: none */
    bool browser;     /* asked as a browser with a session, else by a program's token; `nobody`: by neither */
    bool nobody;
    int well;
};

static const struct wish wishes[] = {
    {"page", "GET", "/organisations", "", NULL, true, false, 200},
    {"record", "GET", "/organisations/HERE", "", NULL, false, false, 200},
    {"list", "GET", "/organisations", "", NULL, false, false, 200},
    {"table", "GET", "/organisations", "Accept: text/csv\r\n", NULL, false, false, 200},
    {"search", "GET", "/search?q=firm", "", NULL, false, false, 200},
    {"what is kept on one", "GET", "/account/personal-data", "", NULL, false, false, 200},
    {"calculate", "POST", "/calc/gainshare", SITE_JSON,
     "{\"target\":20000,\"actual\":21000,\"bands\":[{\"from\":0,\"to\":0.975,\"share\":0},{\"from\":0.975,\"to\":1.025,"
     "\"share\":0.5},{\"from\":1.025,\"to\":null,\"share\":1}],\"cap\":null,\"pool\":0,\"score\":0}",
     false, false, 200},
    {"nothing", "GET", "/none", "", NULL, false, false, 404},
    {"create", "POST", "/organisations", SITE_JSON, "{\"name\":\"Firm %d\",\"kind\":\"partner\"}", false, false, 201},
    {"form", "POST", "/organisations", SITE_FORM, "name=Form+%d&csrf=PROOF", true, false, 303},
    {"attach", "POST", "/organisations/HERE/documents?name=File%%20%d",
     "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=\"a.txt\"\r\n", "some words %d", false,
     false, 201},
    {"sign in", "POST", "/sign-in", SITE_JSON, "{\"email\":\"u%d@nobody.example\",\"password\":\"a guess %d\"}", false,
     true, 401},
};

static struct str put(struct arena *arena, struct str text, const char *what, struct str with)
{
    const char *at = text.n ? strstr(text.p, what) : NULL;
    if (!at)
        return text;
    size_t before = (size_t)(at - text.p), n = strlen(what);
    return arena_printf(arena, "%.*s%.*s%s", (int)before, text.p, STR_ARG(with), at + n);
}

/* The bytes of a wish: with a number and a client's address of its own. */
static struct str bytes_of(struct starving *s, struct arena *arena, const struct wish *wish)
{
    int number = ++s->made;
    struct str digits = arena_printf(arena, "%d", number), target = str_of(wish->path), body = str_of(wish->body);
    for (int i = 0; i < 2; i++) {
        target = put(arena, target, "%d", digits);
        body = put(arena, body, "%d", digits);
    }
    target = put(arena, put(arena, target, "HERE", s->organisation), "%%", S("%"));
    body = put(arena, body, "PROOF", s->site.csrf);
    const char *as = wish->nobody    ? wish->headers
                     : wish->browser ? SITE_BROWSER(&s->site, wish->headers)
                                     : SITE_TOKEN(&s->site, wish->headers);
    struct buf out = buf_init(arena, 0);
    buf_printf(&out, "%s %.*s HTTP/1.1\r\nHost: here\r\nConnection: close\r\nX-Forwarded-For: 10.%d.%d.1\r\n%s",
               wish->method, STR_ARG(target), number / 250, number % 250, as);
    if (wish->body)
        buf_printf(&out, "Content-Length: %zu\r\n", body.n);
    buf_printf(&out, "\r\n%.*s", STR_ARG(body));
    return buf_str(&out);
}

/* The status of the answer; 0: the connection was closed without one. */
static int ask(struct starving *s, const struct wish *wish, unsigned fail_at, bool on, unsigned *asked)
{
    struct arena *arena = arena_new(0);
    struct str bytes = bytes_of(s, arena, wish);
    int64_t begun = monotonic_ms();
    allocation_fail(fail_at, on);
    struct str all = site_talk(&s->site, arena, bytes);
    *asked = allocation_stop();
    int status = str_starts(all, S("HTTP/1.1 ")) && all.n > 12
                     ? (all.p[9] - '0') * 100 + (all.p[10] - '0') * 10 + (all.p[11] - '0')
                     : 0;
    /* PostgreSQL is asked for twenty seconds what became of a commit that was not heard of. */
    if (monotonic_ms() - begun > HANG_MS && !strcmp(store_scheme(s->site.house.store), "sqlite"))
        CHECK_FAIL("%s hangs when allocation %u fails", wish->name, fail_at);
    arena_free(arena);
    return status;
}

static int64_t number(struct starving *s, const char *sql)
{
    CHECK_INT(conn_see_all(s->site.house.conn), OK);
    struct stmt *stmt = conn_prepare(s->site.house.conn, str_of(sql));
    bool row = false;
    CHECK_INT(stmt_step(stmt, &row), OK);
    int64_t count = row ? stmt_column_int(stmt, 0) : -1;
    stmt_done(stmt);
    CHECK_INT(conn_see_back(s->site.house.conn, OK), OK);
    return count;
}

/* Row, event, words and bytes are there together or not at all. */
static void check_whole(struct starving *s)
{
    static const char *const halves[] = {
        "SELECT count(*) FROM organisation r WHERE NOT EXISTS (SELECT 1 FROM search_entry s"
        " WHERE s.tenant_id = r.tenant_id AND s.record_id = r.id) OR NOT EXISTS (SELECT 1 FROM event e"
        " WHERE e.tenant_id = r.tenant_id AND e.record_id = r.id AND e.version = r.version)",
        "SELECT count(*) FROM event e WHERE e.kind = 'organisation' AND NOT EXISTS (SELECT 1 FROM organisation r"
        " WHERE r.tenant_id = e.tenant_id AND r.id = e.record_id)",
        "SELECT count(*) FROM document r WHERE NOT EXISTS (SELECT 1 FROM content c WHERE c.tenant_id = r.tenant_id"
        " AND c.document_id = r.id AND c.size = r.size)",
    };
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++)
        CHECK_INT(number(s, halves[i]), 0);
}

/* ENTENTE_STARVE=all: at every allocation, not at some. */
static unsigned step_of(unsigned needed)
{
    const char *wanted = getenv("ENTENTE_STARVE");
    return wanted && !strcmp(wanted, "all") ? 1 : needed / SAMPLES + 1;
}

static void starve(struct starving *s, const struct wish *wish, bool on)
{
    unsigned needed = 0, asked, tries = 0, failures = 0, closed = 0;
    CHECK_INT(ask(s, wish, 0, false, &needed), wish->well); /* what is kept prepared is there from then on */
    CHECK_INT(ask(s, wish, 0, false, &needed), wish->well);
    unsigned step = step_of(needed);
    for (unsigned n = 1; n <= needed + MARGIN; n += step, tries++) {
        int status = ask(s, wish, n, on, &asked);
        if (status && status != wish->well && status != 500 && status != 503)
            CHECK_FAIL("%s: status %d when allocation %u of %u fails%s", wish->name, status, n, needed,
                       on ? " and all that follow" : "");
        failures += status != wish->well;
        closed += status == 0;
    }
    CHECK_INT(ask(s, wish, 0, false, &asked), wish->well);
    if (getenv("ENTENTE_STARVE"))
        printf("%s%s: %u allocations, %u tried, %u refused, of them %u closed\n", wish->name, on ? ", on and on" : "",
               needed, tries, failures, closed);
    CHECK(failures > 0);
    check_whole(s);
}

static struct starving open_site(void)
{
    const struct web_config config = {.behind_proxy = true, .threads = 1};
    for (size_t i = 0; engines[i]; i++)
        if (engines[i]->calculators)
            CHECK_INT(calc_register(engines[i]->calculators), OK);
    struct starving s = {.site = site_open(&config)};
    struct arena *a = s.site.house.arena;
    struct answer_seen seen =
        site_ask(&s.site, a, "POST", "/organisations", SITE_TOKEN(&s.site, SITE_JSON), "{\"name\":\"First firm\"}");
    CHECK_INT(seen.status, 201);
    s.organisation = arena_copy(a, value_get_text(seen.json, "id"));
    return s;
}

TEST(starve, each_allocation_of_each_library_may_fail)
{
    struct starving s = open_site();
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++)
        starve(&s, &wishes[i], false);
    site_close(&s.site);
}

TEST(starve, memory_may_run_out_and_stay_out)
{
    struct starving s = open_site();
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++)
        starve(&s, &wishes[i], true);
    site_close(&s.site);
}
