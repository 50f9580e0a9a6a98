#include "base/date.h"
#include "check.h"
#include "cli/cli.h"
#include "cli/demo.h"

static int64_t day(const char *text)
{
    int64_t days = 0;
    CHECK(date_parse(str_of(text), &days));
    return days;
}

static void check_date(const char *as_of, const char *text, const char *expected)
{
    char written[11] = "none";
    int64_t days;
    if (demo_date(day(as_of), str_of(text), &days))
        date_write(days, written);
    CHECK_STR(written, expected);
}

TEST(cli, demo_dates_count_from_the_day_or_its_year)
{
    check_date("2026-03-02", "-1d", "2026-03-01");
    check_date("2026-03-02", "+30d", "2026-04-01");
    check_date("2024-02-29", "-1y", "2023-02-28");
    check_date("2024-02-29", "+4y", "2028-02-29");
    check_date("2026-03-31", "-1m", "2026-02-28");
    check_date("2026-03-31", "+10m", "2027-01-31");
    check_date("2026-01-15", "-1m", "2025-12-15");
    check_date("2026-03-02", "Y-3-04-01", "2023-04-01");
    check_date("2026-03-02", "Y+2-12-31", "2028-12-31");
    check_date("2026-03-02", "Y-02-28", "2026-02-28");
    check_date("2026-03-02", "2015-09-01", "2015-09-01");
}

TEST(cli, demo_dates_that_are_none_are_refused)
{
    static const char *const wrong[] = {"",  "d",   "-d",        "3d",       "-3",         "-3w",
                                        "Y", "Y-3", "Y-3-13-01", "Y3-04-01", "2026-02-30", "today"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        check_date("2026-03-02", wrong[i], "none");
}

static const char *word_at(size_t i, const void *user)
{
    return ((const char *const *)user)[i];
}

static void check_nearest(const char *word, const char *expected)
{
    static const char *const known[] = {"organisation", "import", "export", "store", "as", NULL};
    struct arena *arena = arena_new(0);
    struct str near = nearest_word(arena, str_of(word), word_at, known);
    CHECK_STR(near.p ? near.p : "none", expected);
    arena_free(arena);
}

TEST(cli, nearest_word_is_found_or_left_out)
{
    check_nearest("organization", "organisation");
    check_nearest("organisaton", "organisation");
    check_nearest("imoprt", "import");
    check_nearest("orga", "organisation");
    check_nearest("exprot", "export");
    check_nearest("a", "as");
    check_nearest("zebra", "none");
    check_nearest("", "none");
    check_nearest("a-word-that-is-much-longer-than-anything-anybody-would-ever-type-as-an-option", "none");
}

static void check_address(const char *text, const char *address, unsigned expected)
{
    struct arena *arena = arena_new(0);
    const char *host = "none";
    uint16_t port = 0;
    if (!settings_address(arena, str_of(text), &host, &port))
        host = "none";
    CHECK_STR(host, address);
    CHECK_INT(port, expected);
    arena_free(arena);
}

TEST(cli, addresses_are_taken_apart)
{
    check_address("127.0.0.1:8080", "127.0.0.1", 8080);
    check_address("localhost:0", "localhost", 0);
    check_address("[::1]:80", "::1", 80);
    check_address("0.0.0.0:65535", "0.0.0.0", 65535);
    check_address("127.0.0.1", "none", 0);
    check_address("::1:80", "none", 0);
    check_address(":80", "none", 0);
    check_address("host:", "none", 0);
    check_address("host:+80", "none", 0);
    check_address("host:65536", "none", 0);
    check_address("[]:80", "none", 0);
}
