#include "engines/registry/records.h"

const char *const person_levels[] = {"team", "manager", "business_unit", "executive", "chief", NULL};
