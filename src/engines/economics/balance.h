/* balance.h: whether each party of an alliance takes out what it puts in (S2 4.1), from its records: valued
 * contributions, benefits, and what the closed periods left each party. */
#ifndef ENGINES_ECONOMICS_BALANCE_H
#define ENGINES_ECONOMICS_BALANCE_H
#include "engines/economics/ledger.h"

enum { BALANCE_LOW, BALANCE_MIDDLE, BALANCE_HIGH, BALANCE_VALUATIONS };
/* Closed periods that ended within so many days count. */
enum { BALANCE_DAYS = 366 };

struct balance_party {
    struct str id, name;
    int64_t in;                            /* what has one value; minor units, as all amounts here */
    int64_t estimated[BALANCE_VALUATIONS]; /* the sums of what has three */
    int64_t benefits, settled;             /* settled: what the closed periods left it; may be below 0 */
    int64_t alone;                         /* what it would have without the alliance */
    bool puts_in, takes_out, is_alone;     /* whether there is a record of each */
    bool has_ratio[BALANCE_VALUATIONS];    /* not where it puts in nothing */
    int64_t ratio[BALANCE_VALUATIONS];     /* millionths: share of output over share of input */
};
/* Between which valuations of what can only be estimated all parties are within 0.8 and 1.25. */
struct balance_stretch {
    const struct value *from, *to; /* maps from parties' identifiers to numbers, in minor units */
};
struct balance {
    struct str currency; /* empty: nothing has a value */
    struct balance_party *parties;
    size_t count;
    struct value *contributions, *benefits; /* the valued records, of other currencies too */
    struct value *periods;                  /* the closed periods that count */
    int64_t left_out;                       /* valued records of another currency, which do not count */
    bool settled_counts;                    /* no party's settled result is below 0 */
    bool overflow;                          /* sums that are too large */
    bool complete;                          /* every party puts something in and takes something out: the rest holds */
    bool balanced[BALANCE_VALUATIONS];
    struct balance_stretch holds[2]; /* one after the other */
    size_t stretches;
    bool has_worth,
        worth_more; /* every party says what it would have alone; all together have more with the alliance */
    int64_t worth, alone;
};

/* What a party takes out: its benefits, and what the periods left it where that counts. */
int64_t balance_output(const struct balance *balance, const struct balance_party *party);
/* Reads it as all parties see it, from joint records only; and, unless `own` is NULL, with whatever else the viewer
 * sees, too: the closed periods are joint, and read once for both. */
enum err balance_read(struct work *work, const struct viewer *viewer, struct str alliance, struct balance *joint,
                      struct balance *own) MUST_CHECK;
#endif
