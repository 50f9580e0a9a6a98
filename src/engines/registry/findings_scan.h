/* findings_scan.h: what the rules of findings.c work with: the visible records, read once each, and the list they add
 * to. A rule is a function in findings_*.c and a row of the table in findings.c. */
#ifndef ENGINES_REGISTRY_FINDINGS_SCAN_H
#define ENGINES_REGISTRY_FINDINGS_SCAN_H
#include "base/message.h"
#include "engines/registry/support.h"

enum severity { SEVERITY_HIGH, SEVERITY_MEDIUM, SEVERITY_LOW };

struct scan;
/* Looks for one thing that may be wrong; failures go to scan->err. */
typedef void (*finding_rule)(struct scan *scan);

enum { SCAN_KINDS = 16, SCAN_MOST = 2000 };
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
        struct value *rows;
    } read[SCAN_KINDS];
    enum err err;
};

/* The visible records of `kind` (of the one alliance, where the scan is of one and the kind belongs to alliances). */
const struct value *scan_rows(struct scan *scan, const struct kind *kind);
/* The alliance of a record, when it is seen and has not ended; else NULL. */
const struct value *scan_alliance(struct scan *scan, const struct value *record);
/* Whether an alliance has reached the stage `code` in the order of its life. */
bool scan_reached(const struct value *alliance, const char *code);

/* Adds a finding; `alliance` may be NULL, `since` NO_DAY. */
struct value *scan_add(struct scan *scan, enum severity severity, const struct value *alliance, int64_t since,
                       struct str what);
/* The words finding.<code> (or finding.<code>.<variant>), with pairs of name and struct value *, ended by NULL. */
struct str scan_words(struct scan *scan, const char *variant, ...) __attribute__((sentinel));
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

/* Agreements (findings_agreement.c). */
void find_notice(struct scan *scan);
void find_ending(struct scan *scan);
void find_no_agreement(struct scan *scan);
void find_class_clauses(struct scan *scan);
/* People (findings_people.c). */
void find_no_partner(struct scan *scan);
void find_staffing(struct scan *scan);
void find_no_sponsor(struct scan *scan);
void find_contacts(struct scan *scan);
/* Design (findings_design.c). */
void find_test(struct scan *scan);
void find_unprovided(struct scan *scan);
void find_rerate(struct scan *scan);
void find_opposed(struct scan *scan);
void find_drift(struct scan *scan);
/* Value and strategy (findings_value.c). */
void find_below_zero(struct scan *scan);
void find_needs(struct scan *scan);
void find_no_need(struct scan *scan);
#endif
