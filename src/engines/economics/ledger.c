#include "engines/economics/ledger.h"
#include "base/json.h"
#include "base/message.h"
#include "engines/economics/deal.h"
#include "engines/economics/rates.h"
#include "kernel/calc.h"
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
    if (is_given(sheet, "names"))
        value_put_text(arena, text, "names", value_get_text(sheet, "names"));
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

enum err deal_sheets_agreed(struct work *work, const struct viewer *viewer, struct str alliance, struct str circle,
                            struct value **out)
{
    struct value *sheets;
    *out = value_list(work->arena);
    enum err err = rows_of(work, viewer, &deal_sheet_kind, "alliance", alliance, SHEETS_MOST, &sheets);
    VALUE_EACH (sheet, err ? NULL : sheets) {
        bool agreed;
        if (circle.n && !str_eq(audience_of(sheet), circle))
            continue;
        if ((err = deal_sheet_agreed(work, viewer, sheet, &agreed)))
            return err;
        if (agreed)
            value_push(*out, value_copy(work->arena, sheet));
    }
    return err ? err : *out ? OK : ERR_MEMORY;
}

struct value *deal_sheet_in_force(struct value *sheets, int64_t day)
{
    struct value *best = NULL;
    VALUE_EACH (sheet, sheets) {
        int64_t from = day_of(sheet, "effective_from"), than = best ? day_of(best, "effective_from") : NO_DAY;
        bool later =
            from > than || (from == than && str_cmp(value_get_text(sheet, "id"), value_get_text(best, "id")) > 0);
        if (from <= day && (!best || later))
            best = sheet;
    }
    return best;
}

enum err deal_sheet_on(struct work *work, const struct viewer *viewer, struct str alliance, struct str circle,
                       int64_t day, struct value **out)
{
    struct value *sheets;
    enum err err = deal_sheets_agreed(work, viewer, alliance, circle, &sheets);
    *out = err ? NULL : deal_sheet_in_force(sheets, day);
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

struct str ledger_circle(const struct viewer *viewer, struct str alliance, struct str audience)
{
    const struct viewer_audience *there = viewer_audience(viewer, audience);
    const struct viewer_audience *joint = viewer_circle(viewer, alliance, AUDIENCE_JOINT);
    return there && there->kind == AUDIENCE_SIDE && joint ? joint->id : audience;
}

/* The periods of a circle. */
static enum err periods_of(struct work *work, const struct viewer *viewer, struct str alliance, struct str circle,
                           struct value **out)
{
    struct query query = {.sort = S("starts")};
    query_add(&query, "alliance", alliance);
    query_add(&query, "circle", circle);
    return rows_where(work, viewer, &settlement_period_kind, query, PERIODS_MOST, out);
}

enum err closed_until(struct work *work, const struct viewer *viewer, struct str alliance, struct str circle,
                      int64_t *day)
{
    struct value *periods;
    *day = NO_DAY;
    enum err err = periods_of(work, viewer, alliance, circle, &periods);
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

static bool among(const struct str *ids, size_t count, struct str id)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(ids[i], id))
            return true;
    return false;
}

static bool name_known(const struct value *names, struct str name)
{
    VALUE_EACH (one, names)
        if (str_eq(one->text, name))
            return true;
    return false;
}

enum err deal_names_read(struct work *work, const struct viewer *viewer, struct str alliance, struct str circle,
                         const struct value *sheet, struct value **out)
{
    struct arena *a = work->arena;
    struct query query = {.sort = S("id")};
    struct value *parties, *kept = NULL;
    struct str *organisations, names = value_get_text(sheet, "names");
    size_t count;
    if (names.n && json_parse(a, names, NULL, &kept))
        return ERR_CORRUPT;
    *out = kept ? kept : value_map(a);
    query_add(&query, "alliance", alliance);
    enum err err = circle_parties(work, viewer, circle, &organisations, &count);
    if (!err)
        err = rows_where(work, viewer, kind_by_plural(S("parties")), query, 200, &parties);
    VALUE_EACH (party, err ? NULL : parties) {
        struct str id = value_get_text(party, "id"), name = value_get_text(party, "name");
        if (!value_get_str(*out, id) && !name_known(*out, name) &&
            among(organisations, count, value_get_text(party, "organisation")) &&
            !value_put_str(*out, id, value_text(a, name)))
            return ERR_MEMORY;
    }
    return err ? err : *out ? OK : ERR_MEMORY;
}

struct str deal_party_named(const struct value *names, struct str name)
{
    VALUE_EACH (one, names)
        if (str_eq(one->text, name))
            return one->key;
    return S("");
}

struct value *deal_names_list(struct arena *arena, const struct value *names)
{
    struct value *list = value_list(arena);
    VALUE_EACH (name, names)
        if (!value_push(list, value_text(arena, name->text)))
            return NULL;
    return list;
}

struct str deal_names_text(struct arena *arena, const struct value *names)
{
    return json_canonical(arena, names);
}

/* What all periods of a circle are read with. */
struct circle_of_periods {
    struct value *sheets, *rates;
    struct str currency; /* of the last one */
};

/* One period, with what the one before it left. */
static enum err read_one(struct work *work, const struct viewer *viewer, const struct value *period,
                         const struct circle_of_periods *shared, const struct value *carried, struct ledger *out)
{
    struct arena *a = work->arena;
    struct value *instruments = NULL, *input = value_map(a);
    out->input = input;
    out->sheet = deal_sheet_in_force(shared->sheets, day_of(period, "ends"));
    struct str currency = value_get_text(out->sheet, "currency");
    enum err err = ledger_groups_read(work, viewer, period, currency, false, &out->groups);
    if (!err)
        err = deal_names_read(work, viewer, value_get_text(period, "alliance"), audience_of(period), out->sheet,
                              &out->names);
    if (err)
        return err;
    if (out->sheet && json_parse(a, value_get_text(out->sheet, "terms"), NULL, &instruments))
        return ERR_CORRUPT;
    value_put_text(a, input, "currency", out->groups.currency);
    value_put(input, "parties", deal_names_list(a, out->names));
    value_put(input, "instruments", instruments ? instruments : value_list(a));
    err = ledger_groups_put(a, &out->groups, out->names, value_put_list(a, input, "entries"));
    value_put(input, "rates", value_copy(a, shared->rates));
    if (out->sheet)
        value_put_text(a, input, "from", value_get_text(out->sheet, "effective_from"));
    if (deal_counts_years(instruments))
        value_put_text(a, input, "ends", value_get_text(period, "ends"));
    if (value_get_bool(period, "final"))
        value_put_bool(a, input, "final", true);
    if (carried && carried->count)
        value_put(input, "carried", value_copy(a, carried));
    out->digest = err ? (struct str){NULL, 0} : text_digest(a, input);
    return err ? err : out->digest.p ? OK : ERR_MEMORY;
}

/* Adds what a closed period moved to each party. */
static enum err add_due(struct arena *a, struct value *due, const struct value *settled)
{
    VALUE_EACH (moved, value_get(settled, "transfer")) {
        struct value *before = value_get_str(due, moved->key);
        if (before && __builtin_add_overflow(before->i, moved->i, &before->i))
            return ERR_CORRUPT;
        if (!before && !value_put_str(due, moved->key, value_int(a, moved->i)))
            return ERR_MEMORY;
    }
    return OK;
}

/* Settles an earlier period; *carried is what it leaves. */
static enum err go_through(struct work *work, const struct viewer *viewer, struct value *period,
                           const struct circle_of_periods *shared, struct value **carried, struct ledger *out)
{
    struct ledger earlier = {.sheet = NULL};
    struct problems problems = problems_init(work->arena);
    struct value *settled = NULL;
    bool closed;
    enum err err = read_one(work, viewer, period, shared, *carried, &earlier);
    if (!err)
        err = period_closed(work, viewer, period, &closed);
    if (err)
        return err;
    out->earlier_open = out->earlier_open || !closed;
    if (!earlier.groups.currency.n)
        return OK;
    err = ledger_settle(work, &earlier, &problems, &settled);
    if (err == ERR_INPUT) {
        out->stuck = out->stuck ? out->stuck : period;
        return OK;
    }
    if (err)
        return err;
    *carried = value_get(settled, "carry");
    bool other = shared->currency.n && !str_eq(earlier.groups.currency, shared->currency);
    if (other && *carried && (*carried)->count) /* what is left cannot be added to amounts of another currency */
        out->stuck = out->stuck ? out->stuck : period;
    if (!closed || other)
        return OK;
    value_push(out->before, value_copy(work->arena, period));
    return add_due(work->arena, out->due, settled);
}

enum err ledger_read(struct work *work, const struct viewer *viewer, const struct value *period, struct ledger *out)
{
    struct arena *a = work->arena;
    struct str alliance = value_get_text(period, "alliance"), circle = audience_of(period);
    struct circle_of_periods shared = {.sheets = NULL};
    struct value *periods, *carried = NULL;
    *out = (struct ledger){.due = value_map(a), .before = value_list(a)};
    enum err err = deal_sheets_agreed(work, viewer, alliance, circle, &shared.sheets);
    if (!err)
        err = rates_read(work, viewer, alliance, circle, &shared.rates);
    if (!err)
        err = periods_of(work, viewer, alliance, circle, &periods);
    if (!err)
        shared.currency = value_get_text(deal_sheet_in_force(shared.sheets, day_of(period, "ends")), "currency");
    VALUE_EACH (earlier, err ? NULL : periods)
        if (!err && day_of(earlier, "ends") < day_of(period, "starts"))
            err = go_through(work, viewer, earlier, &shared, &carried, out);
    return err ? err : read_one(work, viewer, period, &shared, carried, out);
}

enum err ledger_settle(struct work *work, const struct ledger *ledger, struct problems *problems,
                       struct value **settled)
{
    *settled = NULL;
    if (ledger->stuck) {
        const struct value *args =
            message_args(work->arena, "period", value_text(work->arena, value_get_text(ledger->stuck, "name")), NULL);
        return problem_say(problems, S("/carried"), "deal.earlier-wrong", args);
    }
    enum err err = calc_run(work->arena, S("settle-deal"), ledger->input, problems, settled);
    if (err)
        *settled = NULL;
    return err;
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
