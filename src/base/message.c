#include "base/message.h"
#include "base/embedded.h"
#include "base/json.h"
#include "base/locale.h"
#include "base/log.h"
#include "base/plural.h"
#include <pthread.h>
#include <stdlib.h>

/* All texts of one language: sorted by key, with a table of hashes over them. */
struct catalogue {
    struct catalogue *next;
    const char *language;
    size_t count, slots;
    const struct value **entries; /* V_TEXT, or a map of plural forms; `key` is the key */
    uint32_t *table;              /* 1 + place in entries; 0: free */
    struct value *texts;          /* while loading: all in one map */
};

static struct {
    struct arena *arena;
    struct catalogue *first;
} loaded;

static uint32_t hash_of(struct str key)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < key.n; i++)
        hash = (hash ^ (unsigned char)key.p[i]) * 16777619u;
    return hash;
}

static const struct catalogue *catalogue_of(struct str language)
{
    for (const struct catalogue *c = loaded.first; c; c = c->next)
        if (str_is(language, c->language))
            return c;
    return NULL;
}

static const struct value *look_up(const struct catalogue *c, struct str key)
{
    if (!c || c->slots == 0)
        return NULL;
    for (size_t at = hash_of(key) & (c->slots - 1); c->table[at]; at = (at + 1) & (c->slots - 1))
        if (str_eq(c->entries[c->table[at] - 1]->key, key))
            return c->entries[c->table[at] - 1];
    return NULL;
}

/* The entry in that language, or else in English. */
static const struct value *entry_of(const char *locale, struct str key)
{
    const struct value *entry = look_up(catalogue_of(str_of(locale ? locale : "en")), key);
    return entry ? entry : look_up(catalogue_of(S("en")), key);
}

static struct str form_of(const struct value *entry, const char *form)
{
    if (entry->kind == V_TEXT)
        return entry->text;
    const struct value *text = value_get(entry, form);
    if (!text)
        text = value_get(entry, "other");
    return text ? text->text : (struct str){NULL, 0};
}

struct str message_find(const char *locale, struct str key)
{
    const struct value *entry = entry_of(locale, key);
    return entry ? form_of(entry, "other") : (struct str){NULL, 0};
}

/* Says once of each key that it is missing. */
static void tell_missing(const char *locale, const char *key)
{
    enum { TOLD_MAX = 64, KEY_MAX = 80 };
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static char told[TOLD_MAX][KEY_MAX];
    static size_t count;
    bool fresh = strlen(key) < KEY_MAX;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < count; i++)
        fresh = fresh && strcmp(told[i], key) != 0;
    fresh = fresh && count < TOLD_MAX;
    if (fresh)
        memcpy(told[count++], key, strlen(key) + 1);
    pthread_mutex_unlock(&lock);
    if (fresh)
        log_write(LOG_WARN, "message.missing", "locale", locale ? locale : "en", "key", key, NULL);
}

/* Puts in one argument; one that is not given stays visible. */
static void put_argument(struct buf *out, const char *language, struct str name, const struct value *args)
{
    const struct locale locale = {.language = language};
    const struct value *value = value_get_str(args, name);
    if (value)
        locale_write(&locale, value, out);
    else
        buf_printf(out, "{%.*s}", STR_ARG(name));
}

static void fill(struct buf *out, const char *locale, struct str text, const struct value *args)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool doubled = (c == '{' || c == '}') && i + 1 < text.n && text.p[i + 1] == c;
        ptrdiff_t end = c == '{' && !doubled ? str_find(str_part(text, i, text.n), '}') : -1;
        if (end > 0) {
            put_argument(out, locale, str_part(text, i + 1, (size_t)end - 1), args);
            i += (size_t)end;
        } else {
            buf_char(out, c);
            i += doubled;
        }
    }
}

bool message_write(struct buf *out, const char *locale, struct str key, const struct value *args)
{
    const struct value *entry = entry_of(locale, key);
    if (!entry)
        return false;
    locale = locale ? locale : "en";
    struct str text = form_of(entry, entry->kind == V_MAP ? plural_form(locale, value_get(args, "count")) : "other");
    if (text.n && (memchr(text.p, '{', text.n) || memchr(text.p, '}', text.n)))
        fill(out, locale, text, args);
    else
        buf_add(out, text);
    return true;
}

struct str message(struct arena *arena, const char *locale, const char *key, const struct value *args)
{
    struct buf out = buf_init(arena, 0);
    if (!key) /* it was made in an arena that is exhausted */
        return (struct str){NULL, 0};
    if (message_write(&out, locale, str_of(key), args))
        return buf_str(&out);
    tell_missing(locale, key);
    return arena_copy(arena, str_of(key));
}

struct value *message_args(struct arena *arena, ...)
{
    struct value *args = value_map(arena);
    va_list pairs;
    va_start(pairs, arena);
    for (const char *name = va_arg(pairs, const char *); name; name = va_arg(pairs, const char *))
        value_put(args, name, va_arg(pairs, struct value *));
    va_end(pairs);
    return args;
}

size_t message_count(const char *locale)
{
    const struct catalogue *c = catalogue_of(str_of(locale));
    return c ? c->count : 0;
}

struct str message_key(const char *locale, size_t n)
{
    const struct catalogue *c = catalogue_of(str_of(locale));
    return c && n < c->count ? c->entries[n]->key : (struct str){NULL, 0};
}

static enum err corrupt(const char *path, const char *what)
{
    log_write(LOG_ERROR, "message.corrupt", "file", path, "problem", what, NULL);
    return ERR_CORRUPT;
}

/* "content/messages/en.base.json" → "en"; empty for other files. */
static struct str language_of(const char *path)
{
    struct str name = str_of(path), folder = STR("content/messages/");
    if (!str_starts(name, folder) || !str_ends(name, S(".json")))
        return (struct str){NULL, 0};
    name = str_part(name, folder.n, name.n);
    return str_part(name, 0, (size_t)str_find(name, '.'));
}

static bool well_formed(const struct value *entry)
{
    if (entry->kind != V_MAP)
        return entry->kind == V_TEXT;
    VALUE_EACH (form, entry)
        if (form->kind != V_TEXT || !plural_known(form->key))
            return false;
    return value_get(entry, "other") != NULL;
}

static struct catalogue *catalogue_for(struct arena *arena, struct catalogue **first, struct str language)
{
    struct catalogue *c = *first;
    while (c && !str_is(language, c->language))
        c = c->next;
    if (c)
        return c;
    c = ARENA_NEW(arena, struct catalogue);
    if (!c)
        return NULL;
    c->language = arena_cstr(arena, language);
    c->texts = value_map(arena);
    c->next = *first;
    *first = c;
    return c->language && c->texts ? c : NULL;
}

/* Takes the entries of one file over into its language's map. */
static enum err add_file(struct arena *arena, struct catalogue **first, const struct embedded *file)
{
    struct str text = {(const char *)file->data, file->size};
    struct problems problems = problems_init(arena);
    struct value *tree, *next;
    struct catalogue *c = catalogue_for(arena, first, language_of(file->path));
    if (!c)
        return ERR_MEMORY;
    enum err err = json_parse(arena, text, &problems, &tree);
    if (err == ERR_MEMORY)
        return err;
    if (err || tree->kind != V_MAP)
        return corrupt(file->path, problems.first ? problems.first->detail.p : "no object");
    for (struct value *entry = tree->first; entry; entry = next) {
        next = entry->next;
        if (!well_formed(entry))
            return corrupt(file->path, arena_cstr(arena, entry->key));
        value_push(c->texts, entry);
    }
    return OK;
}

static int by_key(const void *x, const void *y)
{
    const struct value *a = *(const struct value *const *)x, *b = *(const struct value *const *)y;
    return str_cmp(a->key, b->key);
}

static enum err put_in_order(struct arena *arena, struct catalogue *c)
{
    c->slots = 16;
    while (c->slots < (size_t)c->texts->count * 2)
        c->slots *= 2;
    c->entries = ARENA_ARRAY(arena, c->texts->count, const struct value *);
    c->table = ARENA_ARRAY(arena, c->slots, uint32_t);
    if (!c->entries || !c->table)
        return ERR_MEMORY;
    VALUE_EACH (entry, c->texts)
        c->entries[c->count++] = entry;
    if (c->count)
        qsort(c->entries, c->count, sizeof *c->entries, by_key);
    for (size_t i = 0; i < c->count; i++) {
        if (i && str_eq(c->entries[i]->key, c->entries[i - 1]->key))
            return corrupt(c->language, arena_cstr(arena, c->entries[i]->key));
        size_t at = hash_of(c->entries[i]->key) & (c->slots - 1);
        while (c->table[at])
            at = (at + 1) & (c->slots - 1);
        c->table[at] = (uint32_t)i + 1;
    }
    return OK;
}

enum err message_load_files(const struct embedded *(*file_at)(size_t i))
{
    struct catalogue *first = NULL;
    struct arena *arena = arena_new(0);
    if (!arena)
        return ERR_MEMORY;
    enum err err = OK;
    for (size_t i = 0; !err && file_at(i); i++)
        if (language_of(file_at(i)->path).n)
            err = add_file(arena, &first, file_at(i));
    for (struct catalogue *c = first; !err && c; c = c->next)
        err = put_in_order(arena, c);
    if (err) {
        arena_free(arena);
        return err;
    }
    arena_free(loaded.arena);
    loaded.arena = arena;
    loaded.first = first;
    return OK;
}

enum err message_load(void)
{
    return message_load_files(embedded_at);
}
