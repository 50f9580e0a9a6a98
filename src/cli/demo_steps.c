#include "base/date.h"
#include "base/embedded.h"
#include "base/json.h"
#include "cli/demo.h"
#include <stdlib.h>

enum { STEPS_MAX = 2000, DAY_MS = 86400000, MINUTE_MS = 60000, MORNING = 9 * 60 };

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

static enum err read_file(struct demo *demo, const struct embedded *file, struct demo_step *steps, size_t *count)
{
    struct value *tree = NULL;
    struct str text = {(const char *)file->data, file->size};
    enum err err = json_parse(demo->cli->arena, text, &demo->cli->problems, &tree);
    if (err)
        return err == ERR_MEMORY ? err : wrong(demo, file->path, 0, "json");
    size_t number = 0;
    VALUE_EACH (step, value_get(tree, "steps")) {
        struct demo_step *to = &steps[*count];
        number++;
        if (*count == STEPS_MAX || !demo_instant(demo->as_of, value_get_text(step, "at"), &to->at_ms))
            return wrong(demo, file->path, number, "at");
        *to = (struct demo_step){.at_ms = to->at_ms, .file = file->path, .number = number, .step = step};
        ++*count;
    }
    return number ? OK : wrong(demo, file->path, 0, "steps");
}

/* By time; steps of one time stay in the order of the files. */
static int by_time(const void *a, const void *b)
{
    const struct demo_step *x = a, *y = b;
    if (x->at_ms != y->at_ms)
        return x->at_ms < y->at_ms ? -1 : 1;
    int files = strcmp(x->file, y->file);
    return files ? files : (x->number > y->number) - (x->number < y->number);
}

enum err demo_steps_read(struct demo *demo, struct demo_step **steps, size_t *count)
{
    static const char folder[] = "content/demo/";
    *count = 0;
    *steps = ARENA_ARRAY(demo->cli->arena, STEPS_MAX, struct demo_step);
    if (!*steps)
        return ERR_MEMORY;
    enum err err = OK;
    for (size_t i = embedded_first(folder); err == OK && embedded_at(i); i++) {
        struct str path = str_of(embedded_at(i)->path);
        if (!str_starts(path, S(folder)))
            break;
        if (str_ends(path, S(".json")))
            err = read_file(demo, embedded_at(i), *steps, count);
    }
    if (err == OK && *count)
        qsort(*steps, *count, sizeof **steps, by_time);
    return err ? err : *count ? OK : wrong(demo, folder, 0, "steps");
}
