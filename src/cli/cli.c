/* A whole run of the program: the command line is read, settings are filled in, the command does its work. */
#include "cli/cli.h"
#include "base/log.h"
#include "cli/help.h"
#include <stdio.h>

static void apply_log_level(const struct cli *cli)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    for (int i = 0; i < 4; i++)
        if (str_is(cli_setting(cli, SETTING_LOG_LEVEL), names[i]))
            log_level_set((enum log_level)i);
}

static enum err run(struct cli *cli, int argc, char **argv)
{
    bool help = false;
    struct str first = argc > 1 ? str_of(argv[1]) : S("");
    if (str_is(first, "--help") || str_is(first, "-h")) {
        help_overview(cli);
        return OK;
    }
    if (argc < 2)
        return problem_say(&cli->problems, S(""), "cli.line.nothing", NULL);
    enum err err = command_line_read(cli, argc, argv, &help);
    if (err)
        return err;
    if (help) {
        help_on(cli, cli->command ? str_of(cli->command->name) : first);
        return OK;
    }
    if (cli->command->settings)
        err = settings_complete(&cli->settings, &cli->problems);
    apply_log_level(cli);
    return err ? err : cli->command->run(cli);
}

int cli_main(const struct program *program, int argc, char **argv)
{
    struct arena *arena = arena_new((size_t)4 << 30);
    if (!arena)
        return err_exit(ERR_MEMORY);
    struct cli cli = {.program = program, .arena = arena, .problems = problems_init(arena)};
    enum err err = run(&cli, argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("entente: standard output");
        err = err ? err : ERR_STORE;
    }
    if (err)
        cli_report(&cli, err);
    arena_free(arena);
    return err_exit(err);
}
