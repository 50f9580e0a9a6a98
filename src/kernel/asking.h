/* asking.h: whom a campaign asks, and the pools that their answers go to (measures.md: instruments). Nobody's answer is
 * kept: answering sets a mark beside who was asked, and adds one to a count of the pool of their side. A pool takes the
 * answers of one campaign after the other on the same subject until ASKING_LEAST people have answered, and is closed
 * when the campaign that brought it there has ended; then the next begins, empty and later. What is shown are whole
 * pools that nobody can add to any more: so no two results differ by fewer than ASKING_LEAST people, and no windows
 * overlap. Neither an answer nor its mark leaves an event, a version or a time. */
#ifndef KERNEL_ASKING_H
#define KERNEL_ASKING_H
#include "kernel/viewer.h"

enum { ASKING_POINTS = 5, ASKING_LEAST = 4 };

/* Somebody who may be asked; last: the day on which they were asked last (days since 1970), NO_DAY: never. */
struct asking_candidate {
    struct str person;
    int64_t last;
    bool busy; /* is being asked something by another campaign that is open */
};
/* Puts those first who are to be asked: nobody who is busy, then whoever was asked longest ago, those never asked
 * before all others; equal ones by id. Returns how many of them are asked, at most `most`. */
size_t asking_choose(struct asking_candidate *candidates, size_t count, size_t most);

/* A campaign as it asks: its circle, what it is about, its first and last day (days since 1970). */
struct asking {
    struct str campaign, audience, alliance, subject;
    int64_t opens, closes;
};
/* Fills in `last` and `busy` of candidates from the campaigns of the alliance that all readers of the circle see. */
enum err asking_turns(struct work *work, const struct viewer *viewer, const struct asking *asking,
                      struct asking_candidate *candidates, size_t count) MUST_CHECK;
/* Asks these people of a side; their answers go to its pool that still waits for people, else to a new one. */
enum err asking_begin(struct work *work, const struct viewer *viewer, const struct asking *asking,
                      struct str organisation, const struct asking_candidate *people, size_t count) MUST_CHECK;
/* Ends the windows of a campaign's pools on `closes`, its last day from now on. */
enum err asking_until(struct work *work, const struct viewer *viewer, struct str campaign, int64_t closes) MUST_CHECK;
/* The last day of any window of the subject in that circle; NO_DAY where nobody was asked. */
enum err asking_last_day(struct work *work, const struct viewer *viewer, struct str subject, struct str audience,
                         int64_t *day) MUST_CHECK;
/* How many people of each side a campaign asks: [{organisation: id, count}], by id. */
enum err asking_counts(struct work *work, const struct viewer *viewer, struct str campaign,
                       struct value **out) MUST_CHECK;

/* What may be shown of a subject, to those who see its circle `audience`: the pools of all sides there, the oldest
 * first:
 * [{organisation: id, opens, closes: dates, people, answers, count_1 … count_5}]. A pool is whole when its last day is
 * over (before `today`) and ASKING_LEAST people have answered. */
enum err asking_pools(struct work *work, const struct viewer *viewer, struct str subject, struct str audience,
                      int64_t today, struct value **out) MUST_CHECK;
/* The subjects that the viewer sees pools of. */
enum err asking_subjects(struct work *work, const struct viewer *viewer, struct id_set *out) MUST_CHECK;
/* Closes every whole pool of the workspace and takes the marks and links of those asked away: for jobs. */
enum err asking_settle(struct work *work, struct str tenant) MUST_CHECK;

/* What one person is asked. */
struct asked {
    struct str tenant, campaign, person, question, alliance; /* alliance: its name */
    int64_t closes;                                          /* the last day */
    bool used;                                               /* for the person's own eyes only */
};
/* By the secret of a link, whoever holds it. ERR_GONE, the same for what is unknown, over or taken back. */
enum err asked_by_link(struct work *work, struct str secret, struct asked *out) MUST_CHECK;
/* What the viewer is asked by a campaign. ERR_NOT_FOUND where they are not asked, or it is over or taken back. */
enum err asked_of_viewer(struct work *work, const struct viewer *viewer, struct str campaign,
                         struct asked *out) MUST_CHECK;
/* The campaigns that wait for the viewer's answer: a list of {id}. */
enum err asked_waiting(struct work *work, const struct viewer *viewer, struct value **out) MUST_CHECK;
/* Adds an answer, a point from 1 to ASKING_POINTS (ERR_INPUT with a problem at /answer). ERR_CONFLICT when the person
 * has answered already. */
enum err asked_answer(struct work *work, const struct asked *asked, int64_t point) MUST_CHECK;
/* Whom a campaign asks of the viewer's own side, or those of them without an account: a list of {person: id}, by id. */
enum err asked_own_side(struct work *work, const struct viewer *viewer, struct str campaign, bool without_account,
                        struct value **out) MUST_CHECK;
/* Makes new links for those of the viewer's own side whom a campaign asks and who have no account: a list of {name,
 * secret}; links made before end. Says nothing of who has answered. */
enum err asked_links(struct work *work, const struct viewer *viewer, struct str campaign,
                     struct value **out) MUST_CHECK;
/* How often a person was asked. */
enum err asked_times(struct work *work, struct str tenant, struct str person, int64_t *times) MUST_CHECK;
/* Ends the links of a person whose identity is erased. */
enum err asked_forget(struct work *work, struct str tenant, struct str person) MUST_CHECK;
#endif
