#include "base/value.h"

struct value *value_new(struct arena *a, enum value_kind kind)
{
    struct value *v = ARENA_NEW(a, struct value);
    if (v)
        v->kind = kind;
    return v;
}

struct value *value_null(struct arena *a)
{
    return value_new(a, V_NULL);
}

struct value *value_bool(struct arena *a, bool b)
{
    struct value *v = value_new(a, V_BOOL);
    if (v)
        v->b = b;
    return v;
}

struct value *value_int(struct arena *a, int64_t i)
{
    struct value *v = value_new(a, V_INT);
    if (v)
        v->i = i;
    return v;
}

struct value *value_text(struct arena *a, struct str text)
{
    struct value *v = value_new(a, V_TEXT);
    if (v)
        v->text = text;
    return v;
}

struct value *value_list(struct arena *a)
{
    return value_new(a, V_LIST);
}

struct value *value_map(struct arena *a)
{
    return value_new(a, V_MAP);
}

static bool has_children(const struct value *v)
{
    return v && (v->kind == V_MAP || v->kind == V_LIST);
}

struct value *value_push(struct value *to, struct value *child)
{
    if (!to || !child)
        return NULL;
    child->next = NULL;
    if (to->last)
        to->last->next = child;
    else
        to->first = child;
    to->last = child;
    to->count++;
    return child;
}

struct value *value_put_str(struct value *map, struct str key, struct value *child)
{
    if (child)
        child->key = key;
    return value_push(map, child);
}

struct value *value_put(struct value *map, const char *key, struct value *child)
{
    return value_put_str(map, str_of(key), child);
}

void value_drop(struct value *map, const char *key)
{
    struct value *before = NULL;
    for (struct value *v = has_children(map) ? map->first : NULL; v; before = v, v = v->next) {
        if (!str_is(v->key, key))
            continue;
        if (before)
            before->next = v->next;
        else
            map->first = v->next;
        if (map->last == v)
            map->last = before;
        map->count--;
        return;
    }
}

struct value *value_set(struct value *map, const char *key, struct value *child)
{
    struct value *before = NULL;
    if (!child)
        return NULL;
    for (struct value *v = has_children(map) ? map->first : NULL; v; before = v, v = v->next) {
        if (!str_is(v->key, key))
            continue;
        child->key = v->key;
        child->next = v->next;
        if (before)
            before->next = child;
        else
            map->first = child;
        if (map->last == v)
            map->last = child;
        return child;
    }
    return value_put(map, key, child);
}

struct value *value_put_text(struct arena *a, struct value *map, const char *key, struct str text)
{
    return value_put(map, key, value_text(a, text));
}

struct value *value_put_markup(struct arena *a, struct value *map, const char *key, struct str html)
{
    struct value *leaf = value_new(a, V_MARKUP);
    if (leaf)
        leaf->text = html;
    return value_put(map, key, leaf);
}

struct value *value_put_int(struct arena *a, struct value *map, const char *key, int64_t i)
{
    return value_put(map, key, value_int(a, i));
}

struct value *value_put_bool(struct arena *a, struct value *map, const char *key, bool b)
{
    return value_put(map, key, value_bool(a, b));
}

struct value *value_put_map(struct arena *a, struct value *map, const char *key)
{
    return value_put(map, key, value_map(a));
}

struct value *value_put_list(struct arena *a, struct value *map, const char *key)
{
    return value_put(map, key, value_list(a));
}

struct value *value_push_map(struct arena *a, struct value *list)
{
    return value_push(list, value_map(a));
}

struct value *value_get_str(const struct value *map, struct str key)
{
    if (!map || map->kind != V_MAP)
        return NULL;
    VALUE_EACH (v, map)
        if (str_eq(v->key, key))
            return v;
    return NULL;
}

struct value *value_get_next(const struct value *map, struct value **at, const char *key)
{
    struct str name = str_of(key);
    struct value *member = map && map->kind == V_MAP && *at ? (*at)->next : NULL;
    while (member && !str_eq(member->key, name))
        member = member->next;
    if (!member)
        member = value_get_str(map, name);
    *at = member ? member : *at;
    return member;
}

struct value *value_get(const struct value *map, const char *key)
{
    return value_get_str(map, str_of(key));
}

struct str value_get_text(const struct value *map, const char *key)
{
    const struct value *v = value_get(map, key);
    if (!v ||
        (v->kind != V_TEXT && v->kind != V_NUMBER && v->kind != V_DATE && v->kind != V_CHOICE && v->kind != V_REF))
        return (struct str){NULL, 0};
    return v->text;
}

int64_t value_get_int(const struct value *map, const char *key, int64_t otherwise)
{
    const struct value *v = value_get(map, key);
    return v && (v->kind == V_INT || v->kind == V_INSTANT || v->kind == V_DECIMAL || v->kind == V_RATIO ||
                 v->kind == V_BYTES)
               ? v->i
               : otherwise;
}

bool value_get_bool(const struct value *map, const char *key)
{
    const struct value *v = value_get(map, key);
    return v && v->kind == V_BOOL && v->b;
}

struct value *value_at(const struct value *list, size_t i)
{
    struct value *v = has_children(list) ? list->first : NULL;
    while (v && i--)
        v = v->next;
    return v;
}

struct value *value_copy(struct arena *a, const struct value *v)
{
    struct value *copy = v ? value_new(a, v->kind) : NULL;
    if (!copy)
        return NULL;
    copy->text = v->text.p ? arena_copy(a, v->text) : v->text;
    copy->label = v->label.p ? arena_copy(a, v->label) : v->label;
    copy->href = v->href.p ? arena_copy(a, v->href) : v->href;
    if (has_children(v) || v->kind == V_CHART) {
        VALUE_EACH (child, v)
            value_put_str(copy, arena_copy(a, child->key), value_copy(a, child));
    } else {
        copy->i = v->i;
    }
    return copy;
}

bool value_equal(const struct value *x, const struct value *y)
{
    if (!x || !y || x->kind != y->kind)
        return x == y;
    switch (x->kind) {
    case V_NULL:
        return true;
    case V_BOOL:
        return x->b == y->b;
    case V_INT:
    case V_BYTES:
    case V_INSTANT:
    case V_DECIMAL:
    case V_RATIO:
        return x->i == y->i;
    case V_MONEY:
        return x->i == y->i && str_eq(x->text, y->text);
    case V_NUMBER:
    case V_TEXT:
    case V_DATE:
    case V_CHOICE:
    case V_REF:
    case V_MARKUP:
        return str_eq(x->text, y->text);
    case V_CHART:
    case V_LIST:
    case V_MAP:
        break;
    }
    if (x->count != y->count)
        return false;
    const struct value *b = y->first;
    for (const struct value *a = x->first; a; a = a->next, b = b->next)
        if (!str_eq(a->key, b->key) || !value_equal(a, b))
            return false;
    return true;
}
