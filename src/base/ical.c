#include "base/ical.h"
#include "base/date.h"
#include <stdio.h>

enum { LINE_OCTETS = 75 };

/* Writes content lines; what is longer than a line goes on in the next, after a space, at the border of a character. */
struct line {
    struct buf *out;
    size_t octets;
};

static void put(struct line *line, struct str text)
{
    while (text.n) {
        size_t size = 1;
        while (size < text.n && ((unsigned char)text.p[size] & 0xC0) == 0x80)
            size++;
        if (line->octets + size > LINE_OCTETS) {
            buf_lit(line->out, "\r\n ");
            line->octets = 1;
        }
        buf_add(line->out, str_part(text, 0, size));
        line->octets += size;
        text = str_part(text, size, text.n);
    }
}

static void end(struct line *line)
{
    buf_lit(line->out, "\r\n");
}

/* A value of text: what separates values is escaped, control characters are left out. */
static void put_text(struct buf *out, struct str name, struct str text)
{
    struct line line = {out, 0};
    if (!text.n)
        return;
    put(&line, name);
    put(&line, S(":"));
    for (size_t from = 0, i = 0; i <= text.n; i++) {
        char c = i < text.n ? text.p[i] : 0;
        bool plain = i < text.n && (unsigned char)c >= 0x20 && c != 0x7F && c != '\\' && c != ';' && c != ',';
        if (plain)
            continue;
        put(&line, str_part(text, from, i - from));
        from = i + 1;
        if (c == '\n')
            put(&line, S("\\n"));
        else if (c == '\\' || c == ';' || c == ',') {
            put(&line, S("\\"));
            put(&line, (struct str){&c, 1});
        } else if (c == '\t')
            put(&line, S(" "));
    }
    end(&line);
}

static void put_raw(struct buf *out, struct str name, struct str value)
{
    struct line line = {out, 0};
    put(&line, name);
    put(&line, S(":"));
    put(&line, value);
    end(&line);
}

/* The days of an instant rounded down, also before 1970. */
static int64_t days_of(int64_t ms)
{
    const int64_t day = INT64_C(86400000);
    return ms / day - (ms % day < 0);
}

static struct str instant_digits(int64_t ms, char out[40])
{
    int64_t days = days_of(ms), s = (ms - days * INT64_C(86400000)) / 1000;
    struct civil c = date_civil(days);
    int n = snprintf(out, 40, "%04d%02d%02dT%02d%02d%02dZ", (int)c.year, (int)c.month, (int)c.day, (int)(s / 3600),
                     (int)(s / 60 % 60), (int)(s % 60));
    return (struct str){out, n > 0 ? (size_t)n : 0};
}

static struct str day_digits(int64_t days, char out[40])
{
    struct civil c = date_civil(days);
    int n = snprintf(out, 40, "%04d%02d%02d", (int)c.year, (int)c.month, (int)c.day);
    return (struct str){out, n > 0 ? (size_t)n : 0};
}

void ical_begin(struct buf *out, struct str name, int refresh_minutes)
{
    char often[32];
    int n = snprintf(often, sizeof often, "PT%dM", refresh_minutes);
    struct str duration = {often, n > 0 ? (size_t)n : 0};
    put_raw(out, S("BEGIN"), S("VCALENDAR"));
    put_raw(out, S("VERSION"), S("2.0"));
    put_raw(out, S("PRODID"), S("-//Entente//Calendar//EN"));
    put_raw(out, S("CALSCALE"), S("GREGORIAN"));
    put_raw(out, S("METHOD"), S("PUBLISH"));
    put_text(out, S("NAME"), name);
    put_text(out, S("X-WR-CALNAME"), name);
    put_raw(out, S("REFRESH-INTERVAL;VALUE=DURATION"), duration);
    put_raw(out, S("X-PUBLISHED-TTL"), duration);
}

void ical_event(struct buf *out, const struct ical_event *event)
{
    char digits[40];
    bool days = event->whole_day;
    put_raw(out, S("BEGIN"), S("VEVENT"));
    put_raw(out, S("UID"), event->uid);
    put_raw(out, S("DTSTAMP"), instant_digits(event->stamp_ms, digits));
    put_raw(out, S("LAST-MODIFIED"), instant_digits(event->stamp_ms, digits));
    int n = snprintf(digits, sizeof digits, "%lld", (long long)event->sequence);
    put_raw(out, S("SEQUENCE"), (struct str){digits, n > 0 ? (size_t)n : 0});
    put_raw(out, days ? S("DTSTART;VALUE=DATE") : S("DTSTART"),
            days ? day_digits(event->start, digits) : instant_digits(event->start, digits));
    put_raw(out, days ? S("DTEND;VALUE=DATE") : S("DTEND"),
            days ? day_digits(event->end, digits) : instant_digits(event->end, digits));
    put_text(out, S("SUMMARY"), event->summary);
    put_text(out, S("DESCRIPTION"), event->text);
    put_text(out, S("LOCATION"), event->place);
    if (event->url.n)
        put_raw(out, S("URL"), event->url);
    put_raw(out, S("STATUS"), event->cancelled ? S("CANCELLED") : S("CONFIRMED"));
    if (days)
        put_raw(out, S("TRANSP"), S("TRANSPARENT"));
    put_raw(out, S("END"), S("VEVENT"));
}

void ical_end(struct buf *out)
{
    put_raw(out, S("END"), S("VCALENDAR"));
}
