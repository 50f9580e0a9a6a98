/* What people send: the first line says how ("json" or "form" creates a record of a kind, "import" takes a CSV file)
 * and of which kind, the rest is what was sent. Refused with words, or written; written, it comes out again. */
#include "fuzz_store.h"
#include "kernel/input.h"
#include "kernel/transfer.h"
#include "web/form.h"

static bool refused(enum err err)
{
    return fuzz_refused(err) || err == ERR_FORBIDDEN || err == ERR_NOT_FOUND || err == ERR_CONFLICT;
}

static void import_file(struct work *work, struct viewer *host, const struct kind *kind, struct str text)
{
    struct import_result result;
    struct buf out = buf_init(work->arena, 0), json = buf_init(work->arena, 0);
    enum err err = import_csv(work, host, kind, text, false, &result);
    HOLDS(err == OK || refused(err));
    fuzz_problems(err, &work->problems);
    if (err)
        return;
    HOLDS(result.created + result.changed + result.unchanged <= result.rows);
    HOLDS(export_csv(work, host, kind, &out) == OK && export_json(work, host, kind, &json) == OK);
    HOLDS(import_csv(work, host, kind, buf_str(&out), false, &result) == OK);
    HOLDS(result.created == 0 && result.changed == 0);
}

static void create(struct work *work, struct viewer *host, const struct kind *kind, const struct value *sent,
                   enum input_style style)
{
    struct value *record = NULL, *again = NULL;
    enum err err = record_create(work, host, kind, sent, style, &record);
    HOLDS(err == OK || refused(err));
    if (err)
        return;
    struct str id = value_get_text(record, "id");
    HOLDS(record_get(work, host, kind, id, &again) == OK);
    err = record_change(work, host, kind, id, value_get_int(again, "version", 0), sent, style, S(""), &record);
    HOLDS(err == OK || refused(err));
}

static void act(struct work *work, struct viewer *host, struct str input)
{
    struct str line = fuzz_line(&input), way;
    struct value *sent = NULL;
    (void)str_cut(&line, ' ', &way);
    const struct kind *kind = kind_by_plural(line);
    if (!kind)
        return;
    if (str_is(way, "import"))
        import_file(work, host, kind, input);
    else if (str_is(way, "json") && json_parse(work->arena, input, NULL, &sent) == OK)
        create(work, host, kind, sent, INPUT_JSON);
    else if (str_is(way, "form") && pairs_parse(work->arena, input, &work->problems, &sent) == OK)
        create(work, host, kind, sent, INPUT_TEXT);
}

static void fuzz_one(struct arena *arena, struct str input)
{
    fuzz_in_house(arena, input, act);
}
