#include "base/embedded.h"

#include <string.h>

#include "check.h"

TEST(embedded, is_sorted_and_found_by_path)
{
    CHECK(embedded_count() > 0);
    for (size_t i = 0; i < embedded_count(); i++) {
        const struct embedded *file = embedded_at(i);
        CHECK(embedded_find(file->path) == file);
        CHECK(i == 0 || strcmp(embedded_at(i - 1)->path, file->path) < 0);
        CHECK_INT(file->data[file->size], 0);
    }
}

TEST(embedded, knows_nothing_else)
{
    CHECK(!embedded_find(""));
    CHECK(!embedded_find("assets"));
    CHECK(!embedded_find("zzz"));
    CHECK(!embedded_at(embedded_count()));
}

TEST(embedded, lists_a_folder)
{
    size_t first = embedded_first("assets/");
    CHECK(first < embedded_count());
    CHECK_INT(strncmp(embedded_at(first)->path, "assets/", 7), 0);
    CHECK(first == 0 || strncmp(embedded_at(first - 1)->path, "assets/", 7) < 0);
}

TEST(embedded, has_the_assets_that_its_manifest_names)
{
    const struct embedded *manifest = embedded_find("assets/manifest.json");
    if (!CHECK(manifest))
        return;
    const char *const names[] = {"app.css", "app.js", "charts.js", "icons.svg"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        CHECK(strstr((const char *)manifest->data, names[i]));
}
