/* files.h: whole files in and out. */
#ifndef CLI_FILES_H
#define CLI_FILES_H
#include "base/problem.h"

/* Reads a file ("-": standard input) of at most `most` bytes into the problems' arena. ERR_NOT_FOUND, ERR_TOO_LARGE or
 * ERR_INPUT, said in `problems`. */
enum err file_read(struct problems *problems, struct str path, size_t most, struct str *text) MUST_CHECK;
/* Writes a file so that it is there whole or not at all. ERR_STORE, said in `problems`. */
enum err file_write(struct problems *problems, struct str path, struct str text) MUST_CHECK;
bool file_exists(struct str path);
#endif
