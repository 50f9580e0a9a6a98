#include "base/json.h"
#include "base/message.h"
#include "base/problem.h"
#include "check.h"

TEST(problem, gathers_in_order_and_shows_all)
{
    struct arena *a = arena_new(0);
    struct problems problems = problems_init(a);
    CHECK(message_load() == OK);
    CHECK_INT(problem_add(&problems, S("/name"), S("Give it a name.")), ERR_INPUT);
    CHECK_INT(problem_say(
                  &problems, S("/rows/1"), "csv.long",
                  message_args(a, "line", value_int(a, 2), "cells", value_int(a, 4), "columns", value_int(a, 3), NULL)),
              ERR_INPUT);
    CHECK_STR(
        json_text(a, problem_view(a, ERR_INPUT, &problems)).p,
        "{\"type\":\"/problems/input\",\"title\":\"Please check what was entered\",\"status\":422,\"code\":\"input\","
        "\"detail\":\"Some of what was entered cannot be kept. Each point is listed.\",\"errors\":["
        "{\"pointer\":\"/name\",\"detail\":\"Give it a name.\"},"
        "{\"pointer\":\"/rows/1\",\"detail\":\"Line 2 has 4 cells; the first line names 3 columns.\"}]}");
    arena_free(a);
}

TEST(problem, counts_what_it_does_not_keep)
{
    struct arena *a = arena_new(0);
    struct problems problems = problems_init(a);
    problems.detail = S("Too much is wrong.");
    for (int i = 0; i < PROBLEMS_MAX + 3; i++)
        CHECK_INT(problem_add(&problems, S(""), S("x")), ERR_INPUT);
    struct value *view = problem_view(a, ERR_INPUT, &problems);
    CHECK_INT(problems.count, PROBLEMS_MAX + 3);
    CHECK_INT(value_get(view, "errors")->count, PROBLEMS_MAX);
    CHECK_INT(value_get_int(view, "omitted", 0), 3);
    CHECK(str_is(value_get_text(view, "detail"), "Too much is wrong."));
    arena_free(a);
}

TEST(problem, does_without_a_list_and_without_memory)
{
    struct arena *a = arena_new(0);
    struct problems problems = problems_init(a);
    CHECK_INT(problem_add(NULL, S(""), S("x")), ERR_INPUT);
    CHECK_INT(problem_say(NULL, S(""), "csv.long", NULL), ERR_INPUT);
    CHECK_INT(value_get_int(problem_view(a, ERR_NOT_FOUND, NULL), "status", 0), 404);
    for (uint64_t nth = 1; nth <= 3; nth++) {
        arena_fail_at(nth);
        CHECK_INT(problem_add(&problems, S("/a"), S("x")), ERR_MEMORY);
        arena_fail_at(0);
    }
    CHECK(problems.first == NULL);
    arena_free(a);
}

TEST(problem, writes_pointers)
{
    struct arena *a = arena_new(0);
    CHECK_STR(pointer_member(a, S(""), S("a/b~c")).p, "/a~1b~0c");
    CHECK_STR(pointer_index(a, pointer_member(a, S("/x"), S("rows")), 12).p, "/x/rows/12");
    CHECK_STR(pointer_member(a, S("/x"), S("")).p, "/x/");
    arena_free(a);
}

TEST(problem, words_are_always_well_formed)
{
    struct arena *a = arena_new(0);
    struct problems problems = problems_init(a);
    CHECK_INT(problem_add(&problems, S("/a\xFF"), S("no command \xC3\xA9\xAC")), ERR_INPUT);
    CHECK_INT(problem_add(&problems, S("/\xC3\xA9"), S("caf\xC3\xA9")), ERR_INPUT);
    CHECK_STR(problems.first->pointer.p, "/a?");
    CHECK_STR(problems.first->detail.p, "no command ???");
    CHECK_STR(problems.last->pointer.p, "/\xC3\xA9");
    CHECK_STR(problems.last->detail.p, "caf\xC3\xA9");
    arena_free(a);
}
