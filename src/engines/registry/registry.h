/* registry.h: what the registry offers to other engines: its entry in the list of engines, and pure rules. */
#ifndef ENGINES_REGISTRY_REGISTRY_H
#define ENGINES_REGISTRY_REGISTRY_H
#include "engines/engine.h"
#include "engines/registry/findings.h"
#include "kernel/overview.h"

extern const struct engine registry_engine;

/* Begins a page about the alliance that the request names first: overview_begin, and the bar that leads to all pages
 * about it. ERR_NOT_FOUND when the viewer may not see it. */
enum err alliance_view_begin(struct request *request, struct reply *reply, const char *template,
                             struct overview *out) MUST_CHECK;
/* The same bar on the page of a record of an alliance (its field `alliance`): `path` is that of the page about the
 * alliance which leads to it, such as "/governance" (struct alliance_tab). */
enum err alliance_bar(struct overview *overview, const char *path) MUST_CHECK;
/* Forums of an alliance for its page: adds {invitation, state, forum: reference or null} to `list` for each invitation
 * in the alliance that the viewer sees, the newest first. *founder: whether the viewer's organisation has a forum to
 * invite to. */
enum err forums_of_alliance(struct work *work, const struct viewer *viewer, struct str alliance, struct value *list,
                            bool *founder) MUST_CHECK;
#endif
