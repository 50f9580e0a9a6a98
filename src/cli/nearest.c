#include "cli/cli.h"

enum { LENGTH_MAX = 64 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Number of letters to change, add, leave out or swap with the next (optimal string alignment). */
static size_t distance(struct str a, struct str b)
{
    size_t rows[3][LENGTH_MAX + 1];
    for (size_t j = 0; j <= b.n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *row = rows[i % 3], *last = rows[(i - 1) % 3], *before = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + (a.p[i - 1] != b.p[j - 1]));
            bool swapped = i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1];
            if (swapped)
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return rows[a.n % 3][b.n];
}

struct str nearest_word(struct arena *arena, struct str word, const char *(*at)(size_t i, const void *user),
                        const void *user)
{
    struct str best = {NULL, 0};
    size_t best_distance = word.n < 4 ? 2 : word.n / 3 + 1; /* farther than this is no help */
    for (size_t i = 0; at(i, user) && word.n <= LENGTH_MAX; i++) {
        struct str known = str_of(at(i, user));
        if (known.n > LENGTH_MAX)
            continue;
        size_t far = word.n > 2 && str_starts(known, word) ? 1 : distance(word, known);
        if (far < best_distance) {
            best = known;
            best_distance = far;
        }
    }
    return best.p ? arena_copy(arena, best) : best;
}
