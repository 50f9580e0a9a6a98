#include "web/multipart.h"
#include "base/buf.h"
#include "base/message.h"
#include "web/form.h"

enum state { AT_BOUNDARY, AFTER_BOUNDARY, IN_HEAD, IN_PART, AT_END };

struct multipart {
    struct arena *arena;
    struct problems *problems;
    char delimiter[BOUNDARY_MOST + 5]; /* CR LF -- boundary */
    size_t delimiter_n, matched;       /* matched: bytes of it seen so far */
    enum state state;
    int64_t at; /* bytes read, for the place of what is wrong */
    char after[2];
    size_t after_n;
    char head[MULTIPART_HEAD];
    size_t head_n, parts, fields_n;
    struct value *fields;
    struct str name, file_name, type; /* of the part being read */
    bool is_file;
    struct buf text;
    struct content_file *file;
    int64_t file_n;
};

static enum err refuse(struct multipart *m, const char *key)
{
    struct value *args = message_args(m->arena, "byte", value_int(m->arena, m->at), NULL);
    enum err err = problem_say(m->problems, S(""), key, args);
    return err == ERR_MEMORY ? err : ERR_MALFORMED;
}

/* ---- headers ---- */

/* A quoted text: a backslash stands before a quote only, since browsers write it as it is everywhere else. */
static bool quoted(struct arena *arena, struct str rest, struct str *out)
{
    struct buf text = buf_init(arena, 0);
    for (size_t i = 1; i < rest.n; i++) {
        if (rest.p[i] == '"') {
            *out = text.n ? buf_str(&text) : S("");
            return out->p != NULL;
        }
        i += rest.p[i] == '\\' && i + 1 < rest.n && rest.p[i + 1] == '"';
        buf_char(&text, rest.p[i]);
    }
    return false;
}

/* Where the parameter that begins here ends: a semicolon within quotes is none. */
static size_t parameter_end(struct str rest)
{
    bool within = false;
    size_t i = 0;
    for (; i < rest.n && (within || rest.p[i] != ';'); i++) {
        if (within && rest.p[i] == '\\' && i + 1 < rest.n && rest.p[i + 1] == '"')
            i++;
        else if (rest.p[i] == '"')
            within = !within;
    }
    return i < rest.n ? i : rest.n;
}

bool header_parameter(struct arena *arena, struct str header, const char *name, struct str *out)
{
    struct str rest = header;
    for (bool first = true; rest.n; first = false) {
        size_t end = parameter_end(rest);
        struct str part = str_trim(str_part(rest, 0, end)), key = part, value = part;
        rest = str_part(rest, end + 1, rest.n);
        if (first || !str_cut(&value, '=', &key) || !value.p || !str_eq_nocase(str_trim(key), str_of(name)))
            continue;
        value = str_trim(value);
        if (str_starts(value, S("\"")))
            return quoted(arena, value, out);
        *out = arena_copy(arena, value);
        return out->p != NULL;
    }
    return false;
}

static bool is_boundary(struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && !strchr("'()+_,-./:=? ", c))
            return false;
    }
    return text.n > 0 && text.n <= BOUNDARY_MOST && text.p[text.n - 1] != ' ';
}

enum err multipart_new(struct str content_type, struct problems *problems, struct multipart **out)
{
    struct arena *a = problems->arena;
    struct multipart *m = *out = ARENA_NEW(a, struct multipart);
    struct str boundary;
    if (!m)
        return ERR_MEMORY;
    *m = (struct multipart){.arena = a, .problems = problems, .state = AT_BOUNDARY, .matched = 2};
    m->fields = value_map(a);
    if (!m->fields)
        return ERR_MEMORY;
    if (!header_parameter(a, content_type, "boundary", &boundary) || !is_boundary(boundary))
        return refuse(m, "multipart.boundary");
    memcpy(m->delimiter, "\r\n--", 4);
    memcpy(m->delimiter + 4, boundary.p, boundary.n);
    m->delimiter_n = boundary.n + 4;
    return OK;
}

/* ---- parts ---- */

/* A name as browsers write it in quotes: quote, carriage return and line feed as %22, %0D, %0A. */
static struct str unescaped(struct arena *arena, struct str text)
{
    struct buf out = buf_init(arena, 0);
    for (size_t i = 0; i < text.n; i++) {
        struct str three = str_part(text, i, 3);
        bool escape =
            str_eq_nocase(three, S("%22")) || str_eq_nocase(three, S("%0d")) || str_eq_nocase(three, S("%0a"));
        buf_char(&out, !escape                                  ? text.p[i]
                       : three.p[1] == '2'                      ? '"'
                       : three.p[2] == 'a' || three.p[2] == 'A' ? '\n'
                                                                : '\r');
        i += escape ? 2 : 0;
    }
    return out.n ? buf_str(&out) : S("");
}

static enum err read_disposition(struct multipart *m, struct str value)
{
    struct str kind, rest = value;
    if (!str_cut(&rest, ';', &kind) || !str_eq_nocase(str_trim(kind), S("form-data")) ||
        !header_parameter(m->arena, value, "name", &m->name) || !m->name.n)
        return refuse(m, "multipart.disposition");
    m->is_file = header_parameter(m->arena, value, "filename", &m->file_name);
    m->name = unescaped(m->arena, m->name);
    if (m->is_file)
        m->file_name = unescaped(m->arena, m->file_name);
    return !m->name.p || (m->is_file && !m->file_name.p) ? ERR_MEMORY
           : !str_utf8(m->name)                          ? refuse(m, "multipart.disposition")
                                                         : OK;
}

/* The part's head is whole. */
static enum err begin_part(struct multipart *m)
{
    struct str head = {m->head, m->head_n}, line;
    enum err err = OK;
    m->name = m->file_name = m->type = (struct str){NULL, 0};
    m->is_file = false;
    if (++m->parts > MULTIPART_PARTS)
        return refuse(m, "multipart.parts");
    while (err == OK && str_cut(&head, '\n', &line)) {
        struct str key, value = str_trim(line);
        if (!value.n)
            continue;
        if (!str_cut(&value, ':', &key) || !value.p)
            return refuse(m, "multipart.head");
        if (str_eq_nocase(key, S("Content-Disposition")))
            err = read_disposition(m, str_trim(value));
        else if (str_eq_nocase(key, S("Content-Type")))
            m->type = arena_copy(m->arena, str_trim(value));
    }
    if (err == OK && !m->name.n)
        return refuse(m, "multipart.disposition");
    if (err == OK && m->is_file && (!str_is(m->name, "file") || m->file))
        return refuse(m, m->file ? "multipart.files" : "multipart.file-name");
    m->text = buf_init(m->arena, MULTIPART_FIELDS_BYTES + 1);
    m->file_n = 0;
    return err || !m->is_file ? err : content_file_new(m->arena, &m->file);
}

static enum err add_bytes(struct multipart *m, const char *p, size_t n)
{
    if (!n)
        return OK;
    if (m->is_file) {
        m->file_n += (int64_t)n;
        enum err err = content_file_add(m->file, (struct str){p, n});
        return err == ERR_TOO_LARGE ? OK : err; /* its check says so; what follows is read, not kept */
    }
    m->fields_n += n;
    if (m->fields_n > MULTIPART_FIELDS_BYTES) {
        enum err err = problem_say(m->problems, S(""), "multipart.fields", NULL);
        return err == ERR_MEMORY ? err : ERR_TOO_LARGE;
    }
    buf_add(&m->text, (struct str){p, n});
    return OK;
}

static enum err end_part(struct multipart *m)
{
    if (m->is_file && !m->file_n && !m->file_name.n) {
        m->file = NULL;
        return OK;
    }
    if (m->is_file)
        return content_file_end(m->file, m->file_name, m->type);
    struct str text = m->text.n ? buf_str(&m->text) : S("");
    if (!text.p)
        return ERR_MEMORY;
    if (!form_text_holds(text))
        return refuse(m, "multipart.text");
    return form_put(m->arena, m->fields, m->name, text);
}

/* ---- bytes ---- */

/* Two bytes follow a boundary: a line's end before another part, or hyphens at the end of all. */
static enum err after_boundary(struct multipart *m, char c)
{
    m->after[m->after_n++] = c;
    if (m->after_n < 2)
        return OK;
    m->after_n = 0;
    m->head_n = 0;
    if (memcmp(m->after, "\r\n", 2) == 0)
        m->state = IN_HEAD;
    else if (memcmp(m->after, "--", 2) == 0)
        m->state = AT_END;
    else
        return refuse(m, "multipart.delimiter");
    return OK;
}

static enum err in_head(struct multipart *m, char c)
{
    if (m->head_n == MULTIPART_HEAD)
        return refuse(m, "multipart.head");
    m->head[m->head_n++] = c;
    struct str head = {m->head, m->head_n};
    if (!str_ends(head, S("\r\n\r\n")) && !str_is(head, "\r\n"))
        return OK;
    m->state = IN_PART;
    m->matched = 0;
    return begin_part(m);
}

/* Bytes of the part up to the next boundary. A carriage return stands at the delimiter's beginning only, so that what
 * was taken for it and is not belongs to the part, and the byte at hand is looked at anew. */
static enum err in_part(struct multipart *m, struct str bytes, size_t *used)
{
    size_t i = 0, plain = 0;
    for (; i < bytes.n; i++) {
        if (bytes.p[i] == m->delimiter[m->matched]) {
            if (m->matched++ == 0) {
                enum err err = add_bytes(m, bytes.p + plain, i - plain);
                if (err)
                    return err;
            }
            plain = i + 1;
            if (m->matched < m->delimiter_n)
                continue;
            m->state = AFTER_BOUNDARY;
            m->matched = 0;
            *used = i + 1;
            return end_part(m);
        }
        if (m->matched) {
            enum err err = add_bytes(m, m->delimiter, m->matched);
            if (err)
                return err;
            m->matched = 0;
            plain = i--;
        }
    }
    *used = bytes.n;
    return m->matched ? OK : add_bytes(m, bytes.p + plain, bytes.n - plain);
}

static enum err step(struct multipart *m, struct str bytes, size_t *used)
{
    *used = 1;
    switch (m->state) {
    case AT_BOUNDARY: /* the first one, without a line's end before it */
        if (bytes.p[0] != m->delimiter[m->matched])
            return refuse(m, "multipart.delimiter");
        if (++m->matched == m->delimiter_n)
            m->state = AFTER_BOUNDARY;
        return OK;
    case AFTER_BOUNDARY:
        return after_boundary(m, bytes.p[0]);
    case IN_HEAD:
        return in_head(m, bytes.p[0]);
    case IN_PART:
        return in_part(m, bytes, used);
    case AT_END:
        break;
    }
    return bytes.p[0] == '\r' || bytes.p[0] == '\n' ? OK : refuse(m, "multipart.more");
}

enum err multipart_take(struct multipart *m, struct str bytes)
{
    enum err err = OK;
    while (bytes.n && err == OK) {
        size_t used = 0;
        err = step(m, bytes, &used);
        m->at += (int64_t)used;
        bytes = str_part(bytes, used, bytes.n);
    }
    return err;
}

enum err multipart_end(struct multipart *m, struct value **fields, struct content_file **file)
{
    *fields = m->fields;
    *file = m->file;
    return m->state == AT_END ? OK : refuse(m, "multipart.short");
}
