#include "engines/governance/precedents.h"
#include "engines/governance/records.h"
#include "kernel/search.h"
#include <stdlib.h>

enum { HITS = 50, FOUND_MOST = PRECEDENT_WORDS * HITS };

struct found {
    struct str id;
    int words;
    int64_t taken;
    struct value *record;
};
struct finds {
    struct found *all;
    size_t count;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* The longer words of a text, each once, at most PRECEDENT_WORDS with those that are there. */
static void longer_words(struct arena *arena, struct str text, struct value *words)
{
    for (size_t i = 0; i < text.n && words && words->count < PRECEDENT_WORDS;) {
        size_t from = i;
        while (i < text.n && is_letter(text.p[i]))
            i++;
        struct str word = str_part(text, from, i - from);
        bool known = false;
        VALUE_EACH (one, words)
            known |= str_eq_nocase(one->text, word);
        if (word.n >= PRECEDENT_LETTERS && !known)
            value_push(words, value_text(arena, word));
        i += i == from;
    }
}

static enum err count_word(struct work *work, const struct viewer *viewer, struct str word, struct str self,
                           struct finds *finds)
{
    struct value *hits;
    enum err err = search_find(work, viewer, word, HITS, &hits);
    VALUE_EACH (hit, err ? NULL : hits) {
        struct str id = value_get_text(hit, "id");
        size_t i = 0;
        if (!str_is(value_get_text(hit, "kind"), decision_kind.name) || str_eq(id, self))
            continue;
        while (i < finds->count && !str_eq(finds->all[i].id, id))
            i++;
        if (i == finds->count && i < FOUND_MOST)
            finds->all[finds->count++] = (struct found){.id = id};
        if (i < FOUND_MOST)
            finds->all[i].words++;
    }
    return err;
}

static int most_words_first(const void *x, const void *y)
{
    const struct found *a = x, *b = y;
    if (a->words != b->words)
        return b->words - a->words;
    return a->taken != b->taken ? (a->taken < b->taken) - (a->taken > b->taken) : str_cmp(a->id, b->id);
}

/* Reads those found; what is not taken goes. */
static enum err read_found(struct work *work, const struct viewer *viewer, struct finds *finds)
{
    size_t kept = 0;
    for (size_t i = 0; i < finds->count; i++) {
        struct found one = finds->all[i];
        enum err err = record_get(work, viewer, &decision_kind, one.id, &one.record);
        if (err == ERR_NOT_FOUND)
            continue;
        if (err)
            return err;
        one.taken = day_of(one.record, "taken");
        if (one.taken != NO_DAY && !value_get(one.record, "withdrawn_at"))
            finds->all[kept++] = one;
    }
    finds->count = kept;
    return OK;
}

static void put_found(struct arena *a, const struct viewer *viewer, struct value *list, const struct value *record)
{
    static const char *const members[] = {"question", "taken", "outcome", "alliance"};
    struct value *item = value_push_map(a, list);
    const struct viewer_audience *audience = viewer_audience(viewer, value_get_text(record, "circle"));
    put_ref(a, item, "decision", &decision_kind, value_get_text(record, "id"), value_get_text(record, "question"));
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        value_put(item, members[i], again(a, value_get(record, members[i])));
    value_put_bool(a, item, "private", audience && audience->kind == AUDIENCE_SIDE);
}

enum err precedents_of(struct work *work, const struct viewer *viewer, const struct value *decision, struct value **out)
{
    struct arena *a = work->arena;
    struct value *words = value_list(a);
    struct finds finds = {.all = ARENA_ARRAY(a, FOUND_MOST, struct found)};
    *out = value_list(a);
    if (!finds.all || !*out)
        return ERR_MEMORY;
    longer_words(a, value_get_text(decision, "question"), words);
    longer_words(a, value_get_text(decision, "criteria"), words);
    enum err err = OK;
    VALUE_EACH (word, words)
        if (err == OK)
            err = count_word(work, viewer, word->text, value_get_text(decision, "id"), &finds);
    if (err == OK)
        err = read_found(work, viewer, &finds);
    if (err)
        return err;
    qsort(finds.all, finds.count, sizeof *finds.all, most_words_first);
    for (size_t i = 0; i < finds.count && i < PRECEDENTS_MOST; i++)
        put_found(a, viewer, *out, finds.all[i].record);
    return OK;
}
