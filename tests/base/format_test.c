#include "base/arena.h"
#include "base/format.h"
#include "check.h"
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Both ways into rooms of every size say the same. */
__attribute__((format(printf, 1, 2))) static void alike(const char *format, ...)
{
    char ours[64], theirs[64];
    for (size_t room = 0; room < sizeof ours; room++) {
        va_list args;
        memset(ours, '~', sizeof ours);
        memset(theirs, '~', sizeof theirs);
        va_start(args, format);
        int n = format_text(ours, room, format, args);
        va_end(args);
        va_start(args, format);
        int m = vsnprintf(theirs, room, format, args);
        va_end(args);
        CHECK_INT(n, m);
        size_t shown = room && (size_t)m + 1 < room ? (size_t)m + 1 : room;
        CHECK_MEM(ours, shown, theirs, shown);
    }
}

TEST(format, says_what_printf_says)
{
    alike("nothing");
    alike("%s", "");
    alike("%s and %.*s|", "text", 3, "parted");
    alike("%.*s", 10, "short");
    alike("%c%c %%", 'a', 'z');
    alike("%d %d %d", 0, INT_MAX, INT_MIN);
    alike("%u %zu", UINT_MAX, SIZE_MAX);
    alike("%lld %llu", LLONG_MIN, ULLONG_MAX);
    alike("%02d:%5.1f", 7, 2.25); /* left to the C library */
    alike("%s %x", "both", 255u);
}

TEST(format, long_texts_in_arenas)
{
    struct arena *arena = arena_new(0);
    char text[1000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = 0;
    struct str made = arena_printf(arena, "%s-%d", text, 7);
    CHECK_INT(made.n, sizeof text - 1 + 2);
    CHECK(str_ends(made, S("x-7")));
    arena_free(arena);
}
