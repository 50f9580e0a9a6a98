/* person data, person erase: what the workspace holds about somebody, and erasing them, by the operator. */
#include "base/json.h"
#include "cli/commands.h"
#include "cli/task.h"
#include "kernel/personal.h"

static enum err open_person(struct cli *cli, struct task *task, enum personal_act act, struct personal *personal)
{
    struct str person, text = cli_operand(cli, 0);
    enum err err = personal_find(&task->work, task->tenant, text, &person);
    if (err == ERR_NOT_FOUND)
        return cli_fail(cli, err, "cli.person.unknown", "name", cli_text(cli, text), NULL);
    if (err == ERR_CONFLICT)
        return cli_fail(cli, err, "cli.person.several", "name", cli_text(cli, text), NULL);
    return err ? err : personal_open(&task->work, task->viewer, person, act, personal);
}

enum err command_person_data(struct cli *cli)
{
    struct task task;
    struct personal personal;
    struct value *view = NULL;
    struct buf csv = buf_init(cli->arena, 0);
    struct str format = cli_option(cli, "format");
    if (format.p && !str_is(format, "json") && !str_is(format, "csv"))
        return cli_fail(cli, ERR_INPUT, "personal.format", NULL);
    enum err err = task_open(cli, CONN_READ, &task);
    if (err)
        return err;
    err = open_person(cli, &task, PERSONAL_READ, &personal);
    if (err == OK)
        err = personal_list(&task.work, task.viewer, &personal, true, &view);
    if (err == OK && str_is(format, "csv"))
        err = personal_csv(&task.work, view, &csv);
    err = task_end(cli, &task, err);
    if (err)
        return err;
    if (!str_is(format, "csv"))
        return cli_print_json(cli, view);
    cli_print(buf_str(&csv));
    return OK;
}

/* "Note 0197…: Text" for a text that stays. */
static void say_places(struct cli *cli, const struct value *view)
{
    const struct value *texts = value_get(view, "texts");
    if (texts && texts->count)
        cli_say(cli, "cli.person-erase.texts", "count", cli_number(cli, texts->count), NULL);
    VALUE_EACH (place, texts) {
        struct str key = arena_printf(cli->arena, "kind.%.*s.one", STR_ARG(value_get_text(place, "kind")));
        struct str kind = key.p ? cli_words(cli, key.p, NULL) : S(""), line;
        line = arena_printf(cli->arena, "  %.*s %.*s: %.*s\n", STR_ARG(kind), STR_ARG(value_get_text(place, "id")),
                            STR_ARG(value_get_text(place, "label")));
        cli_print(line);
    }
}

static void say_preview(struct cli *cli, const struct value *view)
{
    const struct value *records = value_get(view, "records");
    struct value *name = cli_text(cli, value_get_text(view, "name"));
    if (value_get_bool(view, "erased")) {
        cli_say(cli, "cli.person-erase.already", "name", name, NULL);
        return;
    }
    cli_say(cli, "cli.person-erase.preview", "name", name, "pseudonym",
            cli_text(cli, value_get_text(view, "pseudonym")), "records",
            cli_number(cli, records ? (int64_t)records->count : 0), "events",
            cli_number(cli, value_get_int(view, "events", 0)), NULL);
    say_places(cli, view);
    cli_say(cli, "cli.person-erase.how", "name", name, NULL);
}

enum err command_person_erase(struct cli *cli)
{
    struct task task;
    struct personal personal;
    struct value *view = NULL;
    bool go = cli_has(cli, "confirm");
    enum err err = task_open(cli, go ? CONN_WRITE : CONN_READ, &task);
    if (err)
        return err;
    err = open_person(cli, &task, PERSONAL_ERASE, &personal);
    if (err == OK && go)
        err = personal_erase(&task.work, task.viewer, &personal, cli_option(cli, "confirm"), &view);
    else if (err == OK)
        err = personal_preview(&task.work, task.viewer, &personal, &view);
    err = task_end(cli, &task, err);
    if (err)
        return err;
    if (cli_has(cli, "json"))
        return cli_print_json(cli, view);
    if (go)
        cli_say(cli, "cli.person-erase.done", "pseudonym", cli_text(cli, value_get_text(view, "name")), NULL);
    else
        say_preview(cli, view);
    return OK;
}
