/* Sharing: what goes, where to, by whom, and who learns of it. */
#include "kernel/share.h"
#include "rivals.h"

static enum err share(struct rivals *r, struct viewer *viewer, const struct share_order *order, bool *shared,
                      struct value **out)
{
    look(r, viewer);
    CHECK_INT(conn_savepoint(r->house.conn), OK);
    enum err err = share_record(&r->house.work, viewer, order, shared, out);
    if (err)
        conn_rollback_to(r->house.conn);
    else
        CHECK_INT(conn_release(r->house.conn), OK);
    return err;
}

TEST(share, this_version_onward)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    const struct kind *kind = kind_by_plural(S("agreements"));
    struct value *draft = agreement(&r, house->host, r.with_b, "Secret working title", "side"), *out = NULL;
    struct str id = value_get_text(draft, "id");
    bool shared = false;
    CHECK_INT(record_change(&house->work, house->host, kind, id, 1, house_json(house, "{\"name\":\"Framework\"}"),
                            INPUT_JSON, S("After the lawyers"), &out),
              OK);
    CHECK_INT(number_of(&r, r.b, "agreements"), 0);
    struct share_order order = {.kind = kind, .id = id, .version = 1, .circle = joint_of(house->host, r.with_b)};
    CHECK_INT(share(&r, house->host, &order, &shared, &out), ERR_STALE);
    CHECK_INT(value_get_int(out, "version", 0), 2);
    order.version = 2;
    CHECK_INT(share(&r, house->host, &order, &shared, &out), OK);
    CHECK(shared);
    CHECK(str_is(value_get_text(out, "audience"), "joint"));
    CHECK_INT(value_get_int(out, "version", 0), 100);
    CHECK_INT(number_of(&r, r.b, "agreements"), 1);
    CHECK_INT(number_of(&r, r.c, "agreements"), 0);
    CHECK_INT(found(&r, r.b, "framework"), 1);
    CHECK_INT(found(&r, r.b, "secret"), 0);
    CHECK_INT(found(&r, r.c, "framework"), 0);
    struct value *theirs = events_of(&r, r.b, id), *ours = events_of(&r, house->host, id);
    CHECK_INT(theirs->count, 1);
    CHECK(str_is(value_get_text(value_at(theirs, 0), "action"), "shared"));
    CHECK_INT(value_get_int(value_at(theirs, 0), "version", 0), 100);
    CHECK_INT(ours->count, 4); /* created, changed, shared: in the side's chain; shared: in the joint one */
    look(&r, r.b);
    CHECK_INT(record_change(&house->work, r.b, kind, id, 100, house_json(house, "{\"notice_days\":30}"), INPUT_JSON,
                            S(""), &out),
              OK);
    chains_hold(&r);
    house_close(house);
}

TEST(share, the_reverse_is_not_possible)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    const struct kind *kind = kind_by_plural(S("agreements"));
    struct value *joint = agreement(&r, house->host, r.three, "For all", "joint"), *circles = NULL, *out = NULL;
    struct str pair = named(&r, house->host, r.three, "Cars", r.firm_b);
    bool shared;
    look(&r, house->host);
    CHECK_INT(share_circles(&house->work, house->host, kind, joint, &circles), OK);
    CHECK_INT(circles->count, 0);
    const struct viewer_audience *side = viewer_circle(house->host, r.three, AUDIENCE_SIDE);
    struct share_order order = {.kind = kind, .id = value_get_text(joint, "id"), .version = 1, .circle = pair};
    CHECK_INT(share(&r, house->host, &order, &shared, &out), ERR_INPUT);
    order.circle = side->id;
    CHECK_INT(share(&r, house->host, &order, &shared, &out), ERR_INPUT);
    order.circle = joint_of(house->host, r.with_b); /* of another alliance */
    CHECK_INT(share(&r, house->host, &order, &shared, &out), ERR_INPUT);
    house_close(house);
}

TEST(share, by_whom_and_of_what)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    struct value *mine = agreement(&r, r.b, r.with_b, "Ours alone", "side"), *out = NULL, *circles;
    struct share_order order = {.kind = kind_by_plural(S("agreements")),
                                .id = value_get_text(mine, "id"),
                                .version = 1,
                                .circle = joint_of(r.b, r.with_b)};
    bool shared;
    CHECK_INT(share(&r, house->host, &order, &shared, &out), ERR_NOT_FOUND);
    CHECK_INT(share(&r, r.c, &order, &shared, &out), ERR_NOT_FOUND);
    struct viewer member = *r.b;
    member.audiences = ARENA_ARRAY(house->arena, member.count, struct viewer_audience);
    memcpy(member.audiences, r.b->audiences, member.count * sizeof *member.audiences);
    for (size_t i = 0; i < member.count; i++)
        member.audiences[i].roles = 1u << ROLE_MEMBER;
    house_calm(house);
    CHECK_INT(viewer_look(&house->work, &member), OK);
    CHECK_INT(share_record(&house->work, &member, &order, &shared, &out), ERR_FORBIDDEN);
    CHECK_INT(share_circles(&house->work, &member, order.kind, mine, &circles), OK);
    CHECK_INT(circles->count, 0);
    /* The frame is joint from the start; what is withdrawn is not shared. */
    struct value *party = value_at(list_of(&r, r.b, "parties", (struct query){0}), 0);
    CHECK_INT(share_circles(&house->work, r.b, kind_by_plural(S("parties")), party, &circles), OK);
    CHECK_INT(circles->count, 0);
    CHECK_INT(record_withdraw(&house->work, r.b, order.kind, order.id, 1, S(""), &out), OK);
    order.version = 2;
    CHECK_INT(share(&r, r.b, &order, &shared, &out), ERR_GONE);
    house_close(house);
}

TEST(share, a_part_goes_where_the_whole_is_read)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    const struct kind *clauses = kind_by_plural(S("clauses")), *kind = kind_by_plural(S("agreements"));
    struct value *whole = agreement(&r, house->host, r.with_b, "Framework", "side"), *out = NULL, *below, *circles;
    struct value *clause =
        house_make(house, house->host, "clauses",
                   HOUSE_TEXT(house, "{\"agreement\":\"%s\",\"heading\":\"Prices\"}", house_id(whole)));
    struct value *kept =
        house_make(house, house->host, "clauses",
                   HOUSE_TEXT(house, "{\"agreement\":\"%s\",\"heading\":\"Fallback\"}", house_id(whole)));
    struct value *note =
        house_make(house, house->host, "notes",
                   HOUSE_TEXT(house, "{\"about_kind\":\"agreements\",\"about\":\"%s\",\"text\":\"They will give in\"}",
                              house_id(whole)));
    bool shared;
    int64_t staying;
    look(&r, house->host);
    CHECK_INT(share_circles(&house->work, house->host, clauses, clause, &circles), OK);
    CHECK_INT(circles->count, 0); /* not before the agreement is */
    CHECK_INT(share_below(&house->work, house->host, kind, whole, &below, &staying), OK);
    CHECK_INT(below->count, 3);
    CHECK_INT(staying, 0);
    struct share_item items[] = {{clauses, value_get_text(clause, "id"), 1}};
    struct share_order order = {.kind = kind,
                                .id = value_get_text(whole, "id"),
                                .version = 1,
                                .circle = joint_of(house->host, r.with_b),
                                .items = items,
                                .count = 1};
    items[0].version = 7;
    CHECK_INT(share(&r, house->host, &order, &shared, &out), ERR_STALE);
    CHECK_INT(number_of(&r, r.b, "agreements"), 0); /* all or nothing */
    items[0].version = 1;
    items[0].kind = kind;
    items[0].id = order.id;
    CHECK_INT(share(&r, house->host, &order, &shared, &out), ERR_INPUT);
    items[0] = (struct share_item){clauses, value_get_text(clause, "id"), 1};
    CHECK_INT(share(&r, house->host, &order, &shared, &out), OK);
    CHECK_INT(number_of(&r, r.b, "clauses"), 1);
    CHECK_INT(number_of(&r, r.b, "notes"), 0);
    /* What was left may follow later. */
    struct share_order later = {
        .kind = clauses, .id = value_get_text(kept, "id"), .version = 1, .circle = order.circle};
    CHECK_INT(share(&r, house->host, &later, &shared, &out), OK);
    CHECK_INT(number_of(&r, r.b, "clauses"), 2);
    CHECK(str_is(value_get_text(note, "audience"), "side"));
    chains_hold(&r);
    house_close(house);
}

TEST(share, uniqueness_is_judged_where_it_goes)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    const struct kind *kind = kind_by_plural(S("stances"));
    struct value *stance = house_make(house, house->host, "stances",
                                      HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"attention\":2}", r.with_b.p));
    struct share_order order = {
        .kind = kind, .id = value_get_text(stance, "id"), .version = 1, .circle = joint_of(house->host, r.with_b)};
    struct value *out = NULL;
    bool shared;
    CHECK_INT(share(&r, house->host, &order, &shared, &out), ERR_INPUT); /* its own check: a stance is of one side */
    CHECK(says(house, "/circle"));
    house_close(house);
}

TEST(share, what_was_written_together_takes_everybodys_consent)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    const struct kind *kind = kind_by_plural(S("agreements"));
    struct str pair = named(&r, house->host, r.three, "Cars", r.firm_b);
    struct value *text = agreement(&r, r.b, r.three, "Fleet terms", pair.p), *out = NULL, *consents;
    struct share_order order = {
        .kind = kind, .id = value_get_text(text, "id"), .version = 1, .circle = joint_of(house->host, r.three)};
    bool shared = true;
    CHECK_INT(number_of(&r, r.c, "agreements"), 0);
    CHECK_INT(share(&r, r.b, &order, &shared, &out), OK);
    CHECK(!shared);
    CHECK_INT(number_of(&r, r.c, "agreements"), 0);
    CHECK_INT(events_of(&r, r.c, order.id)->count, 0);
    look(&r, house->host);
    CHECK_INT(share_consents(&house->work, house->host, text, order.circle, &consents), OK);
    CHECK_INT(consents->count, 2);
    /* A change after the consent asks for it anew. */
    CHECK_INT(record_change(&house->work, house->host, kind, order.id, 1, house_json(house, "{\"notice_days\":9}"),
                            INPUT_JSON, S(""), &out),
              OK);
    order.version = 2;
    CHECK_INT(share(&r, house->host, &order, &shared, &out), OK);
    CHECK(!shared);
    CHECK_INT(share(&r, r.b, &order, &shared, &out), OK);
    CHECK(shared);
    CHECK_INT(number_of(&r, r.c, "agreements"), 1);
    CHECK_INT(events_of(&r, r.c, order.id)->count, 1);
    chains_hold(&r);
    house_close(house);
}

TEST(share, an_earlier_joint_record_is_released_to_whoever_joined)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    struct value *text = agreement(&r, house->host, r.with_b, "Before the third", "joint"), *out = NULL;
    struct value *note;
    bool shared;
    join(house, r.with_b, r.firm_c);
    house_member(house, r.c, r.with_b.p, "member");
    look(&r, house->host);
    /* What is attached to it meanwhile stays with those who read it. */
    note = house_make(house, house->host, "notes",
                      HOUSE_TEXT(house, "{\"about_kind\":\"agreements\",\"about\":\"%s\",\"text\":\"Between us two\"}",
                                 house_id(text)));
    CHECK(str_eq(value_get_text(note, "circle"), value_get_text(text, "circle")));
    CHECK_INT(number_of(&r, r.c, "notes"), 0);
    struct share_order order = {.kind = kind_by_plural(S("agreements")),
                                .id = value_get_text(text, "id"),
                                .version = 1,
                                .circle = joint_of(house->host, r.with_b)};
    CHECK_INT(share(&r, house->host, &order, &shared, &out), OK);
    CHECK(!shared);
    CHECK_INT(share(&r, r.b, &order, &shared, &out), OK);
    CHECK(shared);
    CHECK_INT(number_of(&r, r.c, "agreements"), 1);
    CHECK_INT(number_of(&r, r.c, "notes"), 0);
    house_close(house);
}

static enum err judge(struct work *work, const struct viewer *viewer, const struct kind *kind,
                      const struct value *record, struct str circle, struct value *warnings)
{
    (void)viewer;
    (void)circle;
    bool off_limits =
        !strcmp(kind->plural, "contributions") && str_is(value_get_text(record, "what"), "Cell chemistry");
    if (off_limits && !value_push(warnings, value_text(work->arena, S("Cell chemistry is off limits."))))
        return ERR_MEMORY;
    return OK;
}

TEST(share, the_preview_is_what_the_partner_will_read)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    static bool added;
    if (!added)
        CHECK_INT(share_judge_add(judge), OK);
    added = true;
    struct value *skill = house_make(house, house->host, "capabilities", "{\"name\":\"Fleet care\"}"), *out = NULL;
    struct query ours = {.filters = {{S("alliance"), r.with_b}, {S("organisation"), house->host->organisation}},
                         .filter_count = 2};
    struct value *party = value_at(list_of(&r, house->host, "parties", ours), 0);
    struct value *made =
        house_make(house, house->host, "contributions",
                   HOUSE_TEXT(house,
                              "{\"alliance\":\"%s\",\"party\":\"%s\",\"what\":\"Cell chemistry\",\"capability\":\"%s\","
                              "\"circle\":\"side\"}",
                              r.with_b.p, house_id(party), house_id(skill)));
    const struct kind *kind = kind_by_plural(S("contributions"));
    struct str id = value_get_text(made, "id"), none = S("");
    struct viewer *eyes = NULL;
    struct value *view = NULL, *record;
    bool shared;
    look(&r, house->host);
    CHECK_INT(share_preview(&house->work, house->host, kind, id, none, none, &view, &eyes), OK);
    CHECK(eyes && str_eq(eyes->organisation, r.firm_b));
    CHECK_INT(value_get(view, "left_out")->count, 1);
    CHECK_INT(value_get(view, "warnings")->count, 1);
    CHECK_INT(value_get(view, "people")->count, 2);
    CHECK(str_eq(value_get_text(value_get(view, "as"), "person"), r.b->person));
    record = value_get(view, "record");
    CHECK_INT(value_get(record, "capability")->kind, V_NULL);
    struct share_order order = {.kind = kind, .id = id, .version = 1, .circle = value_get_text(view, "circle")};
    CHECK_INT(share(&r, house->host, &order, &shared, &out), OK);
    look(&r, r.b);
    CHECK_INT(record_get(&house->work, r.b, kind, id, &out), OK);
    value_drop(out, "updated_at");
    value_drop(record, "updated_at");
    struct str foreseen = json_text(house->arena, record), read = json_text(house->arena, out);
    CHECK(str_eq(foreseen, read));
    if (!str_eq(foreseen, read))
        fprintf(stderr, "  %.*s\n  %.*s\n", STR_ARG(foreseen), STR_ARG(read));
    /* Nobody else's eyes, and nothing left to share. */
    look(&r, house->host);
    CHECK_INT(share_preview(&house->work, house->host, kind, id, none, none, &view, &eyes), OK);
    CHECK_INT(value_get(view, "circles")->count, 0);
    CHECK(eyes == NULL);
    house_close(house);
}

TEST(share, what_the_organisation_owns_may_be_shared_where_it_names_an_alliance)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    struct value *out = NULL, *circles;
    struct value *skill = house_make(house, house->host, "capabilities", "{\"name\":\"Fleet care\"}");
    struct value *goal = house_make(house, house->host, "goals", "{\"name\":\"Grow\"}");
    struct value *factor = house_make(house, house->host, "success_factors",
                                      HOUSE_TEXT(house, "{\"goal\":\"%s\",\"name\":\"Reach\"}", house_id(goal)));
    struct value *need = house_make(
        house, house->host, "needs",
        HOUSE_TEXT(house, "{\"success_factor\":\"%s\",\"capability\":\"%s\"}", house_id(factor), house_id(skill)));
    struct value *source = house_make(
        house, house->host, "sources",
        HOUSE_TEXT(house, "{\"need\":\"%s\",\"way\":\"ally\",\"alliance\":\"%s\"}", house_id(need), r.with_b.p));
    bool shared;
    look(&r, house->host);
    CHECK_INT(share_circles(&house->work, house->host, kind_by_plural(S("needs")), need, &circles), OK);
    CHECK_INT(circles->count, 0);
    struct share_order order = {.kind = kind_by_plural(S("sources")),
                                .id = value_get_text(source, "id"),
                                .version = 1,
                                .circle = joint_of(house->host, r.with_b)};
    CHECK_INT(share(&r, house->host, &order, &shared, &out), OK);
    struct value *theirs = list_of(&r, r.b, "sources", (struct query){0});
    CHECK_INT(theirs->count, 1);
    CHECK_INT(value_get(value_at(theirs, 0), "need")->kind, V_NULL);
    CHECK_INT(number_of(&r, house->host, "sources"), 1);
    CHECK_INT(number_of(&r, r.c, "sources"), 0);
    house_close(house);
}
