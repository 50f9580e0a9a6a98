/* url.h: addresses of pages elsewhere, as people paste them. */
#ifndef BASE_URL_H
#define BASE_URL_H
#include "base/str.h"

enum { URL_MOST = 2000 };

/* Whether it is an absolute address of http or https with a host, without a user's name (which makes one address look
 * like another), of at most URL_MOST bytes, with nothing in it that a browser would read as something else. */
bool url_holds(struct str url);
/* The host, with its port if one is given: "example.com:8443"; empty when there is none. */
struct str url_host(struct str url);
#endif
