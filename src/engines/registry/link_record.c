#include "base/url.h"
#include "engines/registry/support.h"

static const struct field fields[] = {
    {.name = "about_kind", .type = FIELD_KIND, .flags = F_REQUIRED | F_FIXED},
    {.name = "about", .type = FIELD_TEXT, .flags = F_REQUIRED | F_FIXED},
    {.name = "title", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "address", .type = FIELD_URL, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* host: where the address leads, so that nobody has to read it out of the whole. subject: as of notes. */
static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    value_put_text(work->arena, record, "host", url_host(value_get_text(record, "address")));
    return put_subject(work, viewer, record);
}

/* A page elsewhere that belongs to a record. It is shown, never fetched. */
struct kind link_kind = {
    .name = "link",
    .plural = "links",
    .table = "link",
    .scope = SCOPE_SUBJECT,
    .title = "title",
    .rights = "work",
    .sort = "title",
    FIELDS(fields),
    .derive = derive,
};
