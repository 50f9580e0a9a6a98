/* fill.h: what the parts of entente-bench-fill share. Everything is made in the transaction that stands open. */
#ifndef BENCH_FILL_H
#define BENCH_FILL_H
#include "kernel/account.h"

struct person {
    struct str account, id;
};

struct fill {
    struct arena *all, *arena; /* for the run, and for one transaction */
    struct store *store;
    struct conn *conn;
    struct work work;
    struct str tenant;
    long commitments, decisions; /* 0 where only the registry is filled */
    long alliances, notes, people, at_partners, organisation_count;
    struct str *organisations;
    struct person *persons; /* those of the host, then one each of the first organisations */
    struct value *shown;    /* [{token, alliances: [id]}]: the head first */
    uint64_t random;
};

/* A number from 0 to below - 1. */
long fill_pick(struct fill *fill, long below);
/* So many words, in fill->arena. */
struct str fill_sentence(struct fill *fill, long count);
/* Pairs of field name and struct str, ended by NULL. An empty text is left out. */
struct value *fill_input(struct fill *fill, ...);
/* A record as `viewer`, a second after the one before; *id (may be NULL) stands in fill->all. */
enum err fill_make(struct fill *fill, struct viewer *viewer, const char *plural, const struct value *input,
                   struct str *id);
/* fill_work.c: the work of alliance number `i`: two bodies, a year of meetings, its part of commitments and decisions.
 */
enum err fill_work(struct fill *fill, struct viewer *viewer, struct str alliance, long i);
#endif
