/* The portfolio: every alliance that the viewer sees, what it brings to the own side, where it stands, what is next. */
#include "engines/registry/alliance_pages.h"
#include "engines/registry/alliance_view.h"
#include "engines/registry/findings.h"
#include "engines/registry/page.h"
#include "engines/registry/portfolio_chart.h"

enum { MOST = 2000 };

struct portfolio {
    struct request *request;
    struct arena *arena;
    int64_t today;
    struct value *alliances, *parties, *agreements, *cases, *stances, *findings;
};

static bool is_of(const struct value *record, struct str alliance)
{
    return str_eq(value_get_text(record, "alliance"), alliance);
}

static void put_partners(struct portfolio *p, struct value *item, struct str alliance)
{
    struct value *partners = value_put_list(p->arena, item, "partners");
    int64_t count = 0;
    VALUE_EACH(party, p->parties) {
        if (!is_of(party, alliance) || is_given(party, "left_on"))
            continue;
        count++;
        if (!str_eq(value_get_text(party, "organisation"), p->request->viewer->organisation))
            value_push(partners, ref_leaf(p->arena, &party_kind, value_get_text(party, "id"), value_get_text(party, "name")));
    }
    value_put_int(p->arena, item, "parties", count);
}

/* The nearest day to come on which notice is due or an agreement ends. */
static void put_next(struct portfolio *p, struct value *item, struct str alliance)
{
    static const char *const dates[][2] = {{"notice_by", "notice"}, {"ends", "ends"}};
    const struct value *next = NULL;
    const char *what = NULL;
    int64_t day = NO_DAY;
    VALUE_EACH(agreement, p->agreements)
        for (size_t i = 0; i < 2 && is_of(agreement, alliance); i++) {
            int64_t at = day_of(agreement, dates[i][0]);
            if (at == NO_DAY || at < p->today || (next && at >= day))
                continue;
            next = agreement;
            what = dates[i][1];
            day = at;
        }
    if (!next) {
        value_put(item, "next_date", value_null(p->arena));
        value_put(item, "next_what", value_null(p->arena));
        value_put(item, "next_agreement", value_null(p->arena));
        return;
    }
    put_day(p->arena, item, "next_date", day);
    put_choice(p->arena, item, "next_what", what, "home.date");
    put_ref(p->arena, item, "next_agreement", &agreement_kind, value_get_text(next, "id"), value_get_text(next, "name"));
}

/* What it brings: from the case that tells of this year, else from what the side expects of it. */
static void put_value(struct portfolio *p, struct value *item, struct str alliance)
{
    const struct value *own = NULL, *tells = case_current(p->cases, alliance, year_of(p->today));
    VALUE_EACH(stance, p->stances)
        if (is_of(stance, alliance))
            own = stance;
    bool created = is_given(tells, "created_value");
    value_put(item, "value", again(p->arena, value_get(created ? tells : own, created ? "created_value" : "potential_value")));
    value_put_bool(p->arena, item, "potential", !created);
    value_put(item, "net", again(p->arena, value_get(tells, "net")));
    value_put(item, "realisation", again(p->arena, value_get(tells, "realisation")));
    value_put(item, "attention", again(p->arena, value_get(own, "attention")));
}

static void put_item(struct portfolio *p, struct value *list, const struct value *alliance)
{
    static const char *const members[] = {"stage", "form", "business_model", "parent", "start", "sample"};
    struct str id = value_get_text(alliance, "id");
    struct value *item = value_push_map(p->arena, list);
    int64_t findings = 0;
    put_ref(p->arena, item, "alliance", &alliance_kind, id, value_get_text(alliance, "name"));
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        value_put(item, members[i], again(p->arena, value_get(alliance, members[i])));
    put_partners(p, item, id);
    put_value(p, item, id);
    value_put(item, "health", value_null(p->arena)); /* the measures engine will say */
    put_next(p, item, id);
    VALUE_EACH(finding, p->findings)
        findings += is_of(finding, id);
    value_put_int(p->arena, item, "findings", findings);
}

/* ---- totals ---- */

static struct value *total_of(struct arena *a, struct value *totals, struct str currency)
{
    VALUE_EACH(total, totals)
        if (str_eq(value_get_text(total, "currency"), currency))
            return total;
    struct value *total = value_push_map(a, totals);
    value_put_text(a, total, "currency", currency);
    put_money(a, total, "net", 0, currency);
    put_money(a, total, "value", 0, currency);
    return value_put_int(a, total, "alliances", 0) ? total : NULL;
}

/* Adds an amount to the total of its currency; a sum that does not fit any more is left as it is. */
static bool add_amount(struct arena *a, struct value *totals, const struct value *amount, const char *key, bool counts)
{
    struct value *total = amount && amount->kind == V_MONEY ? total_of(a, totals, amount->text) : NULL;
    struct value *sum = value_get(total, key);
    int64_t whole;
    if (!sum)
        return false;
    if (!__builtin_add_overflow(sum->i, amount->i, &whole))
        sum->i = whole;
    value_get(total, "alliances")->i += counts;
    return true;
}

static void put_totals(struct portfolio *p, struct value *view)
{
    struct value *totals = value_put_list(p->arena, view, "totals"), *stages = value_put_list(p->arena, view, "stages");
    const struct field *stage = kind_field(&alliance_kind, S("stage"));
    int64_t unvalued = 0;
    VALUE_EACH(item, value_get(view, "items")) {
        bool net = add_amount(p->arena, totals, value_get(item, "net"), "net", true);
        bool value = add_amount(p->arena, totals, value_get(item, "value"), "value", !net);
        unvalued += !net && !value;
    }
    value_put_int(p->arena, view, "unvalued", unvalued);
    for (size_t i = 0; stage->choices[i]; i++) {
        int64_t count = 0;
        VALUE_EACH(item, value_get(view, "items"))
            count += str_is(value_get_text(item, "stage"), stage->choices[i]);
        if (!count)
            continue;
        struct value *map = value_push_map(p->arena, stages);
        put_choice(p->arena, map, "stage", stage->choices[i], "choice.alliance.stage");
        value_put_int(p->arena, map, "count", count);
    }
}

static void answer(struct portfolio *p, struct reply *reply)
{
    struct arena *a = p->arena;
    const struct value *items = value_get(reply->view, "items"), *totals = value_get(reply->view, "totals");
    int64_t below = 0, attention = 0;
    VALUE_EACH(item, items) {
        const struct value *net = value_get(item, "net");
        below += net && net->kind == V_MONEY && net->i < 0;
        attention += value_get_int(item, "findings", 0) > 0;
    }
    if (!items->count) {
        page_say(p->request, reply, "portfolio.answer.empty", NULL);
        return;
    }
    page_say(p->request, reply, "portfolio.answer.count", "count", value_int(a, (int64_t)items->count), NULL);
    VALUE_EACH(total, totals)
        page_say(p->request, reply, "portfolio.answer.net", "net", again(a, value_get(total, "net")), "value",
                 again(a, value_get(total, "value")), NULL);
    if (below)
        page_say(p->request, reply, "portfolio.answer.below", "count", value_int(a, below), NULL);
    if (attention)
        page_say(p->request, reply, "portfolio.answer.attention", "count", value_int(a, attention), NULL);
}

static enum err gather(struct portfolio *p)
{
    const struct {
        const struct kind *kind;
        struct value **rows;
    } all[] = {{&alliance_kind, &p->alliances},
               {&party_kind, &p->parties},
               {&agreement_kind, &p->agreements},
               {&business_case_kind, &p->cases},
               {&stance_kind, &p->stances}};
    struct query any = {0};
    enum err err = findings_gather(&p->request->work, p->request->viewer, S(""), &p->findings);
    for (size_t i = 0; i < sizeof all / sizeof *all && err == OK; i++)
        err = rows_where(&p->request->work, p->request->viewer, all[i].kind, any, MOST, all[i].rows);
    return err;
}

enum err portfolio_page(struct request *request, struct reply *reply)
{
    struct portfolio p = {.request = request, .arena = request->work.arena, .today = today_of(&request->work)};
    struct value *view = page_open(request, reply, "portfolio", "portfolio.title");
    enum err err = view ? gather(&p) : ERR_MEMORY;
    if (err)
        return err;
    struct value *items = value_put_list(p.arena, view, "items");
    VALUE_EACH(alliance, p.alliances)
        put_item(&p, items, alliance);
    put_totals(&p, view);
    struct value *chart = portfolio_chart(&request->work, items);
    value_put(view, "chart", chart ? chart : value_null(p.arena));
    answer(&p, reply);
    bool may = page_may_add(request, &alliance_kind);
    value_put(value_get(reply->page, "page"), "add_alliance", may ? value_text(p.arena, S("/alliances/new")) : value_null(p.arena));
    return OK;
}
