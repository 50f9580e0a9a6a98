/* deal_form.h: an instrument of a deal sheet as a form that people fill in, and back: settle-deal's own form
 * (content/calculators/settle-deal.json) without writing it as JSON. */
#ifndef ENGINES_ECONOMICS_DEAL_FORM_H
#define ENGINES_ECONOMICS_DEAL_FORM_H
#include "kernel/overview.h"

struct deal_form {
    struct overview *overview; /* for words */
    struct str kind;           /* "split", "shared-cost" … */
    struct str currency;
    const struct value *names; /* the parties' names: a list of texts */
    const struct value *given; /* the instrument as it is; NULL: a new one */
    const struct value *sent;  /* what was typed, by names of controls; NULL: nothing yet */
};

/* Adds {value, label, selected: whether it is `chosen`} to the options of a list to choose from. */
void deal_put_option(struct arena *a, struct value *options, struct str value, struct str label, struct str chosen);
/* Whether there is a form for the kind. */
bool deal_form_kind(struct str kind);
/* The kinds, ended by NULL. */
extern const char *const deal_form_kinds[];
/* The fields for the page: [{label, hint, and one of: text {id, value}, select {id, options: [{value, label,
 * selected}]}, check {id, on}, rows: [{id, label, value}], grid: {heads: [label], lines: [[{id, label, value}]]}}]. */
struct value *deal_form_fields(const struct deal_form *form);
/* What was typed as an instrument. What cannot be read is a problem at "/NAME of the control"; an empty control is left
 * out. NULL when the arena is exhausted. */
struct value *deal_form_read(const struct deal_form *form, struct problems *problems);
#endif
