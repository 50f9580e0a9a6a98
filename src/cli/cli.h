/* cli.h: the command line. One table of commands (command_table.c) gives parsing, help and docs/commands.md; one table
 * of settings (settings.c) gives file, environment, flags, help and docs/settings.md. A command is one small file
 * with a function that gets a `struct cli` and answers with an error, whose exit status the program ends with. All
 * words come from the catalogue under cli.… */
#ifndef CLI_CLI_H
#define CLI_CLI_H
#include "base/problem.h"
#include "cli/settings.h"

struct cli;
struct route;
struct store;

/* How the server listens and answers; what main.c gives to web.h. */
struct server_plan {
    const char *address;  /* without brackets */
    uint16_t port;        /* 0: any free one */
    const char *base_url; /* NULL: as clients ask for it */
    const char *metrics;  /* address for metrics, likewise; NULL: none */
    uint16_t metrics_port;
    bool behind_proxy, secure_cookies;
    unsigned threads, workers, connections, uploads;
};

/* What the program offers beside the engines' tables; main.c, which alone knows everything, fills it in. */
struct program {
    enum err (*server_start)(const struct server_plan *plan, struct store *store, struct problems *problems,
                             void **server);
    uint16_t (*server_port)(const void *server);
    enum err (*server_stop)(void *server, int grace_ms);
    const struct route *(*route_at)(size_t i); /* in order of path and method; NULL past the end */
    struct value *(*api)(struct arena *arena); /* the OpenAPI document */
};

enum option_flag {
    OPTION_NEEDED = 1, /* the command cannot do without */
    OPTION_MANY = 2    /* may be given several times */
};
/* An option of a command that is no setting. Words: cli.option.<name>. */
struct option {
    const char *name;  /* "dry-run" */
    const char *value; /* what stands for its value in help ("DATE"); NULL: a switch without one */
    unsigned flags;
};

/* Words: cli.<name>.summary, one line, and cli.<name>.about, a few; blanks in the name are written as "-". */
struct command {
    const char *name;             /* "user add" */
    const char *operands;         /* "EMAIL", "KIND FILE", "[NAME]" or "" */
    const struct option *options; /* ended by name NULL; or NULL */
    const enum setting *settings; /* ended by SETTING_COUNT: those it takes as flags, beside --config */
    int least, most;              /* number of operands */
    enum err (*run)(struct cli *cli);
};
/* The i-th command, in the order in which help shows them; NULL past the end. */
const struct command *command_at(size_t i);
/* The command of that name ("user add"); NULL when there is none. */
const struct command *command_find(struct str name);

/* An option as it was given. */
struct given {
    const struct option *option;
    struct str value;
    struct given *next;
};

/* One run of one command. */
struct cli {
    const struct program *program;
    const struct command *command;
    struct arena *arena;
    struct problems problems; /* what is wrong, in words */
    struct settings settings;
    struct given *given;
    const struct str *operands;
    size_t count;
    bool problem_json; /* errors go to standard error as problem+json */
};

/* Runs the command line; returns the exit status. Catalogue, kinds and calculators are in place. */
int cli_main(const struct program *program, int argc, char **argv);

/* Whether the option was given; its (last) value, or empty. */
bool cli_has(const struct cli *cli, const char *option);
struct str cli_option(const struct cli *cli, const char *option);
/* The whole number from 1 to `most` that the option gives, or `otherwise`; ERR_INPUT with words for another. */
enum err cli_count(struct cli *cli, const char *option, int otherwise, int most, int *out) MUST_CHECK;
/* The setting's value; empty when it has none. */
struct str cli_setting(const struct cli *cli, enum setting setting);
/* The i-th operand, or empty. */
struct str cli_operand(const struct cli *cli, size_t i);

/* Words of the catalogue with pairs of name and struct value *, ended by NULL; in the arena. */
struct str cli_words(struct cli *cli, const char *key, ...) __attribute__((sentinel));
/* The same, printed as a line on standard output. */
void cli_say(struct cli *cli, const char *key, ...) __attribute__((sentinel));
/* Says what is wrong as a whole (the line on standard error) and returns `err`. */
enum err cli_fail(struct cli *cli, enum err err, const char *key, ...) __attribute__((sentinel));
/* Prints the bytes, or the tree as indented JSON with a line end, on standard output. */
void cli_print(struct str text);
enum err cli_print_json(struct cli *cli, const struct value *tree) MUST_CHECK;
/* Writes the problems of `err` on standard error. */
void cli_report(struct cli *cli, enum err err);
/* A text as an argument of words. */
struct value *cli_text(struct cli *cli, struct str text);
/* The store's address, fit to show: without a password. */
struct value *cli_store_shown(struct cli *cli);
struct value *cli_number(struct cli *cli, int64_t number);

/* What cli_main does first (command_line.c): takes the words apart into command, options, operands and settings.
 * *help: --help was asked for; nothing else is checked then. */
enum err command_line_read(struct cli *cli, int argc, char **argv, bool *help) MUST_CHECK;
/* The known word nearest to `word`, or p NULL when none is near. `at` gives the i-th known word, NULL past the end. */
struct str nearest_word(struct arena *arena, struct str word, const char *(*at)(size_t i, const void *user),
                        const void *user);
#endif
