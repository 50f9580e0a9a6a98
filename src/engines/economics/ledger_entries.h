/* ledger_entries.h: what was booked in a period and opened to its circle, summed by party, receiver, kind, category and
 * currency (of another currency than the deal's: by day, too, as rates are of days). One pass over the rows, however
 * many there are. */
#ifndef ENGINES_ECONOMICS_LEDGER_ENTRIES_H
#define ENGINES_ECONOMICS_LEDGER_ENTRIES_H
#include "kernel/hooks.h"
#include "kernel/str_map.h"

struct ledger_group {
    struct str key;       /* of all that makes it one group */
    struct str party, to; /* identifiers of parties; `to` empty where nobody is paid */
    struct str kind, category, currency;
    struct str first;  /* the first day booked on */
    __int128 amount;   /* minor units */
    __int128 quantity; /* millionths */
    bool measured;     /* at least one entry has a quantity */
    int64_t measures;  /* entries that have one */
    int64_t count;     /* entries */
};
struct ledger_groups {
    struct ledger_group *all; /* by key */
    size_t count, room;
    struct str_map places; /* place + 1 by key */
    struct str currency;   /* the deal's, or without a deal that of the first day's entries */
    int64_t entries;
    bool by_day;   /* each group is of one day */
    bool disputed; /* one of them at least */
};

/* Those of a period's own circle. `currency`: the deal's; empty where there is none. `by_day`: amounts of that currency
 * are kept apart by day, too. ERR_STORE, ERR_MEMORY. */
enum err ledger_groups_read(struct work *work, const struct viewer *viewer, const struct value *period,
                            struct str currency, bool by_day, struct ledger_groups *out) MUST_CHECK;
/* The place of the group that an entry (a record) belongs to; `count` when there is none. */
size_t ledger_group_of(const struct ledger_groups *groups, const struct value *entry);
/* The groups as entries of settle-deal; `names`: a map from identifiers of parties to names. */
enum err ledger_groups_put(struct arena *arena, const struct ledger_groups *groups, const struct value *names,
                           struct value *list) MUST_CHECK;
#endif
