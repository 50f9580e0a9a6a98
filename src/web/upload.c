#include "web/upload.h"
#include "base/message.h"
#include "web/exchange.h"
#include "web/form.h"
#include "web/multipart.h"
#include <stdio.h>

enum { BUSY_S = 10, AROUND_BYTES = 1024 * 1024 /* of fields and boundaries around a file */ };

/* ---- who is sending ---- */

enum err uploads_init(struct uploads *uploads, unsigned most)
{
    *uploads = (struct uploads){.most = most > UPLOADS_MOST ? UPLOADS_MOST : most};
    return pthread_mutex_init(&uploads->lock, NULL) ? ERR_MEMORY : OK;
}

void uploads_release(struct uploads *uploads)
{
    pthread_mutex_destroy(&uploads->lock);
}

int uploads_take(struct uploads *uploads, struct str account)
{
    unsigned own = 0, own_most = (uploads->most + 3) / 4;
    int place = -1;
    pthread_mutex_lock(&uploads->lock);
    for (unsigned i = 0; i < uploads->most; i++) {
        own += str_is(account, uploads->accounts[i]);
        place = place < 0 && !uploads->accounts[i][0] ? (int)i : place;
    }
    if (own >= own_most || account.n >= UPLOAD_ACCOUNT)
        place = -1;
    if (place >= 0)
        snprintf(uploads->accounts[place], UPLOAD_ACCOUNT, "%.*s", STR_ARG(account));
    pthread_mutex_unlock(&uploads->lock);
    return place;
}

void uploads_give(struct uploads *uploads, int place)
{
    pthread_mutex_lock(&uploads->lock);
    uploads->accounts[place][0] = 0;
    pthread_mutex_unlock(&uploads->lock);
}

/* ---- one of them ---- */

static bool is_multipart(const struct exchange *x)
{
    return str_eq_nocase(media_type(x->headers.content_type), S("multipart/form-data"));
}

bool upload_applies(const struct exchange *x)
{
    const struct route *route = x->request.route;
    struct str type = media_type(x->headers.content_type);
    return route && (route->flags & ROUTE_FILE) && type.n && !is_json_type(type) &&
           !str_eq_nocase(type, S("application/x-www-form-urlencoded"));
}

static enum err find_sender(struct exchange *x)
{
    struct conn *conn;
    struct who who = {.known = false};
    enum err err = pool_conn(x->web->pool, &conn);
    if (err)
        return err;
    x->request.work.conn = conn;
    err = conn_begin(conn);
    if (err == OK)
        err = who_find(&x->request.work, &x->headers.from, x->web->config.secure_cookies, &who);
    x->request.work.conn = NULL;
    if (err == OK && !who.known)
        err = ERR_SIGNED_OUT;
    if (err == OK) {
        x->upload.place = uploads_take(&x->web->uploads, who.caller.account);
        x->retry_after_s = x->upload.place < 0 ? BUSY_S : 0;
        err = x->upload.place < 0 ? ERR_BUSY : OK;
    }
    pool_conn_back(x->web->pool, conn);
    return err;
}

static enum err refuse_large(struct exchange *x)
{
    struct value *most = value_new(x->arena, V_BYTES);
    if (!most)
        return ERR_MEMORY;
    most->i = content_file_most();
    enum err err = problem_say(&x->request.work.problems, S("/file"), "content.too-large",
                               message_args(x->arena, "most", most, NULL));
    return err == ERR_MEMORY ? err : ERR_TOO_LARGE;
}

static enum err begin(struct exchange *x)
{
    struct problems *problems = &x->request.work.problems;
    int64_t length = 0;
    bool known = str_int(x->headers.content_length, &length);
    enum err err = find_sender(x);
    if (err)
        return err;
    if (is_multipart(x))
        err = multipart_new(x->headers.content_type, problems, &x->upload.multipart);
    else
        err = content_file_new(x->arena, &x->upload.file);
    if (err || !known || length <= content_file_most() + AROUND_BYTES)
        return err;
    return refuse_large(x);
}

void upload_begin(struct exchange *x)
{
    x->upload.place = -1;
    x->upload.applies = true;
    if (x->err == OK)
        x->err = begin(x);
}

enum err upload_take(struct exchange *x, struct str bytes)
{
    x->upload.bytes += (int64_t)bytes.n;
    if (x->upload.bytes > content_file_most() + AROUND_BYTES)
        return refuse_large(x);
    if (x->upload.multipart)
        return multipart_take(x->upload.multipart, bytes);
    enum err err = content_file_add(x->upload.file, bytes);
    return err == ERR_TOO_LARGE ? OK : err; /* its check says so; what follows is read, not kept */
}

/* "filename*=UTF-8''na%C3%AFve.pdf" of RFC 8187, else "filename". */
static enum err name_of(struct exchange *x, struct str *name)
{
    struct str header = x->headers.disposition, text;
    *name = value_get_text(x->request.query, "file_name");
    if (header_parameter(x->arena, header, "filename*", &text) && str_starts(text, S("UTF-8''"))) {
        if (!percent_decode(x->arena, str_part(text, 7, text.n), false, name))
            return problem_say(&x->request.work.problems, S("/file"), "content.name", NULL);
        return name->p ? OK : ERR_MEMORY;
    }
    (void)header_parameter(x->arena, header, "filename", name);
    return OK;
}

/* A body that is the file: what is to be said of the record stands in the query. */
static enum err end_file(struct exchange *x)
{
    struct str name;
    enum err err = name_of(x, &name);
    if (err == OK)
        err = content_file_end(x->upload.file, name, x->headers.content_type);
    x->request.body = value_copy(x->arena, x->request.query);
    x->request.work.file = x->upload.file;
    return err == OK && !x->request.body ? ERR_MEMORY : err;
}

enum err upload_end(struct exchange *x)
{
    x->request.style = INPUT_TEXT;
    if (!x->upload.multipart)
        return end_file(x);
    return multipart_end(x->upload.multipart, &x->request.body, &x->request.work.file);
}

void upload_over(struct exchange *x)
{
    if (x->upload.applies && x->upload.place >= 0)
        uploads_give(&x->web->uploads, x->upload.place);
}
