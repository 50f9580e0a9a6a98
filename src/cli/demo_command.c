#include "base/date.h"
#include "base/uuid.h"
#include "cli/commands.h"
#include "cli/demo_work.h"

enum { DAY_MS = 86400000, MORE_MAX = 2000, COMMITMENTS = 30, COMMITMENTS_MAX = 500 };

static enum err read_date(struct cli *cli, int64_t *as_of)
{
    struct str text = cli_option(cli, "as-of");
    *as_of = clock_now() / DAY_MS;
    if (!text.p || date_parse(text, as_of))
        return OK;
    return cli_fail(cli, ERR_INPUT, "cli.demo.date", "name", cli_text(cli, text), NULL);
}

/* Takes all steps in order of time. */
static enum err make(struct demo *demo)
{
    struct demo_steps steps = {0};
    int more, commitments;
    enum err err = cli_count(demo->cli, "alliances", 0, MORE_MAX, &more);
    if (err == OK)
        err = cli_count(demo->cli, "commitments", COMMITMENTS, COMMITMENTS_MAX, &commitments);
    if (err == OK)
        err = demo_steps_read(demo, &steps);
    if (err == OK)
        err = demo_more_add(demo, &steps, more, commitments);
    demo_steps_sort(&steps);
    uuid_seed((uint64_t)demo->as_of * UINT64_C(0x2545F4914F6CDD1D) + 1);
    for (size_t i = 0; i < steps.count && err == OK; i++)
        err = demo_step_take(demo, &steps.at[i]);
    uuid_seed(0);
    clock_set(0);
    return err;
}

static enum err tell(struct demo *demo)
{
    struct cli *cli = demo->cli;
    struct str date = date_text(cli->arena, demo->as_of);
    if (cli_has(cli, "json")) {
        struct value *view = value_map(cli->arena);
        value_put_text(cli->arena, view, "as_of", date);
        value_put_int(cli->arena, view, "records", demo->records);
        value_put_int(cli->arena, view, "accounts", demo->accounts);
        return cli_print_json(cli, view);
    }
    cli_say(cli, "cli.demo.done", "date", cli_text(cli, date), "records", cli_number(cli, demo->records), "accounts",
            cli_number(cli, demo->accounts), "store", cli_store_shown(cli), NULL);
    return OK;
}

static void free_arena(void *arena)
{
    arena_free(arena);
}

enum err command_demo(struct cli *cli)
{
    struct task task;
    struct demo demo = {.cli = cli, .task = &task};
    struct arena *arena = arena_new(0);
    if (!arena || !arena_defer(cli->arena, free_arena, arena)) /* its words are still to be shown when we are done */
        return ERR_MEMORY;
    enum err err = read_date(cli, &demo.as_of);
    if (err == OK)
        err = task_create(cli, &task);
    if (err)
        return err;
    task.work.arena = arena;
    err = make(&demo);
    err = task_end(cli, &task, err);
    return err ? err : tell(&demo);
}
