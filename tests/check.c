#include "check.h"

#include <ftw.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct owned_text {
    struct owned_text *next;
    bool is_folder;
    char text[];
};

static struct check_test *tests;
static struct owned_text *owned;
static const struct check_test *running;
static int failed_checks, passed_tests, failed_tests, skipped_tests;
static bool skipped;

/* Constructors run in no order that we choose: keep the list sorted by suite, then file order within it. */
void check_register(struct check_test *test)
{
    struct check_test **at = &tests;
    while (*at && strcmp((*at)->suite, test->suite) <= 0)
        at = &(*at)->next;
    test->next = *at;
    *at = test;
}

void check_fail(const char *file, int line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    printf("%s:%d: %s.%s: ", file, line, running ? running->suite : "?", running ? running->name : "?");
    vprintf(format, arguments);
    putchar('\n');
    va_end(arguments);
    failed_checks++;
}

bool check_that(bool held, const char *file, int line, const char *text)
{
    if (!held)
        check_fail(file, line, "does not hold: %s", text);
    return held;
}

bool check_int(long long actual, long long expected, const char *file, int line, const char *text)
{
    if (actual != expected)
        check_fail(file, line, "%s is %lld, expected %lld", text, actual, expected);
    return actual == expected;
}

bool check_str(const char *actual, const char *expected, const char *file, int line, const char *text)
{
    bool same = actual && expected ? strcmp(actual, expected) == 0 : actual == expected;
    if (!same)
        check_fail(file, line, "%s is\n    %s\n  expected\n    %s", text, actual ? actual : "(null)",
                   expected ? expected : "(null)");
    return same;
}

bool check_mem(const void *actual, size_t actual_size, const void *expected, size_t expected_size, const char *file,
               int line, const char *text)
{
    bool same = actual_size == expected_size && (actual_size == 0 || memcmp(actual, expected, actual_size) == 0);
    if (!same)
        check_fail(file, line, "%s is (%zu bytes)\n    %.*s\n  expected (%zu bytes)\n    %.*s", text, actual_size,
                   (int)actual_size, actual ? (const char *)actual : "", expected_size, (int)expected_size,
                   expected ? (const char *)expected : "");
    return same;
}

bool check_near(double actual, double expected, double tolerance, const char *file, int line, const char *text)
{
    bool near = fabs(actual - expected) <= tolerance;
    if (!near)
        check_fail(file, line, "%s is %.15g, expected %.15g within %g", text, actual, expected, tolerance);
    return near;
}

void check_skip(const char *file, int line, const char *reason)
{
    if (getenv("CI")) {
        check_fail(file, line, "not run, and CI allows no such thing: %s", reason);
        return;
    }
    printf("%s.%s: not run: %s\n", running->suite, running->name, reason);
    skipped = true;
}

/* A string of the harness's own, freed at the end. */
static char *own_text(const char *first, const char *second, bool is_folder)
{
    size_t size = strlen(first) + strlen(second) + 1;
    struct owned_text *text = malloc(sizeof *text + size);
    if (!text)
        abort();
    text->next = owned;
    text->is_folder = is_folder;
    snprintf(text->text, size, "%s%s", first, second);
    owned = text;
    return text->text;
}

const char *check_temp_dir(void)
{
    const char *base = getenv("TMPDIR");
    char *folder = own_text(base && *base ? base : "/tmp", "/entente-test-XXXXXX", true);
    if (!mkdtemp(folder)) {
        perror("mkdtemp");
        abort();
    }
    return folder;
}

const char *check_shared(const char *relative)
{
    const char *folder = getenv("ENTENTE_SHARED");
    if (!folder || !*folder)
        folder = ENTENTE_SOURCE_ROOT "/../shared";
    const char *path = own_text(own_text(folder, "/", false), relative, false);
    return access(path, R_OK) == 0 ? path : NULL;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *position)
{
    (void)status, (void)kind, (void)position;
    return remove(path);
}

static void release_owned(void)
{
    while (owned) {
        struct owned_text *text = owned;
        owned = text->next;
        if (text->is_folder)
            nftw(text->text, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
        free(text);
    }
}

static bool is_wanted(const struct check_test *test, int count, char **names)
{
    for (int i = 0; i < count; i++) {
        const char *dot = strchr(names[i], '.');
        size_t suite_length = dot ? (size_t)(dot - names[i]) : strlen(names[i]);
        if (strlen(test->suite) == suite_length && memcmp(test->suite, names[i], suite_length) == 0 &&
            (!dot || strcmp(dot + 1, test->name) == 0))
            return true;
    }
    return count == 0 && (test->has_house || !getenv("ENTENTE_TEST_STORE"));
}

/* The tests that took longest, in order, for whoever wants the whole to be quicker. */
enum { SLOW_SHOWN = 12 };
static struct {
    const struct check_test *test;
    double seconds;
} slow[SLOW_SHOWN + 1];

static void note_time(const struct check_test *test, double seconds)
{
    int at = SLOW_SHOWN;
    for (; at > 0 && slow[at - 1].seconds < seconds; at--)
        slow[at] = slow[at - 1];
    slow[at].test = test;
    slow[at].seconds = seconds;
}

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void run_test(const struct check_test *test)
{
    double start = seconds_now();
    running = test;
    failed_checks = 0;
    skipped = false;
    test->run();
    if (failed_checks > 0) {
        printf("FAILED %s.%s (%s)\n", test->suite, test->name, test->file);
        failed_tests++;
    } else if (skipped) {
        skipped_tests++;
    } else {
        passed_tests++;
    }
    note_time(test, seconds_now() - start);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    bool list = argc > 1 && strcmp(argv[1], "--list") == 0;
    int names_at = list ? 2 : 1, wanted = 0;
    for (const struct check_test *test = tests; test; test = test->next) {
        if (!is_wanted(test, argc - names_at, argv + names_at))
            continue;
        wanted++;
        if (list)
            printf("%s.%s\n", test->suite, test->name);
        else
            run_test(test);
    }
    release_owned();
    if (list)
        return 0;
    if (wanted == 0 && argc > 1) {
        printf("no test has such a name\n");
        failed_tests++;
    }
    for (int i = 0; i < SLOW_SHOWN && slow[i].seconds >= 1; i++)
        printf("took %.1f s: %s.%s\n", slow[i].seconds, slow[i].test->suite, slow[i].test->name);
    if (skipped_tests > 0)
        printf("%d not run\n", skipped_tests);
    printf("%d passed, %d failed\n", passed_tests, failed_tests);
    return failed_tests > 0;
}
