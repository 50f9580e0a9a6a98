/* Personal data: what the workspace holds about somebody, as a page and as a file; erasing a person. */
#include "base/json.h"
#include "kernel/personal.h"
#include "web/page_kit.h"
#include "web/pages.h"

static struct str own_path(struct request *request, struct str person, const char *below)
{
    if (str_eq(person, request->viewer->person))
        return page_path(request, "/account/personal-data%s", below);
    return page_path(request, "/administration/people/%.*s/personal-data%s", STR_ARG(person), below);
}

/* Reads what is held about the person of the address, or about the viewer where it names none. */
static enum err read_list(struct request *request, bool events, struct value **view)
{
    struct personal personal;
    struct str person = request->ids[0].n ? request->ids[0] : request->viewer->person;
    enum err err = personal_open(&request->work, request->viewer, person, PERSONAL_READ, &personal);
    return err ? err : personal_list(&request->work, request->viewer, &personal, events, view);
}

/* ---- The page ---- */

/* The items of one area, with what is said of the area once; nothing when it is empty. */
static void put_group(struct request *request, struct value *groups, const struct value *view, const char *area)
{
    struct arena *a = request->work.arena;
    struct value *group = NULL, *rows = NULL;
    VALUE_EACH (item, value_get(view, "items")) {
        if (!str_is(value_get_text(item, "area"), area))
            continue;
        if (!group) {
            group = value_push_map(a, groups);
            value_put_text(a, group, "id", str_of(area));
            value_put_text(a, group, "label", page_words(request, page_key(request, "personal.area.%s", area), NULL));
            value_put_text(a, group, "why", value_get_text(item, "why"));
            value_put_text(a, group, "until", value_get_text(item, "until"));
            rows = value_put_list(a, group, "rows");
        }
        struct value *row = value_push_map(a, rows);
        value_put(row, "kind", value_copy(a, value_get(item, "kind")));
        struct str href = value_get_text(item, "href"), title = value_get_text(item, "title");
        bool named =
            href.n && title.n && !str_eq(title, locale_text(a, &request->work.locale, value_get(item, "kind")));
        page_put(request, row, "name", named ? page_short(request, title, 60) : S(""));
        page_put(request, row, "href", href);
        struct value *since = value_get(item, "since"), *data = value_copy(a, value_get(item, "data"));
        value_put(row, "since", since ? value_copy(a, since) : value_null(a));
        value_put_bool(a, row, "dated", since && since->kind == V_INSTANT);
        value_put(row, "said", data);
    }
}

static enum err show(struct request *request, struct reply *reply)
{
    static const char *const areas[] = {"identity", "account", "access", "record", "about", "answer", "activity", NULL};
    struct arena *a = request->work.arena;
    const struct value *view = reply->view;
    struct str person = value_get_text(view, "person"), name = value_get_text(view, "name");
    bool own = str_eq(person, request->viewer->person);
    struct value *page =
        page_begin(request, reply, "personal",
                   own ? page_words(request, "personal.title.own", NULL)
                       : page_words(request, "personal.title", "name", page_leaf(request, name), NULL));
    struct value *items = value_get(view, "items"), *count = value_int(a, items ? (int64_t)items->count : 0);
    if (own)
        page_crumb(request, reply, page_words(request, "account.title", NULL), S("/account"));
    else
        page_crumb(request, reply, page_words(request, "administration.title", NULL), S("/administration"));
    page_crumb(request, reply, page_words(request, "personal.crumb", NULL), S(""));
    value_put_text(
        a, page, "answer",
        own ? page_words(request, "personal.answer.own", "count", count, NULL)
            : page_words(request, "personal.answer", "count", count, "name", page_leaf(request, name), NULL));
    page_action(request, page, PAGE_LINK, page_words(request, "personal.json", NULL),
                own_path(request, person, "/export"), "download");
    page_action(request, page, PAGE_LINK, page_words(request, "personal.csv", NULL),
                own_path(request, person, "/export?format=csv"), "download");
    if (!own && !value_get_bool(view, "erased"))
        page_action(request, page, PAGE_LINK, page_words(request, "personal.erase", NULL),
                    page_path(request, "/administration/people/%.*s/erase", STR_ARG(person)), "trash");
    value_put_bool(a, page, "own", own);
    value_put_bool(a, page, "is_erased", value_get_bool(view, "erased"));
    struct value *groups = value_put_list(a, page, "groups");
    for (size_t i = 0; areas[i]; i++)
        put_group(request, groups, view, areas[i]);
    return page ? OK : ERR_MEMORY;
}

static enum err personal_data(struct request *request, struct reply *reply)
{
    enum err err = read_list(request, false, &reply->view);
    return err || !request->html ? err : show(request, reply);
}

/* ---- The file ---- */

static enum err export_data(struct request *request, struct reply *reply)
{
    struct value *view = NULL;
    struct str format = value_get_text(request->query, "format");
    struct buf csv = buf_init(request->work.arena, 0);
    if (format.n && !str_is(format, "json") && !str_is(format, "csv"))
        return problem_say(&request->work.problems, S("/format"), "personal.format", NULL);
    enum err err = read_list(request, true, &view);
    if (err)
        return err;
    if (!str_is(format, "csv")) {
        reply->raw = json_text(request->work.arena, view);
        reply->raw_type = S("application/json");
        reply->file_name = S("personal-data.json");
        return reply->raw.p ? OK : ERR_MEMORY;
    }
    err = personal_csv(&request->work, view, &csv);
    reply->raw = buf_str(&csv);
    reply->raw_type = S("text/csv; charset=utf-8");
    reply->file_name = S("personal-data.csv");
    return err;
}

/* ---- Erasing ---- */

static enum err open_to_erase(struct request *request, struct personal *personal)
{
    return personal_open(&request->work, request->viewer, request->ids[0], PERSONAL_ERASE, personal);
}

static void put_places(struct request *request, struct value *page, const struct value *view, const char *key)
{
    struct arena *a = request->work.arena;
    struct value *rows = value_put_list(a, page, key);
    VALUE_EACH (place, value_get(view, key)) {
        struct value *row = value_push_map(a, rows);
        value_put(row, "kind", value_copy(a, value_get(place, "kind")));
        page_put(request, row, "name", page_short(request, value_get_text(place, "title"), 80));
        page_put(request, row, "href", value_get_text(place, "href"));
        value_put_text(a, row, "number", value_get_text(place, "id"));
        value_put_text(a, row, "label", value_get_text(place, "label"));
    }
}

static enum err show_preview(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    const struct value *view = reply->view;
    struct str name = value_get_text(view, "name"), person = value_get_text(view, "person");
    struct value *page = page_begin(
        request, reply, "erase", page_words(request, "personal.erase.title", "name", page_leaf(request, name), NULL));
    page_crumb(request, reply, page_words(request, "administration.title", NULL), S("/administration"));
    page_crumb(request, reply, page_words(request, "personal.crumb", NULL), own_path(request, person, ""));
    page_crumb(request, reply, page_words(request, "personal.erase", NULL), S(""));
    bool erased = value_get_bool(view, "erased");
    struct value *pseudonym = page_leaf(request, value_get_text(view, "pseudonym"));
    value_put_text(a, page, "answer",
                   page_words(request, erased ? "personal.erase.done" : "personal.erase.answer", "name",
                              page_leaf(request, name), "pseudonym", pseudonym, NULL));
    value_put_bool(a, page, "is_erased", erased);
    value_put_bool(a, page, "has_account", value_get_bool(view, "account"));
    value_put_text(
        a, page, "history",
        page_words(request, "personal.erase.history", "count", value_int(a, value_get_int(view, "events", 0)), NULL));
    put_places(request, page, view, "records");
    put_places(request, page, view, "texts");
    value_put_text(a, page, "confirm_label",
                   page_words(request, "personal.erase.confirm", "name", page_leaf(request, name), NULL));
    const struct problem *problem = request->work.problems.first;
    page_put(request, page, "wrong", problem ? problem->detail : request->work.problems.detail);
    value_put_text(a, page, "action", page_path(request, "/administration/people/%.*s/erase", STR_ARG(person)));
    return page ? OK : ERR_MEMORY;
}

static enum err preview(struct request *request, struct reply *reply)
{
    struct personal personal;
    enum err err = open_to_erase(request, &personal);
    if (err == OK)
        err = personal_preview(&request->work, request->viewer, &personal, &reply->view);
    return err || !request->html ? err : show_preview(request, reply);
}

static enum err erase(struct request *request, struct reply *reply)
{
    struct personal personal;
    enum err err = open_to_erase(request, &personal);
    if (err)
        return err;
    err = personal_erase(&request->work, request->viewer, &personal, value_get_text(request->body, "confirm"),
                         &reply->view);
    if (err && request->html && (err == ERR_INPUT || err == ERR_CONFLICT) &&
        personal_preview(&request->work, request->viewer, &personal, &reply->view) == OK)
        (void)show_preview(request, reply);
    if (err == OK && request->html) {
        reply->status = 303;
        reply->location = own_path(request, personal.person, "");
        reply->done = S("done.erased");
    }
    return err;
}

const struct route personal_routes[] = {
    {"GET", "/account/personal-data", personal_data, ROUTE_OWN, "route.personal.own", "personal-data"},
    {"GET", "/account/personal-data/export", export_data, ROUTE_OWN, "route.personal.export-own", "personal-data"},
    {"GET", "/administration/people/{id}/personal-data", personal_data, ROUTE_OWN, "route.personal.read",
     "personal-data"},
    {"GET", "/administration/people/{id}/personal-data/export", export_data, ROUTE_OWN, "route.personal.export",
     "personal-data"},
    {"GET", "/administration/people/{id}/erase", preview, ROUTE_SLOW | ROUTE_OWN, "route.personal.preview",
     "erasure-preview"},
    {"POST", "/administration/people/{id}/erase", erase, ROUTE_WRITE | ROUTE_OWN, "route.personal.erase", "erasure"},
    {.method = NULL},
};
