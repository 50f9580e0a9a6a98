/* content_type.h: which types of file are taken, and how they are known. Only files of the kernel include it. */
#ifndef KERNEL_CONTENT_TYPE_H
#define KERNEL_CONTENT_TYPE_H
#include "kernel/content_file.h"

struct content_type {
    const char *ending; /* "pdf" */
    const char *media_type;
    /* Whether what is in the file is of that type. */
    bool (*fits)(const struct content_file *file, const struct content_type *type);
    const char *mark; /* what `fits` looks for */
};

/* The type that the ending of the name stands for; NULL when such files are not taken. */
const struct content_type *content_type_of_name(struct str name);
/* The first type of that media type ("text/plain; charset=utf-8" too); NULL when there is none. */
const struct content_type *content_type_of_media(struct str media_type);
/* The endings with commas between, for words. */
struct str content_endings(struct arena *arena);
#endif
