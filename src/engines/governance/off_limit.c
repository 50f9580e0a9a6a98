#include "engines/governance/off_limit.h"
#include "base/message.h"
#include "base/name.h"
#include "engines/governance/records.h"

enum { TOPICS_MOST = 500 };

/* Both are keys: words with single spaces between them. */
static bool stands_in(struct str text, struct str word)
{
    for (size_t from = 0; word.n && from + word.n <= text.n; from++) {
        size_t end = from + word.n;
        if (memcmp(text.p + from, word.p, word.n) == 0 && (from == 0 || text.p[from - 1] == ' ') &&
            (end == text.n || text.p[end] == ' '))
            return true;
    }
    return false;
}

bool off_limit_in(struct arena *arena, struct str words, struct str text, struct str *found)
{
    struct str folded = name_key(arena, text), rest = words, word;
    while (rest.p && str_cut(&rest, ',', &word)) {
        word = str_trim(word);
        struct str key = name_key(arena, word);
        if (folded.p && key.p && stands_in(folded, key)) {
            *found = word;
            return true;
        }
    }
    return false;
}

/* The alliance, or forum, of the circle that the record is to go into. */
static struct str alliance_of(const struct viewer *viewer, struct str circle)
{
    const struct viewer_audience *audience = viewer_audience(viewer, circle);
    return audience ? audience->alliance : (struct str){NULL, 0};
}

static enum err warn(struct work *work, const struct value *topic, struct str word, struct value *warnings)
{
    struct arena *a = work->arena;
    struct value *args =
        message_args(a, "topic", value_text(a, value_get_text(topic, "topic")), "word", value_text(a, word), NULL);
    struct str text = message(a, work->locale.language, "off_limit.warning", args);
    return value_push(warnings, value_text(a, text)) ? OK : ERR_MEMORY;
}

enum err off_limit_judge(struct work *work, const struct viewer *viewer, const struct kind *kind,
                         const struct value *record, struct str circle, struct value *warnings)
{
    struct value *topics;
    struct query query = {0};
    struct str alliance = alliance_of(viewer, circle), name = {NULL, 0}, word;
    if (!alliance.n)
        return OK;
    enum err err = record_face(work, viewer, kind_by_plural(S("alliances")), alliance, &name);
    if (name.p) /* a forum is no alliance: what is off limits in any of ours is so there */
        query_add(&query, "alliance", alliance);
    if (err == OK)
        err = rows_where(work, viewer, &off_limit_kind, query, TOPICS_MOST, &topics);
    VALUE_EACH (topic, err ? NULL : topics) {
        bool given_away = false;
        for (size_t i = 0; i < kind->count && !given_away && err == OK; i++) {
            const struct field *field = &kind->fields[i];
            if (field->type != FIELD_TEXT && field->type != FIELD_LONG)
                continue;
            given_away =
                off_limit_in(work->arena, value_get_text(topic, "words"), value_get_text(record, field->name), &word);
            if (given_away)
                err = warn(work, topic, word, warnings);
        }
    }
    return err;
}
