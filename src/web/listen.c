#include "web/listen.h"
#include "base/message.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <unistd.h>

/* A socket address of either family. */
union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static socklen_t parse(const char *text, uint16_t port, union address *out)
{
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, text, &out->v4.sin_addr) == 1) {
        out->v4.sin_family = AF_INET;
        out->v4.sin_port = htons(port);
        return sizeof out->v4;
    }
    if (inet_pton(AF_INET6, text, &out->v6.sin6_addr) == 1) {
        out->v6.sin6_family = AF_INET6;
        out->v6.sin6_port = htons(port);
        return sizeof out->v6;
    }
    return 0;
}

static enum err fail(struct problems *problems, struct str setting, int why, const char *address, uint16_t port)
{
    struct arena *a = problems->arena;
    char number[8];
    snprintf(number, sizeof number, "%u", port);
    bool taken = why == EADDRINUSE, denied = why == EACCES;
    bool known = taken || denied || why == EADDRNOTAVAIL || why == EINVAL;
    (void)problem_say(problems, setting,
                      taken    ? "web.port-taken"
                      : denied ? "web.port-denied"
                      : known  ? "web.bad-address"
                               : "web.no-socket",
                      message_args(a, "address", value_text(a, str_of(address)), "port",
                                   value_text(a, arena_copy(a, str_of(number))), NULL));
    return taken ? ERR_CONFLICT : denied ? ERR_FORBIDDEN : known ? ERR_INPUT : ERR_INTERNAL;
}

enum err listen_open(struct str setting, const char *address, uint16_t port, struct problems *problems, int *fd,
                     uint16_t *bound)
{
    union address at;
    socklen_t size = parse(address, port, &at);
    if (!size)
        return fail(problems, setting, EINVAL, address, port);
    int yes = 1, s = socket(at.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (s < 0)
        return fail(problems, setting, errno, address, port);
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    int no = 0;
    if (at.any.sa_family == AF_INET6) /* "::" takes IPv4 as well */
        setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    if (bind(s, &at.any, size) != 0 || listen(s, 1024) != 0 || getsockname(s, &at.any, &size) != 0) {
        int why = errno;
        close(s);
        return fail(problems, setting, why, address, port);
    }
    *fd = s;
    *bound = ntohs(at.any.sa_family == AF_INET ? at.v4.sin_port : at.v6.sin6_port);
    return OK;
}

struct str peer_text(struct arena *arena, const struct sockaddr *peer)
{
    char text[INET6_ADDRSTRLEN] = "";
    if (peer && peer->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)peer)->sin_addr, text, sizeof text);
    else if (peer && peer->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr, text, sizeof text);
    struct str address = str_of(text);
    if (str_starts(address, S("::ffff:")) && str_find(address, '.') > 0)
        address = str_part(address, 7, address.n);
    return arena_copy(arena, address);
}

struct str forwarded_text(struct arena *arena, struct str header, struct str peer)
{
    struct str rest = header, last = S("");
    union address parsed;
    while (str_cut(&rest, ',', &last))
        continue;
    last = str_trim(last);
    const char *text = last.n && last.n < INET6_ADDRSTRLEN ? arena_cstr(arena, last) : NULL;
    return text && parse(text, 0, &parsed) ? peer_text(arena, &parsed.any) : peer;
}
