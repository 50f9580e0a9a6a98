/* files.h: the documents and links of a record, for the pages of the registry. */
#ifndef ENGINES_REGISTRY_FILES_H
#define ENGINES_REGISTRY_FILES_H
#include "kernel/overview.h"

/* Puts overview.documents: [{document, file_name, media_type, size, uploaded_at, uploaded_by, created_at, content or
 * null, private}] and overview.links: [{link, address, host, private}], and offers to add some (page.add_document,
 * page.add_link). */
enum err overview_files(struct overview *overview) MUST_CHECK;
#endif
