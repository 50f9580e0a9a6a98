/* decision_map.h: what is wrong with a row of the decision map (S5a principle 1, S5c; levels by model: S1 3.3, 3.4).
 * Days since 1970-01-01, NO_DAY where not given. */
#ifndef ENGINES_GOVERNANCE_DECISION_MAP_H
#define ENGINES_GOVERNANCE_DECISION_MAP_H
#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/value.h"

enum decision_fault {
    FAULT_NOBODY = 1,      /* nobody decides */
    FAULT_LEVEL = 2,       /* the decider's tier is not the one that the business model asks for */
    FAULT_UNHEARD = 4,     /* a party that is affected is neither consulted nor approving */
    FAULT_STEALTH = 8,     /* over 3 separate approvals, or over 7 consulted */
    FAULT_SILENT = 16,     /* nobody is informed on one side */
    FAULT_SLOW = 32,       /* the median time of such decisions exceeds the agreed one */
    FAULT_IMPOSSIBLE = 64, /* given how the parties decide, the agreed time cannot be met */
    FAULT_NO_RULE = 128,   /* the deciding body has no decision rule */
    FAULT_SEVERAL = 256    /* several people decide, and no body */
};
enum { FAULT_COUNT = 9, APPROVALS_MOST = 3, CONSULTED_MOST = 7 };
/* "nobody", "level", …: words under decision_fault.<code>. `place` from 0, the bit's number. */
const char *decision_fault_code(int place);

enum decision_class { DECISION_KEY, DECISION_DAILY, DECISION_EXCEPTION };
enum decision_part { PART_AFFECTED, PART_RECOMMENDS, PART_CONSULTED, PART_APPROVES, PART_INFORMED };
/* By code as the records have it; -1 for another. */
int decision_class_of(struct str code);
int decision_part_of(struct str code);
int body_tier_of(struct str code); /* 1 team … 4 executive committee; 0 for another */

/* The tier that fits decisions of a class in a business model ("sharing", "specialisation", "allocation"); 0 where the
 * model says nothing. */
int decision_tier(struct str model, enum decision_class class);

struct decision_voice {
    enum decision_part part;
    size_t party; /* index into the parties of the alliance */
};

struct decision_row {
    enum decision_class class;
    bool decided;         /* a body or a person is named */
    bool several;         /* no body, and more than one person is named */
    bool body, rule;      /* a body decides; it has a decision rule */
    int tier;             /* of the deciding body; 0: a person, or not said */
    int64_t allowed_days; /* 0: not agreed */
    int64_t needed_days;  /* decision_days for the slowest party; 0: nothing known */
    double median_days;   /* below 0: no such decisions yet */
    const struct decision_voice *voices;
    size_t voice_count;
    size_t parties; /* that are in the alliance now */
};
/* The faults as bits of enum decision_fault. */
unsigned decision_faults(const struct decision_row *row, struct str model);

/* A step that a matter has to pass in one firm. */
struct approval_step {
    struct str meets;    /* RRULE of the days on which it sits; empty: it has no meetings */
    int64_t papers_days; /* how long before a meeting papers are due */
    int64_t takes_days;  /* without meetings */
};
/* The day on which a matter asked on `asked` has passed the steps of a firm, one after the other; NO_DAY where a
 * calendar gives no meeting any more. ERR_INPUT for a rule that is none. */
enum err decision_passed(const struct approval_step *steps, size_t count, int64_t asked, int64_t *day) MUST_CHECK;

/* Names written after one another, with commas, semicolons or line ends between: [text], each once (whatever its case),
 * without what is empty. */
struct value *decision_names(struct arena *arena, struct str text);
/* Whether that name is among them, whatever its case. */
bool decision_names_has(const struct value *names, struct str name);

/* The median of `count` whole numbers, which are put in order; below 0 for none. */
double median_of(int64_t *days, size_t count);
#endif
