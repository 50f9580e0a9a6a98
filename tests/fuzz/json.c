/* JSON: what is read is written so that it reads the same, in every way of writing. */
#include "base/date.h"
#include "base/decimal.h"
#include "fuzz.h"

/* Gives the leaves the kinds that records have: texts that read as an instant, numbers that read as a decimal, and
 * lists of a whole number and a text, which become money. */
static void give_kinds(struct value *v)
{
    int64_t i = 0;
    struct value *second = v->kind == V_LIST && v->count == 2 ? v->first->next : NULL;
    if (v->kind == V_TEXT && instant_parse(v->text, &i)) {
        v->kind = V_INSTANT;
        v->i = i;
    } else if (v->kind == V_NUMBER && decimal_parse(v->text, &i)) {
        v->kind = V_DECIMAL;
        v->i = i;
    } else if (second && v->first->kind == V_INT && second->kind == V_TEXT) {
        i = v->first->i;
        v->kind = V_MONEY;
        v->text = second->text;
        v->i = i;
    } else if (v->kind == V_LIST || v->kind == V_MAP) {
        VALUE_EACH (child, v)
            give_kinds(child);
    }
}

static void fuzz_one(struct arena *arena, struct str input)
{
    struct problems problems = problems_init(arena);
    struct value *value = NULL, *again = NULL;
    enum err err = json_parse(arena, input, &problems, &value);
    HOLDS((err == OK) == (value != NULL) && (err == OK || err == ERR_MALFORMED));
    fuzz_problems(err, &problems);
    if (err)
        return;
    struct buf pretty = buf_init(arena, 0);
    struct str text = json_text(arena, value), canonical = json_canonical(arena, value);
    json_write_pretty(&pretty, value);
    HOLDS(text.p && canonical.p && str_utf8(text) && str_find(text, '<') < 0);
    HOLDS(json_parse(arena, text, &problems, &again) == OK && value_equal(value, again));
    HOLDS(json_parse(arena, buf_str(&pretty), &problems, &again) == OK && value_equal(value, again));
    HOLDS(json_parse(arena, canonical, &problems, &again) == OK);
    HOLDS(str_eq(json_canonical(arena, again), canonical));
    give_kinds(value);
    HOLDS(json_parse(arena, json_text(arena, value), &problems, &again) == OK);
    HOLDS(json_parse(arena, json_canonical(arena, value), &problems, &again) == OK);
}
