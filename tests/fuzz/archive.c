/* Archives: bytes that begin with "PK" are a ZIP file as it is; else a text "== NAME", then lines of that file, from
 * which a folder is made that has every table, and sizes and digests that are right. Opened, and read into a store. */
#include "fuzz_store.h"
#include "kernel/archive_format.h"
#include <fcntl.h>
#include <ftw.h>
#include <sys/mman.h>

enum { FILES = 200, MODE = 0700 };

struct fuzz_file {
    struct str name, text;
};

/* A store with the schema and nothing else. Anew after each archive that went in whole. */
static struct conn *empty_store(bool anew)
{
    static struct arena *kept;
    static struct store *store;
    static struct conn *conn;
    const char *folder = getenv("TMPDIR");
    if (conn && !anew)
        return conn;
    if (conn) {
        conn_close(conn);
        store_close(store);
        arena_free(kept);
    }
    kept = arena_new(0);
    struct problems problems = problems_init(kept);
    const char *path = arena_printf(kept, "%s/copy-%d.db", folder ? folder : "/tmp", (int)getpid()).p;
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        (void)unlink(arena_printf(kept, "%s%s", path, endings[i]).p);
    HOLDS(store_open(arena_printf(kept, "sqlite:%s", path).p, true, &problems, &store) == OK);
    HOLDS(store_connect(store, CONN_WRITE, &conn) == OK);
    HOLDS(migrate(conn, &problems, NULL) == OK);
    return conn;
}

/* What is in the text, and then the tables that are not, without rows. */
static size_t files_of(struct arena *arena, struct value *tables, struct str text, struct fuzz_file *files)
{
    size_t count = 0;
    struct str line;
    for (struct fuzz_file *file = NULL; str_cut(&text, '\n', &line);) {
        if (str_starts(line, S("== ")) && count < FILES / 2) {
            file = &files[count++];
            *file = (struct fuzz_file){str_part(line, 3, line.n), {text.p ? text.p : "", 0}};
        } else if (file && text.p) {
            file->text.n = (size_t)(text.p - file->text.p);
        }
    }
    VALUE_EACH (table, tables) {
        struct str name = archive_table_file(arena, value_get_text(table, "name"));
        bool there = false;
        for (size_t i = 0; i < count; i++)
            there = there || str_eq(files[i].name, name);
        if (!there && count < FILES)
            files[count++] = (struct fuzz_file){name, S("")};
    }
    return count;
}

static struct str manifest_of(struct arena *arena, struct value *tables, const struct fuzz_file *files, size_t count)
{
    struct value *manifest = value_map(arena);
    value_put_text(arena, manifest, "format", S(ARCHIVE_FORMAT));
    value_put_int(arena, manifest, "version", ARCHIVE_VERSION);
    value_put_int(arena, manifest, "schema", migrate_newest(NULL));
    struct value *listed = value_put_list(arena, manifest, "tables");
    struct value *named = value_put_list(arena, manifest, "files");
    for (size_t i = 0; i < count; i++) {
        unsigned char digest[crypto_hash_sha256_BYTES];
        char hex[ARCHIVE_DIGEST + 1];
        struct value *file = value_push_map(arena, named);
        crypto_hash_sha256(digest, (const unsigned char *)files[i].text.p, files[i].text.n);
        value_put_text(arena, file, "path", files[i].name);
        value_put_int(arena, file, "bytes", (int64_t)files[i].text.n);
        value_put_text(arena, file, "sha256",
                       arena_copy(arena, str_of(sodium_bin2hex(hex, sizeof hex, digest, sizeof digest))));
        struct str table = str_part(files[i].name, 7, files[i].name.n - 6 - 7);
        struct value *known = str_starts(files[i].name, S("tables/")) ? archive_table(tables, table) : NULL;
        if (!known)
            continue;
        int64_t rows = 0;
        for (size_t at = 0; at < files[i].text.n; at++)
            rows += files[i].text.p[at] == '\n';
        struct value *entry = value_copy(arena, known);
        value_set(entry, "file", value_text(arena, files[i].name));
        value_set(entry, "rows", value_int(arena, rows));
        value_push(listed, entry);
    }
    return json_text(arena, manifest);
}

static void put_file(int folder, struct arena *arena, struct str name, struct str text)
{
    if (!archive_name_allowed(name))
        return;
    int fd = openat(folder, arena_cstr(arena, name), O_WRONLY | O_CREAT | O_TRUNC, MODE);
    HOLDS(fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n);
    close(fd);
}

/* A folder for each run: what is written stays until the next, and is emptied then. */
static const char *make_folder(struct work *work, struct str input)
{
    static char path[256];
    struct fuzz_file files[FILES];
    struct arena *a = work->arena;
    struct value *tables = NULL;
    const char *base = getenv("TMPDIR");
    static const char *const below[] = {"tables", "documents", ""};
    static size_t count, was;
    static char names[FILES][ARCHIVE_NAME_MOST + 1];
    snprintf(path, sizeof path, "%s/archive-%d", base ? base : "/tmp", (int)getpid());
    for (int i = 2; i >= 0; i--)
        (void)mkdir(arena_printf(a, "%s/%s", path, below[i]).p, MODE);
    int folder = open(path, O_RDONLY | O_DIRECTORY);
    HOLDS(folder >= 0 && archive_tables(work, true, &tables) == OK);
    for (size_t i = 0; i < was; i++)
        (void)unlinkat(folder, names[i], 0);
    count = files_of(a, tables, input, files);
    bool own = count && str_is(files[0].name, ARCHIVE_MANIFEST);
    put_file(folder, a, S(ARCHIVE_MANIFEST), own ? files[0].text : manifest_of(a, tables, files, count));
    was = 0;
    for (size_t i = own; i < count; i++)
        if (archive_name_allowed(files[i].name)) {
            put_file(folder, a, files[i].name, files[i].text);
            snprintf(names[was++], sizeof names[0], "%.*s", STR_ARG(files[i].name));
        }
    close(folder);
    return path;
}

static int forget(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status, (void)kind, (void)walk;
    return remove(path);
}

/* What went in comes out again. */
static void write_archive(struct work *work, const struct archive_counts *read)
{
    enum { OPEN = 16 };
    struct archive_counts written;
    const char *base = getenv("TMPDIR");
    const char *path = arena_printf(work->arena, "%s/again-%d", base ? base : "/tmp", (int)getpid()).p;
    HOLDS(conn_begin(work->conn) == OK);
    HOLDS(archive_write(work, path, true, &written) == OK);
    conn_rollback(work->conn);
    HOLDS(written.rows == read->rows && written.documents == read->documents);
    HOLDS(nftw(path, forget, OPEN, FTW_DEPTH | FTW_PHYS) == 0);
}

static void read_archive(struct work *work, const char *path)
{
    struct archive *archive = NULL;
    struct archive_counts counts;
    enum err err = archive_open(work->arena, path, &work->problems, &archive);
    HOLDS(err == OK || err == ERR_CORRUPT || err == ERR_CONFLICT);
    fuzz_problems(err, &work->problems);
    if (err)
        return;
    err = archive_load(work, archive, &counts);
    archive_close(archive);
    HOLDS(err == OK || err == ERR_CORRUPT || err == ERR_CONFLICT || err == ERR_STORE);
    fuzz_problems(err == ERR_STORE ? OK : err, &work->problems);
    if (err)
        return;
    write_archive(work, &counts);
    (void)empty_store(true);
}

static void fuzz_one(struct arena *arena, struct str input)
{
    static bool begun;
    if (!begun)
        fuzz_kinds();
    begun = true;
    struct work work = work_init(arena, empty_store(false));
    if (!str_starts(input, S("PK"))) {
        read_archive(&work, make_folder(&work, input));
        return;
    }
    int fd = memfd_create("archive", 0);
    HOLDS(fd >= 0 && write(fd, input.p, input.n) == (ssize_t)input.n);
    read_archive(&work, arena_printf(arena, "/proc/self/fd/%d", fd).p);
    close(fd);
}
