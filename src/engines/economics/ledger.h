/* ledger.h: the deal, what was booked, and what each side has agreed to, read from the records of one alliance. A text
 * (a deal sheet, the ledger of a period) is agreed when every party of its circle has agreed to the same digest of it.
 */
#ifndef ENGINES_ECONOMICS_LEDGER_H
#define ENGINES_ECONOMICS_LEDGER_H
#include "engines/economics/records.h"

enum { LEDGER_MOST = 5000, CONSENTS_MOST = 500, SHEETS_MOST = 200, RATES_MOST = 2000 };

/* The latest consent of each party of a circle: a list of {organisation: reference, agreed_on, digest, holds}; a party
 * that has not agreed has nulls. `all`: every one holds. */
struct consents {
    struct value *list;
    bool all;
};
/* Those of the record `id` in `audience`. `current`: the digest that they must name; p NULL: all must name the same. */
enum err consents_read(struct work *work, const struct viewer *viewer, const struct kind *kind, const char *field,
                       struct str id, struct str audience, struct str current, struct consents *out) MUST_CHECK;

/* The digest of a tree in canonical form. p NULL when the arena is exhausted. */
struct str text_digest(struct arena *arena, const struct value *tree);
struct str deal_sheet_digest(struct arena *arena, const struct value *sheet);
/* Whether all parties have agreed to a sheet as it stands. */
enum err deal_sheet_agreed(struct work *work, const struct viewer *viewer, const struct value *sheet,
                           bool *agreed) MUST_CHECK;
/* The agreed sheet of an alliance in force on a day: that which began last. NULL when there is none. */
enum err deal_sheet_on(struct work *work, const struct viewer *viewer, struct str alliance, int64_t day,
                       struct value **out) MUST_CHECK;
/* Whether every party of a period's circle has agreed to the same state of its ledger. */
enum err period_closed(struct work *work, const struct viewer *viewer, const struct value *period,
                       bool *closed) MUST_CHECK;
/* The last day of the closed periods of an alliance; NO_DAY when none is closed. */
enum err closed_until(struct work *work, const struct viewer *viewer, struct str alliance, int64_t *day) MUST_CHECK;

/* A period as the settlement takes it. */
struct ledger {
    struct value *sheet;   /* in force at the end of the period; NULL: none agreed */
    struct value *entries; /* the open ones, as records */
    struct value *input;   /* in the form of the calculator settle-deal */
    struct str digest;     /* of input and sheet: what the parties agree to when they close */
    bool disputed;         /* one of the entries at least */
};
enum err ledger_read(struct work *work, const struct viewer *viewer, const struct value *period,
                     struct ledger *out) MUST_CHECK;
/* The consents to a period: those that closed it, else those that hold for its ledger as it stands. */
enum err period_consents(struct work *work, const struct viewer *viewer, const struct value *period,
                         const struct ledger *ledger, struct consents *out) MUST_CHECK;
/* The names of an alliance's parties, in their order, as a list of texts. */
enum err party_names(struct work *work, const struct viewer *viewer, struct str alliance,
                     struct value **out) MUST_CHECK;
#endif
