/* multipart.h: a body of type multipart/form-data (RFC 7578), read as it comes: fields into a map of texts, the one
 * file straight into its temporary file. Strict: what is not as the standard has it is refused with its place. Hostile
 * by nature. */
#ifndef WEB_MULTIPART_H
#define WEB_MULTIPART_H
#include "kernel/content_file.h"

enum { MULTIPART_FIELDS_BYTES = 256 * 1024, MULTIPART_PARTS = 200, MULTIPART_HEAD = 4096, BOUNDARY_MOST = 70 };

struct multipart;

/* A reader for a body of that Content-Type. ERR_MALFORMED, with words, when it names no proper boundary. Problems and
 * all that is read go into the problems' arena. */
enum err multipart_new(struct str content_type, struct problems *problems, struct multipart **out) MUST_CHECK;
/* The next bytes. ERR_MALFORMED with the byte where it is not as it should be, ERR_TOO_LARGE for fields (the file's own
 * limit is told by its check), ERR_MEMORY, ERR_STORE. After an error nothing more may be given. */
enum err multipart_take(struct multipart *multipart, struct str bytes) MUST_CHECK;
/* All has come: ERR_MALFORMED when the body ends too early. *fields is a map of texts; *file is NULL when none was
 * chosen: browsers send a part without name and bytes then. */
enum err multipart_end(struct multipart *multipart, struct value **fields, struct content_file **file) MUST_CHECK;

/* The value of a parameter of a header: `name` of "form-data; name=\"a\"". False when it is not there or not proper. */
bool header_parameter(struct arena *arena, struct str header, const char *name, struct str *out);
#endif
