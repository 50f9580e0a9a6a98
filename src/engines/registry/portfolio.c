#include "engines/registry/portfolio.h"
#include "engines/registry/alliance_view.h"

enum { MOST = 2000 };

static bool is_of(const struct value *record, struct str alliance)
{
    return str_eq(value_get_text(record, "alliance"), alliance);
}

static void put_partners(struct portfolio *p, struct value *item, struct str alliance)
{
    struct value *partners = value_put_list(p->arena, item, "partners");
    int64_t count = 0;
    VALUE_EACH (party, p->parties) {
        if (!is_of(party, alliance) || is_given(party, "left_on"))
            continue;
        count++;
        if (!str_eq(value_get_text(party, "organisation"), p->viewer->organisation))
            value_push(partners,
                       ref_leaf(p->arena, &party_kind, value_get_text(party, "id"), value_get_text(party, "name")));
    }
    value_put_int(p->arena, item, "parties", count);
}

/* The nearest day to come on which notice is due or an agreement ends. */
void portfolio_put_next(struct arena *arena, struct value *item, const struct value *agreements, struct str alliance,
                        int64_t today)
{
    static const char *const dates[][2] = {{"notice_by", "notice"}, {"ends", "ends"}};
    const struct value *next = NULL;
    const char *what = NULL;
    int64_t day = NO_DAY;
    VALUE_EACH (agreement, agreements)
        for (size_t i = 0; i < 2 && is_of(agreement, alliance); i++) {
            int64_t at = day_of(agreement, dates[i][0]);
            if (at == NO_DAY || at < today || (next && at >= day))
                continue;
            next = agreement;
            what = dates[i][1];
            day = at;
        }
    if (!next) {
        value_put(item, "next_date", value_null(arena));
        value_put(item, "next_what", value_null(arena));
        value_put(item, "next_agreement", value_null(arena));
        return;
    }
    put_day(arena, item, "next_date", day);
    put_choice(arena, item, "next_what", what, "home.date");
    put_ref(arena, item, "next_agreement", &agreement_kind, value_get_text(next, "id"), value_get_text(next, "name"));
}

/* What it brings: from the case that tells of this year, else from what the side expects of it. */
static void put_value(struct portfolio *p, struct value *item, struct str alliance)
{
    const struct value *own = NULL, *tells = case_current(p->cases, alliance, year_of(p->today));
    VALUE_EACH (stance, p->stances)
        if (is_of(stance, alliance))
            own = stance;
    bool created = is_given(tells, "created_value");
    value_put(item, "value",
              again(p->arena, value_get(created ? tells : own, created ? "created_value" : "potential_value")));
    value_put_bool(p->arena, item, "potential", !created);
    value_put(item, "net", again(p->arena, value_get(tells, "net")));
    value_put(item, "realisation", again(p->arena, value_get(tells, "realisation")));
    value_put(item, "attention", again(p->arena, value_get(own, "attention")));
}

void portfolio_put(struct portfolio *p, struct value *list, const struct value *alliance)
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
    portfolio_put_next(p->arena, item, p->agreements, id, p->today);
    VALUE_EACH (finding, p->findings)
        findings += is_of(finding, id);
    value_put_int(p->arena, item, "findings", findings);
}

/* ---- totals ---- */

static struct value *total_of(struct arena *a, struct value *totals, struct str currency)
{
    VALUE_EACH (total, totals)
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
    struct value *number = value_get(total, "alliances");
    if (number)
        number->i += counts;
    return true;
}

void portfolio_put_totals(struct arena *arena, struct value *view)
{
    struct value *totals = value_put_list(arena, view, "totals"), *stages = value_put_list(arena, view, "stages");
    const struct field *stage = kind_field(&alliance_kind, S("stage"));
    int64_t unvalued = 0;
    VALUE_EACH (item, value_get(view, "items")) {
        bool net = add_amount(arena, totals, value_get(item, "net"), "net", true);
        bool value = add_amount(arena, totals, value_get(item, "value"), "value", !net);
        unvalued += !net && !value;
    }
    value_put_int(arena, view, "unvalued", unvalued);
    for (size_t i = 0; stage->choices[i]; i++) {
        int64_t count = 0;
        VALUE_EACH (item, value_get(view, "items"))
            count += str_is(value_get_text(item, "stage"), stage->choices[i]);
        if (!count)
            continue;
        struct value *map = value_push_map(arena, stages);
        put_choice(arena, map, "stage", stage->choices[i], "choice.alliance.stage");
        value_put_int(arena, map, "count", count);
    }
}

enum err portfolio_gather(struct work *work, const struct viewer *viewer, struct portfolio *p)
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
    enum err err = OK;
    p->work = work;
    p->viewer = viewer;
    p->arena = work->arena;
    p->today = today_of(work);
    for (size_t i = 0; i < sizeof all / sizeof *all && err == OK; i++)
        err = rows_where(work, viewer, all[i].kind, any, MOST, all[i].rows);
    return err;
}
