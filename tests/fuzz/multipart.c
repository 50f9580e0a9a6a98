/* Forms with files: the first line is the Content-Type, the next the size of the pieces in which the body comes. What
 * comes of it must not hang on where it is cut. */
#include "web/multipart.h"
#include "fuzz.h"

struct outcome {
    enum err err;
    struct value *fields;
    struct content_file *file;
};

static struct outcome read_body(struct arena *arena, struct str type, struct str body, size_t piece)
{
    struct problems problems = problems_init(arena);
    struct multipart *multipart = NULL;
    struct outcome outcome = {.err = multipart_new(type, &problems, &multipart)};
    for (size_t at = 0; at < body.n && outcome.err == OK; at += piece) {
        /* A copy of just that piece, so that reading past it shows. */
        struct str part = arena_copy(arena, str_part(body, at, piece));
        outcome.err = multipart_take(multipart, part);
    }
    if (outcome.err == OK)
        outcome.err = multipart_end(multipart, &outcome.fields, &outcome.file);
    HOLDS(outcome.err == OK || fuzz_refused(outcome.err));
    return outcome;
}

static void fuzz_one(struct arena *arena, struct str input)
{
    struct str type = fuzz_line(&input), number = fuzz_line(&input);
    int64_t piece = 0;
    if (!str_int(number, &piece) || piece < 1)
        piece = 1;
    struct outcome whole = read_body(arena, type, input, input.n + 1);
    struct outcome cut = read_body(arena, type, input, (size_t)piece);
    HOLDS(whole.err == cut.err && (whole.file != NULL) == (cut.file != NULL));
    if (whole.err)
        return;
    HOLDS(value_equal(whole.fields, cut.fields));
    if (!whole.file)
        return;
    struct str name = content_file_name(whole.file);
    HOLDS(content_file_size(whole.file) == content_file_size(cut.file));
    HOLDS(str_eq(content_file_sha256(whole.file), content_file_sha256(cut.file)));
    HOLDS(str_eq(name, content_file_name(cut.file)) && str_find(name, '/') < 0 && name.n <= 120);
}
