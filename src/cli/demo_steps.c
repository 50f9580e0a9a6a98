#include "base/date.h"
#include "base/embedded.h"
#include "base/json.h"
#include "cli/demo_work.h"
#include <stdlib.h>

enum { FIRST_ROOM = 2000, DAY_MS = 86400000, MINUTE_MS = 60000, MORNING = 9 * 60 };

bool demo_instant(int64_t as_of, struct str text, int64_t *ms)
{
    struct str rest = text, date, hours, minutes;
    int64_t days, h = 0, m = 0, at = MORNING;
    if (!str_cut(&rest, ' ', &date) || !demo_date(as_of, date, &days))
        return false;
    if (rest.p) {
        if (!str_cut(&rest, ':', &hours) || !rest.p || !str_int(hours, &h))
            return false;
        minutes = rest;
        if (!str_int(minutes, &m) || h < 0 || h > 23 || m < 0 || m > 59)
            return false;
        at = h * 60 + m;
    }
    *ms = days * DAY_MS + at * MINUTE_MS;
    return true;
}

static enum err wrong(struct demo *demo, const char *file, size_t step, const char *what)
{
    struct str number = arena_printf(demo->cli->arena, "%zu", step);
    return cli_fail(demo->cli, ERR_CORRUPT, "cli.demo.content", "file", cli_text(demo->cli, str_of(file)), "step",
                    cli_text(demo->cli, number), "what", cli_text(demo->cli, str_of(what)), NULL);
}

enum err demo_steps_add(struct demo *demo, struct demo_steps *steps, struct demo_step step)
{
    if (steps->count == steps->room) {
        size_t room = steps->room ? steps->room * 2 : FIRST_ROOM;
        struct demo_step *more = ARENA_ARRAY(demo->cli->arena, room, struct demo_step);
        if (!more)
            return ERR_MEMORY;
        if (steps->count)
            memcpy(more, steps->at, steps->count * sizeof *more);
        steps->at = more;
        steps->room = room;
    }
    step.order = steps->count;
    steps->at[steps->count++] = step;
    return OK;
}

static enum err read_file(struct demo *demo, const struct embedded *file, struct demo_steps *steps)
{
    struct value *tree = NULL;
    struct str text = {(const char *)file->data, file->size};
    enum err err = json_parse(demo->cli->arena, text, &demo->cli->problems, &tree);
    if (err)
        return err == ERR_MEMORY ? err : wrong(demo, file->path, 0, "json");
    size_t number = 0;
    VALUE_EACH (one, value_get(tree, "steps")) {
        struct demo_step step = {.file = file->path, .number = ++number, .step = one};
        if (!demo_instant(demo->as_of, value_get_text(one, "at"), &step.at_ms))
            return wrong(demo, file->path, number, "at");
        err = value_get(one, "work") ? demo_work_add(demo, steps, &step) : demo_steps_add(demo, steps, step);
        if (err)
            return err == ERR_MEMORY ? err : wrong(demo, file->path, number, "work");
    }
    return number ? OK : wrong(demo, file->path, 0, "steps");
}

static int by_time(const void *a, const void *b)
{
    const struct demo_step *x = a, *y = b;
    if (x->at_ms != y->at_ms)
        return x->at_ms < y->at_ms ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

void demo_steps_sort(struct demo_steps *steps)
{
    if (steps->count)
        qsort(steps->at, steps->count, sizeof *steps->at, by_time);
}

enum err demo_steps_read(struct demo *demo, struct demo_steps *steps)
{
    static const char folder[] = "content/demo/";
    enum err err = OK;
    for (size_t i = embedded_first(folder); err == OK && embedded_at(i); i++) {
        struct str path = str_of(embedded_at(i)->path);
        if (!str_starts(path, S(folder)))
            break;
        struct str name = str_part(path, sizeof folder - 1, path.n);
        if (str_ends(name, S(".json")) && str_find(name, '/') < 0)
            err = read_file(demo, embedded_at(i), steps);
    }
    return err ? err : steps->count ? OK : wrong(demo, folder, 0, "steps");
}
