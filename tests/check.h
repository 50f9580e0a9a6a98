/*
 * The harness of the tests written in C. A test is a function that registers itself:
 *
 *     TEST(arena, grows_by_blocks)
 *     {
 *         CHECK_INT(arena_blocks(&a), 2);
 *     }
 *
 * A check that fails prints file and line and the test goes on; a test passes when none of its checks
 * failed. The program is called `entente-tests [SUITE[.TEST]]…`; `--list` names the tests. With ENTENTE_TEST_STORE in
 * the environment and no names, it runs those for which the store makes a difference (kernel/house.h).
 */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>
#include <stddef.h>

struct check_test {
    const char *suite;
    const char *name;
    const char *file;
    void (*run)(void);
    bool has_house; /* stands on a store that the environment chooses: kernel/house.h */
    struct check_test *next;
};
#define CHECK_HAS_HOUSE false

/* Adds a test to the list: TEST calls it before main(). */
void check_register(struct check_test *test);

/* Note the outcome of one check; return whether it held. Called through the macros below. */
bool check_that(bool held, const char *file, int line, const char *text);
bool check_int(long long actual, long long expected, const char *file, int line, const char *text);
bool check_str(const char *actual, const char *expected, const char *file, int line, const char *text);
bool check_mem(const void *actual, size_t actual_size, const void *expected, size_t expected_size, const char *file,
               int line, const char *text);
bool check_near(double actual, double expected, double tolerance, const char *file, int line, const char *text);

/* Fails the test with a message in the manner of printf. */
void check_fail(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/*
 * Returns the path of a new, empty folder, removed with all it holds when the program ends. The string
 * belongs to the harness and lives until then.
 */
const char *check_temp_dir(void);

/*
 * Returns the path of a file or folder in ../shared (ENTENTE_SHARED says where it is, else it is looked
 * for beside the project), or NULL when it is not there. The string belongs to the harness. Tests that
 * need it begin with CHECK_SHARED.
 */
const char *check_shared(const char *relative);

/* Says that the running test was not run for `reason`; with CI set in the environment this is a failure. */
void check_skip(const char *file, int line, const char *reason);

#define TEST(suite_name, test_name)                                                                                   \
    static void check_run_##suite_name##_##test_name(void);                                                           \
    __attribute__((constructor)) static void check_add_##suite_name##_##test_name(void)                               \
    {                                                                                                                 \
        static struct check_test test = {#suite_name,     #test_name, __FILE__, check_run_##suite_name##_##test_name, \
                                         CHECK_HAS_HOUSE, NULL};                                                      \
        check_register(&test);                                                                                        \
    }                                                                                                                 \
    static void check_run_##suite_name##_##test_name(void)

#define CHECK(condition)            check_that((condition), __FILE__, __LINE__, #condition)
#define CHECK_INT(actual, expected) check_int((long long)(actual), (long long)(expected), __FILE__, __LINE__, #actual)
#define CHECK_STR(actual, expected) check_str((actual), (expected), __FILE__, __LINE__, #actual)
#define CHECK_NEAR(actual, expected, tolerance) \
    check_near((actual), (expected), (tolerance), __FILE__, __LINE__, #actual)
/* Compares bytes that need no closing zero, such as those of a struct str. */
#define CHECK_MEM(actual, actual_size, expected, expected_size) \
    check_mem((actual), (actual_size), (expected), (expected_size), __FILE__, __LINE__, #actual)
#define CHECK_FAIL(...) check_fail(__FILE__, __LINE__, __VA_ARGS__)

/* Leaves the test, saying plainly that it was not run, unless `condition` holds; in CI it fails. */
#define CHECK_SKIP_UNLESS(condition, reason)          \
    do {                                              \
        if (!(condition)) {                           \
            check_skip(__FILE__, __LINE__, (reason)); \
            return;                                   \
        }                                             \
    } while (0)

/* Sets `variable` to the path of a thing in ../shared, or leaves the test with "not run" (CI: failed). */
#define CHECK_SHARED(variable, relative)           \
    const char *variable = check_shared(relative); \
    CHECK_SKIP_UNLESS(variable, "../shared is not here")

#endif
