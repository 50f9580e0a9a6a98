#include "engines/registry/alliance_circle.h"
#include "engines/registry/records.h"

/* Who begins an alliance is not yet a member of it, and so would not see what is written next. */
enum err circle_enter(struct work *work, struct viewer *viewer, struct str alliance, struct str joint, struct str side)
{
    struct viewer_audience *all = ARENA_ARRAY(work->arena, viewer->count + 2, struct viewer_audience);
    if (!all)
        return ERR_MEMORY;
    if (viewer->count)
        memcpy(all, viewer->audiences, viewer->count * sizeof *all);
    unsigned roles = 1u << ROLE_MANAGER | (viewer->roles & 1u << ROLE_HEAD);
    all[viewer->count++] =
        (struct viewer_audience){.id = joint, .kind = AUDIENCE_JOINT, .alliance = alliance, .roles = roles};
    if (side.p)
        all[viewer->count++] =
            (struct viewer_audience){.id = side, .kind = AUDIENCE_SIDE, .alliance = alliance, .roles = roles};
    viewer->audiences = all;
    enum err err = viewer_settle(work, viewer);
    return err ? err : viewer_look(work, viewer);
}

enum err alliance_begin(struct work *work, struct viewer *viewer, struct str alliance, struct str *joint)
{
    struct str side, none = {NULL, 0};
    enum err err = circle_make(work, viewer->tenant, alliance, AUDIENCE_JOINT, none, &viewer->organisation, 1, joint);
    if (err == OK)
        err = circle_make(work, viewer->tenant, alliance, AUDIENCE_SIDE, none, &viewer->organisation, 1, &side);
    return err ? err : circle_enter(work, viewer, alliance, *joint, side);
}

enum err circle_frame(struct work *work, struct viewer *viewer, const struct kind *kind, struct str of,
                      const char *field, struct str id, const char *role, bool sample)
{
    struct arena *a = work->arena;
    struct value *input = value_map(a), *made;
    value_put_text(a, input, kind->parent, of);
    if (field)
        value_put_text(a, input, field, id);
    if (role)
        value_put_text(a, input, "role", str_of(role));
    if (sample)
        value_put_bool(a, input, "sample", true);
    return input ? record_create(work, viewer, kind, input, INPUT_JSON, &made) : ERR_MEMORY;
}

enum err alliance_first_people(struct work *work, struct viewer *viewer, struct str alliance, bool sample)
{
    enum err err =
        circle_frame(work, viewer, &party_kind, alliance, "organisation", viewer->organisation, "lead", sample);
    if (err == OK && viewer->person.n)
        err = circle_frame(work, viewer, &membership_kind, alliance, "person", viewer->person, "manager", sample);
    return err ? err : viewer_refresh(work, viewer);
}

enum err circle_has(struct work *work, const struct viewer *viewer, struct str circle, struct str organisation,
                    bool *inside)
{
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT 1 FROM circle_party WHERE tenant_id = ?1 AND circle_id = ?2"
                                                   " AND organisation_id = ?3 AND entente_sees(circle_id)"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, circle);
    stmt_text(stmt, 3, organisation);
    enum err err = stmt_step(stmt, inside);
    stmt_done(stmt);
    return err;
}
