/* sign_in.h: what the pages of people who are not signed in yet share. */
#ifndef WEB_SIGN_IN_H
#define WEB_SIGN_IN_H
#include "kernel/account.h"
#include "web/web.h"

/* The session that came with the request, which waits for `step`; ERR_SIGNED_OUT otherwise. */
enum err sign_in_waiting(struct request *request, enum session_step step, struct session *out) MUST_CHECK;
/* Sets the session and goes on: to the step that it waits for, else to `next`. */
enum err sign_in_done(struct request *request, struct reply *reply, struct str secret, enum session_step step,
                      struct str next) MUST_CHECK;
/* ERR_GONE with a page that says so; `what` ("link", "reset", "invitation") names its words. */
enum err sign_in_gone(struct request *request, struct reply *reply, const char *what) MUST_CHECK;
#endif
