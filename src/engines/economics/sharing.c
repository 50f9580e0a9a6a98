#include "engines/economics/sharing.h"
#include "kernel/str_map.h"
#include <stdlib.h>

bool sharing_counts(struct arena *arena, int64_t booked, const struct sharing_rule *rule, int64_t *counted,
                    bool *at_cap)
{
    *counted = booked;
    *at_cap = false;
    if (!rule)
        return true;
    const struct fraction *part = fraction_times(arena, fraction_int(arena, booked), rule->share);
    if (rule->capped && fraction_compare(part, fraction_int(arena, rule->cap)) > 0) {
        *counted = rule->cap;
        *at_cap = true;
        return true;
    }
    return fraction_round(part, counted) && money_fits(*counted);
}

const struct fraction *sharing_offload(struct arena *arena, const struct fraction *counts,
                                       const struct fraction *weight)
{
    return fraction_times(arena, counts, fraction_less(arena, fraction_int(arena, 1), weight));
}

/* An entry with its place in what was given, to be sorted into lines. */
struct sorted {
    const struct sharing_entry *entry;
    size_t order;
};

static int by_line(const void *x, const void *y)
{
    const struct sharing_entry *a = ((const struct sorted *)x)->entry, *b = ((const struct sorted *)y)->entry;
    if (a->party != b->party)
        return a->party < b->party ? -1 : 1;
    return a->book != b->book ? (int)a->book - (int)b->book : str_cmp(a->category, b->category);
}

static int by_line_then_order(const void *x, const void *y)
{
    size_t a = ((const struct sorted *)x)->order, b = ((const struct sorted *)y)->order;
    int order = by_line(x, y);
    return order ? order : (a > b) - (a < b);
}

/* Revenue, cost and what is between them, by party, and the last entry of each. */
struct sums {
    __int128 revenue, cost;
    size_t last;
};

static enum err sum_parties(struct arena *arena, struct sharing *out, const size_t *last, size_t *at)
{
    struct sums *sums = ARENA_ARRAY(arena, out->count + 1, struct sums);
    if (!sums)
        return ERR_MEMORY;
    for (size_t i = 0; i < out->line_count; i++) {
        struct sums *of = &sums[out->lines[i].party];
        *(out->lines[i].book == BOOK_REVENUE ? &of->revenue : &of->cost) += out->lines[i].counted;
        of->last = last[i] > of->last ? last[i] : of->last;
    }
    for (size_t i = 0; i < out->count; i++) {
        __int128 net = sums[i].revenue - sums[i].cost;
        *at = sums[i].last;
        if (!money_fits(sums[i].revenue) || !money_fits(sums[i].cost) || !money_fits(net))
            return ERR_INPUT;
        out->revenue[i] = (int64_t)sums[i].revenue;
        out->cost[i] = (int64_t)sums[i].cost;
        out->attributable[i] = (int64_t)net;
    }
    return OK;
}

static enum err make_lines(struct arena *arena, const struct str_map *rules, const struct sharing_rule *all,
                           struct sorted *sorted, size_t n, struct sharing *out, size_t *at)
{
    size_t *last = ARENA_ARRAY(arena, n + 1, size_t);
    if (!last)
        return ERR_MEMORY;
    qsort(sorted, n, sizeof *sorted, by_line_then_order);
    for (size_t i = 0, end; i < n; i = end) {
        const struct sharing_entry *first = sorted[i].entry;
        __int128 booked = 0;
        for (end = i; end < n && by_line(&sorted[i], &sorted[end]) == 0; end++)
            booked += sorted[end].entry->amount;
        *at = last[out->line_count] = sorted[end - 1].order;
        if (!money_fits(booked))
            return ERR_INPUT;
        uint32_t rule = str_map_get(rules, first->category);
        struct sharing_line *line = &out->lines[out->line_count++];
        *line = (struct sharing_line){.party = first->party,
                                      .book = first->book,
                                      .category = first->category,
                                      .booked = (int64_t)booked,
                                      .rule = rule ? &all[rule - 1] : NULL};
        if (!sharing_counts(arena, line->booked, line->rule, &line->counted, &line->at_cap))
            return ERR_MEMORY;
    }
    return sum_parties(arena, out, last, at);
}

static enum err divide(struct arena *arena, const struct fraction *const *weights, struct sharing *out)
{
    __int128 pool = 0;
    for (size_t i = 0; i < out->count; i++)
        pool += out->attributable[i];
    if (!money_fits(pool))
        return ERR_INPUT;
    out->pool = (int64_t)pool;
    enum err err = apportion(arena, out->pool, weights, out->count, out->share);
    for (size_t i = 0; !err && i < out->count; i++) {
        __int128 transfer = (__int128)out->share[i] - out->attributable[i];
        if (!money_fits(transfer))
            return ERR_INPUT;
        out->transfer[i] = (int64_t)transfer;
    }
    return err ? err : payments_settle(arena, out->transfer, out->count, &out->payments, &out->payment_count);
}

enum err sharing_settle(struct arena *arena, const struct fraction *const *weights, size_t count,
                        const struct sharing_rule *rules, size_t rule_count, const struct sharing_entry *entries,
                        size_t entry_count, struct sharing *out, size_t *at)
{
    struct str_map by_category = str_map_init(arena);
    struct sorted *sorted = ARENA_ARRAY(arena, entry_count + 1, struct sorted);
    int64_t *sums = ARENA_ARRAY(arena, 5 * count + 1, int64_t);
    *out = (struct sharing){.count = count, .lines = ARENA_ARRAY(arena, entry_count + 1, struct sharing_line)};
    if (!sorted || !sums || !out->lines)
        return ERR_MEMORY;
    out->revenue = sums;
    out->cost = sums + count;
    out->attributable = sums + 2 * count;
    out->share = sums + 3 * count;
    out->transfer = sums + 4 * count;
    for (size_t i = 0; i < rule_count; i++) {
        uint32_t *place = str_map_at(&by_category, rules[i].category);
        if (!place)
            return ERR_MEMORY;
        *place = (uint32_t)i + 1;
    }
    for (size_t i = 0; i < entry_count; i++)
        sorted[i] = (struct sorted){&entries[i], i};
    enum err err = make_lines(arena, &by_category, rules, sorted, entry_count, out, at);
    if (err)
        return err;
    *at = entry_count;
    return divide(arena, weights, out);
}
