/* Named circles, another's eyes, and the traces of what was withdrawn. */
#include "kernel/trace.h"
#include "rivals.h"

TEST(circle, those_outside_never_learn_of_a_named_one)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    struct value *before = NULL, *after = NULL, *out = NULL;
    enum err err;
    look(&r, r.c);
    CHECK_INT(circle_view(&house->work, r.c, r.three, &before), OK);
    size_t events = events_of(&r, r.c, r.three)->count;
    struct str pair = named(&r, house->host, r.three, "Cars", r.firm_b);
    agreement(&r, house->host, r.three, "Fleet terms", pair.p);
    struct value *theirs = agreement(&r, r.b, r.three, "Rental terms", pair.p);
    house_make(
        house, r.b, "notes",
        HOUSE_TEXT(house, "{\"about_kind\":\"agreements\",\"about\":\"%s\",\"text\":\"Among us\"}", house_id(theirs)));
    CHECK_INT(number_of(&r, r.b, "agreements"), 2);
    CHECK_INT(number_of(&r, r.b, "notes"), 1);
    look(&r, r.c);
    CHECK_INT(circle_view(&house->work, r.c, r.three, &after), OK);
    CHECK(str_eq(json_text(house->arena, before), json_text(house->arena, after)));
    CHECK_INT(events_of(&r, r.c, r.three)->count, events);
    CHECK_INT(number_of(&r, r.c, "agreements"), 0);
    CHECK_INT(number_of(&r, r.c, "notes"), 0);
    CHECK_INT(found(&r, r.c, "terms"), 0);
    /* The same name again elsewhere is no clash: C and A may have their own "Cars". */
    look(&r, r.c);
    struct str other;
    CHECK_INT(circle_name(&house->work, r.c, r.three, S("Cars"), &house->host->organisation, 1, &other), OK);
    look(&r, r.b);
    CHECK_INT(circle_name(&house->work, r.b, r.three, S("cars"), &house->host->organisation, 1, &other), ERR_INPUT);
    /* An unknown circle and one of others are refused alike. */
    house_try(house, r.c, "objectives",
              HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"statement\":\"x\",\"circle\":\"%s\"}", r.three.p, pair.p),
              &err);
    CHECK_INT(err, ERR_INPUT);
    struct str told = house->work.problems.first->detail;
    house_try(house, r.c, "objectives",
              HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"statement\":\"x\",\"circle\":\"%s\"}", r.three.p,
                         "01900000-0000-7000-8000-000000000000"),
              &err);
    CHECK_INT(err, ERR_INPUT);
    CHECK(str_eq(told, house->work.problems.first->detail));
    CHECK_INT(record_get(&house->work, r.c, kind_by_plural(S("agreements")), value_get_text(theirs, "id"), &out),
              ERR_NOT_FOUND);
    house_close(house);
}

TEST(circle, of_some_of_the_parties_and_made_by_those_who_answer)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    struct str id, both[] = {r.firm_b, r.firm_c}, nobody = S("01900000-0000-7000-8000-000000000000");
    look(&r, house->host);
    CHECK_INT(circle_name(&house->work, house->host, r.three, S("All"), both, 2, &id), ERR_INPUT);
    house_calm(house);
    CHECK_INT(circle_name(&house->work, house->host, r.three, S("We"), &house->host->organisation, 1, &id), ERR_INPUT);
    house_calm(house);
    CHECK_INT(circle_name(&house->work, house->host, r.three, S(" "), both, 1, &id), ERR_INPUT);
    CHECK(says(house, "/name"));
    house_calm(house);
    CHECK_INT(circle_name(&house->work, house->host, r.three, S("x"), &nobody, 1, &id), ERR_INPUT);
    CHECK(says(house, "/parties"));
    house_calm(house);
    CHECK_INT(circle_name(&house->work, house->host, r.with_b, S("x"), both + 1, 1, &id),
              ERR_INPUT); /* C is no party */
    look(&r, r.c);
    CHECK_INT(circle_name(&house->work, r.c, r.with_b, S("x"), both, 1, &id), ERR_NOT_FOUND);
    /* Both parties of a pair are everybody. */
    look(&r, r.b);
    CHECK_INT(circle_name(&house->work, r.b, r.with_b, S("x"), &house->host->organisation, 1, &id), ERR_INPUT);
    house_close(house);
}

TEST(circle, what_is_attached_is_read_by_nobody_more)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    struct str pair = named(&r, house->host, r.three, "Cars", r.firm_b);
    struct value *text = agreement(&r, house->host, r.three, "Fleet terms", pair.p);
    const char *about =
        HOUSE_TEXT(house, "\"about_kind\":\"agreements\",\"about\":\"%s\",\"text\":\"x\"", house_id(text));
    struct value *note = house_make(house, house->host, "notes", HOUSE_TEXT(house, "{%s}", about));
    CHECK(str_eq(value_get_text(note, "circle"), pair));
    enum err err;
    house_try(house, house->host, "notes", HOUSE_TEXT(house, "{%s,\"circle\":\"joint\"}", about), &err);
    CHECK_INT(err, ERR_INPUT);
    CHECK(says(house, "/circle"));
    house_try(house, house->host, "notes", HOUSE_TEXT(house, "{%s,\"circle\":\"side\"}", about), &err);
    CHECK_INT(err, OK);
    CHECK_INT(number_of(&r, r.b, "notes"), 1);
    CHECK_INT(number_of(&r, r.c, "notes"), 0);
    house_close(house);
}

TEST(viewer_as, sees_what_both_may_and_no_more)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    struct viewer *eyes = NULL, *team = NULL;
    struct str pair = named(&r, house->host, r.three, "Cars", r.firm_b);
    struct str rivals;
    look(&r, r.b);
    CHECK_INT(circle_name(&house->work, r.b, r.three, S("Not the host"), &r.firm_c, 1, &rivals), OK);
    agreement(&r, house->host, r.three, "For all", "joint");
    agreement(&r, house->host, r.three, "Ours alone", "side");
    agreement(&r, house->host, r.three, "Of two", pair.p);
    agreement(&r, r.b, r.three, "Theirs alone", "side");
    agreement(&r, r.b, r.three, "Rivals", rivals.p);
    agreement(&r, house->host, r.with_c, "Not theirs", "joint");
    look(&r, house->host);
    CHECK_INT(viewer_as(&house->work, house->host, r.b->person, &eyes), OK);
    struct page page = {0};
    struct query query = {.sort = S("name"), .total = true};
    CHECK_INT(record_list(&house->work, eyes, kind_by_plural(S("agreements")), &query, &page), OK);
    CHECK_INT(page.total, 2);
    CHECK(str_is(value_get_text(value_at(page.items, 0), "name"), "For all"));
    CHECK(str_is(value_get_text(value_at(page.items, 1), "name"), "Of two"));
    CHECK_INT(record_list(&house->work, eyes, kind_by_plural(S("organisations")), &(struct query){0}, &page), OK);
    CHECK_INT(page.items->count, 0);
    CHECK_INT(record_list(&house->work, eyes, kind_by_plural(S("alliances")), &(struct query){0}, &page), OK);
    CHECK_INT(page.items->count, 2);
    CHECK_INT(viewer_refresh(&house->work, eyes), ERR_INTERNAL);
    CHECK(str_eq(eyes->eyes_of, r.b->person)); /* and yet nothing takes us for them */
    CHECK(!eyes->person.n && !eyes->account.n && !eyes->email.n && !eyes->roles && !eyes->host);
    /* Somebody of the team, in one alliance. */
    CHECK_INT(viewer_as_team(&house->work, house->host, r.with_b, r.firm_b, ROLE_VIEWER, &team), OK);
    CHECK_INT(record_list(&house->work, team, kind_by_plural(S("alliances")), &(struct query){0}, &page), OK);
    CHECK_INT(page.items->count, 1);
    /* B knows nobody of C by the alliance of two, and never learns who they are by asking. */
    look(&r, r.b);
    CHECK_INT(viewer_as_team(&house->work, r.b, r.with_b, r.firm_c, ROLE_VIEWER, &team), ERR_NOT_FOUND);
    CHECK_INT(viewer_as(&house->work, r.b, r.b->person, &eyes), ERR_NOT_FOUND);
    CHECK_INT(viewer_as(&house->work, r.b, S("01900000-0000-7000-8000-000000000000"), &eyes), ERR_NOT_FOUND);
    house_close(house);
}

TEST(trace, of_what_was_withdrawn_stays_for_all_who_could_read_it)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    struct value *text = agreement(&r, r.b, r.with_b, "Draft annex", "joint"), *out = NULL, *traces = NULL;
    struct value *private = agreement(&r, r.b, r.with_b, "Ours", "side");
    const struct kind *kind = kind_by_plural(S("agreements"));
    struct trace_query query = {.alliance = r.with_b};
    look(&r, r.b);
    CHECK_INT(record_withdraw(&house->work, r.b, kind, value_get_text(text, "id"), 1, S("Sent by mistake"), &out), OK);
    CHECK_INT(record_withdraw(&house->work, r.b, kind, value_get_text(private, "id"), 1, S(""), &out), OK);
    look(&r, house->host);
    CHECK_INT(trace_list(&house->work, house->host, &query, &traces), OK);
    CHECK_INT(traces->count, 1);
    const struct value *trace = value_at(traces, 0);
    CHECK(str_is(value_get_text(trace, "title"), "Draft annex"));
    CHECK(str_is(value_get_text(trace, "why"), "Sent by mistake"));
    CHECK(str_is(value_get(trace, "by")->label, "Rosa Vidal"));
    CHECK(value_get_bool(trace, "may_restore"));
    look(&r, r.c);
    CHECK_INT(trace_list(&house->work, r.c, &(struct trace_query){0}, &traces), OK);
    CHECK_INT(traces->count, 0);
    CHECK_INT(trace_or_nothing(&house->work, r.c, value_get_text(text, "id")), ERR_NOT_FOUND);
    look(&r, house->host);
    CHECK_INT(trace_or_nothing(&house->work, house->host, value_get_text(text, "id")), ERR_GONE);
    CHECK(str_find(house->work.problems.detail, 'S') > 0);
    CHECK_INT(record_restore(&house->work, house->host, kind, value_get_text(text, "id"), 2, &out), OK);
    CHECK_INT(trace_list(&house->work, house->host, &query, &traces), OK);
    CHECK_INT(traces->count, 0);
    house_close(house);
}

TEST(trace, what_was_withdrawn_is_read_by_those_who_may_restore_it)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    const struct kind *kind = kind_by_plural(S("agreements"));
    struct value *text = agreement(&r, house->host, r.with_b, "Draft annex", "joint"), *out = NULL;
    look(&r, house->host);
    CHECK_INT(record_withdraw(&house->work, house->host, kind, value_get_text(text, "id"), 1, S(""), &out), OK);
    struct query withdrawn = {.withdrawn = true};
    CHECK_INT(list_of(&r, r.b, "agreements", withdrawn)->count, 1);
    for (size_t i = 0; i < r.b->count; i++)
        r.b->audiences[i].roles = 1u << ROLE_MEMBER;
    struct page page = {0};
    withdrawn.total = true;
    CHECK_INT(record_list(&house->work, r.b, kind, &withdrawn, &page), OK);
    CHECK_INT(page.items->count + (size_t)page.total, 0);
    CHECK_INT(number_of(&r, r.b, "agreements"), 0);
    house_close(house);
}
