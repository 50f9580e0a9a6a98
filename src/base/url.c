#include "base/url.h"
#include <string.h>

struct str url_host(struct str url)
{
    size_t begin = str_starts(url, S("https://")) ? 8 : str_starts(url, S("http://")) ? 7 : url.n, end = begin;
    while (end < url.n && !strchr("/?#", url.p[end]))
        end++;
    return str_part(url, begin, end - begin);
}

/* Names or numbers, and a port perhaps. */
static bool host_holds(struct str host)
{
    bool letter = false;
    for (size_t i = 0; i < host.n; i++) {
        unsigned char c = (unsigned char)host.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
        letter = letter || plain;
        if (!plain && !strchr("-.:[]", (int)c))
            return false;
    }
    return letter && host.n <= 253 && !strchr(".-:", host.p[0]);
}

bool url_holds(struct str url)
{
    if (url.n > URL_MOST || !str_utf8(url) || !host_holds(url_host(url)))
        return false;
    for (size_t i = 0; i < url.n; i++) {
        unsigned char c = (unsigned char)url.p[i];
        if (c <= ' ' || c == 0x7f || strchr("\"<>\\^`{|}", (int)c))
            return false;
    }
    return true;
}
