/* A list's view as CSV: a column for each member of its items, named as in the API; cells as forms and imports read
 * them. */
#include "base/csv.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/json.h"
#include "web/exchange.h"

enum { COLUMNS_MAX = 200 };

static size_t columns_of(const struct value *items, struct str columns[COLUMNS_MAX])
{
    size_t n = 0;
    VALUE_EACH (item, items) {
        VALUE_EACH (member, item->kind == V_MAP ? item : NULL) {
            bool known = false;
            for (size_t i = 0; i < n && !known; i++)
                known = str_eq(columns[i], member->key);
            if (!known && n < COLUMNS_MAX)
                columns[n++] = member->key;
        }
    }
    return n;
}

static struct str cell(struct arena *arena, const struct value *leaf)
{
    struct buf out = buf_init(arena, 0);
    if (!leaf || leaf->kind == V_NULL)
        return S("");
    switch (leaf->kind) {
    case V_TEXT:
    case V_NUMBER:
    case V_DATE:
    case V_CHOICE:
    case V_REF:
        return leaf->text;
    case V_DECIMAL:
    case V_RATIO:
        decimal_write(&out, leaf->i);
        return buf_str(&out);
    case V_MONEY:
        money_write(&out, leaf->i, leaf->text);
        buf_printf(&out, " %.*s", STR_ARG(leaf->text));
        return buf_str(&out);
    case V_INSTANT: {
        char text[25];
        buf_add(&out, (struct str){text, instant_write_short(leaf->i, text)});
        return buf_str(&out);
    }
    default:
        json_write(&out, leaf);
        return buf_str(&out);
    }
}

void table_csv(struct buf *out, const struct value *view)
{
    struct str columns[COLUMNS_MAX];
    const struct value *items = value_get(view, "items");
    if (!items || items->kind != V_LIST)
        return;
    size_t count = columns_of(items, columns);
    for (size_t i = 0; i < count; i++)
        csv_cell(out, columns[i], i == 0);
    csv_end(out);
    VALUE_EACH (item, items) {
        for (size_t i = 0; i < count; i++)
            csv_cell(out, cell(out->arena, value_get_str(item, columns[i])), i == 0);
        csv_end(out);
    }
}
