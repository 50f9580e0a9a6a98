#include "base/buf.h"
#include "base/format.h"

struct buf buf_init(struct arena *arena, size_t cap)
{
    return (struct buf){.arena = arena, .cap = cap ? cap : (size_t)64 * 1024 * 1024};
}

char *buf_room(struct buf *buf, size_t n)
{
    if (buf->failed)
        return NULL;
    if (buf->size - buf->n <= n) {
        if (n > buf->cap || buf->n > buf->cap - n) {
            buf->failed = true;
            return NULL;
        }
        size_t size = buf->size ? buf->size * 2 : 1024;
        if (size < buf->n + n + 1)
            size = buf->n + n + 1;
        char *p = arena_room(buf->arena, size);
        if (!p) {
            buf->failed = true;
            return NULL;
        }
        if (buf->n)
            memcpy(p, buf->p, buf->n);
        buf->p = p;
        buf->size = size;
    }
    return buf->p + buf->n;
}

void buf_add(struct buf *buf, struct str s)
{
    char *p = s.n ? buf_room(buf, s.n) : NULL;
    if (p) {
        memcpy(p, s.p, s.n);
        buf->n += s.n;
    }
}

void buf_char(struct buf *buf, char c)
{
    buf_add(buf, (struct str){&c, 1});
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    size_t left = buf->failed ? 0 : buf->size - buf->n;
    int n = format_text(left ? buf->p + buf->n : NULL, left, format, again);
    va_end(again);
    if (n >= 0 && (size_t)n >= left) {
        char *p = buf_room(buf, (size_t)n + 1);
        if (p)
            format_text(p, (size_t)n + 1, format, args);
        n = p ? n : -1;
    }
    if (n > 0)
        buf->n += (size_t)n;
    va_end(args);
}

struct str buf_str(struct buf *buf)
{
    char *p = buf_room(buf, 1);
    if (!p)
        return (struct str){NULL, 0};
    *p = 0;
    return (struct str){buf->p, buf->n};
}
