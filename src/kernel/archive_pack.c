/* A folder packed as a ZIP file: the same files give the same bytes. */
#include "base/disk.h"
#include "base/log.h"
#include "kernel/archive_format.h"
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

enum { UNIX_FILE_0600 = 0100600 };
#define FIRST_DAY 315532800 /* of what ZIP can say: 1980-01-01 */

static bool add(zip_t *zip, const char *folder, struct str name, struct arena *scratch)
{
    struct str from = arena_printf(scratch, "%s/%.*s", folder, STR_ARG(name));
    const char *as = arena_cstr(scratch, name);
    zip_source_t *source = from.p && as ? zip_source_file(zip, from.p, 0, -1) : NULL;
    zip_int64_t at = source ? zip_file_add(zip, as, source, ZIP_FL_ENC_UTF_8) : -1;
    if (at < 0) {
        zip_source_free(source);
        return false;
    }
    return zip_file_set_mtime(zip, (zip_uint64_t)at, FIRST_DAY, 0) == 0 &&
           zip_file_set_external_attributes(zip, (zip_uint64_t)at, 0, ZIP_OPSYS_UNIX,
                                            (zip_uint32_t)UNIX_FILE_0600 << 16) == 0;
}

enum err archive_pack(const char *folder, const struct value *names, const char *file)
{
    struct arena *scratch = arena_new(0);
    int code = 0;
    zip_t *zip = scratch ? zip_open(file, ZIP_CREATE | ZIP_EXCL, &code) : NULL;
    bool good = zip != NULL;
    VALUE_EACH (name, names)
        good = good && add(zip, folder, name->text, scratch);
    if (good && zip_close(zip) == 0) {
        zip = NULL;
        good = chmod(file, S_IRUSR | S_IWUSR) == 0 && disk_sync(file);
    } else {
        good = false;
    }
    if (zip) {
        log_write(LOG_ERROR, "archive.pack", "cause", zip_strerror(zip), NULL);
        zip_discard(zip);
    }
    arena_free(scratch);
    return good ? OK : ERR_STORE;
}
