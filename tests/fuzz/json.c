/* JSON: what is read is written so that it reads the same, in every way of writing. */
#include "fuzz.h"

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
}
