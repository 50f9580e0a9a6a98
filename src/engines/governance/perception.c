#include "engines/governance/perception.h"

struct trait_gap trait_gap_of(const struct trait_position *all, size_t count)
{
    struct trait_gap gap = {-1, -1};
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++) {
            int64_t apart = all[i].position - all[k].position;
            bool own = all[i].by == all[i].about;
            apart = apart < 0 ? -apart : apart;
            if (own && all[k].by == all[k].about && all[i].by != all[k].by && apart > gap.between)
                gap.between = apart;
            if (own && all[k].about == all[i].by && all[k].by != all[i].by && apart > gap.seen)
                gap.seen = apart;
        }
    return gap;
}

bool trait_gap_counts(struct trait_gap gap)
{
    return gap.between >= PERCEPTION_APART || gap.seen >= PERCEPTION_APART;
}

bool difference_used(const struct value *difference)
{
    return is_given(difference, "used_for") || is_given(difference, "commitment") ||
           is_given(difference, "working_rule");
}

enum err exchange_parties(struct work *work, const struct viewer *viewer, const struct value *exchange,
                          struct value **parties)
{
    struct str *readers;
    size_t count = 0;
    struct value *rows;
    *parties = value_list(work->arena);
    enum err err = circle_parties(work, viewer, value_get_text(exchange, "circle"), &readers, &count);
    if (err == OK)
        err = rows_of(work, viewer, kind_by_plural(S("parties")), "alliance", value_get_text(exchange, "alliance"), 200,
                      &rows);
    for (int theirs = 0; err == OK && theirs < 2; theirs++)
        VALUE_EACH (row, rows) {
            struct str organisation = value_get_text(row, "organisation");
            bool reads = false;
            for (size_t i = 0; i < count; i++)
                reads |= str_eq(readers[i], organisation);
            if (reads && !is_given(row, "left_on") && str_eq(organisation, viewer->organisation) == (theirs == 0))
                value_push(*parties, again(work->arena, row));
        }
    return err ? err : *parties ? OK : ERR_MEMORY;
}

enum err perceptions_missing(struct work *work, const struct viewer *viewer, struct str exchange, int64_t *missing)
{
    struct value *record, *traits, *parties, *own;
    enum err err = record_get(work, viewer, &exchange_kind, exchange, &record);
    if (err == OK)
        err = rows_of(work, viewer, &exchange_trait_kind, "exchange", exchange, TRAITS_MOST, &traits);
    if (err == OK)
        err = exchange_parties(work, viewer, record, &parties);
    if (err == OK)
        err = rows_of(work, viewer, &perception_kind, "exchange", exchange, 2000, &own);
    if (err)
        return err;
    int64_t answered = 0;
    VALUE_EACH (one, own)
        answered += str_eq(value_get_text(one, "organisation"), viewer->organisation);
    *missing = count_of(traits) * count_of(parties) - answered;
    return OK;
}
