/* Named circles: some of the parties of an alliance. Whoever is outside never learns that there is one. */
#include "base/message.h"
#include "kernel/event.h"
#include "kernel/hooks.h"
#include "kernel/rights.h"

enum { NAME_MAX_CHARS = 100 };

static void check_name(struct work *work, const struct viewer *viewer, struct str alliance, struct str name)
{
    struct arena *a = work->arena;
    if (!name.n)
        (void)problem_say(&work->problems, S("/name"), "input.required", NULL);
    else if (!str_utf8(name) || str_chars(name) > NAME_MAX_CHARS)
        (void)problem_say(&work->problems, S("/name"), "circle.name-long",
                          message_args(a, "max", value_int(a, NAME_MAX_CHARS), NULL));
    size_t n;
    const struct viewer_audience *const *others = viewer_circles(viewer, alliance, &n);
    for (size_t i = 0; i < n; i++)
        if (others[i]->kind == AUDIENCE_NAMED && str_eq_nocase(others[i]->name, name))
            (void)problem_say(&work->problems, S("/name"), "input.taken",
                              message_args(a, "text", value_text(a, name), NULL));
}

static bool holds(const struct str *ids, size_t count, struct str id)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(ids[i], id))
            return true;
    return false;
}

/* The parties meant, each once, the own organisation first; problems at /parties. */
static enum err choose(struct work *work, const struct viewer *viewer, struct str joint, const struct str *asked,
                       size_t count, struct str **chosen, size_t *n)
{
    struct str *all;
    size_t total;
    enum err err = circle_parties(work, viewer, joint, &all, &total);
    *chosen = ARENA_ARRAY(work->arena, count + 1, struct str);
    *n = 0;
    if (err || !*chosen)
        return err ? err : ERR_MEMORY;
    (*chosen)[(*n)++] = viewer->organisation;
    for (size_t i = 0; i < count; i++) {
        if (!holds(all, total, asked[i]))
            return problem_say(&work->problems, S("/parties"), "circle.party-unknown", NULL);
        if (!holds(*chosen, *n, asked[i]))
            (*chosen)[(*n)++] = asked[i];
    }
    if (*n < 2)
        return problem_say(&work->problems, S("/parties"), "circle.too-few", NULL);
    return *n == total ? problem_say(&work->problems, S("/parties"), "circle.everybody", NULL) : OK;
}

/* The circle's chain begins with how it came to be. */
static enum err tell(struct work *work, const struct viewer *viewer, struct str alliance, struct str circle,
                     struct str name)
{
    struct value *record, *payload = value_map(work->arena);
    value_put_text(work->arena, payload, "why", name);
    enum err err = record_get(work, viewer, kind_by_plural(S("alliances")), alliance, &record);
    return err ? err
               : event_append(work, viewer, circle, "alliance", alliance, value_get_int(record, "version", 0),
                              "circle-made", payload);
}

enum err circle_name(struct work *work, struct viewer *viewer, struct str alliance, struct str name,
                     const struct str *organisations, size_t count, struct str *id)
{
    const struct viewer_audience *joint = viewer_circle(viewer, alliance, AUDIENCE_JOINT);
    struct str *chosen;
    size_t n;
    if (!joint)
        return ERR_NOT_FOUND;
    if (!viewer_allows(viewer, joint->roles, "frame", ACTION_CREATE))
        return forbid(work, "circle.forbidden");
    name = str_trim(name);
    check_name(work, viewer, alliance, name);
    enum err err = choose(work, viewer, joint->id, organisations, count, &chosen, &n);
    if (err && err != ERR_INPUT)
        return err;
    if (work->problems.count)
        return ERR_INPUT;
    err = circle_make(work, viewer->tenant, alliance, AUDIENCE_NAMED, name, chosen, n, id);
    if (err == OK)
        err = viewer_refresh(work, viewer);
    return err ? err : tell(work, viewer, alliance, *id, name);
}
