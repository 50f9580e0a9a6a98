#include "base/json.h"
#include "base/log.h"
#include "check.h"
#include <stdio.h>
#include <unistd.h>

/* What `write` puts on standard error. */
static struct str caught(struct arena *a, void (*write_lines)(void))
{
    char text[4096];
    FILE *file = tmpfile();
    int kept = dup(STDERR_FILENO);
    if (!file || kept < 0 || dup2(fileno(file), STDERR_FILENO) < 0)
        return (struct str){NULL, 0};
    write_lines();
    dup2(kept, STDERR_FILENO);
    close(kept);
    rewind(file);
    size_t n = fread(text, 1, sizeof text, file);
    fclose(file);
    return arena_copy(a, (struct str){text, n});
}

static void write_lines(void)
{
    log_write(LOG_DEBUG, "test.quiet", NULL);
    log_write(LOG_WARN, "test.told", "name", "a \"b\"\n", "bytes", "\xff", NULL);
    log_level_set(LOG_ERROR);
    log_write(LOG_WARN, "test.quiet", NULL);
    log_level_set(LOG_INFO);
    arena_fail_at(1);
    log_write(LOG_ERROR, "test.lost", NULL);
    arena_fail_at(0);
}

TEST(log, writes_a_json_object_on_a_line)
{
    struct arena *a = arena_new(0);
    struct str lines = caught(a, write_lines), first = {NULL, 0}, second = {NULL, 0};
    struct value *line = NULL;
    CHECK(str_cut(&lines, '\n', &first) && str_cut(&lines, '\n', &second) && lines.n == 0);
    CHECK_INT(json_parse(a, first, NULL, &line), OK);
    CHECK_INT(value_get_text(line, "time").n, 24);
    value_drop(line, "time");
    CHECK_STR(json_text(a, line).p,
              "{\"level\":\"warn\",\"event\":\"test.told\",\"name\":\"a \\\"b\\\"\\n\",\"bytes\":\"(not UTF-8)\"}");
    CHECK(str_is(second, "{\"level\":\"error\",\"event\":\"log.memory\"}"));
    arena_free(a);
}
