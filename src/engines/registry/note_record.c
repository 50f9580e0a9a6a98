#include "engines/registry/support.h"

static const struct field fields[] = {
    {.name = "about_kind", .type = FIELD_KIND, .flags = F_REQUIRED | F_FIXED},
    {.name = "about", .type = FIELD_TEXT, .flags = F_REQUIRED | F_FIXED},
    {.name = "text", .type = FIELD_LONG, .flags = F_REQUIRED | F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* subject: what it is about, by name, where the viewer may see that. */
static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    struct str text = str_trim(value_get_text(record, "text"));
    value_put_text(work->arena, record, "title", first_characters(work->arena, text, 60));
    return put_subject(work, viewer, record);
}

/* A few lines about a record. */
struct kind note_kind = {
    .name = "note",
    .plural = "notes",
    .table = "note",
    .scope = SCOPE_SUBJECT,
    .rights = "work",
    FIELDS(fields),
    .derive = derive,
};
