/* Letters: what their text is, whom they may be for, which servers are understood. */
#include "base/mail.h"
#include "check.h"

static const struct mail letter = {.to = {"anna@example.com", 16},
                                   .subject = {"Grüße", 7},
                                   .text = {"Hello\nthere\r\n.\n", 15},
                                   .id = {"0193", 4},
                                   .date_ms = INT64_C(1772460000000)};

TEST(mail, a_letter_has_its_heads_and_its_text_in_base64)
{
    struct arena *arena = arena_new(0);
    struct str text = mail_text(arena, "entente@example.org", &letter);
    CHECK_STR(arena_cstr(arena, text),
              "From: Entente <entente@example.org>\r\nTo: <anna@example.com>\r\n"
              "Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\nDate: Mon, 2 Mar 2026 14:00:00 +0000\r\n"
              "Message-ID: <0193@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
              "Content-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n"
              "SGVsbG8NCnRoZXJlDQouDQo=\r\n");
    arena_free(arena);
}

TEST(mail, a_long_subject_is_cut_between_characters)
{
    struct arena *arena = arena_new(0);
    struct mail one = letter;
    one.subject = S("äöüäöüäöüäöüäöüäöüäöüäöüäöüäöü and more than that, which goes on");
    struct str text = mail_text(arena, "entente@example.org", &one);
    CHECK(str_contains(text, S("?=\r\n =?UTF-8?B?")));
    struct str line, rest = text;
    while (str_cut(&rest, '\n', &line))
        CHECK(line.n <= 78);
    arena_free(arena);
}

TEST(mail, no_header_can_be_slipped_in)
{
    struct arena *arena = arena_new(0);
    struct mail one = letter;
    one.to = S("anna@example.com>\r\nBcc: <eve@example.com");
    CHECK(!mail_text(arena, "entente@example.org", &one).p);
    one = letter;
    one.subject = S("Hello\r\nBcc: eve@example.com");
    CHECK(!str_contains(mail_text(arena, "entente@example.org", &one), S("Bcc")));
    arena_free(arena);
}

TEST(mail, addresses_and_servers_are_understood_or_refused)
{
    static const char *const addresses[] = {"a@b", "anna.b+c@example.com"};
    static const char *const none[] = {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b>", "a@\xC3\xA4", "\"a\"@b", "a@b\n"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        CHECK(mail_address_valid(str_of(addresses[i])));
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        CHECK(!mail_address_valid(str_of(none[i])));
    CHECK(mail_server_valid(S("smtp://127.0.0.1:25")) && mail_server_valid(S("smtps://a:b@mail.example.com")));
    CHECK(!mail_server_valid(S("http://a")) && !mail_server_valid(S("smtp://")) && !mail_server_valid(S("smtp://a/b")));
}
