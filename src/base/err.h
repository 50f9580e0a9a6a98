/* err.h: one list of what can go wrong; it gives the HTTP status, the exit status, the JSON code and (through the
 * catalogue, `error.<code>.title` and `error.<code>.detail`) the words. Libraries return `enum err` and never exit. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/*    name               HTTP exit code */
#define ERR_LIST(X)                                 \
    X(OK, 200, 0, "ok")                             \
    X(ERR_MALFORMED, 400, 2, "malformed")           \
    X(ERR_SIGNED_OUT, 401, 4, "signed-out")         \
    X(ERR_FORBIDDEN, 403, 4, "forbidden")           \
    X(ERR_NOT_FOUND, 404, 3, "not-found")           \
    X(ERR_METHOD, 405, 2, "method")                 \
    X(ERR_NOT_ACCEPTABLE, 406, 2, "not-acceptable") \
    X(ERR_CONFLICT, 409, 5, "conflict")             \
    X(ERR_GONE, 410, 3, "gone")                     \
    X(ERR_STALE, 412, 5, "stale")                   \
    X(ERR_TOO_LARGE, 413, 2, "too-large")           \
    X(ERR_MEDIA_TYPE, 415, 2, "media-type")         \
    X(ERR_INPUT, 422, 2, "input")                   \
    X(ERR_NO_VERSION, 428, 2, "no-version")         \
    X(ERR_RATE, 429, 6, "rate")                     \
    X(ERR_HEADERS, 431, 2, "headers")               \
    X(ERR_MEMORY, 500, 7, "memory")                 \
    X(ERR_STORE, 500, 7, "store")                   \
    X(ERR_CORRUPT, 500, 8, "corrupt")               \
    X(ERR_INTERNAL, 500, 7, "internal")             \
    X(ERR_BUSY, 503, 6, "busy")                     \
    X(ERR_FULL, 507, 7, "full")

#define ERR_ENUM(name, http, exit, code) name,
enum err { ERR_LIST(ERR_ENUM) ERR_COUNT };
#undef ERR_ENUM

#define MUST_CHECK __attribute__((warn_unused_result))

/* HTTP status of an error, 200 for OK. */
int err_http(enum err err);
/* Exit status of a command that ends with this error. */
int err_exit(enum err err);
/* Stable code for machines, such as "not-found". */
const char *err_code(enum err err);
#endif
