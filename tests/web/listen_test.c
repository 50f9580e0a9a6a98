#include "check.h"
#include "web/listen.h"
#include <unistd.h>

static bool forwards(const char *header, const char *address)
{
    struct arena *arena = arena_new(0);
    struct str found = forwarded_text(arena, str_of(header), S("192.0.2.1"));
    bool good = str_is(found, address);
    arena_free(arena);
    return good;
}

TEST(listen, the_last_forwarded_address_counts)
{
    CHECK(forwards("198.51.100.7", "198.51.100.7"));
    CHECK(forwards("10.0.0.1, 198.51.100.7", "198.51.100.7"));
    CHECK(forwards("forged, 2001:DB8::1", "2001:db8::1"));
    CHECK(forwards("::ffff:198.51.100.7", "198.51.100.7"));
    CHECK(forwards("", "192.0.2.1"));
    CHECK(forwards("198.51.100.7,", "192.0.2.1"));
    CHECK(forwards("198.51.100.7, not an address", "192.0.2.1"));
    CHECK(forwards("198.51.100.7:80", "192.0.2.1"));
}

TEST(listen, takes_a_free_port_and_says_what_is_wrong)
{
    struct arena *arena = arena_new(0);
    struct problems problems = problems_init(arena);
    uint16_t port = 0, again = 0;
    int fd = -1, second = -1;
    CHECK_INT(listen_open(S("/listen"), "127.0.0.1", 0, &problems, &fd, &port), OK);
    CHECK(port != 0);
    CHECK_INT(listen_open(S("/listen"), "127.0.0.1", port, &problems, &second, &again), ERR_CONFLICT);
    CHECK_INT(listen_open(S("/listen"), "localhost", 0, &problems, &second, &again), ERR_INPUT);
    CHECK_INT(listen_open(S("/listen"), "192.0.2.1", 0, &problems, &second, &again), ERR_INPUT);
    CHECK_INT(problems.count, 3);
    close(fd);
    arena_free(arena);
}
