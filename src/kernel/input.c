#include "kernel/input.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/message.h"
#include "base/url.h"
#include "base/uuid.h"
#include "base/zone.h"

bool leaf_empty(const struct value *leaf)
{
    return !leaf || leaf->kind == V_NULL;
}

/* One value being read, and where its problems go. */
struct reading {
    struct work *work;
    const struct viewer *viewer;
    const struct kind *kind;
    const struct field *field;
    const struct value *raw;
    enum input_style style;
    struct str pointer;
};

static enum err say(const struct reading *r, const char *key, struct value *args)
{
    return problem_say(&r->work->problems, r->pointer, key, args);
}

static struct value *bounds(const struct reading *r, struct value *low, struct value *high)
{
    return message_args(r->work->arena, "min", low, "max", high, NULL);
}

static struct value *leaf(const struct reading *r, enum value_kind kind, struct str text, int64_t i)
{
    struct value *v = value_new(r->work->arena, kind);
    if (v) {
        v->text = text.p ? arena_copy(r->work->arena, text) : text;
        v->i = i;
    }
    return v;
}

/* The text of the raw value, trimmed for one-line fields; false (with a problem) when it is no text. */
static bool text_of(const struct reading *r, struct str *out)
{
    if (r->raw->kind != V_TEXT) {
        (void)say(r, "input.text", NULL);
        return false;
    }
    *out = r->field->type == FIELD_LONG ? r->raw->text : str_trim(r->raw->text);
    return true;
}

static bool has_control(struct str s, bool lines)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if ((c < 0x20 && !(lines && (c == '\n' || c == '\r' || c == '\t'))) || c == 0x7f)
            return true;
    }
    return false;
}

static enum err read_text(const struct reading *r, struct value **out)
{
    struct str text;
    if (!text_of(r, &text))
        return OK;
    bool lines = r->field->type == FIELD_LONG;
    int64_t max = r->field->max ? r->field->max : lines ? 20000 : 200;
    int64_t n = (int64_t)str_chars(text);
    struct arena *a = r->work->arena;
    if (has_control(text, lines) || !str_utf8(text))
        return say(r, "input.control", NULL), OK;
    if (n > max)
        return say(r, "input.long", message_args(a, "max", value_int(a, max), "length", value_int(a, n), NULL)), OK;
    if (n < r->field->min)
        return say(r, "input.short", message_args(a, "min", value_int(a, r->field->min), NULL)), OK;
    *out = n ? leaf(r, V_TEXT, text, 0) : value_null(a);
    return OK;
}

static enum err read_int(const struct reading *r, struct value **out)
{
    int64_t i = 0;
    bool whole = r->raw->kind == V_INT;
    if (whole)
        i = r->raw->i;
    else if (r->style == INPUT_TEXT && r->raw->kind == V_TEXT)
        whole = str_int(str_trim(r->raw->text), &i);
    struct arena *a = r->work->arena;
    if (!whole)
        return say(r, "input.whole", NULL), OK;
    if (r->field->min < r->field->max && (i < r->field->min || i > r->field->max))
        return say(r, "input.between", bounds(r, value_int(a, r->field->min), value_int(a, r->field->max))), OK;
    *out = leaf(r, V_INT, (struct str){NULL, 0}, i);
    return OK;
}

/* Reads "35 %" and "35%" of a form as a ratio too. */
static bool decimal_of(const struct reading *r, int64_t *out)
{
    if (r->raw->kind == V_INT)
        return !__builtin_mul_overflow(r->raw->i, DECIMAL_ONE, out);
    if (r->raw->kind == V_NUMBER)
        return decimal_parse(r->raw->text, out);
    if (r->style != INPUT_TEXT || r->raw->kind != V_TEXT)
        return false;
    struct str text = str_trim(r->raw->text);
    bool percent = r->field->type == FIELD_RATIO && str_ends(text, S("%"));
    if (!percent)
        return decimal_parse(text, out);
    if (!decimal_parse(str_trim(str_part(text, 0, text.n - 1)), out) || *out % 100)
        return false;
    *out /= 100;
    return true;
}

static enum err read_decimal(const struct reading *r, struct value **out)
{
    int64_t i, min = r->field->min, max = r->field->max;
    bool ratio = r->field->type == FIELD_RATIO;
    if (ratio && min >= max)
        min = 0, max = DECIMAL_ONE;
    if (!decimal_of(r, &i))
        return say(r, ratio ? "input.ratio" : "input.decimal", NULL), OK;
    if (min < max && (i < min || i > max)) {
        struct value *low = leaf(r, V_DECIMAL, S(""), min), *high = leaf(r, V_DECIMAL, S(""), max);
        return say(r, "input.between", bounds(r, low, high)), OK;
    }
    *out = leaf(r, ratio ? V_RATIO : V_DECIMAL, (struct str){NULL, 0}, i);
    return OK;
}

static enum err read_money_text(const struct reading *r, struct value **out)
{
    struct str text = str_trim(r->raw->text), amount = text, currency = {NULL, 0};
    ptrdiff_t space = str_find(text, ' ');
    if (space > 0) {
        amount = str_part(text, 0, (size_t)space);
        currency = str_trim(str_part(text, (size_t)space, text.n));
        if (amount.p[0] >= 'A' && amount.p[0] <= 'Z') { /* "EUR 1234.50" */
            struct str swap = amount;
            amount = currency;
            currency = swap;
        }
    }
    int64_t minor;
    if (currency_decimals(currency) < 0)
        return say(r, "input.currency", NULL), OK;
    if (!money_parse(amount, currency, &minor))
        return say(r, "input.money", NULL), OK;
    *out = leaf(r, V_MONEY, currency, minor);
    return OK;
}

static enum err read_money(const struct reading *r, struct value **out)
{
    if (r->raw->kind == V_MONEY) {
        *out = leaf(r, V_MONEY, r->raw->text, r->raw->i);
        return OK;
    }
    if (r->style == INPUT_TEXT && r->raw->kind == V_TEXT)
        return read_money_text(r, out);
    const struct value *amount = value_get(r->raw, "amount");
    struct str currency = value_get_text(r->raw, "currency");
    if (r->raw->kind != V_MAP || r->raw->count != 2 || !amount || amount->kind != V_INT)
        return say(r, "input.money-object", NULL), OK;
    if (currency_decimals(currency) < 0)
        return say(r, "input.currency", NULL), OK;
    *out = leaf(r, V_MONEY, currency, amount->i);
    return OK;
}

static enum err read_date(const struct reading *r, struct value **out)
{
    struct str text;
    int64_t days;
    if (r->raw->kind == V_DATE)
        text = r->raw->text;
    else if (!text_of(r, &text))
        return OK;
    if (!date_parse(text, &days))
        return say(r, "input.date", NULL), OK;
    *out = leaf(r, V_DATE, text, 0);
    return OK;
}

/* As a form sends it, "2026-03-31T16:00": what the clocks of the reader's zone show. */
static bool read_local(const struct reading *r, struct str text, int64_t *ms)
{
    struct str utc = r->style == INPUT_TEXT ? arena_printf(r->work->arena, "%.*s%s", STR_ARG(text),
                                                           text.n == sizeof "2026-03-31T16:00" - 1 ? ":00Z" : "Z")
                                            : S("");
    bool read = utc.n && instant_parse(utc, ms);
    if (read)
        *ms = zone_instant(r->work->locale.zone, *ms);
    return read;
}

static enum err read_instant(const struct reading *r, struct value **out)
{
    struct str text;
    int64_t ms;
    if (r->raw->kind == V_INSTANT) {
        *out = leaf(r, V_INSTANT, (struct str){NULL, 0}, r->raw->i);
        return OK;
    }
    if (!text_of(r, &text))
        return OK;
    if (!instant_parse(text, &ms) && !read_local(r, text, &ms))
        return say(r, "input.instant", NULL), OK;
    *out = leaf(r, V_INSTANT, (struct str){NULL, 0}, ms);
    return OK;
}

static enum err read_bool(const struct reading *r, struct value **out)
{
    static const char *const yes[] = {"true", "yes", "1", "on", NULL}, *const no[] = {"false", "no", "0", "off", NULL};
    int found = r->raw->kind == V_BOOL ? r->raw->b : -1;
    if (found < 0 && r->style == INPUT_TEXT && r->raw->kind == V_TEXT) {
        struct str text = str_trim(r->raw->text);
        for (size_t i = 0; yes[i]; i++)
            if (str_eq_nocase(text, str_of(yes[i])))
                found = 1;
            else if (str_eq_nocase(text, str_of(no[i])))
                found = 0;
    }
    if (found < 0)
        return say(r, "input.bool", NULL), OK;
    *out = value_bool(r->work->arena, found == 1);
    return OK;
}

static enum err read_choice(const struct reading *r, struct value **out)
{
    struct arena *a = r->work->arena;
    struct str text;
    struct buf known = buf_init(a, 0);
    if (r->raw->kind == V_CHOICE)
        text = r->raw->text;
    else if (!text_of(r, &text))
        return OK;
    for (size_t i = 0; r->field->choices[i]; i++) {
        struct str label = arena_printf(a, "choice.%s.%s.%s", r->kind->name, r->field->name, r->field->choices[i]);
        bool same = str_is(text, r->field->choices[i]);
        if (!same && r->style == INPUT_TEXT) /* a person may write the words that the page shows */
            same = str_eq_nocase(text, str_of(r->field->choices[i])) ||
                   str_eq_nocase(text, message(a, r->work->locale.language, label.p, NULL));
        if (same) {
            *out = leaf(r, V_CHOICE, str_of(r->field->choices[i]), 0);
            if (*out)
                (*out)->label = label;
            return OK;
        }
        buf_printf(&known, "%s%s", i ? ", " : "", r->field->choices[i]);
    }
    return say(r, "input.choice", message_args(a, "choices", value_text(a, buf_str(&known)), NULL)), OK;
}

static enum err read_ref(const struct reading *r, struct value **out)
{
    struct arena *a = r->work->arena;
    const struct kind *target = kind_by_plural(str_of(r->field->target));
    struct str text, id, name;
    if (r->raw->kind == V_REF)
        text = r->raw->text;
    else if (!text_of(r, &text))
        return OK;
    if (r->style == INPUT_JSON && !uuid_valid(text))
        return say(r, "input.id", NULL), OK;
    enum err err = record_find(r->work, r->viewer, target, text, (struct str){NULL, 0}, &id);
    name = err == ERR_NOT_FOUND && uuid_valid(text) ? viewer_face(r->work, r->viewer, str_of(r->field->target), text)
                                                    : (struct str){NULL, 0};
    if (name.p) { /* known by name from a shared alliance */
        *out = leaf(r, V_REF, text, 0);
        if (*out)
            (*out)->label = name;
        return OK;
    }
    struct value *args = message_args(
        a, "kind",
        value_text(a, message(a, r->work->locale.language, arena_printf(a, "kind.%s.one", target->name).p, NULL)),
        "text", value_text(a, text), NULL);
    if (err == ERR_NOT_FOUND)
        return say(r, "input.ref-unknown", args), OK;
    if (err == ERR_CONFLICT)
        return say(r, "input.ref-several", args), OK;
    if (err == OK)
        err = record_face(r->work, r->viewer, target, id, &name);
    if (err)
        return err;
    *out = leaf(r, V_REF, id, 0);
    if (*out) {
        (*out)->label = name;
        (*out)->href = arena_printf(a, "/%s/%.*s", target->plural, STR_ARG(id));
    }
    return OK;
}

static bool lei_holds(struct str lei)
{
    unsigned rest = 0;
    if (lei.n != 20)
        return false;
    for (size_t i = 0; i < 20; i++) {
        char c = lei.p[i];
        if (c >= '0' && c <= '9')
            rest = (rest * 10 + (unsigned)(c - '0')) % 97;
        else if (c >= 'A' && c <= 'Z' && i < 18)
            rest = (rest * 100 + (unsigned)(c - 'A') + 10) % 97;
        else
            return false;
    }
    return rest == 1;
}

static bool domain_holds(struct str domain)
{
    bool dot = false;
    size_t label = 0;
    for (size_t i = 0; i < domain.n; i++) {
        char c = domain.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
        if (c == '.') {
            if (!label || domain.p[i - 1] == '-')
                return false;
            dot = true;
            label = 0;
        } else if (letter || (c == '-' && label)) {
            label++;
        } else {
            return false;
        }
    }
    return dot && label && domain.n <= 253 && domain.p[domain.n - 1] != '-';
}

static bool email_holds(struct str email)
{
    ptrdiff_t at = str_find(email, '@');
    if (at <= 0 || at > 64 || email.n > 254)
        return false;
    for (ptrdiff_t i = 0; i < at; i++)
        if ((unsigned char)email.p[i] <= ' ' || strchr("\"(),:;<>[\\]", email.p[i]))
            return false;
    return domain_holds(str_part(email, (size_t)at + 1, email.n));
}

static bool zone_holds(struct arena *a, struct str zone)
{
    return zone.n <= 60 && (str_is(zone, "UTC") || zone_known(arena_cstr(a, zone)));
}

static struct str in_case(struct arena *a, struct str text, bool upper)
{
    struct str copy = arena_copy(a, text);
    char *p = (char *)(uintptr_t)copy.p;
    for (size_t i = 0; i < copy.n; i++)
        if (upper && p[i] >= 'a' && p[i] <= 'z')
            p[i] = (char)(p[i] - 32);
        else if (!upper && p[i] >= 'A' && p[i] <= 'Z')
            p[i] = (char)(p[i] + 32);
    return copy;
}

/* Codes: one line of text with a form of its own. */
static enum err read_code(const struct reading *r, struct value **out)
{
    struct arena *a = r->work->arena;
    struct str text;
    if (!text_of(r, &text))
        return OK;
    enum field_type type = r->field->type;
    bool upper = type == FIELD_LEI || type == FIELD_COUNTRY || type == FIELD_CURRENCY;
    if (type != FIELD_ZONE && type != FIELD_KIND)
        text = in_case(a, text, upper);
    if (type == FIELD_DOMAIN) { /* people paste addresses */
        ptrdiff_t slashes = str_contains(text, S("://")) ? str_find(text, ':') + 3 : 0;
        text = str_part(text, (size_t)slashes, text.n);
        ptrdiff_t end = str_find(text, '/');
        text = str_part(text, 0, end < 0 ? text.n : (size_t)end);
        if (str_starts(text, S("www.")))
            text = str_part(text, 4, text.n);
    }
    bool holds = type == FIELD_EMAIL      ? email_holds(text)
                 : type == FIELD_DOMAIN   ? domain_holds(text)
                 : type == FIELD_LEI      ? lei_holds(text)
                 : type == FIELD_COUNTRY  ? country_known(text)
                 : type == FIELD_CURRENCY ? currency_decimals(text) >= 0
                 : type == FIELD_ZONE     ? zone_holds(a, text)
                                          : kind_by_plural(text) != NULL;
    static const char *const words[] = {
        [FIELD_EMAIL] = "input.email",     [FIELD_DOMAIN] = "input.domain",     [FIELD_LEI] = "input.lei",
        [FIELD_COUNTRY] = "input.country", [FIELD_CURRENCY] = "input.currency", [FIELD_ZONE] = "input.zone",
        [FIELD_KIND] = "input.kind"};
    if (!holds)
        return say(r, words[type], message_args(a, "text", value_text(a, text), NULL)), OK;
    *out = leaf(r, type == FIELD_COUNTRY ? V_CHOICE : V_TEXT, text, 0);
    if (*out && type == FIELD_COUNTRY)
        (*out)->label = arena_printf(a, "country.%.*s", STR_ARG(text));
    return OK;
}

static enum err read_url(const struct reading *r, struct value **out)
{
    struct str text;
    if (!text_of(r, &text))
        return OK;
    if (!url_holds(text))
        return say(r, "input.url", NULL), OK;
    *out = leaf(r, V_TEXT, text, 0);
    return OK;
}

enum err input_field(struct work *work, const struct viewer *viewer, const struct kind *kind, const struct field *field,
                     const struct value *raw, enum input_style style, struct str pointer, struct value **out)
{
    static enum err (*const readers[])(const struct reading *, struct value **) = {
        [FIELD_TEXT] = read_text,       [FIELD_LONG] = read_text,       [FIELD_INT] = read_int,
        [FIELD_DECIMAL] = read_decimal, [FIELD_RATIO] = read_decimal,   [FIELD_MONEY] = read_money,
        [FIELD_DATE] = read_date,       [FIELD_INSTANT] = read_instant, [FIELD_BOOL] = read_bool,
        [FIELD_CHOICE] = read_choice,   [FIELD_REF] = read_ref,         [FIELD_EMAIL] = read_code,
        [FIELD_DOMAIN] = read_code,     [FIELD_LEI] = read_code,        [FIELD_COUNTRY] = read_code,
        [FIELD_CURRENCY] = read_code,   [FIELD_ZONE] = read_code,       [FIELD_KIND] = read_code,
        [FIELD_BYTES] = read_int,       [FIELD_URL] = read_url,
    };
    struct reading r = {work, viewer, kind, field, raw, style, pointer};
    *out = NULL;
    bool empty = raw->kind == V_NULL || (style == INPUT_TEXT && raw->kind == V_TEXT && str_trim(raw->text).n == 0);
    if (empty) {
        *out = value_null(work->arena);
        return *out ? OK : ERR_MEMORY;
    }
    return readers[field->type](&r, out);
}

static bool is_ours(struct str name, enum input_style style)
{
    static const char *const text_only[] = {"id",         "version",    "owner",        "audience",
                                            "created_at", "updated_at", "withdrawn_at", "csrf",
                                            "_method",    "why",        "next",         NULL};
    if (str_is(name, "circle"))
        return true;
    for (size_t i = 0; style == INPUT_TEXT && text_only[i]; i++)
        if (str_is(name, text_only[i]))
            return true;
    return false;
}

/* A form sends money as NAME.amount and NAME.currency: puts both together as one text. */
static const struct value *joined_money(struct work *work, const struct kind *kind, const struct value *input,
                                        const struct value *part)
{
    struct str name = str_part(part->key, 0, part->key.n - 7);
    const struct field *field = str_ends(part->key, S(".amount")) ? kind_field(kind, name) : NULL;
    if (!field || field->type != FIELD_MONEY || part->kind != V_TEXT)
        return NULL;
    struct str currency = value_get_text(input, arena_printf(work->arena, "%s.currency", field->name).p);
    struct str amount = str_trim(part->text);
    struct str text = amount.n ? arena_printf(work->arena, "%.*s %.*s", STR_ARG(amount), STR_ARG(currency)) : S("");
    struct value *whole = value_text(work->arena, text);
    if (whole)
        whole->key = str_of(field->name);
    return whole;
}

enum err input_parse(struct work *work, const struct viewer *viewer, const struct kind *kind, const struct value *input,
                     enum input_style style, struct value **out)
{
    struct arena *a = work->arena;
    *out = value_map(a);
    if (!*out)
        return ERR_MEMORY;
    if (!input || input->kind != V_MAP)
        return problem_say(&work->problems, S(""), "input.object", NULL);
    VALUE_EACH (raw, input) {
        const struct value *value = raw;
        if (is_ours(raw->key, style) || (style == INPUT_TEXT && str_ends(raw->key, S(".currency"))))
            continue;
        if (style == INPUT_TEXT && str_ends(raw->key, S(".amount")) && !(value = joined_money(work, kind, input, raw)))
            continue;
        struct str pointer = pointer_member(a, S(""), value->key);
        const struct field *field = kind_field(kind, value->key);
        struct value *leaf_read = NULL;
        if (!field || (field->flags & F_SET_BY_US)) {
            if (field && style == INPUT_TEXT)
                continue; /* our own export brings them back */
            (void)problem_say(&work->problems, pointer, field ? "input.set-by-us" : "input.unknown", NULL);
            continue;
        }
        enum err err = input_field(work, viewer, kind, field, value, style, pointer, &leaf_read);
        if (err)
            return err;
        if (leaf_read)
            value_set(*out, field->name, leaf_read);
    }
    return OK;
}
