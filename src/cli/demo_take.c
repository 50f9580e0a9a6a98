/* One step of the demo: who acts, and what is done. */
#include "base/date.h"
#include "base/uuid.h"
#include "cli/demo.h"
#include "kernel/account.h"
#include "kernel/record.h"

struct demo_thing *demo_find(const struct demo *demo, struct str key)
{
    struct str name = str_part(key, 1, key.n);
    for (struct demo_thing *thing = demo->things; thing && key.n; thing = thing->next)
        if (str_eq(thing->key, name))
            return thing;
    return NULL;
}

enum err demo_remember(struct demo *demo, struct str key, const struct kind *kind, struct str id)
{
    if (!key.n)
        return OK;
    struct demo_thing *thing = ARENA_NEW(demo->cli->arena, struct demo_thing);
    if (!thing)
        return ERR_MEMORY;
    *thing = (struct demo_thing){.next = demo->things, .kind = kind};
    thing->key = arena_copy(demo->cli->arena, key);
    thing->id = arena_copy(demo->cli->arena, id);
    demo->things = thing;
    return thing->key.p && thing->id.p ? OK : ERR_MEMORY;
}

enum err demo_wrong(struct demo *demo, const char *what, struct str detail)
{
    struct str words = arena_printf(demo->task->work.arena, "%s: %.*s", what, STR_ARG(detail));
    (void)problem_add(&demo->task->work.problems, S(""), words);
    return ERR_CORRUPT;
}

static enum err unknown(struct demo *demo, struct str key)
{
    return demo_wrong(demo, "nothing has this key", key);
}

/* Who acts: the operator, the operator for an organisation, or a person with an account. */
static enum err choose_viewer(struct demo *demo, struct str as)
{
    struct task *task = demo->task;
    if (!as.n)
        return viewer_of_operator(&task->work, task->tenant, &task->viewer);
    const struct demo_thing *thing = demo_find(demo, as);
    if (!thing)
        return unknown(demo, as);
    if (thing->account.p)
        return viewer_of_account(&task->work, task->tenant, thing->account, &task->viewer);
    if (strcmp(thing->kind->plural, "organisations") != 0)
        return demo_wrong(demo, "nobody who can act", as);
    return task_viewer_for(task, thing->id, &task->viewer);
}

static enum err make_workspace(struct demo *demo, const struct value *what)
{
    struct task *task = demo->task;
    struct str tenant, account;
    enum err err = workspace_init(&task->work, value_get_text(what, "organisation"), value_get_text(what, "email"),
                                  value_get_text(what, "name"), &tenant, &account);
    if (err)
        return err;
    task->tenant = arena_copy(demo->cli->arena, tenant);
    err = viewer_of_account(&task->work, task->tenant, account, &task->viewer);
    if (err == OK)
        err = demo_remember(demo, value_get_text(what, "organisation_key"), kind_by_plural(S("organisations")),
                            task->viewer->organisation);
    if (err == OK)
        err = demo_remember(demo, value_get_text(what, "person_key"), kind_by_plural(S("people")), task->viewer->person);
    if (err)
        return err;
    task->host = arena_copy(demo->cli->arena, task->viewer->organisation);
    demo->things->account = arena_copy(demo->cli->arena, account);
    demo->records += 2;
    demo->accounts++;
    return OK;
}

static enum err create_records(struct demo *demo, const struct value *step)
{
    struct task *task = demo->task;
    const struct kind *kind = kind_by_plural(value_get_text(step, "create"));
    if (!kind)
        return demo_wrong(demo, "no such kind", value_get_text(step, "create"));
    VALUE_EACH(record, value_get(step, "records")) {
        struct value *input, *made = NULL;
        struct str id = uuid_new(task->work.arena);
        demo->record++;
        enum err err = id.p ? demo_input(demo, kind, value_get(step, "with"), record, &input) : ERR_MEMORY;
        if (err == OK)
            err = record_create_with_id(&task->work, task->viewer, kind, id, input, INPUT_JSON, &made);
        if (err == OK)
            err = demo_remember(demo, value_get_text(record, "@"), kind, id);
        if (err)
            return err;
        demo->records++;
    }
    return OK;
}

static enum err change_record(struct demo *demo, const struct value *step)
{
    struct task *task = demo->task;
    const struct demo_thing *thing = demo_find(demo, value_get_text(step, "change"));
    struct value *stored, *input, *changed = NULL;
    if (!thing)
        return unknown(demo, value_get_text(step, "change"));
    enum err err = record_get(&task->work, task->viewer, thing->kind, thing->id, &stored);
    if (err == OK)
        err = demo_input(demo, thing->kind, NULL, value_get(step, "set"), &input);
    if (err)
        return err;
    return record_change(&task->work, task->viewer, thing->kind, thing->id, value_get_int(stored, "version", 0), input,
                         INPUT_JSON, value_get_text(step, "why"), &changed);
}

static enum err add_account(struct demo *demo, const struct value *one)
{
    struct task *task = demo->task;
    struct demo_thing *thing = demo_find(demo, value_get_text(one, "person"));
    struct str account;
    unsigned roles = 0;
    if (!thing)
        return unknown(demo, value_get_text(one, "person"));
    VALUE_EACH(code, value_get(one, "roles")) {
        enum role role;
        if (!role_parse(code->text, &role))
            return demo_wrong(demo, "no such role", code->text);
        roles |= 1u << role;
    }
    enum err err = account_add(&task->work, task->viewer, thing->id, &account);
    if (err == OK && roles)
        err = account_roles_set(&task->work, task->viewer, account, roles);
    if (err)
        return err;
    thing->account = arena_copy(demo->cli->arena, account);
    demo->accounts++;
    return thing->account.p ? OK : ERR_MEMORY;
}

static enum err add_accounts(struct demo *demo, const struct value *list)
{
    enum err err = OK;
    for (const struct value *one = list->first; one && err == OK; one = one->next) {
        demo->record++;
        err = add_account(demo, one);
    }
    return err;
}

static enum err act(struct demo *demo, const struct value *step)
{
    if (value_get(step, "workspace"))
        return make_workspace(demo, value_get(step, "workspace"));
    enum err err = choose_viewer(demo, value_get_text(step, "as"));
    if (err)
        return err;
    if (value_get(step, "accounts"))
        return add_accounts(demo, value_get(step, "accounts"));
    return value_get(step, "create") ? create_records(demo, step) : change_record(demo, step);
}

enum err demo_step_take(struct demo *demo, const struct demo_step *step)
{
    struct task *task = demo->task;
    clock_set(step->at_ms);
    arena_reset(task->work.arena);
    task->work = work_init(task->work.arena, task->conn);
    demo->record = 0;
    enum err err = act(demo, step->step);
    if (err == OK)
        return conn_see(task->conn, NULL);
    struct str place = arena_printf(demo->cli->arena, "%zu", step->number);
    struct str record = arena_printf(demo->cli->arena, "%zu (%s)", demo->record, err_code(err));
    return cli_fail(demo->cli, err, "cli.demo.content", "file", cli_text(demo->cli, str_of(step->file)), "step",
                    cli_text(demo->cli, place), "what", cli_text(demo->cli, record), NULL);
}
