#include "web/kept_reply.h"
#include "base/metric.h"
#include "base/value_pack.h"
#include "base/zone.h"
#include "kernel/hooks.h"
#include "kernel/kept.h"

/* What the reply is of. The day is the viewer's own; that of UTC ends with the viewer's stamp. */
static struct str name_of(struct exchange *x)
{
    const struct locale *locale = &x->request.work.locale;
    int64_t local = zone_local(locale->zone, locale->now_ms);
    return arena_printf(x->arena, "%s %lld %d %.*s", locale->language, (long long)(local / INT64_C(86400000)),
                        x->request.html, STR_ARG(x->raw_target));
}

/* Whether the reply is a view and nothing beside it. */
static bool is_view(const struct reply *reply)
{
    return !reply->status && reply->view && !reply->raw.p && !reply->location.n && !reply->content && !reply->session.n;
}

static struct str pack(struct arena *arena, const struct reply *reply)
{
    struct value *whole = value_map(arena);
    struct buf out = buf_init(arena, 0);
    if (!value_put(whole, "view", again(arena, reply->view)) ||
        (reply->page && !value_put(whole, "page", again(arena, reply->page))))
        return (struct str){NULL, 0};
    if (reply->template)
        value_put_text(arena, whole, "template", str_of(reply->template));
    value_put_int(arena, whole, "etag", reply->etag);
    value_pack(&out, whole);
    return buf_str(&out);
}

static bool unpack(struct arena *arena, struct str bytes, struct reply *reply)
{
    struct value *whole = value_unpack(arena, bytes);
    struct str template = value_get_text(whole, "template");
    struct reply kept = {.view = value_get(whole, "view"),
                         .page = value_get(whole, "page"),
                         .template = template.p ? arena_cstr(arena, template) : NULL,
                         .etag = value_get_int(whole, "etag", 0)};
    if (!kept.view || (template.p && !kept.template))
        return false;
    *reply = kept;
    return true;
}

enum err kept_reply(struct exchange *x)
{
    struct request *request = &x->request;
    struct str name = name_of(x), bytes;
    if (!name.p)
        return ERR_MEMORY;
    enum err err = kept_take(&request->work, request->viewer, name, &bytes);
    if (err == OK && bytes.p && unpack(x->arena, bytes, &x->reply)) {
        metric_add(METRIC_REPLY_KEPT, 1);
        return OK;
    }
    if (err == OK)
        err = request->route->handle(request, &x->reply);
    if (err || !is_view(&x->reply) || arena_exhausted(x->arena))
        return err;
    metric_add(METRIC_REPLY_MADE, 1);
    bytes = pack(x->arena, &x->reply);
    return bytes.p ? kept_put(&request->work, request->viewer, name, bytes) : ERR_MEMORY;
}
