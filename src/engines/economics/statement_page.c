/* The statement of one party for one period: what it booked, what each instrument moves to it and why, what it pays and
 * receives, who has agreed when. GET /settlement_periods/{id}/statement?party=…; with format=csv line by line. */
#include "base/csv.h"
#include "base/decimal.h"
#include "engines/economics/statement.h"
#include "engines/economics/waterfall.h"
#include "engines/registry/registry.h"

static bool is_of(const struct value *map, const char *key, struct str party)
{
    return str_eq(value_get_text(map, key), party);
}

static void put_parts(struct statement *s)
{
    struct arena *a = s->o.arena;
    struct value *parts = value_put_list(a, s->view, "parts");
    VALUE_EACH (part, value_get(s->whole, "parts")) {
        struct value *item = value_push_map(a, parts);
        overview_copy(&s->o, item, part, "name", "kind", NULL);
        struct value *lines = value_put_list(a, item, "lines");
        VALUE_EACH (line, value_get(part, "lines")) {
            if (value_get_text(line, "party").n && !is_of(line, "party", s->party) && !is_of(line, "to", s->party))
                continue;
            struct value *shown = value_push_map(a, lines);
            overview_copy(&s->o, shown, line, "text", "amount", NULL);
        }
        VALUE_EACH (move, value_get(part, "moves"))
            if (is_of(move, "party", s->party))
                value_put(item, "move", again(a, value_get(move, "amount")));
    }
}

static void put_payments(struct statement *s)
{
    struct arena *a = s->o.arena;
    struct value *list = value_put_list(a, s->view, "payments");
    VALUE_EACH (payment, value_get(s->whole, "payments")) {
        bool receives = is_of(payment, "to", s->party);
        if (!receives && !is_of(payment, "from", s->party))
            continue;
        struct value *item = value_push_map(a, list);
        value_put_bool(a, item, "receives", receives);
        value_put_text(a, item, "other", value_get_text(payment, receives ? "from" : "to"));
        value_put(item, "amount", again(a, value_get(payment, "amount")));
        overview_say(&s->o,
                     overview_words(&s->o, receives ? "statement.answer.receives" : "statement.answer.pays", "party",
                                    value_text(a, s->party), "other", again(a, value_get(item, "other")), "amount",
                                    again(a, value_get(item, "amount")), NULL));
    }
    if (!count_of(list))
        overview_say(&s->o, overview_words(&s->o, "statement.answer.nothing", "party", value_text(a, s->party), NULL));
}

static enum err put_sums(struct statement *s)
{
    int64_t booked, result;
    const struct value *moved = value_get_str(value_get(s->settled, "transfer"), s->party);
    if (!moved || !result_booked(s->o.arena, s->ledger.input, s->settled, s->party, &booked) ||
        __builtin_add_overflow(booked, moved->i, &result))
        return problem_say(&s->o.request->work.problems, S(""), "amount.sum-large", NULL);
    statement_amount(s, s->view, "opening", booked);
    statement_amount(s, s->view, "moved", moved->i);
    statement_amount(s, s->view, "closing", result);
    return OK;
}

/* The settlement as this party has it, or nulls with what is in the way. */
static enum err put_settled(struct statement *s)
{
    struct arena *a = s->o.arena;
    static const char *const none[] = {"opening", "moved", "closing", "chart"};
    struct value *scratch = value_map(a);
    enum err err = OK;
    if (s->currency.n)
        err = settle_ledger_for_page(&s->o, &s->ledger, s->view, &s->settled);
    else
        value_put_list(a, s->view, "problems");
    if (!err && s->settled)
        err = put_settlement(&s->o, scratch, "whole", s->settled, s->currency);
    s->whole = value_get(scratch, "whole");
    if (!err)
        err = statement_entries(s);
    if (!err)
        err = statement_account(s);
    if (!err)
        err = statement_fiscal(s);
    put_parts(s);
    for (size_t i = 0; !s->settled && i < sizeof none / sizeof *none; i++)
        value_put(s->view, none[i], value_null(a));
    if (err || !s->settled) {
        value_put_list(a, s->view, "payments");
        overview_say(&s->o, overview_words(&s->o, "settlement.answer.wrong", NULL));
        return err;
    }
    err = put_sums(s);
    if (err)
        return err;
    struct value *chart = waterfall_chart(&s->o, s->ledger.input, s->settled, s->party, s->currency);
    value_put(s->view, "chart", chart ? chart : value_null(a));
    put_payments(s);
    return OK;
}

/* ---- line by line, for a spreadsheet ---- */

static void put_line(struct buf *out, const char *section, struct str name, struct str text, struct str day,
                     const struct value *amount)
{
    struct buf money = buf_init(out->arena, 0);
    csv_cell(out, str_of(section), true);
    csv_cell(out, name, false);
    csv_cell(out, text, false);
    csv_cell(out, day, false);
    if (amount && amount->kind == V_MONEY)
        money_write(&money, amount->i, amount->text);
    csv_cell(out, buf_str(&money), false);
    csv_cell(out, amount && amount->kind == V_MONEY ? amount->text : S(""), false);
    csv_end(out);
}

static void write_csv(struct statement *s, struct reply *reply)
{
    static const char *const head[] = {"section", "name", "text", "day", "amount", "currency"};
    struct arena *a = s->o.arena;
    const struct value *view = s->view;
    struct buf out = buf_init(a, 0);
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        csv_cell(&out, str_of(head[i]), i == 0);
    csv_end(&out);
    VALUE_EACH (entry, value_get(view, "entries")) {
        const struct value *record = value_get(entry, "entry");
        put_line(&out, "booked", record ? record->label : S(""), value_get_text(entry, "kind"),
                 value_get_text(entry, "booked_on"), value_get(entry, "converted"));
    }
    put_line(&out, "opening", s->party, S(""), S(""), value_get(view, "opening"));
    VALUE_EACH (part, value_get(view, "parts")) {
        VALUE_EACH (line, value_get(part, "lines"))
            put_line(&out, "line", value_get_text(part, "name"), value_get_text(line, "text"), S(""),
                     value_get(line, "amount"));
        put_line(&out, "moved", value_get_text(part, "name"), S(""), S(""), value_get(part, "move"));
    }
    put_line(&out, "closing", s->party, S(""), S(""), value_get(view, "closing"));
    const struct value *account = value_get(view, "account");
    put_line(&out, "brought", s->party, S(""), S(""), value_get(account, "brought"));
    put_line(&out, "paid", s->party, S(""), S(""), value_get(account, "paid"));
    put_line(&out, "left", s->party, S(""), S(""), value_get(account, "left"));
    VALUE_EACH (payment, value_get(view, "payments"))
        put_line(&out, value_get_bool(payment, "receives") ? "receives_from" : "pays_to",
                 value_get_text(payment, "other"), S(""), S(""), value_get(payment, "amount"));
    reply->raw = buf_str(&out);
    reply->raw_type = S("text/csv; charset=utf-8");
    reply->file_name = arena_printf(a, "%.*s, %.*s.csv", STR_ARG(s->o.name), STR_ARG(s->party));
}

/* The party that is asked for, else the own side's, else the first one. */
static enum err find_party(struct request *request, const struct value *period, struct value **party)
{
    struct value *parties;
    struct str asked = value_get_text(request->query, "party");
    enum err err = rows_of(&request->work, request->viewer, kind_by_plural(S("parties")), "alliance",
                           value_get_text(period, "alliance"), 200, &parties);
    *party = NULL;
    VALUE_EACH (one, err ? NULL : parties) {
        bool ours = str_eq(value_get_text(one, "organisation"), request->viewer->organisation);
        if (asked.n ? str_eq(value_get_text(one, "id"), asked) : !*party || ours)
            *party = one;
    }
    return err ? err : *party ? OK : ERR_NOT_FOUND;
}

/* Reads the period, its ledger and consents; the party must be one of the alliance. */
static enum err read_all(struct request *request, struct reply *reply, struct statement *s)
{
    struct value *party;
    struct work *work = &request->work;
    enum err err = overview_begin(request, reply, &settlement_period_kind, "statement", &s->o);
    if (!err)
        err = alliance_bar(&s->o, DEAL_PATH);
    if (!err)
        err = find_party(request, s->o.record, &party);
    if (!err)
        err = ledger_read(work, request->viewer, s->o.record, &s->ledger);
    if (!err)
        err = period_consents(work, request->viewer, s->o.record, &s->ledger, &s->consents);
    if (err)
        return err;
    struct arena *a = s->o.arena;
    const struct value *name = value_get_str(s->ledger.names, value_get_text(party, "id"));
    s->party = name ? name->text : value_get_text(party, "name");
    s->party_id = value_get_text(party, "id");
    s->organisation = value_get_text(party, "organisation");
    s->all = str_is(value_get_text(request->query, "format"), "csv");
    s->currency = value_get_text(s->ledger.input, "currency");
    s->view = reply->view = value_map(a);
    reply->etag = 0;
    put_ref(a, s->view, "period", &settlement_period_kind, s->o.id, s->o.name);
    put_ref(a, s->view, "party", kind_by_plural(S("parties")), value_get_text(party, "id"), s->party);
    value_put_text(a, s->view, "party_name", s->party);
    overview_copy(&s->o, s->view, s->o.record, "alliance", "starts", "ends", "final", "state", NULL);
    if (s->ledger.sheet)
        put_ref(a, s->view, "deal", &deal_sheet_kind, value_get_text(s->ledger.sheet, "id"),
                value_get_text(s->ledger.sheet, "name"));
    else
        value_put(s->view, "deal", value_null(a));
    value_put(s->view, "consents", s->consents.list);
    return s->view ? OK : ERR_MEMORY;
}

enum err statement_page(struct request *request, struct reply *reply)
{
    struct statement s = {.settled = NULL};
    enum err err = read_all(request, reply, &s);
    if (!err)
        err = put_settled(&s);
    if (err)
        return err;
    struct arena *a = s.o.arena;
    struct str heading = overview_words(&s.o, "statement.title", "party", value_text(a, s.party), "period",
                                        value_text(a, s.o.name), NULL);
    value_set(s.o.page, "heading", value_text(a, heading));
    value_set(s.o.page, "actions", value_list(a));
    value_put(s.view, "answer", again(a, value_get(s.o.page, "answer")));
    if (s.all)
        write_csv(&s, reply);
    return OK;
}
