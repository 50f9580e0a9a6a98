/* Headers: cookies, Accept, parameters, ranges, names of files, codes and addresses. The first line says which. */
#include "base/url.h"
#include "base/uuid.h"
#include "fuzz.h"
#include "kernel/totp.h"
#include "web/cookie.h"
#include "web/download.h"
#include "web/form.h"
#include "web/listen.h"
#include "web/multipart.h"
#include "web/negotiate.h"

static void check_cookie(struct arena *arena, struct str header)
{
    struct str value = cookie_get(header, S("a"));
    HOLDS(value.n <= 512 && str_find(value, ';') < 0 && str_find(value, '\n') < 0 && str_find(value, '\r') < 0);
    struct cookie cookie = {.name = S("a"), .value = value, .max_age = (int)header.n - 20, .secure = header.n % 2};
    struct str text = cookie_text(arena, &cookie), back;
    HOLDS(text.p && str_find(text, '\n') < 0);
    back = cookie_get(text, S("a"));
    HOLDS(str_eq(back, value));
}

static void check_accept(struct str header)
{
    static const char *const types[] = {"text/html", "application/json", "image/svg+xml; charset=utf-8", "none", ""};
    for (int i = 0; i < 4; i++) {
        enum format format = negotiate(header, i & 1, i & 2);
        HOLDS(format <= FORMAT_OTHER);
        HOLDS(format != FORMAT_CSV || (i & 2));
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        (void)accept_takes(header, str_of(types[i]));
}

static void check_parameter(struct arena *arena, struct str header)
{
    struct str type = media_type(header), value = S("");
    HOLDS(type.n <= header.n && str_find(type, ';') < 0);
    (void)is_json_type(header);
    if (header_parameter(arena, header, "name", &value))
        HOLDS(value.p != NULL);
    if (header_parameter(arena, header, "boundary", &value))
        HOLDS(value.p != NULL);
}

static void check_range(struct str header)
{
    static const int64_t sizes[] = {1, 2, 1000, INT64_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        int64_t first = 0, count = 0;
        if (download_range(header, sizes[i], &first, &count) == 1)
            HOLDS(first >= 0 && count > 0 && first < sizes[i] && count <= sizes[i] - first);
    }
}

static void check_disposition(struct arena *arena, struct str name)
{
    struct str header = download_disposition(arena, name), back;
    HOLDS(header.p && str_find(header, '\n') < 0 && str_find(header, '\r') < 0 && str_find(header, 0) < 0);
    HOLDS(header_parameter(arena, header, "filename", &back) && back.n == name.n);
}

static void check_code(struct arena *arena, struct str text)
{
    struct str key = fuzz_line(&text), coded = base32(arena, key);
    char right[9] = "";
    int64_t now = (int64_t)key.n * 1000 * TOTP_STEP_MS, step = now / TOTP_STEP_MS;
    HOLDS(coded.p && coded.n == (key.n * 8 + 4) / 5);
    HOLDS(totp_uri(arena, key, text).p != NULL);
    int64_t found = totp_find(key, text, now, -1);
    HOLDS(found == -1 || (found >= step - 1 && found <= step + 1));
    totp_code(key, step, TOTP_DIGITS, right);
    HOLDS(totp_find(key, str_of(right), now, -1) >= 0 && totp_find(key, str_of(right), now, step + 1) == -1);
}

static void check_address(struct arena *arena, struct str text)
{
    struct str host = url_host(text);
    bool holds = url_holds(text);
    HOLDS(!holds || (host.n > 0 && host.n < text.n && str_find(host, '@') < 0));
    HOLDS(!holds || (str_find(text, '"') < 0 && str_find(text, '<') < 0 && str_find(text, ' ') < 0));
    (void)forwarded_text(arena, text, S("127.0.0.1"));
    HOLDS(!uuid_valid(text) || (text.n == UUID_TEXT && str_find(text, '/') < 0));
}

static void fuzz_one(struct arena *arena, struct str input)
{
    struct str which = fuzz_line(&input);
    if (str_is(which, "cookie"))
        check_cookie(arena, input);
    else if (str_is(which, "accept"))
        check_accept(input);
    else if (str_is(which, "parameter"))
        check_parameter(arena, input);
    else if (str_is(which, "range"))
        check_range(input);
    else if (str_is(which, "disposition"))
        check_disposition(arena, input);
    else if (str_is(which, "code"))
        check_code(arena, input);
    else
        check_address(arena, input);
}
