/* What a form lets one choose from: codes, countries, records of another kind, and who is to see the new record. */
#include "base/decimal.h"
#include "web/resource.h"

enum { MOST_OPTIONS = 200 };

static void add_option(struct request *request, struct value *options, struct str code, struct str label,
                       struct str chosen)
{
    struct arena *a = request->work.arena;
    struct value *option = value_push_map(a, options);
    value_put_text(a, option, "value", code);
    value_put_text(a, option, "label", label);
    value_put_bool(a, option, "selected", chosen.n && (str_eq(chosen, code) || str_eq_nocase(chosen, label)));
}

/* The records that may be meant. Below an alliance only those of the same alliance, where the kind has such. */
static bool add_records(struct request *request, const struct resource *resource, const struct field *field,
                        struct value *options, struct str chosen)
{
    const struct kind *target = kind_by_plural(str_of(field->target));
    struct query query = {.limit = MOST_OPTIONS};
    struct page found;
    query.sort = target->title ? str_of(target->title) : S("");
    const struct field *shared = target->parent ? kind_field(target, str_of(target->parent)) : NULL;
    if (resource->link && shared && shared->target && !strcmp(shared->target, resource->parent->plural))
        (void)resource_filter(&query, str_of(shared->name), resource->parent_id);
    struct problems kept = request->work.problems;
    request->work.problems = problems_init(request->work.arena);
    enum err err = record_list(&request->work, request->viewer, target, &query, &found);
    request->work.problems = kept;
    if (err)
        return true;
    VALUE_EACH (record, found.items)
        add_option(request, options, value_get_text(record, "id"), page_title(request, target, record), chosen);
    return !found.next.n;
}

static void add_codes(struct request *request, struct value *options, struct str (*at)(size_t), const char *prefix,
                      struct str chosen)
{
    for (size_t i = 0; at(i).n; i++) {
        struct str code = at(i);
        add_option(request, options, code,
                   page_words(request, page_key(request, "%s.%.*s", prefix, STR_ARG(code)), NULL), chosen);
    }
}

bool resource_options(struct request *request, const struct resource *resource, const struct field *field,
                      struct value *options, struct str chosen)
{
    const char *kind = resource->kind->name;
    switch (field->type) {
    case FIELD_CHOICE:
        for (size_t i = 0; field->choices[i]; i++)
            add_option(
                request, options, str_of(field->choices[i]),
                page_words(request, page_key(request, "choice.%s.%s.%s", kind, field->name, field->choices[i]), NULL),
                chosen);
        return true;
    case FIELD_BOOL:
        add_option(request, options, S("yes"), page_words(request, "form.yes", NULL), chosen);
        add_option(request, options, S("no"), page_words(request, "form.no", NULL), chosen);
        return true;
    case FIELD_REF:
        return add_records(request, resource, field, options, chosen);
    case FIELD_COUNTRY:
        add_codes(request, options, country_at, "country", chosen);
        return true;
    case FIELD_CURRENCY:
        add_codes(request, options, currency_at, "currency", chosen);
        return true;
    case FIELD_KIND:
        for (size_t i = 0; kind_at(i); i++)
            if (!resource_is_attached(kind_at(i)))
                add_option(request, options, str_of(kind_at(i)->plural), page_kind_word(request, kind_at(i), "one"),
                           chosen);
        return true;
    default:
        return false;
    }
}

/* ---- Who will see it ---- */

/* "Alfa, Beta and Gamma": the parties of a circle of the alliance; of its open joint one when `id` is empty. */
static struct str names_of(struct request *request, struct str alliance, struct str id)
{
    struct value *circles = NULL, *parties = NULL;
    struct buf out = buf_init(request->work.arena, 0);
    if (circle_view(&request->work, request->viewer, alliance, &circles) != OK)
        return S("");
    VALUE_EACH (circle, circles) {
        bool joint = str_is(value_get_text(circle, "kind"), "joint") && !value_get_bool(circle, "closed");
        if (id.n ? str_eq(value_get_text(circle, "id"), id) : joint)
            parties = value_get(circle, "parties");
    }
    size_t at = 0, count = parties ? parties->count : 0;
    VALUE_EACH (party, parties) {
        struct str between = at == 0           ? S("")
                             : at + 1 == count ? page_words(request, "list.and", NULL)
                                               : page_words(request, "list.comma", NULL);
        buf_add(&out, between);
        buf_add(&out, party->label.n ? party->label : page_words(request, "seen.unnamed", NULL));
        at++;
    }
    return buf_str(&out);
}

static void add_circle(struct request *request, struct value *audience, const char *code, struct str label,
                       struct str text, bool checked)
{
    struct arena *a = request->work.arena;
    bool private = !strcmp(code, "side");
    struct value *option = value_push_map(a, value_get(audience, "options"));
    value_put_text(a, option, "value", str_of(code));
    value_put_text(a, option, "id", page_path(request, "circle-%s", code));
    value_put_text(a, option, "label", page_path(request, "%.*s:", STR_ARG(label)));
    value_put_text(a, option, "text", text);
    value_put_bool(a, option, "private", private);
    value_put_bool(a, option, "checked", checked);
}

static bool may_in(const struct request *request, const struct kind *kind, struct str alliance,
                   enum audience_kind circle)
{
    if (!alliance.n)
        return true;
    const struct viewer_audience *there = viewer_circle(request->viewer, alliance, circle);
    return there && viewer_may(request->viewer, kind, ACTION_CREATE, there->id);
}

/* The named circles that one is in: not for the frame, which is joint; below a record of a named circle that one alone.
 */
static bool add_named(struct request *request, struct value *audience, const struct resource *resource,
                      const struct viewer_audience *above, struct str chosen)
{
    const struct viewer *viewer = request->viewer;
    const struct kind *kind = resource->kind;
    bool checked = false, attached = resource_is_attached(kind),
         any = kind->named_too || strcmp(kind->rights, "frame") != 0;
    size_t n;
    const struct viewer_audience *const *circles = viewer_circles(viewer, above && any ? above->alliance : S(""), &n);
    for (size_t i = 0; i < n; i++) {
        const struct viewer_audience *circle = circles[i];
        bool within = true;
        if (circle->kind != AUDIENCE_NAMED || circle->closed || !viewer_may(viewer, kind, ACTION_CREATE, circle->id))
            continue;
        if (attached && (circle_within(&request->work, viewer, circle->id, above->id, &within) != OK || !within))
            continue;
        bool this = chosen.n ? str_eq(chosen, circle->id) : attached && circle == above;
        struct value *parties = page_leaf(request, names_of(request, above->alliance, circle->id));
        add_circle(request, audience, arena_cstr(request->work.arena, circle->id), circle->name,
                   page_words(request, "form.circle.named.text", "parties", parties, NULL), this);
        checked = checked || this;
    }
    return checked;
}

/* Joint or private, with the parties named where the alliance is known. */
static void put_circles(struct request *request, struct value *audience, const struct resource *resource,
                        const struct viewer_audience *above, struct str chosen)
{
    const struct kind *kind = resource->kind;
    struct str alliance = above ? above->alliance : S("");
    bool narrow = above && above->kind != AUDIENCE_JOINT && resource_is_attached(kind);
    bool joint = !narrow && may_in(request, kind, alliance, AUDIENCE_JOINT);
    bool side = may_in(request, kind, alliance, AUDIENCE_SIDE);
    bool to_side = chosen.n ? str_is(chosen, "side") : kind->private_first || (above && above->kind == AUDIENCE_SIDE);
    struct value *parties = page_leaf(request, alliance.n ? names_of(request, alliance, S("")) : S(""));
    struct value *ours = page_leaf(request, request->viewer->organisation_name);
    bool named = add_named(request, audience, resource, above, chosen);
    if (joint)
        add_circle(request, audience, "joint", page_words(request, "form.circle.joint", NULL),
                   page_words(request, alliance.n ? "form.circle.joint.parties" : "form.circle.joint.any", "parties",
                              parties, NULL),
                   !named && (!to_side || !side));
    if (side)
        add_circle(request, audience, "side", page_words(request, "form.circle.side", NULL),
                   page_words(request, "form.circle.side.text", "organisation", ours, NULL),
                   !named && (to_side || !joint));
}

void resource_audience(struct request *request, struct value *form, const struct resource *resource, struct str chosen)
{
    static const char *const fixed[] = {[SCOPE_OWNER] = "form.seen.owner",
                                        [SCOPE_PARENT] = "form.seen.parent",
                                        [SCOPE_ALLIANCE] = "form.seen.alliance"};
    struct arena *a = request->work.arena;
    const struct kind *kind = resource->kind;
    const struct viewer_audience *above =
        resource->above ? viewer_audience(request->viewer, page_seen_by(resource->above)) : NULL;
    struct value *audience = value_put_map(a, form, "audience");
    struct value *options = value_put_list(a, audience, "options");
    bool in_circle =
        kind->scope == SCOPE_CIRCLE || (kind->scope == SCOPE_SUBJECT && above && above->kind != AUDIENCE_OWNER);
    if (in_circle)
        put_circles(request, audience, resource, above, chosen);
    const char *key = kind->scope == SCOPE_SUBJECT ? "form.seen.subject" : fixed[kind->scope];
    struct value *ours = page_leaf(request, request->viewer->organisation_name);
    struct value *name =
        page_leaf(request, resource->above ? page_title(request, resource->parent, resource->above) : S(""));
    if (kind->scope == SCOPE_PARENT && !resource->above)
        key = "form.seen.subject";
    page_put(request, audience, "text",
             in_circle || !key ? S("") : page_words(request, key, "organisation", ours, "name", name, NULL));
    value_put_bool(a, audience, "choice", options && options->count > 0);
}
