/* leaf.h: typed leaves made in one line; NULL when the arena is exhausted (value_put takes NULL). Texts are not copied.
 */
#ifndef KERNEL_LEAF_H
#define KERNEL_LEAF_H
#include "base/value.h"

static inline struct value *leaf_instant(struct arena *a, int64_t ms)
{
    struct value *v = value_new(a, V_INSTANT);
    if (v)
        v->i = ms;
    return v;
}

/* `label` is the message key of the code's words. */
static inline struct value *leaf_choice(struct arena *a, struct str code, struct str label)
{
    struct value *v = value_new(a, V_CHOICE);
    if (v) {
        v->text = code;
        v->label = label;
    }
    return v;
}

/* `href` may be empty: the name leads nowhere. */
static inline struct value *leaf_ref(struct arena *a, struct str id, struct str name, struct str href)
{
    struct value *v = value_new(a, V_REF);
    if (v) {
        v->text = id;
        v->label = name;
        v->href = href;
    }
    return v;
}
#endif
