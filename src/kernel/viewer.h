/* viewer.h: who looks. Built once per request from a session, a token or a link; a parameter of every kernel read and
 * write. There is no reading without one, except by the named exceptions in account.h (sign-in) and verify.h. */
#ifndef KERNEL_VIEWER_H
#define KERNEL_VIEWER_H
#include "kernel/kind.h"

enum role { ROLE_ADMINISTRATOR, ROLE_HEAD, ROLE_MANAGER, ROLE_MEMBER, ROLE_EXECUTIVE, ROLE_VIEWER, ROLE_COUNT };
/* "administrator", "head", "manager", "member", "executive", "viewer": codes in store, API and catalogue (role.<code>).
 */
const char *role_code(enum role role);
bool role_parse(struct str code, enum role *out);

enum audience_kind { AUDIENCE_OWNER, AUDIENCE_JOINT, AUDIENCE_SIDE, AUDIENCE_NAMED };

/* An audience that the viewer may read: the own organisation's, or a circle of an alliance. */
struct viewer_audience {
    struct str id;
    enum audience_kind kind;
    struct str alliance; /* circles only: of which alliance, or forum */
    struct str name;     /* of a named circle */
    unsigned roles;      /* bit mask of 1 << enum role held there */
    bool closed;         /* a circle that a party has left: read only */
};

/* What a token leaves of its person's rights and sight. All of it zero: everything. */
struct token_scope {
    bool reads_only;
    unsigned groups;     /* bit mask of 1 << index of right_at; 0: all */
    struct str alliance; /* only what is in this alliance; p NULL: everywhere */
};

/* The numbers of table viewer_change about a viewer's account, its person and its organisation, read in one transaction
 * and good for that one only. Each only grows; the account's does, too, when its person or organisation become others,
 * so that three equal numbers are about the same three. */
struct viewer_marks {
    bool known;
    int64_t account, person, organisation;
};

/* The memory that a viewer may take, in bytes: of 100,000 alliances a head's takes some 60 million. */
enum { VIEWER_CAP = 1 << 30 };

/* Whom a session or a token speaks for: what session_find and token_find find out. */
struct caller {
    struct str tenant, account, access; /* access: the session's or token's own id */
    bool by_token;
    struct token_scope scope;  /* of tokens */
    struct viewer_marks marks; /* of the transaction that is open; else not known: to be forgotten at its end */
};

struct viewer {
    struct str tenant, account, person, organisation; /* ids */
    struct str name, email, organisation_name;
    bool host;                         /* the organisation is the workspace's host */
    bool system;                       /* a command of the operator on the machine, acting for the host */
    bool by_token;                     /* comes with a token, not by signing in */
    struct token_scope scope;          /* what the token leaves */
    struct str access;                 /* id of the session or token; p NULL where there is none */
    unsigned roles;                    /* held in the own organisation as a whole */
    struct viewer_audience *audiences; /* ordered by id */
    size_t count;
    const struct viewer_audience **circles; /* those that are circles, ordered by alliance, then id */
    size_t circle_count;
    struct id_set sees;          /* all audiences */
    struct id_set sees_circles;  /* without the own organisation's */
    struct id_set sees_none;     /* empty: for kinds outside the scope */
    const struct viewer *looker; /* who looks with these eyes (viewer_as); NULL: nobody else */
    struct str eyes_of;          /* then: the person whose eyes they are; `person`, to whom things belong, is nobody */
    uint64_t stamp;              /* of one reading of the viewer that a server keeps (viewer_cache.h); 0: not kept */
};

/* Builds the viewer of an account (id) in `tenant`. ERR_NOT_FOUND when it is unknown or disabled. The conn's sight
 * (conn_see) is set to the viewer's. */
enum err viewer_of_account(struct work *work, struct str tenant, struct str account, struct viewer **out) MUST_CHECK;
/* The same, narrowed to what the caller's token leaves. */
enum err viewer_of_caller(struct work *work, const struct caller *caller, struct viewer **out) MUST_CHECK;
/* The operator's viewer: acts for the host organisation with all roles, no person. */
enum err viewer_of_operator(struct work *work, struct str tenant, struct viewer **out) MUST_CHECK;
/* The operator's viewer acting for another organisation of the workspace, made its owner audience where need be. */
enum err viewer_of_keeper(struct work *work, struct str tenant, struct str organisation,
                          struct viewer **out) MUST_CHECK;
/* Reads the audiences again, after a hook made a circle the viewer belongs to. */
enum err viewer_refresh(struct work *work, struct viewer *viewer) MUST_CHECK;
/* The eyes of a partner's person: what both they and `looker` may read, no more (nothing of any organisation's own, no
 * side), with the roles that they hold in those circles. For reading only; sets the conn's sight to it. ERR_NOT_FOUND
 * when the looker knows no such person of another organisation by an alliance that both take part in. */
enum err viewer_as(struct work *work, const struct viewer *looker, struct str person, struct viewer **out) MUST_CHECK;
/* The same for whoever holds `role` in the team of another organisation in one alliance. */
enum err viewer_as_team(struct work *work, const struct viewer *looker, struct str alliance, struct str organisation,
                        enum role role, struct viewer **out) MUST_CHECK;
/* Sets the conn's sight to the viewer's. */
enum err viewer_look(struct work *work, const struct viewer *viewer) MUST_CHECK;
/* Puts the audiences, which somebody has read, in their order, and makes what rests on them. */
enum err viewer_settle(struct work *work, struct viewer *viewer) MUST_CHECK;
/* The audience with that id among the viewer's; NULL when it is none of them. */
const struct viewer_audience *viewer_audience(const struct viewer *viewer, struct str id);
/* The viewer's circle of `alliance` of that kind that is open (not closed); NULL when there is none. */
const struct viewer_audience *viewer_circle(const struct viewer *viewer, struct str alliance, enum audience_kind kind);
/* The viewer's circles of `alliance`, the oldest first: *count of them, none where it is unknown. */
const struct viewer_audience *const *viewer_circles(const struct viewer *viewer, struct str alliance, size_t *count);
/* Whether `roles` (bit mask) allow the action on a group of kinds (rights.h), within the viewer's scope. */
bool viewer_allows(const struct viewer *viewer, unsigned roles, const char *group, enum action action);
/* ERR_FORBIDDEN; where a token's scope is the reason, says in the problems which scope lacks. */
enum err viewer_refused(struct work *work, const struct viewer *viewer, const char *group,
                        enum action action) MUST_CHECK;
/* Whether the viewer may do that with records of `kind` in `audience` (p NULL: anywhere at all). */
bool viewer_may(const struct viewer *viewer, const struct kind *kind, enum action action, struct str audience);
/* The set of audiences whose records of `kind` the viewer may read. */
const struct id_set *viewer_sight(const struct viewer *viewer, const struct kind *kind);
/* The name by which the viewer knows a person ("people") or organisation ("organisations") though the record itself may
 * not be theirs to see: through an alliance or forum that both take part in, or because it is the viewer's own; p NULL
 * when unknown. */
struct str viewer_face(struct work *work, const struct viewer *viewer, struct str plural, struct str id);
#endif
