#include "engines/registry/files.h"
#include "engines/registry/records.h"

enum { MOST = 50 };

static enum err rows_about(struct overview *o, const struct kind *kind, struct value **found)
{
    struct query query = {0};
    query_add(&query, "about_kind", str_of(o->kind->plural));
    query_add(&query, "about", o->id);
    return rows_where(&o->request->work, o->request->viewer, kind, query, MOST, found);
}

static struct value *put_item(struct overview *o, struct value *list, const struct kind *kind, const char *title,
                              const struct value *record)
{
    struct value *item = value_push_map(o->arena, list);
    (void)put_ref(o->arena, item, kind->name, kind, value_get_text(record, "id"), value_get_text(record, title));
    const struct viewer_audience *there = viewer_audience(o->request->viewer, value_get_text(record, "circle"));
    value_put_bool(o->arena, item, "private", there && there->kind == AUDIENCE_SIDE);
    return item;
}

enum err overview_files(struct overview *o)
{
    struct value *documents = NULL, *links = NULL;
    enum err err = rows_about(o, &document_kind, &documents);
    if (err == OK)
        err = rows_about(o, &link_kind, &links);
    if (err)
        return err;
    struct value *list = value_put_list(o->arena, o->data, "documents");
    VALUE_EACH (document, documents) {
        struct value *item = put_item(o, list, &document_kind, "name", document);
        overview_copy(o, item, document, "file_name", "media_type", "size", "uploaded_at", "uploaded_by", "created_at",
                      "content", NULL);
    }
    list = value_put_list(o->arena, o->data, "links");
    VALUE_EACH (link, links)
        overview_copy(o, put_item(o, list, &link_kind, "title", link), link, "address", "host", NULL);
    overview_offer(o, &document_kind, "add_document");
    overview_offer(o, &link_kind, "add_link");
    return list ? OK : ERR_MEMORY;
}
