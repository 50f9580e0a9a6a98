/* What a mail of notices says. */
#include "base/message.h"
#include "kernel/hooks.h"
#include "kernel/notice.h"

enum { ITEMS_SHOWN = 40 };

static struct str words(struct work *work, const char *key, const struct value *args)
{
    struct str text = message(work->arena, work->locale.language, key, args);
    return text.p ? text : S("");
}

static struct str said(struct work *work, const struct value *leaf)
{
    return locale_text(work->arena, &work->locale, leaf);
}

static int64_t count_in(const struct value *items, struct str place)
{
    int64_t count = 0;
    VALUE_EACH (item, items)
        count += str_eq(value_get_text(item, "place"), place);
    return count;
}

/* "Delivery plan, Mobility, due 3 Dec 2026", and where to read on. */
static void write_item(struct work *work, const struct value *item, struct str base, struct buf *out)
{
    struct arena *a = work->arena;
    const struct value *alliance = value_get(item, "alliance"), *due = value_get(item, "due");
    struct str code = said(work, value_get(item, "code")), what = value_get_text(item, "what");
    struct str name = value_get_text(item, "name");
    buf_printf(out, "- %.*s: %.*s", STR_ARG(code), STR_ARG(name));
    if (alliance && alliance->label.n)
        buf_printf(out, " (%.*s)", STR_ARG(alliance->label));
    if (due && due->kind == V_DATE) {
        struct value *args = message_args(a, "date", value_text(a, said(work, due)), NULL);
        struct str when = words(work, value_get_bool(item, "late") ? "notice.mail.late" : "notice.mail.due", args);
        buf_printf(out, ", %.*s", STR_ARG(when));
    }
    buf_printf(out, "\n");
    if (what.n)
        buf_printf(out, "  %.*s\n", STR_ARG(what));
    buf_printf(out, "  %.*s%.*s\n", STR_ARG(base), STR_ARG(value_get_text(item, "href")));
}

static void write_place(struct work *work, const struct value *items, const char *place, bool counts_only,
                        struct str base, struct buf *out)
{
    struct arena *a = work->arena;
    int64_t count = count_in(items, str_of(place)), shown = 0;
    struct str key = arena_printf(a, "notice.mail.%s", place);
    if (!count || !key.p)
        return;
    struct value *args = message_args(a, "count", value_int(a, count), NULL);
    buf_printf(out, "%.*s\n", STR_ARG(words(work, key.p, args)));
    VALUE_EACH (item, counts_only ? NULL : items)
        if (str_is(value_get_text(item, "place"), place) && shown++ < ITEMS_SHOWN)
            write_item(work, item, base, out);
    if (shown > ITEMS_SHOWN) {
        args = message_args(a, "count", value_int(a, shown - ITEMS_SHOWN), NULL);
        buf_printf(out, "%.*s\n", STR_ARG(words(work, "notice.mail.more", args)));
    }
    buf_printf(out, "\n");
}

enum err notice_write(struct work *work, const struct viewer *viewer, const struct value *items, bool counts_only,
                      struct str base, struct notice_letter *out)
{
    static const char *const places[] = {"asked", "owe", "owed"};
    struct arena *a = work->arena;
    struct buf text = buf_init(a, 0);
    struct value *name = value_text(a, viewer->name), *count = value_int(a, items->count);
    buf_printf(&text, "%.*s\n\n", STR_ARG(words(work, "notice.mail.hello", message_args(a, "name", name, NULL))));
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        write_place(work, items, places[i], counts_only, base, &text);
    struct value *day = value_text(a, arena_printf(a, "%.*s/day", STR_ARG(base)));
    struct value *choose = value_text(a, arena_printf(a, "%.*s/account/notices", STR_ARG(base)));
    buf_printf(&text, "%.*s\n",
               STR_ARG(words(work, "notice.mail.end", message_args(a, "day", day, "choose", choose, NULL))));
    out->subject = words(work, "notice.mail.subject", message_args(a, "count", count, NULL));
    out->text = buf_str(&text);
    return text.failed || !out->subject.n ? ERR_MEMORY : OK;
}
