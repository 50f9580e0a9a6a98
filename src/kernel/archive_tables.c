/* Which tables an archive holds. */
#include "kernel/archive_format.h"

/* Tables that are not in every archive as the store has them; all others are, with all their columns. */
enum { NEVER = 1, WHEN_ASKED };
static const struct rule {
    const char *table;
    int rule;
    const char *columns[8]; /* only these; none named: all */
    const char *order[2];   /* and by these, on either engine; none named: by the key */
    const char *where;      /* only these rows; NULL: all */
} rules[] = {
    {.table = "schema_migration", .rule = NEVER}, /* the manifest says it */
    {.table = "idempotency", .rule = NEVER},      /* answers to requests that are over in a day */
    {.table = "viewer_change", .rule = NEVER},    /* what servers keep in memory rests on it, and is gone then */
    {.table = "access", .rule = WHEN_ASKED},
    /* Two archives around one answer would tell it: who was asked stays, and pools that may still grow. */
    {.table = "campaign_asked", .rule = NEVER},
    {.table = "campaign_pool", .where = "people IS NOT NULL"},
    /* Documents are files of the archive; under which keys a store keeps them is its own. */
    {.table = "content", .rule = NEVER},
    {.table = "content_body", .rule = NEVER},
    {.table = "content_chunk", .rule = NEVER},
    {.table = "content_secret", .rule = NEVER},
    {.table = "content_total", .rule = NEVER},
    /* The text that is searched; the words by which it is found are each engine's own. */
    {.table = "search_entry",
     .columns = {"tenant_id", "record_id", "audience_id", "kind", "title", "body", "updated_at"},
     .order = {"updated_at", "record_id"}},
};

static const struct rule *rule_of(struct str table)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (str_is(table, rules[i].table))
            return &rules[i];
    return NULL;
}

bool archive_table_optional(struct str name)
{
    const struct rule *rule = rule_of(name);
    return rule && rule->rule == WHEN_ASKED;
}

const char *archive_table_where(struct str name)
{
    const struct rule *rule = rule_of(name);
    return rule ? rule->where : NULL;
}

static bool is_kept(const struct rule *rule, struct str column)
{
    if (!rule || !rule->columns[0])
        return true;
    for (size_t i = 0; i < sizeof rule->columns / sizeof *rule->columns && rule->columns[i]; i++)
        if (str_is(column, rule->columns[i]))
            return true;
    return false;
}

static bool is_known(struct str type)
{
    return str_is(type, "text") || str_is(type, "integer") || str_is(type, "bytes");
}

/* The table without the columns that its rule leaves out; their key is then that of the text searched. */
static enum err take(struct arena *a, struct value *list, const struct value *table, const struct rule *rule)
{
    struct value *one = value_push_map(a, list);
    value_put_text(a, one, "name", value_get_text(table, "name"));
    struct value *columns = value_put_list(a, one, "columns"), *key = value_get(table, "key");
    bool ordered = rule && rule->order[0];
    VALUE_EACH (column, value_get(table, "columns")) {
        if (!is_kept(rule, value_get_text(column, "name")))
            continue;
        if (!is_known(value_get_text(column, "type")))
            return ERR_INTERNAL;
        struct value *copy = value_push(columns, value_copy(a, column));
        if (!copy || copy->count != 2)
            return ERR_MEMORY;
    }
    struct value *own = value_put_list(a, one, "key");
    for (size_t i = 0; i < 2 && ordered; i++)
        if (!value_push(own, value_text(a, str_of(rule->order[i]))))
            return ERR_MEMORY;
    VALUE_EACH (part, key)
        if (!ordered && !value_push(own, value_text(a, part->text)))
            return ERR_MEMORY;
    return !one || one->count != 3 ? ERR_MEMORY : own->count ? OK : ERR_INTERNAL;
}

enum err archive_tables(struct work *work, bool with_access, struct value **out)
{
    struct value *all = NULL;
    *out = value_list(work->arena);
    enum err err = *out ? conn_tables(work->conn, work->arena, &all) : ERR_MEMORY;
    VALUE_EACH (table, all) {
        const struct rule *rule = rule_of(value_get_text(table, "name"));
        bool left_out = rule && (rule->rule == NEVER || (rule->rule == WHEN_ASKED && !with_access));
        if (err == OK && !left_out)
            err = take(work->arena, *out, table, rule);
    }
    return err;
}

struct value *archive_table(const struct value *tables, struct str name)
{
    VALUE_EACH (table, tables)
        if (str_eq(value_get_text(table, "name"), name))
            return table;
    return NULL;
}

struct str archive_column_list(struct arena *arena, const struct value *table)
{
    struct buf out = buf_init(arena, 0);
    VALUE_EACH (column, value_get(table, "columns"))
        buf_printf(&out, "%s%.*s", out.n ? ", " : "", STR_ARG(value_get_text(column, "name")));
    return buf_str(&out);
}

struct str archive_table_file(struct arena *arena, struct str table)
{
    return arena_printf(arena, "tables/%.*s.jsonl", STR_ARG(table));
}
