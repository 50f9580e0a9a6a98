#include "base/arena.h"
#include "check.h"
#include "web/download.h"
#include "web/upload.h"

TEST(download, ranges)
{
    static const struct {
        const char *header;
        int found;
        int64_t first, count;
    } cases[] = {{"bytes=0-0", 1, 0, 1},
                 {"bytes=2-4", 1, 2, 3},
                 {"bytes=7-", 1, 7, 3},
                 {"bytes=-3", 1, 7, 3},
                 {"bytes=-99", 1, 0, 10},
                 {"bytes=9-99", 1, 9, 1},
                 {"bytes=10-", -1, 0, 0},
                 {"bytes=-0", -1, 0, 0},
                 {"bytes=4-2", 0, 0, 0},
                 {"bytes=-", 0, 0, 0},
                 {"bytes=x-1", 0, 0, 0},
                 {"bytes=0-1,3-4", 0, 0, 0},
                 {"bits=0-1", 0, 0, 0},
                 {"bytes=+1-2", 0, 0, 0},
                 {"bytes=99999999999999999999-", 0, 0, 0},
                 {"bytes=1--2", 0, 0, 0},
                 {"", 0, 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t first = 0, count = 0;
        if (download_range(str_of(cases[i].header), 10, &first, &count) != cases[i].found || first != cases[i].first ||
            count != cases[i].count)
            CHECK_FAIL("%s gives %lld, %lld", cases[i].header, (long long)first, (long long)count);
    }
}

TEST(download, names_are_safe_in_headers)
{
    struct arena *a = arena_new(0);
    CHECK_STR(download_disposition(a, S("plan.pdf")).p, "attachment; filename=\"plan.pdf\"");
    CHECK_STR(download_disposition(a, S("a\"b\\c%.pdf")).p,
              "attachment; filename=\"a_b_c_.pdf\"; filename*=UTF-8''a%22b%5Cc%25.pdf");
    CHECK_STR(download_disposition(a, S("a\r\nb: c.pdf")).p,
              "attachment; filename=\"a__b: c.pdf\"; filename*=UTF-8''a%0D%0Ab%3A%20c.pdf");
    arena_free(a);
}

TEST(download, places_for_uploads_are_shared)
{
    struct uploads uploads;
    int places[8];
    CHECK_INT(uploads_init(&uploads, 8), OK);
    places[0] = uploads_take(&uploads, S("a"));
    places[1] = uploads_take(&uploads, S("a"));
    CHECK(places[0] >= 0 && places[1] >= 0 && places[0] != places[1]);
    CHECK_INT(uploads_take(&uploads, S("a")), -1); /* a quarter of eight */
    for (int i = 2; i < 8; i++) {
        const char *names[] = {"b", "c", "d"};
        places[i] = uploads_take(&uploads, str_of(names[(i - 2) / 2]));
        CHECK(places[i] >= 0);
    }
    CHECK_INT(uploads_take(&uploads, S("e")), -1);
    uploads_give(&uploads, places[1]);
    CHECK_INT(uploads_take(&uploads, S("a")), places[1]);
    uploads_release(&uploads);
}
