#include "base/recent.h"
#include <stddef.h>

void recent_add(struct recent_list *list, struct recent *one)
{
    one->newer = NULL;
    one->older = list->newest;
    *(list->newest ? &list->newest->newer : &list->oldest) = one;
    list->newest = one;
}

void recent_remove(struct recent_list *list, struct recent *one)
{
    *(one->older ? &one->older->newer : &list->oldest) = one->newer;
    *(one->newer ? &one->newer->older : &list->newest) = one->older;
}

void recent_use(struct recent_list *list, struct recent *one)
{
    recent_remove(list, one);
    recent_add(list, one);
}
