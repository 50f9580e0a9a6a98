/* alignment.h: whether those within one's own firm whose support an alliance needs give it, and speak with one voice
 * (S5a, principle 5). */
#ifndef ENGINES_GOVERNANCE_ALIGNMENT_H
#define ENGINES_GOVERNANCE_ALIGNMENT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct supporter {
    int64_t support, needed; /* −2 … 2; needed is at least 1 where there is influence */
    int64_t influence;       /* 0 … 5 */
    bool talks;              /* to the partner */
};

struct alignment {
    /* Σ influence · min(support, needed) ⁄ Σ influence · needed, not below 0; `needed` 0: nobody has influence. */
    int64_t given, needed;
    /* The population variance of the support among the `talkers`, as `variance` ⁄ talkers². */
    int64_t variance;
    size_t talkers;
    double spread; /* its root; 0 where nobody talks */
    bool mixed;    /* a spread over 1, or a talker at 1 or better beside one at −1 or worse */
};

struct alignment alignment_of(const struct supporter *supporters, size_t count);
#endif
