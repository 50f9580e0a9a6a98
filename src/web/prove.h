/* prove.h: before what opens an account is changed, its person shows once more that it is them. */
#ifndef WEB_PROVE_H
#define WEB_PROVE_H
#include "web/web.h"

/* Asks for body.current_password, where the account has one, and body.code, where it has a second factor: ERR_INPUT at
 * /current_password or /code, ERR_RATE after several, ERR_FORBIDDEN for who comes with a token. On a ROUTE_HASH route.
 */
enum err prove(struct request *request) MUST_CHECK;
/* "tenant/account" in a limit. */
struct str prove_key(const struct request *request, struct str tenant, struct str account);
#endif
