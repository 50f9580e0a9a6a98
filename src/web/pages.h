/* pages.h: the tables of web's own pages; each ends with method NULL. */
#ifndef WEB_PAGES_H
#define WEB_PAGES_H
#include "kernel/route.h"

extern const struct route sign_in_routes[];       /* signing in and out */
extern const struct route reset_routes[];         /* a lost password */
extern const struct route invitation_routes[];    /* inviting a party, taking an invitation up */
extern const struct route account_routes[];       /* one's own account */
extern const struct route second_factor_routes[]; /* its second factor */
extern const struct route notice_routes[];        /* what is told by mail */
extern const struct route personal_routes[];      /* what is held about a person; erasing */
extern const struct route admin_routes[];         /* accounts of one's organisation */
extern const struct route roles_routes[];         /* the matrix of rights */
extern const struct route circle_routes[];        /* /alliances/{id}/circles, …/withdrawn */
extern const struct route share_routes[];         /* /{records}/{id}/share */
extern const struct route see_as_routes[];        /* /see-as */
extern const struct route search_routes[];        /* /search */
extern const struct route event_routes[];         /* /events */
extern const struct route live_routes[];          /* /live */
extern const struct route calc_routes[];          /* /calc */
extern const struct route help_routes[];          /* /help */
extern const struct route openapi_routes[];       /* /openapi.json */

/* Where a page that is made now hears of what changes from now on: /live, within its alliance if it stands in one. */
struct str live_address(const struct request *request);
#endif
