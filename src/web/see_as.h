/* see_as.h: with whose eyes a request looks, as a cookie or the header Entente-See-As names them: a person's
 * identifier, or "ALLIANCE.ORGANISATION[.ROLE]" for anybody in the team of a party. Naming somebody only ever narrows
 * what is seen, so that the name needs no secret. */
#ifndef WEB_SEE_AS_H
#define WEB_SEE_AS_H
#include "kernel/viewer.h"

struct see_as {
    struct str person;                 /* or */
    struct str alliance, organisation; /* with */
    enum role role;
};
bool see_as_parse(struct str text, struct see_as *out);
/* The viewer with those eyes. ERR_NOT_FOUND when the looker knows nobody such. */
enum err see_as_viewer(struct work *work, const struct viewer *looker, struct str text, struct viewer **out) MUST_CHECK;
/* {as, name, organisation, team (nobody in particular)}; for the banner and the API. */
struct value *see_as_view(struct arena *arena, const struct viewer *eyes, struct str as);
#endif
