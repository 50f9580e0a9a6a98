#include "base/err.h"

static const struct {
    int http, exit;
    const char *code;
} errors[] = {
#define ERR_ROW(name, http, exit, code) [name] = {http, exit, code},
    ERR_LIST(ERR_ROW)
#undef ERR_ROW
};

int err_http(enum err err)
{
    return errors[err].http;
}

int err_exit(enum err err)
{
    return errors[err].exit;
}

const char *err_code(enum err err)
{
    return errors[err].code;
}
