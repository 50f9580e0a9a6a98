/* iCalendar (RFC 5545): lines, escapes, instants and days. */
#include "base/date.h"
#include "base/ical.h"
#include "check.h"
#include <string.h>

static const char *one(struct arena *arena, const struct ical_event *event)
{
    struct buf out = buf_init(arena, 0);
    ical_event(&out, event);
    return arena_cstr(arena, buf_str(&out));
}

TEST(ical, an_instant_is_written_in_utc)
{
    struct arena *arena = arena_new(0);
    struct ical_event event = {.uid = S("a@entente"), .summary = S("Meeting"), .stamp_ms = 0, .sequence = 3};
    CHECK(instant_parse(S("2026-03-29T02:30:00+02:00"), &event.start));
    event.end = event.start + 90 * INT64_C(60000);
    CHECK_STR(one(arena, &event), "BEGIN:VEVENT\r\nUID:a@entente\r\nDTSTAMP:19700101T000000Z\r\n"
                                  "LAST-MODIFIED:19700101T000000Z\r\nSEQUENCE:3\r\nDTSTART:20260329T003000Z\r\n"
                                  "DTEND:20260329T020000Z\r\nSUMMARY:Meeting\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\n");
    arena_free(arena);
}

TEST(ical, a_day_ends_with_the_next)
{
    struct arena *arena = arena_new(0);
    struct ical_event event = {.uid = S("a"), .summary = S("Due"), .whole_day = true, .cancelled = true};
    CHECK(date_parse(S("2026-02-28"), &event.start));
    event.end = event.start + 1;
    const char *text = one(arena, &event);
    CHECK(strstr(text, "\r\nDTSTART;VALUE=DATE:20260228\r\nDTEND;VALUE=DATE:20260301\r\n") != NULL);
    CHECK(strstr(text, "\r\nSTATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n") != NULL);
    arena_free(arena);
}

TEST(ical, text_is_escaped_and_cannot_begin_a_line_of_its_own)
{
    struct arena *arena = arena_new(0);
    struct ical_event event = {.uid = S("a"), .summary = S("a,b;c\\d\r\nEND:VEVENT\x01\tx"), .text = S("one\ntwo")};
    const char *text = one(arena, &event);
    CHECK(strstr(text, "\r\nSUMMARY:a\\,b\\;c\\\\d\\nEND:VEVENT x\r\nDESCRIPTION:one\\ntwo\r\n") != NULL);
    arena_free(arena);
}

TEST(ical, long_lines_are_folded_between_characters)
{
    struct arena *arena = arena_new(0);
    struct buf long_text = buf_init(arena, 0);
    for (int i = 0; i < 100; i++)
        buf_lit(&long_text, "ä");
    struct ical_event event = {.uid = S("a"), .summary = buf_str(&long_text)};
    const char *text = one(arena, &event), *line = text;
    struct buf whole = buf_init(arena, 0);
    while (*line) {
        const char *stop = strstr(line, "\r\n");
        size_t octets = stop ? (size_t)(stop - line) : strlen(line);
        CHECK(octets <= 75);
        struct str part = {line, octets};
        CHECK(str_utf8(part));
        bool goes_on = *line == ' ';
        buf_add(&whole, goes_on ? str_part(part, 1, octets) : part);
        line = stop ? stop + 2 : line + octets;
    }
    CHECK(strstr(arena_cstr(arena, buf_str(&whole)), buf_str(&long_text).p) != NULL);
    arena_free(arena);
}

TEST(ical, a_calendar_has_a_name_and_says_when_to_ask_again)
{
    struct arena *arena = arena_new(0);
    struct buf out = buf_init(arena, 0);
    ical_begin(&out, S("Entente: Ann"), 30);
    ical_end(&out);
    const char *text = arena_cstr(arena, buf_str(&out));
    CHECK(strstr(text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:") == text);
    CHECK(strstr(text, "\r\nX-WR-CALNAME:Entente: Ann\r\n") != NULL);
    CHECK(strstr(text, "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT30M\r\n") != NULL);
    CHECK(strstr(text, "END:VCALENDAR\r\n") != NULL);
    arena_free(arena);
}
