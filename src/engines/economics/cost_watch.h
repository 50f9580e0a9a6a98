/* cost_watch.h: whether costs are moved into an alliance and revenue kept out of it (S1 3.1, 3.5): what is in the open
 * books of its periods, against the outside, against its own trend, and against what moving it would bring. */
#ifndef ENGINES_ECONOMICS_COST_WATCH_H
#define ENGINES_ECONOMICS_COST_WATCH_H
#include "engines/economics/ledger.h"

enum { WATCHED_PERIODS = 12 };

struct watched_point {
    const struct value *period; /* a record */
    size_t place;               /* among the periods, the oldest 0 */
    int64_t amount, quantity;   /* minor units; millionths */
    bool measured;              /* every entry has a quantity, and so there is a unit cost */
    int64_t unit;               /* unit_cost.h */
};
/* A category of cost or revenue of one party. */
struct watched {
    struct str party, category; /* party: an identifier */
    bool revenue;
    struct watched_point points[WATCHED_PERIODS];
    size_t count;
    int64_t gain; /* of a unit of cost moved in, or of revenue kept out, in millionths; −1: the result is not shared */
    bool has_trend, has_outside, over_trend, over_outside;
    int64_t trend, outside; /* unit costs */
    bool recent;            /* its last point lies in one of the last two periods */
    bool missing;           /* revenue in each of three periods before the last, and none in the last */
};
struct cost_watch {
    struct watched *all;
    size_t count, room, periods;
    const struct value *last; /* the last period that is over; NULL: none */
    struct value *names;      /* of parties, by identifier */
    struct str currency;
};

/* Whether something speaks for costs being moved in: it pays, and the unit cost is more than a tenth above the outside
 * or above its trend. */
bool watched_tells(const struct watched *one);
/* Reads the periods of the alliance's joint circle that are over: the last WATCHED_PERIODS of them in the currency of
 * the last one's deal. Nothing where the viewer has no joint circle, no period is over, or the deal shares no result.
 */
enum err cost_watch_read(struct work *work, const struct viewer *viewer, struct str alliance,
                         struct cost_watch *out) MUST_CHECK;
#endif
