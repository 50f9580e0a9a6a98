/* Which record each row means: those that a row refers to are matched before it. */
#include "base/message.h"
#include "base/uuid.h"
#include "kernel/import.h"
#include "kernel/input.h"
#include "kernel/row.h"

static enum err say(struct import *import, const struct import_row *row, const struct import_column *column, const char *key,
                    const struct value *args)
{
    return import_say(import, row, column, message(import->work->arena, import->work->locale.language, key, args));
}

/* Argument of words: the text of a cell. */
static struct value *about(struct import *import, struct str text)
{
    struct arena *a = import->work->arena;
    return message_args(a, "text", value_text(a, text), NULL);
}

enum err import_leaf(struct import *import, const struct field *field, struct str cell, struct value **out)
{
    struct work apart = *import->work;
    struct value raw = {.kind = V_TEXT, .text = cell};
    apart.problems = problems_init(import->work->arena);
    *out = NULL;
    enum err err = input_field(&apart, import->viewer, import->kind, field, &raw, INPUT_TEXT, S(""), out);
    if (*out && (*out)->kind == V_NULL)
        *out = NULL;
    return err == ERR_INPUT ? OK : err;
}

/* ---- what a row says of itself ---- */

static enum err read_identifiers(struct import *import, struct import_row *row)
{
    for (size_t i = 0; i < import->identifier_count; i++) {
        size_t column = import->identifier_column[i];
        struct value *leaf = NULL;
        if (!column || !row->cells[column - 1].n)
            continue;
        enum err err = import_leaf(import, import->identifiers[i], row->cells[column - 1], &leaf);
        if (err)
            return err;
        if (leaf)
            row->identifiers[i] = leaf->text;
    }
    return OK;
}

/* Looks up a reference to a record of another kind, once for each text. *id has p NULL when there is none such. */
static enum err find_other(struct import *import, const struct field *field, struct str text, struct str *id)
{
    struct arena *a = import->work->arena;
    struct str key = arena_printf(a, "%s\n%.*s", field->target, STR_ARG(text));
    uint32_t *place = key.p ? str_map_at(&import->found, key) : NULL;
    void *ids = import->found_ids;
    if (!place || !import_grow(a, &ids, import->found_count, &import->found_room, sizeof *import->found_ids))
        return ERR_MEMORY;
    import->found_ids = ids;
    if (*place) {
        *id = import->found_ids[*place - 1];
        return OK;
    }
    *place = (uint32_t)import->found_count + 1;
    struct str found = {NULL, 0};
    enum err err = record_find(import->work, import->viewer, kind_by_plural(str_of(field->target)), text, S(""), &found);
    if (err && err != ERR_NOT_FOUND && err != ERR_CONFLICT)
        return err;
    *id = import->found_ids[import->found_count++] = err ? (struct str){NULL, 0} : found;
    return OK;
}

/* Puts ids for names in references to other kinds; what is not found is told when the row is written. */
static enum err resolve_others(struct import *import, struct import_row *row)
{
    enum err err = OK;
    for (size_t i = 0; i < import->column_count && err == OK; i++) {
        const struct import_column *column = &import->columns[i];
        struct str id = {NULL, 0};
        if (!column->field || column->field->type != FIELD_REF || column->self || !row->cells[i].n)
            continue;
        err = find_other(import, column->field, row->cells[i], &id);
        if (id.p)
            row->cells[i] = id;
    }
    return err;
}

static enum err read_row(struct import *import, struct import_row *row)
{
    struct arena *a = import->work->arena;
    uint32_t number = row->number;
    for (size_t i = 0; i < import->column_count; i++)
        if (import->columns[i].use == COLUMN_GIVEN_ID)
            row->given_id = row->cells[i];
    if (row->given_id.n && !uuid_valid(row->given_id)) {
        row->wrong = true;
        for (size_t i = 0; i < import->column_count; i++)
            if (import->columns[i].use == COLUMN_GIVEN_ID)
                return say(import, row, &import->columns[i], "input.id", NULL) == ERR_MEMORY ? ERR_MEMORY : OK;
    }
    if (import->title && row->cells[import->title - 1].n)
        row->key = row_match_key(a, import->kind, row->cells[import->title - 1]);
    enum err err = read_identifiers(import, row);
    if (err == OK)
        err = resolve_others(import, row);
    if (err == OK)
        err = import_chain(import, &import->row_by_id, row->given_id, number, false);
    if (err == OK)
        err = import_chain(import, &import->row_by_name, row->key, number, false);
    for (size_t i = 0; i < import->identifier_count && err == OK; i++)
        err = import_chain(import, &import->row_by_identifier[i], row->identifiers[i], number, false);
    return err;
}

/* ---- references between rows ---- */

/* The records that a text means: known ones, and rows that are not matched yet. */
struct meant {
    uint32_t known;     /* the only one so far; 0: none */
    uint32_t waits_for; /* number of a row that must be matched first; 0: none */
    bool circle;        /* a row that is being matched itself */
    bool several;
};

static void mean_known(struct meant *meant, uint32_t known)
{
    if (meant->known && meant->known != known)
        meant->several = true;
    meant->known = known;
}

static void mean_chain(struct import *import, struct meant *meant, uint32_t known_head, uint32_t row_head)
{
    for (uint32_t at = known_head; at; at = import->chains[at - 1].next)
        mean_known(meant, import->chains[at - 1].known);
    for (uint32_t at = row_head; at; at = import->chains[at - 1].next) {
        struct import_row *row = &import->rows[import->chains[at - 1].known - 1];
        if (row->state == ROW_DONE && row->known)
            mean_known(meant, row->known);
        else if (row->state == ROW_NEW)
            meant->waits_for = row->number;
        else if (row->state == ROW_OPEN)
            meant->circle = true;
    }
}

static bool is_meant(const struct meant *meant)
{
    return meant->known || meant->waits_for || meant->circle;
}

/* What `text` names: by id, else by an identifier, else by name. */
static enum err find_meant(struct import *import, struct str text, struct meant *meant)
{
    struct value *leaf;
    *meant = (struct meant){0};
    uint32_t by_id = str_map_get(&import->by_id, text);
    if (by_id)
        mean_known(meant, by_id);
    mean_chain(import, meant, 0, str_map_get(&import->row_by_id, text));
    for (size_t i = 0; i < import->identifier_count && !is_meant(meant); i++) {
        enum err err = import_leaf(import, import->identifiers[i], text, &leaf);
        if (err)
            return err;
        if (leaf)
            mean_chain(import, meant, str_map_get(&import->by_identifier[i], leaf->text),
                       str_map_get(&import->row_by_identifier[i], leaf->text));
    }
    if (is_meant(meant))
        return OK;
    struct str key = row_match_key(import->work->arena, import->kind, text);
    if (!key.p)
        return ERR_MEMORY;
    mean_chain(import, meant, str_map_get(&import->by_name, key), str_map_get(&import->row_by_name, key));
    return OK;
}

/* Tells what is wrong with a reference and takes it out, so that the rest of the row is looked at too. */
static enum err spoil(struct import *import, struct import_row *row, size_t column, const char *key)
{
    struct str text = row->cells[column];
    row->cells[column] = S("");
    row->parent_unknown = true;
    return say(import, row, &import->columns[column], key, about(import, text)) == ERR_MEMORY ? ERR_MEMORY : OK;
}

/* Puts ids for names in references to records of the same kind. *waits_for is a row that must be matched first. */
static enum err resolve_own(struct import *import, struct import_row *row, uint32_t *waits_for)
{
    *waits_for = 0;
    for (size_t i = 0; i < import->column_count; i++) {
        struct meant meant;
        if (!import->columns[i].self || !row->cells[i].n)
            continue;
        enum err err = find_meant(import, row->cells[i], &meant);
        if (err)
            return err;
        if (meant.waits_for) {
            *waits_for = meant.waits_for;
            return OK;
        }
        if (meant.several)
            err = spoil(import, row, i, "import.ref-several");
        else if (meant.known)
            row->cells[i] = import->known[meant.known - 1].id;
        else
            err = spoil(import, row, i, meant.circle ? "import.circle" : "import.ref-unknown");
        if (err)
            return err;
    }
    return OK;
}

/* ---- matching ---- */

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

/* Whether two rows go together: no value of one contradicts one of the other. Then the first says what the second adds. */
static enum err go_together(struct import *import, struct import_row *first, const struct import_row *second, bool *together)
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
    row->double_ = known->row != 0;
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
    return say(import, row, NULL, "import.double", args) == ERR_MEMORY ? ERR_MEMORY : OK;
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
    return say(import, row, NULL, "import.several", NULL) == ERR_MEMORY ? ERR_MEMORY : OK;
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
        enum err err = row->wrong ? OK : resolve_own(import, row, &waits_for);
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
        err = read_row(import, &import->rows[i]);
    for (int named_only = 0; named_only < 2; named_only++)
        for (size_t i = 0; i < import->row_count && err == OK; i++) {
            struct import_row *row = &import->rows[i];
            bool sure = row->given_id.n || has_identifier(import, row->identifiers);
            if (row->state == ROW_NEW && (sure || named_only))
                err = match_from(import, row, stack);
        }
    return err;
}
