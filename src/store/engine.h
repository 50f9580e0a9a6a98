/* engine.h: what a storage engine provides to store.c. Only files under src/store/ include it. */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H
#include "store/store.h"

struct engine {
    const char *scheme, *alias; /* "sqlite"; another scheme for the same, or NULL */
    enum err (*open)(const char *place, bool create, struct problems *problems, void **store);
    void (*close)(void *store);
    enum err (*connect)(void *store, enum conn_mode mode, void **conn);
    void (*disconnect)(void *conn);
    void (*see)(void *conn, const struct id_set *set, bool all); /* all: every audience, set is NULL */
    enum err (*script)(void *conn, struct str sql);
    bool (*in_transaction)(void *conn);
    enum err (*prepare)(void *conn, struct str sql, void **stmt);
    void (*text)(void *stmt, int index, struct str text);
    void (*integer)(void *stmt, int index, int64_t value);
    void (*blob)(void *stmt, int index, struct str bytes);
    void (*portions)(void *stmt); /* NULL where rows come one by one anyway */
    enum err (*step)(void *stmt, bool *row);
    struct str (*column)(void *stmt, int column);
    int64_t (*column_int)(void *stmt, int column);
    bool (*column_null)(void *stmt, int column);
    int64_t (*changes)(void *conn);
    void (*reset)(void *stmt);
    void (*finalize)(void *stmt);
    const char *begin_read, *begin_write;
    int64_t (*moment)(void *conn); /* as conn_moment; NULL where it cannot be told */
    enum err (*columns)(void *conn, struct arena *arena, const char *table, struct value *out);
    /* Pushes a list {table, column, type, place in the primary key} for each column of each table, in order. */
    enum err (*tables)(void *conn, struct arena *arena, struct value *out);
    /* Pushes a list {table, "index" or "unique" or "reference", name, columns with ", " between, table referred to,
     * "part" for an index of some rows only} for each index but that of a primary key, and each reference to another
     * table. */
    enum err (*relations)(void *conn, struct arena *arena, struct value *out);
    enum err (*refer_later)(void *conn);
    enum err (*refer_now)(void *conn);
    enum err (*guard)(void *conn); /* NULL where each connection guards itself */
    enum err (*plan)(void *conn);  /* NULL where the engine keeps statistics by itself */
    enum err (*backup)(void *store, const char *file, struct problems *problems);
    enum err (*restore)(void *store, const char *file, struct problems *problems);
};

/* Counts an error of the store for those who watch over it, and gives it back. */
enum err store_failed(enum err err);

extern const struct engine sqlite_engine;
extern const struct engine postgres_engine;
#endif
