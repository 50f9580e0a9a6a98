#include "engines/governance/calendar_timeline.h"
#include "base/date.h"
#include "base/message.h"
#include "engines/governance/calendar.h"
#include "engines/governance/support.h"

enum { SHOWN = 4 };

/* The first day of a month, so many months later. */
static int64_t month_later(int64_t first, int64_t months)
{
    struct civil c = date_civil(first);
    int64_t place = c.year * 12 + c.month - 1 + months;
    return date_days((struct civil){place / 12, place % 12 + 1, 1});
}

/* "YYYY-MM", and how it is called in a column: the year where it is the first one or begins. */
static void put_month(struct work *work, struct value *item, int64_t day, bool with_year)
{
    struct arena *a = work->arena;
    struct civil c = date_civil(day);
    char text[11];
    date_write(day, text);
    struct str key = arena_printf(a, with_year ? "calendar.month.%d" : "calendar.month-alone.%d", (int)c.month);
    struct value *args = message_args(a, "year", value_text(a, arena_printf(a, "%d", (int)c.year)), NULL);
    value_put_text(a, item, "month", arena_copy(a, (struct str){text, 7}));
    value_put_text(a, item, "label", key.p ? message(a, work->locale.language, key.p, args) : S(""));
}

static struct value *row_new(struct work *work, struct value *rows, const struct value *entry, const char *by,
                             int64_t first)
{
    static const char *const sorts[] = {"alliance", "what"};
    struct arena *a = work->arena;
    struct value *row = value_push_map(a, rows);
    for (size_t i = 0; i < 2; i++)
        value_put(row, sorts[i], str_is(str_of(by), sorts[i]) ? again(a, value_get(entry, by)) : value_null(a));
    struct value *cells = value_put_list(a, row, "cells");
    for (int i = 0; i < TIMELINE_MONTHS; i++) {
        struct value *cell = value_push_map(a, cells);
        put_month(work, cell, month_later(first, i), true);
        value_put_list(a, cell, "entries");
        value_put_int(a, cell, "more", 0);
    }
    return row;
}

static struct value *row_of(struct work *work, struct value *rows, const struct value *entry, const char *by,
                            int64_t first)
{
    VALUE_EACH (row, rows)
        if (str_eq(value_get_text(row, by), value_get_text(entry, by)))
            return row;
    return row_new(work, rows, entry, by, first);
}

static void put_entry(struct arena *a, struct value *row, const struct value *entry)
{
    char day[11];
    date_write(day_of(entry, "day"), day);
    VALUE_EACH (cell, value_get(row, "cells")) {
        struct value *entries = value_get(cell, "entries"), *more = value_get(cell, "more");
        if (!entries || !more || !str_eq(value_get_text(cell, "month"), (struct str){day, 7}))
            continue;
        if (entries->count < SHOWN)
            value_push(entries, again(a, entry));
        else
            more->i++;
    }
}

static void say_more(struct work *work, struct value *cell)
{
    struct arena *a = work->arena;
    int64_t more = value_get_int(cell, "more", 0);
    if (more)
        value_put_text(
            a, cell, "more_words",
            message(a, work->locale.language, "calendar.more", message_args(a, "count", value_int(a, more), NULL)));
}

enum err calendar_timeline(struct work *work, const struct viewer *viewer, struct str alliance, int64_t first,
                           struct value *view)
{
    struct arena *a = work->arena;
    struct value *entries, *months = value_put_list(a, view, "months"), *rows = value_put_list(a, view, "rows");
    enum err err = calendar_gather(work, viewer, alliance, first, month_later(first, TIMELINE_MONTHS) - 1, &entries);
    if (err)
        return err;
    for (int i = 0; i < TIMELINE_MONTHS; i++) {
        int64_t day = month_later(first, i);
        put_month(work, value_push_map(a, months), day, i == 0 || date_civil(day).month == 1);
    }
    VALUE_EACH (entry, entries)
        put_entry(a, row_of(work, rows, entry, alliance.p ? "what" : "alliance", first), entry);
    VALUE_EACH (row, rows)
        VALUE_EACH (cell, value_get(row, "cells"))
            say_more(work, cell);
    value_put_int(a, view, "count", count_of(entries));
    return rows ? OK : ERR_MEMORY;
}
