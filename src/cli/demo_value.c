/* What the demo's files leave open: keys, dates and years relative to a date, money as people write it. */
#include "base/date.h"
#include "base/decimal.h"
#include "cli/demo.h"
#include "kernel/leaf.h"

/* "+3" or "-12" or "" (0). */
static bool offset_of(struct str text, int64_t *offset)
{
    *offset = 0;
    return text.n == 0 || ((text.p[0] == '+' || text.p[0] == '-') && str_int(text, offset));
}

bool demo_date(int64_t as_of, struct str text, int64_t *days)
{
    int64_t offset;
    if (text.n < 2)
        return false;
    if (text.p[0] == 'Y') { /* "Y-3-04-01" */
        struct str year = str_part(text, 1, text.n > 7 ? text.n - 7 : 0), rest = str_part(text, year.n + 1, text.n);
        if (rest.n != 6 || !offset_of(year, &offset))
            return false;
        char date[11];
        date_write(date_days((struct civil){date_civil(as_of).year + offset, 1, 1}), date);
        memcpy(date + 4, rest.p, 6);
        return date_parse((struct str){date, 10}, days);
    }
    char unit = text.p[text.n - 1];
    if ((text.p[0] != '+' && text.p[0] != '-') || !offset_of(str_part(text, 0, text.n - 1), &offset))
        return date_parse(text, days);
    if (unit == 'd')
        *days = as_of + offset;
    else if (unit == 'm' || unit == 'y')
        *days = date_add_months(as_of, unit == 'y' ? offset * 12 : offset);
    return unit == 'd' || unit == 'm' || unit == 'y';
}

/* "{Y-2}" in a text becomes the year two before that of the date. */
static struct str years_put_in(const struct demo *demo, struct str text)
{
    struct buf out = buf_init(demo->task->work.arena, 0);
    int64_t year = date_civil(demo->as_of).year, offset;
    while (text.n) {
        ptrdiff_t end = text.p[0] == '{' ? str_find(text, '}') : -1;
        if (end > 1 && text.p[1] == 'Y' && offset_of(str_part(text, 2, (size_t)end - 2), &offset)) {
            buf_printf(&out, "%lld", (long long)(year + offset));
            text = str_part(text, (size_t)end + 1, text.n);
        } else {
            buf_char(&out, text.p[0]);
            text = str_part(text, 1, text.n);
        }
    }
    return out.n ? buf_str(&out) : S("");
}

/* "EUR 1200000" or "EUR 99.50". */
static struct value *money_of(struct arena *a, struct str text)
{
    struct str currency = str_part(text, 0, 3);
    int64_t minor;
    if (text.n < 5 || text.p[3] != ' ' || !money_parse(str_part(text, 4, text.n), currency, &minor))
        return NULL;
    struct value *money = value_map(a);
    value_put_int(a, money, "amount", minor);
    value_put_text(a, money, "currency", currency);
    return money;
}

/* A member in its proper form; NULL when it cannot be understood (or the arena is exhausted). */
static struct value *resolve(struct demo *demo, const struct field *field, const struct value *given)
{
    struct arena *a = demo->task->work.arena;
    int64_t days, offset;
    if (given->kind != V_TEXT || !field)
        return value_copy(a, given);
    struct str text = given->text;
    if (text.n > 1 && text.p[0] == '@') {
        const struct demo_thing *thing = demo_find(demo, text);
        return thing ? value_text(a, thing->id) : NULL;
    }
    switch (field->type) {
    case FIELD_DATE:
        return demo_date(demo->as_of, text, &days) ? value_text(a, date_text(a, days)) : NULL;
    case FIELD_INSTANT:
        return demo_instant(demo->as_of, text, &days) ? leaf_instant(a, days) : NULL;
    case FIELD_MONEY:
        return money_of(a, text);
    case FIELD_INT:
        if (text.n == 0 || text.p[0] != 'Y' || !offset_of(str_part(text, 1, text.n), &offset))
            return NULL;
        return value_int(a, date_civil(demo->as_of).year + offset);
    case FIELD_TEXT:
    case FIELD_LONG:
        return value_text(a, years_put_in(demo, text));
    default:
        return value_copy(a, given);
    }
}

static enum err take_over(struct demo *demo, const struct kind *kind, const struct value *from, struct value *input)
{
    VALUE_EACH (member, from) {
        if (str_is(member->key, "@") || str_is(member->key, "file"))
            continue;
        const struct field *field = kind_field(kind, member->key);
        struct value *value = resolve(demo, field, member);
        if (!value)
            return demo_wrong(demo, "not understood", member->key);
        const char *name = arena_cstr(demo->task->work.arena, member->key);
        if (!name || !value_set(input, name, value))
            return ERR_MEMORY;
    }
    return OK;
}

enum err demo_input(struct demo *demo, const struct kind *kind, const struct value *with, const struct value *record,
                    struct value **input)
{
    struct arena *a = demo->task->work.arena;
    *input = value_map(a);
    if (!*input)
        return ERR_MEMORY;
    enum err err = take_over(demo, kind, with, *input);
    if (err == OK)
        err = take_over(demo, kind, record, *input);
    if (err == OK && kind_field(kind, S("sample")) && !value_get(*input, "sample"))
        value_put_bool(a, *input, "sample", true);
    return err;
}
