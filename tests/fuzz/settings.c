/* Settings and the command line: "file" before the text of a settings file, else each line is a word of a command. */
#include "cli/settings.h"
#include "cli/cli.h"
#include "fuzz.h"
#include <sys/mman.h>
#include <unistd.h>

enum { WORDS = 40 };

static void check_file(struct arena *arena, struct str text)
{
    struct problems problems = problems_init(arena);
    struct settings settings = {.given = {false}};
    int fd = memfd_create("settings", 0);
    HOLDS(fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n);
    struct str path = arena_printf(arena, "/proc/self/fd/%d", fd);
    HOLDS(settings_flag(&settings, &problems, SETTING_CONFIG, path) == OK);
    enum err err = settings_complete(&settings, &problems);
    close(fd);
    HOLDS(err == OK || err == ERR_INPUT || err == ERR_TOO_LARGE);
    fuzz_problems(err, &problems);
    if (err)
        return;
    const char *address = NULL;
    uint16_t port;
    HOLDS(settings_address(arena, settings.value[SETTING_LISTEN], &address, &port) && *address);
    for (int i = 0; i < SETTING_COUNT; i++)
        HOLDS(settings.value[i].n > 0 || !settings.given[i]);
}

static void check_words(struct arena *arena, struct str text)
{
    struct cli cli = {.arena = arena, .problems = problems_init(arena)};
    const char *words[WORDS + 2] = {"entente"};
    struct str word;
    int count = 1;
    bool help = false;
    while (count < WORDS && str_cut(&text, '\n', &word))
        words[count++] = arena_cstr(arena, word);
    if (count < 2)
        return;
    enum err err = command_line_read(&cli, count, (char **)(uintptr_t)words, &help);
    HOLDS(err == OK || err == ERR_INPUT);
    fuzz_problems(err, &cli.problems);
    if (err || help)
        return;
    HOLDS(cli.command && cli.count >= (size_t)cli.command->least && cli.count <= (size_t)cli.command->most);
}

static void fuzz_one(struct arena *arena, struct str input)
{
    struct str rest = input, first = fuzz_line(&rest);
    if (str_is(first, "file"))
        check_file(arena, rest);
    else
        check_words(arena, input);
}
