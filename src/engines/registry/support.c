#include "engines/registry/support.h"

enum err check_agreement(struct work *work, const struct viewer *viewer, const struct change *change, const char *field,
                         struct str agreement)
{
    struct str alliance;
    enum err err = column_of(work, viewer, &agreement_kind, agreement, "alliance_id", &alliance);
    if (err == OK && !str_eq(alliance, value_get_text(change->after, "alliance")))
        refuse(work, field, "registry.other-alliance");
    return err;
}
