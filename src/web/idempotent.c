#include "web/idempotent.h"
#include "base/json.h"
#include "kernel/content_file.h"
#include <sodium.h>

static bool applies(const struct exchange *x)
{
    const struct request *request = &x->request;
    return request->idempotency_key.n && request->viewer && (request->style == INPUT_JSON || x->upload.applies) &&
           x->format != FORMAT_HTML && !strcmp(request->route->method, "POST");
}

/* What makes a request the same: its method (POST), target and body; of a file its name and hash, and the fields. */
static struct str hash_of(struct exchange *x)
{
    crypto_generichash_state state;
    unsigned char sum[32];
    struct str body = buf_str(&x->body);
    char *text = arena_alloc(x->arena, 2 * sizeof sum + 1);
    crypto_generichash_init(&state, NULL, 0, sizeof sum);
    crypto_generichash_update(&state, (const unsigned char *)x->raw_target.p, x->raw_target.n);
    crypto_generichash_update(&state, (const unsigned char *)"\n", 1);
    crypto_generichash_update(&state, (const unsigned char *)body.p, body.n);
    if (x->upload.applies) {
        struct str fields = json_text(x->arena, x->request.body);
        const struct content_file *file = x->request.work.file;
        struct str parts[] = {fields, file ? content_file_name(file) : S(""), file ? content_file_sha256(file) : S("")};
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            crypto_generichash_update(&state, (const unsigned char *)parts[i].p, parts[i].n + !!parts[i].p);
    }
    /* What was answered to a wider token is not answered again to a narrower one. */
    const struct token_scope *scope = &x->who.caller.scope;
    const unsigned char flags[] = {scope->reads_only, (unsigned char)scope->groups,
                                   (unsigned char)(scope->groups >> 8)};
    crypto_generichash_update(&state, flags, sizeof flags);
    crypto_generichash_update(&state, (const unsigned char *)scope->alliance.p, scope->alliance.n);
    crypto_generichash_final(&state, sum, sizeof sum);
    if (!text)
        return S("");
    sodium_bin2hex(text, 2 * sizeof sum + 1, sum, sizeof sum);
    return (struct str){text, 2 * sizeof sum};
}

enum err idempotent_handle(struct exchange *x)
{
    struct request *request = &x->request;
    struct reply *reply = &x->reply;
    if (!applies(x))
        return request->route->handle(request, reply);
    x->replay.hash = hash_of(x);
    if (!x->replay.hash.n)
        return ERR_MEMORY;
    enum err err = idempotency_find(&request->work, request->viewer, request->idempotency_key, x->replay.hash,
                                    &x->replay.status, &x->replay.location, &x->replay.body);
    x->replay.found = err == OK;
    if (err == ERR_CONFLICT)
        (void)problem_say(&request->work.problems, S(""), "web.idempotency-other", NULL);
    if (err != ERR_NOT_FOUND)
        return err;
    err = request->route->handle(request, reply);
    if (err || reply->raw.p)
        return err;
    struct str body = reply->view ? json_text(x->arena, reply->view) : S("");
    if (!body.p)
        return ERR_MEMORY;
    return idempotency_store(&request->work, request->viewer, request->idempotency_key, x->replay.hash,
                             answer_status(x), reply->location, body);
}
