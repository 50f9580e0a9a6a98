/* The portfolio: every alliance that the viewer sees, what it brings to the own side, where it stands, what is next. */
#include "base/message.h"
#include "engines/registry/alliance_pages.h"
#include "engines/registry/findings.h"
#include "engines/registry/portfolio.h"
#include "engines/registry/portfolio_chart.h"
#include "engines/registry/portfolio_mix.h"
#include "engines/registry/support.h"
#include "kernel/page.h"

/* ---- filters: ?stage=operation&form=joint_venture&business_model=sharing ---- */

static const char *const filters[] = {"stage", "form", "business_model"};
enum { FILTERS = sizeof filters / sizeof *filters };

static bool is_wanted(const struct request *request, const struct value *alliance)
{
    for (size_t i = 0; i < FILTERS; i++) {
        struct str wanted = value_get_text(request->query, filters[i]);
        if (wanted.n && !str_eq(wanted, value_get_text(alliance, filters[i])))
            return false;
    }
    return true;
}

static void put_control(struct request *request, struct value *controls, const char *name)
{
    struct arena *a = request->work.arena;
    const struct field *field = kind_field(&alliance_kind, str_of(name));
    struct str chosen = value_get_text(request->query, name);
    struct value *control = value_push_map(a, controls);
    value_put_text(a, control, "name", str_of(name));
    value_put_text(a, control, "label", page_text(request, arena_printf(a, "field.alliance.%s", name).p));
    struct value *options = value_put_list(a, control, "options");
    for (size_t i = 0; field->choices[i]; i++) {
        struct value *option = value_push_map(a, options);
        struct str key = arena_printf(a, "choice.alliance.%s.%s", name, field->choices[i]);
        value_put_text(a, option, "value", str_of(field->choices[i]));
        value_put_text(a, option, "label", page_text(request, key.p));
        value_put_bool(a, option, "selected", str_is(chosen, field->choices[i]));
    }
}

/* page.filters: {controls: [{name, label, options: [{value, label, selected}]}]}; page.filtered. */
static void put_filters(struct request *request, struct value *page)
{
    struct arena *a = request->work.arena;
    struct value *controls = value_put_list(a, value_put_map(a, page, "filters"), "controls");
    bool filtered = false;
    for (size_t i = 0; i < FILTERS; i++) {
        put_control(request, controls, filters[i]);
        filtered |= value_get_text(request->query, filters[i]).n > 0;
    }
    value_put_bool(a, page, "filtered", filtered);
}

/* ---- the page ---- */

static void answer(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    const struct value *items = value_get(reply->view, "items"), *totals = value_get(reply->view, "totals");
    int64_t below = 0, attention = 0;
    VALUE_EACH (item, items) {
        const struct value *net = value_get(item, "net");
        below += net && net->kind == V_MONEY && net->i < 0;
        attention += value_get_int(item, "findings", 0) > 0;
    }
    if (!count_of(items)) {
        page_say(request, reply, "portfolio.answer.empty", NULL);
        return;
    }
    page_say(request, reply, "portfolio.answer.count", "count", value_int(a, count_of(items)), NULL);
    VALUE_EACH (total, totals)
        page_say(request, reply, "portfolio.answer.net", "net", again(a, value_get(total, "net")), "value",
                 again(a, value_get(total, "value")), NULL);
    if (below)
        page_say(request, reply, "portfolio.answer.below", "count", value_int(a, below), NULL);
    if (attention)
        page_say(request, reply, "portfolio.answer.attention", "count", value_int(a, attention), NULL);
}

enum err portfolio_page(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct portfolio p = {.findings = NULL};
    struct value *view = page_open(request, reply, "portfolio", "portfolio.title");
    enum err err = view ? findings_gather(&request->work, request->viewer, S(""), &p.findings) : ERR_MEMORY;
    if (err == OK)
        err = portfolio_gather(&request->work, request->viewer, &p);
    if (err)
        return err;
    struct value *items = value_put_list(a, view, "items"), *page = value_get(reply->page, "page");
    VALUE_EACH (alliance, p.alliances)
        if (is_wanted(request, alliance))
            portfolio_put(&p, items, alliance);
    portfolio_put_totals(a, view);
    struct value *chart = portfolio_chart(&request->work, items);
    value_put(view, "chart", chart ? chart : value_null(a));
    err = portfolio_put_mix(&request->work, view);
    if (err)
        return err;
    value_put_text(a, page, "mix_words", portfolio_mix_words(&request->work, view));
    value_put_text(a, page, "picture", portfolio_picture(&request->work, items));
    answer(request, reply);
    put_filters(request, page);
    bool may = page_may_add(request, &alliance_kind);
    value_put(page, "add_alliance", may ? value_text(a, S("/alliances/new")) : value_null(a));
    return OK;
}
