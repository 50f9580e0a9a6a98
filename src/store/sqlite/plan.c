/* What SQLite's planner is told of the indexes. It keeps no statistics by itself, and without any it takes each column
 * of an index for equally good at telling rows apart. Here the first one tells nothing: a store is one workspace's, so
 * that an index on (tenant_id, match_key), which gives the order, seems as good as one that finds the five rows wanted.
 * The numbers are set by hand, so that plans are the same on every store (https://sqlite.org/optoverview.html, 6.2). */
#include "store/sqlite/sqlite.h"

/* Rows that share the columns of an index up to each: all share the workspace, a hundred an audience, few a reference.
 */
static const char statistics[] =
    "ANALYZE main.sqlite_schema;" /* makes the table of statistics */
    "DELETE FROM main.sqlite_stat1;"
    "INSERT INTO main.sqlite_stat1 (tbl, idx, stat) SELECT t.name, i.name, '1000000' ||"
    " (SELECT group_concat(CASE WHEN i.\"unique\" AND k.seqno + 1 = k.columns THEN ' 1'"
    " WHEN k.seqno = 0 AND k.name = 'tenant_id' THEN ' 1000000' WHEN k.name = 'audience_id' THEN ' 100'"
    " WHEN k.seqno < 2 THEN ' 20' WHEN k.seqno = 2 THEN ' 5' ELSE ' 2' END, '')"
    " FROM (SELECT seqno, name, count(*) OVER () AS columns FROM pragma_index_info(i.name, 'main') ORDER BY seqno) AS "
    "k)"
    " FROM pragma_table_list AS t JOIN pragma_index_list(t.name, 'main') AS i"
    " WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!';"
    "ANALYZE main.sqlite_schema;"; /* reads it */

enum err sqlite_plan(void *inner)
{
    struct sqlite_conn *conn = inner;
    conn->guard.trusted = true;
    enum err err = sqlite_pragma(conn->db, statistics);
    conn->guard.trusted = false;
    return err;
}
