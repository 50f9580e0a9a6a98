/* What PostgreSQL reports, as errors of ours. Its words go to the log only, and without those that hold values. */
#include "base/log.h"
#include "base/message.h"
#include "base/metric.h"
#include "store/postgres/postgres.h"
#include <stdlib.h>

/* By the beginning of the SQLSTATE; the first that fits counts. */
static const struct {
    const char *state;
    enum err err;
    enum log_level level;
} meanings[] = {
    {"23", ERR_CONFLICT, LOG_DEBUG},     /* uniqueness, references, checks */
    {"40001", ERR_BUSY, LOG_WARN},       /* serialisation */
    {"40P01", ERR_BUSY, LOG_WARN},       /* deadlock */
    {"55P03", ERR_BUSY, LOG_WARN},       /* a lock was not to be had in time */
    {"57014", ERR_BUSY, LOG_WARN},       /* cancelled, or past a time-out */
    {"57P", ERR_BUSY, LOG_WARN},         /* the server goes down or comes up */
    {"53100", ERR_FULL, LOG_ERROR},      /* the disk is full */
    {"53300", ERR_BUSY, LOG_WARN},       /* too many connections */
    {"25P03", ERR_BUSY, LOG_WARN},       /* idle for too long within a transaction */
    {"08", ERR_BUSY, LOG_WARN},          /* the connection */
    {"22021", ERR_INPUT, LOG_WARN},      /* bytes that are no text */
    {"42501", ERR_FORBIDDEN, LOG_ERROR}, /* the server's own guard refuses */
    {"XX001", ERR_CORRUPT, LOG_ERROR},   /* data is damaged */
    {"XX002", ERR_CORRUPT, LOG_ERROR},   /* an index is damaged */
};

/* Words of the server in these classes may repeat values of records: 22 data, 23 constraints, P0 raised by functions.
 */
static bool may_hold_values(const char *state)
{
    return strncmp(state, "22", 2) == 0 || strncmp(state, "23", 2) == 0 || strncmp(state, "P0", 2) == 0;
}

static const char *field(const PGresult *result, int code)
{
    const char *text = result ? PQresultErrorField(result, code) : NULL;
    return text ? text : "";
}

/* Words without a SQLSTATE are the library's own: it could not reach the server, or not hear it to the end, whatever it
 * still thinks of the connection. */
static enum err lost(struct pg_conn *conn, const char *what)
{
    conn->broken = true;
    metric_add(METRIC_STORE_LOST, 1);
    log_write(LOG_WARN, "store.lost", "what", what, "cause", conn->pg ? PQerrorMessage(conn->pg) : "", NULL);
    return ERR_BUSY;
}

enum err pg_failure(struct pg_conn *conn, const PGresult *result, const char *what)
{
    const char *state = field(result, PG_DIAG_SQLSTATE);
    if (!*state)
        return lost(conn, what);
    enum err err = ERR_STORE;
    enum log_level level = LOG_ERROR;
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (strncmp(state, meanings[i].state, strlen(meanings[i].state)) == 0) {
            err = meanings[i].err;
            level = meanings[i].level;
            break;
        }
    const char *cause = may_hold_values(state) ? "" : field(result, PG_DIAG_MESSAGE_PRIMARY);
    log_write(level, err == ERR_CONFLICT ? "store.constraint" : "store.failure", "what", what, "state", state,
              "constraint", field(result, PG_DIAG_CONSTRAINT_NAME), "cause", cause, NULL);
    return store_failed(err);
}

enum err pg_say(struct problems *problems, const char *key, const char *name, const char *value)
{
    if (!problems)
        return ERR_INPUT;
    struct arena *a = problems->arena;
    return problem_say(problems, S("/store"), key,
                       message_args(a, name, value_text(a, arena_copy(a, str_of(value))), NULL));
}
