#include "engines/registry/support.h"
#include "kernel/content_file.h"

static const struct field fields[] = {
    {.name = "about_kind", .type = FIELD_KIND, .flags = F_REQUIRED | F_FIXED},
    {.name = "about", .type = FIELD_TEXT, .flags = F_REQUIRED | F_FIXED},
    {.name = "name", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "file_name", .type = FIELD_TEXT, .flags = F_SET_BY_US | F_SEARCH},
    {.name = "media_type", .type = FIELD_CHOICE, .flags = F_SET_BY_US | F_LIST, .choices = content_media_types},
    {.name = "size", .type = FIELD_BYTES, .flags = F_SET_BY_US | F_LIST},
    {.name = "uploaded_at", .type = FIELD_INSTANT, .flags = F_SET_BY_US | F_LIST},
    {.name = "uploaded_by", .type = FIELD_REF, .flags = F_SET_BY_US | F_LIST, .target = "people"},
    {.name = "sha256", .type = FIELD_TEXT, .flags = F_SET_BY_US},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* A document without a name is called as its file. */
static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    (void)viewer;
    if (!is_leaving(change) && !work->file && !is_given(change->after, "name"))
        refuse(work, "name", "input.required");
    return OK;
}

/* content: where the bytes of its file are. subject: what it is about, by name, where the viewer may see that. */
static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    struct str path = arena_printf(work->arena, "/documents/%.*s/content", STR_ARG(value_get_text(record, "id")));
    if (is_given(record, "sha256"))
        value_put_text(work->arena, record, "content", path);
    return put_subject(work, viewer, record);
}

/* A file attached to a record; kernel/content.h keeps its bytes, version by version. */
struct kind document_kind = {
    .name = "document",
    .plural = "documents",
    .table = "document",
    .scope = SCOPE_SUBJECT,
    .title = "name",
    .rights = "work",
    .files = true,
    .sort = "name",
    FIELDS(fields),
    .check = check,
    .derive = derive,
};
