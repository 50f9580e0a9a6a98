/* page.h: what pages that are not of one record share: the frame beside the view, and sentences. */
#ifndef KERNEL_PAGE_H
#define KERNEL_PAGE_H
#include "kernel/hooks.h"
#include "kernel/route.h"

/* Begins the reply: an empty view, its template, and beside it {title, crumbs, page: {heading, answer, actions}}. The
 * heading is the words of `title`. Returns the view; NULL when out of memory. */
struct value *page_open(struct request *request, struct reply *reply, const char *template, const char *title);
/* Adds a sentence to `answer`, in the view and beside it: words of `key` with pairs of name and struct value *, ended
 * by NULL. */
void page_say(struct request *request, struct reply *reply, const char *key, ...) __attribute__((sentinel));
/* Words of the catalogue in the request's language. */
struct str page_text(struct request *request, const char *key);
/* Whether the viewer may add records of `kind` outside alliances, or alliances. */
bool page_may_add(const struct request *request, const struct kind *kind);
#endif
