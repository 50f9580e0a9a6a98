/* Bodies of requests, by their type, which stands on the first line. */
#include "web/form.h"
#include "fuzz.h"

static void fuzz_one(struct arena *arena, struct str input)
{
    struct problems problems = problems_init(arena);
    struct str type = fuzz_line(&input);
    struct value *body = NULL;
    enum body_style style;
    enum err err = body_parse(arena, type, input, &problems, &body, &style);
    HOLDS(err == OK || fuzz_refused(err));
    fuzz_problems(err, &problems);
    if (err || style != BODY_FORM)
        return;
    HOLDS(body && body->kind == V_MAP && body->count <= PAIRS_MAX);
    VALUE_EACH (item, body) {
        HOLDS(item->key.n > 0 && value_get_str(body, item->key) == item);
        HOLDS(item->kind == V_LIST || form_text_holds(item->text));
        for (struct value *leaf = item->kind == V_LIST ? item->first : NULL; leaf; leaf = leaf->next)
            HOLDS(form_text_holds(leaf->text));
    }
}
