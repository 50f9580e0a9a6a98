/* qr.h: a text as a picture that a telephone reads (QR code), as the path of an SVG. */
#ifndef WEB_QR_H
#define WEB_QR_H
#include "base/arena.h"
#include "base/err.h"

struct qr {
    struct str path; /* of dark squares, for d="…" */
    int64_t size;    /* side of the picture in squares, with its margin */
};
/* ERR_INPUT for a text that is too long. */
enum err qr_make(struct arena *arena, struct str text, struct qr *out) MUST_CHECK;
#endif
