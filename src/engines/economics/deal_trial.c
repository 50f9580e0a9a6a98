/* A deal tried with numbers of one's own, of which nothing is kept: rows that are typed, or (query `entries`) a list as
 * settle-deal takes it. */
#include "base/decimal.h"
#include "base/json.h"
#include "engines/economics/deal_form.h"
#include "engines/economics/deal_parts.h"
#include "engines/economics/pages.h"

enum { ROWS = 6, ROWS_MOST = 60 };

struct trial {
    struct overview *o;
    struct str currency;
    const struct value *names; /* of the parties, a list */
    struct value *entries, *problems;
    bool any;
};

static struct str typed(const struct trial *t, const char *name, size_t row)
{
    struct str key = arena_printf(t->o->arena, "%s.%zu", name, row);
    return key.p ? str_trim(value_get_text(t->o->request->query, key.p)) : S("");
}

static void put_row(const struct trial *t, struct value *rows, size_t row)
{
    static const char *const parties[] = {"party", "to"}, *const texts[] = {"category", "amount", "quantity"};
    struct arena *a = t->o->arena;
    struct value *item = value_push_map(a, rows);
    value_put_int(a, item, "place", (int64_t)row);
    value_put_int(a, item, "line", (int64_t)row + 1);
    for (size_t i = 0; i < 2; i++) {
        struct value *options = value_put_list(a, item, parties[i]);
        VALUE_EACH (name, t->names)
            deal_put_option(a, options, name->text, name->text, typed(t, parties[i], row));
    }
    struct value *kinds = value_put_list(a, item, "kind");
    for (size_t i = 0; entry_kind_codes[i]; i++) {
        struct str key = arena_printf(a, "choice.ledger_entry.kind.%s", entry_kind_codes[i]);
        deal_put_option(a, kinds, str_of(entry_kind_codes[i]), key.p ? overview_words(t->o, key.p, NULL) : S(""),
                        typed(t, "kind", row));
    }
    for (size_t i = 0; i < 3; i++)
        value_put_text(a, item, texts[i], typed(t, texts[i], row));
}

static void tell_line(struct trial *t, size_t row, const char *key)
{
    struct arena *a = t->o->arena;
    struct value *one = value_push_map(a, t->problems);
    value_put_text(a, one, "place", S(""));
    value_put_text(a, one, "text", overview_words(t->o, key, "line", value_int(a, (int64_t)row + 1), NULL));
}

/* A row as an entry; what cannot be read is told with its line. */
static void read_row(struct trial *t, size_t row)
{
    struct arena *a = t->o->arena;
    struct str amount = typed(t, "amount", row), quantity = typed(t, "quantity", row), to = typed(t, "to", row);
    struct value *entry = value_map(a), *number = NULL;
    int64_t minor, millionths;
    if (!amount.n && !typed(t, "category", row).n)
        return;
    t->any = true;
    value_put_text(a, entry, "party", typed(t, "party", row));
    value_put_text(a, entry, "kind", typed(t, "kind", row));
    value_put_text(a, entry, "category", typed(t, "category", row));
    if (!money_parse(amount, t->currency, &minor)) {
        tell_line(t, row, "deal_trial.amount");
        return;
    }
    value_put_int(a, entry, "amount", minor);
    if (quantity.n && (!decimal_parse(quantity, &millionths) || json_parse(a, quantity, NULL, &number))) {
        tell_line(t, row, "deal_trial.quantity");
        return;
    }
    if (number)
        value_put(entry, "quantity", number);
    if (to.n)
        value_put_text(a, entry, "to", to);
    value_push(t->entries, entry);
}

static void put_categories(const struct trial *t, const struct value *terms)
{
    static const char *const lists[] = {"categories", "on", "cogs", "sales", NULL};
    struct arena *a = t->o->arena;
    struct value *all = value_put_list(a, t->o->page, "categories");
    VALUE_EACH (part, terms) {
        for (size_t i = 0; lists[i]; i++)
            VALUE_EACH (one, value_get(part, lists[i]))
                value_push(all, value_text(a, one->text));
        VALUE_EACH (one, value_get(part, "milestones"))
            value_push(all, value_text(a, value_get_text(one, "milestone")));
    }
}

static enum err read_entries(struct trial *t)
{
    struct arena *a = t->o->arena;
    struct problems problems = problems_init(a);
    struct str text = value_get_text(t->o->request->query, "entries");
    for (size_t row = 0; row < ROWS_MOST; row++)
        read_row(t, row);
    if (!text.n)
        return OK;
    t->any = true;
    if (json_parse(a, text, &problems, &t->entries) == OK)
        return OK;
    struct value *one = value_push_map(a, t->problems);
    value_put_text(a, one, "place", S(""));
    value_put_text(a, one, "text", problems.first ? problems.first->detail : S(""));
    return OK;
}

enum err deal_trial(struct overview *o, struct value *terms)
{
    struct arena *a = o->arena;
    struct trial t = {.o = o, .currency = value_get_text(o->record, "currency"), .entries = value_list(a)};
    struct value *names, *settled = NULL, *input = value_map(a);
    struct str alliance = value_get_text(o->record, "alliance");
    struct str circle = ledger_circle(o->request->viewer, alliance, value_get_text(o->record, "circle"));
    enum err err = deal_names_read(&o->request->work, o->request->viewer, alliance, circle, o->record, &names);
    if (err)
        return err;
    t.names = deal_names_list(a, names);
    t.problems = value_list(a);
    put_categories(&t, terms);
    struct value *rows = value_put_list(a, o->page, "rows");
    value_put(o->data, "trial", value_null(a));
    err = read_entries(&t);
    for (size_t row = 0; row < ROWS_MOST; row++)
        if (row < ROWS || typed(&t, "amount", row).n || typed(&t, "category", row).n)
            put_row(&t, rows, row);
    if (err || !t.any)
        return err;
    if (count_of(t.problems)) {
        value_put(o->data, "problems", t.problems);
        return OK;
    }
    value_put_text(a, input, "currency", t.currency);
    value_put(input, "parties", value_copy(a, t.names));
    value_put(input, "instruments", terms);
    value_put(input, "entries", t.entries);
    if (deal_counts_years(terms)) /* numbers that are tried are of one period */
        value_put(input, "ends", value_text(a, date_text(a, today_of(&o->request->work))));
    err = settle_for_page(o, input, o->data, &settled);
    if (err || !settled)
        return err;
    value_drop(o->data, "trial");
    return put_settlement(o, o->data, "trial", settled, t.currency);
}
