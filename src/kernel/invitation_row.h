/* invitation_row.h: one invitation as it is stored. Only files of the kernel include it. */
#ifndef KERNEL_INVITATION_ROW_H
#define KERNEL_INVITATION_ROW_H
#include "kernel/access_row.h"
#include "kernel/invitation.h"

struct invitation_row {
    struct str tenant, id, organisation, by_organisation, alliance, person, email, name, roles;
    struct str organisation_name, by_name, by_organisation_name, alliance_name;
    int64_t expires_at;
};
/* The roles of a mask as "administrator,head", and back. */
struct str roles_text(struct arena *arena, unsigned roles);
unsigned roles_of_text(struct str text);
#endif
