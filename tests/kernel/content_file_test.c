/* Files on their way in: names, types by what is in them, limits. */
#include "house.h"
#include "kernel/content_file.h"

static struct content_file *file_of(struct house *house, struct str bytes, const char *name)
{
    struct content_file *file = NULL;
    CHECK_INT(content_file_of(house->arena, bytes, str_of(name), &file), OK);
    return file;
}

static bool is_taken(struct house *house, struct str bytes, const char *name)
{
    struct problems problems = problems_init(house->arena);
    return content_file_check(file_of(house, bytes, name), &problems) == OK;
}

TEST(content_file, names_lose_folders_controls_and_overrides)
{
    static const struct {
        const char *from, *to;
    } names[] = {
        {"plan.pdf", "plan.pdf"},
        {"/etc/passwd", "passwd"},
        {"C:\\Users\\x\\plan.pdf", "plan.pdf"},
        {"../../plan.pdf", "plan.pdf"},
        {"..", ""},
        {"", ""},
        {"a\r\nX-Evil: 1.pdf", "aX-Evil_ 1.pdf"},
        {"inv\xE2\x80\xAE"
         "fdp.exe",
         "invfdp.exe"},
        {"  two   words .txt ", "two words .txt"},
        {"\xC3\x9C"
         "bersicht \"1\".pdf",
         "\xC3\x9C"
         "bersicht _1_.pdf"},
        {"bad\xFF.pdf", ""},
        {".htaccess", "htaccess"},
    };
    struct arena *a = arena_new(0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        CHECK_STR(content_name_clean(a, str_of(names[i].from)).p, names[i].to);
    char longer[400];
    memset(longer, 'x', sizeof longer);
    memcpy(longer + 390, ".pdf", 5);
    struct str cut = content_name_clean(a, str_of(longer));
    CHECK_INT(cut.n, 120);
    CHECK(str_ends(cut, S("x.pdf")));
    memset(longer + 100, ' ', 30);
    cut = content_name_clean(a, (struct str){longer, 130});
    CHECK_INT(cut.n, 100);
    arena_free(a);
}

/* An archive of entries without bytes, but for the first, which holds `held`. */
static struct str archive(struct arena *a, const char *const *names, struct str held)
{
    struct buf out = buf_init(a, 0), directory = buf_init(a, 0);
    unsigned n = 0;
    for (; names[n]; n++) {
        unsigned char local[30] = "PK\3\4", central[46] = "PK\1\2";
        struct str bytes = n ? S("") : held;
        local[18] = local[22] = (unsigned char)bytes.n;
        local[26] = central[28] = (unsigned char)strlen(names[n]);
        central[20] = central[24] = (unsigned char)bytes.n;
        buf_add(&directory, (struct str){(char *)central, sizeof central});
        buf_add(&directory, str_of(names[n]));
        buf_add(&out, (struct str){(char *)local, sizeof local});
        buf_add(&out, str_of(names[n]));
        buf_add(&out, bytes);
    }
    unsigned char end[22] = "PK\5\6";
    end[8] = end[10] = (unsigned char)n;
    end[12] = (unsigned char)(directory.n & 0xff), end[13] = (unsigned char)(directory.n >> 8);
    end[16] = (unsigned char)(out.n & 0xff), end[17] = (unsigned char)(out.n >> 8);
    buf_add(&out, buf_str(&directory));
    buf_add(&out, (struct str){(char *)end, sizeof end});
    return buf_str(&out);
}

TEST(content_file, types_are_known_by_what_is_in_them)
{
    static const char *const word[] = {"[Content_Types].xml", "_rels/.rels", "word/document.xml", NULL};
    static const char *const macros[] = {"[Content_Types].xml", "word/document.xml", "word/vbaProject.bin", NULL};
    static const char *const sheet[] = {"[Content_Types].xml", "xl/workbook.xml", NULL};
    static const char *const open[] = {"mimetype", "content.xml", NULL};
    struct house house = house_open();
    struct arena *a = house.arena;
    struct str docx = archive(a, word, S("")), xlsx = archive(a, sheet, S("")), docm = archive(a, macros, S(""));
    struct str odt = archive(a, open, S("application/vnd.oasis.opendocument.text"));
    const struct {
        struct str bytes;
        const char *name;
        bool taken;
    } cases[] = {
        {S("%PDF-1.7\n"), "a.pdf", true},
        {S("%PDF-1.7\n"), "a.PDF", true},
        {S("<html>"), "a.pdf", false},
        {S("%PDF-1.7\n"), "a.png", false},
        {S("\x89PNG\r\n\x1a\n1234"), "a.png", true},
        {S("\xFF\xD8\xFF\xE0"), "a.jpeg", true},
        {S("GIF89a"), "a.gif", true},
        {S("RIFF1234WEBPVP8 "), "a.webp", true},
        {S("RIFF1234WAVE"), "a.webp", false},
        {S("a;b\n1;2\n"), "a.csv", true},
        {(struct str){"a\0b", 3}, "a.csv", false},
        {S("\x1b[31m"), "a.txt", false},
        {S("# Title\n"), "a.md", true},
        {S("BEGIN:VCALENDAR\r\n"), "a.ics", true},
        {S("hello"), "a.ics", false},
        {S("From: a@b\r\n\r\nhello"), "a.eml", true},
        {S("no header"), "a.eml", false},
        {S("<?xml version=\"1.0\"?><svg/>"), "a.svg", true},
        {S("<html><body>"), "a.svg", false},
        {docx, "a.docx", true},
        {docx, "a.zip", true},
        {docx, "a.xlsx", false},
        {docm, "a.docx", false},
        {xlsx, "a.xlsx", true},
        {xlsx, "a.pptx", false},
        {odt, "a.odt", true},
        {odt, "a.ods", false},
        {S("PK\3\4 but nothing follows that an archive has"), "a.zip", false},
        {S("MZ"), "a.exe", false},
        {S("#!/bin/sh"), "a.sh", false},
        {S("<script>"), "a.html", false},
        {S("text"), "noending", false},
        {S(""), "a.txt", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (is_taken(&house, cases[i].bytes, cases[i].name) != cases[i].taken)
            CHECK_FAIL("%s (%zu) is %staken", cases[i].name, i, cases[i].taken ? "not " : "");
    house_close(&house);
}

TEST(content_file, what_was_said_of_it_must_agree)
{
    struct house house = house_open();
    struct problems problems = problems_init(house.arena);
    static const struct {
        const char *said;
        enum err err;
    } cases[] = {{"", OK},
                 {"application/octet-stream", OK},
                 {"application/pdf; x=1", OK},
                 {"image/png", ERR_INPUT},
                 {"text/plain", ERR_INPUT}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct content_file *file;
        CHECK_INT(content_file_new(house.arena, &file), OK);
        CHECK_INT(content_file_add(file, S("%PDF-1.4")), OK);
        CHECK_INT(content_file_end(file, S("x.pdf"), str_of(cases[i].said)), OK);
        CHECK_INT(content_file_check(file, &problems), cases[i].err);
        if (cases[i].err == OK)
            CHECK_STR(content_file_type(file).p, "application/pdf");
    }
    CHECK(problems.first && str_is(problems.first->pointer, "/file"));
    house_close(&house);
}

TEST(content_file, random_archives_do_no_harm)
{
    static const char *const word[] = {"[Content_Types].xml", "word/document.xml", NULL};
    struct house house = house_open();
    struct str good = archive(house.arena, word, S(""));
    uint64_t seed = 7;
    for (int i = 0; i < 400; i++) {
        struct arena *arena = arena_new(0);
        struct str copy = arena_copy(arena, good);
        struct content_file *file;
        struct problems problems = problems_init(arena);
        for (int k = 0; k < 4; k++) {
            seed = seed * UINT64_C(6364136223846793005) + 1;
            ((char *)(uintptr_t)copy.p)[(seed >> 33) % copy.n] = (char)(seed >> 20);
        }
        copy.n -= (seed >> 40) % 8;
        CHECK_INT(content_file_of(arena, copy, S("a.docx"), &file), OK);
        enum err err = content_file_check(file, &problems);
        CHECK(err == OK || err == ERR_INPUT);
        arena_free(arena);
    }
    house_close(&house);
}

TEST(content_file, too_large_is_refused_and_not_kept)
{
    struct house house = house_open();
    struct problems problems = problems_init(house.arena);
    struct content_file *file;
    content_limits_set(8, 0);
    CHECK_INT(content_file_new(house.arena, &file), OK);
    CHECK_INT(content_file_add(file, S("12345678")), OK);
    CHECK_INT(content_file_add(file, S("9")), ERR_TOO_LARGE);
    CHECK_INT(content_file_end(file, S("a.txt"), S("")), OK);
    CHECK_INT(content_file_size(file), 8);
    CHECK_INT(content_file_check(file, &problems), ERR_TOO_LARGE);
    content_limits_set(0, 0);
    CHECK_INT(content_file_read(house.arena, "/nowhere/at/all", &file), ERR_NOT_FOUND);
    house_close(&house);
}
