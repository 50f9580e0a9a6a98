/* The work of an alliance in the data set of the measurements: docs/performance.md. */
#include "fill.h"

enum { MEETINGS = 12 };

/* A day of the two years from 2025-07 on, as YYYY-MM-DD. */
static struct str day(struct fill *fill, long month, long of_month)
{
    month += 6;
    return arena_printf(fill->arena, "%04ld-%02ld-%02ld", 2025 + month / 12, 1 + month % 12, 1 + of_month % 28);
}

/* A month of either body: held until 2026-01, planned from then on. */
static enum err fill_meetings(struct fill *fill, struct viewer *viewer, struct str alliance, struct str body)
{
    enum err err = OK;
    for (long k = 0; k < MEETINGS && err == OK; k++) {
        struct str starts = arena_printf(fill->arena, "%sT%02ld:00:00Z", day(fill, k + 6, fill_pick(fill, 28)).p,
                                         8 + fill_pick(fill, 8));
        err = fill_make(fill, viewer, "meetings",
                        fill_input(fill, "alliance", alliance, "body", body, "title", fill_sentence(fill, 3), "kind",
                                   S("joint"), "starts", starts, "minutes_long", S("60"), "state",
                                   k ? S("planned") : S("held"), "circle", S("joint"), NULL),
                        NULL);
    }
    return err;
}

/* Nine of ten were due before 2026; of these most were accepted (kept within the side: only the other side accepts what
 * is joint), the others are delivered or late. Later ones stand open. */
static enum err fill_commitment(struct fill *fill, struct viewer *viewer, struct str alliance, struct str party)
{
    long month = fill_pick(fill, 10) ? fill_pick(fill, 6) : 6 + fill_pick(fill, 18), share = fill_pick(fill, 100);
    struct str due = day(fill, month, fill_pick(fill, 28));
    bool accepted = month < 6 && share < 90, delivered = month < 6 && share < 95;
    return fill_make(fill, viewer, "commitments",
                     fill_input(fill, "alliance", alliance, "title", fill_sentence(fill, 5), "owner_party", party,
                                "owner_person", fill_pick(fill, 2) ? viewer->person : S(""), "due", due, "state",
                                accepted    ? S("accepted")
                                : delivered ? S("delivered")
                                            : S("open"),
                                "delivered_on", delivered ? due : S(""), "circle", accepted ? S("side") : S("joint"),
                                NULL),
                     NULL);
}

static enum err fill_decision(struct fill *fill, struct viewer *viewer, struct str alliance, struct str body)
{
    long month = fill_pick(fill, 6), of_month = fill_pick(fill, 14);
    bool taken = fill_pick(fill, 4) > 0;
    return fill_make(fill, viewer, "decisions",
                     fill_input(fill, "alliance", alliance, "question", fill_sentence(fill, 6), "body", body, "state",
                                taken ? S("taken") : S("open"), "asked", day(fill, month, of_month), "taken",
                                taken ? day(fill, month, of_month + 10) : S(""), "outcome",
                                taken ? fill_sentence(fill, 8) : S(""), "rationale", fill_sentence(fill, 12), "circle",
                                S("joint"), NULL),
                     NULL);
}

/* The viewer's own party of the alliance, in fill->all. */
static enum err own_party(struct fill *fill, struct viewer *viewer, struct str alliance, struct str *party)
{
    bool row = false;
    struct stmt *stmt = conn_prepare(fill->conn, S("SELECT id FROM party WHERE tenant_id = ?1 AND alliance_id = ?2 AND"
                                                   " organisation_id = ?3"));
    stmt_text(stmt, 1, fill->tenant);
    stmt_text(stmt, 2, alliance);
    stmt_text(stmt, 3, viewer->organisation);
    enum err err = stmt_step(stmt, &row);
    *party = row ? arena_copy(fill->all, stmt_column(stmt, 0)) : S("");
    stmt_done(stmt);
    return err ? err : row ? OK : ERR_NOT_FOUND;
}

enum err fill_work(struct fill *fill, struct viewer *viewer, struct str alliance, long i)
{
    static const char *const tiers[] = {"steering", "working_group"};
    struct str bodies[2], party;
    enum err err = own_party(fill, viewer, alliance, &party);
    for (long k = 0; k < 2 && err == OK; k++) {
        err = fill_make(fill, viewer, "bodies",
                        fill_input(fill, "alliance", alliance, "name", fill_sentence(fill, 2), "tier", str_of(tiers[k]),
                                   "cadence_days", S("30"), "circle", S("joint"), NULL),
                        &bodies[k]);
        if (err == OK)
            err = fill_make(fill, viewer, "seats",
                            fill_input(fill, "body", bodies[k], "party", party, "person", viewer->person, "role",
                                       k ? S("chair") : S("member"), NULL),
                            NULL);
        if (err == OK)
            err = fill_meetings(fill, viewer, alliance, bodies[k]);
    }
    for (long k = i; k < fill->commitments && err == OK; k += fill->alliances)
        err = fill_commitment(fill, viewer, alliance, party);
    for (long k = i; k < fill->decisions && err == OK; k += fill->alliances)
        err = fill_decision(fill, viewer, alliance, bodies[k % 2]);
    return err;
}
