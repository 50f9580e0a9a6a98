/* download.h: answers that are the bytes of a file in the store. They are sent piece by piece as the client takes them;
 * in between nothing is held but the connection. */
#ifndef WEB_DOWNLOAD_H
#define WEB_DOWNLOAD_H
#include "base/str.h"
#include <stdint.h>

struct exchange;
struct MHD_Response;

/* Status, type and headers of the answer with the reply's content: whole, a range of it, or not modified. */
void download_answer(struct exchange *x);
/* The response that sends its bytes; NULL when out of memory. */
struct MHD_Response *download_response(struct exchange *x);

/* "attachment; filename=…" with the name for all clients, and in full for those of this century (RFC 6266). p NULL when
 * the arena is exhausted. */
struct arena;
struct str download_disposition(struct arena *arena, struct str name);
/* The one range of a Range header (RFC 9110 14.2): 1 with first and count, 0 when the header is none that is followed,
 * -1 when nothing of it lies within `size`. */
int download_range(struct str header, int64_t size, int64_t *first, int64_t *count);
#endif
