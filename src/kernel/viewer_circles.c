/* The audiences of a viewer: put in order, and found again. */
#include "kernel/viewer.h"
#include <stdlib.h>

static int by_id(const void *a, const void *b)
{
    return str_cmp(((const struct viewer_audience *)a)->id, ((const struct viewer_audience *)b)->id);
}

static int by_alliance(const void *a, const void *b)
{
    const struct viewer_audience *x = *(const struct viewer_audience *const *)a,
                                 *y = *(const struct viewer_audience *const *)b;
    int order = str_cmp(x->alliance, y->alliance);
    return order ? order : str_cmp(x->id, y->id);
}

enum err viewer_settle(struct work *work, struct viewer *viewer)
{
    struct str *ids = ARENA_ARRAY(work->arena, viewer->count + 1, struct str);
    const struct viewer_audience **circles =
        ARENA_ARRAY(work->arena, viewer->count + 1, const struct viewer_audience *);
    size_t n = 0;
    if (!ids || !circles)
        return ERR_MEMORY;
    if (viewer->count)
        qsort(viewer->audiences, viewer->count, sizeof *viewer->audiences, by_id);
    for (size_t i = 0; i < viewer->count; i++)
        if (viewer->audiences[i].kind != AUDIENCE_OWNER) {
            ids[n] = viewer->audiences[i].id;
            circles[n++] = &viewer->audiences[i];
        }
    if (n)
        qsort(circles, n, sizeof(struct viewer_audience *), by_alliance);
    viewer->circles = circles;
    viewer->circle_count = n;
    viewer->sees_circles = id_set_of(work->arena, ids, n);
    viewer->sees = viewer->sees_circles;
    if (!viewer->looker && !viewer->scope.alliance.p)
        viewer->sees = id_set_and(&viewer->sees_circles, viewer->organisation);
    viewer->sees_none = (struct id_set){.size = 0};
    return viewer->sees.size ? OK : ERR_MEMORY;
}

const struct viewer_audience *viewer_audience(const struct viewer *viewer, struct str id)
{
    struct viewer_audience key = {.id = id};
    return viewer->count && id.p ? bsearch(&key, viewer->audiences, viewer->count, sizeof key, by_id) : NULL;
}

const struct viewer_audience *const *viewer_circles(const struct viewer *viewer, struct str alliance, size_t *count)
{
    size_t low = 0, high = viewer->circle_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(viewer->circles[middle]->alliance, alliance) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (high = low; high < viewer->circle_count && str_eq(viewer->circles[high]->alliance, alliance);)
        high++;
    *count = high - low;
    return viewer->circles + low;
}

const struct viewer_audience *viewer_circle(const struct viewer *viewer, struct str alliance, enum audience_kind kind)
{
    size_t n;
    const struct viewer_audience *const *circles = viewer_circles(viewer, alliance, &n);
    while (n-- > 0) /* the newest first: identifiers grow with time */
        if (circles[n]->kind == kind && !circles[n]->closed)
            return circles[n];
    return NULL;
}
