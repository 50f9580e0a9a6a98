/* listen.h: the listening socket. */
#ifndef WEB_LISTEN_H
#define WEB_LISTEN_H
#include "base/problem.h"
#include <sys/socket.h>

/* Opens a socket that listens on address ("127.0.0.1", "::1"; no names) and port (0: any free one, told in *bound).
 * ERR_INPUT for an address that is none or not this machine's, ERR_CONFLICT when the port is taken, ERR_FORBIDDEN when
 * it is not allowed; each with words at `setting`, "/listen". */
enum err listen_open(struct str setting, const char *address, uint16_t port, struct problems *problems, int *fd,
                     uint16_t *bound) MUST_CHECK;
/* The address of a peer as text in the arena, IPv4 in its usual form also where it came by IPv6. */
struct str peer_text(struct arena *arena, const struct sockaddr *peer);
/* The client's address by a proxy's X-Forwarded-For: its last entry; `peer` when that is no address. */
struct str forwarded_text(struct arena *arena, struct str header, struct str peer);
#endif
