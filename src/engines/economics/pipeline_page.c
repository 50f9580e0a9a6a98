/* The pipeline of an alliance: what each side brings against what it set itself to bring, how calls become proposals
 * and wins, whether the sides are in balance, and what is won but not in the ledger. */
#include "engines/economics/pipeline_view.h"
#include "engines/registry/registry.h"

enum { SHOWN = 200 };

static enum err read_rows(struct pipeline_view *p)
{
    struct work *work = &p->o.request->work;
    const struct viewer *viewer = p->o.request->viewer;
    struct query query = {.sort = S("id")};
    query_add(&query, "alliance", p->o.id);
    enum err err = rows_where(work, viewer, kind_by_plural(S("parties")), query, 200, &p->parties);
    if (!err)
        err = rows_of(work, viewer, &opportunity_kind, "alliance", p->o.id, OPPORTUNITIES_MOST, &p->opportunities);
    if (!err)
        err = rows_of(work, viewer, &pipeline_target_kind, "alliance", p->o.id, TARGETS_MOST, &p->targets);
    p->today = today_of(work);
    return err ? err
               : pipeline_read(work->arena, viewer, p->o.id, p->opportunities, p->targets, p->parties, p->today,
                               &p->pipeline);
}

/* How many of `base` came so far; null where there are none. */
static void put_share(struct arena *a, struct value *map, const char *key, int64_t of, int64_t base)
{
    if (base)
        put_ratio(a, map, key, (of * 1000000 + base / 2) / base);
    else
        value_put(map, key, value_null(a));
}

static void put_funnel(struct arena *a, struct value *map, const struct pipeline_counts *counts)
{
    value_put_int(a, map, "calls", counts->calls);
    value_put_int(a, map, "proposals", counts->proposals);
    value_put_int(a, map, "wins", counts->wins);
    put_share(a, map, "to_proposal", counts->proposals, counts->calls);
    put_share(a, map, "to_win", counts->wins, counts->proposals);
}

/* An amount, or null where no currency is known. */
static void put_amount(struct pipeline_view *p, struct value *map, const char *key, int64_t minor)
{
    if (p->pipeline.currency.n)
        put_money(p->o.arena, map, key, minor, p->pipeline.currency);
    else
        value_put(map, key, value_null(p->o.arena));
}

static void put_progress(struct pipeline_view *p, struct value *map, const char *key,
                         const struct pipeline_counts *counts, int64_t amount)
{
    struct arena *a = p->o.arena;
    struct value *progress = value_put_map(a, map, key);
    value_put_int(a, progress, "calls", counts->calls);
    value_put_int(a, progress, "proposals", counts->proposals);
    value_put_int(a, progress, "wins", counts->wins);
    put_amount(p, progress, "value", amount);
}

/* The own side first. */
static void put_sides(struct pipeline_view *p)
{
    struct arena *a = p->o.arena;
    struct pipeline_counts all = {0};
    struct value *list = value_put_list(a, p->view, "sides");
    for (int theirs = 0; theirs < 2; theirs++)
        for (size_t i = 0; i < p->pipeline.count; i++) {
            const struct pipeline_side *side = &p->pipeline.sides[i];
            struct str firm = value_get_text(side->party, "organisation");
            bool ours = str_eq(firm, p->o.request->viewer->organisation);
            if (ours == (theirs == 1))
                continue;
            struct value *item = value_push_map(a, list);
            put_ref(a, item, "party", kind_by_plural(S("parties")), value_get_text(side->party, "id"),
                    value_get_text(side->party, "name"));
            value_put_bool(a, item, "ours", ours);
            put_funnel(a, item, &side->all);
            put_progress(p, item, "path", &side->path, side->asked);
            put_progress(p, item, "done", &side->done, side->won);
            put_amount(p, item, "part", side->part);
            put_amount(p, item, "balance", side->balance);
            value_put_bool(a, item, "off", side->off);
            value_put_bool(a, item, "behind", side->behind);
            all.calls += side->all.calls;
            all.proposals += side->all.proposals;
            all.wins += side->all.wins;
        }
    put_funnel(a, value_put_map(a, p->view, "all"), &all);
}

static void put_opportunities(struct pipeline_view *p)
{
    struct arena *a = p->o.arena;
    struct value *list = value_put_list(a, p->view, "opportunities");
    VALUE_EACH (row, p->opportunities) {
        if (count_of(list) == SHOWN)
            break;
        const char *since = is_given(row, "decided_on")    ? "decided_on"
                            : is_given(row, "proposed_on") ? "proposed_on"
                                                           : "called_on";
        struct value *item = value_push_map(a, list);
        put_ref(a, item, "opportunity", &opportunity_kind, value_get_text(row, "id"), value_get_text(row, "name"));
        const struct viewer_audience *there = viewer_audience(p->o.request->viewer, value_get_text(row, "circle"));
        value_put_bool(a, item, "private", there && there->kind == AUDIENCE_SIDE);
        value_put_text(a, item, "customer", value_get_text(row, "customer"));
        overview_copy(&p->o, item, row, "brought_by", "carried_out_by", "stage", "expected", "won", NULL);
        value_put(item, "since", again(a, value_get(row, since)));
    }
    value_put_bool(a, p->o.page, "more", count_of(p->opportunities) > SHOWN);
}

/* ---- the answer ---- */

static struct value *money_word(struct pipeline_view *p, int64_t minor)
{
    struct value *scratch = value_map(p->o.arena);
    return put_money(p->o.arena, scratch, "amount", minor < 0 ? -minor : minor, p->pipeline.currency);
}

static void say_balance(struct pipeline_view *p)
{
    struct arena *a = p->o.arena;
    bool off = false;
    for (size_t i = 0; i < p->pipeline.count; i++) {
        const struct pipeline_side *side = &p->pipeline.sides[i];
        off = off || side->off;
        if (pipeline_tells(&p->pipeline, side))
            overview_say(&p->o,
                         overview_words(&p->o, side->balance < 0 ? "pipeline.answer.less" : "pipeline.answer.more",
                                        "party", value_text(a, value_get_text(side->party, "name")), "amount",
                                        money_word(p, side->balance), NULL));
    }
    if (!off)
        overview_say(&p->o, overview_words(&p->o, "pipeline.answer.balanced", NULL));
}

static void answer(struct pipeline_view *p)
{
    const struct pipeline *line = &p->pipeline;
    if (line->latest == NO_DAY)
        overview_say(&p->o, overview_words(&p->o, "pipeline.answer.none", NULL));
    else if (line->begins == NO_DAY || line->asked <= 0)
        overview_say(&p->o, overview_words(&p->o, "pipeline.answer.no-path", NULL));
    else {
        overview_say(&p->o, overview_words(&p->o, "pipeline.answer.won", "won", money_word(p, line->won), "asked",
                                           money_word(p, line->asked), NULL));
        say_balance(p);
    }
    if (line->foreign)
        overview_say(&p->o,
                     overview_words(&p->o, "pipeline.answer.foreign", "count", value_int(p->o.arena, line->foreign),
                                    "currency", value_text(p->o.arena, line->currency), NULL));
    VALUE_EACH (one, value_get(p->view, "unbooked")) {
        const struct value *from = value_get(one, "from");
        overview_say(&p->o, overview_words(&p->o, "pipeline.answer.unbooked", "amount",
                                           again(p->o.arena, value_get(one, "missing")), "party",
                                           value_text(p->o.arena, from ? from->label : S("")), NULL));
    }
    value_put(p->view, "answer", again(p->o.arena, value_get(p->o.page, "answer")));
}

enum err pipeline_page(struct request *request, struct reply *reply)
{
    struct pipeline_view p = {.view = NULL};
    enum err err = alliance_view_begin(request, reply, "pipeline", &p.o);
    if (!err)
        err = read_rows(&p);
    if (err)
        return err;
    struct arena *a = p.o.arena;
    p.view = reply->view = value_map(a);
    reply->etag = 0;
    put_ref(a, p.view, "alliance", p.o.kind, p.o.id, p.o.name);
    value_put(p.view, "currency", p.pipeline.currency.n ? value_text(a, p.pipeline.currency) : value_null(a));
    if (p.pipeline.begins != NO_DAY)
        put_day(a, p.view, "begins", p.pipeline.begins);
    else
        value_put(p.view, "begins", value_null(a));
    put_ratio(a, p.view, "tolerance", p.pipeline.tolerance);
    put_sides(&p);
    put_opportunities(&p);
    err = put_unbooked(&p);
    struct value *chart = pipeline_chart(&p);
    value_put(p.view, "chart", chart ? chart : value_null(a));
    value_put_bool(a, p.o.page, "path", p.pipeline.begins != NO_DAY && p.pipeline.asked > 0);
    answer(&p);
    overview_offer(&p.o, &opportunity_kind, "add_opportunity");
    overview_offer(&p.o, &pipeline_target_kind, "add_target");
    return err;
}
