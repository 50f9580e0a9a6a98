/* Notices by mail: what one has chosen, what the next mail would say, and the latest that went out. */
#include "engines/engine.h"
#include "kernel/notice.h"
#include "web/page_kit.h"
#include "web/pages.h"

enum { HOURS = 24, DAYS_A_WEEK = 7 };

static enum err read_view(struct request *request, struct reply *reply)
{
    struct day day;
    struct value *items = NULL;
    enum err err = notice_view(&request->work, request->viewer, &reply->view);
    if (err == OK)
        err = engines_day(&request->work, request->viewer, &day);
    if (err == OK)
        err = notice_new(&request->work, request->viewer, &day, &items);
    VALUE_EACH (item, err ? NULL : items)
        value_drop(item, "key");
    return err ? err : value_put(reply->view, "waiting", items) ? OK : ERR_MEMORY;
}

/* What a form offers: {value, label, chosen}. */
static void put_option(const struct request *request, struct value *list, struct str value, struct str label,
                       bool chosen)
{
    struct value *option = value_push_map(request->work.arena, list);
    value_put_text(request->work.arena, option, "value", value);
    value_put_text(request->work.arena, option, "label", label);
    value_put_bool(request->work.arena, option, "chosen", chosen);
}

static void put_codes(const struct request *request, struct value *page, const struct value *view, const char *field,
                      const char *const *codes, size_t count)
{
    struct value *list = value_put_list(request->work.arena, page, field);
    for (size_t i = 0; i < count; i++)
        put_option(request, list, str_of(codes[i]),
                   page_words(request, page_key(request, "notice.%s.%s", field, codes[i]), NULL),
                   str_is(value_get_text(view, field), codes[i]));
}

static void put_times(const struct request *request, struct value *page, const struct value *view)
{
    struct value *hours = value_put_list(request->work.arena, page, "hours");
    struct value *days = value_put_list(request->work.arena, page, "weekdays");
    for (int i = 0; i < HOURS; i++)
        put_option(request, hours, page_path(request, "%d", i), page_path(request, "%02d:00", i),
                   value_get_int(view, "hour", 0) == i);
    for (int i = 1; i <= DAYS_A_WEEK; i++)
        put_option(request, days, page_path(request, "%d", i),
                   page_words(request, page_key(request, "notice.weekday.%d", i), NULL),
                   value_get_int(view, "weekday", 0) == i);
}

static void say_answer(const struct request *request, struct value *page, const struct value *view)
{
    const struct value *next = value_get(view, "next_at");
    bool mailing = value_get_bool(view, "mailing");
    struct str answer = page_words(request, "notice.answer.never", NULL);
    if (next && next->kind == V_INSTANT)
        answer = page_words(request, mailing ? "notice.answer.next" : "notice.answer.no-mail", "when",
                            page_shown(request, next), NULL);
    else if (!mailing)
        answer = page_words(request, "notice.answer.off", NULL);
    value_put_text(request->work.arena, page, "answer", answer);
}

static enum err show(struct request *request, struct reply *reply)
{
    static const char *const oftens[] = {"never", "daily", "weekly"}, *const details[] = {"full", "counts"};
    struct str title = page_words(request, "notice.title", NULL);
    struct value *page = page_begin(request, reply, "notices", title);
    const struct problem *problem = request->work.problems.first;
    page_crumb(request, reply, page_words(request, "account.title", NULL), S("/account"));
    page_crumb(request, reply, title, S(""));
    say_answer(request, page, reply->view);
    put_codes(request, page, reply->view, "often", oftens, sizeof oftens / sizeof *oftens);
    put_codes(request, page, reply->view, "detail", details, sizeof details / sizeof *details);
    put_times(request, page, reply->view);
    page_put(request, page, "wrong", problem ? problem->detail : S(""));
    return page ? OK : ERR_MEMORY;
}

static enum err notices(struct request *request, struct reply *reply)
{
    enum err err = read_view(request, reply);
    return err || !request->html ? err : show(request, reply);
}

static enum err choose(struct request *request, struct reply *reply)
{
    enum err err = notice_choice_set(&request->work, request->viewer, request->body);
    if (err)
        return err;
    err = notice_view(&request->work, request->viewer, &reply->view);
    if (err == OK && request->html) {
        reply->status = 303;
        reply->location = S("/account/notices");
        reply->done = S("done.notices");
    }
    return err;
}

const struct route notice_routes[] = {
    {"GET", "/account/notices", notices, ROUTE_OWN, "route.account.notices", "notices"},
    {"POST", "/account/notices", choose, ROUTE_WRITE, "route.account.notices.choose", "notices-chosen"},
    {.method = NULL},
};
