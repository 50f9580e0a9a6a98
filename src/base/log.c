#include "base/log.h"
#include "base/date.h"
#include "base/json.h"
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

static _Atomic int least = LOG_INFO;

void log_level_set(enum log_level level)
{
    atomic_store(&least, (int)level);
}

bool log_takes(enum log_level level)
{
    return (int)level >= atomic_load(&least);
}

/* A line on standard error, at once, so that those of several threads do not mix. What cannot be written is lost. */
static void put_line(struct str line)
{
    while (line.n) {
        ssize_t n = write(STDERR_FILENO, line.p, line.n);
        if (n <= 0)
            return;
        line = str_part(line, (size_t)n, line.n);
    }
}

/* The machine's time: a set clock (date.h) must not be moved on by a log line. */
static int64_t machine_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct str line_of(struct arena *arena, enum log_level level, const char *event, va_list pairs)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    char time[25];
    struct value *line = value_map(arena);
    instant_write(machine_ms(), time);
    value_put_text(arena, line, "time", str_of(time));
    value_put_text(arena, line, "level", str_of(names[level]));
    value_put_text(arena, line, "event", str_of(event));
    for (const char *name = va_arg(pairs, const char *); name; name = va_arg(pairs, const char *)) {
        struct str text = str_of(va_arg(pairs, const char *));
        value_put_text(arena, line, name, str_utf8(text) ? text : S("(not UTF-8)"));
    }
    struct buf out = buf_init(arena, 0);
    json_write(&out, line);
    buf_char(&out, '\n');
    return line ? buf_str(&out) : (struct str){NULL, 0};
}

void log_write(enum log_level level, const char *event, ...)
{
    if (!log_takes(level))
        return;
    struct arena *arena = arena_new(0);
    struct str line = {NULL, 0};
    if (arena) {
        va_list pairs;
        va_start(pairs, event);
        line = line_of(arena, level, event, pairs);
        va_end(pairs);
    }
    put_line(line.p ? line : S("{\"level\":\"error\",\"event\":\"log.memory\"}\n"));
    arena_free(arena);
}
