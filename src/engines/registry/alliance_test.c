#include "engines/registry/alliance_test.h"

const char *const alliance_questions[QUESTION_COUNT] = {"combines", "separate", "shared_control", "open_ended"};

const char *alliance_reading_code(enum alliance_reading reading)
{
    static const char *const codes[] = {"alliance", "contract", "merger", "none"};
    return codes[reading];
}

enum alliance_reading alliance_test(const bool holds[QUESTION_COUNT])
{
    if (!holds[QUESTION_SEPARATE])
        return READING_MERGER;
    if (!holds[QUESTION_SHARED_CONTROL] || !holds[QUESTION_OPEN_ENDED])
        return READING_CONTRACT;
    return holds[QUESTION_COMBINES] ? READING_ALLIANCE : READING_NONE;
}
