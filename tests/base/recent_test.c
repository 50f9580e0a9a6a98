#include "base/recent.h"
#include "check.h"

/* The numbers of the things from the oldest to the newest, as digits; -1 where the two directions differ. */
static int order(const struct recent_list *list, const struct recent *things)
{
    int forwards = 0, backwards = 0, digit = 1;
    for (const struct recent *one = list->oldest; one; one = one->newer)
        forwards = forwards * 10 + (int)(one - things) + 1;
    for (const struct recent *one = list->newest; one; one = one->older, digit *= 10)
        backwards += ((int)(one - things) + 1) * digit;
    return forwards == backwards ? forwards : -1;
}

TEST(recent, the_last_used_is_the_newest)
{
    struct recent_list list = {0};
    struct recent things[3];
    for (int i = 0; i < 3; i++)
        recent_add(&list, &things[i]);
    CHECK_INT(order(&list, things), 123);
    recent_use(&list, &things[0]);
    CHECK_INT(order(&list, things), 231);
    recent_use(&list, &things[0]);
    CHECK_INT(order(&list, things), 231);
    recent_use(&list, &things[2]);
    CHECK_INT(order(&list, things), 213);
}

TEST(recent, what_is_taken_out_leaves_no_trace)
{
    struct recent_list list = {0};
    struct recent things[3];
    for (int i = 0; i < 3; i++)
        recent_add(&list, &things[i]);
    recent_remove(&list, &things[1]);
    CHECK_INT(order(&list, things), 13);
    recent_remove(&list, &things[0]);
    CHECK_INT(order(&list, things), 3);
    recent_remove(&list, &things[2]);
    CHECK_INT(order(&list, things), 0);
    recent_add(&list, &things[1]);
    CHECK_INT(order(&list, things), 2);
}
