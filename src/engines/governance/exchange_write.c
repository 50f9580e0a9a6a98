/* Writing one's own side's answers of an exchange, and beginning one. */
#include "base/message.h"
#include "engines/governance/exchange_view.h"

struct writing {
    struct request *request;
    struct value *exchange, *traits, *parties, *perceptions;
    int64_t written;
};

static enum err read_writing(struct writing *w)
{
    struct request *request = w->request;
    struct work *work = &request->work;
    struct str id = request->ids[0];
    if (!request->body || request->body->kind != V_MAP)
        return problem_say(&work->problems, S(""), "input.object", NULL);
    enum err err = record_get(work, request->viewer, &exchange_kind, id, &w->exchange);
    if (err == OK && value_get(w->exchange, "withdrawn_at"))
        err = ERR_GONE;
    if (err == OK)
        err = rows_of(work, request->viewer, &exchange_trait_kind, "exchange", id, TRAITS_MOST, &w->traits);
    if (err == OK)
        err = exchange_parties(work, request->viewer, w->exchange, &w->parties);
    return err ? err : rows_of(work, request->viewer, &perception_kind, "exchange", id, 2000, &w->perceptions);
}

/* What was sent for a trait and a party under `name`; NULL where nothing was. */
static const struct value *sent(const struct writing *w, const char *name, struct str trait, struct str about)
{
    struct str key = arena_printf(w->request->work.arena, "%s.%.*s.%.*s", name, STR_ARG(trait), STR_ARG(about));
    return key.p ? value_get_str(w->request->body, key) : NULL;
}

static int64_t version_sent(const struct writing *w, struct str trait, struct str about)
{
    const struct value *version = sent(w, "version", trait, about);
    if (version && version->kind == V_INT)
        return version->i;
    struct str text = version && version->kind == V_TEXT ? version->text : S("");
    int64_t number = 0;
    for (size_t i = 0; i < text.n && i < 15 && text.p[i] >= '0' && text.p[i] <= '9'; i++)
        number = number * 10 + (text.p[i] - '0');
    return text.n ? number : -1;
}

static enum err write_one(struct writing *w, struct str trait, struct str about)
{
    struct request *request = w->request;
    struct arena *a = request->work.arena;
    const struct value *position = sent(w, "position", trait, about), *words = sent(w, "words", trait, about);
    const struct value *there = own_answer(request->viewer, w->perceptions, trait, about);
    struct value *input = value_map(a), *record;
    bool empty = !position || (position->kind == V_TEXT && !str_trim(position->text).n);
    if (empty && !there)
        return OK;
    if (position)
        value_put(input, "position", value_copy(a, position));
    if (words)
        value_put(input, "words", value_copy(a, words));
    w->written++;
    if (there) {
        int64_t version = version_sent(w, trait, about);
        if (!position && !words)
            return w->written--, OK;
        return version < 0 ? ERR_NO_VERSION
                           : record_change(&request->work, request->viewer, &perception_kind,
                                           value_get_text(there, "id"), version, input, request->style, S(""), &record);
    }
    value_put_text(a, input, "alliance", value_get_text(w->exchange, "alliance"));
    value_put_text(a, input, "trait", trait);
    value_put_text(a, input, "seen_party", about);
    value_put_text(a, input, "circle", S("side"));
    return record_create(&request->work, request->viewer, &perception_kind, input, request->style, &record);
}

static bool is_ready(const struct value *body)
{
    const struct value *ready = value_get(body, "ready");
    return ready && (ready->kind == V_BOOL ? ready->b : str_is(value_get_text(body, "ready"), "yes"));
}

static enum err seal(struct writing *w)
{
    struct request *request = w->request;
    struct value *input = value_map(request->work.arena), *record;
    value_put_text(request->work.arena, input, "exchange", request->ids[0]);
    return record_create(&request->work, request->viewer, &exchange_seal_kind, input, INPUT_JSON, &record);
}

enum err exchange_views_write(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct writing w = {.request = request};
    struct value *seals;
    int64_t missing = 0;
    bool revealed = false;
    enum err err = read_writing(&w);
    VALUE_EACH (trait, err ? NULL : w.traits)
        VALUE_EACH (party, w.parties)
            if (err == OK)
                err = write_one(&w, value_get_text(trait, "id"), value_get_text(party, "id"));
    if (err == OK && is_ready(request->body))
        err = seal(&w);
    if (err == OK)
        err = blind_seals(&request->work, request->viewer, &perception_blind, w.exchange, &seals, &revealed);
    if (err == OK && !revealed)
        err = perceptions_missing(&request->work, request->viewer, request->ids[0], &missing);
    if (err)
        return err;
    reply->view = value_map(a);
    value_put_int(a, reply->view, "written", w.written);
    value_put_int(a, reply->view, "missing", missing);
    value_put_bool(a, reply->view, "revealed", revealed);
    if (request->html) {
        reply->status = 303;
        reply->location = arena_printf(a, "/exchanges/%.*s", STR_ARG(request->ids[0]));
        reply->done = revealed ? S("exchange.done.revealed") : S("done.saved");
    }
    return reply->view ? OK : ERR_MEMORY;
}

/* ---- beginning ---- */

/* The traits that are shipped: words under trait.<code>. */
static const char *const traits[] = {"pace", "risk", "plan", "rank", "talk", "horizon", "closeness", "quality"};

static enum err add_trait(struct request *request, struct str exchange, size_t i)
{
    static const char *const parts[][2] = {{"name", "name"}, {"low", "low_end"}, {"high", "high_end"}};
    struct arena *a = request->work.arena;
    struct value *input = value_map(a), *made;
    value_put_text(a, input, "exchange", exchange);
    value_put_int(a, input, "rank", (int64_t)i + 1);
    for (size_t p = 0; p < 3; p++) {
        struct str key = arena_printf(a, "trait.%s.%s", traits[i], parts[p][0]);
        value_put_text(a, input, parts[p][1], key.p ? message(a, request->work.locale.language, key.p, NULL) : S(""));
    }
    return record_create(&request->work, request->viewer, &exchange_trait_kind, input, INPUT_JSON, &made);
}

enum err perception_begin(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct value *input = value_map(a), *made = NULL;
    struct str title = str_trim(value_get_text(request->body, "title"));
    value_put_text(a, input, "alliance", request->ids[0]);
    value_put_text(a, input, "title",
                   title.n ? title : message(a, request->work.locale.language, "exchange.title", NULL));
    enum err err = record_create(&request->work, request->viewer, &exchange_kind, input, INPUT_JSON, &made);
    for (size_t i = 0; i < sizeof traits / sizeof *traits && err == OK; i++)
        err = add_trait(request, value_get_text(made, "id"), i);
    if (err)
        return err;
    reply->view = value_map(a);
    value_put_text(a, reply->view, "exchange", value_get_text(made, "id"));
    reply->status = request->html ? 303 : 201;
    reply->location = arena_printf(a, "/exchanges/%.*s", STR_ARG(value_get_text(made, "id")));
    reply->done = S("done.saved");
    return reply->view ? OK : ERR_MEMORY;
}
