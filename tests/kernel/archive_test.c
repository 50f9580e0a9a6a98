/* The open archive as the kernel makes it; the command line's tests (tests/cli/archive.test.mjs) know its form and what
 * is refused. */
#include "base/files.h"
#include "house.h"
#include "kernel/archive.h"
#include "kernel/content.h"
#include <sodium.h>

static const char *const tale = "The battery plant opens in May.\n";

/* A workspace with a document in two versions and another one with the same bytes. */
static struct house filled(void)
{
    struct house house = house_open();
    struct house *h = &house;
    struct viewer *admin = NULL;
    struct value *changed = NULL;
    CHECK_INT(viewer_of_account(&h->work, h->tenant, h->admin, &admin), OK);
    const char *alliance = house_id(house_make(h, h->host, "alliances", "{\"name\":\"Mobility\"}"));
    house_member(h, admin, alliance, "manager");
    const char *about = HOUSE_TEXT(h, "{\"about_kind\":\"alliances\",\"about\":\"%s\"}", alliance);
    for (int i = 0; i < 2; i++) {
        CHECK_INT(content_file_of(h->arena, str_of(tale), S("plan.txt"), &h->work.file), OK);
        struct value *made = house_make(h, admin, "documents", about);
        if (i == 0) {
            struct buf long_text = buf_init(h->arena, 0);
            for (int line = 0; line < 9000; line++)
                buf_printf(&long_text, "%d: %s", line, tale);
            CHECK_INT(content_file_of(h->arena, buf_str(&long_text), S("plan.txt"), &h->work.file), OK);
            CHECK_INT(conn_see(h->conn, &admin->sees), OK);
            CHECK_INT(record_change(&h->work, admin, kind_by_plural(S("documents")), value_get_text(made, "id"), 1,
                                    value_map(h->arena), INPUT_JSON, S(""), &changed),
                      OK);
        }
    }
    h->work.file = NULL;
    return house;
}

/* A store of its own that an archive goes into. */
struct copy {
    struct arena *arena;
    struct store *store;
    struct work work;
};

static struct copy copy_open(bool postgres, const char *name)
{
    struct copy copy = {.arena = arena_new(0)};
    struct problems problems = problems_init(copy.arena);
    const char *url = postgres ? test_postgres_url(copy.arena, name)
                               : arena_printf(copy.arena, "sqlite:%s/copy.db", check_temp_dir()).p;
    copy.work = work_init(copy.arena, NULL);
    CHECK_INT(store_open(url, true, &problems, &copy.store), OK);
    CHECK_INT(store_connect(copy.store, CONN_WRITE, &copy.work.conn), OK);
    return copy;
}

static void copy_close(struct copy *copy)
{
    conn_close(copy->work.conn);
    store_close(copy->store);
    arena_free(copy->arena);
}

static enum err load(struct copy *copy, const char *path, struct archive_counts *counts)
{
    struct archive *archive = NULL;
    enum err err = archive_open(copy->arena, path, &copy->work.problems, &archive);
    if (err)
        return err;
    err = archive_load(&copy->work, archive, counts);
    archive_close(archive);
    return err;
}

/* Two archives say the same, file by file. */
static void check_equal(struct arena *arena, const char *one, const char *two)
{
    struct problems problems = problems_init(arena);
    struct value *manifests[2] = {NULL, NULL};
    const char *const folders[2] = {one, two};
    for (int i = 0; i < 2; i++) {
        CHECK_INT(json_parse(arena, file_read(arena, folders[i], "manifest.json"), &problems, &manifests[i]), OK);
        value_drop(manifests[i], "made");
    }
    CHECK(value_equal(manifests[0], manifests[1]));
    VALUE_EACH (file, value_get(manifests[0], "files")) {
        const char *name = arena_cstr(arena, value_get_text(file, "path"));
        struct str x = file_read(arena, one, name), y = file_read(arena, two, name);
        CHECK(x.p && y.p);
        CHECK_MEM(x.p, x.n, y.p, y.n);
    }
}

TEST(archive, documents_go_along_as_files)
{
    struct house house = filled();
    struct archive_counts counts;
    const char *base = check_temp_dir();
    const char *folder = HOUSE_TEXT(&house, "%s/folder", base), *zip = HOUSE_TEXT(&house, "%s/packed.zip", base);
    CHECK_INT(archive_write(&house.work, folder, false, &counts), OK);
    CHECK_INT(counts.documents, 3);
    CHECK_INT(archive_write(&house.work, zip, false, &counts), OK);
    CHECK(archive_is(folder) && archive_is(zip) && !archive_is(HOUSE_TEXT(&house, "%s/manifest.json", folder)));
    const char *const ways[] = {folder, zip};
    for (int i = 0; i < 2; i++) {
        struct copy copy = copy_open(test_on_postgres(), i ? "archive_zip" : "archive_folder");
        const char *again = HOUSE_TEXT(&house, "%s/again%d", base, i);
        CHECK_INT(load(&copy, ways[i], &counts), OK);
        CHECK_INT(counts.documents, 3);
        CHECK_INT(conn_begin(copy.work.conn), OK);
        CHECK_INT(archive_write(&copy.work, again, false, &counts), OK);
        conn_rollback(copy.work.conn);
        check_equal(house.arena, folder, again);
        copy_close(&copy);
    }
    house_close(&house);
}

/* Writes `text` as a file of an archive, with its digest in the manifest instead of the one before. */
static void put_file(struct arena *a, const char *folder, const char *name, struct str text)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof digest + 1];
    struct problems problems = problems_init(a);
    struct value *manifest = NULL;
    struct buf out = buf_init(a, 0);
    crypto_hash_sha256(digest, (const unsigned char *)text.p, text.n);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    CHECK_INT(json_parse(a, file_read(a, folder, "manifest.json"), &problems, &manifest), OK);
    VALUE_EACH (file, value_get(manifest, "files"))
        if (str_is(value_get_text(file, "path"), name)) {
            value_set(file, "sha256", value_text(a, str_of(hex)));
            value_set(file, "bytes", value_int(a, (int64_t)text.n));
        }
    json_write(&out, manifest);
    const char *const names[] = {name, "manifest.json"};
    const struct str texts[] = {text, buf_str(&out)};
    for (int i = 0; i < 2; i++) {
        FILE *file = fopen(arena_printf(a, "%s/%s", folder, names[i]).p, "wb");
        if (CHECK(file != NULL)) {
            CHECK_INT(fwrite(texts[i].p, 1, texts[i].n, file), texts[i].n);
            fclose(file);
        }
    }
}

TEST(archive, a_document_that_is_not_the_one_described_is_refused)
{
    struct house house = filled();
    struct archive_counts counts;
    const char *folder = HOUSE_TEXT(&house, "%s/folder", check_temp_dir());
    CHECK_INT(archive_write(&house.work, folder, false, &counts), OK);
    struct str lines = file_read(house.arena, folder, "documents.jsonl"), first;
    (void)str_cut(&lines, '\n', &first);
    struct problems problems = problems_init(house.arena);
    struct value *line = NULL;
    CHECK_INT(json_parse(house.arena, first, &problems, &line), OK);
    const char *name = arena_cstr(house.arena, value_get_text(line, "file"));
    const struct {
        const char *name;
        struct str text;
    } wrongs[] = {
        {name, S("other bytes")},
        {"documents.jsonl", S("{}\n")},
        {"documents.jsonl", S("nothing\n")},
        {"documents.jsonl", arena_printf(house.arena, "%.*s", STR_ARG(first))},
    };
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        struct copy copy = copy_open(test_on_postgres(), HOUSE_TEXT(&house, "archive_wrong_%zu", i));
        bool row = true;
        struct str kept = file_read(house.arena, folder, wrongs[i].name);
        put_file(house.arena, folder, wrongs[i].name, wrongs[i].text);
        CHECK_INT(load(&copy, folder, &counts), ERR_CORRUPT);
        CHECK_INT(copy.work.problems.count, 1);
        CHECK_STR(copy.work.problems.first->pointer.p, "documents.jsonl:1");
        struct stmt *stmt = conn_prepare(copy.work.conn, S("SELECT 1 FROM tenant"));
        CHECK_INT(stmt_step(stmt, &row), OK);
        CHECK(!row);
        stmt_done(stmt);
        put_file(house.arena, folder, wrongs[i].name, kept);
        copy_close(&copy);
    }
    house_close(&house);
}

TEST(archive, when_memory_is_short_nothing_is_left_behind)
{
    struct house house = filled();
    const char *base = check_temp_dir(), *good = HOUSE_TEXT(&house, "%s/good", base);
    struct archive_counts counts;
    CHECK_INT(archive_write(&house.work, good, false, &counts), OK);
    int failed = 0;
    for (uint64_t n = 1; n < 4000; n = n * 3 / 2 + 1) {
        const char *path = HOUSE_TEXT(&house, "%s/try%llu", base, (unsigned long long)n);
        struct copy copy = copy_open(false, "");
        arena_fail_at(n);
        enum err written = archive_write(&house.work, path, false, &counts);
        bool first = house_has_failed(n);
        CHECK(written == OK || first);
        CHECK_INT(access(path, F_OK) == 0, written == OK);
        arena_fail_at(n);
        enum err read = load(&copy, good, &counts);
        CHECK(house_has_failed(n) || read == OK);
        failed += written != OK && read != OK;
        copy_close(&copy);
    }
    CHECK(failed > 5);
    house_close(&house);
}
