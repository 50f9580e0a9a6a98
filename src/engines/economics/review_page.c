/* Reviews of the business model: what has changed outside and what that does to each party, when the next review is
 * due, what earlier ones came to; and one review with its signatures. */
#include "engines/economics/pages.h"
#include "engines/economics/review.h"
#include "engines/economics/review_records.h"
#include "engines/registry/registry.h"

struct reviews_page {
    struct overview o;
    struct value *view, *parties, *changes, *effects, *reviews;
};

static enum err read_rows(struct reviews_page *p)
{
    struct work *work = &p->o.request->work;
    const struct viewer *viewer = p->o.request->viewer;
    struct query query = {.sort = S("id")};
    query_add(&query, "alliance", p->o.id);
    enum err err = rows_where(work, viewer, kind_by_plural(S("parties")), query, PARTIES_MOST, &p->parties);
    if (!err)
        err = rows_of(work, viewer, &outside_change_kind, "alliance", p->o.id, REVIEWS_MOST, &p->changes);
    if (!err)
        err = rows_of(work, viewer, &model_review_kind, "alliance", p->o.id, REVIEWS_MOST, &p->reviews);
    p->effects = value_list(work->arena);
    VALUE_EACH (change, err ? NULL : p->changes) {
        struct value *some;
        err = rows_of(work, viewer, &change_effect_kind, "outside_change", value_get_text(change, "id"), EFFECTS_MOST,
                      &some);
        if (err)
            return err;
        VALUE_EACH (effect, some)
            value_push(p->effects, value_copy(work->arena, effect));
    }
    return err;
}

/* The own side first, then the others by their identifiers. */
static void put_parties(struct reviews_page *p)
{
    struct arena *a = p->o.arena;
    struct value *list = value_put_list(a, p->view, "parties");
    for (int theirs = 0; theirs < 2; theirs++)
        VALUE_EACH (party, p->parties) {
            bool ours = str_eq(value_get_text(party, "organisation"), p->o.request->viewer->organisation);
            if (ours == (theirs == 1))
                continue;
            struct value *item = value_push_map(a, list);
            put_ref(a, item, "party", kind_by_plural(S("parties")), value_get_text(party, "id"),
                    value_get_text(party, "name"));
            value_put_bool(a, item, "ours", ours);
        }
}

/* Who sees a record that one side keeps to itself. */
static bool is_private(const struct reviews_page *p, const struct value *record)
{
    const struct viewer_audience *there = viewer_audience(p->o.request->viewer, value_get_text(record, "circle"));
    return there && there->kind == AUDIENCE_SIDE;
}

static void put_change(struct reviews_page *p, struct value *list, const struct value *change)
{
    struct arena *a = p->o.arena;
    struct value *item = value_push_map(a, list);
    struct str id = value_get_text(change, "id");
    const struct value *review = review_of_change(p->reviews, change);
    int64_t spread = effects_spread(p->effects, id);
    put_ref(a, item, "change", &outside_change_kind, id, value_get_text(change, "title"));
    overview_copy(&p->o, item, change, "field", "happened_on", NULL);
    value_put_bool(a, item, "private", is_private(p, change));
    struct value *effects = value_put_list(a, item, "effects");
    VALUE_EACH (party, value_get(p->view, "parties")) {
        const struct value *of = value_get(party, "party");
        const struct value *effect = effect_of(p->effects, id, value_get_text(party, "party"));
        struct value *one = value_push_map(a, effects);
        value_put(one, "party", again(a, of));
        value_put(one, "effect", effect ? again(a, value_get(effect, "effect")) : value_null(a));
        value_put_text(a, one, "reason", value_get_text(effect, "reason"));
    }
    value_put_int(a, item, "spread", spread);
    value_put_bool(a, item, "opens", review_opens(spread));
    if (review)
        put_ref(a, item, "review", &model_review_kind, value_get_text(review, "id"), value_get_text(review, "name"));
    else
        value_put(item, "review", value_null(a));
    bool may = viewer_may(p->o.request->viewer, &change_effect_kind, ACTION_CREATE, value_get_text(change, "circle"));
    value_put_text(a, item, "add",
                   may ? arena_printf(a, "/outside_changes/%.*s/change_effects/new", STR_ARG(id)) : S(""));
}

static enum err put_reviews(struct reviews_page *p)
{
    struct arena *a = p->o.arena;
    struct value *list = value_put_list(a, p->view, "reviews");
    VALUE_EACH (review, p->reviews) {
        struct consents consents;
        enum err err = review_consents(&p->o.request->work, p->o.request->viewer, review, &consents);
        if (err)
            return err;
        struct value *item = value_push_map(a, list);
        put_ref(a, item, "review", &model_review_kind, value_get_text(review, "id"), value_get_text(review, "name"));
        overview_copy(&p->o, item, review, "opened_on", "held_on", "reason", "outcome", "state", NULL);
        value_put_bool(a, item, "private", is_private(p, review));
        value_put(item, "consents", consents.list);
    }
    return list ? OK : ERR_MEMORY;
}

/* What comes first: a review that is open, one that is due for a change, the calendar. */
static void answer(struct reviews_page *p)
{
    struct arena *a = p->o.arena;
    int64_t due = review_due(p->o.record, p->reviews), today = today_of(&p->o.request->work);
    bool said = false;
    VALUE_EACH (review, p->reviews)
        if (!said && !str_is(value_get_text(review, "state"), "signed")) {
            bool open = str_is(value_get_text(review, "state"), "open");
            overview_say(&p->o,
                         overview_words(&p->o, open ? "model_reviews.answer.open" : "model_reviews.answer.decided",
                                        "review", value_text(a, value_get_text(review, "name")), NULL));
            said = true;
        }
    VALUE_EACH (change, value_get(p->view, "changes")) {
        const struct value *of = value_get(change, "change");
        if (said || !value_get_bool(change, "opens") || is_given(change, "review"))
            continue;
        overview_say(&p->o, overview_words(&p->o, "model_reviews.answer.change", "change",
                                           value_text(a, of ? of->label : S("")), "spread",
                                           value_int(a, value_get_int(change, "spread", 0)), NULL));
        said = true;
    }
    put_day(a, p->view, "due", due);
    if (due == NO_DAY)
        overview_say(&p->o, overview_words(&p->o, "model_reviews.answer.no-calendar", NULL));
    else
        overview_say(&p->o,
                     overview_words(&p->o, due <= today ? "model_reviews.answer.over" : "model_reviews.answer.next",
                                    "near", value_text(a, overview_near(&p->o, due)), "date",
                                    again(a, value_get(p->view, "due")), NULL));
    value_put(p->view, "answer", again(a, value_get(p->o.page, "answer")));
}

enum err model_reviews_page(struct request *request, struct reply *reply)
{
    struct reviews_page p = {.view = NULL};
    enum err err = alliance_view_begin(request, reply, "model_reviews", &p.o);
    if (!err)
        err = read_rows(&p);
    if (err)
        return err;
    p.view = reply->view = value_map(p.o.arena);
    reply->etag = 0;
    put_ref(p.o.arena, p.view, "alliance", p.o.kind, p.o.id, p.o.name);
    value_put(p.view, "business_model", again(p.o.arena, value_get(p.o.record, "business_model")));
    put_parties(&p);
    struct value *changes = value_put_list(p.o.arena, p.view, "changes");
    VALUE_EACH (change, p.changes)
        put_change(&p, changes, change);
    err = put_reviews(&p);
    answer(&p);
    overview_offer(&p.o, &outside_change_kind, "add_change");
    overview_offer(&p.o, &model_review_kind, "add_review");
    return err;
}

enum err model_review_page(struct request *request, struct reply *reply)
{
    struct overview o;
    struct consents consents;
    enum err err = overview_begin(request, reply, &model_review_kind, "model_review", &o);
    if (!err)
        err = alliance_bar(&o, REVIEWS_PATH);
    if (!err)
        err = review_consents(&request->work, request->viewer, o.record, &consents);
    if (err)
        return err;
    struct str state = value_get_text(o.record, "state");
    put_consents(&o, &review_consent_kind, &consents);
    const struct viewer_audience *there = viewer_audience(request->viewer, value_get_text(o.record, "circle"));
    if (str_is(state, "open") || (there && there->kind == AUDIENCE_SIDE))
        value_set(o.page, "may_agree", value_bool(o.arena, false));
    if (consents.all)
        leave_history(&o);
    struct str key = arena_printf(o.arena, "model_review.answer.%.*s", STR_ARG(state));
    if (key.p)
        overview_say(&o, overview_words(&o, key.p, NULL));
    return o.data ? OK : ERR_MEMORY;
}
