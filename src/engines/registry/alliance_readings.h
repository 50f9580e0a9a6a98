/* alliance_readings.h: what an alliance's recorded answers say: the alliance test, incompleteness, what provides for it
 * and what surprised. One reading serves the record's derived leaves, its pages and the findings. */
#ifndef ENGINES_REGISTRY_ALLIANCE_READINGS_H
#define ENGINES_REGISTRY_ALLIANCE_READINGS_H
#include "engines/registry/alliance_test.h"
#include "engines/registry/incompleteness.h"
#include "kernel/record.h"

struct alliance_readings {
    bool answered[QUESTION_COUNT], holds[QUESTION_COUNT];
    bool tested;                   /* all questions are answered */
    enum alliance_reading reading; /* when tested */
    int ratings[SOURCE_COUNT];     /* -1: not rated */
    int rated;                     /* how many are */
    int total;
    enum incompleteness_reading governance;                    /* when all are rated */
    int64_t provisions[SOURCE_COUNT], surprises[SOURCE_COUNT]; /* visible ones that count */
    bool provided[SOURCE_COUNT], rerate[SOURCE_COUNT];
    int high, linked;
    int64_t provided_for; /* millionths; -1 when no source is high */
};

/* Reads the answers of `alliance` (a record) and counts its visible provisions and surprises, unless alliance_gather
 * has counted them. */
enum err alliance_read(struct work *work, const struct viewer *viewer, const struct value *alliance,
                       struct alliance_readings *out) MUST_CHECK;
/* The alliance kind's gather hook: counts those of all these alliances. */
enum err alliance_gather(struct work *work, const struct viewer *viewer, const struct value *alliances) MUST_CHECK;
/* Whether a source needs a provision and has none. */
bool alliance_open(const struct alliance_readings *readings, int source);
/* The alliance kind's derive hook: alliance_reading, failed, incompleteness_total, incompleteness_reading,
 * provided_for, rerate. */
enum err alliance_derive(struct work *work, const struct viewer *viewer, struct value *record) MUST_CHECK;
/* Views of the same for pages: {reading, failed: [choice], answers: [{question, holds}], complete} and {ratings:
 * [{source, rating, high, provided, provisions, surprises, rerate}], total, reading, high, linked, provided_for, open:
 * [choice], rerate: [choice]}. */
enum err alliance_test_view(struct work *work, const struct alliance_readings *readings, struct value **out) MUST_CHECK;
enum err incompleteness_view(struct work *work, const struct alliance_readings *readings,
                             struct value **out) MUST_CHECK;
#endif
