/* openapi.h: /openapi.json, made from the tables: routes (openapi.c) and descriptors of kinds (openapi_schema.c). */
#ifndef WEB_OPENAPI_H
#define WEB_OPENAPI_H
#include "web/page_kit.h"

/* The whole document in English, after the routes are loaded; NULL when the arena is exhausted. */
struct value *openapi_document(struct arena *arena);
/* The document's components.schemas: records, their inputs and lists, money, problems, what content/schemas holds. */
struct value *openapi_schemas(struct request *request);
/* components.parameters: those that all routes share, and the filters of each kind. */
struct value *openapi_parameters(struct request *request);
/* Adds references to the filters of a kind to a list of parameters. */
void openapi_filters(const struct request *request, struct value *parameters, const struct kind *kind);

/* {"$ref": "#/components/PART/NAME"} */
struct value *openapi_ref(const struct request *request, const char *part, struct str name);
/* "BusinessCase" of "business_case", "SignedIn" of "signed-in". */
struct str openapi_name(const struct request *request, struct str name);
/* {"type": type}, or with `nullable` {"type": [type, "null"]}. */
struct value *openapi_type(const struct request *request, const char *type, bool nullable);
/* The schema of a route's reply by its name in the route's table; an object where there is none. */
struct value *openapi_reply(const struct request *request, struct str schema);
#endif
