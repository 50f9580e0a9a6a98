#include "base/locale.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/json.h"
#include "base/message.h"
#include "base/zone.h"

#define DAY_MS INT64_C(86400000)
/* What zones are asked for: an instant beyond the years of date.h is shown as the last one within. */
#define LEAST_MS (INT64_C(-135140) * DAY_MS)
#define MOST_MS  ((INT64_C(2932896) + 1) * DAY_MS - 1)

/* One argument of a pattern such as "{day} {month} {year}". */
struct slot {
    const char *name;
    struct str text;
};

/* A pattern or sign of the language, from the catalogue; `otherwise` where the catalogue is not loaded. */
static struct str pattern(const struct locale *locale, const char *key, struct str otherwise)
{
    struct str text = message_find(locale->language, str_of(key));
    return text.p ? text : otherwise;
}

static void fill(struct buf *out, struct str text, const struct slot *slots, size_t count)
{
    while (text.n) {
        ptrdiff_t open = str_find(text, '{');
        ptrdiff_t close = open < 0 ? -1 : str_find(str_part(text, (size_t)open, text.n), '}');
        if (close < 0) {
            buf_add(out, text);
            return;
        }
        struct str name = str_part(text, (size_t)open + 1, (size_t)close - 1);
        buf_add(out, str_part(text, 0, (size_t)open));
        for (size_t i = 0; i < count; i++)
            if (str_is(name, slots[i].name))
                buf_add(out, slots[i].text);
        text = str_part(text, (size_t)(open + close) + 1, text.n);
    }
}

/* ---- Numbers ---- */

enum { PLAIN = 64 };

/* A small buffer over `room`, for numbers: it never grows. */
static struct buf plain_buf(char room[PLAIN])
{
    return (struct buf){.p = room, .size = PLAIN};
}

static struct str plain_str(const struct buf *buf)
{
    return (struct str){buf->p, buf->n};
}

/* Writes a plain number ("-1234.5") with the language's grouping and decimal sign, without its minus. */
static void put_grouped(struct buf *out, const struct locale *locale, struct str number)
{
    struct str group = pattern(locale, "number.group", S(","));
    struct str mark = pattern(locale, "number.decimal", S("."));
    struct str whole = number, after = {NULL, 0};
    ptrdiff_t point = str_find(number, '.');
    if (point >= 0) {
        whole = str_part(number, 0, (size_t)point);
        after = str_part(number, (size_t)point + 1, number.n);
    }
    for (size_t i = 0; i < whole.n; i++) {
        if (i && (whole.n - i) % 3 == 0)
            buf_add(out, group);
        buf_char(out, whole.p[i]);
    }
    if (after.n) {
        buf_add(out, mark);
        buf_add(out, after);
    }
}

static void put_number(struct buf *out, const struct locale *locale, struct str number)
{
    if (str_starts(number, S("-"))) {
        buf_add(out, pattern(locale, "number.minus", S("-")));
        number = str_part(number, 1, number.n);
    }
    put_grouped(out, locale, number);
}

/* The whole number alone. */
static void write_amount(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    (void)locale;
    json_write(out, &(struct value){.kind = V_INT, .i = leaf->i});
}

static void write_int(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    char room[PLAIN];
    struct buf plain = plain_buf(room);
    write_amount(locale, leaf, &plain);
    put_number(out, locale, plain_str(&plain));
}

static void write_number(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    char room[PLAIN];
    struct buf plain = plain_buf(room);
    int64_t millionths = leaf->i;
    if (leaf->kind == V_NUMBER && !decimal_parse(leaf->text, &millionths)) {
        buf_add(out, leaf->text); /* very large or very fine: as it was written */
        return;
    }
    decimal_write(&plain, millionths);
    put_number(out, locale, plain_str(&plain));
}

/* A number of bytes in the largest unit of which there is one, to a tenth below ten: a kilobyte is 1,024 bytes. */
static void write_bytes(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    static const char *const units[] = {"bytes.b", "bytes.kb", "bytes.mb", "bytes.gb"};
    size_t unit = 0;
    int64_t scale = 1;
    for (; unit < 3 && leaf->i / scale >= 1024; unit++)
        scale *= 1024;
    int64_t tenths = (leaf->i / scale) * 10 + (leaf->i % scale * 10 + scale / 2) / scale;
    bool fine = unit && tenths < 100;
    write_number(locale, &(struct value){.kind = V_DECIMAL, .i = (fine ? tenths : (tenths + 5) / 10 * 10) * 100000},
                 out);
    buf_add(out, S("\xC2\xA0"));
    buf_add(out, message(out->arena, locale->language, units[unit], NULL));
}

/* A share as a percentage, to a tenth, rounded half away from zero. */
static void write_ratio(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    char room[PLAIN];
    struct buf plain = plain_buf(room), figures = buf_init(out->arena, 0);
    int64_t tenths;
    if (!decimal_mul_div(leaf->i, 1, 1000, &tenths))
        return;
    int64_t far = tenths < 0 ? -tenths : tenths;
    if (tenths < 0)
        buf_char(&plain, '-');
    write_amount(locale, &(struct value){.i = far / 10}, &plain);
    if (far % 10) {
        buf_char(&plain, '.');
        buf_char(&plain, (char)('0' + far % 10));
    }
    put_number(&figures, locale, plain_str(&plain));
    struct slot slot = {"number", buf_str(&figures)};
    fill(out, pattern(locale, "number.percent", S("{number}%")), &slot, 1);
}

/* Signs that name one currency to everybody; the dollar's, the yen's and others are shared: their codes are shown. */
static const struct {
    char code[4], sign[4];
} signs[] = {{"EUR", "€"}, {"GBP", "£"}, {"ILS", "₪"}, {"INR", "₹"}, {"TRY", "₺"}, {"UAH", "₴"}, {"VND", "₫"}};

static void write_money(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    char room[PLAIN];
    struct buf plain = plain_buf(room), figures = buf_init(out->arena, 0);
    struct str sign = {NULL, 0};
    money_write(&plain, leaf->i, leaf->text);
    put_grouped(&figures, locale, str_part(plain_str(&plain), leaf->i < 0, PLAIN));
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (str_is(leaf->text, signs[i].code))
            sign = str_part(str_of(signs[i].sign), 0, sizeof signs[i].sign);
    struct slot slots[] = {{"number", buf_str(&figures)}, {"sign", sign}, {"code", leaf->text}};
    if (leaf->i < 0)
        buf_add(out, pattern(locale, "number.minus", S("-")));
    fill(out,
         sign.n ? pattern(locale, "money.sign", S("{sign}{number}"))
                : pattern(locale, "money.code", S("{code} {number}")),
         slots, 3);
}

/* ---- Dates ---- */

static void put_date(struct buf *out, const struct locale *locale, int64_t days)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char key[] = "date.month.00", text[11];
    date_write(days, text);
    struct civil civil = date_civil(days);
    struct str day = {text + 8, 2}, month = {text + 5, 2}, year = {text, 4};
    memcpy(key + sizeof key - 3, month.p, 2);
    if (day.p[0] == '0')
        day = str_part(day, 1, 1);
    struct str name = pattern(locale, key, (struct str){months + 3 * (civil.month - 1), 3});
    struct slot slots[] = {{"day", day}, {"month", name}, {"year", year}};
    fill(out, pattern(locale, "date.day", S("{day} {month} {year}")), slots, 3);
}

static void write_date(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    int64_t days;
    if (date_parse(leaf->text, &days))
        put_date(out, locale, days);
    else
        buf_add(out, leaf->text);
}

/* What the clocks of the viewer's zone show, in milliseconds as if it were UTC. */
static int64_t local_ms(const struct locale *locale, int64_t ms)
{
    ms = ms < LEAST_MS ? LEAST_MS : ms > MOST_MS ? MOST_MS : ms;
    return zone_local(locale->zone, ms);
}

static int64_t day_of(int64_t ms)
{
    return ms / DAY_MS - (ms % DAY_MS < 0);
}

static void write_instant(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    char text[25];
    int64_t local = local_ms(locale, leaf->i);
    struct buf date = buf_init(out->arena, 0);
    instant_write(local, text);
    put_date(&date, locale, day_of(local));
    struct slot slots[] = {{"date", buf_str(&date)}, {"hour", {text + 11, 2}}, {"minute", {text + 14, 2}}};
    fill(out, pattern(locale, "date.time", S("{date}, {hour}:{minute}")), slots, 3);
}

/* "in 3 weeks", "2 hours ago": key "near.in.<unit>" or "near.ago.<unit>" with the rounded count. */
static void put_near(struct buf *out, const struct locale *locale, const char *unit, int64_t amount, int64_t per)
{
    bool past = amount < 0;
    int64_t count = ((past ? -amount : amount) + per / 2) / per;
    struct str key = arena_printf(out->arena, "near.%s.%s", past ? "ago" : "in", unit);
    struct value *args = message_args(out->arena, "count", value_int(out->arena, count ? count : 1), NULL);
    if (key.p)
        buf_add(out, message(out->arena, locale->language, key.p, args));
}

static void near_days(const struct locale *locale, int64_t days, struct buf *out)
{
    static const char *const names[] = {"near.yesterday", "near.today", "near.tomorrow"};
    int64_t far = days < 0 ? -days : days;
    if (far <= 1)
        buf_add(out, message(out->arena, locale->language, names[days + 1], NULL));
    else if (far < 14)
        put_near(out, locale, "days", days, 1);
    else if (far < 60)
        put_near(out, locale, "weeks", days, 7);
    else if (far < 730)
        put_near(out, locale, "months", days * 100, 3044);
    else
        put_near(out, locale, "years", days * 100, 36524);
}

static void near_instant(const struct locale *locale, int64_t ms, struct buf *out)
{
    const int64_t minute = 60000, hour = 3600000;
    ms = ms < LEAST_MS ? LEAST_MS : ms > MOST_MS ? MOST_MS : ms;
    int64_t away = ms - locale->now_ms, far = away < 0 ? -away : away;
    if (far < minute)
        buf_add(out, message(out->arena, locale->language, "near.now", NULL));
    else if (far < 59 * minute + minute / 2)
        put_near(out, locale, "minutes", away, minute);
    else if (far < 12 * hour)
        put_near(out, locale, "hours", away, hour);
    else
        near_days(locale, day_of(local_ms(locale, ms)) - day_of(local_ms(locale, locale->now_ms)), out);
}

/* ---- Words ---- */

static void write_words(const struct locale *locale, struct str key, struct str otherwise, struct buf *out)
{
    if (key.n == 0 || !message_write(out, locale->language, key, NULL))
        buf_add(out, otherwise);
}

static void write_choice(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    write_words(locale, leaf->label, leaf->text, out);
}

static void write_ref(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    (void)locale;
    buf_add(out, leaf->label.n ? leaf->label : leaf->text);
}

static void write_bool(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    write_words(locale, leaf->b ? S("bool.yes") : S("bool.no"), leaf->b ? S("yes") : S("no"), out);
}

static void write_text(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    (void)locale;
    buf_add(out, leaf->text);
}

typedef void writer(const struct locale *locale, const struct value *leaf, struct buf *out);

static writer *const writers[] = {
    [V_BOOL] = write_bool,
    [V_INT] = write_int,
    [V_NUMBER] = write_number,
    [V_DECIMAL] = write_number,
    [V_RATIO] = write_ratio,
    [V_TEXT] = write_text,
    [V_MONEY] = write_money,
    [V_DATE] = write_date,
    [V_INSTANT] = write_instant,
    [V_CHOICE] = write_choice,
    [V_REF] = write_ref,
    [V_BYTES] = write_bytes,
    [V_MAP] = NULL,
};

/* As JSON prints it, strings without quotes; null is nothing. */
static void write_raw(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    char text[25];
    (void)locale;
    switch (leaf->kind) {
    case V_NULL:
        return;
    case V_TEXT:
    case V_DATE:
    case V_CHOICE:
    case V_REF:
        buf_add(out, leaf->text);
        return;
    case V_INSTANT:
        buf_add(out, (struct str){text, instant_write_short(leaf->i, text)});
        return;
    default:
        json_write(out, leaf);
    }
}

void locale_write(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    if (!leaf)
        return;
    if (!locale && leaf->kind != V_LIST && leaf->kind != V_MAP && leaf->kind != V_CHART)
        write_raw(locale, leaf, out);
    else if (locale && writers[leaf->kind])
        writers[leaf->kind](locale, leaf, out);
}

struct str locale_text(struct arena *arena, const struct locale *locale, const struct value *leaf)
{
    struct buf out = buf_init(arena, 0);
    locale_write(locale, leaf, &out);
    return buf_str(&out);
}

/* ---- Properties ---- */

static void write_label(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    if (leaf->kind == V_CHOICE && locale)
        write_choice(locale, leaf, out);
    else
        write_ref(locale, leaf, out);
}

static void write_href(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    (void)locale;
    buf_add(out, leaf->href);
}

static void write_near(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    static const struct locale plain = {.language = "en"};
    int64_t days;
    locale = locale ? locale : &plain;
    if (leaf->kind == V_INSTANT)
        near_instant(locale, leaf->i, out);
    else if (date_parse(leaf->text, &days))
        near_days(locale, days - day_of(local_ms(locale, locale->now_ms)), out);
}

static void write_decimal(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    (void)locale;
    if (leaf->kind == V_MONEY)
        money_write(out, leaf->i, leaf->text);
    else
        decimal_write(out, leaf->i);
}

static void write_count(const struct locale *locale, const struct value *leaf, struct buf *out)
{
    (void)locale;
    json_write(out, &(struct value){.kind = V_INT, .i = leaf->count});
}

#define IN(kind) (1u << (kind))

static const struct {
    const char *name;
    unsigned kinds;
    writer *write;
} properties[] = {
    {"raw", ~0u, write_raw},
    {"id", IN(V_REF), write_text},
    {"name", IN(V_REF), write_ref},
    {"href", IN(V_REF), write_href},
    {"label", IN(V_REF) | IN(V_CHOICE), write_label},
    {"code", IN(V_CHOICE), write_text},
    {"iso", IN(V_DATE) | IN(V_INSTANT), write_raw},
    {"near", IN(V_DATE) | IN(V_INSTANT), write_near},
    {"amount", IN(V_MONEY), write_amount},
    {"currency", IN(V_MONEY), write_text},
    {"decimal", IN(V_MONEY) | IN(V_DECIMAL) | IN(V_RATIO), write_decimal},
    {"count", IN(V_LIST), write_count},
};

bool locale_property(const struct locale *locale, const struct value *leaf, struct str property, struct buf *out)
{
    for (size_t i = 0; leaf && i < sizeof properties / sizeof properties[0]; i++) {
        if (str_is(property, properties[i].name) && properties[i].kinds & IN(leaf->kind)) {
            properties[i].write(locale, leaf, out);
            return true;
        }
    }
    return false;
}
