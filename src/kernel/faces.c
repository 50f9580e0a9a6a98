#include "kernel/faces.h"
#include "kernel/str_map.h"

struct face {
    const struct viewer *viewer;
    const void *by;
    struct str name;
    const struct value *rows;
    uint32_t next; /* another of the same id, place + 1; 0: none */
};

struct faces {
    struct str_map first; /* by id: place + 1 */
    struct face *all;
    uint32_t count, room;
};

struct faces *faces_new(struct arena *arena)
{
    struct faces *faces = ARENA_NEW(arena, struct faces);
    if (faces)
        faces->first = str_map_init(arena);
    return faces;
}

static const struct face *find(const struct work *work, const struct viewer *viewer, const void *by, struct str id)
{
    const struct faces *faces = work->faces;
    for (uint32_t at = faces ? str_map_get(&faces->first, id) : 0; at; at = faces->all[at - 1].next)
        if (faces->all[at - 1].by == by && faces->all[at - 1].viewer == viewer)
            return &faces->all[at - 1];
    return NULL;
}

static bool make_room(struct work *work, struct faces *faces)
{
    if (faces->count < faces->room)
        return true;
    uint32_t room = faces->room ? faces->room * 2 : 32;
    struct face *grown = ARENA_ARRAY(work->arena, room, struct face);
    if (!grown)
        return false;
    if (faces->count)
        memcpy(grown, faces->all, faces->count * sizeof *grown);
    faces->all = grown;
    faces->room = room;
    return true;
}

static void keep(struct work *work, struct str id, struct face face)
{
    struct faces *faces = work->faces;
    if (!faces || !make_room(work, faces))
        return;
    struct str key = arena_copy(work->arena, id);
    uint32_t *first = key.p ? str_map_at(&faces->first, key) : NULL;
    if (!first)
        return;
    face.next = *first;
    faces->all[faces->count++] = face;
    *first = faces->count;
}

bool faces_know(const struct work *work, const struct viewer *viewer, const void *by, struct str id, struct str *name)
{
    const struct face *face = find(work, viewer, by, id);
    if (face)
        *name = face->name;
    return face != NULL;
}

void faces_keep(struct work *work, const struct viewer *viewer, const void *by, struct str id, struct str name)
{
    keep(work, id, (struct face){.viewer = viewer, .by = by, .name = name});
}

/* A name is asked for by its kind, rows by the fields of theirs. */
bool rows_know(const struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
               const struct value **rows)
{
    const struct face *face = find(work, viewer, kind->fields, id);
    if (face)
        *rows = face->rows;
    return face != NULL;
}

void rows_keep(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
               const struct value *rows)
{
    keep(work, id, (struct face){.viewer = viewer, .by = kind->fields, .rows = rows});
}
