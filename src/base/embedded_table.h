/* What tools/embed generates, for embedded.c only. Others read it through embedded.h. */
#ifndef BASE_EMBEDDED_TABLE_H
#define BASE_EMBEDDED_TABLE_H

#include "base/embedded.h"

extern const struct embedded embedded_table[];
extern const size_t embedded_table_count;

#endif
