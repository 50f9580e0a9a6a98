#include "engines/economics/ledger.h"
#include "base/json.h"
#include "kernel/circle.h"
#include <sodium.h>

struct str text_digest(struct arena *arena, const struct value *tree)
{
    unsigned char bytes[crypto_generichash_BYTES];
    char hex[2 * sizeof bytes + 1];
    struct str text = json_canonical(arena, tree);
    if (!text.p)
        return text;
    crypto_generichash(bytes, sizeof bytes, (const unsigned char *)text.p, text.n, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
    return arena_copy(arena, str_of(hex));
}

struct str deal_sheet_digest(struct arena *arena, const struct value *sheet)
{
    static const char *const parts[] = {"id", "effective_from", "currency", "terms"};
    struct value *text = value_map(arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        value_put_text(arena, text, parts[i], value_get_text(sheet, parts[i]));
    return text_digest(arena, text);
}

static struct str audience_of(const struct value *record)
{
    return value_get_text(record, "circle");
}

/* Identifiers are made in order of time. */
static const struct value *latest_of(const struct value *rows, struct str organisation)
{
    const struct value *latest = NULL;
    VALUE_EACH (row, rows)
        if (str_eq(value_get_text(row, "organisation"), organisation) &&
            (!latest || str_cmp(value_get_text(row, "id"), value_get_text(latest, "id")) > 0))
            latest = row;
    return latest;
}

enum err consents_read(struct work *work, const struct viewer *viewer, const struct kind *kind, const char *field,
                       struct str id, struct str audience, struct str current, struct consents *out)
{
    struct arena *a = work->arena;
    const struct kind *organisations = kind_by_plural(S("organisations"));
    struct value *rows;
    struct str *parties;
    size_t count;
    *out = (struct consents){.list = value_list(a)};
    enum err err = rows_of(work, viewer, kind, field, id, CONSENTS_MOST, &rows);
    if (!err)
        err = circle_parties(work, viewer, audience, &parties, &count);
    if (err)
        return err;
    out->all = count > 1;
    for (size_t i = 0; i < count; i++) {
        const struct value *row = latest_of(rows, parties[i]);
        struct str digest = value_get_text(row, "digest");
        if (!current.p && row)
            current = digest;
        bool holds = row && str_eq(digest, current);
        struct value *one = value_push_map(a, out->list);
        put_ref(a, one, "organisation", organisations, parties[i],
                viewer_face(work, viewer, S("organisations"), parties[i]));
        value_put(one, "agreed_on", row ? again(a, value_get(row, "agreed_on")) : value_null(a));
        value_put(one, "digest", row ? value_text(a, digest) : value_null(a));
        value_put_bool(a, one, "holds", holds);
        value_put_bool(a, one, "own", str_eq(parties[i], viewer->organisation));
        out->all = out->all && holds;
    }
    return out->list ? OK : ERR_MEMORY;
}

enum err deal_sheet_agreed(struct work *work, const struct viewer *viewer, const struct value *sheet, bool *agreed)
{
    struct consents consents;
    *agreed = false;
    enum err err = consents_read(work, viewer, &deal_consent_kind, "deal_sheet", value_get_text(sheet, "id"),
                                 audience_of(sheet), deal_sheet_digest(work->arena, sheet), &consents);
    *agreed = !err && consents.all;
    return err;
}

enum err deal_sheet_on(struct work *work, const struct viewer *viewer, struct str alliance, int64_t day,
                       struct value **out)
{
    struct value *sheets;
    *out = NULL;
    enum err err = rows_of(work, viewer, &deal_sheet_kind, "alliance", alliance, SHEETS_MOST, &sheets);
    VALUE_EACH (sheet, err ? NULL : sheets) {
        bool agreed;
        int64_t from = day_of(sheet, "effective_from");
        if (from > day || (*out && from < day_of(*out, "effective_from")))
            continue;
        if ((err = deal_sheet_agreed(work, viewer, sheet, &agreed)))
            return err;
        if (agreed)
            *out = sheet;
    }
    return err;
}

enum err period_closed(struct work *work, const struct viewer *viewer, const struct value *period, bool *closed)
{
    struct consents consents;
    *closed = false;
    enum err err = consents_read(work, viewer, &period_consent_kind, "period", value_get_text(period, "id"),
                                 audience_of(period), (struct str){NULL, 0}, &consents);
    *closed = !err && consents.all;
    return err;
}

enum err closed_until(struct work *work, const struct viewer *viewer, struct str alliance, int64_t *day)
{
    struct value *periods;
    *day = NO_DAY;
    enum err err = rows_of(work, viewer, &settlement_period_kind, "alliance", alliance, SHEETS_MOST, &periods);
    VALUE_EACH (period, err ? NULL : periods) {
        bool closed;
        int64_t ends = day_of(period, "ends");
        if ((err = period_closed(work, viewer, period, &closed)))
            return err;
        if (closed && (*day == NO_DAY || ends > *day))
            *day = ends;
    }
    return err;
}

enum err party_names(struct work *work, const struct viewer *viewer, struct str alliance, struct value **out)
{
    struct value *parties;
    enum err err = rows_of(work, viewer, kind_by_plural(S("parties")), "alliance", alliance, 200, &parties);
    *out = value_list(work->arena);
    VALUE_EACH (party, err ? NULL : parties)
        value_push(*out, value_text(work->arena, value_get_text(party, "name")));
    return err ? err : *out ? OK : ERR_MEMORY;
}

static struct str name_of_party(const struct value *parties, struct str id)
{
    VALUE_EACH (party, parties)
        if (str_eq(value_get_text(party, "id"), id))
            return value_get_text(party, "name");
    return S("");
}

/* A decimal as a JSON number. */
static void put_number(struct arena *a, struct value *map, const char *key, const struct value *leaf)
{
    struct value *number = value_new(a, V_NUMBER);
    if (number)
        number->text = json_text(a, leaf);
    value_put(map, key, number);
}

static void put_entry(struct arena *a, struct value *list, const struct value *entry, const struct value *parties)
{
    struct value *to = value_push_map(a, list);
    const struct value *amount = value_get(entry, "amount");
    value_put_text(a, to, "party", name_of_party(parties, value_get_text(entry, "party")));
    value_put_text(a, to, "kind", value_get_text(entry, "kind"));
    value_put_text(a, to, "category", value_get_text(entry, "category"));
    value_put_int(a, to, "amount", amount ? amount->i : 0);
    if (amount)
        value_put_text(a, to, "currency", amount->text);
    if (is_given(entry, "to_party"))
        value_put_text(a, to, "to", name_of_party(parties, value_get_text(entry, "to_party")));
    if (is_given(entry, "booked_on"))
        value_put_text(a, to, "on", value_get_text(entry, "booked_on"));
    if (is_given(entry, "quantity"))
        put_number(a, to, "quantity", value_get(entry, "quantity"));
}

static enum err put_rates(struct work *work, const struct viewer *viewer, struct str alliance, struct value *input)
{
    struct value *rates, *list = value_put_list(work->arena, input, "rates");
    enum err err = rows_of(work, viewer, &exchange_rate_kind, "alliance", alliance, RATES_MOST, &rates);
    VALUE_EACH (rate, err ? NULL : rates) {
        struct value *to = value_push_map(work->arena, list);
        value_put_text(work->arena, to, "from", value_get_text(rate, "from_currency"));
        value_put_text(work->arena, to, "to", value_get_text(rate, "to_currency"));
        value_put_text(work->arena, to, "on", value_get_text(rate, "day"));
        put_number(work->arena, to, "rate", value_get(rate, "rate"));
    }
    return err ? err : list ? OK : ERR_MEMORY;
}

/* The entries of a period in its circle (drafts are not), and what they come to. */
static enum err read_entries(struct work *work, const struct viewer *viewer, const struct value *period,
                             struct ledger *out, struct value *list)
{
    struct value *found, *parties;
    enum err err =
        rows_of(work, viewer, &ledger_entry_kind, "period", value_get_text(period, "id"), LEDGER_MOST, &found);
    if (!err)
        err = rows_of(work, viewer, kind_by_plural(S("parties")), "alliance", value_get_text(period, "alliance"), 200,
                      &parties);
    VALUE_EACH (entry, err ? NULL : found) {
        if (!str_eq(audience_of(entry), audience_of(period)))
            continue;
        value_push(out->entries, value_copy(work->arena, entry));
        put_entry(work->arena, list, entry, parties);
        out->disputed = out->disputed || str_is(value_get_text(entry, "answer"), "disputed");
    }
    return err;
}

enum err ledger_read(struct work *work, const struct viewer *viewer, const struct value *period, struct ledger *out)
{
    struct arena *a = work->arena;
    struct str alliance = value_get_text(period, "alliance");
    struct value *names, *instruments = NULL;
    *out = (struct ledger){.entries = value_list(a), .input = value_map(a)};
    enum err err = party_names(work, viewer, alliance, &names);
    if (!err)
        err = deal_sheet_on(work, viewer, alliance, day_of(period, "ends"), &out->sheet);
    if (err || !out->input)
        return err ? err : ERR_MEMORY;
    if (out->sheet && json_parse(a, value_get_text(out->sheet, "terms"), NULL, &instruments))
        return ERR_CORRUPT;
    struct str currency = value_get_text(out->sheet, "currency");
    value_put_text(a, out->input, "currency", currency);
    value_put(out->input, "parties", names);
    value_put(out->input, "instruments", instruments ? instruments : value_list(a));
    err = read_entries(work, viewer, period, out, value_put_list(a, out->input, "entries"));
    if (!err)
        err = put_rates(work, viewer, alliance, out->input);
    const struct value *first = value_at(value_get(out->input, "entries"), 0);
    if (!currency.n && first) /* without a deal: the currency of what was booked first */
        value_set(out->input, "currency", value_text(a, value_get_text(first, "currency")));
    out->digest = err ? (struct str){NULL, 0} : text_digest(a, out->input);
    return err ? err : out->digest.p ? OK : ERR_MEMORY;
}

enum err period_consents(struct work *work, const struct viewer *viewer, const struct value *period,
                         const struct ledger *ledger, struct consents *out)
{
    struct str id = value_get_text(period, "id"), nothing = {NULL, 0};
    enum err err = consents_read(work, viewer, &period_consent_kind, "period", id, audience_of(period), nothing, out);
    if (err || out->all)
        return err;
    return consents_read(work, viewer, &period_consent_kind, "period", id, audience_of(period), ledger->digest, out);
}
