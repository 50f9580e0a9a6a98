#include "base/csv.h"
#include "base/name.h"
#include "check.h"
#include "files.h"

TEST(name, is_compared_without_case_accents_and_punctuation)
{
    static const struct {
        const char *name, *key;
    } cases[] = {
        {"  Nestlé   S.A. ", "nestle s a"},
        {"Łódź-Straße", "lodz strasse"},
        {"Wētā FX", "weta fx"},
        {"O'Reilly’s", "oreillys"},
        {"Procter & Gamble", "procter gamble"},
        {"Procter and Gamble", "procter gamble"},
        {"And", "and"},
        {"Nguyễn Văn Ấn", "nguyen van an"},
        {"Æther Œuvre Þór Ærø", "aether oeuvre thor aero"},
        {"ＦＵＬＬ　Ｗｉｄｔｈ ①", "full width ①"},
        {"A\xCC\x8A"
         "se",
         "ase"},
        {"ЯНДЕКС", "яндекс"},
        {"ΑΊΑΣ Αίας", "αιασ αιασ"},
        {"ЃЎ Ѣ Ԥ Ӂ ԱՄ", "ѓў ѣ ԥ ӂ ամ"},
        {"東芝", "東芝"},
        {"3M™ (USA)", "3m usa"},
        {"bad \xff byte", "bad byte"},
        {"!!!", "!!!"},
        {"", ""},
    };
    struct arena *a = arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_STR(name_key(a, str_of(cases[i].name)).p, cases[i].key);
    arena_free(a);
}

TEST(name, of_a_firm_is_compared_without_its_legal_form)
{
    static const struct {
        const char *name, *key;
    } cases[] = {
        {"Adobe Systems, Inc.", "adobe systems"},
        {"Yan Rong Technology Co.,Ltd", "yan rong technology"},
        {"Müller GmbH & Co. KG", "muller"},
        {"Henkel AG & Co. KGaA", "henkel"},
        {"Anheuser-Busch InBev SA/NV", "anheuser busch inbev"},
        {"Carlsberg A/S", "carlsberg"},
        {"Firma Sp. z o.o.", "firma"},
        {"CEMEX, S.A.B. de C.V.", "cemex"},
        {"6WIND S.A.", "6wind"},
        {"Plan B S.A.", "plan b"},
        {"The Walt Disney Company", "walt disney"},
        {"XSKY (Beijing) Data Technology Corporation Limited", "xsky beijing data technology"},
        {"Xfusion International PTE. LTD.", "xfusion international"},
        {"Toyota Jidosha Kabushiki Kaisha", "toyota jidosha"},
        {"Eesti Firma OÜ", "eesti firma"},
        {"J. P. Morgan", "jp morgan"},
        {"H & M", "hm"},
        {"R and D", "rd"},
        {"株式会社東芝", "東芝"},
        {"北京科技有限公司", "北京科技"},
        /* never all of the name */
        {"The Company", "the"},
        {"Limited", "limited"},
        {"AG", "ag"},
        {"The", "the"},
        {"株式会社", "株式会社"},
        {"Co. Ltd.", "co"},
        /* only at the end */
        {"AB InBev", "ab inbev"},
        {"Limited Brands", "limited brands"},
    };
    struct arena *a = arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_STR(name_key_firm(a, str_of(cases[i].name)).p, cases[i].key);
    arena_free(a);
}

TEST(name, keys_of_different_firms_differ)
{
    struct arena *a = arena_new(0);
    CHECK(!str_eq(name_key_firm(a, S("Deutsche Bank AG")), name_key_firm(a, S("Deutsche Bahn AG"))));
    CHECK(!str_eq(name_key_firm(a, S("東芝")), name_key_firm(a, S("東京"))));
    CHECK(!str_eq(name_key_firm(a, S("Adobe Systems")), name_key_firm(a, S("Adobe"))));
    CHECK(!str_eq(name_key_firm(a, S("☆")), name_key_firm(a, S("★"))));
    arena_free(a);
}

/* Whether `longer` is `shorter` with a legal form behind it. */
static bool differs_by_form(struct str shorter, struct str longer)
{
    static const char *const forms[] = {
        " Inc.",   ", Inc.", " Inc",     ", Inc",        " LLC",       ", LLC",     " GmbH",     " Ltd.",
        ", Ltd.",  " Ltd",   " Limited", " Corporation", " Corp.",     " AG",       " S.A.",     " AB",
        " B.V.",   " BV",    " Oy",      " SAS",         " Co., Ltd.", " Co., Ltd", " Co.,Ltd.", " PLC",
        " S.r.l.", " KG",    " SE",      " Pty Ltd",     " Pte Ltd",   " a.s.",     " s.r.o."};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (longer.n == shorter.n + strlen(forms[i]) && str_starts(longer, shorter) &&
            str_ends(longer, str_of(forms[i])))
            return true;
    return false;
}

TEST(name, holds_to_real_pairs_of_one_firm)
{
    CHECK_SHARED(folder, "data/lf_consortia");
    struct arena *a = arena_new(0);
    struct csv table;
    int pairs = 0;
    CHECK_INT(csv_parse(a, file_read(a, folder, "name_aliases.csv"), NULL, &table), OK);
    CHECK_INT(table.count, 6490);
    for (struct csv_row *x = table.rows; x; x = x->next) {
        CHECK(name_key_firm(a, x->cells[1]).n > 0);
        for (struct csv_row *y = x->next; y && str_eq(y->cells[0], x->cells[0]); y = y->next) {
            if (!differs_by_form(x->cells[1], y->cells[1]))
                continue;
            pairs++;
            if (!str_eq(name_key_firm(a, x->cells[1]), name_key_firm(a, y->cells[1])))
                CHECK_FAIL("%.*s / %.*s", STR_ARG(x->cells[1]), STR_ARG(y->cells[1]));
        }
    }
    CHECK(pairs > 300);
    arena_free(a);
}
