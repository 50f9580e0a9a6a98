/* archive.h: the file of a back-up of PostgreSQL, a text that needs no program of ours to be read:
 *
 *     entente-backup postgres 1
 *     table NAME COLUMN…              for each table: its rows as COPY writes them, ended by a line \.
 *     manifest {"schema":N,"tables":[{"name":…,"rows":N}…]}
 *     sha256 HEX                      of all the bytes before this line
 */
#ifndef STORE_POSTGRES_ARCHIVE_H
#define STORE_POSTGRES_ARCHIVE_H
#include "store/postgres/postgres.h"
#include <sodium.h>
#include <stdio.h>

#define ARCHIVE_FIRST "entente-backup postgres 1\n"

enum { ARCHIVE_DIGEST = crypto_hash_sha256_BYTES * 2 };

struct archive {
    FILE *file;
    crypto_hash_sha256_state digest;
    bool failed; /* a write did not succeed, or the disk is full */
};

/* A writer's: bytes into file and digest. */
void archive_add(struct archive *archive, struct str bytes);
/* `name` quoted for SQL, in `arena`. */
struct str archive_quoted(struct arena *arena, const struct pg_conn *conn, struct str name);
#endif
