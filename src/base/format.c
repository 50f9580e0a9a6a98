#include "base/format.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct target {
    char *to;
    size_t room, n;
};

static void put(struct target *t, const char *bytes, size_t n)
{
    if (t->n < t->room) {
        size_t fits = t->room - t->n;
        memcpy(t->to + t->n, bytes, n < fits ? n : fits);
    }
    t->n += n;
}

static void put_number(struct target *t, uint64_t number, int negative)
{
    char figures[24], *at = figures + sizeof figures;
    do
        *--at = (char)('0' + number % 10);
    while (number /= 10);
    if (negative)
        *--at = '-';
    put(t, at, (size_t)(figures + sizeof figures - at));
}

static void put_signed(struct target *t, long long number)
{
    put_number(t, number < 0 ? 0 - (uint64_t)number : (uint64_t)number, number < 0);
}

/* The directives, by what follows the percent sign. */
static const char *const known[] = {"s", ".*s", "c", "d", "u", "zu", "lld", "llu", "%"};
enum { TEXT, PART, CHARACTER, INT, UNSIGNED, SIZE, LONG_LONG, UNSIGNED_LONG_LONG, PERCENT, UNKNOWN };

static int directive(const char *at, size_t *n)
{
    for (int i = 0; i < UNKNOWN; i++) {
        *n = strlen(known[i]);
        if (!strncmp(at, known[i], *n))
            return i;
    }
    return UNKNOWN;
}

/* -1 where the format has another directive. */
__attribute__((format(printf, 3, 0))) static int quick(char *to, size_t room, const char *format, va_list args)
{
    struct target t = {to, room ? room - 1 : 0, 0};
    while (*format) {
        size_t n = strcspn(format, "%");
        put(&t, format, n);
        format += n;
        if (!*format)
            break;
        const char *text;
        int most;
        char c;
        int which = directive(++format, &n);
        format += n;
        switch (which) {
        case TEXT:
            text = va_arg(args, const char *);
            if (!text) /* what came of exhausted memory */
                return -1;
            put(&t, text, strlen(text));
            break;
        case PART:
            most = va_arg(args, int);
            text = va_arg(args, const char *);
            if (most < 0 || !text)
                return -1;
            put(&t, text, strnlen(text, (size_t)most));
            break;
        case CHARACTER:
            c = (char)va_arg(args, int);
            put(&t, &c, 1);
            break;
        case INT:
            put_signed(&t, va_arg(args, int));
            break;
        case UNSIGNED:
            put_number(&t, va_arg(args, unsigned), 0);
            break;
        case SIZE:
            put_number(&t, va_arg(args, size_t), 0);
            break;
        case LONG_LONG:
            put_signed(&t, va_arg(args, long long));
            break;
        case UNSIGNED_LONG_LONG:
            put_number(&t, va_arg(args, unsigned long long), 0);
            break;
        case PERCENT:
            put(&t, "%", 1);
            break;
        default:
            return -1;
        }
    }
    if (room)
        to[t.n < t.room ? t.n : t.room] = 0;
    return t.n <= INT32_MAX ? (int)t.n : -1;
}

int format_text(char *to, size_t room, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = quick(to, room, format, again);
    va_end(again);
    return n >= 0 ? n : vsnprintf(to, room, format, args);
}
