/* verify, backup, restore, migrate: commands about the store as such. */
#include "base/message.h"
#include "cli/commands.h"
#include "cli/task.h"
#include "kernel/archive.h"
#include "kernel/event.h"
#include "store/migrate.h"

static const char *what_key(const char *what)
{
    static const char *const pairs[][2] = {
        {"sequence", "cli.verify.sequence"}, {"previous", "cli.verify.previous"}, {"payload", "cli.verify.payload"},
        {"hash", "cli.verify.hash"},         {"missing", "cli.verify.missing"},   {"erased", "cli.verify.erased"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (!strcmp(what, pairs[i][0]))
            return pairs[i][1];
    return "cli.verify.other";
}

static void add_break(struct cli *cli, struct value *list, const struct chain_break *at)
{
    struct value *one = value_push_map(cli->arena, list);
    value_put_text(cli->arena, one, "chain", at->audience);
    value_put_int(cli->arena, one, "sequence", at->sequence);
    value_put_text(cli->arena, one, "event", at->event);
    value_put_text(cli->arena, one, "what", str_of(at->what));
    if (!cli_has(cli, "json"))
        cli_say(cli, what_key(at->what), "chain", cli_text(cli, at->audience), "sequence",
                cli_number(cli, at->sequence), "event", cli_text(cli, at->event), NULL);
}

/* "4, 7–9": the sequences of an erasure. */
static struct str sequences_text(struct cli *cli, const struct value *sequences)
{
    struct buf out = buf_init(cli->arena, 0);
    VALUE_EACH (range, sequences) {
        const struct value *from = value_at(range, 0), *to = value_at(range, 1);
        if (!from || !to)
            continue;
        buf_printf(&out, "%s%lld", out.n ? ", " : "", (long long)from->i);
        if (to->i != from->i)
            buf_printf(&out, "–%lld", (long long)to->i);
    }
    return buf_str(&out);
}

static void add_erasure(struct cli *cli, struct value *list, const struct chain_erasure *erasure)
{
    struct arena *a = cli->arena;
    struct value *one = value_push_map(a, list), *at = value_new(a, V_INSTANT);
    if (at)
        at->i = erasure->at;
    value_put_text(a, one, "chain", erasure->audience);
    value_put_int(a, one, "sequence", erasure->sequence);
    value_put_text(a, one, "event", erasure->event);
    value_put(one, "at", at);
    value_put_text(a, one, "reason", erasure->reason.p ? erasure->reason : S(""));
    value_put_int(a, one, "events", erasure->events);
    value_put(one, "sequences", erasure->sequences ? value_copy(a, erasure->sequences) : value_list(a));
    if (cli_has(cli, "json"))
        return;
    struct str key = arena_printf(a, "choice.erasure.reason.%.*s", STR_ARG(erasure->reason));
    struct str reason = key.p && message_find("en", key).p ? cli_words(cli, key.p, NULL) : erasure->reason;
    cli_say(cli, "cli.verify.erasure", "chain", cli_text(cli, erasure->audience), "sequences",
            cli_text(cli, sequences_text(cli, erasure->sequences)), "at", at, "reason", cli_text(cli, reason), NULL);
}

static struct value *verdict_view(struct cli *cli, const struct event_verdict *verdict)
{
    struct arena *a = cli->arena;
    struct value *view = value_map(a);
    value_put_bool(a, view, "holds", verdict->count == 0);
    value_put_int(a, view, "chains", verdict->chains);
    value_put_int(a, view, "events", verdict->events);
    value_put_int(a, view, "erased", verdict->erased);
    struct value *erasures = value_put_list(a, view, "erasures"), *breaks = value_put_list(a, view, "breaks");
    for (size_t i = 0; i < verdict->erasure_count; i++)
        add_erasure(cli, erasures, &verdict->erasures[i]);
    for (size_t i = 0; i < verdict->count; i++)
        add_break(cli, breaks, &verdict->breaks[i]);
    return view;
}

enum err command_verify(struct cli *cli)
{
    struct task task;
    struct event_verdict verdict;
    enum err err = task_open(cli, CONN_READ, &task);
    if (err)
        return err;
    err = event_verify(&task.work, &verdict);
    if (err)
        return task_end(cli, &task, err);
    struct value *view = verdict_view(cli, &verdict);
    if (cli_has(cli, "json"))
        err = cli_print_json(cli, view);
    else if (verdict.count == 0)
        cli_say(cli, "cli.verify.holds", "chains", cli_number(cli, verdict.chains), "events",
                cli_number(cli, verdict.events), "erased", cli_number(cli, verdict.erased), NULL);
    if (err == OK && verdict.count)
        err = cli_fail(cli, ERR_CORRUPT, "cli.verify.broken", "count", cli_number(cli, (int64_t)verdict.count), NULL);
    return task_end(cli, &task, err);
}

enum err command_backup(struct cli *cli)
{
    struct task task;
    const char *file = arena_cstr(cli->arena, cli_operand(cli, 0));
    if (!file)
        return ERR_MEMORY;
    enum err err = task_connect(cli, false, CONN_READ, &task);
    if (err)
        return err;
    err = store_backup(task.store, file, &cli->problems);
    if (err == OK)
        cli_say(cli, "cli.backup.done", "file", cli_text(cli, str_of(file)), NULL);
    return task_end(cli, &task, err);
}

enum err command_restore(struct cli *cli)
{
    struct store *store = NULL;
    struct str url = cli_setting(cli, SETTING_STORE);
    const char *file = arena_cstr(cli->arena, cli_operand(cli, 0)), *text = url.p ? arena_cstr(cli->arena, url) : NULL;
    if (!url.p)
        return cli_fail(cli, ERR_INPUT, "cli.store.nowhere", NULL);
    if (!file || !text)
        return ERR_MEMORY;
    if (archive_is(file))
        return restore_archive(cli, file);
    enum err err = store_open(text, true, &cli->problems, &store);
    if (err)
        return err;
    err = store_restore(store, file, &cli->problems);
    if (err == OK)
        cli_say(cli, "cli.restore.done", "store", cli_store_shown(cli), NULL);
    store_close(store);
    return err;
}

/* How the store's schema stands, as data. */
static struct value *schema_view(struct cli *cli, const struct schema_state *state, const char *scheme)
{
    struct value *view = value_map(cli->arena);
    value_put_int(cli->arena, view, "schema", state->number);
    value_put_int(cli->arena, view, "newest", migrate_newest(scheme));
    value_put_int(cli->arena, view, "missing", state->missing);
    value_put_int(cli->arena, view, "unknown", state->unknown);
    value_put_bool(cli->arena, view, "allowed", state->allowed);
    value_put_text(cli->arena, view, "oldest", state->oldest);
    return view;
}

enum err command_migrate(struct cli *cli)
{
    struct task task;
    struct schema_state state = {.number = 0};
    int applied = 0;
    enum err err = task_connect(cli, false, CONN_WRITE, &task);
    if (err)
        return err;
    err = migrate(task.conn, &cli->problems, &applied);
    if (err == OK)
        err = migrate_look(task.conn, cli->arena, &state);
    if (err == OK && cli_has(cli, "json")) {
        struct value *view = schema_view(cli, &state, store_scheme(task.store));
        value_put_int(cli->arena, view, "applied", applied);
        err = cli_print_json(cli, view);
    } else if (err == OK) {
        cli_say(cli, applied ? "cli.migrate.done" : "cli.migrate.nothing", "count", cli_number(cli, applied), "schema",
                cli_number(cli, state.number), "oldest", cli_text(cli, state.oldest), NULL);
    }
    return task_end(cli, &task, err);
}

/* What is to be said of the schema, in words. */
static const char *status_key(const struct schema_state *state)
{
    if (state->number == 0)
        return "cli.status.empty";
    if (!state->allowed)
        return state->oldest.n ? "cli.status.beyond" : "cli.status.newer";
    return state->missing ? "cli.status.older" : state->unknown ? "cli.status.ahead" : "cli.status.same";
}

enum err command_status(struct cli *cli)
{
    struct task task;
    struct schema_state state = {.number = 0};
    enum err err = task_connect(cli, false, CONN_READ, &task);
    if (err)
        return err;
    const char *scheme = store_scheme(task.store);
    err = migrate_look(task.conn, cli->arena, &state);
    if (err == OK && cli_has(cli, "json")) {
        struct value *view = schema_view(cli, &state, scheme);
        value_put_text(cli->arena, view, "store", str_of(scheme));
        err = cli_print_json(cli, view);
    } else if (err == OK) {
        cli_say(cli, "cli.status.store", "store", cli_store_shown(cli), NULL);
        cli_say(cli, status_key(&state), "count", cli_number(cli, state.missing), "schema",
                cli_number(cli, state.number), "oldest", cli_text(cli, state.oldest), NULL);
    }
    return task_end(cli, &task, err);
}
