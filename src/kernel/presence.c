#include "kernel/presence.h"
#include "kernel/faces.h"
#include "kernel/kind_sql.h"

/* A sign for each kind that names an alliance, in the order of kind_sql.presence: "1" where it has some. */
static enum err read_signs(struct work *work, const struct viewer *viewer, struct str alliance, struct str *signs)
{
    struct str sql = kinds_presence_sql();
    size_t n = kinds_presence_count();
    char *text = arena_alloc(work->arena, n + 1);
    if (!text)
        return ERR_MEMORY;
    struct stmt *stmt = conn_prepare(work->conn, sql);
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, alliance);
    bool row;
    enum err err = stmt_step(stmt, &row);
    for (size_t i = 0; err == OK && row && i < n; i++)
        text[i] = stmt_column_int(stmt, (int)i) ? '1' : '0';
    stmt_done(stmt);
    *signs = (struct str){text, n};
    return err;
}

enum err presence_of(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str alliance,
                     bool *any)
{
    struct str signs = {NULL, 0};
    int place = kind->sql->presence;
    *any = true;
    if (place < 0 || !work->faces)
        return OK;
    if (!faces_know(work, viewer, kinds_presence_sql().p, alliance, &signs)) {
        enum err err = read_signs(work, viewer, alliance, &signs);
        if (err)
            return err;
        faces_keep(work, viewer, kinds_presence_sql().p, alliance, signs);
    }
    *any = signs.p[place] == '1';
    return OK;
}
