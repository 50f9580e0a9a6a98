/* Writes of any kind: create, change, withdraw, restore; from JSON, and from forms, which are shown again with what was
 * typed where something is wrong. */
#include "web/resource.h"

/* What was sent as a map without what forms send beside the fields; for a nested route with the record above in it. */
static enum err read_input(struct request *request, const struct resource *resource, struct value **out)
{
    struct arena *a = request->work.arena;
    *out = value_map(a);
    if (!*out)
        return ERR_MEMORY;
    if (!request->body || request->body->kind != V_MAP)
        return problem_say(&request->work.problems, S(""), "input.object", NULL);
    VALUE_EACH (item, request->body)
        if (request->style == INPUT_JSON || !resource_is_beside(item->key))
            value_put_str(*out, item->key, value_copy(a, item));
    if (resource->link) {
        value_set(*out, resource->link->name, value_text(a, resource->parent_id));
    } else if (resource->parent) {
        value_set(*out, "about_kind", value_text(a, str_of(resource->parent->plural)));
        value_set(*out, "about", value_text(a, resource->parent_id));
    }
    return OK;
}

/* A refused form is shown again, with what was typed. The error goes up all the same, so that nothing is kept. */
static enum err refuse(struct request *request, struct reply *reply, const struct resource *resource,
                       const struct value *record, enum err err)
{
    bool again = err == ERR_INPUT || err == ERR_TOO_LARGE || (err == ERR_CONFLICT && request->work.problems.count > 0);
    if (!request->html || request->style != INPUT_TEXT || !again)
        return err;
    reply->view = value_map(request->work.arena);
    (void)resource_form(request, reply, resource, record, request->body);
    return err;
}

/* Only ways within the program are taken: "/…", not "//…" or "/\…". */
static struct str next_of(const struct request *request)
{
    struct str next = request->style == INPUT_TEXT ? value_get_text(request->body, "next") : S("");
    bool within = next.n && next.p[0] == '/' && !(next.n > 1 && (next.p[1] == '/' || next.p[1] == '\\'));
    return within && str_find(next, '\n') < 0 && str_find(next, '\r') < 0 ? next : S("");
}

/* A form leads on to `path`; JSON gets the record. */
static enum err answer(struct request *request, struct reply *reply, struct value *record, struct str path,
                       const char *done)
{
    reply->view = record;
    reply->etag = value_get_int(record, "version", 0);
    if (!request->html)
        return OK;
    struct str next = next_of(request);
    reply->status = 303;
    reply->location = next.n ? next : path;
    reply->done = str_of(done);
    return OK;
}

enum err resource_create(struct request *request, struct reply *reply)
{
    struct resource resource;
    struct value *input = NULL, *record = NULL;
    enum err err = resource_of(request, &resource);
    if (err)
        return err;
    if (resource.above && value_get(resource.above, "withdrawn_at"))
        return ERR_GONE;
    err = read_input(request, &resource, &input);
    if (err == OK)
        err = record_create(&request->work, request->viewer, resource.kind, input, request->style, &record);
    if (err)
        return refuse(request, reply, &resource, NULL, err);
    struct str address = page_address(request, resource.kind, record);
    reply->status = 201;
    reply->location = address;
    if (resource.parent)
        address = page_path(request, "/%s/%.*s#%s", resource.parent->plural, STR_ARG(resource.parent_id),
                            resource.kind->plural);
    return answer(request, reply, record, address, "done.created");
}

static struct str why_of(const struct request *request)
{
    struct str why = value_get_text(request->style == INPUT_TEXT ? request->body : request->query, "why");
    return str_part(str_trim(why), 0, 2000);
}

/* The version that was changed has been followed by another: both go back, to choose from. */
static enum err stale(struct request *request, struct reply *reply, const struct resource *resource,
                      struct value *current, const struct value *yours)
{
    struct arena *a = request->work.arena;
    reply->view = value_map(a);
    if (current)
        value_put(reply->view, "current", value_copy(a, current));
    value_put(reply->view, "yours", yours ? value_copy(a, yours) : value_map(a));
    if (request->html && request->style == INPUT_TEXT && current && yours)
        resource_conflict(request, reply, resource, current);
    return ERR_STALE;
}

/* The changes that were sent. A form sends all its fields, and a conflict page what was chosen. */
static enum err read_changes(struct request *request, const struct resource *resource, struct value **out)
{
    bool chosen = request->style == INPUT_TEXT && value_get_text(request->body, "_conflict").n > 0;
    if (!chosen)
        return read_input(request, resource, out);
    *out = resource_resolved(request, resource->kind);
    return *out ? OK : ERR_MEMORY;
}

enum err resource_change(struct request *request, struct reply *reply)
{
    struct resource resource;
    struct value *input = NULL, *record = NULL, *stored = NULL;
    enum err err = resource_of(request, &resource);
    if (err)
        return err;
    if (request->if_match < 0)
        return ERR_NO_VERSION;
    err = read_changes(request, &resource, &input);
    if (err)
        return err;
    err = record_change(&request->work, request->viewer, resource.kind, resource.id, request->if_match, input,
                        request->style, why_of(request), &record);
    if (err == ERR_STALE)
        return stale(request, reply, &resource, record, input);
    bool shown = err && request->html && request->style == INPUT_TEXT;
    if (shown && record_get(&request->work, request->viewer, resource.kind, resource.id, &stored) == OK)
        return refuse(request, reply, &resource, stored, err);
    if (err)
        return err;
    return answer(request, reply, record, page_address(request, resource.kind, record), "done.saved");
}

/* A POST to the record itself is a change, too. Forms name the method that they stand for (_method) instead. */
enum err resource_post(struct request *request, struct reply *reply)
{
    return resource_change(request, reply);
}

enum err resource_withdraw(struct request *request, struct reply *reply)
{
    struct resource resource;
    struct value *record = NULL;
    enum err err = resource_of(request, &resource);
    if (err)
        return err;
    if (request->if_match < 0)
        return ERR_NO_VERSION;
    err = record_withdraw(&request->work, request->viewer, resource.kind, resource.id, request->if_match,
                          why_of(request), &record);
    if (err == ERR_STALE)
        return stale(request, reply, &resource, record, NULL);
    if (err)
        return err;
    return answer(request, reply, record, page_address(request, resource.kind, record), "done.withdrawn");
}

enum err resource_restore(struct request *request, struct reply *reply)
{
    struct resource resource;
    struct value *record = NULL;
    enum err err = resource_of(request, &resource);
    if (err)
        return err;
    if (request->if_match < 0)
        return ERR_NO_VERSION;
    err = record_restore(&request->work, request->viewer, resource.kind, resource.id, request->if_match, &record);
    if (err == ERR_STALE)
        return stale(request, reply, &resource, record, NULL);
    if (err)
        return err;
    return answer(request, reply, record, page_address(request, resource.kind, record), "done.restored");
}
