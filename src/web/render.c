#include "web/render.h"
#include "base/embedded.h"
#include "base/log.h"

struct entry {
    struct str name;
    const struct mustache *template;
};

struct render {
    struct entry *entries; /* in the order of the embedded paths, which is that of the names but for the suffix */
    size_t count;
};

static const char folder[] = "templates/";

static bool template_name(const struct embedded *file, struct str *name)
{
    struct str path = str_of(file->path), suffix = S(".mustache");
    if (!str_starts(path, str_of(folder)) || !str_ends(path, suffix))
        return false;
    *name = str_part(path, sizeof folder - 1, path.n - (sizeof folder - 1) - suffix.n);
    return true;
}

static enum err parse(struct arena *arena, const struct embedded *file, const struct mustache **out)
{
    struct problems problems = problems_init(arena);
    struct str text = {(const char *)file->data, file->size};
    enum err err = mustache_parse(arena, text, false, &problems, out);
    if (err == ERR_MEMORY)
        return err;
    for (const struct problem *p = problems.first; err && p; p = p->next)
        log_write(LOG_ERROR, "render.template", "file", file->path, "place", arena_cstr(arena, p->pointer), "problem",
                  arena_cstr(arena, p->detail), NULL);
    return err ? ERR_CORRUPT : OK;
}

enum err render_load(struct arena *arena, struct render **out)
{
    struct render *render = ARENA_NEW(arena, struct render);
    size_t first = embedded_first(folder), count = 0;
    const struct embedded *file;
    for (size_t i = first; (file = embedded_at(i)) && str_starts(str_of(file->path), str_of(folder)); i++)
        count++;
    if (!render || !(render->entries = ARENA_ARRAY(arena, count ? count : 1, struct entry)))
        return ERR_MEMORY;
    enum err worst = OK;
    for (size_t i = first; i < first + count; i++) {
        struct entry *entry = &render->entries[render->count];
        file = embedded_at(i);
        if (!template_name(file, &entry->name))
            continue;
        enum err err = parse(arena, file, &entry->template);
        worst = err ? err : worst;
        render->count++;
    }
    *out = render;
    return worst;
}

const struct mustache *render_find(const struct render *render, struct str name)
{
    for (size_t i = 0; i < render->count; i++)
        if (str_eq(render->entries[i].name, name))
            return render->entries[i].template;
    return NULL;
}

static const struct mustache *partial(void *user, struct str name)
{
    return render_find(user, name);
}

bool render_page(const struct render *render, const char *name, const struct value *frame, const struct value *view,
                 const struct locale *locale, struct buf *out)
{
    const struct mustache *template = render_find(render, str_of(name));
    if (!template)
        return false;
    mustache_render(template, frame, view, partial, (void *)(uintptr_t)render, locale, out);
    return true;
}
