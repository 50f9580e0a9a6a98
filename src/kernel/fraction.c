#include "kernel/fraction.h"
#include "kernel/exact.h"
#include "kernel/fraction_memory.h"
#include <gmp.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Whole numbers up to here are doubles too. */
#define EXACT (INT64_C(1) << 53)

struct fraction {
    mpq_t q;
    bool given_up; /* nothing is in it any more */
};

static void release(void *p)
{
    struct fraction *f = p;
    if (!f->given_up)
        mpq_clear(f->q);
}

static struct fraction *make(struct arena *arena)
{
    struct fraction *f = ARENA_NEW(arena, struct fraction);
    if (!f)
        return NULL;
    fraction_memory_begin();
    mpq_init(f->q);
    return arena_defer(arena, release, f) ? f : NULL;
}

/* What was made, NULL when memory ran short over it. */
static const struct fraction *kept(struct arena *arena, struct fraction *f)
{
    if (!f || !fraction_memory_short())
        return f;
    mpq_clear(f->q);
    f->given_up = true;
    arena_exhaust(arena);
    return NULL;
}

const struct fraction *fraction_wide(struct arena *arena, __int128 i)
{
    struct fraction *f = make(arena);
    if (!f)
        return NULL;
    unsigned __int128 size = i < 0 ? -(unsigned __int128)i : (unsigned __int128)i;
    uint64_t parts[2] = {(uint64_t)size, (uint64_t)(size >> 64)};
    mpz_import(mpq_numref(f->q), 2, -1, sizeof *parts, 0, 0, parts);
    if (i < 0)
        mpq_neg(f->q, f->q);
    return kept(arena, f);
}

const struct fraction *fraction_int(struct arena *arena, int64_t i)
{
    return fraction_wide(arena, i);
}

const struct fraction *fraction_of(struct arena *arena, int64_t over, int64_t under)
{
    return fraction_over(arena, fraction_int(arena, over), fraction_int(arena, under));
}

/* digits × 10^power. */
static const struct fraction *scaled(struct arena *arena, struct str digits, int64_t power, bool negative)
{
    const char *text = arena_cstr(arena, digits.n ? digits : S("0"));
    struct fraction *f = text ? make(arena) : NULL;
    if (!f)
        return NULL;
    bool good = mpz_set_str(mpq_numref(f->q), text, 10) == 0;
    mpz_t ten;
    mpz_init(ten);
    mpz_ui_pow_ui(ten, 10, (unsigned long)(power < 0 ? -power : power));
    if (power < 0)
        mpz_set(mpq_denref(f->q), ten);
    else
        mpz_mul(mpq_numref(f->q), mpq_numref(f->q), ten);
    mpz_clear(ten);
    if (negative)
        mpq_neg(f->q, f->q);
    mpq_canonicalize(f->q);
    const struct fraction *whole = kept(arena, f);
    return good ? whole : NULL;
}

const struct fraction *fraction_number(struct arena *arena, const struct value *number)
{
    struct exact exact;
    if (!number || !exact_read(arena, number, &exact))
        return NULL;
    int64_t power = exact.point - (int64_t)exact.digits.n;
    if (exact.digits.n > FRACTION_FIGURES_MAX || power > FRACTION_FIGURES_MAX || power < -FRACTION_FIGURES_MAX)
        return NULL;
    return scaled(arena, exact.digits, power, exact.negative);
}

static bool figures(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
    return text.n && text.n <= FRACTION_FIGURES_MAX;
}

const struct fraction *fraction_text(struct arena *arena, struct str text)
{
    ptrdiff_t slash = str_find(text, '/');
    if (slash < 0)
        return fraction_number(arena, &(struct value){.kind = V_NUMBER, .text = text});
    struct str over = str_part(text, 0, (size_t)slash), under = str_part(text, (size_t)slash + 1, text.n);
    if (!figures(over) || !figures(under))
        return NULL;
    return fraction_over(arena, scaled(arena, over, 0, false), scaled(arena, under, 0, false));
}

const struct fraction *fraction_share(struct arena *arena, const struct value *share)
{
    if (!share || share->kind != V_TEXT)
        return share ? fraction_number(arena, share) : NULL;
    return str_find(share->text, '/') < 0 ? NULL : fraction_text(arena, share->text);
}

typedef void operation(mpq_ptr, mpq_srcptr, mpq_srcptr);

static const struct fraction *joined(struct arena *arena, operation *apply, const struct fraction *a,
                                     const struct fraction *b)
{
    struct fraction *f = a && b ? make(arena) : NULL;
    if (f)
        apply(f->q, a->q, b->q);
    return kept(arena, f);
}

const struct fraction *fraction_add(struct arena *arena, const struct fraction *a, const struct fraction *b)
{
    return joined(arena, mpq_add, a, b);
}

const struct fraction *fraction_less(struct arena *arena, const struct fraction *a, const struct fraction *b)
{
    return joined(arena, mpq_sub, a, b);
}

const struct fraction *fraction_times(struct arena *arena, const struct fraction *a, const struct fraction *b)
{
    return joined(arena, mpq_mul, a, b);
}

const struct fraction *fraction_over(struct arena *arena, const struct fraction *a, const struct fraction *b)
{
    return fraction_sign(b) ? joined(arena, mpq_div, a, b) : NULL;
}

const struct fraction *fraction_least(const struct fraction *a, const struct fraction *b)
{
    return !a || !b ? NULL : fraction_compare(a, b) <= 0 ? a : b;
}

const struct fraction *fraction_most(const struct fraction *a, const struct fraction *b)
{
    return !a || !b ? NULL : fraction_compare(a, b) >= 0 ? a : b;
}

int fraction_sign(const struct fraction *a)
{
    return a ? mpq_sgn(a->q) : 0;
}

int fraction_compare(const struct fraction *a, const struct fraction *b)
{
    return a && b ? mpq_cmp(a->q, b->q) : 0;
}

bool fraction_reaches(struct arena *arena, const struct fraction *a, const struct fraction *b)
{
    const struct fraction *raised = fraction_add(arena, a, fraction_of(arena, 1, 1000000000));
    return raised && b && fraction_compare(raised, b) >= 0;
}

bool fraction_near(struct arena *arena, const struct fraction *a, const struct fraction *b)
{
    return fraction_reaches(arena, a, b) && fraction_reaches(arena, b, a);
}

static bool fits(mpz_srcptr z, int64_t *out)
{
    bool good = mpz_fits_slong_p(z);
    if (good)
        *out = mpz_get_si(z);
    return good;
}

bool fraction_floor(const struct fraction *a, int64_t *out)
{
    if (!a)
        return false;
    mpz_t whole;
    mpz_init(whole);
    mpz_fdiv_q(whole, mpq_numref(a->q), mpq_denref(a->q));
    bool good = fits(whole, out);
    mpz_clear(whole);
    return good;
}

bool fraction_round(const struct fraction *a, int64_t *out)
{
    if (!a)
        return false;
    mpz_t twice, under; /* (2·|over| + under) ⁄ (2·under), cut off, is |a| rounded half up */
    mpz_init(twice);
    mpz_init(under);
    mpz_abs(twice, mpq_numref(a->q));
    mpz_mul_2exp(twice, twice, 1);
    mpz_add(twice, twice, mpq_denref(a->q));
    mpz_mul_2exp(under, mpq_denref(a->q), 1);
    mpz_fdiv_q(twice, twice, under);
    if (mpq_sgn(a->q) < 0)
        mpz_neg(twice, twice);
    bool good = fits(twice, out);
    mpz_clear(twice);
    mpz_clear(under);
    return good;
}

/* The double next to it: GMP cuts off, so the next ones are compared with it exactly. */
double fraction_near_double(const struct fraction *a)
{
    if (!a)
        return 0;
    double cut = mpq_get_d(a->q), next = nextafter(cut, mpq_sgn(a->q) < 0 ? -INFINITY : INFINITY);
    if (!isfinite(next))
        return cut;
    mpq_t low, high, middle;
    mpq_inits(low, high, middle, NULL);
    mpq_set_d(low, cut);
    mpq_set_d(high, next);
    mpq_add(middle, low, high);
    mpq_div_2exp(middle, middle, 1);
    int order = mpq_cmp(a->q, middle);
    mpq_clears(low, high, middle, NULL);
    if (order == 0) /* half way: the one whose last bit is 0 */
        return fmod(ldexp(cut, -ilogb(cut) + 52), 2) != 0 ? next : cut;
    return (order > 0) == (mpq_sgn(a->q) >= 0) ? next : cut;
}

struct value *fraction_double(struct arena *arena, double d)
{
    struct str text = {0};
    int digits = 0;
    do {
        text = arena_printf(arena, "%.*g", ++digits, d == 0 ? 0.0 : d);
    } while (text.p && digits < 17 && strtod(text.p, NULL) != d);
    struct value *leaf = text.p ? value_new(arena, V_NUMBER) : NULL;
    if (leaf)
        leaf->text = text;
    return leaf;
}

struct value *fraction_value(struct arena *arena, const struct fraction *a)
{
    int64_t whole;
    if (!a)
        return NULL;
    if (!mpz_cmp_ui(mpq_denref(a->q), 1) && fits(mpq_numref(a->q), &whole) && whole <= EXACT && whole >= -EXACT)
        return value_int(arena, whole);
    return fraction_double(arena, fraction_near_double(a));
}
