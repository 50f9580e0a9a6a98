/* registry_house.h: what the tests of the registry's hooks and pages share, over kernel/house.h. */
#ifndef TESTS_REGISTRY_HOUSE_H
#define TESTS_REGISTRY_HOUSE_H
#include "base/date.h"
#include "kernel/house.h"

static inline const char *problem_at(struct house *house, const char *pointer)
{
    for (struct problem *p = house->work.problems.first; p; p = p->next)
        if (str_is(p->pointer, pointer))
            return arena_cstr(house->arena, p->detail);
    return NULL;
}

/* Creates and expects a refusal at `pointer`. */
static inline void refused_at(struct house *house, struct viewer *viewer, const char *plural, const char *text,
                              const char *pointer)
{
    enum err err;
    house_try(house, viewer, plural, text, &err);
    if (!CHECK_INT(err, ERR_INPUT) || !CHECK(problem_at(house, pointer) != NULL))
        for (struct problem *p = house->work.problems.first; p; p = p->next)
            CHECK_FAIL("%s: %.*s: %.*s", plural, STR_ARG(p->pointer), STR_ARG(p->detail));
}

static inline enum err try_change(struct house *house, struct viewer *viewer, const char *plural,
                                  const struct value *record, const char *patch, struct value **out)
{
    house_calm(house);
    CHECK_INT(conn_see(house->conn, &viewer->sees), OK);
    CHECK_INT(conn_savepoint(house->conn), OK);
    enum err err = record_change(&house->work, viewer, kind_by_plural(str_of(plural)), value_get_text(record, "id"),
                                 value_get_int(record, "version", 0), house_json(house, patch), INPUT_JSON, S(""), out);
    if (err)
        conn_rollback_to(house->conn);
    else
        CHECK_INT(conn_release(house->conn), OK);
    return err;
}

static inline struct value *changed(struct house *house, struct viewer *viewer, const char *plural,
                                    const struct value *record, const char *patch)
{
    struct value *out = NULL;
    CHECK_INT(try_change(house, viewer, plural, record, patch, &out), OK);
    return out;
}

static inline enum err try_withdraw(struct house *house, struct viewer *viewer, const char *plural,
                                    const struct value *record, struct value **out)
{
    house_calm(house);
    CHECK_INT(conn_see(house->conn, &viewer->sees), OK);
    CHECK_INT(conn_savepoint(house->conn), OK);
    enum err err = record_withdraw(&house->work, viewer, kind_by_plural(str_of(plural)), value_get_text(record, "id"),
                                   value_get_int(record, "version", 0), S(""), out);
    if (err)
        conn_rollback_to(house->conn);
    else
        CHECK_INT(conn_release(house->conn), OK);
    return err;
}

/* The record again, as the viewer sees it now; NULL when it is not to be seen. */
static inline struct value *seen(struct house *house, struct viewer *viewer, const char *plural,
                                 const struct value *record)
{
    struct value *out = NULL;
    house_calm(house);
    CHECK_INT(viewer_refresh(&house->work, viewer), OK);
    enum err err = record_get(&house->work, viewer, kind_by_plural(str_of(plural)), value_get_text(record, "id"), &out);
    CHECK(err == OK || err == ERR_NOT_FOUND);
    return err ? NULL : out;
}

/* "YYYY-MM-DD" so many days from the work's today. */
static inline const char *in_days(struct house *house, int64_t days)
{
    return arena_cstr(house->arena, date_text(house->arena, house->work.now_ms / 86400000 + days));
}

/* The first record of `plural` in the alliance that the viewer sees. */
static inline struct value *first_of(struct house *house, struct viewer *viewer, const char *plural,
                                     const struct value *alliance)
{
    struct page page = {0};
    struct query query = {.filters = {{S("alliance"), value_get_text(alliance, "id")}}, .filter_count = 1};
    house_calm(house);
    CHECK_INT(viewer_refresh(&house->work, viewer), OK);
    CHECK_INT(record_list(&house->work, viewer, kind_by_plural(str_of(plural)), &query, &page), OK);
    return value_at(page.items, 0);
}

#define TEXT(...) HOUSE_TEXT(&house, __VA_ARGS__)
/* Makes a record as the host. */
#define MAKE(plural, ...) house_make(&house, house.host, (plural), HOUSE_TEXT(&house, __VA_ARGS__))
#define REFUSE(plural, pointer, ...) \
    refused_at(&house, house.host, (plural), HOUSE_TEXT(&house, __VA_ARGS__), (pointer))
#define CODE(record, field) arena_cstr(house.arena, value_get_text((record), (field)))
#endif
