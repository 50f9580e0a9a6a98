/* Support at home: those within one's own firm whose support the alliance needs, who of them holds it back most, and
 * whether those who talk to the partner say the same (S5a principle 5). Only of one's own side. */
#include "engines/governance/alignment.h"
#include "engines/governance/governance_pages.h"
#include "engines/governance/records.h"
#include "engines/registry/registry.h"
#include <math.h>
#include <stdlib.h>

struct ranked {
    const struct value *row;
    int64_t weight; /* influence times what is lacking */
    size_t place;
};

static struct supporter supporter_of(const struct value *row)
{
    return (struct supporter){.support = value_get_int(row, "support", 0),
                              .needed = value_get_int(row, "needed", 1),
                              .influence = value_get_int(row, "influence", 0),
                              .talks = value_get_bool(row, "talks")};
}

static int64_t lacking(const struct supporter *one)
{
    return one->support < one->needed ? one->needed - one->support : 0;
}

static int heaviest_first(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static bool is_own(const struct overview *o, const struct value *row)
{
    const struct viewer_audience *seen = viewer_audience(o->request->viewer, value_get_text(row, "circle"));
    return seen && seen->kind == AUDIENCE_SIDE;
}

static void put_one(struct overview *o, struct value *list, const struct value *row)
{
    struct value *item = push_record(o, list, &stakeholder_kind, row);
    struct supporter one = supporter_of(row);
    overview_copy(o, item, row, "asked", "support", "needed", "influence", "talks", "affected", "heard", "next_step",
                  NULL);
    value_put_bool(o->arena, item, "lacking", lacking(&one) > 0);
}

/* Those without a support or an influence that was said are listed, and count for nothing. */
static enum err put_people(struct overview *o, struct value *view, struct alignment *out)
{
    struct value *rows, *list = value_put_list(o->arena, view, "people");
    enum err err = alliance_rows(o, "stakeholders", &rows);
    if (err)
        return err;
    size_t n = 0, counted = 0, most = (size_t)count_of(rows) + 1;
    struct ranked *all = ARENA_ARRAY(o->arena, most, struct ranked);
    struct supporter *supporters = ARENA_ARRAY(o->arena, most, struct supporter);
    if (!all || !supporters || !list)
        return ERR_MEMORY;
    VALUE_EACH (row, rows) {
        if (!is_own(o, row))
            continue;
        struct supporter one = supporter_of(row);
        bool counts = is_given(row, "support") && is_given(row, "influence") && one.needed >= 1;
        if (counts)
            supporters[counted++] = one;
        all[n] = (struct ranked){row, counts ? one.influence * lacking(&one) : 0, n};
        n++;
    }
    qsort(all, n, sizeof *all, heaviest_first);
    for (size_t i = 0; i < n; i++)
        put_one(o, list, all[i].row);
    *out = alignment_of(supporters, counted);
    return OK;
}

static void answer(struct overview *o, const struct value *view)
{
    const struct value *people = value_get(view, "people"), *first = value_at(people, 0);
    struct arena *a = o->arena;
    if (!count_of(people)) {
        overview_say(o, overview_words(o, "stakeholders.answer.none", NULL));
        return;
    }
    if (is_given(view, "alignment"))
        overview_say(o,
                     overview_words(o, "stakeholders.answer", "share", again(a, value_get(view, "alignment")), NULL));
    if (value_get_bool(first, "lacking"))
        overview_say(o, overview_words(o, "stakeholders.answer.first", "name",
                                       value_text(a, value_get(first, "stakeholder")->label), NULL));
    if (value_get_bool(view, "mixed"))
        overview_say(o, overview_words(o, "stakeholders.answer.mixed", NULL));
}

enum err stakeholder_page(struct request *request, struct reply *reply)
{
    struct overview o;
    struct alignment alignment = {0};
    enum err err = alliance_view_begin(request, reply, "stakeholders", &o);
    if (err)
        return err;
    struct value *view = begin_view(&o, reply);
    err = put_people(&o, view, &alignment);
    if (err)
        return err;
    if (alignment.needed > 0)
        put_ratio(o.arena, view, "alignment", alignment.given * INT64_C(1000000) / alignment.needed);
    else
        value_put(view, "alignment", value_null(o.arena));
    struct value *spread =
        value_put(view, "spread", alignment.talkers ? value_new(o.arena, V_DECIMAL) : value_null(o.arena));
    if (spread && spread->kind == V_DECIMAL)
        spread->i = llround(alignment.spread * 1000) * 1000;
    value_put_bool(o.arena, view, "mixed", alignment.mixed);
    answer(&o, view);
    end_view(&o, view);
    const struct viewer_audience *side = viewer_circle(request->viewer, o.id, AUDIENCE_SIDE);
    if (side && viewer_may(request->viewer, &stakeholder_kind, ACTION_CREATE, side->id))
        overview_offer(&o, &stakeholder_kind, "add_stakeholder");
    else
        value_put(o.page, "add_stakeholder", value_null(o.arena));
    return OK;
}
