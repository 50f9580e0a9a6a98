#include "engines/economics/deal_form.h"
#include "base/decimal.h"
#include "base/json.h"
#include "base/message.h"
#include "kernel/fraction.h"
#include <string.h>

enum { LINES = 6, MORE_LINES = 2 };

/* How a member of an instrument is typed. */
enum shape {
    ONE_PARTY,  /* chosen */
    CATEGORIES, /* with commas between */
    AMOUNT,     /* in whole units of the currency */
    SHARE,      /* 0.05, 5 % or 1/20 */
    NUMBER,
    YES, /* or not */
    DRIVER,
    OVER,
    SHARES,  /* one of each party */
    AMOUNTS, /* one of each party */
    NUMBERS, /* one of each party */
    TIERS,
    BANDS,
    RULES,
    MILESTONES
};
struct member {
    const char *name;
    enum shape shape;
};
/* A column of a table: what its cells are. */
struct column {
    const char *name;
    enum shape shape; /* CATEGORIES: one name; AMOUNT, SHARE, NUMBER */
    bool null;        /* left empty it is null, and not left out */
};

static const struct member split[] = {{"split", SHARES}, {"categories", CATEGORIES}, {"rules", RULES}, {NULL, 0}};
static const struct member shared_cost[] = {
    {"categories", CATEGORIES}, {"shares", SHARES}, {"tolerance", SHARE}, {"true_up", YES}, {NULL, 0}};
static const struct member relative_benefit[] = {{"categories", CATEGORIES}, {"benefits", NUMBERS}, {NULL, 0}};
static const struct member side_payment[] = {{"from", ONE_PARTY}, {"to", ONE_PARTY}, {"on", CATEGORIES},
                                             {"driver", DRIVER},  {"tiers", TIERS},  {"tiers_over", OVER},
                                             {"floor", AMOUNT},   {NULL, 0}};
static const struct member supply[] = {{"supplier", ONE_PARTY},
                                       {"buyer", ONE_PARTY},
                                       {"cogs", CATEGORIES},
                                       {"sales", CATEGORIES},
                                       {"tiers", TIERS},
                                       {"tiers_over", OVER},
                                       {NULL, 0}};
static const struct member fund[] = {{"holder", ONE_PARTY},
                                     {"opening", AMOUNT},
                                     {"contributions", AMOUNTS},
                                     {"ratio", SHARES},
                                     {"deficit_ratio", SHARES},
                                     {"categories", CATEGORIES},
                                     {"final", YES},
                                     {NULL, 0}};
static const struct member target_cost[] = {
    {"client", ONE_PARTY},   {"contractors", SHARES}, {"categories", CATEGORIES},
    {"target", AMOUNT},      {"bands", BANDS},        {"cap", AMOUNT},
    {"pool", AMOUNT},        {"score", NUMBER},       {"retention", SHARE},
    {"paid_before", AMOUNT}, {"final", YES},          {NULL, 0}};
static const struct member milestones[] = {
    {"from", ONE_PARTY}, {"to", ONE_PARTY}, {"milestones", MILESTONES}, {NULL, 0}};

const char *const deal_form_kinds[] = {
    "split", "shared-cost", "relative-benefit", "side-payment", "supply", "fund", "target-cost", "milestones", NULL};
static const struct member *const members[] = {split,  shared_cost, relative_benefit, side_payment,
                                               supply, fund,        target_cost,      milestones};

static const struct column tier_columns[] = {{"up_to", AMOUNT, true}, {"rate", NUMBER, false}, {NULL, 0, false}};
static const struct column band_columns[] = {
    {"from", SHARE, false}, {"to", SHARE, true}, {"share", SHARE, false}, {NULL, 0, false}};
static const struct column rule_columns[] = {
    {"category", CATEGORIES, false}, {"share", SHARE, false}, {"cap", AMOUNT, false}, {NULL, 0, false}};
static const struct column milestone_columns[] = {{"milestone", CATEGORIES, false}, {"payment", AMOUNT, false},
                                                  {"reward", AMOUNT, false},        {"penalty_a_day", AMOUNT, false},
                                                  {"penalty_most", AMOUNT, false},  {NULL, 0, false}};

static const struct member *members_of(struct str kind)
{
    for (size_t i = 0; deal_form_kinds[i]; i++)
        if (str_is(kind, deal_form_kinds[i]))
            return members[i];
    return NULL;
}

bool deal_form_kind(struct str kind)
{
    return members_of(kind) != NULL;
}

static const struct column *columns_of(enum shape shape)
{
    return shape == TIERS   ? tier_columns
           : shape == BANDS ? band_columns
           : shape == RULES ? rule_columns
                            : milestone_columns;
}

/* Tiers of pieces are counted in pieces, and paid by the piece in money; of money, in parts of it. */
static bool by_piece(const struct deal_form *form)
{
    struct str driver = form->sent ? value_get_text(form->sent, "driver") : value_get_text(form->given, "driver");
    return str_is(driver, "quantity");
}

static enum shape shape_in(const struct deal_form *form, enum shape table, const struct column *column)
{
    if (table != TIERS || !by_piece(form))
        return table == TIERS && !strcmp(column->name, "rate") ? SHARE : column->shape;
    return column->shape == AMOUNT ? NUMBER : AMOUNTS; /* AMOUNTS in a table: money to any number of decimals */
}

/* ---- leaves as texts, and back ---- */

static const struct fraction *ten_to(struct arena *a, int n)
{
    const struct fraction *sum = fraction_int(a, 1);
    for (int i = 0; i < n; i++)
        sum = fraction_times(a, sum, fraction_int(a, 10));
    return sum;
}

static struct str text_of(const struct deal_form *form, enum shape shape, const struct value *leaf)
{
    struct arena *a = form->overview->arena;
    struct buf out = buf_init(a, 0);
    if (!leaf || leaf->kind == V_NULL)
        return S("");
    if (leaf->kind == V_TEXT)
        return leaf->text;
    if (shape == AMOUNT && leaf->kind == V_INT) {
        money_write(&out, leaf->i, form->currency);
        return buf_str(&out);
    }
    if (shape == AMOUNTS) {
        int decimals = currency_decimals(form->currency);
        leaf = fraction_value(a, fraction_over(a, fraction_number(a, leaf), ten_to(a, decimals > 0 ? decimals : 0)));
    }
    return leaf ? json_text(a, leaf) : S("");
}

static bool is_decimal(struct str text)
{
    size_t digits = 0, points = 0;
    for (size_t i = text.n && text.p[0] == '-'; i < text.n; i++) {
        digits += text.p[i] >= '0' && text.p[i] <= '9';
        points += text.p[i] == '.';
        if (text.p[i] != '.' && (text.p[i] < '0' || text.p[i] > '9'))
            return false;
    }
    return digits && digits < 40 && points <= 1 && text.p[text.n - 1] != '.' && text.p[0] != '.';
}

static struct value *number_leaf(struct arena *a, struct str text)
{
    struct value *number = NULL;
    return is_decimal(text) && json_parse(a, text, NULL, &number) == OK ? number : NULL;
}

/* A text as a leaf; NULL when it cannot be read. */
static struct value *leaf_of(const struct deal_form *form, enum shape shape, struct str text)
{
    struct arena *a = form->overview->arena;
    int64_t minor;
    int decimals = currency_decimals(form->currency);
    bool share = shape == SHARE || shape == SHARES;
    switch (shape) {
    case AMOUNT:
        return money_parse(text, form->currency, &minor) ? value_int(a, minor) : NULL;
    case AMOUNTS: {
        struct value *number = number_leaf(a, text);
        return number ? fraction_value(
                            a, fraction_times(a, fraction_number(a, number), ten_to(a, decimals > 0 ? decimals : 0)))
                      : NULL;
    }
    default:
        if (share && str_ends(text, S("%"))) {
            struct str part = str_trim(str_part(text, 0, text.n - 1));
            struct value *number = number_leaf(a, part);
            return number ? fraction_value(a, fraction_over(a, fraction_number(a, number), fraction_int(a, 100)))
                          : NULL;
        }
        if (share && str_find(text, '/') > 0)
            return fraction_text(a, text) ? value_text(a, text) : NULL;
        return number_leaf(a, text);
    }
}

/* ---- the form ---- */

static struct str typed(const struct deal_form *form, const char *id)
{
    return str_trim(value_get_text(form->sent, id));
}

static const char *id_of(const struct deal_form *form, const char *member, size_t row, const char *column)
{
    struct str id =
        arena_printf(form->overview->arena, "%s.%zu%s%s", member, row, column ? "." : "", column ? column : "");
    return id.p ? id.p : "";
}

static struct str words(const struct deal_form *form, const char *prefix, const char *name)
{
    struct str key = arena_printf(form->overview->arena, "%s.%s", prefix, name);
    return key.p ? overview_words(form->overview, key.p, NULL) : S("");
}

static void put_control(const struct deal_form *form, struct value *map, const char *id, struct str label,
                        struct str stored)
{
    struct arena *a = form->overview->arena;
    value_put_text(a, map, "id", str_of(id));
    value_put_text(a, map, "label", label);
    value_put_text(a, map, "value", form->sent ? value_get_text(form->sent, id) : stored);
}

void deal_put_option(struct arena *a, struct value *options, struct str value, struct str label, struct str chosen)
{
    struct value *option = value_push_map(a, options);
    value_put_text(a, option, "value", value);
    value_put_text(a, option, "label", label);
    value_put_bool(a, option, "selected", str_eq(value, chosen));
}

static void put_select(const struct deal_form *form, struct value *field, const struct member *member)
{
    struct arena *a = form->overview->arena;
    static const char *const drivers[] = {"amount", "quantity", NULL}, *const overs[] = {"period", "year", NULL};
    struct value *select = value_put_map(a, field, "select"), *options = value_put_list(a, select, "options");
    struct str chosen = form->sent ? typed(form, member->name) : value_get_text(form->given, member->name);
    value_put_text(a, select, "id", str_of(member->name));
    if (member->shape == ONE_PARTY)
        VALUE_EACH (name, form->names)
            deal_put_option(a, options, name->text, name->text, chosen);
    const char *const *codes = member->shape == DRIVER ? drivers : overs;
    for (size_t i = 0; member->shape != ONE_PARTY && codes[i]; i++)
        deal_put_option(a, options, str_of(codes[i]), words(form, "deal_form.code", codes[i]), chosen);
    value_put_bool(a, select, "open", member->shape == ONE_PARTY);
}

static enum shape each_of(enum shape shape)
{
    return shape == AMOUNTS ? AMOUNT : shape == NUMBERS ? NUMBER : SHARE;
}

static void put_rows(const struct deal_form *form, struct value *field, const struct member *member)
{
    struct arena *a = form->overview->arena;
    struct value *rows = value_put_list(a, field, "rows");
    const struct value *map = value_get(form->given, member->name);
    size_t row = 0;
    VALUE_EACH (name, form->names) {
        struct str stored = text_of(form, each_of(member->shape), value_get_str(map, name->text));
        put_control(form, value_push_map(a, rows), id_of(form, member->name, row++, NULL), name->text, stored);
    }
}

static void put_grid(const struct deal_form *form, struct value *field, const struct member *member)
{
    struct arena *a = form->overview->arena;
    const struct value *list = value_get(form->given, member->name), *line = list ? list->first : NULL;
    size_t count = list ? list->count + MORE_LINES : LINES;
    struct value *grid = value_put_map(a, field, "grid"), *heads = value_put_list(a, grid, "heads");
    struct value *lines = value_put_list(a, grid, "lines");
    const struct column *columns = columns_of(member->shape);
    for (size_t c = 0; columns[c].name; c++)
        value_push(heads, value_text(a, words(form, "deal_form.column", columns[c].name)));
    for (size_t row = 0; row < count; row++) {
        struct value *cells = value_put_list(a, value_push_map(a, lines), "cells");
        for (size_t c = 0; columns[c].name; c++) {
            struct str stored =
                text_of(form, shape_in(form, member->shape, &columns[c]), value_get(line, columns[c].name));
            struct value *cell = value_push_map(a, cells);
            put_control(form, cell, id_of(form, member->name, row, columns[c].name),
                        words(form, "deal_form.column", columns[c].name), stored);
            value_put_int(a, cell, "line", (int64_t)row + 1);
        }
        line = line ? line->next : NULL;
    }
}

static struct str joined(struct arena *a, const struct value *list)
{
    struct buf out = buf_init(a, 0);
    VALUE_EACH (one, list)
        buf_printf(&out, "%s%.*s", out.n ? ", " : "", STR_ARG(one->text));
    return buf_str(&out);
}

struct value *deal_form_fields(const struct deal_form *form)
{
    struct arena *a = form->overview->arena;
    struct value *fields = value_list(a);
    for (const struct member *m = members_of(form->kind); m && m->name; m++) {
        struct value *field = value_push_map(a, fields);
        const struct value *stored = value_get(form->given, m->name);
        struct str hint = arena_printf(a, "deal_form.hint.%s", m->name);
        value_put_text(a, field, "label", words(form, "deal_sheet.member", m->name));
        if (hint.p && message_find("en", hint).p)
            value_put_text(a, field, "hint", overview_words(form->overview, hint.p, NULL));
        if (m->shape == ONE_PARTY || m->shape == DRIVER || m->shape == OVER) {
            put_select(form, field, m);
        } else if (m->shape == YES) {
            struct value *check = value_put_map(a, field, "check");
            value_put_text(a, check, "id", str_of(m->name));
            value_put_bool(a, check, "on",
                           form->sent ? typed(form, m->name).n > 0 : value_get_bool(form->given, m->name));
        } else if (m->shape >= TIERS) {
            put_grid(form, field, m);
        } else if (m->shape >= SHARES) {
            put_rows(form, field, m);
        } else {
            put_control(form, value_put_map(a, field, "text"), m->name, words(form, "deal_sheet.member", m->name),
                        m->shape == CATEGORIES ? joined(a, stored) : text_of(form, m->shape, stored));
        }
    }
    return fields;
}

/* ---- reading ---- */

static void wrong(const struct deal_form *form, struct problems *problems, const char *id)
{
    /* A problem that cannot be kept is an exhausted arena, which the reader finds at its end. */
    (void)problem_say(problems, pointer_member(form->overview->arena, S(""), str_of(id)), "deal_form.wrong", NULL);
}

/* The leaf of a control; NULL where it is empty, or wrong (which is told). */
static struct value *read_leaf(const struct deal_form *form, enum shape shape, const char *id,
                               struct problems *problems)
{
    struct str text = typed(form, id);
    struct value *leaf = text.n ? leaf_of(form, shape, text) : NULL;
    if (text.n && !leaf)
        wrong(form, problems, id);
    return leaf;
}

static struct value *read_categories(struct arena *a, struct str text)
{
    struct value *list = value_list(a);
    struct str rest = text, part;
    while (rest.n && str_cut(&rest, ',', &part))
        if (str_trim(part).n)
            value_push(list, value_text(a, str_trim(part)));
    return list;
}

static struct value *read_rows(const struct deal_form *form, const struct member *member, struct problems *problems)
{
    struct value *map = value_map(form->overview->arena);
    size_t row = 0;
    VALUE_EACH (name, form->names) {
        const char *id = id_of(form, member->name, row++, NULL);
        struct value *leaf = read_leaf(form, each_of(member->shape), id, problems);
        if (leaf)
            value_put_str(map, name->text, leaf);
    }
    return map;
}

static struct value *read_grid(const struct deal_form *form, const struct member *member, struct problems *problems)
{
    struct arena *a = form->overview->arena;
    struct value *list = value_list(a);
    const struct column *columns = columns_of(member->shape);
    size_t empty = 0;
    for (size_t row = 0; empty < LINES; row++) {
        struct value *line = value_map(a);
        bool any = false;
        for (size_t c = 0; columns[c].name; c++)
            any |= typed(form, id_of(form, member->name, row, columns[c].name)).n > 0;
        empty = any ? 0 : empty + 1;
        for (size_t c = 0; any && columns[c].name; c++) {
            const char *id = id_of(form, member->name, row, columns[c].name);
            struct value *leaf = columns[c].shape == CATEGORIES
                                     ? (typed(form, id).n ? value_text(a, typed(form, id)) : NULL)
                                     : read_leaf(form, shape_in(form, member->shape, &columns[c]), id, problems);
            if (leaf || (columns[c].null && !typed(form, id).n))
                value_put(line, columns[c].name, leaf ? leaf : value_null(a));
        }
        if (any)
            value_push(list, line);
    }
    return list;
}

static struct value *read_member(const struct deal_form *form, const struct member *m, struct problems *problems)
{
    struct arena *a = form->overview->arena;
    struct str text = typed(form, m->name);
    struct value *read;
    switch (m->shape) {
    case ONE_PARTY:
    case DRIVER:
    case OVER:
        return text.n ? value_text(a, text) : NULL;
    case YES:
        return text.n ? value_bool(a, true) : NULL;
    case CATEGORIES:
        read = read_categories(a, text);
        return count_of(read) ? read : NULL;
    case SHARES:
    case AMOUNTS:
    case NUMBERS:
        read = read_rows(form, m, problems);
        return read && read->count ? read : NULL;
    case TIERS:
    case BANDS:
    case RULES:
    case MILESTONES:
        read = read_grid(form, m, problems);
        return count_of(read) || m->shape == TIERS ? read : NULL;
    default:
        return read_leaf(form, m->shape, m->name, problems);
    }
}

struct value *deal_form_read(const struct deal_form *form, struct problems *problems)
{
    struct arena *a = form->overview->arena;
    struct value *instrument = value_map(a);
    value_put_text(a, instrument, "kind", form->kind);
    value_put_text(a, instrument, "name", typed(form, "name"));
    for (const struct member *m = members_of(form->kind); m && m->name; m++) {
        struct value *leaf = read_member(form, m, problems);
        if (leaf && !value_put(instrument, m->name, leaf))
            return NULL;
    }
    return instrument;
}
