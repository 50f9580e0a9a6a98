/* account_row.h: what the files about accounts share: an account's row, who may manage it, and the events that every
 * act leaves. Only files of the kernel include it. */
#ifndef KERNEL_ACCOUNT_ROW_H
#define KERNEL_ACCOUNT_ROW_H
#include "kernel/account.h"
#include "kernel/rights.h"

struct account_row {
    struct str tenant, id, person, organisation, email;
    bool disabled;
};

/* Reads an account, whoever asks. ERR_NOT_FOUND. */
enum err account_row_get(struct work *work, struct str tenant, struct str id, struct account_row *row) MUST_CHECK;
/* Whether the viewer may manage accounts of `organisation`: an administrator those of the own one; the operator all; an
 * administrator of the host, to invite, those of an organisation from which nobody has signed in yet (later the host
 * could open the partner's side by a link to one of its accounts). ERR_FORBIDDEN; ERR_NOT_FOUND for what is not theirs
 * to know of. */
enum err account_manages(struct work *work, const struct viewer *viewer, struct str organisation,
                         enum action action) MUST_CHECK;
/* Reads an account to which the viewer wants to open a way in: one they manage, in person where it is their own.
 * ERR_CONFLICT, with words, for a disabled one; else the errors of account_manages and account_row_get. */
enum err account_to_open(struct work *work, const struct viewer *viewer, struct str account,
                         struct account_row *row) MUST_CHECK;
/* Whether somebody of the organisation has signed in: from then on nobody else opens a way in for it. */
enum err organisation_in_use(struct work *work, struct str tenant, struct str organisation, bool *used) MUST_CHECK;
/* Leaves an event about an account in the owner chain of its organisation. `viewer` NULL: the account's person acted.
 * `what` (may be NULL) is a map of what came to be. */
enum err account_event(struct work *work, const struct viewer *viewer, const struct account_row *row,
                       const char *action, struct value *what) MUST_CHECK;
/* Text with ASCII capitals made small, in the arena; p NULL when exhausted. */
struct str account_lower(struct arena *arena, struct str text);
/* The text of a column in the arena; p NULL for NULL. */
struct str account_column(struct work *work, struct stmt *stmt, int column);
#endif
