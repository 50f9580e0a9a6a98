#include "engines/economics/calculator_kit.h"
#include "engines/economics/calculators.h"
#include "engines/economics/sharing.h"

static enum err check_rules(struct arena *arena, const struct value *rules, struct problems *problems)
{
    struct str_map seen = str_map_init(arena);
    size_t index = 0;
    if (!rules || rules->kind != V_LIST)
        return OK;
    VALUE_EACH (rule, rules) {
        struct str at = pointer_index(arena, S("/rules"), index++);
        struct value *category = value_get(rule, "category");
        enum err err = share_check(arena, value_get(rule, "share"), pointer_member(arena, at, S("share")), problems);
        if (!err)
            err = amount_check(arena, value_get(rule, "cap"), pointer_member(arena, at, S("cap")), problems);
        uint32_t *times = category && category->kind == V_TEXT ? str_map_at(&seen, category->text) : NULL;
        if (!err && times && (*times)++)
            err = tell(problems, pointer_member(arena, at, S("category")), "rule.twice", NULL);
        if (err)
            return err;
    }
    return OK;
}

static enum err check_entries(struct arena *arena, const struct value *entries, const struct value *split,
                              struct problems *problems)
{
    struct split parties;
    size_t index = 0;
    enum err err = split_read(arena, split, &parties);
    bool known = split && split->kind == V_MAP;
    if (err || !entries || entries->kind != V_LIST)
        return err;
    VALUE_EACH (entry, entries) {
        struct str at = pointer_index(arena, S("/entries"), index++);
        const struct value *party = value_get(entry, "party");
        if (known && party && party->kind == V_TEXT && split_place(&parties, party->text) < 0)
            err = tell(problems, pointer_member(arena, at, S("party")), "party.unknown", NULL);
        if (!err)
            err = amount_check(arena, value_get(entry, "amount"), pointer_member(arena, at, S("amount")), problems);
        if (err)
            return err;
    }
    return OK;
}

static enum err check(struct arena *arena, const struct value *input, struct problems *problems)
{
    const struct value *split = value_get(input, "split");
    enum err err = split_check(arena, split, S("/split"), problems);
    if (!err)
        err = check_rules(arena, value_get(input, "rules"), problems);
    return err ? err : check_entries(arena, value_get(input, "entries"), split, problems);
}

struct parts {
    struct split split;
    struct sharing_rule *rules;
    struct sharing_entry *entries;
    size_t rule_count, entry_count;
};

static enum err read_parts(struct arena *arena, const struct value *input, struct parts *out)
{
    const struct value *rules = value_get(input, "rules"), *entries = value_get(input, "entries");
    size_t n = rules ? rules->count : 0;
    *out = (struct parts){.rules = ARENA_ARRAY(arena, n + 1, struct sharing_rule),
                          .entries = ARENA_ARRAY(arena, (size_t)entries->count + 1, struct sharing_entry)};
    enum err err = split_read(arena, value_get(input, "split"), &out->split);
    if (err || !out->rules || !out->entries)
        return ERR_MEMORY;
    VALUE_EACH (rule, rules) {
        struct sharing_rule *to = &out->rules[out->rule_count++];
        to->category = value_get_text(rule, "category");
        to->share = fraction_share(arena, value_get(rule, "share"));
        to->capped = amount_of(arena, value_get(rule, "cap"), &to->cap);
        if (!to->share)
            return ERR_MEMORY;
    }
    VALUE_EACH (entry, entries) {
        struct sharing_entry *to = &out->entries[out->entry_count++];
        to->party = (size_t)split_place(&out->split, value_get_text(entry, "party"));
        to->book = str_is(value_get_text(entry, "kind"), "cost") ? BOOK_COST : BOOK_REVENUE;
        to->category = value_get_text(entry, "category");
        if (!amount_of(arena, value_get(entry, "amount"), &to->amount))
            return ERR_MEMORY;
    }
    return OK;
}

static enum err run(struct arena *arena, const struct value *input, struct problems *problems, struct value **output)
{
    struct parts parts;
    struct sharing result;
    size_t at = 0;
    enum err err = read_parts(arena, input, &parts);
    if (!err)
        err = sharing_settle(arena, parts.split.weights, parts.split.count, parts.rules, parts.rule_count,
                             parts.entries, parts.entry_count, &result, &at);
    struct str place = at < parts.entry_count
                           ? pointer_member(arena, pointer_index(arena, S("/entries"), at), S("amount"))
                           : S("/entries");
    if (err == ERR_INPUT)
        return problem_say(problems, place, "amount.sum-large", NULL);
    if (err)
        return err;
    const struct str *names = parts.split.parties;
    *output = value_map(arena);
    put_amounts(arena, *output, "attributable", names, result.attributable, result.count);
    value_put_int(arena, *output, "pool", result.pool);
    put_amounts(arena, *output, "share", names, result.share, result.count);
    if (!put_amounts(arena, *output, "transfer", names, result.transfer, result.count))
        return ERR_MEMORY;
    return put_payments(arena, *output, names, result.payments, result.payment_count);
}

const struct calculator sharing_calculator = {.name = "settle-sharing", .check = check, .run = run};
