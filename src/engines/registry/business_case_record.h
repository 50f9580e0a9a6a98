/* business_case_record.h: what pages ask of business cases beyond the rules. For the registry only. */
#ifndef ENGINES_REGISTRY_BUSINESS_CASE_RECORD_H
#define ENGINES_REGISTRY_BUSINESS_CASE_RECORD_H
#include "kernel/record.h"

/* The case marked as forecast at signing for the alliance and year of `record` in that audience; NULL when none is. */
enum err business_case_forecast(struct work *work, const struct viewer *viewer, const struct value *record,
                                struct str audience, struct value **out) MUST_CHECK;
#endif
