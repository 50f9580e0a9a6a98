/* What a command says: words on standard output, problems on standard error. */
#include "base/json.h"
#include "base/message.h"
#include "cli/cli.h"
#include "store/store.h"
#include <stdio.h>

struct value *cli_store_shown(struct cli *cli)
{
    return cli_text(cli, store_url_shown(cli->arena, cli_setting(cli, SETTING_STORE)));
}

struct value *cli_text(struct cli *cli, struct str text)
{
    return value_text(cli->arena, text.p ? text : S(""));
}

struct value *cli_number(struct cli *cli, int64_t number)
{
    return value_int(cli->arena, number);
}

static struct value *gather(struct cli *cli, va_list pairs)
{
    struct value *args = value_map(cli->arena);
    for (const char *name = va_arg(pairs, const char *); name; name = va_arg(pairs, const char *))
        value_put(args, name, va_arg(pairs, struct value *));
    return args;
}

struct str cli_words(struct cli *cli, const char *key, ...)
{
    va_list pairs;
    va_start(pairs, key);
    struct str words = message(cli->arena, "en", key, gather(cli, pairs));
    va_end(pairs);
    return words;
}

void cli_say(struct cli *cli, const char *key, ...)
{
    va_list pairs;
    va_start(pairs, key);
    cli_print(message(cli->arena, "en", key, gather(cli, pairs)));
    va_end(pairs);
    cli_print(S("\n"));
}

enum err cli_fail(struct cli *cli, enum err err, const char *key, ...)
{
    va_list pairs;
    va_start(pairs, key);
    cli->problems.detail = message(cli->arena, "en", key, gather(cli, pairs));
    va_end(pairs);
    return err;
}

void cli_print(struct str text)
{
    if (text.n)
        (void)fwrite(text.p, 1, text.n, stdout); /* whether it was written is asked at the end: cli_main */
}

enum err cli_print_json(struct cli *cli, const struct value *tree)
{
    struct buf out = buf_init(cli->arena, 0);
    json_write_pretty(&out, tree);
    buf_char(&out, '\n');
    struct str text = buf_str(&out);
    cli_print(text);
    return text.p ? OK : ERR_MEMORY;
}

/* The words of an error on the command line; those of the web where they fit as well. */
static struct str error_words(struct cli *cli, enum err err)
{
    struct str own = arena_printf(cli->arena, "cli.error.%s", err_code(err));
    struct str web = arena_printf(cli->arena, "error.%s.detail", err_code(err));
    if (!own.p || !web.p)
        return S("out of memory");
    return message(cli->arena, "en", message_find("en", own).p ? own.p : web.p, NULL);
}

/* "/email" is "email" to people; rows are named in the words themselves; other places keep their form. */
static struct str place_words(struct str pointer)
{
    if (str_starts(pointer, S("/rows/")))
        return S("");
    bool plain = pointer.n > 1 && pointer.p[0] == '/' && str_find(str_part(pointer, 1, pointer.n), '/') < 0;
    return plain ? str_part(pointer, 1, pointer.n) : pointer;
}

void cli_report(struct cli *cli, enum err err)
{
    const char *name = cli->command ? cli->command->name : "";
    const char *gap = *name ? " " : "";
    const struct problems *problems = &cli->problems;
    if (cli->problem_json) {
        struct buf out = buf_init(cli->arena, 0);
        json_write_pretty(&out, problem_view(cli->arena, err, problems));
        fprintf(stderr, "%.*s\n", STR_ARG(buf_str(&out)));
        return;
    }
    if (problems->detail.n || !problems->count) {
        struct str words = problems->detail.n ? problems->detail : error_words(cli, err);
        fprintf(stderr, "entente%s%s: %.*s\n", gap, name, STR_ARG(words));
    }
    for (const struct problem *p = problems->first; p; p = p->next) {
        struct str place = place_words(p->pointer);
        fprintf(stderr, "entente%s%s: %.*s%s%.*s\n", gap, name, STR_ARG(place), place.n ? ": " : "",
                STR_ARG(p->detail));
    }
    if (problems->count > PROBLEMS_MAX) {
        struct str more =
            cli_words(cli, "cli.more-problems", "count", cli_number(cli, problems->count - PROBLEMS_MAX), NULL);
        fprintf(stderr, "entente%s%s: %.*s\n", gap, name, STR_ARG(more));
    }
}
