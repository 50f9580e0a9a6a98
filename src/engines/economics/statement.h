/* statement.h: the inside of a party's statement, for its parts (statement_page.c). */
#ifndef ENGINES_ECONOMICS_STATEMENT_H
#define ENGINES_ECONOMICS_STATEMENT_H
#include "engines/economics/pages.h"

struct statement {
    struct overview o;
    struct ledger ledger;
    struct consents consents;
    struct value *view, *settled, *whole; /* whole: the settlement in words, of all parties */
    struct str party, party_id, organisation, currency;
    bool all; /* every entry, not only the first ones */
};

/* An amount in the currency of the settlement. */
void statement_amount(const struct statement *s, struct value *map, const char *key, int64_t minor);
/* entries: what the party booked or is paid by, in the currency of the settlement (`converted`), too; entry_count. */
enum err statement_entries(struct statement *s) MUST_CHECK;
/* account: {brought, moved, paid, left}: what closed earlier periods left unpaid, what this one moves, what has been
 * paid of it, what is still to be received (below 0: to be paid); paid_by: [{payment, other, amount, paid_on, receives,
 * received}]. Null where nothing is settled. */
enum err statement_account(struct statement *s) MUST_CHECK;
/* fiscal: [{name, starts, ends, booked}]: the party's own quarters that the period lies in, where its fiscal year is
 * known, and the result booked in each. */
enum err statement_fiscal(struct statement *s) MUST_CHECK;
#endif
