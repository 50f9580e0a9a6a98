/* Tables that grow much within one transaction: an import, the demo. The server's own upkeep cannot see such rows
 * before the commit, and a plan that was made while a table was empty reads all of it for each row: 5,000 organisations
 * took minutes. So the planner is told of the growth, at 500 rows, at 2,000, and so on. */
#include "base/log.h"
#include "store/postgres/postgres.h"
#include <stdio.h>

enum { FIRST_LOOK = 500, TIMES = 4 };

int pg_growth_of(struct pg_conn *conn, struct str sql)
{
    struct str rest = str_starts(sql, S("INSERT INTO ")) ? str_part(sql, 12, sql.n) : (struct str){NULL, 0}, table;
    if (!str_cut(&rest, ' ', &table) || !table.n || table.n >= sizeof conn->growths[0].table ||
        str_find(table, '"') >= 0)
        return -1;
    for (int i = 0; i < conn->growth_count; i++)
        if (str_is(table, conn->growths[i].table))
            return i;
    if (conn->growth_count == GROWTHS)
        return -1;
    struct pg_growth *growth = &conn->growths[conn->growth_count];
    *growth = (struct pg_growth){.next = FIRST_LOOK};
    memcpy(growth->table, table.p, table.n);
    return conn->growth_count++;
}

void pg_growth_begin(struct pg_conn *conn)
{
    for (int i = 0; i < conn->growth_count; i++) {
        conn->growths[i].rows = 0;
        conn->growths[i].next = FIRST_LOOK;
    }
}

void pg_grown(struct pg_conn *conn, int growth, int64_t rows)
{
    char sql[sizeof conn->growths[0].table + 16];
    if (growth < 0 || PQtransactionStatus(conn->pg) != PQTRANS_INTRANS)
        return;
    struct pg_growth *table = &conn->growths[growth];
    table->rows += rows;
    if (table->rows < table->next)
        return;
    table->next = table->rows * TIMES;
    snprintf(sql, sizeof sql, "ANALYZE %s", table->table);
    enum err err = pg_guard_raise(conn);
    if (pg_guard_back(conn, err ? err : pg_command(conn, sql)) != OK)
        log_write(LOG_WARN, "store.analyze", "table", table->table, NULL);
}
