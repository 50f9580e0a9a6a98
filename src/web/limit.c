/* Tries that the store counts, for all servers together. */
#include "web/exchange.h"

struct trying {
    const struct rate_try *tries;
    size_t count;
};

static enum err take(struct request *request, void *user)
{
    const struct trying *trying = user;
    struct exchange *x = (struct exchange *)request;
    enum err err = OK;
    for (size_t i = 0; i < trying->count && err == OK; i++)
        err = limit_take(&request->work, trying->tries[i].limit, trying->tries[i].key, &x->retry_after_s);
    return err;
}

enum err web_try(struct request *request, const struct rate_try *tries, size_t count)
{
    struct trying trying = {tries, count};
    return web_write(request, take, &trying);
}

enum err web_try_back(struct request *request, const struct rate_try *tries, size_t count)
{
    enum err err = OK;
    for (size_t i = 0; i < count && err == OK; i++)
        err = limit_give(&request->work, tries[i].limit, tries[i].key);
    return err;
}

struct str web_try_address(const struct request *request)
{
    return rate_address(request->address);
}
