/* A file on its way into the store: the first line is what it is called, the second what was said of its type. */
#include "fuzz.h"
#include "kernel/content_file.h"
#include "kernel/content_type.h"
#include <sys/mman.h>
#include <unistd.h>

static void fuzz_one(struct arena *arena, struct str input)
{
    struct problems problems = problems_init(arena);
    struct str name = fuzz_line(&input), type = fuzz_line(&input), clean = content_name_clean(arena, name);
    struct content_file *file = NULL, *same = NULL;
    HOLDS(clean.p && clean.n <= 120 && str_find(clean, '/') < 0 && str_find(clean, '\n') < 0);
    HOLDS(str_eq(content_name_clean(arena, clean), clean));
    HOLDS(content_file_new(arena, &file) == OK);
    HOLDS(content_file_add(file, input) == OK);
    HOLDS(content_file_end(file, name, type) == OK);
    HOLDS(content_file_size(file) == (int64_t)input.n);
    int fd = memfd_create("file", 0);
    HOLDS(fd >= 0 && write(fd, input.p, input.n) == (ssize_t)input.n);
    HOLDS(content_file_read(arena, arena_printf(arena, "/proc/self/fd/%d", fd).p, &same) == OK);
    close(fd);
    HOLDS(str_eq(content_file_sha256(same), content_file_sha256(file)));
    enum err err = content_file_check(file, &problems);
    fuzz_problems(err, &problems);
    HOLDS(err == OK || err == ERR_INPUT || err == ERR_TOO_LARGE);
    if (err)
        return;
    bool known = false;
    for (size_t i = 0; content_media_types[i]; i++)
        known = known || str_is(content_file_type(file), content_media_types[i]);
    HOLDS(known && content_file_name(file).n > 0 && str_utf8(content_file_name(file)));
    HOLDS(content_type_of_media(content_file_type(file)) != NULL && content_endings(arena).n > 0);
}
