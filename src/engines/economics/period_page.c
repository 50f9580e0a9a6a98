/* A period: what was booked in it, what that comes to, who has agreed. */
#include "engines/economics/pages.h"
#include "engines/economics/waterfall.h"
#include "engines/registry/registry.h"

/* The first entries of a circle, and how many there are. */
static enum err put_entries(struct overview *o, const struct ledger *ledger)
{
    static const char *const members[] = {"kind", "category", "amount", "booked_on", "state", "party", "to_party"};
    struct value *found, *list = value_put_list(o->arena, o->data, "entries");
    struct query query = {0};
    query_add(&query, "period", o->id);
    query_add(&query, "circle", value_get_text(o->record, "circle"));
    enum err err = rows_where(&o->request->work, o->request->viewer, &ledger_entry_kind, query, ENTRIES_SHOWN, &found);
    VALUE_EACH (entry, err ? NULL : found) {
        struct value *item = value_push_map(o->arena, list);
        put_ref(o->arena, item, "entry", &ledger_entry_kind, value_get_text(entry, "id"),
                value_get_text(entry, "category"));
        for (size_t i = 0; i < sizeof members / sizeof *members; i++)
            value_put(item, members[i], again(o->arena, value_get(entry, members[i])));
    }
    value_put_int(o->arena, o->data, "entry_count", ledger->groups.entries);
    if (ledger->groups.entries > ENTRIES_SHOWN)
        value_put_text(o->arena, o->page, "all_entries",
                       arena_printf(o->arena, "/ledger_entries?period=%.*s", STR_ARG(o->id)));
    return err ? err : list ? OK : ERR_MEMORY;
}

/* What one's own side has not opened yet: for its own eyes. */
static enum err put_drafts(struct overview *o)
{
    struct request *request = o->request;
    struct value *found, *list = value_put_list(o->arena, o->data, "drafts");
    const struct viewer_audience *side =
        viewer_circle(request->viewer, value_get_text(o->record, "alliance"), AUDIENCE_SIDE);
    struct query query = {0};
    if (!side)
        return list ? OK : ERR_MEMORY;
    query_add(&query, "period", o->id);
    query_add(&query, "circle", side->id);
    enum err err = rows_where(&request->work, request->viewer, &ledger_entry_kind, query, ENTRIES_SHOWN, &found);
    VALUE_EACH (entry, err ? NULL : found) {
        struct value *item = value_push_map(o->arena, list);
        put_ref(o->arena, item, "entry", &ledger_entry_kind, value_get_text(entry, "id"),
                value_get_text(entry, "category"));
        overview_copy(o, item, entry, "kind", "amount", "booked_on", "party", NULL);
    }
    return err;
}

/* Who pays whom, in a sentence each; or that nobody does. */
static void say_payments(struct overview *o, const struct value *settlement)
{
    const struct value *payments = value_get(settlement, "payments");
    VALUE_EACH (payment, payments)
        overview_say(o, overview_words(o, "settlement.answer.pays", "from",
                                       value_text(o->arena, value_get_text(payment, "from")), "to",
                                       value_text(o->arena, value_get_text(payment, "to")), "amount",
                                       again(o->arena, value_get(payment, "amount")), NULL));
    if (!payments || !payments->count)
        overview_say(o, overview_words(o, "settlement.answer.nothing", NULL));
}

static void say_state(struct overview *o, const struct ledger *ledger, const struct consents *consents)
{
    int64_t missing = 0;
    VALUE_EACH (one, consents->list)
        missing += !value_get_bool(one, "holds");
    if (consents->all)
        overview_say(o, overview_words(o, "settlement.answer.closed", NULL));
    else if (ledger->groups.disputed)
        overview_say(o, overview_words(o, "settlement.answer.disputed", NULL));
    else
        overview_say(o, overview_words(o, "settlement.answer.open", "count", value_int(o->arena, missing), NULL));
    if (!consents->all && ledger->earlier_open)
        overview_say(o, overview_words(o, "settlement.answer.earlier-open", NULL));
    if (!ledger->sheet)
        overview_say(o, overview_words(o, "settlement.answer.no-deal", NULL));
}

/* The way to each party's statement, one's own first. */
static enum err put_statements(struct overview *o, const struct ledger *ledger)
{
    struct value *parties, *list = value_put_list(o->arena, o->data, "statements");
    const struct kind *kind = kind_by_plural(S("parties"));
    struct request *request = o->request;
    enum err err = rows_of(&request->work, request->viewer, kind, "alliance", value_get_text(o->record, "alliance"),
                           200, &parties);
    for (int theirs = 0; !err && theirs < 2; theirs++)
        VALUE_EACH (party, parties) {
            bool ours = str_eq(value_get_text(party, "organisation"), request->viewer->organisation);
            struct str id = value_get_text(party, "id");
            const struct value *known = value_get_str(ledger->names, id);
            if (!known || ours == (theirs == 1)) /* whoever has left, or came later, has no part in it */
                continue;
            struct value *item = value_push_map(o->arena, list);
            put_ref(o->arena, item, "party", kind, id, known->text);
            value_put_text(o->arena, item, "name", known->text);
            value_put_bool(o->arena, item, "ours", ours);
            value_put_text(
                o->arena, item, "href",
                arena_printf(o->arena, "/settlement_periods/%.*s/statement?party=%.*s", STR_ARG(o->id), STR_ARG(id)));
        }
    return err ? err : list ? OK : ERR_MEMORY;
}

/* How the settlement moves the own side's result. */
static void put_waterfall(struct overview *o, const struct ledger *ledger, const struct value *settled,
                          struct str currency)
{
    VALUE_EACH (statement, value_get(o->data, "statements")) {
        if (!value_get_bool(statement, "ours"))
            continue;
        struct value *chart = waterfall_chart(o, ledger->input, settled, value_get_text(statement, "name"), currency);
        value_set(o->data, "waterfall", chart ? chart : value_null(o->arena));
        return;
    }
}

static enum err settle(struct overview *o, const struct ledger *ledger, const struct consents *consents)
{
    struct value *settled = NULL;
    struct str currency = value_get_text(ledger->input, "currency");
    value_put(o->data, "settlement", value_null(o->arena));
    value_put(o->data, "waterfall", value_null(o->arena));
    if (!currency.n) {
        value_put_list(o->arena, o->data, "problems");
        overview_say(o, overview_words(o, "settlement.answer.empty", NULL));
        return OK;
    }
    enum err err = settle_ledger_for_page(o, ledger, o->data, &settled);
    if (!err && settled) {
        value_drop(o->data, "settlement");
        err = put_settlement(o, o->data, "settlement", settled, currency);
        say_payments(o, value_get(o->data, "settlement"));
        put_waterfall(o, ledger, settled, currency);
    } else if (!err) {
        overview_say(o, overview_words(o, "settlement.answer.wrong", NULL));
    }
    say_state(o, ledger, consents);
    return err;
}

enum err period_page(struct request *request, struct reply *reply)
{
    struct overview o;
    struct ledger ledger;
    struct consents consents;
    enum err err = overview_begin(request, reply, &settlement_period_kind, "settlement", &o);
    if (!err)
        err = alliance_bar(&o, DEAL_PATH);
    if (!err)
        err = ledger_read(&request->work, request->viewer, o.record, &ledger);
    if (!err)
        err = period_consents(&request->work, request->viewer, o.record, &ledger, &consents);
    if (err)
        return err;
    if (ledger.sheet)
        put_ref(o.arena, o.data, "deal", &deal_sheet_kind, value_get_text(ledger.sheet, "id"),
                value_get_text(ledger.sheet, "name"));
    else
        value_put(o.data, "deal", value_null(o.arena));
    put_consents(&o, &period_consent_kind, &consents);
    if (ledger.groups.disputed || ledger.earlier_open || ledger.stuck)
        value_set(o.page, "may_agree", value_bool(o.arena, false));
    err = put_entries(&o, &ledger);
    if (!err)
        err = put_drafts(&o);
    if (!err)
        err = put_statements(&o, &ledger);
    if (!err)
        err = settle(&o, &ledger, &consents);
    overview_offer(&o, &settlement_payment_kind, "add_payment");
    if (consents.all)
        leave_history(&o);
    else
        overview_offer(&o, &ledger_entry_kind, "add_entry");
    return err;
}
