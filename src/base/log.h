/* log.h: structured lines on standard error, one JSON object each: time, level, event, fields. Never secrets, never
 * the text of records. */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include "base/value.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
/* Lines below this level are left out. Default LOG_INFO. */
void log_level_set(enum log_level level);
/* Whether lines of that level are written: where making their fields costs. */
bool log_takes(enum log_level level);
/* Name-value pairs, both C strings, ended by NULL: log_write(LOG_INFO, "serve.ready", "address", "127.0.0.1:80", NULL).
 */
void log_write(enum log_level level, const char *event, ...) __attribute__((sentinel));
#endif
