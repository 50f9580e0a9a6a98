/* The bar on the pages of an alliance: its parts, and beneath them the pages of the part that one is in. */
#include "engines/registry/records.h"
#include "engines/registry/registry.h"

/* Where one is: a page of the alliance, or below one of them. */
struct place {
    struct str alliance, path;
    const char *marked; /* how it is marked: "page", or "true" when it is below */
};

static struct str tab_address(const struct overview *o, const struct place *place, const struct alliance_tab *tab)
{
    return arena_printf(o->arena, "/alliances/%.*s%s", STR_ARG(place->alliance), tab->path);
}

static struct value *put_tab(const struct overview *o, struct value *into, const char *label, struct str href,
                             struct str current)
{
    struct value *item = value_push_map(o->arena, into);
    value_put_text(o->arena, item, "label", overview_words(o, label, NULL));
    value_put_text(o->arena, item, "href", href);
    if (current.n)
        value_put_text(o->arena, item, "current", current);
    return item;
}

/* The pages of one part into `pages`; `first` is where the part opens. Tells whether the place is among them. */
static bool put_pages(const struct overview *o, const struct place *place, enum alliance_part part, struct value *pages,
                      struct str *first)
{
    bool among = false;
    for (size_t i = 0; engines[i]; i++)
        for (const struct alliance_tab *tab = engines[i]->tabs; tab && tab->label; tab++) {
            if (tab->part != part)
                continue;
            struct str href = tab_address(o, place, tab);
            bool here = str_eq(href, place->path);
            put_tab(o, pages, tab->label, href, here ? str_of(place->marked) : S(""));
            among = among || here;
            if (!first->n)
                *first = href;
        }
    return among;
}

static enum err put_bar(struct overview *o, const struct place *place)
{
    static const char *const labels[ALLIANCE_PARTS] = {
        [PART_OVERVIEW] = "ui.alliance.tab.overview",         [PART_MONEY] = "ui.alliance.tab.model-and-money",
        [PART_GOVERNANCE] = "ui.alliance.tab.governance",     [PART_WORK] = "ui.alliance.tab.work",
        [PART_RELATIONSHIP] = "ui.alliance.tab.relationship",
    };
    struct value *parts = value_put_list(o->arena, o->page, "tabs");
    for (enum alliance_part part = 0; part < ALLIANCE_PARTS; part++) {
        struct value *pages = value_list(o->arena);
        struct str first = S("");
        bool here = put_pages(o, place, part, pages, &first);
        put_tab(o, parts, labels[part], first, here ? S("true") : S(""));
        if (here)
            value_put(o->page, "part", pages);
    }
    return parts ? OK : ERR_MEMORY;
}

enum err alliance_view_begin(struct request *request, struct reply *reply, const char *template, struct overview *out)
{
    enum err err = overview_begin(request, reply, &alliance_kind, template, out);
    struct place place = {out->id, request->path, "page"};
    return err ? err : put_bar(out, &place);
}

enum err alliance_bar(struct overview *overview, const char *path)
{
    struct str alliance = value_get_text(overview->record, "alliance");
    struct str above = arena_printf(overview->arena, "/alliances/%.*s%s", STR_ARG(alliance), path);
    struct place place = {alliance, above, "true"};
    return put_bar(overview, &place);
}
