/* demo.h: the demo workspace, made from content/demo/NN_….json (content/demo/README.md says how they are written). Each
 * file is a list of steps; all steps are taken in order of time, by the people who would have taken them, through the
 * same functions as everybody else's writes. The same date gives the same records with the same identifiers. */
#ifndef CLI_DEMO_H
#define CLI_DEMO_H
#include "cli/task.h"

/* What a local key ("@rivera") stands for. */
struct demo_thing {
    struct demo_thing *next;
    struct str key, id;
    const struct kind *kind;
    struct str account; /* of people who may sign in; else p NULL */
};

struct demo_step {
    int64_t at_ms;
    const char *file;
    size_t number; /* within its file, from 1; steps that one makes have its number */
    size_t order;  /* among all, as they were added */
    const struct value *step;
};

struct demo_steps {
    struct demo_step *at; /* in the command's arena */
    size_t count, room;
};

enum { DEMO_THINGS = 4096 };

struct demo {
    struct cli *cli;
    struct task *task;                      /* task->work.arena is a step's own: emptied after each */
    int64_t as_of;                          /* days since 1970 */
    struct value *texts;                    /* what demo_texts has read */
    struct demo_thing *things[DEMO_THINGS]; /* by hash of their keys; of one key the latest first */
    int64_t records, accounts;
    size_t record; /* number of the record at work within its step; 0: none */
};

/* Reads all steps of the content into the command's arena. ERR_CORRUPT where one is not as it should be. */
enum err demo_steps_read(struct demo *demo, struct demo_steps *steps) MUST_CHECK;
/* Adds a step. */
enum err demo_steps_add(struct demo *demo, struct demo_steps *steps, struct demo_step step) MUST_CHECK;
/* By time; steps of one time stay as they were added. */
void demo_steps_sort(struct demo_steps *steps);
/* The texts of content/demo/work/NAME.json, read once. */
enum err demo_texts(struct demo *demo, struct str name, const struct value **texts) MUST_CHECK;
/* Takes one step. */
enum err demo_step_take(struct demo *demo, const struct demo_step *step) MUST_CHECK;

/* "-420d", "+3m", "-2y", "Y-3-04-01" (the first of April three years before the year of the date) or a plain date, as
 * days since 1970. False when it is none of these. */
bool demo_date(int64_t as_of, struct str text, int64_t *days);
/* The same with a time of day (UTC; nine in the morning where none is given), "-420d 09:30", in milliseconds. */
bool demo_instant(int64_t as_of, struct str text, int64_t *ms);
/* The input for a record: members of `with`, then of `record`, with keys, dates, years and money put in their proper
 * form, and marked as sample data. ERR_CORRUPT for what cannot be understood. */
enum err demo_input(struct demo *demo, const struct kind *kind, const struct value *with, const struct value *record,
                    struct value **input) MUST_CHECK;

struct demo_thing *demo_find(const struct demo *demo, struct str key);
/* Remembers what `key` ("rivera", or empty: nothing) stands for. */
enum err demo_remember(struct demo *demo, struct str key, const struct kind *kind, struct str id) MUST_CHECK;
/* Says what is wrong with the content, and gives ERR_CORRUPT. */
enum err demo_wrong(struct demo *demo, const char *what, struct str detail);
#endif
