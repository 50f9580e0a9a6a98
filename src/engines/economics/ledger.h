/* ledger.h: the deal, what was booked, and what each side has agreed to, read from the records of one alliance. A text
 * (a deal sheet, the ledger of a period) is agreed when every party of its circle has agreed to the same digest of it.
 */
#ifndef ENGINES_ECONOMICS_LEDGER_H
#define ENGINES_ECONOMICS_LEDGER_H
#include "engines/economics/ledger_entries.h"
#include "engines/economics/records.h"

/* PERIODS_MOST: of an alliance; ENTRIES_SHOWN: on a page, which leads to all of them. */
enum { CONSENTS_MOST = 500, SHEETS_MOST = 1000, PERIODS_MOST = 2000, ENTRIES_SHOWN = 200 };

/* The latest consent of each party of a circle: a list of {organisation: reference, agreed_on, digest, holds}; a party
 * that has not agreed has nulls. `all`: every one holds. */
struct consents {
    struct value *list;
    bool all;
};
/* Those of the record `id` in `audience`. `current`: the digest that they must name; p NULL: all must name the same. */
enum err consents_read(struct work *work, const struct viewer *viewer, const struct kind *kind, const char *field,
                       struct str id, struct str audience, struct str current, struct consents *out) MUST_CHECK;

/* What the kinds of consents share: only the side that gave one changes it; a new one bears side, digest and day; its
 * title is its side. */
void consent_check_own(struct work *work, const struct viewer *viewer, const struct change *change);
void consent_stamp(struct work *work, const struct viewer *viewer, struct change *change, struct str digest);
enum err consent_derive(struct work *work, const struct viewer *viewer, struct value *record) MUST_CHECK;

/* The digest of a tree in canonical form. p NULL when the arena is exhausted. */
struct str text_digest(struct arena *arena, const struct value *tree);
struct str deal_sheet_digest(struct arena *arena, const struct value *sheet);
/* Whether all parties have agreed to a sheet as it stands. */
enum err deal_sheet_agreed(struct work *work, const struct viewer *viewer, const struct value *sheet,
                           bool *agreed) MUST_CHECK;
/* All that are agreed, of one circle or (empty) of any. */
enum err deal_sheets_agreed(struct work *work, const struct viewer *viewer, struct str alliance, struct str circle,
                            struct value **out) MUST_CHECK;
/* Which of them is in force on a day: that which began last, of two that begin on the same day the one that was made
 * later. NULL when there is none. */
struct value *deal_sheet_in_force(struct value *sheets, int64_t day);
/* The agreed sheet of an alliance (of that circle; empty: of any) in force on a day: that which began last. NULL when
 * there is none. */
enum err deal_sheet_on(struct work *work, const struct viewer *viewer, struct str alliance, struct str circle,
                       int64_t day, struct value **out) MUST_CHECK;
/* Whether every party of a period's circle has agreed to the same state of its ledger. */
enum err period_closed(struct work *work, const struct viewer *viewer, const struct value *period,
                       bool *closed) MUST_CHECK;
/* The circle whose money it is: `audience`, or for drafts of one's side the joint circle of the alliance. */
struct str ledger_circle(const struct viewer *viewer, struct str alliance, struct str audience);
/* The last day of the closed periods of a circle; NO_DAY when none is closed. */
enum err closed_until(struct work *work, const struct viewer *viewer, struct str alliance, struct str circle,
                      int64_t *day) MUST_CHECK;
/* The parties by identifier: as a deal sheet (may be NULL) named them when it was written, and as those of the circle
 * that it does not name are called now. A map in order of identifiers. */
enum err deal_names_read(struct work *work, const struct viewer *viewer, struct str alliance, struct str circle,
                         const struct value *sheet, struct value **out) MUST_CHECK;
/* The party (an identifier) of a name in such a map; empty when there is none. */
struct str deal_party_named(const struct value *names, struct str name);
/* The names alone, as a list of texts, and as a text for a sheet to keep. */
struct value *deal_names_list(struct arena *arena, const struct value *names);
struct str deal_names_text(struct arena *arena, const struct value *names);

/* A period as the settlement takes it. */
struct ledger {
    struct value *sheet; /* in force at the end of the period; NULL: none agreed */
    struct value *names; /* of its parties, by identifier */
    struct ledger_groups groups;
    struct value *input;  /* in the form of the calculator settle-deal */
    struct str digest;    /* of the input: what the parties agree to when they close */
    bool earlier_open;    /* an earlier period of the circle is not closed */
    struct value *stuck;  /* an earlier period that cannot be settled; NULL: none */
    struct value *due;    /* what closed earlier periods moved to each party, by name (amounts of this currency) */
    struct value *before; /* the closed earlier periods, as records */
};
/* Reads a period, and what the earlier ones of its circle left to it. ERR_INPUT is none of its errors. */
enum err ledger_read(struct work *work, const struct viewer *viewer, const struct value *period,
                     struct ledger *out) MUST_CHECK;
/* Settles what was read: *settled is the output of settle-deal, NULL with problems (ERR_INPUT) where it cannot be. */
enum err ledger_settle(struct work *work, const struct ledger *ledger, struct problems *problems,
                       struct value **settled) MUST_CHECK;
/* The consents to a period: those that closed it, else those that hold for its ledger as it stands. */
enum err period_consents(struct work *work, const struct viewer *viewer, const struct value *period,
                         const struct ledger *ledger, struct consents *out) MUST_CHECK;
#endif
