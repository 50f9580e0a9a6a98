#include "base/mail.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/log.h"
#include <curl/curl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

enum { LINE_BYTES = 57, WORD_BYTES = 42, CONNECT_MS = 10000, WHOLE_MS = 30000 }; /* 76 and 56 characters in base64 */

bool mail_address_valid(struct str address)
{
    size_t at = 0;
    for (size_t i = 0; i < address.n; i++) {
        unsigned char c = (unsigned char)address.p[i];
        if (c <= ' ' || c >= 127 || strchr("<>(),;:\"\\[]", c))
            return false;
        at += c == '@';
    }
    return at == 1 && address.p[0] != '@' && address.p[address.n - 1] != '@' && address.n <= 254;
}

bool mail_server_valid(struct str server)
{
    struct str rest;
    if (str_starts(server, S("smtp://")))
        rest = str_part(server, 7, server.n);
    else if (str_starts(server, S("smtps://")))
        rest = str_part(server, 8, server.n);
    else
        return false;
    for (size_t i = 0; i < rest.n; i++)
        if ((unsigned char)rest.p[i] <= ' ' || rest.p[i] == '/' || rest.p[i] == '?' || rest.p[i] == '#')
            return false;
    return rest.n > 0;
}

static void add_base64(struct arena *arena, struct str bytes, struct buf *out)
{
    size_t room = sodium_base64_ENCODED_LEN(bytes.n, sodium_base64_VARIANT_ORIGINAL);
    char *text = arena_alloc(arena, room);
    if (!text) {
        out->failed = true;
        return;
    }
    sodium_bin2base64(text, room, (const unsigned char *)bytes.p, bytes.n, sodium_base64_VARIANT_ORIGINAL);
    buf_add(out, str_of(text));
}

/* Encoded words of at most 75 characters, none of which cuts a character of UTF-8 apart. */
static void add_subject(struct arena *arena, struct str subject, struct buf *out)
{
    for (size_t from = 0; from < subject.n;) {
        size_t to = from + WORD_BYTES < subject.n ? from + WORD_BYTES : subject.n;
        while (to < subject.n && to > from && ((unsigned char)subject.p[to] & 0xC0) == 0x80)
            to--;
        buf_printf(out, "%s=?UTF-8?B?", from ? "\r\n " : "");
        add_base64(arena, str_part(subject, from, to - from), out);
        buf_printf(out, "?=");
        from = to;
    }
}

static void add_date(int64_t ms, struct buf *out)
{
    static const char *const days[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t seconds = ms / 1000, day = seconds / 86400, rest = seconds % 86400;
    struct civil civil = date_civil(day);
    buf_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[day % 7], (int)civil.day,
               months[civil.month - 1], (int)civil.year, (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
}

/* The text with CR LF at its line ends, in lines of base64. */
static void add_body(struct arena *arena, struct str text, struct buf *out)
{
    struct buf lines = buf_init(arena, 0);
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '\n')
            buf_printf(&lines, "\r\n");
        else if (text.p[i] != '\r')
            buf_char(&lines, text.p[i]);
    struct str whole = buf_str(&lines);
    out->failed = out->failed || lines.failed;
    for (size_t from = 0; from < whole.n; from += LINE_BYTES) {
        add_base64(arena, str_part(whole, from, LINE_BYTES), out);
        buf_printf(out, "\r\n");
    }
}

struct str mail_text(struct arena *arena, const char *from, const struct mail *mail)
{
    struct buf out = buf_init(arena, 0);
    const char *host = strchr(from, '@');
    if (!mail_address_valid(str_of(from)) || !mail_address_valid(mail->to))
        return (struct str){NULL, 0};
    buf_printf(&out, "From: Entente <%s>\r\nTo: <%.*s>\r\nSubject: ", from, STR_ARG(mail->to));
    add_subject(arena, mail->subject, &out);
    buf_printf(&out, "\r\n");
    add_date(mail->date_ms, &out);
    buf_printf(&out, "Message-ID: <%.*s%s>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n",
               STR_ARG(mail->id), host);
    buf_printf(&out, "Content-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n");
    add_body(arena, mail->text, &out);
    return out.failed ? (struct str){NULL, 0} : buf_str(&out);
}

/* ---- sending ---- */

struct reading {
    struct str left;
    bool begun;
};

static size_t give(char *into, size_t size, size_t count, void *user)
{
    struct reading *reading = user;
    size_t n = size * count < reading->left.n ? size * count : reading->left.n;
    memcpy(into, reading->left.p, n);
    reading->left = str_part(reading->left, n, reading->left.n);
    reading->begun = true;
    return n;
}

static void prepare(void)
{
    (void)curl_global_init(CURL_GLOBAL_DEFAULT);
}

/* A server on the machine itself may do without TLS. */
static bool is_here(const char *server)
{
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    const char *at = strrchr(server, '@'), *host = at ? at + 1 : strstr(server, "//") + 2;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = strlen(names[i]);
        if (!strncmp(host, names[i], n) && (!host[n] || host[n] == ':'))
            return true;
    }
    return false;
}

static enum mail_end end_of(CURL *curl, CURLcode code, const struct reading *reading)
{
    long answer = 0;
    if (code == CURLE_OK)
        return MAIL_SENT;
    (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
    log_write(LOG_ERROR, "mail.not-taken", "why", curl_easy_strerror(code), NULL);
    return !reading->begun || answer >= 400 ? MAIL_REFUSED : MAIL_UNCLEAR;
}

static CURLcode perform(CURL *curl, const struct mail_way *way, const char *to, struct reading *reading)
{
    struct curl_slist *readers = curl_slist_append(NULL, to);
    CURLcode code = CURLE_OUT_OF_MEMORY;
    if (readers) {
        curl_easy_setopt(curl, CURLOPT_URL, way->server);
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(is_here(way->server) ? CURLUSESSL_TRY : CURLUSESSL_ALL));
        curl_easy_setopt(curl, CURLOPT_MAIL_FROM, way->from);
        curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, readers);
        curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
        curl_easy_setopt(curl, CURLOPT_READDATA, reading);
        curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)WHOLE_MS);
        code = curl_easy_perform(curl);
    }
    curl_slist_free_all(readers);
    return code;
}

enum err mail_send(struct arena *arena, const struct mail_way *way, const struct mail *mail, enum mail_end *end)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct reading reading = {.left = mail_text(arena, way->from, mail)};
    const char *to = arena_cstr(arena, mail->to);
    *end = MAIL_REFUSED;
    if (!mail_address_valid(mail->to))
        return OK;
    pthread_once(&once, prepare);
    CURL *curl = reading.left.p && to ? curl_easy_init() : NULL;
    if (!curl)
        return ERR_MEMORY;
    *end = end_of(curl, perform(curl, way, to, &reading), &reading);
    curl_easy_cleanup(curl);
    return OK;
}
