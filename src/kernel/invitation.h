/* invitation.h: inviting somebody to an account by a link to hand over. An administrator invites people of the own
 * organisation. Whoever looks after the team of an alliance for the workspace's host invites the first person of a
 * party, who becomes its administrator and head of alliances; from then on that organisation looks after its own. */
#ifndef KERNEL_INVITATION_H
#define KERNEL_INVITATION_H
#include "kernel/account.h"

struct invitation {
    struct str organisation; /* whose person it will be */
    struct str alliance;     /* of the first person of a party; p NULL for the own organisation */
    struct str person;       /* somebody on record already, whose name and e-mail count then; or p NULL */
    struct str name, email;
    unsigned roles; /* in the own organisation; the first person of a party gets theirs */
};

/* Makes one, good for 14 days; *id, and *secret for the link. Problems at /name, /email, /organisation; ERR_CONFLICT
 * when that organisation looks after its own people; ERR_FORBIDDEN; ERR_NOT_FOUND for what the viewer does not see. */
enum err invitation_make(struct work *work, const struct viewer *viewer, const struct invitation *wish, struct str *id,
                         struct str *secret) MUST_CHECK;
/* Those that still wait: of the own organisation (ERR_FORBIDDEN for who manages no accounts), or with `alliance` those
 * by which the own organisation invites parties of it: [{id, name, email, organisation, by, roles, created_at,
 * expires_at}]. */
enum err invitation_list(struct work *work, const struct viewer *viewer, struct str alliance,
                         struct value **out) MUST_CHECK;
/* Takes back one that the viewer might have made; ERR_NOT_FOUND. */
enum err invitation_revoke(struct work *work, const struct viewer *viewer, struct str id) MUST_CHECK;
/* The parties of an alliance whose first person the viewer may invite: [{id, name}]; empty for who may not. */
enum err invitation_parties(struct work *work, const struct viewer *viewer, struct str alliance,
                            struct value **out) MUST_CHECK;

/* What the invited person is shown: {name, email, organisation, by, by_organisation, alliance or null, expires_at}, all
 * of it names. ERR_GONE when it is unknown, used, taken back or too old. */
enum err invitation_show(struct work *work, struct str secret, struct value **out) MUST_CHECK;
/* Takes it up: person, account, roles, password. ERR_GONE; ERR_CONFLICT when there is an account by now. */
enum err invitation_accept(struct work *work, struct str secret, struct str hash, struct str *tenant,
                           struct str *account) MUST_CHECK;
#endif
