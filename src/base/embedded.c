#include "base/embedded.h"

#include <string.h>

#include "base/embedded_table.h"

size_t embedded_first(const char *prefix)
{
    size_t low = 0, high = embedded_table_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(embedded_table[middle].path, prefix) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct embedded *embedded_find(const char *path)
{
    const struct embedded *found = embedded_at(embedded_first(path));
    return found && strcmp(found->path, path) == 0 ? found : NULL;
}

const struct embedded *embedded_at(size_t i)
{
    return i < embedded_table_count ? &embedded_table[i] : NULL;
}

size_t embedded_count(void)
{
    return embedded_table_count;
}
