/* deal_parts.h: the inside of deal.c, for its instruments. */
#ifndef ENGINES_ECONOMICS_DEAL_PARTS_H
#define ENGINES_ECONOMICS_DEAL_PARTS_H
#include "engines/economics/deal.h"
#include "engines/economics/sharing.h"

enum entry_kind {
    ENTRY_REVENUE,
    ENTRY_COST,
    ENTRY_INVESTMENT,
    ENTRY_SAVING,
    ENTRY_JOINT_RISK,
    ENTRY_MILESTONE,
    ENTRY_REWARD,
    ENTRY_PENALTY,
    ENTRY_TRANSFER,
    ENTRY_KINDS
};
extern const char *const entry_kind_codes[ENTRY_KINDS + 1]; /* "revenue" …, then NULL */
/* The kind of a code, or −1. */
int entry_kind_of(struct str code);
/* Kinds that are payments from one party to another by themselves. */
bool entry_kind_pays(int kind);

struct deal_entry {
    size_t party, to; /* places; `to` of payments only */
    enum entry_kind kind;
    struct str category;
    int64_t amount;                  /* minor units of the deal's currency */
    const struct fraction *quantity; /* 0 where not given */
    bool claimed;                    /* by an instrument */
};

struct deal {
    struct arena *arena;
    struct problems *problems;
    struct str *parties;
    size_t count;
    struct str_map places; /* place + 1 by name */
    struct deal_entry *entries;
    size_t entry_count;
    struct value *claims;        /* the categories that instruments name, a map */
    struct str ends;             /* the period's last day, YYYY-MM-DD; empty where nobody said */
    bool final;                  /* everything is settled for good: nothing waits, is kept back or goes on */
    const struct value *carried; /* by instrument: what earlier periods left to it */
    struct value *carry;         /* the same, for the next one */
};

/* One instrument being settled. */
struct settling_part {
    struct deal *deal;
    const struct value *given;   /* as people wrote it */
    struct str at;               /* its pointer */
    const struct value *carried; /* what earlier periods left to it; NULL: nothing */
    struct value *lines;         /* a list */
    __int128 *transfer;          /* by party, above 0: receives */
};

/* Reads the entries, each in the deal's currency; conversions are told in the list. ERR_INPUT where a rate is missing
 * or an amount does not fit, with the place; ERR_MEMORY. */
enum err deal_read_entries(struct deal *deal, const struct value *input, struct value *conversions) MUST_CHECK;
size_t deal_place(const struct deal *deal, struct str party);
/* A line of explanation: {what, party, amount}; more may be put into it. `party` of `count`: none. */
struct value *deal_line(struct settling_part *part, const char *what, size_t party, int64_t amount);
/* Says that a sum does not fit, at the instrument. ERR_INPUT. */
enum err deal_large(struct settling_part *part) MUST_CHECK;
/* Whether an entry's category is named in the list `member` of the instrument; without that list: whether no other
 * instrument names it. */
bool deal_names(const struct settling_part *part, const char *member, struct str category);

/* Settles one instrument of that kind. */
typedef enum err deal_instrument(struct settling_part *part);
/* By the instrument's "kind"; NULL when there is none. */
deal_instrument *deal_instrument_of(struct str kind);
#endif
