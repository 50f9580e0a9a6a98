/* incompleteness.h: six reasons why an alliance's agreement cannot say everything in advance, each rated 0 to 3; what
 * governance their sum calls for, which are provided for, and which ratings experience has proved wrong. Source: S3;
 * the thresholds are ours. */
#ifndef ENGINES_REGISTRY_INCOMPLETENESS_H
#define ENGINES_REGISTRY_INCOMPLETENESS_H
#include "base/str.h"

enum { SOURCE_COUNT = 6, RATING_MAX = 3 };
/* Codes in their order: change, needs, measurement, investment, interdependence, protection; then NULL. */
extern const char *const incompleteness_codes[];
/* Place of a code, or -1. */
int incompleteness_source(struct str code);

enum incompleteness_reading { CALLS_FOR_CONTRACT, CALLS_FOR_COMMITTEE, CALLS_FOR_LAYERED };
const char *incompleteness_reading_code(enum incompleteness_reading reading); /* "contract", "committee", "layered" */

struct incompleteness_thresholds {
    int contract;  /* up to this total a contract can carry it */
    int committee; /* up to this total a standing committee; above, a layered governance */
    int high;      /* a rating from here on needs a provision */
};
/* 0–5 contract, 6–11 committee, 12–18 layered; 2 and 3 need a provision. */
extern const struct incompleteness_thresholds incompleteness_usual;

int incompleteness_total(const int ratings[SOURCE_COUNT]);
/* A single rating of 3 calls for at least a committee. */
enum incompleteness_reading incompleteness_read(const int ratings[SOURCE_COUNT],
                                                const struct incompleteness_thresholds *thresholds);
/* The share of the high sources that have a provision, in millionths; -1 when none is high. `*high` and `*linked` (may
 * be NULL) are the numbers behind it. A rating below 0 is not given. */
int64_t incompleteness_provided(const int ratings[SOURCE_COUNT], const bool provided[SOURCE_COUNT],
                                const struct incompleteness_thresholds *thresholds, int *high, int *linked);
/* Whether a source is to be rated anew: it surprised although rated 0. */
bool incompleteness_rerate(int rating, int64_t surprises);
#endif
