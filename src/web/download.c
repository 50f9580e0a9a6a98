#include "web/download.h"
#include "base/log.h"
#include "kernel/content.h"
#include "web/exchange.h"
#include "web/page_kit.h"
#include <microhttpd.h>

struct str download_disposition(struct arena *arena, struct str name)
{
    struct buf out = buf_init(arena, 0);
    bool plain = true;
    buf_lit(&out, "attachment; filename=\"");
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool kept = c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '%';
        plain = plain && kept;
        buf_char(&out, kept ? c : '_');
    }
    buf_char(&out, '"');
    if (!plain) {
        buf_lit(&out, "; filename*=UTF-8''");
        page_encode(&out, name);
    }
    return buf_str(&out);
}

/* Digits only; empty is -1. */
static bool place_of(struct str text, int64_t *place)
{
    *place = -1;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
    return !text.n || str_int(text, place);
}

int download_range(struct str header, int64_t size, int64_t *first, int64_t *count)
{
    struct str rest = str_trim(header), from;
    int64_t begin, end;
    if (!str_starts(rest, S("bytes=")) || str_find(rest, ',') >= 0)
        return 0;
    rest = str_part(rest, 6, rest.n);
    if (!str_cut(&rest, '-', &from) || !rest.p || !place_of(str_trim(from), &begin) ||
        !place_of(str_trim(rest), &end) || (begin < 0 && end < 0) || (begin >= 0 && end >= 0 && end < begin))
        return 0;
    if (begin < 0) { /* the last bytes */
        begin = end < size ? size - end : 0;
        end = size - 1;
    }
    if (begin >= size)
        return -1;
    end = end < 0 || end >= size ? size - 1 : end;
    *first = begin;
    *count = end - begin + 1;
    return 1;
}

static bool names_tag(struct str header, struct str tag)
{
    struct str rest = header, part;
    while (rest.n && str_cut(&rest, ',', &part)) {
        part = str_trim(part);
        part = str_starts(part, S("W/")) ? str_part(part, 2, part.n) : part;
        if (str_eq(part, tag) || str_is(part, "*"))
            return true;
    }
    return false;
}

void download_answer(struct exchange *x)
{
    const struct content *content = x->reply.content;
    struct answer *answer = &x->answer;
    struct str tag = arena_printf(x->arena, "\"%.*s\"", STR_ARG(content->sha256));
    answer->status = 200;
    answer->cache = "private, no-store";
    answer->policy = "sandbox; default-src 'none'";
    answer_header(x, "ETag", tag);
    if (names_tag(x->headers.if_none_match, tag)) {
        answer->status = 304;
        return;
    }
    x->stream.content = content;
    x->stream.audience = id_set_of(x->arena, &content->audience, 1);
    x->stream.first = 0;
    x->stream.count = content->size;
    answer->type = arena_cstr(x->arena, content->media_type);
    answer_header(x, "Content-Disposition", download_disposition(x->arena, content->name));
    answer_header(x, "Accept-Ranges", S("bytes"));
    bool same = !x->headers.if_range.n || str_eq(str_trim(x->headers.if_range), tag);
    int found = x->headers.range.n && same
                    ? download_range(x->headers.range, content->size, &x->stream.first, &x->stream.count)
                    : 0;
    if (!found)
        return;
    answer->status = found > 0 ? 206 : 416;
    struct str range = found > 0
                           ? arena_printf(x->arena, "bytes %lld-%lld/%lld", (long long)x->stream.first,
                                          (long long)(x->stream.first + x->stream.count - 1), (long long)content->size)
                           : arena_printf(x->arena, "bytes */%lld", (long long)content->size);
    answer_header(x, "Content-Range", range);
    if (found < 0) {
        x->stream.content = NULL;
        answer->type = NULL;
    }
}

/* The next bytes, on the thread of the connection: a row of the store a time. */
static ssize_t next_bytes(void *user, uint64_t at, char *to, size_t room)
{
    struct exchange *x = user;
    struct conn *conn;
    size_t n = 0, left = (size_t)(x->stream.count - (int64_t)at);
    enum err err = pool_conn(x->web->pool, &conn);
    if (err == OK) {
        err = conn_see(conn, &x->stream.audience);
        if (err == OK)
            err = content_chunk(conn, x->stream.content, x->stream.first + (int64_t)at, to, room < left ? room : left,
                                &n);
        pool_conn_back(x->web->pool, conn);
    }
    if (err == OK)
        return (ssize_t)n;
    log_write(LOG_WARN, "content.send", "error", err_code(err), NULL);
    return MHD_CONTENT_READER_END_WITH_ERROR;
}

struct MHD_Response *download_response(struct exchange *x)
{
    return MHD_create_response_from_callback((uint64_t)x->stream.count, CONTENT_CHUNK, next_bytes, x, NULL);
}
