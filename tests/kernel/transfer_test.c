/* CSV in and out: matching, references within a file, problems by row and column, importing again. */
#include "base/csv.h"
#include "house.h"
#include "kernel/input.h"
#include "kernel/transfer.h"
#include <time.h>

static struct import_result result;

/* Imports as the writer does: in a savepoint that is undone on failure. */
static enum err import_as(struct house *house, struct viewer *viewer, const char *plural, const char *csv)
{
    house_calm(house);
    CHECK_INT(conn_see(house->conn, &viewer->sees), OK);
    CHECK_INT(conn_savepoint(house->conn), OK);
    enum err err = import_csv(&house->work, viewer, kind_by_plural(str_of(plural)), str_of(csv), false, &result);
    if (err)
        conn_rollback_to(house->conn);
    else
        CHECK_INT(conn_release(house->conn), OK);
    return err;
}

static enum err import(struct house *house, const char *plural, const char *csv)
{
    return import_as(house, house->host, plural, csv);
}

/* Imports and holds what came of it against the counts. */
static void check_import(struct house *house, const char *plural, const char *csv, int created, int changed,
                         int unchanged)
{
    if (!CHECK_INT(import(house, plural, csv), OK))
        for (struct problem *p = house->work.problems.first; p; p = p->next)
            fprintf(stderr, "  %.*s: %.*s\n", STR_ARG(p->pointer), STR_ARG(p->detail));
    CHECK_INT(result.created, created);
    CHECK_INT(result.changed, changed);
    CHECK_INT(result.unchanged, unchanged);
    CHECK_INT(result.rows, created + changed + unchanged);
}

static const char *problem_at(struct house *house, const char *pointer)
{
    for (struct problem *p = house->work.problems.first; p; p = p->next)
        if (str_is(p->pointer, pointer))
            return arena_cstr(house->arena, p->detail);
    return "";
}

/* The records of a kind whose field has that value. */
static struct value *found(struct house *house, const char *plural, const char *field, const char *value)
{
    struct query query = {.filters = {{str_of(field), str_of(value)}}, .filter_count = 1, .limit = 200};
    struct page page = {0};
    house_calm(house);
    CHECK_INT(conn_see(house->conn, &house->host->sees), OK);
    CHECK_INT(record_list(&house->work, house->host, kind_by_plural(str_of(plural)), &query, &page), OK);
    return page.items;
}

static size_t total(struct house *house, const char *plural)
{
    struct query query = {.total = true, .limit = 1};
    struct page page = {0};
    house_calm(house);
    CHECK_INT(record_list(&house->work, house->host, kind_by_plural(str_of(plural)), &query, &page), OK);
    return (size_t)page.total;
}

static const char *const firms = "name,domain,country,kind,parent\n"
                                 "Bosch Rexroth,boschrexroth.example,DE,partner,bosch.example\n"
                                 "Rexroth Korea,,KR,partner,Bosch Rexroth AG\n"
                                 "\"Robert Bosch, GmbH\",bosch.example,DE,partner,\n"
                                 "Kern & Söhne,,AT,candidate,\n";

TEST(transfer, importing_again_changes_nothing)
{
    struct house house = house_open();
    check_import(&house, "organisations", firms, 4, 0, 0);
    struct value *bosch = found(&house, "organisations", "domain", "bosch.example");
    struct value *korea = found(&house, "organisations", "name.contains", "Rexroth Korea");
    CHECK(
        str_eq(value_get_text(value_at(found(&house, "organisations", "domain", "boschrexroth.example"), 0), "parent"),
               value_get_text(value_at(bosch, 0), "id")));
    CHECK(value_get(value_at(korea, 0), "parent")->kind == V_REF);
    CHECK_INT(result.duplicates->count, 0);
    check_import(&house, "organisations", firms, 0, 0, 4);
    CHECK_INT(total(&house, "organisations"), 5);
    house_close(&house);
}

TEST(transfer, matches_by_identifier_before_name_and_by_name_without_suffix)
{
    struct house house = house_open();
    check_import(&house, "organisations", firms, 4, 0, 0);
    check_import(&house, "organisations",
                 "name,domain,country\nBosch,bosch.example,DE\nKERN AND SOEHNE,,AT\nKern und Söhne,,AT\n", 2, 1, 0);
    CHECK(str_is(value_get_text(value_at(found(&house, "organisations", "domain", "bosch.example"), 0), "name"),
                 "Bosch"));
    check_import(&house, "organisations", "name,country\n\"Kern & Sohne, GmbH\",CH\n", 0, 1, 0);
    CHECK(str_is(value_get_text(value_at(found(&house, "organisations", "country", "CH"), 0), "name"),
                 "Kern & Sohne, GmbH"));
    house_close(&house);
}

TEST(transfer, another_identifier_is_another_record_whatever_its_name)
{
    struct house house = house_open();
    check_import(&house, "organisations", "name,domain\nDelta,delta.example\n", 1, 0, 0);
    check_import(&house, "organisations", "name,domain\nDelta,deltafaucet.example\n", 1, 0, 0);
    CHECK_INT(result.duplicates->count, 1); /* proposed, not merged */
    check_import(&house, "organisations", "name,domain\nDelta,delta.example\nDelta,deltafaucet.example\n", 0, 0, 2);
    CHECK_INT(result.duplicates->count, 0);
    CHECK_INT(import(&house, "organisations", "name,country\nDelta,US\n"), ERR_INPUT); /* which of the two? */
    CHECK_STR(problem_at(&house, "/rows/1"),
              "Row 1: Several records could be meant. Say which by its id or another identifier.");
    house_close(&house);
}

TEST(transfer, a_record_without_identifier_takes_the_one_given)
{
    struct house house = house_open();
    check_import(&house, "organisations", "name\nDelta\n", 1, 0, 0);
    check_import(&house, "organisations", "name,domain\nDelta Inc.,delta.example\n", 0, 1, 0);
    CHECK_INT(found(&house, "organisations", "domain", "delta.example")->count, 1);
    house_close(&house);
}

TEST(transfer, names_count_within_their_parent)
{
    struct house house = house_open();
    check_import(&house, "organisations", "name,parent\nAlpha,\nBeta,\nSales,Alpha\nSales,Beta\n", 4, 0, 0);
    check_import(&house, "organisations", "name,parent,country\nSales,Beta,DE\n", 0, 1, 0);
    struct value *sales = value_at(found(&house, "organisations", "country", "DE"), 0);
    CHECK(str_is(value_get(sales, "parent")->label, "Beta"));
    check_import(&house, "organisations", "name,parent\nSales,\n", 1, 0, 0);
    CHECK_INT(result.duplicates->count, 1);
    house_close(&house);
}

TEST(transfer, other_names_of_a_record_match_too)
{
    struct house house = house_open();
    check_import(&house, "organisations", "name,aliases\nBayerische Motorenwerke,BMW; BMW Group\n", 1, 0, 0);
    check_import(&house, "organisations", "name\nBMW Group AG\n", 0, 1, 0);
    house_close(&house);
}

TEST(transfer, missing_columns_are_left_alone_and_empty_cells_clear)
{
    struct house house = house_open();
    check_import(&house, "organisations", "name,country,industry,revenue,employees\nA,DE,steel,1234.50 EUR,12\n", 1, 0,
                 0);
    check_import(&house, "organisations", "name,industry\nA,\n", 0, 1, 0);
    struct value *a = value_at(found(&house, "organisations", "country", "DE"), 0);
    CHECK(value_get(a, "industry")->kind == V_NULL);
    CHECK_INT(value_get(a, "revenue")->i, 123450);
    check_import(&house, "organisations", "name,revenue.amount,revenue.currency\nA,1234.5,EUR\n", 0, 0, 1);
    check_import(&house, "organisations", "name,revenue.amount,revenue.currency\nA,99,EUR\n", 0, 1, 0);
    house_close(&house);
}

TEST(transfer, all_problems_by_row_and_column_and_nothing_written)
{
    struct house house = house_open();
    size_t before = total(&house, "organisations");
    CHECK_INT(import(&house, "organisations",
                     "name,country,domain,parent\nGood,DE,good.example,\n,DE,,\nBad,Germany,not a "
                     "domain,\nOrphan,DE,,Nowhere Ltd\n"),
              ERR_INPUT);
    CHECK_INT(house.work.problems.count, 4);
    CHECK_STR(problem_at(&house, "/rows/2/name"), "Row 2, column name: Must be given.");
    CHECK(strstr(problem_at(&house, "/rows/3/country"), "Row 3, column country: “GERMANY”") ||
          strstr(problem_at(&house, "/rows/3/country"), "Row 3, column country: “Germany”"));
    CHECK(strstr(problem_at(&house, "/rows/3/domain"), "Row 3, column domain: ") != NULL);
    CHECK_STR(problem_at(&house, "/rows/4/parent"),
              "Row 4, column parent: There is no such record, here or in the file: “Nowhere Ltd”.");
    CHECK_INT(total(&house, "organisations"), before);
    CHECK_INT(import(&house, "organisations", "name,colour\nA,red\n"), ERR_INPUT);
    CHECK(strstr(problem_at(&house, "/columns/colour"), "Column colour is not known here. Known are: id, name,") !=
          NULL);
    CHECK_INT(import(&house, "organisations", "name\n\"open\n"), ERR_MALFORMED);
    CHECK_INT(import(&house, "organisations", "id,name\n17,A\n"), ERR_INPUT);
    CHECK(strstr(problem_at(&house, "/rows/1/id"), "Row 1, column id: ") != NULL);
    house_close(&house);
}

TEST(transfer, what_hangs_on_a_bad_row_is_judged_by_itself)
{
    struct house house = house_open();
    CHECK_INT(import(&house, "organisations", "name,country,parent\nChild,DE,Top\nTop,Germany,\nOther,Nowhere,Child\n"),
              ERR_INPUT);
    CHECK_INT(house.work.problems.count, 2);
    CHECK(*problem_at(&house, "/rows/2/country") && *problem_at(&house, "/rows/3/country"));
    house_close(&house);
}

TEST(transfer, circles_of_references_are_told)
{
    struct house house = house_open();
    CHECK_INT(import(&house, "organisations", "name,parent\nA,C\nB,A\nC,B\nD,D\n"), ERR_INPUT);
    CHECK_INT(house.work.problems.count, 2);
    CHECK_STR(problem_at(&house, "/rows/4/parent"),
              "Row 4, column parent: “D” leads back to this row: a record cannot be above itself.");
    house_close(&house);
}

TEST(transfer, rows_that_mean_one_record_must_agree)
{
    struct house house = house_open();
    check_import(&house, "organisations", "name,country\nA,DE\nA,DE\n", 1, 0, 1);
    CHECK_INT(import(&house, "organisations", "name,country\nB,DE\nA,DE\nB GmbH,FR\n"), ERR_INPUT);
    CHECK_STR(problem_at(&house, "/rows/3"), "Row 3: Means the same record as row 1, and says something else of it.");
    CHECK_INT(import(&house, "organisations", "name,country\nA,DE\nA,FR\n"), ERR_INPUT);
    CHECK_INT(house.work.problems.count, 1);
    /* what one leaves open the other may fill */
    check_import(&house, "organisations", "name,domain,country\nC,,FR\nC GmbH,c.example,\n", 1, 0, 1);
    struct value *c = value_at(found(&house, "organisations", "domain", "c.example"), 0);
    CHECK(str_is(value_get_text(c, "country"), "FR"));
    check_import(&house, "organisations", "name,domain,country\nC,,FR\nC GmbH,c.example,\n", 0, 0, 2);
    house_close(&house);
}

TEST(transfer, a_name_that_several_have)
{
    struct house house = house_open();
    const char *csv = "name,domain\nDelta,\nDelta,delta.example\nDelta,deltafaucet.example\n";
    check_import(&house, "organisations", csv, 3, 0, 0);
    check_import(&house, "organisations", csv, 0, 0, 3);
    check_import(&house, "organisations", "name,domain,country\nDelta,,US\n", 0, 1, 0);
    CHECK_INT(found(&house, "organisations", "domain.none", "1")->count, 2); /* the host and the third Delta */
    CHECK_INT(import(&house, "organisations", "name,parent\nEpsilon,Delta\n"), ERR_INPUT);
    CHECK(strstr(problem_at(&house, "/rows/1/parent"), "Several records are called “Delta”.") != NULL);
    house_close(&house);
}

TEST(transfer, a_name_alone_takes_no_identifier_away)
{
    struct house house = house_open();
    check_import(&house, "organisations", "name,domain,country\nDelta,delta.example,US\n", 1, 0, 0);
    check_import(&house, "organisations", "name,domain,country\nDelta,,CA\n", 0, 1, 0);
    struct value *delta = value_at(found(&house, "organisations", "domain", "delta.example"), 0);
    CHECK(str_is(value_get_text(delta, "country"), "CA"));
    const char *by_id = HOUSE_TEXT(&house, "id,domain\n%s,\n", house_id(delta));
    check_import(&house, "organisations", by_id, 0, 1, 0);
    CHECK_INT(found(&house, "organisations", "domain", "delta.example")->count, 0);
    house_close(&house);
}

TEST(transfer, near_names_are_proposed)
{
    struct house house = house_open();
    check_import(&house, "organisations", "name\nContinental\nVolks Wagen\nAB\nHyundai Mobis\n", 4, 0, 0);
    check_import(&house, "organisations", "name\nContinentall\nVolkswagen\nAC\nHyundai Motors\nKontinental SE\n", 5, 0,
                 0);
    CHECK_INT(result.duplicates->count, 3);
    struct value *first = value_at(result.duplicates, 0);
    CHECK_INT(value_get_int(first, "row", 0), 1);
    CHECK(str_is(value_get_text(first, "name"), "Continentall"));
    CHECK(str_is(value_get(first, "like")->label, "Continental"));
    CHECK(str_is(value_get(value_at(result.duplicates, 1), "like")->label, "Volks Wagen"));
    CHECK_INT(value_get_int(value_at(result.duplicates, 2), "row", 0), 5);
    house_close(&house);
}

TEST(transfer, a_dry_run_counts_and_writes_nothing)
{
    struct house house = house_open();
    size_t before = total(&house, "organisations");
    CHECK_INT(import_csv(&house.work, house.host, kind_by_plural(S("organisations")), str_of(firms), true, &result),
              OK);
    CHECK_INT(result.created, 4);
    CHECK_INT(total(&house, "organisations"), before);
    house_close(&house);
}

static const char *exported(struct house *house, struct viewer *viewer, const char *plural)
{
    struct buf out = buf_init(house->arena, 0);
    CHECK_INT(conn_see(house->conn, &viewer->sees), OK);
    CHECK_INT(export_csv(&house->work, viewer, kind_by_plural(str_of(plural)), &out), OK);
    return buf_str(&out).p;
}

/* A value of every sort, and an alliance with parties, members, agreements, notes and contacts. */
static void furnish(struct house *house)
{
    check_import(house, "organisations", firms, 4, 0, 0);
    check_import(house, "organisations",
                 "name,revenue,employees,lei,sample,aliases,fiscal_year_start\n"
                 "Every Sort,-1234.05 EUR,12000,5493001KJTIIGC8Y1R12,yes,ES; +Sort,4\n",
                 1, 0, 0);
    check_import(house, "people",
                 "name,organisation,email\nRosa Vidal,bosch.example,rosa@bosch.example\nIda Ek,Bosch Rexroth,\n", 2, 0,
                 0);
    check_import(
        house, "alliances",
        "name,short_code,parent,start,form\nShared seats,SEATS,MOB,2024-02-29,supply\nMobility,MOB,,2023-01-01,\n", 2,
        0, 0);
    check_import(house, "parties",
                 "alliance,organisation,role,equity_share,joined_on\nMOB,bosch.example,member,12.5 %,2024-02-29\n", 1,
                 0, 0);
    check_import(house, "stances", "alliance,attention,potential_value\nMOB,2,1500000 JPY\n", 1, 0, 0);
    check_import(house, "memberships", "alliance,person,role\nMOB,head@altmark.example,manager\n", 1, 0, 0);
    check_import(house, "agreements", "alliance,name,kind\nMOB,Framework agreement,framework\n", 1, 0, 0);
    check_import(house, "clauses",
                 "agreement,number,heading,text\nFramework agreement,1,=Scope,\"First, \"\"second\"\"\nline\"\n", 1, 0,
                 0);
}

TEST(transfer, what_goes_out_comes_back_in)
{
    struct house house = house_open();
    furnish(&house);
    const struct kind *kind;
    for (size_t i = 0; (kind = kind_at(i)); i++) {
        const char *csv = exported(&house, house.host, kind->plural);
        if (!CHECK_INT(import(&house, kind->plural, csv), OK))
            fprintf(stderr, "  %s\n%s", kind->plural, csv);
        CHECK_INT(result.created + result.changed, 0);
        if (house.work.problems.first)
            fprintf(stderr, "  %.*s\n", STR_ARG(house.work.problems.first->detail));
    }
    house_close(&house);
}

TEST(transfer, what_is_hidden_is_not_cleared_by_an_export_that_comes_back)
{
    struct house house = house_open();
    struct str firm;
    struct viewer *partner = house_partner(&house, "Rivera", "Rosa Vidal", "rosa@rivera.example", &firm);
    struct value *alliance = house_make(&house, house.host, "alliances", "{\"name\":\"Mobility\"}"), *out;
    house_make(&house, house.host, "parties",
               HOUSE_TEXT(&house, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", house_id(alliance), firm.p));
    house_member(&house, partner, house_id(alliance), "head");
    struct value *hers = found(&house, "parties", "organisation", house.host->organisation.p);
    struct value *admin = value_at(found(&house, "people", "email", "head@altmark.example"), 0),
                 *party = value_at(hers, 0);
    CHECK_INT(record_change(&house.work, house.host, kind_by_plural(S("parties")), value_get_text(party, "id"),
                            value_get_int(party, "version", 0),
                            house_json(&house, HOUSE_TEXT(&house, "{\"sponsor\":\"%s\"}", house_id(admin))), INPUT_JSON,
                            S(""), &out),
              OK);
    const char *csv = exported(&house, partner, "parties");
    CHECK(strstr(csv, "Rivera") && !strstr(csv, house_id(admin)));
    CHECK_INT(import_as(&house, partner, "parties", csv), OK);
    CHECK_INT(result.unchanged, 2);
    CHECK_INT(result.rows, 2);
    CHECK_INT(conn_see(house.conn, &house.host->sees), OK);
    CHECK_INT(record_get(&house.work, house.host, kind_by_plural(S("parties")), value_get_text(party, "id"), &out), OK);
    CHECK(str_eq(value_get_text(out, "sponsor"), value_get_text(admin, "id")));
    house_close(&house);
}

TEST(transfer, rows_without_names_are_matched_by_what_they_say)
{
    struct house house = house_open();
    furnish(&house);
    check_import(&house, "parties", "alliance,organisation,role\nMobility,bosch.example,member\n", 0, 0, 1);
    check_import(&house, "memberships", "alliance,person,role\nMOB,head@altmark.example,Alliance manager\n", 0, 0, 1);
    struct value *alliance = value_at(found(&house, "alliances", "short_code", "MOB"), 0);
    const char *notes = HOUSE_TEXT(&house, "about_kind,about,text\nalliances,%s,First\nalliances,%s,Second\n",
                                   house_id(alliance), house_id(alliance));
    check_import(&house, "notes", notes, 2, 0, 0);
    check_import(&house, "notes", notes, 0, 0, 2);
    house_close(&house);
}

TEST(transfer, export_has_parents_before_children_and_json_has_all)
{
    struct house house = house_open();
    check_import(&house, "organisations", "name,parent\nChild,Parent\nParent,\n", 2, 0, 0);
    struct value *parent = value_at(found(&house, "organisations", "name.contains", "Parent"), 0);
    struct value *late = house_make(&house, house.host, "organisations", "{\"name\":\"Later\"}");
    struct value *out;
    CHECK_INT(record_change(&house.work, house.host, kind_by_plural(S("organisations")), value_get_text(parent, "id"),
                            1, house_json(&house, HOUSE_TEXT(&house, "{\"parent\":\"%s\"}", house_id(late))),
                            INPUT_JSON, S(""), &out),
              OK);
    const char *csv = exported(&house, house.host, "organisations");
    CHECK(strstr(csv, ",Later,") < strstr(csv, ",Parent,"));
    CHECK(strstr(csv, ",Parent,") < strstr(csv, ",Child,"));
    CHECK(strncmp(csv, "id,name,legal_name,kind,parent,", 31) == 0);
    struct buf json = buf_init(house.arena, 0);
    CHECK_INT(export_json(&house.work, house.host, kind_by_plural(S("organisations")), &json), OK);
    CHECK_INT(house_json(&house, buf_str(&json).p)->count, 4);
    house_close(&house);
}

TEST(transfer, an_export_fills_an_empty_workspace_with_the_same_ids)
{
    struct house from = house_open(), to = house_open();
    check_import(&from, "organisations", firms, 4, 0, 0);
    const char *csv = exported(&from, from.host, "organisations");
    check_import(&to, "organisations", csv, 4, 0, 1); /* the host is there, under the same name */
    check_import(&to, "organisations", csv, 0, 0, 5);
    house_close(&from);
    house_close(&to);
}

TEST(transfer, nobody_exports_or_imports_past_their_rights)
{
    struct house house = house_open();
    struct str firm;
    check_import(&house, "organisations", firms, 4, 0, 0);
    struct viewer *partner = house_partner(&house, "Rivera", "Rosa Vidal", "rosa@rivera.example", &firm);
    CHECK(strchr(strchr(exported(&house, partner, "organisations"), '\n') + 1, ',') == NULL); /* the head only */
    CHECK_INT(import_as(&house, partner, "organisations", firms), ERR_FORBIDDEN);
    struct viewer reader = *house.host;
    reader.system = false;
    reader.roles = 1u << ROLE_MEMBER;
    CHECK_INT(viewer_refresh(&house.work, &reader), OK);
    CHECK_INT(import_as(&house, &reader, "organisations", "name\nX\n"), ERR_FORBIDDEN);
    CHECK_INT(conn_see(house.conn, &house.host->sees), OK);
    /* a partner's export holds nothing of what is private to the host */
    house_close(&house);
}

TEST(transfer, five_thousand_organisations_each_below_a_later_one)
{
    struct house house = house_open();
    struct buf csv = buf_init(house.arena, 0);
    buf_lit(&csv, "name,domain,country,kind,parent\n");
    for (int i = 0; i < 5000; i++) /* each hangs below a later row */
        buf_printf(&csv, "Organisation Number %d Ltd,org%d.example,DE,partner,org%d.example\n", i, i,
                   i + (5001 - i) / 2);
    buf_lit(&csv, "The Last,org5000.example,DE,partner,\n");
    const char *text = buf_str(&csv).p;
    check_import(&house, "organisations", text, 5001, 0, 0);
    check_import(&house, "organisations", text, 0, 0, 5001);
    check_import(&house, "organisations", exported(&house, house.host, "organisations"), 0, 0, 5002);
    house_close(&house);
}

static struct str file_text(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    struct buf text = buf_init(arena, 0);
    char part[4096];
    for (size_t n; file && (n = fread(part, 1, sizeof part, file)) > 0;)
        buf_add(&text, (struct str){part, n});
    if (file)
        fclose(file);
    return buf_str(&text);
}

/* Real firms, some of them with the same name. */
TEST(transfer, the_firms_of_the_consortia)
{
    CHECK_SHARED(path, "data/lf_consortia/orgs.csv");
    struct house house = house_open();
    struct csv csv;
    struct buf out = buf_init(house.arena, 0);
    CHECK_INT(csv_parse(house.arena, file_text(house.arena, path), &house.work.problems, &csv), OK);
    buf_lit(&out, "name,domain,kind\n");
    for (const struct csv_row *row = csv.rows; row; row = row->next) {
        /* four keys of the source are no domain names */
        struct value raw = {.kind = V_TEXT, .text = row->cells[0]}, *leaf = NULL;
        struct work apart = work_init(house.arena, house.conn);
        const struct kind *kind = kind_by_plural(S("organisations"));
        CHECK_INT(input_field(&apart, house.host, kind, kind_field(kind, S("domain")), &raw, INPUT_TEXT, S(""), &leaf),
                  OK);
        bool named = !leaf;
        csv_cell(&out, row->cells[1], true);
        csv_cell(&out, named ? S("") : row->cells[0], false);
        csv_cell(&out, S("partner"), false);
        csv_end(&out);
    }
    const char *text = buf_str(&out).p;
    CHECK_INT(import(&house, "organisations", text), OK);
    for (struct problem *p = house.work.problems.first; p; p = p->next)
        fprintf(stderr, "  %.*s: %.*s\n", STR_ARG(p->pointer), STR_ARG(p->detail));
    CHECK_INT(result.rows, csv.count);
    CHECK_INT(result.created + result.unchanged, result.rows);
    CHECK(result.created > 4700);
    check_import(&house, "organisations", text, 0, 0, (int)result.rows);
    house_close(&house);
}
