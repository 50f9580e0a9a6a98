#include "engines/economics/ledger_entries.h"
#include <stdlib.h>

/* Long enough for two identifiers, a kind, a category of 200 characters, a currency and a day. */
enum { KEY_MOST = 1024 };

struct key {
    char bytes[KEY_MOST];
    size_t n;
};

static void key_add(struct key *key, struct str part)
{
    size_t n = part.n < KEY_MOST - 1 - key->n ? part.n : KEY_MOST - 1 - key->n;
    if (n)
        memcpy(key->bytes + key->n, part.p, n);
    key->n += n;
    if (key->n < KEY_MOST - 1)
        key->bytes[key->n++] = '\n';
}

/* One entry, as it is read. */
struct booked {
    struct str party, to, kind, category, currency, day;
};

static void key_of(const struct ledger_groups *groups, const struct booked *entry, struct key *key)
{
    key->n = 0;
    key_add(key, entry->party);
    key_add(key, entry->to);
    key_add(key, entry->kind);
    key_add(key, entry->currency);
    key_add(key, !groups->by_day && str_eq(entry->currency, groups->currency) ? S("") : entry->day);
    key_add(key, entry->category);
}

static struct ledger_group *group_at(struct arena *arena, struct ledger_groups *groups, const struct booked *entry)
{
    struct key key;
    key_of(groups, entry, &key);
    uint32_t place = str_map_get(&groups->places, (struct str){key.bytes, key.n});
    if (place)
        return &groups->all[place - 1];
    if (groups->count == groups->room) {
        size_t room = groups->room ? 2 * groups->room : 64;
        struct ledger_group *more = ARENA_ARRAY(arena, room, struct ledger_group);
        if (!more)
            return NULL;
        if (groups->count)
            memcpy(more, groups->all, groups->count * sizeof *more);
        groups->all = more;
        groups->room = room;
    }
    struct str kept = arena_copy(arena, (struct str){key.bytes, key.n});
    uint32_t *to = kept.p ? str_map_at(&groups->places, kept) : NULL;
    if (!to)
        return NULL;
    struct ledger_group *group = &groups->all[groups->count++];
    *to = (uint32_t)groups->count;
    *group = (struct ledger_group){.key = kept,
                                   .party = arena_copy(arena, entry->party),
                                   .to = arena_copy(arena, entry->to),
                                   .kind = arena_copy(arena, entry->kind),
                                   .category = arena_copy(arena, entry->category),
                                   .currency = arena_copy(arena, entry->currency)};
    return group->currency.p ? group : NULL;
}

static int by_key(const void *x, const void *y)
{
    return str_cmp(((const struct ledger_group *)x)->key, ((const struct ledger_group *)y)->key);
}

/* Puts the groups into an order that is the same for whoever reads them. */
static void sort_groups(struct ledger_groups *groups)
{
    if (groups->count)
        qsort(groups->all, groups->count, sizeof *groups->all, by_key);
    for (size_t i = 0; i < groups->count; i++) {
        uint32_t *place = str_map_at(&groups->places, groups->all[i].key);
        if (place) /* it is there already */
            *place = (uint32_t)i + 1;
    }
}

#define OPEN_ENTRIES                                                                  \
    " FROM ledger_entry WHERE tenant_id = ?1 AND period_id = ?2 AND audience_id = ?3" \
    " AND withdrawn_at IS NULL AND entente_sees(audience_id)"
static const struct str first_sql =
    STR("SELECT amount_currency" OPEN_ENTRIES " ORDER BY booked_on, amount_currency LIMIT 1");
static const struct str sql = STR("SELECT party_id, to_party_id, kind, category, amount_currency, booked_on,"
                                  " amount_minor, quantity, answer" OPEN_ENTRIES);

static struct stmt *ask(struct work *work, const struct viewer *viewer, const struct value *period, struct str text)
{
    struct stmt *stmt = conn_prepare(work->conn, text);
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, value_get_text(period, "id"));
    stmt_text(stmt, 3, value_get_text(period, "circle"));
    return stmt;
}

/* Without a deal: the currency of what was booked first. */
static enum err first_currency(struct work *work, const struct viewer *viewer, const struct value *period,
                               struct str *out)
{
    bool row;
    struct stmt *stmt = ask(work, viewer, period, first_sql);
    enum err err = stmt_step(stmt, &row);
    *out = err == OK && row ? arena_copy(work->arena, stmt_column(stmt, 0)) : S("");
    stmt_done(stmt);
    return err ? err : out->p ? OK : ERR_MEMORY;
}

static struct str column(struct stmt *stmt, int i)
{
    struct str text = stmt_column(stmt, i);
    return text.p ? text : S("");
}

static enum err add_row(struct arena *arena, struct stmt *stmt, struct ledger_groups *out)
{
    struct booked entry = {column(stmt, 0), column(stmt, 1), column(stmt, 2),
                           column(stmt, 3), column(stmt, 4), column(stmt, 5)};
    struct ledger_group *group = group_at(arena, out, &entry);
    if (!group)
        return ERR_MEMORY;
    if (!group->count || str_cmp(entry.day, group->first) < 0) {
        group->first = arena_copy(arena, entry.day);
        if (!group->first.p)
            return ERR_MEMORY;
    }
    group->amount += stmt_column_int(stmt, 6);
    if (!stmt_column_null(stmt, 7)) {
        group->quantity += stmt_column_int(stmt, 7);
        group->measured = true;
        group->measures++;
    }
    group->count++;
    out->entries++;
    out->disputed = out->disputed || str_is(column(stmt, 8), "disputed");
    return OK;
}

enum err ledger_groups_read(struct work *work, const struct viewer *viewer, const struct value *period,
                            struct str currency, bool by_day, struct ledger_groups *out)
{
    *out = (struct ledger_groups){.places = str_map_init(work->arena), .currency = currency, .by_day = by_day};
    enum err err = currency.n ? OK : first_currency(work, viewer, period, &out->currency);
    if (err)
        return err;
    bool row;
    struct stmt *stmt = ask(work, viewer, period, sql);
    while ((err = stmt_step(stmt, &row)) == OK && row)
        if ((err = add_row(work->arena, stmt, out)))
            break;
    stmt_done(stmt);
    sort_groups(out);
    return err;
}

size_t ledger_group_of(const struct ledger_groups *groups, const struct value *entry)
{
    const struct value *amount = value_get(entry, "amount");
    struct booked booked = {value_get_text(entry, "party"), value_get_text(entry, "to_party"),
                            value_get_text(entry, "kind"),  value_get_text(entry, "category"),
                            amount ? amount->text : S(""),  value_get_text(entry, "booked_on")};
    struct key key;
    key_of(groups, &booked, &key);
    uint32_t place = str_map_get(&groups->places, (struct str){key.bytes, key.n});
    return place ? place - 1 : groups->count;
}

/* A number of any size as a leaf, with `point` figures after the point. */
static struct value *wide(struct arena *arena, __int128 number, int point)
{
    char text[48];
    size_t at = sizeof text;
    bool below = number < 0;
    unsigned __int128 rest = below ? -(unsigned __int128)number : (unsigned __int128)number;
    for (int figures = 0; rest || figures <= point; figures++) {
        if (point && figures == point)
            text[--at] = '.';
        text[--at] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    }
    if (below)
        text[--at] = '-';
    struct value *leaf = value_new(arena, V_NUMBER);
    if (leaf)
        leaf->text = arena_copy(arena, (struct str){text + at, sizeof text - at});
    return leaf && leaf->text.p ? leaf : NULL;
}

enum err ledger_groups_put(struct arena *arena, const struct ledger_groups *groups, const struct value *names,
                           struct value *list)
{
    for (size_t i = 0; i < groups->count; i++) {
        const struct ledger_group *from = &groups->all[i];
        struct value *to = value_push_map(arena, list);
        const struct value *party = value_get_str(names, from->party), *payee = value_get_str(names, from->to);
        bool fits = from->amount <= INT64_MAX && from->amount >= INT64_MIN;
        value_put_text(arena, to, "party", party ? party->text : from->party);
        value_put_text(arena, to, "kind", from->kind);
        value_put_text(arena, to, "category", from->category);
        value_put(to, "amount", fits ? value_int(arena, (int64_t)from->amount) : wide(arena, from->amount, 0));
        value_put_text(arena, to, "currency", from->currency);
        if (from->to.n)
            value_put_text(arena, to, "to", payee ? payee->text : from->to);
        if (from->measured)
            value_put(to, "quantity", wide(arena, from->quantity, 6));
        if (!value_put_text(arena, to, "on", from->first))
            return ERR_MEMORY;
    }
    return list ? OK : ERR_MEMORY;
}
