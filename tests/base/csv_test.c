#include "base/csv.h"
#include "base/message.h"
#include "check.h"

/* The table as text with | between cells and ; between rows, or the words of all problems. */
static const char *read_table(struct arena *a, struct str text)
{
    struct problems problems = problems_init(a);
    struct csv table;
    struct buf out = buf_init(a, 0);
    enum err err = csv_parse(a, text, &problems, &table);
    CHECK_INT(err, problems.count ? ERR_MALFORMED : OK);
    for (struct problem *p = problems.first; p; p = p->next)
        buf_printf(&out, "%s%s %s", p == problems.first ? "" : "\n", p->pointer.p, p->detail.p);
    for (struct csv_row *row = err ? NULL : table.head; row; row = row == table.head ? table.rows : row->next) {
        buf_printf(&out, "%u:", row->line);
        for (uint32_t i = 0; i < row->count; i++)
            buf_printf(&out, "%s%.*s", i ? "|" : "", STR_ARG(row->cells[i]));
        buf_char(&out, ';');
    }
    return buf_str(&out).p;
}

TEST(csv, reads_rows_and_quotes)
{
    struct arena *a = arena_new(0);
    CHECK_STR(read_table(a, S("a,b\n1,2\n")), "1:a|b;2:1|2;");
    CHECK_STR(read_table(a, S("\xEF\xBB\xBF a , b \r\n\"x,\"\"y\"\"\",\" 2 \"\r\n")), "1:a|b;2:x,\"y\"| 2 ;");
    CHECK_STR(read_table(a, S("a,b\r\"l1\nl2\r\nl3\",2\r3,4")), "1:a|b;2:l1\nl2\r\nl3|2;5:3|4;");
    CHECK_STR(read_table(a, S("\n\na,b\n\n,\n1\n\"\"\n")), "3:a|b;6:1|;7:|;");
    CHECK_STR(read_table(a, S("a\nit\"s\n")), "1:a;2:it\"s;");
    arena_free(a);
}

TEST(csv, tells_all_problems_with_their_places)
{
    struct arena *a = arena_new(0);
    CHECK(message_load() == OK);
    CHECK_STR(read_table(a, S("")), "/1 The file has no line with the names of its columns.");
    CHECK_STR(read_table(a, S("a,,a\n1,2,3,4\n")),
              "/1/2 Line 1: column 2 has no name.\n/1/3 Line 1, column 3: the name “a” is there twice.\n"
              "/2 Line 2 has 4 cells; the first line names 3 columns.");
    CHECK_STR(read_table(a, S("a,b\n\"x\"y,2\n1,\"2\n3")),
              "/2/1 Line 2, column 1: text after a closing quotation mark.\n"
              "/3/2 Line 3: a quotation mark is opened and never closed.");
    CHECK_STR(read_table(a, S("a\nb\n\xff\n")), "/3 Line 3 is not UTF-8 text.");
    arena_free(a);
}

TEST(csv, takes_many_columns_but_not_any_number)
{
    struct arena *a = arena_new(0);
    CHECK(message_load() == OK);
    for (int count = 2000; count <= 2001; count++) {
        struct problems problems = problems_init(a);
        struct csv table;
        struct buf out = buf_init(a, 0);
        for (int i = 0; i < count; i++)
            buf_printf(&out, "%sc%d", i ? "," : "", i);
        buf_lit(&out, "\nx\n");
        CHECK_INT(csv_parse(a, buf_str(&out), &problems, &table), count == 2000 ? OK : ERR_MALFORMED);
        CHECK_INT(table.rows->count, count);
        if (problems.first)
            CHECK_STR(problems.first->detail.p, "Line 1 names more than 2,000 columns.");
    }
    arena_free(a);
}

static struct str written(struct arena *a, const struct str *cells, size_t count)
{
    struct buf out = buf_init(a, 0);
    for (size_t i = 0; i < count; i++)
        csv_cell(&out, cells[i], i == 0);
    csv_end(&out);
    return buf_str(&out);
}

TEST(csv, quotes_what_must_be)
{
    struct arena *a = arena_new(0);
    struct str cells[] = {STR("plain"), STR("a,b"), STR("say \"x\""), STR("l1\nl2"), STR(""), STR(" x "), STR("-3.5")};
    CHECK_STR(written(a, cells, 7).p, "plain,\"a,b\",\"say \"\"x\"\"\",\"l1\nl2\",,\" x \",-3.5\r\n");
    CHECK_STR(written(a, &cells[4], 1).p, "\"\"\r\n"); /* else an empty line, which is no row */
    arena_free(a);
}

TEST(csv, makes_formulas_harmless_and_reads_them_back)
{
    static const struct {
        const char *cell, *line;
    } cases[] = {
        {"=1+1", "'=1+1\r\n"},   {"+49 30", "'+49 30\r\n"}, {"-x", "'-x\r\n"},      {"@x", "'@x\r\n"},
        {"\tx", "\"'\tx\"\r\n"}, {"-1", "-1\r\n"},          {"-1.50", "-1.50\r\n"}, {"-1.", "'-1.\r\n"},
        {"'=x", "''=x\r\n"},     {"''-x", "'''-x\r\n"},     {"'tis", "'tis\r\n"},   {"=A1,\"", "\"'=A1,\"\"\"\r\n"},
    };
    struct arena *a = arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str cell = str_of(cases[i].cell), head = STR("h\r\n");
        struct csv table;
        struct str line = written(a, &cell, 1), both[] = {head, line};
        CHECK_STR(line.p, cases[i].line);
        CHECK_INT(csv_parse(a, arena_join(a, both, 2, S("")), NULL, &table), OK);
        CHECK(table.rows && str_eq(table.rows->cells[0], cell));
    }
    arena_free(a);
}

TEST(csv, survives_each_failing_allocation)
{
    enum err err = ERR_MEMORY;
    for (uint64_t nth = 1; err == ERR_MEMORY && nth < 100; nth++) {
        struct arena *a = arena_new(0);
        struct csv table;
        arena_fail_at(nth);
        err = csv_parse(a, S("a,b\n1,2\n3\n"), NULL, &table);
        arena_fail_at(0);
        arena_free(a);
    }
    CHECK_INT(err, OK);
}
