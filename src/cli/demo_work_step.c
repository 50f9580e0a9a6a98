/* What the generator is made of: chance, texts, and steps. */
#include "base/date.h"
#include "cli/demo_work.h"

enum { DAY_MS = 86400000, MINUTE_MS = 60000 };

bool work_pool_fill(struct work_year *year, struct work_pool *pool, const struct value *texts)
{
    *pool = (struct work_pool){0};
    if (!texts || texts->kind != V_LIST || texts->count == 0)
        return false;
    pool->all = ARENA_ARRAY(year->demo->cli->arena, texts->count, const struct value *);
    if (!pool->all)
        return false;
    VALUE_EACH (text, texts) {
        size_t at = year->in_order ? pool->count : (size_t)seeded_below(&year->random, (int64_t)pool->count + 1);
        pool->all[pool->count++] = pool->all[at];
        pool->all[at] = text;
    }
    return true;
}

const struct value *work_next(struct work_pool *pool)
{
    return pool->all[pool->taken++ % pool->count];
}

int64_t work_day(int64_t day)
{
    int64_t weekday = (day + 3) % 7; /* 1970-01-01 was a Thursday; 0: Monday */
    return weekday > 4 ? day + 7 - weekday : day;
}

int64_t work_at(int64_t day, struct str time, int64_t minutes)
{
    int64_t ms, days = day;
    char text[24];
    date_write(days, text);
    text[10] = ' ';
    memcpy(text + 11, time.n == 5 ? time.p : "09:00", 5);
    return demo_instant(0, (struct str){text, 16}, &ms) ? ms + minutes * MINUTE_MS : day * DAY_MS;
}

struct str work_key(struct work_year *year, const char *kind, int64_t number)
{
    return arena_printf(year->demo->cli->arena, "@%.*s-%s%lld", STR_ARG(year->name), kind, (long long)number);
}

/* The step at that time as `as`; NULL when the arena is exhausted. */
static struct value *add_step(struct work_year *year, int64_t ms, struct str as)
{
    struct arena *a = year->demo->cli->arena;
    struct demo_step step = year->place;
    struct value *tree = value_map(a);
    step.at_ms = ms;
    step.step = tree;
    if (!tree || !value_put_text(a, tree, "as", as) || demo_steps_add(year->demo, year->steps, step)) {
        year->failed = true;
        return NULL;
    }
    return tree;
}

struct value *work_create(struct work_year *year, int64_t ms, struct str as, const char *plural, struct str key)
{
    struct arena *a = year->demo->cli->arena;
    struct value *step = add_step(year, ms, as), *record;
    value_put_text(a, step, "create", str_of(plural));
    record = value_push_map(a, value_put_list(a, step, "records"));
    if (key.n)
        value_put_text(a, record, "@", str_part(key, 1, key.n));
    year->failed = year->failed || !record;
    return record;
}

struct value *work_change(struct work_year *year, int64_t ms, struct str as, struct str key)
{
    struct arena *a = year->demo->cli->arena;
    struct value *step = add_step(year, ms, as);
    value_put_text(a, step, "change", key);
    return value_put_map(a, step, "set");
}

void work_put(struct work_year *year, struct value *record, const char *name, struct str text)
{
    if (text.n && !value_put_text(year->demo->cli->arena, record, name, text))
        year->failed = true;
}

void work_put_int(struct work_year *year, struct value *record, const char *name, int64_t number)
{
    if (!value_put_int(year->demo->cli->arena, record, name, number))
        year->failed = true;
}

void work_put_day(struct work_year *year, struct value *record, const char *name, int64_t day)
{
    work_put(year, record, name, date_text(year->demo->cli->arena, day));
}

/* Members of a text of the field's file, as they stand there. */
void work_copy(struct work_year *year, struct value *record, const struct value *text, const char *const *names)
{
    for (; *names; names++) {
        const struct value *member = value_get(text, *names);
        if (member && !value_put(record, *names, value_copy(year->demo->cli->arena, member)))
            year->failed = true;
    }
}
