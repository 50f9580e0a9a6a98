/* negotiate.h: which face of a view the client wants. */
#ifndef WEB_NEGOTIATE_H
#define WEB_NEGOTIATE_H
#include "base/str.h"

enum format {
    FORMAT_HTML,
    FORMAT_JSON,
    FORMAT_CSV,  /* only where the view is a list, and only when named */
    FORMAT_OTHER /* none of these is wanted */
};

/* Chooses by an Accept header (empty: anything). The highest q wins, then what is named more exactly, then JSON or HTML
 * by `json_first`. application/problem+json and other +json types count as JSON. */
enum format negotiate(struct str accept, bool json_first, bool list);
/* Whether the header takes that media type ("image/svg+xml; …" too). */
bool accept_takes(struct str accept, struct str type);
#endif
