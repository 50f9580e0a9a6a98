/* /openapi.json: what the program serves, told by its own tables. */
#include "web/openapi.h"
#include "base/json.h"
#include "kernel/calc.h"
#include "web/pages.h"
#include "web/resource.h"
#include "web/router.h"
#include <pthread.h>

/* One operation being described. */
struct making {
    struct request *request;
    const struct route *route;
    const struct kind *kind; /* of generic routes; else NULL */
    struct value *operation;
};

static bool is_generic(const struct making *m)
{
    return m->kind && str_starts(str_of(m->route->summary), S("route.resource."));
}

static bool has_summary(const struct making *m, const char *end)
{
    return m->route->summary && str_is(str_of(m->route->summary), page_key(m->request, "route.resource.%s", end));
}

static bool is_create(const struct making *m)
{
    return has_summary(m, "create") || has_summary(m, "create-below");
}

static bool is_change(const struct making *m)
{
    return has_summary(m, "change") || has_summary(m, "post");
}

static bool is_post(const struct making *m)
{
    return !strcmp(m->route->method, "POST");
}

/* "get-alliances-id-parties": unique as method and path are. */
static struct str operation_id(const struct making *m)
{
    struct buf out = buf_init(m->request->work.arena, 0);
    for (const char *c = m->route->method; *c; c++)
        buf_char(&out, (char)(*c - 'A' + 'a'));
    struct str rest = str_part(str_of(m->route->path), 1, SIZE_MAX), part;
    if (!rest.n)
        buf_lit(&out, "-home");
    while (rest.n && str_cut(&rest, '/', &part)) {
        buf_char(&out, '-');
        for (size_t i = 0; i < part.n; i++)
            if (part.p[i] != '{' && part.p[i] != '}')
                buf_char(&out, part.p[i]);
    }
    return buf_str(&out);
}

static struct str tag_of(const struct making *m)
{
    struct str rest = str_part(str_of(m->route->path), 1, SIZE_MAX), part = S("");
    if (m->kind)
        return str_of(m->kind->plural);
    if (rest.n)
        (void)str_cut(&rest, '/', &part);
    return part.n ? part : S("home");
}

static void put_words(const struct making *m)
{
    struct arena *a = m->request->work.arena;
    struct str one = m->kind ? page_kind_in_text(m->request, m->kind, "one") : S("");
    struct str other = m->kind ? page_kind_in_text(m->request, m->kind, "other") : S("");
    value_put_text(a, m->operation, "operationId", operation_id(m));
    if (m->route->summary)
        value_put_text(a, m->operation, "summary",
                       page_words(m->request, m->route->summary, "one", page_leaf(m->request, one), "other",
                                  page_leaf(m->request, other), NULL));
    value_push(value_put_list(a, m->operation, "tags"), value_text(a, tag_of(m)));
    if (m->route->flags & ROUTE_OPEN)
        value_put_list(a, m->operation, "security");
}

static void put_query(const struct making *m, struct value *parameters, const char *name, const char *about)
{
    struct arena *a = m->request->work.arena;
    struct value *made = value_push_map(a, parameters);
    value_put_text(a, made, "name", str_of(name));
    value_put_text(a, made, "in", S("query"));
    value_put_text(a, made, "description", page_words(m->request, about, NULL));
    value_put(made, "schema", openapi_type(m->request, "string", false));
}

static void put_page_queries(const struct making *m, struct value *parameters)
{
    static const struct {
        const char *path, *name, *about;
    } queries[] = {
        {"/search", "q", "openapi.q"},
        {"/events", "kind", "openapi.event-kind"},
        {"/events", "record", "openapi.record"},
        {"/events", "actor", "openapi.actor"},
        {"/live", "since", "openapi.live-since"},
        {"/live", "alliance", "openapi.live-alliance"},
        {"/sign-in", "next", "openapi.way"},
        {"/documents/{id}/content", "version", "openapi.file-version"},
        {"/settlement_periods/{id}/statement", "party", "openapi.statement-party"},
        {"/settlement_periods/{id}/statement", "format", "openapi.statement-format"},
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        if (!strcmp(m->route->path, queries[i].path) && !is_post(m))
            put_query(m, parameters, queries[i].name, queries[i].about);
}

static void put_path_parameters(const struct making *m, struct value *parameters)
{
    struct arena *a = m->request->work.arena;
    struct str rest = str_of(m->route->path), part;
    while (str_cut(&rest, '/', &part)) {
        if (!part.n || part.p[0] != '{')
            continue;
        struct str name = str_part(part, 1, part.n - 2);
        struct value *made = value_push_map(a, parameters), *schema = openapi_type(m->request, "string", false);
        if (str_is(name, "id"))
            value_put_text(a, schema, "format", S("uuid"));
        value_put_text(a, made, "name", name);
        value_put_text(a, made, "in", S("path"));
        value_put_bool(a, made, "required", true);
        value_put(made, "schema", schema);
    }
}

static void put_parameters(const struct making *m)
{
    static const char *const paging[] = {"limit", "cursor"}, *const listing[] = {"sort", "total", "withdrawn",
                                                                                 "format"};
    struct value *parameters = value_put_list(m->request->work.arena, m->operation, "parameters");
    bool list = m->route->flags & ROUTE_LIST;
    put_path_parameters(m, parameters);
    for (size_t i = 0; i < 2; i++)
        if (list || has_summary(m, "history"))
            value_push(parameters, openapi_ref(m->request, "parameters", str_of(paging[i])));
    for (size_t i = 0; i < 4; i++)
        if (list && is_generic(m))
            value_push(parameters, openapi_ref(m->request, "parameters", str_of(listing[i])));
    if (list && is_generic(m))
        openapi_filters(m->request, parameters, m->kind);
    put_page_queries(m, parameters);
    bool versioned = is_generic(m) && (is_change(m) || has_summary(m, "withdraw") || has_summary(m, "restore"));
    if (versioned)
        value_push(parameters, openapi_ref(m->request, "parameters", S("if-match")));
    if (is_post(m) && (m->route->flags & ROUTE_WRITE) && !(m->route->flags & ROUTE_OPEN))
        value_push(parameters, openapi_ref(m->request, "parameters", S("idempotency-key")));
}

static void put_content(const struct making *m, struct value *content, const char *type, struct value *schema)
{
    struct value *media = value_put_map(m->request->work.arena, content, type);
    value_put(media, "schema", schema);
}

/* The name of the schema of what is sent to a generic route; below another record that one is filled in, so that
 * nothing more is required. */
static struct value *input_schema(const struct making *m)
{
    if (!is_generic(m) || (!is_create(m) && !is_change(m)))
        return openapi_type(m->request, "object", false);
    struct str name = openapi_name(m->request, str_of(m->kind->name));
    bool whole = has_summary(m, "create");
    struct value *ref =
        openapi_ref(m->request, "schemas", page_path(m->request, "%.*s%s", STR_ARG(name), whole ? "Input" : "Patch"));
    return has_summary(m, "create-below") ? openapi_type(m->request, "object", false) : ref;
}

/* A file, in a form or as it is. */
static void put_file(const struct making *m, struct value *content)
{
    struct arena *a = m->request->work.arena;
    struct value *form = openapi_type(m->request, "object", false), *properties = value_put_map(a, form, "properties");
    struct value *bytes = openapi_type(m->request, "string", false), *plain = openapi_type(m->request, "string", false);
    value_put_text(a, bytes, "format", S("binary"));
    value_put_text(a, plain, "format", S("binary"));
    value_put(properties, "file", bytes);
    put_content(m, content, "multipart/form-data", form);
    put_content(m, content, "application/octet-stream", plain);
}

static void put_request_body(const struct making *m)
{
    struct arena *a = m->request->work.arena;
    bool sends = is_post(m) || !strcmp(m->route->method, "PATCH") || !strcmp(m->route->method, "PUT");
    if (!sends || (m->route->flags & ROUTE_PAGE && !is_post(m)))
        return;
    struct value *body = value_put_map(a, m->operation, "requestBody"), *content = value_put_map(a, body, "content");
    put_content(m, content, "application/json", input_schema(m));
    if (!is_post(m))
        put_content(m, content, "application/merge-patch+json", input_schema(m));
    if (is_post(m))
        put_content(m, content, "application/x-www-form-urlencoded", openapi_type(m->request, "object", false));
    if (m->route->flags & ROUTE_FILE)
        put_file(m, content);
}

/* What a calculator gives: one of their outputs. */
static struct value *calc_output(const struct making *m)
{
    struct arena *a = m->request->work.arena;
    struct value *schema = value_map(a), *any = value_put_list(a, schema, "anyOf");
    for (size_t i = 0; calc_at(i); i++)
        value_push(any, openapi_ref(m->request, "schemas",
                                    page_path(m->request, "Calc%.*sOutput",
                                              STR_ARG(openapi_name(m->request, str_of(calc_at(i)->name))))));
    return any && any->count ? schema : openapi_type(m->request, "object", false);
}

static struct value *response(const struct making *m, struct value *responses, const char *status, const char *about)
{
    struct arena *a = m->request->work.arena;
    struct value *made = value_put_map(a, responses, status);
    value_put_text(a, made, "description", page_words(m->request, about, NULL));
    return made;
}

static void put_header(const struct making *m, struct value *made, const char *name, const char *about)
{
    struct arena *a = m->request->work.arena;
    struct value *headers = value_get(made, "headers");
    if (!headers)
        headers = value_put_map(a, made, "headers");
    struct value *header = value_put_map(a, headers, name);
    value_put_text(a, header, "description", page_words(m->request, about, NULL));
    value_put(header, "schema", openapi_type(m->request, "string", false));
}

static void put_success(const struct making *m, struct value *responses, const char *status)
{
    struct value *made = response(m, responses, status, "openapi.ok");
    struct value *content = value_put_map(m->request->work.arena, made, "content");
    bool runs = !strcmp(m->route->path, "/calc/{name}") && is_post(m);
    struct str schema = str_of(m->route->schema);
    if (!strcmp(m->route->schema ? m->route->schema : "", "file")) {
        struct value *bytes = openapi_type(m->request, "string", false);
        value_put_text(m->request->work.arena, bytes, "format", S("binary"));
        put_content(m, content, "application/octet-stream", bytes);
        return;
    }
    put_content(m, content, "application/json", runs ? calc_output(m) : openapi_reply(m->request, schema));
    bool page = strcmp(m->route->path, "/openapi.json") != 0 && strcmp(m->route->path, "/health") != 0;
    if (page)
        put_content(m, content, "text/html", openapi_type(m->request, "string", false));
    if (m->route->flags & ROUTE_LIST)
        put_content(m, content, "text/csv", openapi_type(m->request, "string", false));
    if (m->route->flags & ROUTE_LIVE)
        put_content(m, content, "text/event-stream", openapi_type(m->request, "string", false));
    if (str_starts(schema, S("record:")))
        put_header(m, made, "ETag", "openapi.etag");
    if (!strcmp(status, "201"))
        put_header(m, made, "Location", "openapi.location");
}

/* The errors that a route may answer with; all are problems. What any request may meet stands under 4XX and 5XX. */
static void put_errors(const struct making *m, struct value *responses)
{
    enum { KNOWN = 1, WRITES = 2, FINDS = 4, VERSIONED = 8, LIMITED = 16, VERIFIED = 32 };
    static const struct {
        const char *status;
        unsigned on;
    } errors[] = {{"401", KNOWN | LIMITED},
                  {"403", KNOWN},
                  {"404", FINDS},
                  {"409", WRITES},
                  {"410", VERSIONED},
                  {"412", VERSIONED},
                  {"422", VERIFIED | WRITES},
                  {"428", VERSIONED},
                  {"429", LIMITED}};
    bool writes = is_post(m) || !strcmp(m->route->method, "PUT") || !strcmp(m->route->method, "PATCH") ||
                  !strcmp(m->route->method, "DELETE");
    bool limited = m->route->flags & ROUTE_LIMITED, list = m->route->flags & ROUTE_LIST;
    unsigned bits = (m->route->flags & ROUTE_OPEN ? 0u : KNOWN) | (writes ? WRITES : 0u) | (limited ? LIMITED : 0u) |
                    (list ? VERIFIED : 0u) | (strchr(m->route->path, '{') ? FINDS : 0u) |
                    (is_generic(m) && writes && !is_create(m) ? VERSIONED : 0u);
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].on & bits)
            value_put(responses, errors[i].status, openapi_ref(m->request, "responses", S("problem")));
    value_put(responses, "4XX", openapi_ref(m->request, "responses", S("problem")));
    value_put(responses, "5XX", openapi_ref(m->request, "responses", S("problem")));
}

static void put_responses(const struct making *m)
{
    struct value *responses = value_put_map(m->request->work.arena, m->operation, "responses");
    bool posts = is_post(m);
    if (!is_create(m))
        put_success(m, responses, "200");
    if (is_create(m) || (posts && !is_generic(m)))
        put_success(m, responses, "201");
    if (posts && !is_generic(m))
        response(m, responses, "204", "openapi.no-content");
    bool pages = posts || (m->route->flags & (ROUTE_WRITE | ROUTE_OPEN));
    if (pages && strcmp(m->route->path, "/health") != 0 && strcmp(m->route->path, "/openapi.json") != 0)
        response(m, responses, "303", "openapi.see-other");
    if (!strcmp(m->route->method, "GET") && str_starts(str_of(m->route->schema), S("record:")))
        response(m, responses, "304", "openapi.not-modified");
    put_errors(m, responses);
}

static struct str lower_method(const struct making *m)
{
    const char *method = m->route->method;
    return !strcmp(method, "GET")      ? S("get")
           : !strcmp(method, "POST")   ? S("post")
           : !strcmp(method, "PATCH")  ? S("patch")
           : !strcmp(method, "DELETE") ? S("delete")
                                       : S("put");
}

static void put_paths(struct request *request, struct value *document)
{
    struct arena *a = request->work.arena;
    struct value *paths = value_put_map(a, document, "paths"), *item = NULL;
    const struct kind *kind = NULL;
    const struct route *route;
    /* The routes come in the order of their paths, so that those of one path stand together. */
    for (size_t i = 0; (route = routes_at(i, &kind)); i++) {
        if (!item || !str_is(item->key, route->path))
            item = value_put_map(a, paths, route->path);
        struct making m = {request, route, kind, value_map(a)};
        value_put_str(item, lower_method(&m), m.operation);
        put_words(&m);
        put_parameters(&m);
        put_request_body(&m);
        put_responses(&m);
    }
}

static void put_components(struct request *request, struct value *document)
{
    struct arena *a = request->work.arena;
    struct value *components = value_put_map(a, document, "components");
    value_put(components, "schemas", openapi_schemas(request));
    value_put(components, "parameters", openapi_parameters(request));
    struct value *problem = value_put_map(a, value_put_map(a, components, "responses"), "problem");
    value_put_text(a, problem, "description", page_words(request, "openapi.problem", NULL));
    struct value *media = value_put_map(a, value_put_map(a, problem, "content"), "application/problem+json");
    value_put(media, "schema", openapi_ref(request, "schemas", S("Problem")));
    struct value *schemes = value_put_map(a, components, "securitySchemes");
    struct value *bearer = value_put_map(a, schemes, "bearer"), *session = value_put_map(a, schemes, "session");
    value_put_text(a, bearer, "type", S("http"));
    value_put_text(a, bearer, "scheme", S("bearer"));
    value_put_text(a, bearer, "description", page_words(request, "openapi.bearer", NULL));
    value_put_text(a, session, "type", S("apiKey"));
    value_put_text(a, session, "in", S("cookie"));
    value_put_text(a, session, "name", S("entente_session"));
    value_put_text(a, session, "description", page_words(request, "openapi.session", NULL));
}

static struct value *make_document(struct request *request)
{
    struct arena *a = request->work.arena;
    struct value *document = value_map(a);
    value_put_text(a, document, "openapi", S("3.1.0"));
    struct value *info = value_put_map(a, document, "info");
    value_put_text(a, info, "title", S("Entente"));
    value_put_text(a, info, "version", S(ENTENTE_VERSION));
    value_put_text(a, info, "description", page_words(request, "openapi.about", NULL));
    struct value *license = value_put_map(a, info, "license");
    value_put_text(a, license, "name", S("GPL-3.0-or-later"));
    value_put_text(a, license, "identifier", S("GPL-3.0-or-later"));
    struct value *security = value_put_list(a, document, "security");
    value_put_list(a, value_push_map(a, security), "bearer");
    value_put_list(a, value_push_map(a, security), "session");
    put_paths(request, document);
    put_components(request, document);
    return document;
}

struct value *openapi_document(struct arena *arena)
{
    struct request request = {.work = work_init(arena, NULL)};
    return make_document(&request);
}

/* The tables do not change while the program runs: the text is made once, and kept for the process's life. */
static struct {
    pthread_mutex_t lock;
    struct arena *arena;
    struct str text;
} kept = {.lock = PTHREAD_MUTEX_INITIALIZER};

static enum err make_text(struct request *request)
{
    struct arena *lasting = arena_new(0);
    struct value *document = openapi_document(request->work.arena);
    struct str text = lasting && document ? json_text(lasting, document) : (struct str){NULL, 0};
    if (!text.p) {
        arena_free(lasting);
        return ERR_MEMORY;
    }
    kept.arena = lasting;
    kept.text = text;
    return OK;
}

static enum err openapi(struct request *request, struct reply *reply)
{
    pthread_mutex_lock(&kept.lock);
    enum err err = kept.text.p ? OK : make_text(request);
    pthread_mutex_unlock(&kept.lock);
    reply->raw = kept.text;
    reply->raw_type = S("application/json");
    return err;
}

const struct route openapi_routes[] = {
    {"GET", "/openapi.json", openapi, ROUTE_OPEN, "route.openapi", "openapi"},
    {.method = NULL},
};
