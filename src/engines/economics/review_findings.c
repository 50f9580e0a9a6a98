/* Findings about reviews of the business model: due by the calendar, or for what has changed outside; without an
 * outcome; not signed by all. */
#include "base/message.h"
#include "engines/economics/findings_rules.h"
#include "engines/economics/review.h"
#include "engines/economics/review_records.h"

static void lead_to_page(struct scan *scan, struct value *finding, const struct value *alliance)
{
    scan_go(scan, finding, "review",
            arena_printf(scan->arena, "/alliances/%.*s/reviews", STR_ARG(value_get_text(alliance, "id"))));
}

/* The reviews of one alliance; NULL when memory ran out. */
static struct value *reviews_of(struct scan *scan, const struct value *alliance)
{
    struct value *list = value_list(scan->arena);
    VALUE_EACH (review, scan_rows(scan, &model_review_kind))
        if (str_eq(value_get_text(review, "alliance"), value_get_text(alliance, "id")) &&
            !value_push(list, value_copy(scan->arena, review)))
            return NULL;
    return list;
}

static bool any_open(const struct value *reviews)
{
    VALUE_EACH (review, reviews)
        if (!is_given(review, "held_on"))
            return true;
    return false;
}

void find_review_due(struct scan *scan)
{
    VALUE_EACH (alliance, scan_rows(scan, kind_by_plural(S("alliances")))) {
        const struct value *reviews = reviews_of(scan, alliance);
        int64_t due = review_due(alliance, reviews);
        bool running = scan_alliance(scan, alliance) || !str_is(value_get_text(alliance, "stage"), "ended");
        if (scan->err || !running || !is_given(alliance, "business_model") || any_open(reviews) || due == NO_DAY ||
            due > scan->today)
            continue;
        struct str what =
            scan_words(scan, NULL, "alliance", scan_word(scan, alliance, "name"), "date", scan_day(scan, due), NULL);
        lead_to_page(scan, scan_add(scan, SEVERITY_LOW, alliance, due, what), alliance);
    }
}

void find_review_change(struct scan *scan)
{
    VALUE_EACH (change, scan_rows(scan, &outside_change_kind)) {
        const struct value *effects = scan_rows(scan, &change_effect_kind); /* of all alliances: only where need be */
        const struct value *reviews = scan_rows(scan, &model_review_kind);
        const struct value *alliance = scan_alliance(scan, change);
        int64_t spread = effects_spread(effects, value_get_text(change, "id"));
        const struct value *review = review_of_change(reviews, change);
        if (scan->err || !alliance || !review_opens(spread) || (review && is_given(review, "held_on")))
            continue;
        struct str what = scan_words(scan, NULL, "change", scan_word(scan, change, "title"), "alliance",
                                     scan_word(scan, alliance, "name"), "spread", value_int(scan->arena, spread), NULL);
        struct value *finding = scan_add(scan, SEVERITY_MEDIUM, alliance, day_of(change, "happened_on"), what);
        scan_why(scan, finding, &outside_change_kind, change);
        lead_to_page(scan, finding, alliance);
    }
}
