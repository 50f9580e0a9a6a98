/* One step of the demo: who acts, and what is done. */
#include "base/date.h"
#include "base/embedded.h"
#include "base/uuid.h"
#include "cli/demo.h"
#include "kernel/account.h"
#include "kernel/asking.h"
#include "kernel/content_file.h"
#include "kernel/record.h"

struct demo_thing *demo_find(const struct demo *demo, struct str key)
{
    struct str name = str_part(key, 1, key.n);
    for (struct demo_thing *thing = demo->things[str_hash(name) % DEMO_THINGS]; thing && key.n; thing = thing->next)
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
    struct demo_thing **first = &demo->things[str_hash(key) % DEMO_THINGS];
    *thing = (struct demo_thing){.next = *first, .kind = kind};
    thing->key = arena_copy(demo->cli->arena, key);
    thing->id = arena_copy(demo->cli->arena, id);
    *first = thing;
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
        err =
            demo_remember(demo, value_get_text(what, "person_key"), kind_by_plural(S("people")), task->viewer->person);
    if (err)
        return err;
    task->host = arena_copy(demo->cli->arena, task->viewer->organisation);
    struct demo_thing *person =
        demo_find(demo, arena_printf(demo->cli->arena, "@%.*s", STR_ARG(value_get_text(what, "person_key"))));
    if (person)
        person->account = arena_copy(demo->cli->arena, account);
    demo->records += 2;
    demo->accounts++;
    return OK;
}

/* The file that a record brings: one of content/demo/files. */
static enum err open_file(struct demo *demo, struct str name)
{
    struct work *work = &demo->task->work;
    struct str path = arena_printf(work->arena, "content/demo/files/%.*s", STR_ARG(name));
    const struct embedded *found = path.p ? embedded_find(path.p) : NULL;
    work->file = NULL;
    if (!name.n)
        return OK;
    if (!found)
        return demo_wrong(demo, "no such file", name);
    return content_file_of(work->arena, (struct str){(const char *)found->data, found->size}, name, &work->file);
}

static enum err create_records(struct demo *demo, const struct value *step)
{
    struct task *task = demo->task;
    const struct kind *kind = kind_by_plural(value_get_text(step, "create"));
    if (!kind)
        return demo_wrong(demo, "no such kind", value_get_text(step, "create"));
    VALUE_EACH (record, value_get(step, "records")) {
        struct value *input, *made = NULL;
        struct str id = uuid_new(task->work.arena);
        demo->record++;
        enum err err = id.p ? demo_input(demo, kind, value_get(step, "with"), record, &input) : ERR_MEMORY;
        if (err == OK)
            err = open_file(demo, value_get_text(record, "file"));
        if (err == OK)
            err = record_create_with_id(&task->work, task->viewer, kind, id, input, INPUT_JSON, &made);
        task->work.file = NULL;
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

/* Those whom a campaign asks on the side that acts answer it, as many of them as there are points. */
static enum err answer_campaign(struct demo *demo, const struct value *step)
{
    struct task *task = demo->task;
    const struct demo_thing *thing = demo_find(demo, value_get_text(step, "answer"));
    struct value *people;
    if (!thing)
        return unknown(demo, value_get_text(step, "answer"));
    enum err err = asked_own_side(&task->work, task->viewer, thing->id, false, &people);
    const struct value *person = err ? NULL : people->first;
    VALUE_EACH (point, err ? NULL : value_get(step, "points")) {
        demo->record++;
        if (!person)
            return demo_wrong(demo, "fewer are asked", value_get_text(step, "answer"));
        struct asked asked = {
            .tenant = task->tenant, .campaign = thing->id, .person = value_get_text(person, "person")};
        err = asked_answer(&task->work, &asked, point->i);
        if (err)
            return err;
        person = person->next;
    }
    return err;
}

static enum err roles_of(struct demo *demo, const struct value *one, unsigned *roles)
{
    *roles = 0;
    VALUE_EACH (code, value_get(one, "roles")) {
        enum role role;
        if (!role_parse(code->text, &role))
            return demo_wrong(demo, "no such role", code->text);
        *roles |= 1u << role;
    }
    return OK;
}

/* Lets a person sign in, or sets the roles of one who does. */
static enum err take_account(struct demo *demo, const struct value *one)
{
    struct task *task = demo->task;
    struct demo_thing *thing = demo_find(demo, value_get_text(one, "person"));
    struct str account;
    unsigned roles;
    if (!thing)
        return unknown(demo, value_get_text(one, "person"));
    enum err err = roles_of(demo, one, &roles);
    if (err == OK && !thing->account.p) {
        err = account_add(&task->work, task->viewer, thing->id, &account);
        thing->account = err ? thing->account : arena_copy(demo->cli->arena, account);
        demo->accounts++;
    }
    return err ? err : account_roles_set(&task->work, task->viewer, thing->account, roles);
}

/* Gives a key to a record that came about by itself, such as the first party of an alliance. */
static enum err know_record(struct demo *demo, const struct value *one)
{
    struct task *task = demo->task;
    const struct kind *kind = kind_by_plural(value_get_text(one, "kind"));
    struct query query = {.limit = 2};
    struct page page;
    struct value *where;
    if (!kind)
        return demo_wrong(demo, "no such kind", value_get_text(one, "kind"));
    enum err err = demo_input(demo, kind, NULL, value_get(one, "where"), &where);
    if (err)
        return err;
    value_drop(where, "sample");
    VALUE_EACH (member, where)
        query.filters[query.filter_count++] = (struct filter){member->key, member->text};
    err = record_list(&task->work, task->viewer, kind, &query, &page);
    if (err)
        return err;
    if (page.items->count != 1)
        return demo_wrong(demo, "not exactly one", value_get_text(one, "@"));
    return demo_remember(demo, value_get_text(one, "@"), kind, value_get_text(page.items->first, "id"));
}

static enum err take_each(struct demo *demo, const struct value *list,
                          enum err (*take)(struct demo *demo, const struct value *one))
{
    enum err err = OK;
    for (const struct value *one = list->first; one && err == OK; one = one->next) {
        demo->record++;
        err = take(demo, one);
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
        return take_each(demo, value_get(step, "accounts"), take_account);
    if (value_get(step, "know"))
        return take_each(demo, value_get(step, "know"), know_record);
    if (value_get(step, "answer"))
        return answer_campaign(demo, step);
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
