/* Which record each row means: those that a row refers to are matched before it. */
#include "base/message.h"
#include "base/uuid.h"
#include "kernel/import.h"
#include "kernel/row.h"

/* Whether both have an identifier of the same kind, and not the same: then they are two, whatever their names. */
static bool differ(const struct import *import, const struct import_row *row, const struct known *known)
{
    for (size_t i = 0; i < import->identifier_count; i++)
        if (row->identifiers[i].n && known->identifiers[i].n && !str_eq(row->identifiers[i], known->identifiers[i]))
            return true;
    return known->version == 0 && known->given && row->given_id.n && !str_eq(known->id, row->given_id);
}

static bool same_parents(const struct import *import, const struct import_row *row, const struct known *known)
{
    for (size_t i = 0; i < import->parent_count; i++)
        if (import->parent_column[i] && !str_eq(row->parents[i], known->parents[i]))
            return false;
    return true;
}

/* Whether a record belongs where the row's circle column says; nothing said fits all. */
static bool same_circle(const struct import *import, const struct import_row *row, const struct known *known)
{
    struct str said = S("");
    for (size_t i = 0; i < import->column_count; i++)
        if (import->columns[i].use == COLUMN_CIRCLE)
            said = row->cells[i];
    if (!said.n || !known->audience.n || str_eq(said, known->audience))
        return true;
    const struct viewer_audience *audience = viewer_audience(import->viewer, known->audience);
    return audience && ((str_is(said, "joint") && audience->kind == AUDIENCE_JOINT) ||
                        (str_is(said, "side") && audience->kind == AUDIENCE_SIDE));
}

/* All that the row says in its values, the record says too; an empty cell fits all. */
static bool same_content(const struct import *import, const struct import_row *row, const struct known *known)
{
    for (size_t i = 0; i < import->column_count; i++)
        if (import->columns[i].field && row->cells[i].n && !str_eq(row->cells[i], known->cells[i]))
            return false;
    return true;
}

static void match_identifiers(struct import *import, const struct import_row *row, struct meant *meant)
{
    for (size_t i = 0; i < import->identifier_count; i++)
        for (uint32_t at = str_map_get(&import->by_identifier[i], row->identifiers[i]); row->identifiers[i].n && at;
             at = import->chains[at - 1].next)
            if (!differ(import, row, &import->known[import->chains[at - 1].known - 1]))
                mean_known(meant, import->chains[at - 1].known);
}

/* Whether nothing but its name tells which record is meant. */
static bool has_identifier(const struct import *import, const struct str *identifiers)
{
    for (size_t i = 0; i < import->identifier_count; i++)
        if (identifiers[i].n)
            return true;
    return false;
}

static void match_name(struct import *import, const struct import_row *row, bool alias, struct meant *meant)
{
    uint32_t plain = 0, plains = 0; /* records that have no identifier either */
    for (uint32_t at = str_map_get(&import->by_name, row->key); at; at = import->chains[at - 1].next) {
        const struct chain *link = &import->chains[at - 1];
        const struct known *known = &import->known[link->known - 1];
        bool fits = link->alias == alias && !differ(import, row, known) && same_parents(import, row, known);
        if (!fits || !same_circle(import, row, known))
            continue;
        mean_known(meant, link->known);
        if (!has_identifier(import, known->identifiers) && link->known != plain) {
            plain = link->known;
            plains++;
        }
    }
    if (meant->several && plains == 1 && !has_identifier(import, row->identifiers))
        *meant = (struct meant){.known = plain};
}

/* Of several records of that name, each with an identifier, a row that says it has none is none of them. */
static bool is_another(const struct import *import, const struct import_row *row)
{
    for (size_t i = 0; i < import->identifier_count; i++)
        if (import->identifier_column[i] && row->key.n && !row->given_id.n)
            return !has_identifier(import, row->identifiers);
    return false;
}

/* A row without a name is the record that says the same, if no other row is it already. */
static enum err match_content(struct import *import, const struct import_row *row, struct meant *meant)
{
    struct str key = import_content_key(import, row->cells);
    if (!key.p)
        return ERR_MEMORY;
    for (uint32_t at = str_map_get(&import->by_content_key, key); at; at = import->chains[at - 1].next) {
        const struct known *known = &import->known[import->chains[at - 1].known - 1];
        if (same_content(import, row, known) && same_circle(import, row, known) && !differ(import, row, known))
            meant->known = import->chains[at - 1].known; /* the oldest of several */
    }
    return OK;
}

/* Codes, dates and numbers as the store has them, so that contents compare. */
static enum err settle_cells(struct import *import, struct import_row *row)
{
    for (size_t i = 0; i < import->column_count; i++) {
        const struct import_column *column = &import->columns[i];
        struct value *leaf = NULL;
        if (!column->field || !row->cells[i].n || column->self)
            continue;
        enum err err = import_leaf(import, column->field, row->cells[i], &leaf);
        if (err)
            return err;
        if (leaf)
            row->cells[i] = transfer_cell(import->work->arena, leaf);
    }
    return OK;
}

static enum err find_match(struct import *import, struct import_row *row, struct meant *meant)
{
    *meant = (struct meant){.known = row->given_id.n ? str_map_get(&import->by_id, row->given_id) : 0};
    if (!meant->known)
        match_identifiers(import, row, meant);
    if (!meant->known && row->key.n && !row->parent_unknown) {
        match_name(import, row, false, meant);
        if (!meant->known)
            match_name(import, row, true, meant);
        row->by_name = meant->known != 0;
        if (meant->several && is_another(import, row))
            *meant = (struct meant){0};
    }
    return !meant->known && import->by_content && !row->key.n ? match_content(import, row, meant) : OK;
}

/* Whether two cells of a column say the same: as they are read, and names as they compare. */
static enum err same_value(struct import *import, size_t column, struct str a, struct str b, bool *same)
{
    struct value *left = NULL, *right = NULL;
    struct arena *arena = import->work->arena;
    *same = str_eq(a, b);
    const struct field *field = import->columns[column].field;
    if (*same || !field || import->columns[column].self)
        return OK;
    if (column + 1 == import->title) {
        *same = str_eq(row_match_key(arena, import->kind, a), row_match_key(arena, import->kind, b));
        return OK;
    }
    enum err err = import_leaf(import, field, a, &left);
    if (err == OK)
        err = import_leaf(import, field, b, &right);
    *same = left && right && value_equal(left, right);
    return err;
}

/* Whether two rows go together: no value of one contradicts one of the other. Then the first says what the second adds.
 */
static enum err go_together(struct import *import, struct import_row *first, const struct import_row *second,
                            bool *together)
{
    *together = true;
    for (size_t i = 0; i < import->column_count; i++) {
        const struct import_column *column = &import->columns[i];
        bool one_empty = !first->cells[i].n || !second->cells[i].n, same = false;
        if (column->use == COLUMN_IGNORED || (one_empty && !column->self))
            continue;
        enum err err = same_value(import, i, first->cells[i], second->cells[i], &same);
        if (err)
            return err;
        *together = *together && same;
    }
    for (size_t i = 0; *together && i < import->column_count; i++)
        if (!first->cells[i].n)
            first->cells[i] = second->cells[i];
    return OK;
}

/* A row's identifiers become those of what it matched, for the rows that follow. */
static enum err add_identifiers(struct import *import, const struct import_row *row, uint32_t place)
{
    struct known *known = &import->known[place - 1];
    enum err err = OK;
    for (size_t i = 0; i < import->identifier_count && err == OK; i++)
        if (row->identifiers[i].n && !known->identifiers[i].n) {
            known->identifiers[i] = row->identifiers[i];
            err = import_chain(import, &import->by_identifier[i], row->identifiers[i], place, false);
        }
    return err;
}

/* The row will become a record: later rows may refer to it, or mean it too. */
static enum err plan(struct import *import, struct import_row *row)
{
    struct str title = import->title ? row->cells[import->title - 1] : S(""), aliases = S("");
    struct known known = {
        .id = row->given_id.n ? row->given_id : uuid_new(import->work->arena),
        .name = title,
        .given = row->given_id.n > 0,
        .row = row->number,
        .cells = import->by_content ? row->cells : NULL,
    };
    memcpy(known.identifiers, row->identifiers, sizeof known.identifiers);
    memcpy(known.parents, row->parents, sizeof known.parents);
    for (size_t i = 0; i < import->column_count; i++) {
        if (import->columns[i].use == COLUMN_CIRCLE)
            known.audience = row->cells[i];
        if (import->columns[i].field && !strcmp(import->columns[i].field->name, "aliases"))
            aliases = row->cells[i];
    }
    return known.id.p ? import_index_add(import, &known, title, aliases, &row->known) : ERR_MEMORY;
}

static enum err claim(struct import *import, struct import_row *row, uint32_t place)
{
    struct known *known = &import->known[place - 1];
    struct arena *a = import->work->arena;
    bool together = true;
    row->known = place;
    row->repeated = known->row != 0;
    if (!known->row)
        known->row = row->number;
    else {
        enum err err = go_together(import, &import->rows[known->row - 1], row, &together);
        if (err)
            return err;
    }
    if (together)
        return add_identifiers(import, row, place);
    struct value *args = message_args(a, "other", import_number(import, known->row), NULL);
    return import_tell(import, row, NULL, "import.double", args) == ERR_MEMORY ? ERR_MEMORY : OK;
}

static enum err match_row(struct import *import, struct import_row *row)
{
    struct meant meant;
    for (size_t i = 0; i < import->parent_count; i++)
        if (import->parent_column[i])
            row->parents[i] = row->cells[import->parent_column[i] - 1];
    enum err err = import->by_content ? settle_cells(import, row) : OK;
    if (err == OK)
        err = find_match(import, row, &meant);
    if (err)
        return err;
    if (!meant.several)
        return meant.known ? claim(import, row, meant.known) : plan(import, row);
    row->wrong = true;
    return import_tell(import, row, NULL, "import.several", NULL) == ERR_MEMORY ? ERR_MEMORY : OK;
}

/* Matches a row, and before it those that it refers to. `stack` has room for all rows. */
static enum err match_from(struct import *import, struct import_row *first, struct import_row **stack)
{
    size_t depth = 0;
    stack[depth++] = first;
    while (depth) {
        struct import_row *row = stack[depth - 1];
        uint32_t waits_for = 0;
        row->state = ROW_OPEN;
        enum err err = row->wrong ? OK : import_resolve(import, row, &waits_for);
        if (err)
            return err;
        if (waits_for) {
            stack[depth++] = &import->rows[waits_for - 1];
            continue;
        }
        err = row->wrong ? OK : match_row(import, row);
        if (err)
            return err;
        row->state = ROW_DONE;
        import->order[import->ordered++] = row;
        depth--;
    }
    return OK;
}

/* Rows that say who they are come first, so that those with a name alone find them. */
enum err import_match(struct import *import)
{
    struct import_row **stack = ARENA_ARRAY(import->work->arena, import->row_count + 1, struct import_row *);
    enum err err = stack ? OK : ERR_MEMORY;
    for (size_t i = 0; i < import->row_count && err == OK; i++)
        err = import_read_row(import, &import->rows[i]);
    for (int named_only = 0; named_only < 2; named_only++)
        for (size_t i = 0; i < import->row_count && err == OK; i++) {
            struct import_row *row = &import->rows[i];
            bool sure = row->given_id.n || has_identifier(import, row->identifiers);
            if (row->state == ROW_NEW && (sure || named_only))
                err = match_from(import, row, stack);
        }
    return err;
}
