/* A deal sheet: its instruments in words, who has agreed to it, and a settlement of numbers that one tries. */
#include "base/json.h"
#include "base/message.h"
#include "engines/economics/deal_form.h"
#include "engines/economics/pages.h"
#include "engines/economics/sharing.h"
#include "engines/economics/split.h"
#include "engines/registry/registry.h"

static bool is_amount(struct str member)
{
    static const char *const amounts[] = {"floor", "opening", "target", "cap", "pool", "paid_before", "up_to", NULL};
    for (size_t i = 0; amounts[i]; i++)
        if (str_is(member, amounts[i]))
            return true;
    return false;
}

/* A member as people read it: names with commas between, shares after their names, amounts as money. */
static void write_words(struct overview *o, struct buf *out, const struct value *given)
{
    struct value money = {
        .kind = V_MONEY, .i = given->kind == V_INT ? given->i : 0, .text = value_get_text(o->record, "currency")};
    struct arena *a = o->arena;
    if (given->kind == V_INT && is_amount(given->key)) {
        buf_add(out, locale_text(a, &o->request->work.locale, &money));
    } else if (given->kind == V_NULL || given->kind == V_BOOL) {
        buf_add(out, overview_words(o,
                                    given->kind == V_NULL ? "deal_sheet.no-end"
                                    : given->b            ? "deal_sheet.yes"
                                                          : "deal_sheet.no",
                                    NULL));
    } else if (str_is(given->key, "driver") || str_is(given->key, "tiers_over")) {
        struct str key = arena_printf(a, "deal_form.code.%.*s", STR_ARG(given->text));
        buf_add(out, key.p ? overview_words(o, key.p, NULL) : S(""));
    } else if (given->kind == V_TEXT) {
        buf_add(out, given->text);
    } else if (given->kind != V_LIST && given->kind != V_MAP) {
        buf_add(out, json_text(a, given));
    } else {
        VALUE_EACH (child, given) {
            bool open = child->kind == V_NULL;
            if (open && str_is(child->key, "cap"))
                continue;
            struct str key = arena_printf(a, "deal_sheet.word.%.*s", STR_ARG(child->key));
            if (child != given->first)
                buf_add(out, child->kind == V_MAP ? S("; ") : S(", "));
            if (child->key.n && !open) {
                buf_add(out, key.p && message_find("en", key).p ? overview_words(o, key.p, NULL) : child->key);
                buf_char(out, ' ');
            }
            if (child->kind == V_MAP && child->key.n)
                buf_char(out, '(');
            write_words(o, out, child);
            if (child->kind == V_MAP && child->key.n)
                buf_char(out, ')');
        }
    }
}

/* Members of an instrument as {label, value}. */
static void put_facts(struct overview *o, struct value *item, const struct value *given)
{
    struct value *facts = value_put_list(o->arena, item, "facts");
    VALUE_EACH (member, given) {
        struct str key = arena_printf(o->arena, "deal_sheet.member.%.*s", STR_ARG(member->key));
        struct buf words = buf_init(o->arena, 0);
        if (!key.p || str_is(member->key, "kind") || str_is(member->key, "name"))
            continue;
        struct value *fact = value_push_map(o->arena, facts);
        write_words(o, &words, member);
        value_put_text(o->arena, fact, "label", overview_words(o, key.p, NULL));
        value_put_text(o->arena, fact, "value", buf_str(&words));
    }
}

/* One line for each party: what a unit of cost brings it that it moves into a category of which `share` counts (NULL:
 * all). */
static enum err put_offload(struct overview *o, struct value *list, const struct split *split, struct str category,
                            const struct value *share)
{
    struct arena *a = o->arena;
    const struct fraction *counts = share ? fraction_share(a, share) : fraction_int(a, 1);
    for (size_t i = 0; i < split->count; i++) {
        int64_t millionths;
        const struct fraction *gain =
            fraction_times(a, sharing_offload(a, counts, split->weights[i]), fraction_int(a, 1000000));
        if (!fraction_round(gain, &millionths))
            return ERR_MEMORY;
        struct value *item = value_push_map(a, list);
        value_put_text(a, item, "category",
                       category.n ? category : overview_words(o, "deal_sheet.offload.others", NULL));
        value_put_text(a, item, "party", split->parties[i]);
        put_ratio(a, item, "gain", millionths);
    }
    return OK;
}

/* The off-loading watch of a split: by category with a rule, and for all others. */
static enum err put_offloads(struct overview *o, struct value *item, const struct value *given)
{
    struct split split;
    struct value *list = value_put_list(o->arena, item, "offload");
    enum err err = split_read(o->arena, value_get(given, "split"), &split);
    VALUE_EACH (rule, value_get(given, "rules"))
        if (!err)
            err = put_offload(o, list, &split, value_get_text(rule, "category"), value_get(rule, "share"));
    return err ? err : put_offload(o, list, &split, S(""), NULL);
}

static enum err put_instruments(struct overview *o, const struct value *terms, bool editable)
{
    int64_t place = 0;
    struct value *list = value_put_list(o->arena, o->data, "instruments");
    VALUE_EACH (given, terms) {
        struct value *item = value_push_map(o->arena, list);
        put_choice(o->arena, item, "kind", arena_cstr(o->arena, value_get_text(given, "kind")), "settlement.kind");
        value_put_text(o->arena, item, "name", value_get_text(given, "name"));
        value_put(item, "form",
                  editable && deal_part_has_form(given) ? value_int(o->arena, place) : value_null(o->arena));
        value_put_bool(o->arena, item, "has_form", editable && deal_part_has_form(given));
        place++;
        put_facts(o, item, given);
        enum err err = value_get(given, "split") ? put_offloads(o, item, given) : OK;
        if (err)
            return err;
    }
    return list ? OK : ERR_MEMORY;
}

static void answer(struct overview *o, const struct consents *consents, const struct value *terms)
{
    int64_t missing = 0;
    VALUE_EACH (one, consents->list)
        missing += !value_get_bool(one, "holds");
    struct str state = value_get_text(o->record, "state");
    struct value *day = again(o->arena, value_get(o->record, "effective_from"));
    overview_say(o, overview_words(o, "deal_sheet.answer.parts", "count", value_int(o->arena, count_of(terms)), NULL));
    if (str_is(state, "agreed"))
        overview_say(o, overview_words(o, "deal_sheet.answer.agreed", "date", day, NULL));
    else if (str_is(state, "draft"))
        overview_say(o, overview_words(o, "deal_sheet.answer.draft", NULL));
    else
        overview_say(o, overview_words(o, "deal_sheet.answer.proposed", "count", value_int(o->arena, missing), NULL));
}

/* The parts that may be added. */
static void put_part_kinds(struct overview *o, bool editable)
{
    struct value *list = value_put_list(o->arena, o->page, "part_kinds");
    for (size_t i = 0; editable && deal_form_kinds[i]; i++) {
        struct value *item = value_push_map(o->arena, list);
        put_choice(o->arena, item, "kind", deal_form_kinds[i], "settlement.kind");
        value_put_text(o->arena, item, "code", str_of(deal_form_kinds[i]));
    }
}

enum err deal_sheet_page(struct request *request, struct reply *reply)
{
    struct overview o;
    struct consents consents;
    struct value *terms = NULL;
    enum err err = overview_begin(request, reply, &deal_sheet_kind, "deal_sheet", &o);
    if (!err)
        err = alliance_bar(&o, DEAL_PATH);
    if (err)
        return err;
    if (!value_get_text(o.record, "terms").n)
        terms = value_list(o.arena);
    else if (json_parse(o.arena, value_get_text(o.record, "terms"), NULL, &terms))
        return ERR_CORRUPT;
    err = consents_read(&request->work, request->viewer, &deal_consent_kind, "deal_sheet", o.id,
                        value_get_text(o.record, "circle"), deal_sheet_digest(o.arena, o.record), &consents);
    if (err)
        return err;
    put_consents(&o, &deal_consent_kind, &consents);
    if (consents.all)
        leave_history(&o);
    if (str_is(value_get_text(o.record, "state"), "draft") || !terms->count)
        value_set(o.page, "may_agree", value_bool(o.arena, false));
    bool editable = !consents.all &&
                    viewer_may(request->viewer, &deal_sheet_kind, ACTION_CHANGE, value_get_text(o.record, "circle"));
    put_part_kinds(&o, editable);
    err = put_instruments(&o, terms, editable);
    if (err)
        return err;
    answer(&o, &consents, terms);
    return deal_trial(&o, terms);
}
