/* What a row says of itself, and which records its references mean: of other kinds, and rows of the same file. */
#include "base/message.h"
#include "base/uuid.h"
#include "kernel/import.h"
#include "kernel/input.h"
#include "kernel/row.h"

enum err import_tell(struct import *import, const struct import_row *row, const struct import_column *column,
                     const char *key, const struct value *args)
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
    enum err err =
        record_find(import->work, import->viewer, kind_by_plural(str_of(field->target)), text, S(""), &found);
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

enum err import_read_row(struct import *import, struct import_row *row)
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
                return import_tell(import, row, &import->columns[i], "input.id", NULL) == ERR_MEMORY ? ERR_MEMORY : OK;
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
    return import_tell(import, row, &import->columns[column], key, about(import, text)) == ERR_MEMORY ? ERR_MEMORY : OK;
}

/* Puts ids for names in references to records of the same kind. *waits_for is a row that must be matched first. */
enum err import_resolve(struct import *import, struct import_row *row, uint32_t *waits_for)
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
