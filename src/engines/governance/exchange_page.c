/* One exchange: each side's answers, unseen by the others until all are ready; then side by side. */
#include "engines/governance/exchange_view.h"

enum { PERCEPTIONS_MOST = 2000 };

const struct value *own_answer(const struct viewer *viewer, const struct value *perceptions, struct str trait,
                               struct str about)
{
    VALUE_EACH (one, perceptions)
        if (str_eq(value_get_text(one, "trait"), trait) && str_eq(value_get_text(one, "seen_party"), about) &&
            str_eq(value_get_text(one, "organisation"), viewer->organisation))
            return one;
    return NULL;
}

static void put_view(struct request *request, struct value *list, const struct value *by, const struct value *about,
                     const struct value *one)
{
    struct arena *a = request->work.arena;
    struct value *item = value_push_map(a, list), *dots = NULL;
    int64_t position = value_get_int(one, "position", 0);
    value_put(item, "by", again(a, value_get(by, "name")));
    value_put_bool(a, item, "own", str_eq(value_get_text(by, "organisation"), request->viewer->organisation));
    value_put(item, "about", again(a, value_get(about, "name")));
    value_put_bool(a, item, "itself", by == about);
    value_put_int(a, item, "position", position);
    value_put(item, "words", again(a, value_get(one, "words")));
    if (request->html)
        dots = value_put_list(a, item, "dots");
    for (int64_t i = 1; dots && i <= PERCEPTION_MOST; i++)
        value_put_bool(a, value_push_map(a, dots), "on", i == position);
}

enum err put_trait_views(struct request *request, struct value *map, const struct value *parties,
                         const struct value *perceptions, struct str trait)
{
    struct value *list = value_put_list(request->work.arena, map, "views");
    VALUE_EACH (by, parties)
        VALUE_EACH (about, parties)
            VALUE_EACH (one, perceptions)
                if (str_eq(value_get_text(one, "trait"), trait) &&
                    str_eq(value_get_text(one, "organisation"), value_get_text(by, "organisation")) &&
                    str_eq(value_get_text(one, "seen_party"), value_get_text(about, "id")))
                    put_view(request, list, by, about, one);
    return list ? OK : ERR_MEMORY;
}

/* ---- one trait ---- */

struct shown {
    struct overview o;
    struct value *parties, *perceptions, *differences;
    bool revealed;
    int64_t apart;
};

static size_t place_of(const struct value *parties, const char *field, struct str id)
{
    size_t i = 0;
    VALUE_EACH (party, parties) {
        if (str_eq(value_get_text(party, field), id))
            break;
        i++;
    }
    return i;
}

static enum err put_gap(struct shown *s, struct value *item, struct str trait)
{
    struct arena *a = s->o.arena;
    struct trait_position *all = ARENA_ARRAY(a, (size_t)count_of(s->perceptions) + 1, struct trait_position);
    size_t n = 0;
    VALUE_EACH (one, all && s->revealed ? s->perceptions : NULL)
        if (str_eq(value_get_text(one, "trait"), trait))
            all[n++] = (struct trait_position){
                place_of(s->parties, "organisation", value_get_text(one, "organisation")),
                place_of(s->parties, "id", value_get_text(one, "seen_party")), value_get_int(one, "position", 0)};
    struct trait_gap gap = trait_gap_of(all, n);
    value_put(item, "between", gap.between < 0 ? value_null(a) : value_int(a, gap.between));
    value_put(item, "seen", gap.seen < 0 ? value_null(a) : value_int(a, gap.seen));
    value_put_bool(a, item, "counts", trait_gap_counts(gap));
    s->apart += trait_gap_counts(gap);
    return all ? OK : ERR_MEMORY;
}

/* The fields of one's own side for a trait: for the page only. */
static void put_fields(struct shown *s, struct value *item, struct str trait)
{
    struct arena *a = s->o.arena;
    struct value *fields = value_put_list(a, item, "fields");
    VALUE_EACH (party, s->parties) {
        struct str about = value_get_text(party, "id");
        const struct value *own = own_answer(s->o.request->viewer, s->perceptions, trait, about);
        struct value *field = value_push_map(a, fields), *choices = value_put_list(a, field, "choices");
        value_put_text(a, field, "key", arena_printf(a, "%.*s.%.*s", STR_ARG(trait), STR_ARG(about)));
        value_put(field, "about", again(a, value_get(party, "name")));
        value_put(field, "words", again(a, value_get(own, "words")));
        value_put(field, "version", own ? again(a, value_get(own, "version")) : value_null(a));
        for (int64_t i = 1; i <= PERCEPTION_MOST; i++) {
            struct value *choice = value_push_map(a, choices);
            value_put_int(a, choice, "value", i);
            value_put_bool(a, choice, "chosen", own && value_get_int(own, "position", 0) == i);
        }
    }
}

static enum err put_traits(struct shown *s)
{
    struct arena *a = s->o.arena;
    struct request *request = s->o.request;
    struct value *traits, *list = value_put_list(a, s->o.data, "traits");
    enum err err =
        rows_of(&request->work, request->viewer, &exchange_trait_kind, "exchange", s->o.id, TRAITS_MOST, &traits);
    VALUE_EACH (trait, err ? NULL : traits) {
        struct str id = value_get_text(trait, "id");
        struct value *item = push_record(&s->o, list, &exchange_trait_kind, trait);
        overview_copy(&s->o, item, trait, "name", "low_end", "high_end", NULL);
        err = put_trait_views(request, item, s->parties, s->perceptions, id);
        if (err == OK)
            err = put_gap(s, item, id);
        if (err)
            return err;
        struct value *made = rows_with(a, s->differences, "trait", id);
        const struct value *first = value_at(made, 0);
        if (first)
            put_ref(a, item, "difference", &difference_kind, value_get_text(first, "id"),
                    value_get_text(first, "name"));
        else
            value_put(item, "difference", value_null(a));
        if (request->html && !s->revealed)
            put_fields(s, item, id);
    }
    return err;
}

/* ---- the page ---- */

static enum err put_sides_ready(struct shown *s)
{
    struct arena *a = s->o.arena;
    struct request *request = s->o.request;
    struct value *seals, *list = value_put_list(a, s->o.data, "sides");
    int64_t last = NO_DAY;
    enum err err = blind_seals(&request->work, request->viewer, &perception_blind, s->o.record, &seals, &s->revealed);
    value_put(s->o.data, "seal", value_null(a));
    VALUE_EACH (party, err ? NULL : s->parties) {
        struct value *made = rows_with(a, seals, "organisation", value_get_text(party, "organisation"));
        const struct value *seal = value_at(made, 0);
        struct value *item = value_push_map(a, list);
        bool ours = str_eq(value_get_text(party, "organisation"), request->viewer->organisation);
        put_ref(a, item, "party", kind_by_plural(S("parties")), value_get_text(party, "id"),
                value_get_text(party, "name"));
        value_put(item, "name", again(a, value_get(party, "name")));
        value_put_bool(a, item, "ours", ours);
        value_put(item, "sealed_on", again(a, value_get(seal, "sealed_on")));
        last = seal && day_of(seal, "sealed_on") > last ? day_of(seal, "sealed_on") : last;
        if (!ours || !seal)
            continue;
        struct value *own = value_map(a);
        overview_copy(&s->o, own, seal, "id", "version", NULL);
        value_set(s->o.data, "seal", own);
    }
    value_put_bool(a, s->o.data, "revealed", s->revealed);
    if (s->revealed && last != NO_DAY)
        put_day(a, s->o.data, "revealed_on", last);
    else
        value_put(s->o.data, "revealed_on", value_null(a));
    return err;
}

static enum err read_parts(struct shown *s)
{
    struct request *request = s->o.request;
    enum err err = exchange_parties(&request->work, request->viewer, s->o.record, &s->parties);
    if (err == OK)
        err = rows_of(&request->work, request->viewer, &perception_kind, "exchange", s->o.id, PERCEPTIONS_MOST,
                      &s->perceptions);
    if (err == OK)
        err = rows_of(&request->work, request->viewer, &difference_kind, "alliance",
                      value_get_text(s->o.record, "alliance"), GOVERNANCE_MOST, &s->differences);
    return err;
}

static void answer(struct shown *s, int64_t missing)
{
    struct arena *a = s->o.arena;
    struct value *waiting = value_list(a);
    VALUE_EACH (side, value_get(s->o.data, "sides"))
        if (!is_given(side, "sealed_on"))
            value_push(waiting, again(a, side));
    if (s->revealed) {
        overview_say(&s->o, overview_words(&s->o, s->apart ? "exchange.answer.apart" : "exchange.answer.close", "count",
                                           value_int(a, s->apart), NULL));
        return;
    }
    overview_say(&s->o, overview_words(&s->o, "exchange.answer.waiting", "names",
                                       value_text(a, overview_names(&s->o, waiting, "name", 5)), NULL));
    if (missing)
        overview_say(&s->o, overview_words(&s->o, "exchange.answer.missing", "count", value_int(a, missing), NULL));
}

enum err exchange_page(struct request *request, struct reply *reply)
{
    struct shown s = {0};
    int64_t missing = 0;
    enum err err = overview_begin(request, reply, &exchange_kind, "exchange", &s.o);
    if (err == OK)
        err = read_parts(&s);
    if (err == OK)
        err = put_sides_ready(&s);
    if (err == OK)
        err = put_traits(&s);
    if (err == OK && !s.revealed)
        err = perceptions_missing(&request->work, request->viewer, s.o.id, &missing);
    if (err)
        return err;
    value_put_int(s.o.arena, s.o.data, "missing", missing);
    answer(&s, missing);
    const struct viewer_audience *side =
        viewer_circle(request->viewer, value_get_text(s.o.record, "alliance"), AUDIENCE_SIDE);
    bool may = side && !request->viewer->looker && !value_get(s.o.record, "withdrawn_at") &&
               viewer_may(request->viewer, &perception_kind, ACTION_CREATE, side->id);
    value_put_bool(s.o.arena, s.o.page, "may_answer", may && !s.revealed);
    value_put_bool(s.o.arena, s.o.page, "may_restate", may && s.revealed);
    overview_offer(&s.o, &exchange_trait_kind, "add_trait");
    return OK;
}
