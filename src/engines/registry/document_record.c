#include "engines/registry/support.h"

static const struct field fields[] = {
    {.name = "about_kind", .type = FIELD_KIND, .flags = F_REQUIRED | F_FIXED},
    {.name = "about", .type = FIELD_TEXT, .flags = F_REQUIRED | F_FIXED},
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "media_type", .type = FIELD_TEXT, .flags = F_LIST, .max = 100},
    {.name = "size", .type = FIELD_INT, .flags = F_SET_BY_US | F_LIST},
    {.name = "sha256", .type = FIELD_TEXT, .flags = F_SET_BY_US},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* subject: what it is about, by name, where the viewer may see that. */
static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    return put_subject(work, viewer, record);
}

/* A file attached to a record; its bytes are kept under their hash. */
struct kind document_kind = {
    .name = "document",
    .plural = "documents",
    .table = "document",
    .scope = SCOPE_SUBJECT,
    .title = "name",
    .rights = "work",
    .sort = "name",
    FIELDS(fields),
    .derive = derive,
};
