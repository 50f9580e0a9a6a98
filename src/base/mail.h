/* mail.h: letters by SMTP (RFC 5321, 5322, 2045, 2047): a plain text to one reader. The sending is libcurl's. */
#ifndef BASE_MAIL_H
#define BASE_MAIL_H
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include <stdint.h>

/* The server that takes letters. A password goes only over TLS; so does all else, but to the machine itself. */
struct mail_way {
    const char *server; /* "smtp://host:port", or "smtps://…" for TLS from the first byte; with NAME:PASSWORD@ or not */
    const char *from;   /* an address of ours */
};

struct mail {
    struct str to, subject, text; /* an address; UTF-8 without line ends; UTF-8 with "\n" */
    struct str id;                /* unlike all others: the left half of Message-ID */
    int64_t date_ms;              /* UTC */
};

enum mail_end {
    MAIL_SENT,    /* the server has taken it */
    MAIL_REFUSED, /* the server surely has not */
    MAIL_UNCLEAR  /* it was on its way when the connection broke */
};

/* Whether it is an address that stands in a header as it is: one "@", no blank, control character, or any of <>(),;:"\.
 */
bool mail_address_valid(struct str address);
/* Whether `server` is of the forms above. */
bool mail_server_valid(struct str server);
/* The letter as it goes to the server, lines ended by CR LF, in `arena`; p NULL when that is exhausted or an address is
 * not valid. */
struct str mail_text(struct arena *arena, const char *from, const struct mail *mail);
/* Sends it; waits half a minute at most. The log says why one was not taken, without whom it was for. ERR_MEMORY. */
enum err mail_send(struct arena *arena, const struct mail_way *way, const struct mail *mail,
                   enum mail_end *end) MUST_CHECK;
#endif
