#include "engines/governance/records.h"

const char *const body_tiers[] = {"team", "working_group", "steering", "executive", NULL};
