/* The import itself: columns, then rows one by one in the order in which they refer to each other. */
#include "base/message.h"
#include "kernel/import.h"

/* A row's number as it is: "1234", not "1,234". */
struct value *import_number(struct import *import, uint32_t number)
{
    return value_text(import->work->arena, arena_printf(import->work->arena, "%u", number));
}

enum err import_say(struct import *import, const struct import_row *row, const struct import_column *column,
                    struct str words)
{
    struct arena *a = import->work->arena;
    struct str pointer = arena_printf(a, "/rows/%u", row->number);
    struct value *args =
        message_args(a, "row", import_number(import, row->number), "column",
                     value_text(a, column ? column->name : S("")), "words", value_text(a, words), NULL);
    if (column)
        pointer = pointer_member(a, pointer, column->name);
    return problem_say(&import->work->problems, pointer, column ? "import.at-column" : "import.at-row", args);
}

/* ---- columns ---- */

static bool is_one_of(struct str name, const char *const *names)
{
    for (; *names; names++)
        if (str_is(name, *names))
            return true;
    return false;
}

static bool is_money_part(const struct kind *kind, struct str name)
{
    bool amount = str_ends(name, S(".amount")), currency = str_ends(name, S(".currency"));
    if (!amount && !currency)
        return false;
    const struct field *field = kind_field(kind, str_part(name, 0, name.n - (amount ? 7 : 9)));
    return field && field->type == FIELD_MONEY;
}

static bool read_column(const struct kind *kind, struct str name, struct import_column *column)
{
    static const char *const ours[] = {"version",    "owner",        "audience", "created_at",
                                       "updated_at", "withdrawn_at", NULL};
    *column = (struct import_column){.name = name, .field = kind_field(kind, name)};
    if (str_is(name, "id"))
        column->use = COLUMN_GIVEN_ID;
    else if (str_is(name, "circle") && transfer_has_circle(kind))
        column->use = kind->scope == SCOPE_CIRCLE || kind->scope == SCOPE_SUBJECT ? COLUMN_CIRCLE : COLUMN_IGNORED;
    else if (column->field)
        column->use = column->field->flags & F_SET_BY_US ? COLUMN_IGNORED : COLUMN_VALUE;
    else if (is_money_part(kind, name))
        column->use = COLUMN_PART;
    else if (is_one_of(name, ours))
        column->use = COLUMN_IGNORED;
    else
        return false;
    if (column->use != COLUMN_VALUE)
        column->field = NULL;
    column->self = column->field && column->field->type == FIELD_REF && !strcmp(column->field->target, kind->plural);
    return true;
}

static struct str known_columns(struct import *import)
{
    struct buf out = buf_init(import->work->arena, 0);
    buf_lit(&out, "id");
    for (size_t i = 0; i < import->kind->count; i++)
        if (!(import->kind->fields[i].flags & F_SET_BY_US))
            buf_printf(&out, ", %s", import->kind->fields[i].name);
    if (transfer_has_circle(import->kind))
        buf_lit(&out, ", circle");
    return buf_str(&out);
}

static enum err read_columns(struct import *import, const struct csv_row *head)
{
    struct arena *a = import->work->arena;
    import->column_count = head->count;
    import->columns = ARENA_ARRAY(a, head->count + 1, struct import_column);
    if (!import->columns)
        return ERR_MEMORY;
    for (size_t i = 0; i < head->count; i++) {
        if (read_column(import->kind, head->cells[i], &import->columns[i]))
            continue;
        struct value *args = message_args(a, "column", value_text(a, head->cells[i]), "columns",
                                          value_text(a, known_columns(import)), NULL);
        (void)problem_say(&import->work->problems, pointer_member(a, S("/columns"), head->cells[i]),
                          "import.column-unknown", args);
    }
    return import->work->problems.count ? ERR_INPUT : OK;
}

/* Place + 1 of the column of a field; 0 when the file has none. */
static size_t column_of(const struct import *import, const struct field *field)
{
    for (size_t i = 0; i < import->column_count; i++)
        if (import->columns[i].field == field)
            return i + 1;
    return 0;
}

static void add_parent(struct import *import, const struct field *field)
{
    for (size_t i = 0; i < import->parent_count; i++)
        if (import->parents[i] == field)
            return;
    if (field && import->parent_count < IMPORT_PARENTS)
        import->parents[import->parent_count++] = field;
}

/* What tells records apart: identifiers, and what they hang below: names count within it. */
static void read_kind(struct import *import)
{
    const struct kind *kind = import->kind;
    const struct field *required = NULL;
    for (size_t i = 0; i < kind->count; i++) {
        const struct field *field = &kind->fields[i];
        if ((field->flags & F_IDENTIFIER) && import->identifier_count < IMPORT_IDENTIFIERS)
            import->identifiers[import->identifier_count++] = field;
        if (!required && field->type == FIELD_REF && (field->flags & F_REQUIRED))
            required = field;
    }
    add_parent(import, kind->parent ? kind_field(kind, str_of(kind->parent)) : NULL);
    add_parent(import, required);
    add_parent(import, transfer_tree(kind));
    for (size_t i = 0; i < import->identifier_count; i++)
        import->identifier_column[i] = column_of(import, import->identifiers[i]);
    for (size_t i = 0; i < import->parent_count; i++)
        import->parent_column[i] = column_of(import, import->parents[i]);
    import->title = kind->title ? column_of(import, kind_field(kind, str_of(kind->title))) : 0;
}

/* ---- rows ---- */

static enum err read_rows(struct import *import, const struct csv *csv)
{
    struct arena *a = import->work->arena;
    import->row_count = csv->count;
    import->rows = ARENA_ARRAY(a, csv->count + 1, struct import_row);
    import->order = ARENA_ARRAY(a, csv->count + 1, struct import_row *);
    if (!import->rows || !import->order)
        return ERR_MEMORY;
    import->by_content = import->title == 0;
    size_t n = 0;
    for (const struct csv_row *from = csv->rows; from; from = from->next) {
        struct import_row *row = &import->rows[n++];
        row->number = (uint32_t)n;
        row->cells = from->cells;
        for (size_t i = 0; i < import->column_count; i++) {
            const struct field *field = import->columns[i].field;
            if (!field || field->type != FIELD_LONG || !str_trim(row->cells[i]).n)
                row->cells[i] = str_trim(row->cells[i]);
        }
        if (import->title && !row->cells[import->title - 1].n)
            import->by_content = true;
    }
    return OK;
}

/* What is sent for a row: all its values for a new record, for another one those that differ from what it says now. */
static struct value *input_of(struct import *import, const struct import_row *row, const struct value *record)
{
    struct arena *a = import->scratch;
    struct value *input = value_map(a);
    for (size_t i = 0; i < import->column_count && input; i++) {
        const struct import_column *column = &import->columns[i];
        struct str cell = row->cells[i];
        bool counts =
            column->use == COLUMN_VALUE || column->use == COLUMN_PART || (column->use == COLUMN_CIRCLE && !record);
        if (!counts || (!record && !cell.n))
            continue;
        if (record && column->field && str_eq(cell, transfer_cell(a, value_get(record, column->field->name))))
            continue;
        if (record && row->by_name && !cell.n && column->field && (column->field->flags & F_IDENTIFIER))
            continue; /* whose name was all that told it does not lose what tells it better */
        uint32_t above = column->self ? str_map_get(&import->by_id, cell) : 0;
        if (above && import->known[above - 1].failed)
            continue; /* that row's problems are told there */
        if (!value_put_str(input, column->name, value_text(a, cell)))
            return NULL;
    }
    return input;
}

static enum err create(struct import *import, struct work *one, struct import_row *row, struct import_result *result)
{
    struct value *input = input_of(import, row, NULL), *made;
    struct str id = import->known[row->known - 1].id;
    enum err err =
        input ? record_create_with_id(one, import->viewer, import->kind, id, input, INPUT_TEXT, &made) : ERR_MEMORY;
    result->created += err == OK;
    if (err == ERR_CONFLICT &&
        !one->problems.count) /* an id that is taken by what is withdrawn, or not for this viewer */
        one->problems.detail = message(one->arena, one->locale.language, "import.id-taken", NULL);
    return err;
}

static enum err change(struct import *import, struct work *one, struct import_row *row, struct import_result *result)
{
    const struct known *known = &import->known[row->known - 1];
    struct value *record, *out = NULL;
    enum err err = record_get(one, import->viewer, import->kind, known->id, &record);
    if (err)
        return err;
    struct value *input = input_of(import, row, record);
    int64_t version = value_get_int(record, "version", 0);
    if (!input)
        return ERR_MEMORY;
    if (input->count)
        err = record_change(one, import->viewer, import->kind, known->id, version, input, INPUT_TEXT, S(""), &out);
    bool changed = err == OK && out && value_get_int(out, "version", 0) != version;
    result->changed += changed;
    result->unchanged += err == OK && !changed;
    return err;
}

/* Tells the problems of one row as problems of the file. */
static enum err gather(struct import *import, const struct import_row *row, enum err err,
                       const struct problems *problems)
{
    struct arena *a = import->work->arena;
    for (const struct problem *p = problems->first; p; p = p->next) {
        const struct import_column *column = NULL;
        struct str member = str_part(p->pointer, 1, p->pointer.n);
        struct import_column missing = {.name = member};
        for (size_t i = 0; i < import->column_count; i++)
            if (str_eq(import->columns[i].name, member))
                column = &import->columns[i];
        if (import_say(import, row, column ? column : member.n ? &missing : NULL, p->detail) == ERR_MEMORY)
            return ERR_MEMORY;
    }
    if (problems->first)
        return OK;
    struct str words = problems->detail;
    struct str key = arena_printf(a, "error.%s.detail", err_code(err));
    if (!words.n && key.p)
        words = message(a, import->work->locale.language, key.p, NULL);
    return import_say(import, row, NULL, words) == ERR_MEMORY ? ERR_MEMORY : OK;
}

/* Errors that speak of the row; others end the import. */
static bool is_of_row(enum err err)
{
    return err == ERR_INPUT || err == ERR_FORBIDDEN || err == ERR_NOT_FOUND || err == ERR_CONFLICT || err == ERR_GONE ||
           err == ERR_STALE;
}

/* Writes one row in a savepoint of its own. */
static enum err write_row(struct import *import, struct import_row *row, struct import_result *result)
{
    struct work one = *import->work;
    const struct viewer_audience *audiences = import->viewer->audiences;
    one.arena = import->scratch;
    one.problems = problems_init(import->scratch);
    struct known *known = &import->known[row->known - 1];
    enum err err = conn_savepoint(one.conn);
    if (err)
        return err;
    err = known->version ? change(import, &one, row, result) : create(import, &one, row, result);
    if (err == OK) {
        err = conn_release(one.conn);
    } else {
        conn_rollback_to(one.conn);
        known->failed = true;
        if (is_of_row(err))
            err = gather(import, row, err, &one.problems);
    }
    if (err == OK &&
        audiences != import->viewer->audiences) /* a hook has read them anew into memory about to be given back */
        err = viewer_refresh(import->work, import->viewer);
    arena_reset(import->scratch);
    return err;
}

static enum err write_rows(struct import *import, struct import_result *result)
{
    enum err err = OK;
    for (size_t i = 0; i < import->ordered && err == OK; i++) {
        struct import_row *row = import->order[i];
        if (row->repeated)
            result->unchanged++;
        else if (!row->wrong)
            err = write_row(import, row, result);
    }
    return err;
}

static enum err run(struct import *import, const struct csv *csv, struct import_result *result)
{
    enum err err = read_columns(import, csv->head);
    if (err)
        return err;
    read_kind(import);
    err = read_rows(import, csv);
    if (err == OK)
        err = import_index_load(import);
    if (err == OK)
        err = import_match(import);
    if (err == OK)
        err = import_near(import, result->duplicates);
    if (err == OK)
        err = write_rows(import, result);
    return err == OK && import->work->problems.count ? ERR_INPUT : err;
}

/* Whether the viewer may write records of the kind anywhere at all. */
static bool may_write(const struct viewer *viewer, const struct kind *kind)
{
    struct str anywhere = {NULL, 0};
    return viewer_may(viewer, kind, ACTION_CREATE, anywhere) || viewer_may(viewer, kind, ACTION_CHANGE, anywhere);
}

enum err import_csv(struct work *work, struct viewer *viewer, const struct kind *kind, struct str text, bool dry_run,
                    struct import_result *out)
{
    struct csv csv = {0};
    struct import import = {.work = work, .viewer = viewer, .kind = kind};
    struct str_map none = str_map_init(work->arena);
    *out = (struct import_result){.duplicates = value_list(work->arena)};
    if (!may_write(viewer, kind))
        return ERR_FORBIDDEN;
    enum err err = csv_parse(work->arena, text, &work->problems, &csv);
    if (err)
        return err;
    import.by_id = import.by_name = import.by_content_key = import.row_by_id = import.row_by_name = import.found = none;
    for (size_t i = 0; i < IMPORT_IDENTIFIERS; i++)
        import.by_identifier[i] = import.row_by_identifier[i] = none;
    out->rows = (int64_t)csv.count;
    import.scratch = arena_new(0);
    err = import.scratch ? conn_savepoint(work->conn) : ERR_MEMORY;
    if (err == OK) {
        err = run(&import, &csv, out);
        if (err || dry_run)
            conn_rollback_to(work->conn);
        else
            err = conn_release(work->conn);
        if (err || dry_run) { /* circles that were made are gone again */
            enum err back = viewer_refresh(work, viewer);
            err = err ? err : back;
        }
    }
    arena_free(import.scratch);
    return err;
}
