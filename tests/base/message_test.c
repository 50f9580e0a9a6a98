#include "base/embedded.h"
#include "base/message.h"
#include "base/plural.h"
#include "check.h"
#include <stdio.h>
#include <unistd.h>

static const struct embedded *files;

static const struct embedded *file_at(size_t i)
{
    return files && files[i].path ? &files[i] : NULL;
}

#define FILE_OF(file_path, file_text)                                                                \
    {                                                                                                \
        .path = file_path, .data = (const unsigned char *)(file_text), .size = sizeof(file_text) - 1 \
    }

/* Standard error goes nowhere while a load must fail, so that the run shows no errors that are none. */
static enum err load_quietly(const struct embedded *list)
{
    int kept = dup(STDERR_FILENO);
    FILE *nowhere = freopen("/dev/null", "w", stderr);
    files = list;
    enum err err = message_load_files(file_at);
    fflush(stderr);
    CHECK(nowhere != NULL && dup2(kept, STDERR_FILENO) >= 0);
    close(kept);
    return err;
}

TEST(message, puts_in_arguments_and_chooses_plurals)
{
    static const struct embedded list[] = {
        FILE_OF("content/messages/en.a.json",
                "{\"hello\":\"Hello {name}, {{sic}} {gone}\",\"days\":{\"one\":\"{count} day\","
                "\"other\":\"{count} days\"},\"plain\":\"Plain\"}"),
        FILE_OF("content/messages/en.b.json", "{\"more\":\"More\"}"),
        FILE_OF("content/messages/de.json",
                "{\"plain\":\"Einfach\",\"days\":{\"one\":\"{count} Tag\",\"other\":\"{count} Tage\"}}"),
        FILE_OF("content/other/en.json", "not a catalogue"),
        {0},
    };
    struct arena *a = arena_new(0);
    files = list;
    CHECK_INT(message_load_files(file_at), OK);
    CHECK_STR(message(a, "en", "hello", message_args(a, "name", value_text(a, S("Ada")), NULL)).p,
              "Hello Ada, {sic} {gone}");
    CHECK_STR(message(a, "en", "days", message_args(a, "count", value_int(a, 1), NULL)).p, "1 day");
    CHECK_STR(message(a, "en", "days", message_args(a, "count", value_int(a, 0), NULL)).p, "0 days");
    CHECK_STR(message(a, "en", "days", message_args(a, "count", value_int(a, 12000), NULL)).p, "12,000 days");
    CHECK_STR(message(a, "en", "days", NULL).p, "{count} days");
    CHECK_STR(message(a, "de", "days", message_args(a, "count", value_int(a, 1), NULL)).p, "1 Tag");
    CHECK_STR(message(a, "de", "plain", NULL).p, "Einfach");
    CHECK_STR(message(a, "de", "more", NULL).p, "More"); /* English where the language has no word */
    CHECK_STR(message(a, NULL, "plain", NULL).p, "Plain");
    CHECK(str_is(message_find("en", S("days")), "{count} days"));
    CHECK(message_find("en", S("nothing")).p == NULL);
    CHECK_INT(message_count("en"), 4);
    CHECK_INT(message_count("de"), 2);
    CHECK_INT(message_count("fr"), 0);
    CHECK(str_is(message_key("en", 0), "days") && str_is(message_key("en", 3), "plain"));
    CHECK(message_key("en", 4).p == NULL);
    CHECK_INT(message_load(), OK);
    arena_free(a);
}

TEST(message, refuses_a_corrupt_catalogue_and_keeps_the_one_it_has)
{
    static const struct embedded cases[][3] = {
        {FILE_OF("content/messages/en.json", "{\"a\":\"1\",}")},
        {FILE_OF("content/messages/en.json", "[]")},
        {FILE_OF("content/messages/en.json", "{\"a\":1}")},
        {FILE_OF("content/messages/en.json", "{\"a\":{\"one\":\"x\"}}")},
        {FILE_OF("content/messages/en.json", "{\"a\":{\"other\":\"x\",\"several\":\"y\"}}")},
        {FILE_OF("content/messages/en.json", "{\"a\":\"1\",\"a\":\"2\"}")},
        {FILE_OF("content/messages/en.a.json", "{\"a\":\"1\"}"),
         FILE_OF("content/messages/en.b.json", "{\"a\":\"2\"}")},
    };
    CHECK_INT(message_load(), OK);
    size_t count = message_count("en");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_INT(load_quietly(cases[i]), ERR_CORRUPT);
    CHECK(count > 0);
    CHECK_INT(message_count("en"), count);
}

TEST(message, has_title_and_detail_of_each_error)
{
    struct arena *a = arena_new(0);
    CHECK_INT(message_load(), OK);
    for (int err = 0; err < ERR_COUNT; err++) {
        CHECK(message_find("en", arena_printf(a, "error.%s.title", err_code((enum err)err))).n > 0);
        CHECK(message_find("en", arena_printf(a, "error.%s.detail", err_code((enum err)err))).n > 0);
    }
    arena_free(a);
}

TEST(message, follows_the_plural_rules_of_languages)
{
    static const struct {
        const char *language;
        int64_t count;
        const char *form;
    } cases[] = {
        {"en", 1, "one"},        {"en", 0, "other"}, {"en", -1, "one"}, {"fr", 0, "one"},    {"fr", 2, "other"},
        {"es", 1000000, "many"}, {"pl", 1, "one"},   {"pl", 2, "few"},  {"pl", 5, "many"},   {"pl", 12, "many"},
        {"pl", 22, "few"},       {"pl", 21, "many"}, {"ru", 21, "one"}, {"ru", 11, "many"},  {"cs", 3, "few"},
        {"cs", 5, "other"},      {"ar", 0, "zero"},  {"ar", 2, "two"},  {"ar", 103, "few"},  {"ar", 111, "many"},
        {"ar", 100, "other"},    {"ja", 1, "other"}, {"xx", 1, "one"},  {"pt-BR", 0, "one"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct value count = {.kind = V_INT, .i = cases[i].count};
        CHECK_STR(plural_form(cases[i].language, &count), cases[i].form);
    }
    CHECK_STR(plural_form("en", NULL), "other");
    CHECK_STR(plural_form("", &(struct value){.kind = V_DECIMAL, .i = 1000000}), "other");
}

TEST(message, survives_each_failing_allocation)
{
    static const struct embedded list[] = {FILE_OF("content/messages/en.json", "{\"a\":\"1\",\"b\":{\"other\":\"2\"}}"),
                                           {0}};
    enum err err = ERR_MEMORY;
    files = list;
    for (uint64_t nth = 1; err == ERR_MEMORY && nth < 100; nth++) {
        arena_fail_at(nth);
        err = message_load_files(file_at);
        arena_fail_at(0);
    }
    CHECK_INT(err, OK);
    CHECK_INT(message_count("en"), 2);
    CHECK_INT(message_load(), OK);
}
