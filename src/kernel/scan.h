/* scan.h: what the rules of findings work with: the visible records, read once each, and the list they add to. A rule
 * is a function in an engine's findings_*.c and a row of its table of findings (struct engine). A finding is {code,
 * severity: choice high | medium | low, what: sentence, alliance: reference or null, why: [reference], next: {label,
 * href}, since: date or null}. */
#ifndef KERNEL_SCAN_H
#define KERNEL_SCAN_H
#include "base/message.h"
#include "kernel/hooks.h"

enum severity { SEVERITY_HIGH, SEVERITY_MEDIUM, SEVERITY_LOW };

struct scan;
/* Looks for one thing that may be wrong; failures go to scan->err. */
typedef void (*finding_rule)(struct scan *scan);

struct finding_row {
    const char *code; /* words: finding.<code> */
    finding_rule find;
};

enum { SCAN_KINDS = 56, SCAN_MOST = 2000 };
struct scan {
    struct work *work;
    const struct viewer *viewer;
    struct arena *arena;
    struct str only; /* an alliance's id; empty: all */
    int64_t today;
    const char *code; /* of the rule that runs */
    struct value *findings;
    struct {
        const struct kind *kind;
        const struct value *rows;
    } read[SCAN_KINDS];
    enum err err;
};

/* The visible records of `kind` (of the one alliance, where the scan is of one and the kind belongs to alliances). */
const struct value *scan_rows(struct scan *scan, const struct kind *kind);
/* Those of them whose state is `state`; read at each call. */
const struct value *scan_in_state(struct scan *scan, const struct kind *kind, const char *state);
/* The alliance of a record, when it is seen and has not ended; else NULL. */
const struct value *scan_alliance(struct scan *scan, const struct value *record);
/* Whether an alliance has reached the stage `code` in the order of its life. */
bool scan_reached(const struct value *alliance, const char *code);

/* Adds a finding; `alliance` may be NULL, `since` NO_DAY. */
struct value *scan_add(struct scan *scan, enum severity severity, const struct value *alliance, int64_t since,
                       struct str what);
/* The words finding.<code> (or finding.<code>.<variant>), with pairs of name and struct value *, ended by NULL. */
struct str scan_words(struct scan *scan, const char *variant, ...) __attribute__((sentinel));
/* A text of a record as such a value, in the arena of the scan. */
struct value *scan_word(struct scan *scan, const struct value *record, const char *field);
/* A record that the finding rests on. */
void scan_why(struct scan *scan, struct value *finding, const struct kind *kind, const struct value *record);
/* What to do next, in the words of finding.next.<act>: open a record, change it, add one of `kind` below `above`, or go
 * to a page. Who may not change or add is led to the record itself. */
void scan_open(struct scan *scan, struct value *finding, const char *act, const struct kind *kind,
               const struct value *record);
void scan_edit(struct scan *scan, struct value *finding, const char *act, const struct kind *kind,
               const struct value *record);
void scan_append(struct scan *scan, struct value *finding, const char *act, const struct kind *kind,
                 const struct kind *above, const struct value *record);
void scan_go(struct scan *scan, struct value *finding, const char *act, struct str href);
/* The name of a record as a leaf for words. */
struct value *scan_name(struct scan *scan, const struct kind *kind, const struct value *record);
struct value *scan_day(struct scan *scan, int64_t day);
/* The day of an instant member such as updated_at. */
int64_t scan_day_of(const struct value *record, const char *field);

/* Adds what the rules (ending with code NULL) find, as long as scan->err is OK. */
void scan_run(struct scan *scan, const struct finding_row *rules);
/* The findings, the gravest and oldest first. */
enum err scan_ordered(struct scan *scan, struct value **out) MUST_CHECK;
#endif
