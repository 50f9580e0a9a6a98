/* user add, list, disable, enable: who may sign in. */
#include "base/message.h"
#include "cli/commands.h"
#include "cli/link.h"
#include "kernel/account.h"
#include "kernel/record.h"

enum err roles_given(struct cli *cli, unsigned *roles)
{
    struct buf known = buf_init(cli->arena, 0);
    *roles = 0;
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        buf_printf(&known, "%s%s", i ? ", " : "", role_code((enum role)i));
    for (const struct given *g = cli->given; g; g = g->next) {
        enum role role;
        if (strcmp(g->option->name, "role") != 0)
            continue;
        if (!role_parse(g->value, &role))
            return cli_fail(cli, ERR_INPUT, "cli.role.unknown", "name", cli_text(cli, g->value), "names",
                            cli_text(cli, buf_str(&known)), NULL);
        *roles |= 1u << role;
    }
    if (!*roles)
        *roles = 1u << ROLE_MEMBER;
    return OK;
}

enum err organisation_given(struct cli *cli, struct task *task, struct str *id)
{
    struct str text = cli_option(cli, "organisation");
    *id = task->host;
    if (!text.p)
        return OK;
    enum err err = record_find(&task->work, task->viewer, kind_by_plural(S("organisations")), text, S(""), id);
    if (err == ERR_NOT_FOUND)
        return cli_fail(cli, err, "cli.organisation.unknown", "name", cli_text(cli, text), NULL);
    return err == ERR_CONFLICT ? cli_fail(cli, err, "cli.organisation.several", "name", cli_text(cli, text), NULL)
                               : err;
}

static enum err make_person(struct cli *cli, struct task *task, struct viewer *viewer, struct str *person)
{
    struct value *input = value_map(cli->arena), *made = NULL;
    if (!cli_has(cli, "name"))
        return cli_fail(cli, ERR_INPUT, "cli.user-add.name", "email", cli_text(cli, cli_operand(cli, 0)), NULL);
    value_put_text(cli->arena, input, "name", cli_option(cli, "name"));
    value_put_text(cli->arena, input, "organisation", viewer->organisation);
    value_put_text(cli->arena, input, "email", cli_operand(cli, 0));
    enum err err = record_create(&task->work, viewer, kind_by_plural(S("people")), input, INPUT_JSON, &made);
    if (err == OK)
        *person = value_get_text(made, "id");
    return err;
}

/* The person with that e-mail in the organisation's own list of people; made when there is none. */
static enum err find_person(struct cli *cli, struct task *task, struct str organisation, struct str *person)
{
    struct viewer *viewer;
    enum err err = task_viewer_for(task, organisation, &viewer);
    if (err)
        return err;
    err = record_find(&task->work, viewer, kind_by_plural(S("people")), cli_operand(cli, 0), S(""), person);
    return err == ERR_NOT_FOUND ? make_person(cli, task, viewer, person) : err;
}

static enum err add(struct cli *cli, struct task *task, unsigned roles)
{
    struct str organisation, person, account;
    enum err err = organisation_given(cli, task, &organisation);
    if (err == OK)
        err = find_person(cli, task, organisation, &person);
    if (err == OK)
        err = viewer_refresh(&task->work, task->viewer);
    if (err == OK)
        err = account_add(&task->work, task->viewer, person, &account);
    return err ? err : account_roles_set(&task->work, task->viewer, account, roles);
}

enum err command_user_add(struct cli *cli)
{
    struct task task;
    unsigned roles;
    enum err err = roles_given(cli, &roles);
    if (err == OK)
        err = task_open(cli, CONN_WRITE, &task);
    if (err)
        return err;
    err = task_end(cli, &task, add(cli, &task, roles));
    if (err)
        return err;
    if (!cli_has(cli, "json")) {
        cli_say(cli, "cli.user-add.done", "email", cli_text(cli, cli_operand(cli, 0)), NULL);
        return OK;
    }
    struct value *view = value_map(cli->arena);
    value_put_text(cli->arena, view, "email", cli_operand(cli, 0));
    struct value *list = value_put_list(cli->arena, view, "roles");
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        if (roles & 1u << i)
            value_push(list, value_text(cli->arena, str_of(role_code((enum role)i))));
    return cli_print_json(cli, view);
}

static struct str label_of(const struct value *item, const char *key)
{
    const struct value *leaf = value_get(item, key);
    return leaf ? leaf->label : (struct str){NULL, 0};
}

/* One account as the API of the command line shows it: names as texts. */
static void add_json(struct cli *cli, struct value *list, const struct value *item)
{
    static const char *const kept[] = {"roles",          "disabled", "last_seen_at", "has_password", "second_factor",
                                       "reset_asked_at", NULL};
    struct value *one = value_push_map(cli->arena, list);
    value_put_text(cli->arena, one, "id", value_get_text(item, "id"));
    value_put_text(cli->arena, one, "email", value_get_text(item, "email"));
    value_put_text(cli->arena, one, "name", value_get_text(item, "name"));
    value_put_text(cli->arena, one, "organisation", label_of(item, "organisation"));
    value_put_text(cli->arena, one, "organisation_id", value_get_text(item, "organisation"));
    for (size_t i = 0; kept[i]; i++)
        value_put(one, kept[i], value_copy(cli->arena, value_get(item, kept[i])));
}

/* A text and blanks up to `width` characters. */
static void add_column(struct buf *out, struct str text, size_t width)
{
    size_t n = str_chars(text);
    buf_printf(out, "%.*s%*s", STR_ARG(text), n < width ? (int)(width - n) : 0, "");
}

static void add_line(struct cli *cli, struct buf *out, const struct value *item, const size_t width[3])
{
    add_column(out, value_get_text(item, "email"), width[0] + 2);
    add_column(out, value_get_text(item, "name"), width[1] + 2);
    add_column(out, label_of(item, "organisation"), width[2] + 2);
    const char *between = "";
    VALUE_EACH (role, value_get(item, "roles")) {
        buf_printf(out, "%s%.*s", between, STR_ARG(role->text));
        between = ", ";
    }
    if (value_get_bool(item, "disabled"))
        buf_printf(out, "%s%.*s", between, STR_ARG(cli_words(cli, "cli.user-list.disabled", NULL)));
    while (out->n && out->p[out->n - 1] == ' ')
        out->n--;
    buf_char(out, '\n');
}

static void widen(size_t *width, struct str text)
{
    size_t n = str_chars(text);
    *width = n > *width ? n : *width;
}

static enum err show(struct cli *cli, const struct value *accounts)
{
    struct value *list = value_list(cli->arena);
    struct buf out = buf_init(cli->arena, 0);
    size_t width[3] = {0, 0, 0};
    VALUE_EACH (item, accounts) {
        add_json(cli, list, item);
        widen(&width[0], value_get_text(item, "email"));
        widen(&width[1], value_get_text(item, "name"));
        widen(&width[2], label_of(item, "organisation"));
    }
    if (cli_has(cli, "json"))
        return cli_print_json(cli, list);
    VALUE_EACH (item, accounts)
        add_line(cli, &out, item, width);
    cli_print(buf_str(&out));
    return OK;
}

enum err command_user_list(struct cli *cli)
{
    struct task task;
    struct value *accounts = NULL;
    enum err err = task_open(cli, CONN_READ, &task);
    if (err)
        return err;
    err = account_list(&task.work, task.viewer, &accounts);
    err = task_end(cli, &task, err);
    return err ? err : show(cli, accounts);
}

static enum err turn(struct cli *cli, bool disabled)
{
    struct task task;
    struct str account;
    enum err err = task_open(cli, CONN_WRITE, &task);
    if (err)
        return err;
    err = task_account(cli, &task, cli_operand(cli, 0), &account);
    if (err == OK)
        err = account_disable(&task.work, task.viewer, account, disabled);
    err = task_end(cli, &task, err);
    if (err == OK)
        cli_say(cli, disabled ? "cli.user-disable.done" : "cli.user-enable.done", "email",
                cli_text(cli, cli_operand(cli, 0)), NULL);
    return err;
}

enum err command_user_disable(struct cli *cli)
{
    return turn(cli, true);
}

enum err command_user_enable(struct cli *cli)
{
    return turn(cli, false);
}
