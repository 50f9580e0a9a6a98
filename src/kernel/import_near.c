/* Near-duplicates: names of new records that are those of others but for one letter, or for spaces. They are proposed,
 * never merged. To find them without comparing all with all, every name is filed under its letters without spaces and,
 * when it is long, under each text that is left when one letter is taken out: names one letter apart meet in one of
 * these drawers. */
#include "base/message.h"
#include "kernel/import.h"
#include "kernel/leaf.h"
#include "kernel/row.h"

/* Past MANY records only the same letters are looked for: the drawers of a name take about a kilobyte. */
enum { LONG_NAME = 7, LONGEST_NAME = 100, PROPOSALS_MAX = 200, MANY = 50000 };

struct drawer_link {
    uint32_t known, next; /* place + 1 */
};

struct near {
    struct import *import;
    struct arena *arena; /* of its own: much, and only for a while */
    struct str *keys;    /* by known: the name's key without spaces */
    struct drawer_link *links;
    size_t count, room;
    struct str_map drawers; /* keys are digests of eight bytes */
};

static struct str without_spaces(struct arena *a, struct str key)
{
    char *p = arena_alloc(a, key.n + 1);
    size_t n = 0;
    if (!p)
        return (struct str){NULL, 0};
    for (size_t i = 0; i < key.n; i++)
        if (key.p[i] != ' ')
            p[n++] = key.p[i];
    return (struct str){p, n};
}

/* Whether one text becomes the other by changing, adding or taking out at most one byte. */
static bool one_apart(struct str a, struct str b)
{
    if (a.n < b.n) {
        struct str swap = a;
        a = b;
        b = swap;
    }
    if (a.n - b.n > 1)
        return false;
    size_t same = 0;
    while (same < b.n && a.p[same] == b.p[same])
        same++;
    size_t skip = a.n == b.n && same < b.n ? 1 : 0; /* changed, not added */
    return str_eq(str_part(a, same + 1, a.n), str_part(b, same + skip, b.n));
}

/* A digest of the text without its byte at `leave_out` (its length: of the whole text). */
static uint64_t drawer_of(struct str key, size_t leave_out)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < key.n; i++)
        if (i != leave_out)
            hash = (hash ^ (unsigned char)key.p[i]) * UINT64_C(1099511628211);
    return hash;
}

static size_t drawers_of(const struct near *near, struct str key)
{
    return near->import->known_count <= MANY && key.n >= LONG_NAME && key.n <= LONGEST_NAME ? key.n : 0;
}

static enum err file_name(struct near *near, uint32_t known, struct str key, size_t leave_out)
{
    struct arena *a = near->arena;
    uint64_t drawer = drawer_of(key, leave_out);
    void *links = near->links;
    struct str name = arena_copy(a, (struct str){(const char *)&drawer, sizeof drawer});
    uint32_t *head = name.p ? str_map_at(&near->drawers, name) : NULL;
    if (!head || !import_grow(a, &links, near->count, &near->room, sizeof *near->links))
        return ERR_MEMORY;
    near->links = links;
    near->links[near->count] = (struct drawer_link){.known = known, .next = *head};
    *head = (uint32_t)++near->count;
    return OK;
}

/* Files the names of all records that are there. */
static enum err file_names(struct near *near)
{
    struct import *import = near->import;
    struct arena *a = near->arena;
    near->keys = ARENA_ARRAY(a, import->known_count + 1, struct str);
    if (!near->keys)
        return ERR_MEMORY;
    for (uint32_t i = 0; i < import->known_count; i++) {
        const struct known *known = &import->known[i];
        if (!known->version || !str_trim(known->name).n)
            continue;
        struct str key = near->keys[i] = without_spaces(a, row_match_key(a, import->kind, known->name));
        if (!key.p)
            return ERR_MEMORY;
        for (size_t out = 0; out <= drawers_of(near, key); out++) {
            enum err err = file_name(near, i + 1, key, out < drawers_of(near, key) ? out : key.n);
            if (err)
                return err;
        }
    }
    return OK;
}

static bool is_near(struct str key, struct str other)
{
    return str_eq(key, other) || (key.n >= LONG_NAME && other.n >= LONG_NAME && one_apart(key, other));
}

/* The record nearest to the name: with the same letters if there is one; 0 when none is near. */
static uint32_t nearest(const struct near *near, struct str key)
{
    uint32_t found = 0;
    for (size_t out = 0; out <= drawers_of(near, key); out++) {
        uint64_t drawer = drawer_of(key, out < drawers_of(near, key) ? out : key.n);
        uint32_t at = str_map_get(&near->drawers, (struct str){(const char *)&drawer, sizeof drawer});
        for (; at; at = near->links[at - 1].next) {
            uint32_t known = near->links[at - 1].known;
            if (str_eq(near->keys[known - 1], key))
                return known;
            if (!found && is_near(key, near->keys[known - 1]))
                found = known;
        }
    }
    return found;
}

static enum err propose(struct near *near, const struct import_row *row, struct value *duplicates)
{
    struct import *import = near->import;
    struct arena *a = import->work->arena;
    struct str key = without_spaces(a, row->key);
    if (!key.p)
        return ERR_MEMORY;
    uint32_t place = nearest(near, key);
    if (!place)
        return OK;
    const struct known *like = &import->known[place - 1];
    struct str href = arena_printf(a, "/%s/%.*s", import->kind->plural, STR_ARG(like->id));
    struct value *item = value_push_map(a, duplicates);
    value_put_int(a, item, "row", row->number);
    value_put_text(a, item, "name", row->cells[import->title - 1]);
    return value_put(item, "like", leaf_ref(a, like->id, like->name, href)) ? OK : ERR_MEMORY;
}

enum err import_near(struct import *import, struct value *duplicates)
{
    struct near near = {.import = import, .arena = arena_new(0)};
    near.drawers = str_map_init(near.arena);
    enum err err = duplicates && near.arena ? OK : ERR_MEMORY;
    for (size_t i = 0; i < import->row_count && err == OK && duplicates->count < PROPOSALS_MAX; i++) {
        const struct import_row *row = &import->rows[i];
        if (!row->key.n || !row->known || row->repeated || import->known[row->known - 1].version)
            continue;
        if (!near.keys)
            err = file_names(&near);
        if (err == OK)
            err = propose(&near, row, duplicates);
    }
    arena_free(near.arena);
    return err;
}
