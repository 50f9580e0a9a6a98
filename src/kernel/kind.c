#include "kernel/kind.h"
#include "base/buf.h"
#include "base/log.h"
#include "kernel/kind_sql.h"

static struct {
    struct arena *arena;
    struct kind *const *kinds;
    size_t count;
    struct str presence;
    size_t presences;
} house;

const struct kind *kind_at(size_t i)
{
    return i < house.count ? house.kinds[i] : NULL;
}

const struct kind *kind_by_plural(struct str plural)
{
    for (size_t i = 0; i < house.count; i++)
        if (str_is(plural, house.kinds[i]->plural))
            return house.kinds[i];
    return NULL;
}

const struct kind *kind_by_name(struct str name)
{
    for (size_t i = 0; i < house.count; i++)
        if (str_is(name, house.kinds[i]->name))
            return house.kinds[i];
    return NULL;
}

const struct field *kind_field(const struct kind *kind, struct str name)
{
    for (size_t i = 0; i < kind->count; i++)
        if (str_is(name, kind->fields[i].name))
            return &kind->fields[i];
    return NULL;
}

/* The field by which `child` hangs below another kind: its parent, else its first required reference. */
static const struct field *parent_field(const struct kind *child)
{
    if (child->parent)
        return kind_field(child, str_of(child->parent));
    for (size_t i = 0; i < child->count; i++)
        if (child->fields[i].type == FIELD_REF && (child->fields[i].flags & F_REQUIRED))
            return &child->fields[i];
    return NULL;
}

const struct kind *kind_child_at(const struct kind *kind, size_t i)
{
    for (size_t k = 0; k < house.count; k++) {
        const struct field *field = parent_field(house.kinds[k]);
        if (field && field->target && !strcmp(field->target, kind->plural) && i-- == 0)
            return house.kinds[k];
    }
    return NULL;
}

static const char *const common[] = {"tenant_id",  "id",         "version",    "audience_id",
                                     "created_at", "created_by", "updated_at", "withdrawn_at"};

static enum err wrong(const struct kind *kind, const char *field, const char *what)
{
    log_write(LOG_ERROR, "kind.wrong", "kind", kind->name, "field", field, "what", what, NULL);
    return ERR_CORRUPT;
}

static enum err check(const struct kind *kind)
{
    if (!kind->name || !kind->plural || !kind->table || !kind->rights || !kind->count)
        return wrong(kind, "", "incomplete");
    for (size_t i = 0; i < kind->count; i++) {
        const struct field *f = &kind->fields[i];
        if (f->type == FIELD_CHOICE && !f->choices)
            return wrong(kind, f->name, "no choices");
        if (f->type == FIELD_REF && (!f->target || !kind_by_plural(str_of(f->target))))
            return wrong(kind, f->name, "unknown target");
        if (kind_field(kind, str_of(f->name)) != f)
            return wrong(kind, f->name, "doubled");
    }
    if (kind->title && !kind_field(kind, str_of(kind->title)))
        return wrong(kind, kind->title, "title is no field");
    if ((kind->scope == SCOPE_CIRCLE || kind->scope == SCOPE_PARENT) && (!kind->parent || !parent_field(kind)))
        return wrong(kind, "", "parent is no field");
    return OK;
}

/* Adds "?from, ?from+1 …" or "a=?n, b=?m". */
static void add_columns(const struct kind *kind, struct kind_sql *sql, struct buf *columns, struct buf *set)
{
    int n = 0;
    for (; n < COLUMN_FIELDS; n++)
        buf_printf(columns, "%s%s", n ? ", " : "", common[n]);
    buf_lit(set, "version = ?3, updated_at = ?7, withdrawn_at = ?8");
    for (size_t i = 0; i < kind->count; i++) {
        const struct field *f = &kind->fields[i];
        const char *suffix = f->type == FIELD_REF ? "_id" : f->type == FIELD_MONEY ? "_minor" : "";
        sql->first[i] = n;
        sql->column[i] = arena_printf(house.arena, "%s%s", f->name, suffix);
        sql->names[i] = str_of(f->name);
        sql->words[i] =
            f->type == FIELD_COUNTRY ? S("country.") : arena_printf(house.arena, "choice.%s.%s.", kind->name, f->name);
        buf_printf(columns, ", %s%s", f->name, suffix);
        buf_printf(set, ", %s%s = ?%d", f->name, suffix, ++n);
        if (f->type == FIELD_MONEY) {
            buf_printf(columns, ", %s_currency", f->name);
            buf_printf(set, ", %s_currency = ?%d", f->name, ++n);
        }
    }
    buf_lit(columns, ", match_key");
    buf_printf(set, ", match_key = ?%d", ++n);
    sql->count = n;
}

static enum err make_sql(struct kind *kind)
{
    struct arena *a = house.arena;
    struct kind_sql *sql = ARENA_NEW(a, struct kind_sql);
    struct buf columns = buf_init(a, 0), set = buf_init(a, 0), places = buf_init(a, 0);
    if (!sql || !(sql->first = ARENA_ARRAY(a, kind->count, int)) ||
        !(sql->column = ARENA_ARRAY(a, kind->count, struct str)) ||
        !(sql->names = ARENA_ARRAY(a, kind->count, struct str)) ||
        !(sql->words = ARENA_ARRAY(a, kind->count, struct str)))
        return ERR_MEMORY;
    add_columns(kind, sql, &columns, &set);
    for (int i = 1; i <= sql->count; i++)
        buf_printf(&places, "%s?%d", i > 1 ? ", " : "", i);
    const struct field *title = kind->title ? kind_field(kind, str_of(kind->title)) : NULL;
    sql->columns = buf_str(&columns);
    sql->by_id = arena_printf(a, "SELECT %s FROM %s WHERE tenant_id = ?1 AND id = ?2 AND entente_sees(audience_id)",
                              sql->columns.p, kind->table);
    sql->insert = arena_printf(a, "INSERT INTO %s (%s) VALUES (%s)", kind->table, sql->columns.p, buf_str(&places).p);
    sql->update = arena_printf(
        a, "UPDATE %s SET %s WHERE tenant_id = ?1 AND id = ?2 AND version = ?3 - 1 AND entente_sees(audience_id)",
        kind->table, buf_str(&set).p);
    sql->face = arena_printf(
        a,
        "SELECT %s, audience_id, withdrawn_at FROM %s WHERE tenant_id = ?1 AND id = ?2 AND entente_sees(audience_id)",
        title ? sql->column[field_index(kind, title)].p : "NULL", kind->table);
    const struct field *alliance = kind_field(kind, S("alliance"));
    sql->presence = alliance && alliance->type == FIELD_REF ? (int)house.presences++ : -1;
    kind->sql = sql;
    return sql->face.p && sql->update.p ? OK : ERR_MEMORY;
}

struct str kinds_presence_sql(void)
{
    return house.presence;
}

size_t kinds_presence_count(void)
{
    return house.presences;
}

/* In the order in which make_sql gave the places. */
static enum err make_presence(void)
{
    struct buf sql = buf_init(house.arena, 0);
    buf_lit(&sql, "SELECT ");
    for (size_t i = 0; i < house.count; i++)
        if (house.kinds[i]->sql->presence >= 0)
            buf_printf(&sql,
                       "%sEXISTS (SELECT 1 FROM %s WHERE tenant_id = ?1 AND alliance_id = ?2"
                       " AND withdrawn_at IS NULL AND entente_sees(audience_id))",
                       house.kinds[i]->sql->presence ? ", " : "", house.kinds[i]->table);
    house.presence = buf_str(&sql);
    return house.presence.p ? OK : ERR_MEMORY;
}

enum err kinds_register(struct kind *const *kinds)
{
    kinds_release();
    house.arena = arena_new(0);
    house.kinds = kinds;
    while (kinds[house.count])
        house.count++;
    enum err err = house.arena ? OK : ERR_MEMORY;
    for (size_t i = 0; i < house.count && err == OK; i++) {
        err = check(kinds[i]);
        if (err == OK)
            err = make_sql(kinds[i]);
    }
    return err ? err : make_presence();
}

void kinds_release(void)
{
    arena_free(house.arena);
    house.arena = NULL;
    house.count = house.presences = 0;
}
