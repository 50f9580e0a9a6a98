/* A document: its file, who put it in, earlier ones; the bytes themselves; and a new file in its place. */
#include "base/message.h"
#include "engines/registry/pages.h"
#include "engines/registry/records.h"
#include "kernel/content.h"
#include "kernel/overview.h"

static struct str content_path(struct arena *arena, struct str id, int64_t version)
{
    return version ? arena_printf(arena, "/documents/%.*s/content?version=%lld", STR_ARG(id), (long long)version)
                   : arena_printf(arena, "/documents/%.*s/content", STR_ARG(id));
}

/* overview.files: as content_list gives them, each with where its bytes are. */
static enum err put_files(struct overview *o)
{
    struct value *files = NULL;
    enum err err = content_list(&o->request->work, o->request->viewer, o->kind, o->id, &files);
    if (err)
        return err;
    VALUE_EACH (file, files) {
        value_put_text(o->arena, file, "content", content_path(o->arena, o->id, value_get_int(file, "version", 0)));
        value_put_bool(o->arena, file, "newest", file == files->first);
    }
    return value_put(o->data, "files", files) ? OK : ERR_MEMORY;
}

static void say_file(struct overview *o)
{
    const struct value *file = value_at(value_get(o->data, "files"), 0);
    if (!file) {
        overview_say(o, overview_words(o, "overview.document.none", NULL));
        return;
    }
    struct value *by = value_get(file, "uploaded_by");
    struct str day = locale_text(o->arena, &o->request->work.locale, value_get(file, "uploaded_at"));
    bool known = by && by->kind == V_REF;
    overview_say(o, overview_words(o, known ? "overview.document.by" : "overview.document.at", "type",
                                   again(o->arena, value_get(file, "media_type")), "size",
                                   again(o->arena, value_get(file, "size")), "at", value_text(o->arena, day), "by",
                                   again(o->arena, by), NULL));
}

/* What the form for a file needs to say; null when the viewer may not change the document. */
static void put_form(struct overview *o)
{
    struct value *most = value_new(o->arena, V_BYTES);
    if (!value_get_bool(o->page, "may_change") || is_given(o->record, "withdrawn_at") || !most) {
        value_put(o->page, "upload", value_null(o->arena));
        return;
    }
    struct value *form = value_put_map(o->arena, o->page, "upload");
    const struct problem *first = o->request->work.problems.first;
    most->i = content_file_most();
    value_put_text(o->arena, form, "hint", overview_words(o, "content.hint", "most", most, NULL));
    value_put(form, "error", first ? value_text(o->arena, first->detail) : value_null(o->arena));
    value_put_int(o->arena, form, "number", value_get_int(o->record, "version", 0));
}

enum err document_page(struct request *request, struct reply *reply)
{
    struct overview o;
    enum err err = overview_begin(request, reply, &document_kind, "document", &o);
    if (err == OK)
        err = put_files(&o);
    if (err)
        return err;
    say_file(&o);
    put_form(&o);
    return OK;
}

enum err document_content(struct request *request, struct reply *reply)
{
    struct work *work = &request->work;
    struct value *record = NULL;
    struct content *content = ARENA_NEW(work->arena, struct content);
    struct str asked = value_get_text(request->query, "version");
    int64_t version = 0;
    enum err err = content ? record_get(work, request->viewer, &document_kind, request->ids[0], &record) : ERR_MEMORY;
    if (err)
        return err;
    if (is_given(record, "withdrawn_at"))
        return ERR_GONE;
    if (asked.n && (!str_int(asked, &version) || version < 1))
        return ERR_NOT_FOUND;
    reply->content = content;
    return content_find(work, request->viewer, &document_kind, request->ids[0], version, content);
}

/* A refused file: the page again, with what is wrong. The error goes up all the same, so that nothing is kept. */
static enum err refuse_file(struct request *request, struct reply *reply, enum err err)
{
    if (request->html && (err == ERR_INPUT || err == ERR_TOO_LARGE) && document_page(request, reply) != OK)
        *reply = (struct reply){.status = 0};
    return err;
}

enum err document_upload(struct request *request, struct reply *reply)
{
    struct work *work = &request->work;
    struct value *record = NULL, *nothing = value_map(work->arena);
    struct str id = request->ids[0], why = value_get_text(request->body, "why");
    if (!work->file) {
        enum err seen = record_get(work, request->viewer, &document_kind, id, &record);
        return seen ? seen
                    : refuse_file(request, reply, problem_say(&work->problems, S("/file"), "content.none", NULL));
    }
    if (request->if_match < 0)
        return ERR_NO_VERSION;
    enum err err = record_change(work, request->viewer, &document_kind, id, request->if_match, nothing, INPUT_JSON,
                                 str_part(str_trim(why), 0, 2000), &record);
    if (err == ERR_STALE && (reply->view = value_map(work->arena)) != NULL)
        value_put(reply->view, "current", value_copy(work->arena, record));
    if (err)
        return refuse_file(request, reply, err);
    reply->view = record;
    reply->etag = value_get_int(record, "version", 0);
    if (!request->html)
        return OK;
    reply->status = 303;
    reply->location = arena_printf(work->arena, "/documents/%.*s", STR_ARG(id));
    reply->done = S("done.saved");
    return OK;
}
