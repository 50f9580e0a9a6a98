/* Forms with files: whole, cut anywhere, wrong, and made of random bytes. */
#include "base/message.h"
#include "check.h"
#include "web/multipart.h"

#define PART(name) "--b\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n"
#define FILE_PART(named) \
    "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" named "\"\r\nContent-Type: text/plain\r\n\r\n"

struct form {
    struct arena *arena;
    struct problems problems;
    struct value *fields;
    struct content_file *file;
};

/* Reads the body in pieces of `piece` bytes. */
static enum err read_form(struct form *form, struct str body, size_t piece)
{
    struct multipart *multipart;
    *form = (struct form){.arena = arena_new(0)};
    form->problems = problems_init(form->arena);
    enum err err = multipart_new(S("multipart/form-data; boundary=b"), &form->problems, &multipart);
    for (size_t at = 0; at < body.n && err == OK; at += piece)
        err = multipart_take(multipart, str_part(body, at, piece));
    return err ? err : multipart_end(multipart, &form->fields, &form->file);
}

TEST(multipart, the_same_wherever_it_is_cut)
{
    static const char body[] =
        PART("name") "Term \xC3\x9C"
                     "bersicht\r\nline\r\n" FILE_PART(
                         "a \\\"b\\\" %22c%22.txt") "\r\n-\r\n--\r\n--acd\r\r\n--\r\n" PART("empty") "\r\n--b--\r\n";
    CHECK_INT(message_load(), OK);
    for (size_t piece = 1; piece <= sizeof body; piece++) {
        struct form form;
        char held[32] = "";
        CHECK_INT(read_form(&form, (struct str){body, sizeof body - 1}, piece), OK);
        CHECK(str_is(value_get_text(form.fields, "name"), "Term \xC3\x9C"
                                                          "bersicht\nline"));
        CHECK_INT(value_get_text(form.fields, "empty").n, 0);
        if (CHECK(form.file != NULL)) {
            CHECK_STR(content_file_name(form.file).p, "a _b_ _c_.txt");
            CHECK_STR(content_file_type(form.file).p, "text/plain");
            CHECK_INT(content_file_size(form.file), 19);
            CHECK(content_file_bytes(form.file, 0, held, 19));
            CHECK_STR(held, "\r\n-\r\n--\r\n--acd\r\r\n--");
        }
        arena_free(form.arena);
    }
}

TEST(multipart, no_file_was_chosen)
{
    struct form form;
    CHECK_INT(read_form(&form, S(FILE_PART("") "\r\n--b--"), 7), OK);
    CHECK(!form.file);
    arena_free(form.arena);
}

TEST(multipart, an_empty_file_is_one)
{
    struct form form;
    CHECK_INT(read_form(&form, S(FILE_PART("a.txt") "\r\n--b--"), 7), OK);
    CHECK(form.file && content_file_size(form.file) == 0);
    arena_free(form.arena);
}

TEST(multipart, what_is_wrong_is_refused_with_its_byte)
{
    static const struct {
        const char *body, *byte;
    } cases[] = {
        {"", "0"},
        {"--", "2"},
        {"--c", "2"},
        {"--b\r\r", "4"},
        {PART("x") "y", ""},
        {PART("x") "y\r\n--b-", ""},
        {PART("x") "y\r\n--bx-", ""},
        {PART("x") "y\r\n--b--z", ""},
        {PART("") "y\r\n--b--", ""},
        {PART("x") "\x01\r\n--b--", ""},
        {PART("x") "\xFF\r\n--b--", ""},
        {"--b\r\n\r\ny\r\n--b--", ""},
        {"--b\r\nnone\r\n\r\ny\r\n--b--", ""},
        {"--b\r\nContent-Disposition: attachment; name=\"x\"\r\n\r\ny\r\n--b--", ""},
        {"--b\r\nContent-Disposition: form-data; name=\"x\r\n\r\ny\r\n--b--", ""},
        {"--b\r\nContent-Disposition: form-data; name=\"other\"; filename=\"x\"\r\n\r\ny\r\n--b--", ""},
        {FILE_PART("a.txt") "1\r\n" FILE_PART("b.txt") "2\r\n--b--", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct form form;
        if (read_form(&form, str_of(cases[i].body), 3) != ERR_MALFORMED)
            CHECK_FAIL("case %zu is taken", i);
        CHECK(form.problems.first && str_contains(form.problems.first->detail, str_of(cases[i].byte)));
        arena_free(form.arena);
    }
}

TEST(multipart, boundaries)
{
    static const struct {
        const char *type;
        enum err err;
    } cases[] = {{"multipart/form-data; boundary=\"a b\"", OK},
                 {"multipart/form-data; x=\";boundary=no\"; boundary=yes", OK},
                 {"multipart/form-data", ERR_MALFORMED},
                 {"multipart/form-data; boundary=", ERR_MALFORMED},
                 {"multipart/form-data; boundary=\"a", ERR_MALFORMED},
                 {"multipart/form-data; boundary=a\x01", ERR_MALFORMED},
                 {"multipart/form-data; boundary="
                  "0123456789012345678901234567890123456789012345678901234567890123456789x",
                  ERR_MALFORMED}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new(0);
        struct problems problems = problems_init(arena);
        struct multipart *multipart;
        CHECK_INT(multipart_new(str_of(cases[i].type), &problems, &multipart), cases[i].err);
        arena_free(arena);
    }
}

TEST(multipart, fields_have_a_limit)
{
    struct form form;
    struct arena *arena = arena_new(0);
    struct buf body = buf_init(arena, 0);
    buf_lit(&body, PART("x"));
    for (int i = 0; i <= MULTIPART_FIELDS_BYTES; i++)
        buf_char(&body, 'x');
    buf_lit(&body, "\r\n--b--");
    CHECK_INT(read_form(&form, buf_str(&body), 4096), ERR_TOO_LARGE);
    arena_free(form.arena);
    body = buf_init(arena, 0);
    for (int i = 0; i <= MULTIPART_PARTS; i++)
        buf_lit(&body, PART("x") "\r\n");
    buf_lit(&body, "--b--");
    CHECK_INT(read_form(&form, buf_str(&body), 4096), ERR_MALFORMED);
    arena_free(form.arena);
    arena_free(arena);
}

/* Bytes that a form is made of, in any order: nothing but an error or a form comes of it. */
TEST(multipart, random_bodies_do_no_harm)
{
    static const char *const pieces[] = {"--b",
                                         "\r\n",
                                         "--",
                                         "\r",
                                         "\n",
                                         "\"",
                                         ";",
                                         PART("x"),
                                         FILE_PART("y.txt"),
                                         "x",
                                         "Content-Disposition: form-data; name=",
                                         "\\",
                                         "%22",
                                         ":",
                                         "\xC3",
                                         "filename="};
    uint64_t seed = 11;
    for (int i = 0; i < 3000; i++) {
        char body[600] = "--b\r\n";
        struct form form;
        size_t n = i % 3 ? 5 : 0;
        for (int k = 0; k < 12; k++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
            const char *piece = pieces[(seed >> 33) % (sizeof pieces / sizeof *pieces)];
            if (n + strlen(piece) < sizeof body) {
                memcpy(body + n, piece, strlen(piece));
                n += strlen(piece);
            }
        }
        enum err err = read_form(&form, (struct str){body, n}, 1 + (size_t)(seed >> 40) % 50);
        CHECK(err == OK || err == ERR_MALFORMED);
        arena_free(form.arena);
    }
}
