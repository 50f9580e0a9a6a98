/* Hand-offs: who may do what, and what the deal pays. */
#include "base/date.h"
#include "check.h"
#include "engines/economics/milestone.h"

TEST(milestone, handing_over_and_accepting_are_acts_of_different_sides)
{
    CHECK_INT(milestone_step(MILESTONE_OPEN, MILESTONE_DELIVERED), MILESTONE_BY_GIVER);
    CHECK_INT(milestone_step(MILESTONE_RETURNED, MILESTONE_DELIVERED), MILESTONE_BY_GIVER);
    CHECK_INT(milestone_step(MILESTONE_DELIVERED, MILESTONE_OPEN), MILESTONE_BY_GIVER);
    CHECK_INT(milestone_step(MILESTONE_DELIVERED, MILESTONE_ACCEPTED), MILESTONE_BY_TAKER);
    CHECK_INT(milestone_step(MILESTONE_DELIVERED, MILESTONE_RETURNED), MILESTONE_BY_TAKER);
    CHECK_INT(milestone_step(MILESTONE_RETURNED, MILESTONE_ACCEPTED), MILESTONE_BY_TAKER);
    CHECK_INT(milestone_step(MILESTONE_ACCEPTED, MILESTONE_DELIVERED), MILESTONE_BY_TAKER);
    CHECK_INT(milestone_step(MILESTONE_OPEN, MILESTONE_ACCEPTED), MILESTONE_NOT_SO);
    CHECK_INT(milestone_step(MILESTONE_OPEN, MILESTONE_RETURNED), MILESTONE_NOT_SO);
    CHECK_INT(milestone_step(MILESTONE_ACCEPTED, MILESTONE_OPEN), MILESTONE_NOT_SO);
    CHECK_INT(milestone_step(MILESTONE_ACCEPTED, MILESTONE_RETURNED), MILESTONE_NOT_SO);
}

TEST(milestone, late_is_what_was_not_handed_over_or_was_returned)
{
    CHECK(!milestone_late(MILESTONE_OPEN, 100, 100));
    CHECK(milestone_late(MILESTONE_OPEN, 100, 101));
    CHECK(milestone_late(MILESTONE_RETURNED, 100, 101));
    CHECK(!milestone_late(MILESTONE_DELIVERED, 100, 101));
    CHECK(!milestone_late(MILESTONE_ACCEPTED, 100, 101));
    CHECK(!milestone_late(MILESTONE_OPEN, NO_DAY, 101));
}

TEST(milestone, in_time_it_is_rewarded_and_late_it_costs_by_the_day_up_to_a_limit)
{
    struct milestone_terms terms = {
        .payment = 40000000, .reward = 3000000, .penalty_a_day = 150000, .penalty_most = 4500000};
    struct milestone_dues dues = milestone_dues(&terms, 100, 100);
    CHECK_INT(dues.payment, 40000000);
    CHECK_INT(dues.reward, 3000000);
    CHECK_INT(dues.penalty, 0);
    dues = milestone_dues(&terms, 100, 101);
    CHECK_INT(dues.payment, 40000000);
    CHECK_INT(dues.reward, 0);
    CHECK_INT(dues.penalty, 150000);
    /* Six weeks would be 63,000; 45,000 is the limit. */
    CHECK_INT(milestone_dues(&terms, 100, 142).penalty, 4500000);
    CHECK_INT(milestone_dues(&terms, 100, 130).penalty, 4500000);
    CHECK_INT(milestone_dues(&terms, 100, 129).penalty, 4350000);
    terms.penalty_most = -1;
    CHECK_INT(milestone_dues(&terms, 100, 142).penalty, 6300000);
    terms.penalty_most = 0;
    CHECK_INT(milestone_dues(&terms, 100, 142).penalty, 0);
    /* What does not fit stays at the greatest amount; without a day nothing is early or late. */
    terms = (struct milestone_terms){.reward = 5, .penalty_a_day = INT64_MAX / 2, .penalty_most = -1};
    CHECK(milestone_dues(&terms, 100, 103).penalty == INT64_MAX);
    dues = milestone_dues(&terms, 100, NO_DAY);
    CHECK_INT(dues.reward, 0);
    CHECK_INT(dues.penalty, 0);
}
