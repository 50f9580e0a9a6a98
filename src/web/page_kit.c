#include "web/page_kit.h"
#include "base/message.h"

struct value *page_begin(struct request *request, struct reply *reply, const char *template, struct str title)
{
    struct arena *a = request->work.arena;
    reply->template = template;
    reply->page = value_map(a);
    value_put_text(a, reply->page, "title", title);
    value_put_list(a, reply->page, "crumbs");
    struct value *page = value_put_map(a, reply->page, "page");
    value_put_text(a, page, "heading", title);
    value_put_list(a, page, "actions");
    return page;
}

void page_crumb(struct request *request, struct reply *reply, struct str label, struct str href)
{
    struct value *crumb = value_push_map(request->work.arena, value_get(reply->page, "crumbs"));
    value_put_text(request->work.arena, crumb, "label", label);
    page_put(request, crumb, "href", href);
}

struct str page_words(const struct request *request, const char *key, ...)
{
    struct value *args = value_map(request->work.arena);
    va_list pairs;
    va_start(pairs, key);
    for (const char *name = va_arg(pairs, const char *); name; name = va_arg(pairs, const char *))
        value_put(args, name, va_arg(pairs, struct value *));
    va_end(pairs);
    return message(request->work.arena, request->work.locale.language, key, args);
}

const char *page_key(const struct request *request, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str key = arena_vprintf(request->work.arena, format, args);
    va_end(args);
    return key.p ? key.p : "";
}

struct str page_path(const struct request *request, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str path = arena_vprintf(request->work.arena, format, args);
    va_end(args);
    return path;
}

struct str page_short(const struct request *request, struct str text, size_t most)
{
    if (text.n <= most)
        return text;
    size_t end = most;
    while (end > most / 2 && text.p[end] != ' ' && text.p[end] != '\n')
        end--;
    while (end > 0 && ((unsigned char)text.p[end] & 0xc0) == 0x80) /* not within a character */
        end--;
    return page_path(request, "%.*s…", STR_ARG(str_trim(str_part(text, 0, end))));
}

struct value *page_leaf(const struct request *request, struct str text)
{
    return value_text(request->work.arena, text);
}

struct value *page_shown(const struct request *request, const struct value *leaf)
{
    return page_leaf(request, locale_text(request->work.arena, &request->work.locale, leaf));
}

void page_put(const struct request *request, struct value *map, const char *key, struct str text)
{
    value_put(map, key, text.n ? value_text(request->work.arena, text) : value_null(request->work.arena));
}

struct str page_kind_word(const struct request *request, const struct kind *kind, const char *form)
{
    return page_words(request, page_key(request, "kind.%s.%s", kind->name, form), NULL);
}

struct str page_kind_in_text(const struct request *request, const struct kind *kind, const char *form)
{
    const char *own = page_key(request, "kind.%s.%s.in-text", kind->name, form);
    if (message_find(request->work.locale.language, str_of(own)).p)
        return page_words(request, own, NULL);
    struct str word = page_kind_word(request, kind, form);
    bool english = str_starts(str_of(request->work.locale.language), S("en"));
    if (english && word.n > 1 && word.p[0] >= 'A' && word.p[0] <= 'Z' && word.p[1] >= 'a')
        word = page_path(request, "%c%.*s", word.p[0] + ('a' - 'A'), STR_ARG(str_part(word, 1, word.n)));
    return word;
}

struct str page_kind_explained(const struct request *request, const struct kind *kind)
{
    const char *key = page_key(request, "kind.%s.explain", kind->name);
    bool there = message_find(request->work.locale.language, str_of(key)).p != NULL;
    return there ? page_words(request, key, NULL) : S("");
}

struct str page_kind_count(const struct request *request, const struct kind *kind, int64_t count)
{
    struct value *number = value_int(request->work.arena, count);
    const char *own = page_key(request, "kind.%s.count", kind->name);
    if (message_find(request->work.locale.language, str_of(own)).p)
        return page_words(request, own, "count", number, NULL);
    return page_words(request, "kind.any.count", "count", number, "one",
                      page_leaf(request, page_kind_in_text(request, kind, "one")), "other",
                      page_leaf(request, page_kind_in_text(request, kind, "other")), NULL);
}

struct str page_field_label(const struct request *request, const struct kind *kind, struct str field)
{
    const char *own = page_key(request, "field.%s.%.*s", kind->name, STR_ARG(field));
    if (message_find(request->work.locale.language, str_of(own)).p)
        return page_words(request, own, NULL);
    const char *common = page_key(request, "field.%.*s", STR_ARG(field));
    if (message_find(request->work.locale.language, str_of(common)).p)
        return page_words(request, common, NULL);
    return page_words(request, own, NULL);
}

struct str page_field_hint(const struct request *request, const struct kind *kind, const struct field *field)
{
    static const char *const by_type[FIELD_URL + 1] = {
        [FIELD_RATIO] = "form.hint.ratio", [FIELD_DOMAIN] = "form.hint.domain", [FIELD_LEI] = "form.hint.lei",
        [FIELD_ZONE] = "form.hint.zone",   [FIELD_URL] = "form.hint.url",
    };
    const char *language = request->work.locale.language;
    const char *own = page_key(request, "help.%s.%s", kind->name, field->name);
    if (message_find(language, str_of(own)).p)
        return page_words(request, own, NULL);
    if (field->type == FIELD_INT && field->min < field->max && field->max - field->min <= 10)
        return page_words(request, "form.hint.between", "min", value_int(request->work.arena, field->min), "max",
                          value_int(request->work.arena, field->max), NULL);
    if (field->type == FIELD_INSTANT) {
        const char *zone = request->work.locale.zone;
        return page_words(request, "form.hint.instant", "zone",
                          value_text(request->work.arena, str_of(zone ? zone : "UTC")), NULL);
    }
    return by_type[field->type] ? page_words(request, by_type[field->type], NULL) : S("");
}

void page_encode(struct buf *out, struct str text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c && strchr(plain, c))
            buf_char(out, (char)c);
        else
            buf_printf(out, "%%%02X", (unsigned)c);
    }
}

static void turn_add(struct buf *out, bool *first, struct str name, struct str value)
{
    buf_char(out, *first ? '?' : '&');
    *first = false;
    page_encode(out, name);
    buf_char(out, '=');
    page_encode(out, value);
}

struct str page_turn(const struct request *request, const char *name, struct str value)
{
    struct buf out = buf_init(request->work.arena, 0);
    bool first = true;
    buf_add(&out, request->path);
    VALUE_EACH (item, request->query) {
        bool dropped = str_is(item->key, name) || str_is(item->key, "cursor") || str_is(item->key, "format");
        if (!dropped && item->text.n)
            turn_add(&out, &first, item->key, item->text);
    }
    if (value.n)
        turn_add(&out, &first, str_of(name), value);
    return buf_str(&out);
}

struct value *page_action(const struct request *request, struct value *page, enum page_action_kind kind,
                          struct str label, struct str href, const char *icon)
{
    struct arena *a = request->work.arena;
    struct value *action = value_push_map(a, value_get(page, "actions"));
    value_put_text(a, action, "label", label);
    value_put_text(a, action, "href", href);
    page_put(request, action, "icon", str_of(icon));
    value_put_bool(a, action, "primary", kind == PAGE_PRIMARY);
    value_put_bool(a, action, "post", kind == PAGE_POST);
    value_put_list(a, action, "fields");
    return action;
}

void page_action_field(const struct request *request, struct value *action, const char *name, struct str value)
{
    struct value *field = value_push_map(request->work.arena, value_get(action, "fields"));
    value_put_text(request->work.arena, field, "name", str_of(name));
    value_put_text(request->work.arena, field, "value", value);
}
