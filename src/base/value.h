/* value.h: the tree that everything speaks: what a handler shows (a view), what JSON or a form brings in, what a
 * template renders. Leaves are typed, so that the JSON face prints them raw and the page face formats them for the
 * viewer's language and zone. A tree lives in one arena. Children of a map or list are linked through `next`. */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H
#include "base/arena.h"

enum value_kind {
    V_NULL,
    V_BOOL,
    V_INT,     /* i: a whole number */
    V_NUMBER,  /* text: an exact decimal as JSON writes it, such as "0.25" or "1e3" */
    V_DECIMAL, /* i: millionths; raw JSON is the exact decimal ("0.35") */
    V_RATIO,   /* i: millionths; raw as V_DECIMAL, shown as a percentage */
    V_BYTES,   /* i: a whole number of bytes; raw as V_INT, shown as "24 KB" */
    V_TEXT,    /* text */
    V_MONEY,   /* i: minor units, text: ISO 4217 code; raw {"amount":…,"currency":"…"} */
    V_DATE,    /* text: "2026-03-02" */
    V_INSTANT, /* i: milliseconds since 1970 UTC; raw RFC 3339 */
    V_CHOICE,  /* text: the code; label: message key of its words */
    V_REF,     /* text: id; label: name shown; href: where it leads, or empty */
    V_MARKUP,  /* text: HTML that the program made of its own content, never of what people typed; not escaped */
    V_CHART,   /* first: a map with kind, title, x, y, series: drawn by the page, raw as that map */
    V_LIST,    /* first … last, count */
    V_MAP      /* first … last, count; children have keys */
};

struct value {
    enum value_kind kind;
    uint32_t count;
    struct str key; /* within a map */
    struct value *next;
    union {
        bool b;
        int64_t i;
        struct {
            struct value *first, *last;
        };
    };
    struct str text, label, href;
};

/* Constructors; NULL when the arena is exhausted. Texts are not copied: they must live as long as the tree. */
struct value *value_new(struct arena *a, enum value_kind kind);
struct value *value_null(struct arena *a);
struct value *value_bool(struct arena *a, bool b);
struct value *value_int(struct arena *a, int64_t i);
struct value *value_text(struct arena *a, struct str text);
struct value *value_list(struct arena *a);
struct value *value_map(struct arena *a);

/* Adds `child` at the end of a list, or under `key` at the end of a map (without looking for an equal key).
 * A NULL `child` (exhausted arena) or `to` marks nothing and returns NULL; else returns `child`. */
struct value *value_push(struct value *to, struct value *child);
struct value *value_put(struct value *map, const char *key, struct value *child);
struct value *value_put_str(struct value *map, struct str key, struct value *child);
/* Replaces the member of that key, or adds it. */
struct value *value_set(struct value *map, const char *key, struct value *child);
/* Removes the member of that key if it is there. */
void value_drop(struct value *map, const char *key);

/* Shorthands that make a leaf and put it under `key`. */
struct value *value_put_text(struct arena *a, struct value *map, const char *key, struct str text);
struct value *value_put_int(struct arena *a, struct value *map, const char *key, int64_t i);
struct value *value_put_bool(struct arena *a, struct value *map, const char *key, bool b);
/* A V_MARKUP leaf. tests/style/check names the files that may make one. */
struct value *value_put_markup(struct arena *a, struct value *map, const char *key, struct str html);
/* A new map (or list) put under `key`. */
struct value *value_put_map(struct arena *a, struct value *map, const char *key);
struct value *value_put_list(struct arena *a, struct value *map, const char *key);
/* A new map pushed on a list. */
struct value *value_push_map(struct arena *a, struct value *list);

/* The member of that key, or NULL (also when `map` is NULL or no map). */
struct value *value_get(const struct value *map, const char *key);
struct value *value_get_str(const struct value *map, struct str key);
/* The same, looked for first behind the member that the last call found (*at, NULL at first): quick where one asks in
 * the order in which the members stand. */
struct value *value_get_next(const struct value *map, struct value **at, const char *key);
/* The text of a V_TEXT, V_NUMBER, V_DATE, V_CHOICE or V_REF member; empty str when absent or of another kind. */
struct str value_get_text(const struct value *map, const char *key);
int64_t value_get_int(const struct value *map, const char *key, int64_t otherwise);
bool value_get_bool(const struct value *map, const char *key);
/* Element `i` of a list or map, or NULL. */
struct value *value_at(const struct value *list, size_t i);
/* A deep copy into `a`; texts are copied too. */
struct value *value_copy(struct arena *a, const struct value *v);
/* Whether both trees print the same raw JSON, members in the same order. */
bool value_equal(const struct value *x, const struct value *y);

/* The first element, or NULL (also when `list` is NULL). */
static inline struct value *value_first(const struct value *list)
{
    return list ? list->first : NULL;
}

/* Each element of a list or a map, which may be NULL; `parent` is asked for once. */
#define VALUE_EACH(child, parent) for (struct value *child = value_first(parent); child; child = child->next)
#endif
