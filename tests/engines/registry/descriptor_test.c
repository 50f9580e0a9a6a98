/* Every descriptor against its live table: the same columns (one that was added later stands at the end), and words for
 * all that people see. */
#include "engines/registry/registry_house.h"

static void expect(struct value *columns, size_t *count, const struct kind *kind, const char *name, const char *suffix)
{
    char wanted[100];
    bool found = false;
    (void)snprintf(wanted, sizeof wanted, "%s%s", name, suffix);
    VALUE_EACH (column, columns)
        found = found || str_is(column->text, wanted);
    if (!found)
        CHECK_FAIL("%s: there is no column %s", kind->table, wanted);
    (*count)++;
}

TEST(descriptor, columns_are_those_of_the_table)
{
    static const char *const common[] = {"tenant_id",  "id",         "version",    "audience_id",
                                         "created_at", "created_by", "updated_at", "withdrawn_at"};
    struct house house = house_open();
    for (size_t k = 0; kind_at(k); k++) {
        const struct kind *kind = kind_at(k);
        struct value *columns = NULL;
        size_t at = 0;
        CHECK_INT(conn_columns(house.conn, house.arena, kind->table, &columns), OK);
        for (size_t i = 0; i < sizeof common / sizeof *common; i++)
            expect(columns, &at, kind, common[i], "");
        for (size_t i = 0; i < kind->count; i++) {
            const struct field *field = &kind->fields[i];
            bool money = field->type == FIELD_MONEY;
            expect(columns, &at, kind, field->name, field->type == FIELD_REF ? "_id" : money ? "_minor" : "");
            if (money)
                expect(columns, &at, kind, field->name, "_currency");
        }
        expect(columns, &at, kind, "match_key", "");
        CHECK_INT(at, columns->count);
    }
    house_close(&house);
}

static void expect_words(struct house *house, const char *key)
{
    if (!message_find("en", str_of(key)).p)
        CHECK_FAIL("the catalogue has no %s", key);
    (void)house;
}

TEST(descriptor, everything_has_words)
{
    struct house house = house_open();
    for (size_t k = 0; kind_at(k); k++) {
        const struct kind *kind = kind_at(k);
        expect_words(&house, TEXT("kind.%s.one", kind->name));
        expect_words(&house, TEXT("kind.%s.other", kind->name));
        for (size_t i = 0; i < kind->count; i++) {
            const struct field *field = &kind->fields[i];
            expect_words(&house, TEXT("field.%s.%s", kind->name, field->name));
            for (size_t c = 0; field->choices && field->choices[c]; c++)
                expect_words(&house, TEXT("choice.%s.%s.%s", kind->name, field->name, field->choices[c]));
        }
    }
    house_close(&house);
}

TEST(descriptor, each_reference_follows_its_target)
{
    struct house house = house_open();
    for (size_t k = 0; kind_at(k); k++)
        for (size_t i = 0; i < kind_at(k)->count; i++) {
            const char *target = kind_at(k)->fields[i].target;
            size_t at = 0;
            while (target && kind_at(at) != kind_by_plural(str_of(target)))
                at++;
            if (target && at > k)
                CHECK_FAIL("%s comes before %s, to which it refers", kind_at(k)->plural, target);
        }
    house_close(&house);
}
