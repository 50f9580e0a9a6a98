/* alliance_view.h: the parts of an alliance's page, each gathered by a function of its own into overview->data (their
 * shapes are in alliance_pages.h). */
#ifndef ENGINES_REGISTRY_ALLIANCE_VIEW_H
#define ENGINES_REGISTRY_ALLIANCE_VIEW_H
#include "engines/registry/support.h"
#include "kernel/overview.h"

enum { VIEW_MOST = 200 };

/* Records of `kind` in the alliance. */
enum err view_rows(struct overview *overview, const struct kind *kind, const struct value **rows) MUST_CHECK;
/* Pushes an item on `list`: a reference to the record under the kind's name, and `private`. */
struct value *view_item(struct overview *overview, struct value *list, const struct kind *kind,
                        const struct value *record);
/* Puts the alliance's records of `kind` as a list under `key`, each an item with these members (the list ends with
 * NULL). */
enum err view_list(struct overview *overview, struct value *map, const struct kind *kind, const char *key,
                   const char *const *members) MUST_CHECK;

/* alliance_view_parties.c: parties with what they bring and want, joint objectives, the team, contacts, secondments. */
enum err view_parties(struct overview *overview) MUST_CHECK;
enum err view_people(struct overview *overview) MUST_CHECK;
/* alliance_view_value.c: agreements, business case, stance, needs, sub-alliances. */
enum err view_agreements(struct overview *overview) MUST_CHECK;
enum err view_case(struct overview *overview) MUST_CHECK;
enum err view_stance(struct overview *overview) MUST_CHECK;
enum err view_strategy(struct overview *overview) MUST_CHECK;

/* Of these business cases, the one of the alliance that tells of `year` or, failing that, of the year nearest before
 * it, else after it; approved before draft; never a forecast at signing. NULL when there is none. */
const struct value *case_current(const struct value *cases, struct str alliance, int64_t year);
/* The year of a day. */
int64_t year_of(int64_t day);
#endif
