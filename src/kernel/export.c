#include "base/csv.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/json.h"
#include "kernel/kind_sql.h"
#include "kernel/str_map.h"
#include "kernel/transfer_cell.h"

static struct str money_cell(struct arena *a, const struct value *leaf)
{
    struct buf out = buf_init(a, 0);
    money_write(&out, leaf->i, leaf->text);
    buf_char(&out, ' ');
    buf_add(&out, leaf->text);
    return buf_str(&out);
}

struct str transfer_cell(struct arena *arena, const struct value *leaf)
{
    struct buf out = buf_init(arena, 0);
    char instant[25];
    switch (leaf ? leaf->kind : V_NULL) {
    case V_BOOL:
        return leaf->b ? S("true") : S("false");
    case V_MONEY:
        return money_cell(arena, leaf);
    case V_INT:
    case V_BYTES:
        return arena_printf(arena, "%lld", (long long)leaf->i);
    case V_DECIMAL:
    case V_RATIO:
        decimal_write(&out, leaf->i);
        return buf_str(&out);
    case V_INSTANT: {
        size_t n = instant_write_short(leaf->i, instant);
        return arena_copy(arena, (struct str){instant, n});
    }
    case V_TEXT:
    case V_NUMBER:
    case V_DATE:
    case V_CHOICE:
    case V_REF:
        return leaf->text;
    default:
        return S("");
    }
}

bool transfer_has_circle(const struct kind *kind)
{
    return kind->scope != SCOPE_OWNER;
}

bool transfer_has_owner(const struct kind *kind)
{
    return kind->scope != SCOPE_CIRCLE && kind->scope != SCOPE_ALLIANCE;
}

const struct field *transfer_tree(const struct kind *kind)
{
    const struct field *parent = kind_field(kind, S("parent"));
    bool own = parent && parent->type == FIELD_REF && !strcmp(parent->target, kind->plural);
    return own ? parent : NULL;
}

/* ---- which records, in which order ---- */

struct listed {
    struct str id, parent;
    bool done;
};

struct listing {
    struct listed *all;
    size_t count, room;
};

static enum err add(struct arena *a, struct listing *listing, struct str id, struct str parent)
{
    if (listing->count == listing->room) {
        size_t room = listing->room ? listing->room * 2 : 256;
        struct listed *grown = ARENA_ARRAY(a, room, struct listed);
        if (!grown)
            return ERR_MEMORY;
        if (listing->count)
            memcpy(grown, listing->all, listing->count * sizeof *grown);
        listing->all = grown;
        listing->room = room;
    }
    struct listed *one = &listing->all[listing->count++];
    *one = (struct listed){arena_copy(a, id), parent.p ? arena_copy(a, parent) : parent, false};
    return one->id.p ? OK : ERR_MEMORY;
}

/* Ids of the living records that the viewer may read, and of their parents, the oldest first. */
static enum err read_listing(struct work *work, const struct viewer *viewer, const struct kind *kind,
                             struct listing *listing)
{
    const struct field *tree = transfer_tree(kind);
    struct str sql = arena_printf(work->arena,
                                  "SELECT id, %s FROM %s WHERE tenant_id = ?1 AND withdrawn_at IS NULL"
                                  " AND entente_sees(audience_id) ORDER BY id",
                                  tree ? kind->sql->column[field_index(kind, tree)].p : "NULL", kind->table);
    enum err err = sql.p ? conn_see(work->conn, viewer_sight(viewer, kind)) : ERR_MEMORY;
    if (err)
        return err;
    struct stmt *stmt = conn_prepare(work->conn, sql);
    stmt_text(stmt, 1, viewer->tenant);
    stmt_portions(stmt);
    bool row;
    while ((err = stmt_step(stmt, &row)) == OK && row && err == OK)
        if ((err = add(work->arena, listing, stmt_column(stmt, 0), stmt_column(stmt, 1))) != OK)
            break;
    stmt_done(stmt);
    enum err back = conn_see(work->conn, &viewer->sees);
    return err ? err : back;
}

/* Places in the listing with every parent before its children. */
static enum err order_listing(struct arena *a, struct listing *listing, size_t *order)
{
    struct str_map places = str_map_init(a);
    size_t *above = ARENA_ARRAY(a, listing->count + 1, size_t), ordered = 0;
    for (size_t i = 0; i < listing->count; i++) {
        uint32_t *place = str_map_at(&places, listing->all[i].id);
        if (!place || !above)
            return ERR_MEMORY;
        *place = (uint32_t)i + 1;
    }
    for (size_t i = 0; i < listing->count; i++) {
        size_t depth = 0;
        for (size_t at = i + 1; at && !listing->all[at - 1].done;) {
            listing->all[at - 1].done = true; /* a circle, were there one, ends here too */
            above[depth++] = at - 1;
            at = listing->all[at - 1].parent.p ? str_map_get(&places, listing->all[at - 1].parent) : 0;
        }
        while (depth)
            order[ordered++] = above[--depth];
    }
    return OK;
}

/* Calls `write` with each record. A record's memory is given back before the next one is read. */
static enum err each_record(struct work *work, const struct viewer *viewer, const struct kind *kind,
                            void (*write)(const struct kind *kind, const struct value *record, struct buf *out,
                                          bool first),
                            struct buf *out)
{
    struct listing listing = {0};
    enum err err = read_listing(work, viewer, kind, &listing);
    size_t *order = ARENA_ARRAY(work->arena, listing.count + 1, size_t);
    struct arena *scratch = arena_new(0);
    if (err == OK)
        err = order && scratch ? order_listing(work->arena, &listing, order) : ERR_MEMORY;
    bool first = true;
    for (size_t i = 0; i < listing.count && err == OK; i++) {
        struct work one = *work;
        struct value *record = NULL;
        one.arena = scratch;
        one.problems = problems_init(scratch);
        err = record_get(&one, viewer, kind, listing.all[order[i]].id, &record);
        if (err == OK) {
            write(kind, record, out, first);
            first = false;
        } else if (err == ERR_NOT_FOUND) {
            err = OK; /* not for this viewer after all */
        }
        arena_reset(scratch);
    }
    arena_free(scratch);
    return err ? err : out->failed ? ERR_MEMORY : OK;
}

/* ---- how ---- */

static void write_row(const struct kind *kind, const struct value *record, struct buf *out, bool first)
{
    struct arena *a = out->arena;
    (void)first;
    csv_cell(out, value_get_text(record, "id"), true);
    for (size_t i = 0; i < kind->count; i++)
        csv_cell(out, transfer_cell(a, value_get(record, kind->fields[i].name)), false);
    if (transfer_has_circle(kind))
        csv_cell(out, value_get_text(record, "circle"), false);
    if (transfer_has_owner(kind))
        csv_cell(out, value_get_text(record, "owner"), false);
    csv_end(out);
}

enum err export_csv(struct work *work, const struct viewer *viewer, const struct kind *kind, struct buf *out)
{
    csv_cell(out, S("id"), true);
    for (size_t i = 0; i < kind->count; i++)
        csv_cell(out, str_of(kind->fields[i].name), false);
    if (transfer_has_circle(kind))
        csv_cell(out, S("circle"), false);
    if (transfer_has_owner(kind))
        csv_cell(out, S("owner"), false);
    csv_end(out);
    return each_record(work, viewer, kind, write_row, out);
}

static void write_item(const struct kind *kind, const struct value *record, struct buf *out, bool first)
{
    (void)kind;
    if (!first)
        buf_char(out, ',');
    buf_char(out, '\n');
    json_write(out, record);
}

enum err export_json(struct work *work, const struct viewer *viewer, const struct kind *kind, struct buf *out)
{
    buf_char(out, '[');
    enum err err = each_record(work, viewer, kind, write_item, out);
    buf_lit(out, "\n]\n");
    return err ? err : out->failed ? ERR_MEMORY : OK;
}
