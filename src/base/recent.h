/* recent.h: a list of things in the order of their last use, for caches that let go what was not used for longest. The
 * things hold their place in the list themselves, as their first member. Not locked: that is the owner's. */
#ifndef BASE_RECENT_H
#define BASE_RECENT_H

struct recent {
    struct recent *older, *newer;
};

/* All NULL: an empty list. */
struct recent_list {
    struct recent *oldest, *newest;
};

/* Adds a thing as the one used last. It must be in no list. */
void recent_add(struct recent_list *list, struct recent *one);
/* Takes a thing of the list out of it. */
void recent_remove(struct recent_list *list, struct recent *one);
/* Makes a thing of the list the one used last. */
void recent_use(struct recent_list *list, struct recent *one);
#endif
