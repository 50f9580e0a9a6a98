/* alliance_test.h: is it an alliance? Four questions and what the answers point to. Source: S3. */
#ifndef ENGINES_REGISTRY_ALLIANCE_TEST_H
#define ENGINES_REGISTRY_ALLIANCE_TEST_H
#include "base/str.h"

enum alliance_question {
    QUESTION_COMBINES,
    QUESTION_SEPARATE,
    QUESTION_SHARED_CONTROL,
    QUESTION_OPEN_ENDED,
    QUESTION_COUNT
};
enum alliance_reading { READING_ALLIANCE, READING_CONTRACT, READING_MERGER, READING_NONE };

/* Codes in API, fields of an alliance and catalogue: "combines" …; "alliance" … */
extern const char *const alliance_questions[QUESTION_COUNT];
const char *alliance_reading_code(enum alliance_reading reading);

/* `holds` answers the questions in their order. Firms that do not stay separate: a merger. Else control that is not
 * shared, or an agreement that is not open-ended: a contract. Only capabilities not combined: none of the three. */
enum alliance_reading alliance_test(const bool holds[QUESTION_COUNT]);
#endif
