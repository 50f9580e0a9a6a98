/* support.h: what hooks and pages of the registry share beyond kernel/hooks.h. */
#ifndef ENGINES_REGISTRY_SUPPORT_H
#define ENGINES_REGISTRY_SUPPORT_H
#include "engines/registry/agreement.h"
#include "engines/registry/records.h"
#include "kernel/hooks.h"

/* The agreement of a clause that `field` names must be one of the change's alliance. */
enum err check_agreement(struct work *work, const struct viewer *viewer, const struct change *change, const char *field,
                         struct str agreement) MUST_CHECK;
#endif
