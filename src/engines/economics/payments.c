#include "engines/economics/payments.h"
#include <stdlib.h>

/* What is still to be settled: `left` by party, and the parties with anything left. */
struct settling {
    struct arena *arena;
    int64_t *left;
    size_t *open, open_count;
    struct payment *payments;
    size_t count;
};

static void pay(struct settling *s, size_t from, size_t to, int64_t amount)
{
    s->payments[s->count++] = (struct payment){from, to, amount};
    s->left[from] += amount;
    s->left[to] -= amount;
}

static void find_open(struct settling *s, size_t count)
{
    s->open_count = 0;
    for (size_t i = 0; i < count; i++)
        if (s->left[i])
            s->open[s->open_count++] = i;
}

/* Payers and payees of a group that adds up to 0, each in their order, until nothing is left: one payment fewer than
 * parties, or less, as each payment settles one of its two. */
static void settle_group(struct settling *s, const size_t *group, size_t n)
{
    size_t from = 0, to = 0;
    for (;;) {
        while (from < n && s->left[group[from]] >= 0)
            from++;
        while (to < n && s->left[group[to]] <= 0)
            to++;
        if (from == n || to == n)
            return;
        int64_t owed = -s->left[group[from]], due = s->left[group[to]];
        pay(s, group[from], group[to], owed < due ? owed : due);
    }
}

/* best[set] is the largest number of groups in a chain that takes the parties of `set` away one by one: one for each
 * time that what remains adds up to 0. */
static enum err settle_exactly(struct settling *s)
{
    size_t n = s->open_count, sets = (size_t)1 << n;
    __int128 *sums = ARENA_ARRAY(s->arena, sets, __int128);
    unsigned char *best = ARENA_ARRAY(s->arena, sets, unsigned char);
    if (!sums || !best)
        return ERR_MEMORY;
    for (size_t set = 1; set < sets; set++) {
        unsigned last = (unsigned)__builtin_ctzl(set);
        sums[set] = sums[set & (set - 1)] + s->left[s->open[last]];
        for (size_t i = 0; i < n; i++)
            if (set >> i & 1 && best[set ^ (size_t)1 << i] > best[set])
                best[set] = best[set ^ (size_t)1 << i];
        best[set] = (unsigned char)(best[set] + (sums[set] == 0));
    }
    size_t group[PAYMENTS_EXACT], size = 0;
    for (size_t set = sets - 1; set;) {
        size_t i = 0, zero = sums[set] == 0;
        while (!(set >> i & 1) || best[set ^ (size_t)1 << i] + zero != best[set])
            i++;
        group[size++] = s->open[i];
        set ^= (size_t)1 << i;
        if (sums[set])
            continue;
        settle_group(s, group, size);
        size = 0;
    }
    return OK;
}

/* Parties by the size of what is left, largest first; of two equal ones that pays and that receives, side by side. */
struct sized {
    int64_t left;
    size_t party;
};

static int by_size(const void *x, const void *y)
{
    const struct sized *a = x, *b = y;
    int64_t size_a = a->left < 0 ? -a->left : a->left, size_b = b->left < 0 ? -b->left : b->left;
    if (size_a != size_b)
        return size_a > size_b ? -1 : 1;
    return (a->party > b->party) - (a->party < b->party);
}

static struct sized *sort_open(struct settling *s)
{
    struct sized *sorted = ARENA_ARRAY(s->arena, s->open_count + 1, struct sized);
    for (size_t i = 0; sorted && i < s->open_count; i++)
        sorted[i] = (struct sized){s->left[s->open[i]], s->open[i]};
    if (sorted)
        qsort(sorted, s->open_count, sizeof *sorted, by_size);
    return sorted;
}

/* Two that settle each other: there is always a best settlement in which they do. */
static enum err settle_pairs(struct settling *s)
{
    const struct sized *sorted = sort_open(s);
    if (!sorted)
        return ERR_MEMORY;
    for (size_t from = 0, end; from < s->open_count; from = end) {
        int64_t size = sorted[from].left < 0 ? -sorted[from].left : sorted[from].left;
        for (end = from; end < s->open_count && (sorted[end].left == size || sorted[end].left == -size);)
            end++;
        for (size_t x = from, y = from;; x++, y++) {
            while (x < end && sorted[x].left >= 0)
                x++;
            while (y < end && sorted[y].left <= 0)
                y++;
            if (x == end || y == end)
                break;
            pay(s, sorted[x].party, sorted[y].party, size);
        }
    }
    return OK;
}

static enum err settle_roughly(struct settling *s)
{
    const struct sized *sorted = sort_open(s);
    size_t *group = ARENA_ARRAY(s->arena, s->open_count + 1, size_t);
    if (!sorted || !group)
        return ERR_MEMORY;
    for (size_t i = 0; i < s->open_count; i++)
        group[i] = sorted[i].party;
    settle_group(s, group, s->open_count);
    return OK;
}

static int by_payer(const void *x, const void *y)
{
    const struct payment *a = x, *b = y;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

enum err payments_settle(struct arena *arena, const int64_t *balances, size_t count, struct payment **out, size_t *paid)
{
    struct settling s = {.arena = arena,
                         .left = ARENA_ARRAY(arena, count + 1, int64_t),
                         .open = ARENA_ARRAY(arena, count + 1, size_t),
                         .payments = ARENA_ARRAY(arena, count + 1, struct payment)};
    if (!s.left || !s.open || !s.payments)
        return ERR_MEMORY;
    if (count)
        memcpy(s.left, balances, count * sizeof *balances);
    find_open(&s, count);
    enum err err = settle_pairs(&s);
    find_open(&s, count);
    if (!err)
        err = s.open_count <= PAYMENTS_EXACT ? settle_exactly(&s) : settle_roughly(&s);
    qsort(s.payments, s.count, sizeof *s.payments, by_payer);
    *out = s.payments;
    *paid = s.count;
    return err;
}
