/* buf.h: a growing text in an arena, for writers (JSON, HTML, CSV, SQL). Once growing fails, or the cap is
 * passed, `failed` stays set and further additions do nothing: check it once, at the end. */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include "base/arena.h"

struct buf {
    struct arena *arena;
    char *p;
    size_t n, size, cap;
    bool failed;
};

/* An empty buffer over `arena` that may hold `cap` bytes (0: 64 MiB). */
struct buf buf_init(struct arena *arena, size_t cap);
void buf_add(struct buf *buf, struct str s);
void buf_char(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Makes room for `n` more bytes and returns where they go; NULL when that fails. */
char *buf_room(struct buf *buf, size_t n);
/* What was written, NUL-terminated; empty with p NULL when the buffer failed. */
struct str buf_str(struct buf *buf);
/* A string literal. */
#define buf_lit(buf, literal) buf_add((buf), S(literal))
#endif
