/* pipeline.h: joint calls, proposals and wins, and whether the sides bring what the path asks of them (S1 4:
 * specialisation is kept on its joint aims by the numbers of its pipeline). */
#ifndef ENGINES_ECONOMICS_PIPELINE_H
#define ENGINES_ECONOMICS_PIPELINE_H
#include "kernel/hooks.h"

/* Where an opportunity stands, by its dates. */
enum pipeline_stage { STAGE_CALL, STAGE_PROPOSAL, STAGE_WON, STAGE_LOST };
extern const char *const pipeline_stage_codes[]; /* in that order, ends with NULL */

/* Allowed of all that was won where no target says otherwise, in millionths. */
enum { PIPELINE_TOLERANCE = 100000 };

/* What a target that is reached in equal steps from `starts` to `ends` (days, both within it) asks for by the end of
 * `today`; rounded half away from zero. */
int64_t pipeline_path(int64_t target, int64_t starts, int64_t ends, int64_t today);

struct pipeline_counts {
    int64_t calls, proposals, wins;
};
/* Of one party. Amounts in minor units. */
struct pipeline_side {
    const struct value *party;  /* a record */
    struct pipeline_counts all; /* that it brought, however long ago: a win counts as a proposal, and that as a call */
    struct pipeline_counts path, done; /* asked for by today, and done since the path began */
    int64_t asked, won;                /* the same in money */
    int64_t part, balance;             /* of all that was won its part by the path; what it brought above it */
    bool off;                          /* the balance is more than the tolerance allows */
    bool behind;                       /* it has won less than asked for by more than the tolerance */
};
struct pipeline {
    struct pipeline_side *sides;
    size_t count;
    int64_t begins;    /* the first day of the path; NO_DAY: there is none */
    int64_t tolerance; /* millionths of all that was won */
    int64_t won, asked;
    int64_t latest;      /* the last day on which anything was noted; NO_DAY: never */
    struct str currency; /* of the path, else of what was noted first; empty: none */
    int64_t foreign;     /* wins in other currencies, which are not added up */
};

/* Balances: what each side brought less its part of all that was won, where parts are as what is asked of them. Sets
 * part, balance and off of each; nothing where nothing is asked. ERR_MEMORY. */
enum err pipeline_balance(struct arena *arena, struct pipeline *pipeline) MUST_CHECK;

/* Reads the joint opportunities and targets of one alliance among records of all; what a side keeps to itself does not
 * count. The parties stand in the order of `parties`; sums that do not fit stay at the
 * greatest amount. ERR_MEMORY. */
enum err pipeline_read(struct arena *arena, const struct viewer *viewer, struct str alliance,
                       const struct value *opportunities, const struct value *targets, const struct value *parties,
                       int64_t today, struct pipeline *out) MUST_CHECK;
/* Whether a record of the alliance lies before all of its parties. */
bool pipeline_joint(const struct viewer *viewer, const struct value *record);
/* Whether a balance off the path is told of by this side: by those who brought too little, and only where there are
 * none by those who brought more. */
bool pipeline_tells(const struct pipeline *pipeline, const struct pipeline_side *side);
/* The place of a party; `count` when it has none. */
size_t pipeline_side_of(const struct pipeline *pipeline, struct str party);
#endif
