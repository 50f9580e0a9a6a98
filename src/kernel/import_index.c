/* The records that rows may match, by id, identifier, name and content. */
#include "kernel/import.h"
#include "kernel/row.h"

bool import_grow(struct arena *arena, void **array, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return true;
    size_t more = *room ? *room * 2 : 64;
    void *grown = arena_array(arena, more, size);
    if (!grown)
        return false;
    if (count)
        memcpy(grown, *array, count * size);
    *array = grown;
    *room = more;
    return true;
}

enum err import_chain(struct import *import, struct str_map *map, struct str key, uint32_t value, bool alias)
{
    void *chains = import->chains;
    if (!key.n)
        return OK;
    uint32_t *head = str_map_at(map, key);
    if (!head ||
        !import_grow(import->work->arena, &chains, import->chain_count, &import->chain_room, sizeof *import->chains))
        return ERR_MEMORY;
    import->chains = chains;
    import->chains[import->chain_count] = (struct chain){.known = value, .next = *head, .alias = alias};
    *head = (uint32_t)++import->chain_count;
    return OK;
}

static enum err add_aliases(struct import *import, struct str aliases, uint32_t place)
{
    struct str alias;
    enum err err = OK;
    while (err == OK && str_cut(&aliases, ';', &alias)) {
        if (!str_trim(alias).n)
            continue;
        struct str key = row_match_key(import->work->arena, import->kind, str_trim(alias));
        err = key.p ? import_chain(import, &import->by_name, key, place, true) : ERR_MEMORY;
    }
    return err;
}

struct str import_content_key(struct import *import, const struct str *cells)
{
    struct buf key = buf_init(import->work->arena, 0);
    for (size_t i = 0; i < import->column_count; i++) {
        const struct field *field = import->columns[i].field;
        if (field && (field->flags & F_REQUIRED))
            buf_printf(&key, "%zu:%.*s", cells[i].n, STR_ARG(cells[i]));
    }
    buf_char(&key, '.'); /* never empty */
    return buf_str(&key);
}

enum err import_index_add(struct import *import, const struct known *known, struct str title, struct str aliases,
                          uint32_t *place)
{
    void *all = import->known;
    if (!import_grow(import->work->arena, &all, import->known_count, &import->known_room, sizeof *import->known))
        return ERR_MEMORY;
    import->known = all;
    import->known[import->known_count] = *known;
    *place = (uint32_t)++import->known_count;
    uint32_t *by_id = str_map_at(&import->by_id, known->id);
    if (!by_id)
        return ERR_MEMORY;
    *by_id = *place;
    enum err err = OK;
    for (size_t i = 0; i < import->identifier_count && err == OK; i++)
        err = import_chain(import, &import->by_identifier[i], known->identifiers[i], *place, false);
    if (err == OK && str_trim(title).n) {
        struct str key = row_match_key(import->work->arena, import->kind, title);
        err = key.p ? import_chain(import, &import->by_name, key, *place, false) : ERR_MEMORY;
    }
    if (err == OK && known->cells) {
        struct str key = import_content_key(import, known->cells);
        err = key.p ? import_chain(import, &import->by_content_key, key, *place, false) : ERR_MEMORY;
    }
    return err ? err : add_aliases(import, aliases, *place);
}

static struct str kept(struct import *import, struct str text)
{
    return text.p ? arena_copy(import->work->arena, text) : text;
}

/* What a record says in the file's columns. */
static const struct str *cells_of(struct import *import, const struct value *record)
{
    struct str *cells = ARENA_ARRAY(import->work->arena, import->column_count + 1, struct str);
    for (size_t i = 0; cells && i < import->column_count; i++)
        if (import->columns[i].field) {
            const struct value *leaf = value_get(record, import->columns[i].field->name);
            cells[i] = kept(import, transfer_cell(import->scratch, leaf));
        }
    return cells;
}

static enum err add_record(struct import *import, const struct value *record)
{
    const struct kind *kind = import->kind;
    struct str circle = value_get_text(record, "circle"), owner = value_get_text(record, "owner");
    struct str title = kind->title ? kept(import, value_get_text(record, kind->title)) : (struct str){NULL, 0};
    struct known known = {
        .id = kept(import, value_get_text(record, "id")),
        .name = title,
        .version = value_get_int(record, "version", 1),
        .audience = kept(import, circle.p ? circle : owner),
    };
    for (size_t i = 0; i < import->identifier_count; i++)
        known.identifiers[i] = kept(import, value_get_text(record, import->identifiers[i]->name));
    for (size_t i = 0; i < import->parent_count; i++)
        known.parents[i] = kept(import, value_get_text(record, import->parents[i]->name));
    if (import->by_content)
        known.cells = cells_of(import, record);
    uint32_t place;
    struct str aliases = kept(import, value_get_text(record, "aliases"));
    return known.id.p ? import_index_add(import, &known, title, aliases, &place) : ERR_MEMORY;
}

enum err import_index_load(struct import *import)
{
    const struct kind *kind = import->kind;
    struct conn *conn = import->work->conn;
    struct work one = *import->work;
    one.arena = import->scratch;
    struct str sql = arena_printf(import->work->arena,
                                  "SELECT %.*s FROM %s WHERE tenant_id = ?1 AND withdrawn_at IS NULL"
                                  " AND entente_sees(audience_id) ORDER BY id",
                                  STR_ARG(kind->sql->columns), kind->table);
    enum err err = sql.p ? conn_see(conn, viewer_sight(import->viewer, kind)) : ERR_MEMORY;
    if (err)
        return err;
    struct stmt *stmt = conn_prepare(conn, sql);
    stmt_text(stmt, 1, import->viewer->tenant);
    stmt_portions(stmt);
    bool row;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        const struct value *record = row_read(&one, import->viewer, kind, stmt);
        err = record ? add_record(import, record) : ERR_MEMORY;
        arena_reset(import->scratch);
        if (err)
            break;
    }
    stmt_done(stmt);
    enum err back = conn_see(conn, &import->viewer->sees);
    return err ? err : back;
}
