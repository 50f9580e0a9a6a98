/* notice.h: notices by mail. What a mail tells is what a person's day holds (day.h) and no mail has told them yet,
 * worked out by their own viewer at the moment of sending; nothing that a mail says is kept. Nothing is told twice:
 * what a mail tells is noted before it goes, and taken back only where the mail server has surely refused it. */
#ifndef KERNEL_NOTICE_H
#define KERNEL_NOTICE_H
#include "kernel/day.h"

enum notice_often { NOTICE_NEVER, NOTICE_DAILY, NOTICE_WEEKLY };

struct notice_choice {
    enum notice_often often;
    int hour, weekday; /* 0..23; 1 (Monday)..7; of the person's own time zone */
    bool counts_only;  /* says how much there is, and not what */
    int64_t next_at;   /* ms UTC; 0: never */
};

/* What the viewer's account has chosen; where nothing yet: never, at seven, on Mondays, in full. */
enum err notice_choice_get(struct work *work, const struct viewer *viewer, struct notice_choice *out) MUST_CHECK;
/* Takes {often, hour, weekday, detail} (texts, or whole numbers) of the viewer's own account, who has signed in; leaves
 * an event. Problems at /often, /hour, /weekday, /detail. What is not given stays. */
enum err notice_choice_set(struct work *work, const struct viewer *viewer, const struct value *input) MUST_CHECK;
/* The words of the choice: {often, hour, weekday, detail, next_at or null, mails: the latest 5 [{at, state, items}]}.
 */
enum err notice_view(struct work *work, const struct viewer *viewer, struct value **out) MUST_CHECK;
/* The first moment after `now_ms` at which that choice is due in `zone` (NULL: UTC); 0: never. */
int64_t notice_next(const struct notice_choice *choice, const char *zone, int64_t now_ms);

/* Takes one account whose time has come, so that no other server takes it, and sets its next time. ERR_NOT_FOUND: none.
 * In a transaction of the caller's; *viewer is its person's (NULL: the account is disabled, there is nothing to do). */
enum err notice_take(struct work *work, struct str tenant, struct viewer **viewer) MUST_CHECK;
/* Of a day's items, those that no mail has told the viewer yet: a list of {place, code, record, name, what, alliance,
 * due, late, private, href, key}, in the order of the places. */
enum err notice_new(struct work *work, const struct viewer *viewer, const struct day *day,
                    struct value **out) MUST_CHECK;
/* Notes that a mail telling those goes out; *mail is its id. */
enum err notice_begin(struct work *work, const struct viewer *viewer, const struct value *items,
                      struct str *mail) MUST_CHECK;
enum notice_end { NOTICE_SENT, NOTICE_REFUSED, NOTICE_UNCLEAR };
/* What became of it. Refused: what it would have told is untold again, and the account's next time is in a quarter of
 * an hour, but for no more than a day; unclear counts as told. */
enum err notice_end(struct work *work, struct str tenant, struct str mail, enum notice_end how) MUST_CHECK;

/* What the mail says. `base` is the address of the program. */
struct notice_letter {
    struct str subject, text;
};
enum err notice_write(struct work *work, const struct viewer *viewer, const struct value *items, bool counts_only,
                      struct str base, struct notice_letter *out) MUST_CHECK;

/* Whether this process sends mail, said once at its start; pages tell it. */
void notice_mailing_set(bool mailing);
bool notice_mailing(void);
#endif
