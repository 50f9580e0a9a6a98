/* What the registry keeps of the parties' capabilities and businesses, as evidence for two rows of the model. */
#include "base/name.h"
#include "engines/economics/model_view.h"
#include "kernel/str_map.h"

enum { MOST = 500 };

static enum err rows_in(struct model_page *p, const char *plural, const char *field, struct str id, struct value **rows)
{
    struct request *request = p->o.request;
    return rows_of(&request->work, request->viewer, kind_by_plural(str_of(plural)), field, id, MOST, rows);
}

/* Parties that are in it now, as they stand in `parties`; −1 for any other. */
static ptrdiff_t place_of(const struct value *parties, struct str id)
{
    ptrdiff_t place = 0;
    VALUE_EACH (party, parties) {
        if (is_given(party, "left_on"))
            continue;
        if (str_eq(value_get_text(party, "id"), id))
            return place;
        place++;
    }
    return -1;
}

static size_t count_parties(const struct value *parties)
{
    size_t count = 0;
    VALUE_EACH (party, parties)
        count += !is_given(party, "left_on");
    return count;
}

/* How strong the party is at what it brings in: as the contribution says, else as its profile does. */
static enum err strength_of(struct model_page *p, const struct value *parties, const struct value *contribution,
                            int64_t *strength)
{
    struct value *profiles;
    *strength = value_get_int(contribution, "strength", -1);
    if (*strength >= 0)
        return OK;
    struct str organisation = S("");
    VALUE_EACH (party, parties)
        if (str_eq(value_get_text(party, "id"), value_get_text(contribution, "party")))
            organisation = value_get_text(party, "organisation");
    if (!organisation.n)
        return OK;
    enum err err = rows_in(p, "profiles", "organisation", organisation, &profiles);
    VALUE_EACH (profile, err ? NULL : profiles)
        if (str_eq(value_get_text(profile, "capability"), value_get_text(contribution, "capability")))
            *strength = value_get_int(profile, "strength", -1);
    return err;
}

/* What is brought in: an entry of the catalogue, else by its own name; money is no capability. */
static struct str capability_of(struct arena *a, const struct value *contribution)
{
    struct str capability = value_get_text(contribution, "capability");
    if (str_is(value_get_text(contribution, "type"), "cash"))
        return S("");
    return capability.n ? capability : name_key(a, value_get_text(contribution, "what"));
}

/* A fraction as people read it: to a hundredth. */
static struct value *hundredths(struct arena *a, enum value_kind kind, const struct fraction *fraction)
{
    struct value *leaf = value_new(a, kind);
    int64_t rounded = 0;
    if (leaf && fraction_round(fraction_times(a, fraction, fraction_int(a, 100)), &rounded))
        leaf->i = rounded * 10000;
    return leaf;
}

static enum err compare(struct model_page *p, const struct value *parties, const struct value *contributions)
{
    struct arena *a = p->o.arena;
    struct str_map places = str_map_init(a);
    size_t count = count_parties(parties), width = (size_t)count_of(contributions);
    int *strengths = ARENA_ARRAY(a, count * width + 1, int);
    struct capability_overlap overlap;
    uint32_t used = 0;
    if (!strengths)
        return ERR_MEMORY;
    VALUE_EACH (contribution, contributions) {
        ptrdiff_t party = place_of(parties, value_get_text(contribution, "party"));
        struct str capability = capability_of(a, contribution);
        int64_t strength;
        enum err err = strength_of(p, parties, contribution, &strength);
        if (err)
            return err;
        if (party < 0 || !capability.n || strength < 0)
            continue;
        uint32_t *place = str_map_at(&places, capability);
        if (!place)
            return ERR_MEMORY;
        if (!*place)
            *place = ++used;
        int *at = &strengths[(size_t)party * width + *place - 1];
        *at = *at < strength ? (int)strength : *at;
    }
    enum err err = used ? capabilities_compare(a, strengths, count, width, &overlap) : OK;
    if (err || !used || overlap.speaks == MODEL_NONE)
        return err;
    p->suggests[ROW_CAPABILITIES] = overlap.speaks;
    p->registry[ROW_CAPABILITIES] =
        overview_words(&p->o, "model.evidence.capabilities", "overlap", hundredths(a, V_RATIO, overlap.overlap),
                       "difference", hundredths(a, V_DECIMAL, overlap.difference), "count", value_int(a, used), NULL);
    return OK;
}

/* Each pair of parties stands in one relation; the row suggests the one that all pairs have. */
static enum err relate(struct model_page *p, const struct value *parties)
{
    struct arena *a = p->o.arena;
    struct request *request = p->o.request;
    size_t count = count_parties(parties), known = 0;
    struct business *all = ARENA_ARRAY(a, count + 1, struct business);
    int64_t pairs[MODEL_COUNT] = {0}, unknown = 0;
    if (!all)
        return ERR_MEMORY;
    VALUE_EACH (party, parties) {
        struct value *firm = NULL;
        if (is_given(party, "left_on"))
            continue;
        struct str id = value_get_text(party, "organisation");
        enum err err = id.n ? record_get(&request->work, request->viewer, kind_by_plural(S("organisations")), id, &firm)
                            : ERR_NOT_FOUND;
        if (err && err != ERR_NOT_FOUND)
            return err;
        all[known++] = err ? (struct business){S(""), S("")}
                           : (struct business){value_get_text(firm, "industry"), value_get_text(firm, "value_chain")};
    }
    for (size_t i = 0; i < known; i++)
        for (size_t j = i + 1; j < known; j++) {
            enum model model = relationship_of(a, &all[i], &all[j]);
            if (model == MODEL_NONE)
                unknown++;
            else
                pairs[model]++;
        }
    int64_t sum = pairs[0] + pairs[1] + pairs[2];
    if (!sum)
        return OK;
    for (int i = 0; i < MODEL_COUNT; i++)
        if (pairs[i] == sum && !unknown)
            p->suggests[ROW_RELATIONSHIP] = (enum model)i;
    p->registry[ROW_RELATIONSHIP] = overview_words(
        &p->o, "model.evidence.relationship", "horizontal", value_int(a, pairs[MODEL_SHARING]), "diagonal",
        value_int(a, pairs[MODEL_SPECIALISATION]), "vertical", value_int(a, pairs[MODEL_ALLOCATION]), NULL);
    return OK;
}

enum err model_evidence_read(struct model_page *p)
{
    struct value *parties, *contributions;
    for (int row = 0; row < MODEL_ROWS; row++) {
        p->suggests[row] = MODEL_NONE;
        p->registry[row] = S("");
    }
    enum err err = rows_in(p, "parties", "alliance", p->o.id, &parties);
    if (!err)
        err = rows_in(p, "contributions", "alliance", p->o.id, &contributions);
    if (!err)
        err = compare(p, parties, contributions);
    return err ? err : relate(p, parties);
}
