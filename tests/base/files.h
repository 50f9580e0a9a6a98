/* files.h: whole files for the tests of src/base. */
#ifndef TESTS_BASE_FILES_H
#define TESTS_BASE_FILES_H
#include "base/arena.h"
#include <stdio.h>

/* The text of `folder`/`name` in `arena`; p NULL when it cannot be read. */
static inline struct str file_read(struct arena *arena, const char *folder, const char *name)
{
    struct str text = {NULL, 0}, path = arena_printf(arena, "%s/%s", folder, name);
    FILE *file = path.p ? fopen(path.p, "rb") : NULL;
    if (!file)
        return text;
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *bytes = arena_alloc(arena, size + 1);
    if (bytes && fread(bytes, 1, size, file) == size)
        text = (struct str){bytes, size};
    fclose(file);
    return text;
}
#endif
