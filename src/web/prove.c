#include "web/prove.h"
#include "kernel/second_factor.h"

struct str prove_key(const struct request *request, struct str tenant, struct str account)
{
    return arena_printf(request->work.arena, "%.*s/%.*s", STR_ARG(tenant), STR_ARG(account));
}

static enum err take_code(struct request *request, void *user)
{
    const struct rate_try *tried = user;
    struct str code = value_get_text(request->body, "code");
    enum err err = second_factor_prove(&request->work, request->viewer, code.p ? code : S(""));
    return err ? err : web_try_back(request, tried, 1);
}

enum err prove(struct request *request)
{
    struct work *work = &request->work;
    const struct viewer *viewer = request->viewer;
    struct rate_try tried = {&rate_by_account, prove_key(request, viewer->tenant, viewer->account)};
    struct str password = value_get_text(request->body, "current_password");
    enum err err = account_in_person(work, viewer);
    if (err == OK)
        err = tried.key.p ? web_try(request, &tried, 1) : ERR_MEMORY;
    if (err == OK)
        err = password_prove(work, viewer, password.p ? password : S(""));
    return err ? err : web_write(request, take_code, &tried);
}
