/* pages.h: the tables of web's own pages; each ends with method NULL. */
#ifndef WEB_PAGES_H
#define WEB_PAGES_H
#include "kernel/route.h"

extern const struct route account_routes[];  /* signing in and out, one's own account */
extern const struct route personal_routes[]; /* what is held about a person; erasing */
extern const struct route admin_routes[];    /* accounts of one's organisation, the matrix of rights */
extern const struct route circle_routes[];   /* /alliances/{id}/circles, …/withdrawn */
extern const struct route share_routes[];    /* /{records}/{id}/share */
extern const struct route see_as_routes[];   /* /see-as */
extern const struct route search_routes[];   /* /search */
extern const struct route event_routes[];    /* /events */
extern const struct route calc_routes[];     /* /calc */
extern const struct route help_routes[];     /* /help */
extern const struct route openapi_routes[];  /* /openapi.json */
#endif
