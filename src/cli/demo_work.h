/* demo_work.h: the demo's generator: a year of work in an alliance, as steps like those that are written by hand
 * (content/demo/README.md, "A year of work"). The same seed gives the same year. */
#ifndef CLI_DEMO_WORK_H
#define CLI_DEMO_WORK_H
#include "base/seeded.h"
#include "cli/demo.h"

enum { WORK_SIDES_MAX = 6, WORK_BODIES_MAX = 6 };

/* Texts of a field, in turn; when all were taken it begins anew. */
struct work_pool {
    const struct value **all;
    size_t count, taken;
};

/* A side of the alliance. Keys are texts with "@". */
struct work_side {
    struct str party, as, sponsor; /* who acts for it: a person with an account; who sits in its board */
    const struct value *people;    /* list of keys: those who take part, who acts first */
    int64_t on_time;               /* of a hundred commitments */
};

struct work_body {
    struct str key, title, tier, meets_at, place; /* meets_at: a time of day, "08:00" */
    const struct value *text;                     /* as the field's file has it */
    struct work_pool topics, remarks;
    int64_t every_days, minutes_long;
    int64_t agenda; /* points of a meeting; 0: only what was said is kept */
    int64_t last;   /* days from its last meeting to the day of the demo */
    bool decides;   /* questions are decided and things are promised in it */
};

/* The year of one alliance while it is made. */
struct work_year {
    struct demo *demo;
    struct demo_steps *steps;
    struct demo_step place;     /* where this stands in the content: a copy for each step that is made */
    uint64_t random;            /* chance: base/seeded.h */
    struct str alliance, name;  /* its key, with "@" and without */
    int64_t from, until, today; /* days: work begins; what lies behind `until` is left to the content */
    struct work_side sides[WORK_SIDES_MAX];
    size_t side_count;
    struct work_body bodies[WORK_BODIES_MAX];
    size_t body_count;
    struct work_pool decisions, commitments;
    int64_t decision_count, commitment_count; /* how many there are to be */
    int64_t decisions_made, commitments_made, meetings_made;
    bool in_order; /* texts are taken as they stand in the file, not shuffled */
    bool failed;   /* the arena is exhausted */
};

/* Adds the steps of the year that `step` describes: its member "work". ERR_CORRUPT where it is not as it should be. */
enum err demo_work_add(struct demo *demo, struct demo_steps *steps, const struct demo_step *step) MUST_CHECK;
/* demo_more.c: adds the steps of `count` more alliances of the host, each with a partner made up for it and a year of
 * work with `commitments` commitments. Those who look after alliances in the demo each get their part. */
enum err demo_more_add(struct demo *demo, struct demo_steps *steps, int64_t count, int64_t commitments) MUST_CHECK;

/* ---- demo_work_step.c ---- */
/* Fills the pool with the elements of a list, shuffled unless they are wanted in order. False when that is no list, or
 * empty, or memory ran out. */
bool work_pool_fill(struct work_year *year, struct work_pool *pool, const struct value *texts);
const struct value *work_next(struct work_pool *pool);
/* The same day, or the Monday behind a weekend. */
int64_t work_day(int64_t day);
/* Milliseconds of a day at a time like "08:30", so many minutes later. */
int64_t work_at(int64_t day, struct str time, int64_t minutes);
/* "@parking-m12", a key for the `number`th of its kind. */
struct str work_key(struct work_year *year, const char *kind, int64_t number);
/* A step that makes one record as `as`, or changes that of a key: the record, whose members are still to be put. NULL
 * when the arena is exhausted (and year->failed is set). */
struct value *work_create(struct work_year *year, int64_t ms, struct str as, const char *plural, struct str key);
struct value *work_change(struct work_year *year, int64_t ms, struct str as, struct str key);
/* A member of a record. An empty text is left out. */
void work_put(struct work_year *year, struct value *record, const char *name, struct str text);
void work_put_int(struct work_year *year, struct value *record, const char *name, int64_t number);
void work_put_day(struct work_year *year, struct value *record, const char *name, int64_t day);
/* Those members of `text` that are there, as they are. `names` ends in NULL. */
void work_copy(struct work_year *year, struct value *record, const struct value *text, const char *const *names);

/* demo_work_meeting.c: all meetings of all bodies, with what is said, decided and promised in them. */
void work_meetings(struct work_year *year);
/* demo_work_promise.c: a commitment promised at a meeting that ends at `ms`, and what becomes of it. */
void work_promise(struct work_year *year, int64_t day, int64_t ms, struct str meeting);
/* demo_work_decision.c: a question asked for a meeting of a body, with its options, and how it is decided. `number`: of
 * the meeting. */
void work_decision(struct work_year *year, const struct work_body *body, int64_t day, int64_t ms, struct str meeting);
#endif
