/* route.h: what a page or act is: a row in a table (method, path, handler) and a handler that gathers a view. The same
 * view is printed as JSON or rendered by a template; src/web does both, and knows engines by these tables only. */
#ifndef KERNEL_ROUTE_H
#define KERNEL_ROUTE_H
#include "kernel/record.h"

struct content;
struct route;

struct request {
    struct work work;
    struct viewer *viewer; /* NULL only on ROUTE_OPEN routes when nobody is signed in */
    const struct route *route;
    const struct kind *kind; /* of generic routes: the kind of record */
    struct str path;         /* decoded, without query */
    struct str ids[4];       /* values of {…} in the path, in order */
    struct value *query;     /* map of texts */
    struct value *body;      /* JSON tree, or map of texts for a form; NULL without a body */
    enum input_style style;  /* INPUT_JSON or INPUT_TEXT (form) */
    bool html;               /* the client wants a page, not JSON */
    int64_t if_match;        /* version named by If-Match or the form's `version`; -1: none */
    struct str idempotency_key;
    struct str session;    /* the session's secret; empty with a token or signed out */
    struct str address;    /* the client's, for rate limits */
    struct str agent;      /* User-Agent, shortened */
    struct str last_event; /* Last-Event-ID: the newest that was sent to a client that reads events */
    bool stream;           /* on a ROUTE_LIVE: the client reads server-sent events */
};

struct reply {
    int status;               /* 0: 200 */
    struct value *view;       /* what is shown; NULL: no body */
    const char *template;     /* page template without folder and suffix ("list"); NULL: JSON only */
    struct value *page;       /* beside the view, for the page only: title, crumbs, actions … (map or NULL) */
    struct str location;      /* for 201 and 303: a path */
    int64_t etag;             /* version of the one record shown; 0: none */
    struct str raw, raw_type; /* an answer that is no view (CSV, SVG, text): its bytes and media type */
    struct str file_name;     /* with raw: offered as a download of that name */
    struct str session;       /* a session's secret to set as cookie; with end_session: to clear */
    bool end_session;
    const struct content *content; /* an answer of a file's bytes, sent piece by piece (kernel/content.h) */
    struct str see_as; /* with whose eyes to look from now on (web/see_as.h); with end_see_as: with one's own again */
    bool end_see_as;
    struct str done; /* catalogue key of a short notice for the next page ("saved") */
    bool wait; /* on a ROUTE_LIVE, with raw: there is nothing to tell yet, and the client may wait until there is */
};

enum route_flag {
    ROUTE_OPEN = 1,     /* may be called signed out */
    ROUTE_WRITE = 2,    /* runs on the writer's thread, in a savepoint, answered after the commit */
    ROUTE_SLOW = 4,     /* runs on a worker thread (password hash, long reports) with a read connection */
    ROUTE_LIST = 8,     /* the view is {items, next[, total]}: also written as CSV when text/csv is asked for */
    ROUTE_PAGE = 16,    /* a form or page without a life of its own in the API (still answers JSON) */
    ROUTE_LIMITED = 32, /* counted against the sign-in rate limit */
    ROUTE_OWN = 64,     /* always with one's own eyes, also while looking with a partner's; may then write, too */
    ROUTE_FILE = 128,   /* takes a file: as multipart/form-data with a part "file", or as a body of the file's own type;
                           the handler finds it in work.file and, with fields, in body */
    ROUTE_LIVE = 512,   /* tells what is new by server-sent events: handled anew whenever something may be; no use of a
                           session, and not counted among what requests take */
    ROUTE_UNNAMED = 1024, /* where it succeeds, its line on the log names neither account nor address */
    ROUTE_KEPT = 2048,    /* a GET whose view rests on its path, the viewer, the day and records alone: kept by a server
                             until something that the viewer sees changes (kernel/kept.h) */
    ROUTE_HASH = 256      /* as ROUTE_SLOW, for what hashes passwords: on few threads of their own, so that many who try
                             to sign in slow nobody else */
};

struct route {
    const char *method; /* "GET", "POST", "PATCH", "DELETE" */
    const char *path;   /* "/alliances/{id}/parties"; fixed segments win over {…} */
    enum err (*handle)(struct request *request, struct reply *reply);
    unsigned flags;
    const char *summary; /* catalogue key of what it does, for /openapi.json and docs */
    const char *schema;  /* name of its reply's schema: "list:<plural>", "record:<plural>", "history", or a name
                            in content/schemas/<name>.json; NULL: any object */
};
#endif
