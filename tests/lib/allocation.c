#include "allocation.h"
#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdlib.h>

static atomic_bool counting, going_on;
static atomic_uint asked, fails;
static _Thread_local bool exempt;

/* Those of a sanitizer where there is one; else libc's own. */
#define REAL(type, name, parameters)                                   \
    __attribute__((weak)) extern type __interceptor_##name parameters; \
    extern type __libc_##name parameters;
REAL(void *, malloc, (size_t size))
REAL(void *, calloc, (size_t count, size_t size))
REAL(void *, realloc, (void *old, size_t size))
REAL(void *, memalign, (size_t alignment, size_t size))
#define HAND_ON(name, ...) (__interceptor_##name ? __interceptor_##name(__VA_ARGS__) : __libc_##name(__VA_ARGS__))
#define PLAIN              __attribute__((no_sanitize_address, no_sanitize_thread))

PLAIN static bool fails_now(void)
{
    if (!atomic_load_explicit(&counting, memory_order_relaxed) || exempt)
        return false;
    unsigned number = atomic_fetch_add(&asked, 1) + 1, at = atomic_load(&fails);
    bool now = at && (number == at || (number > at && atomic_load(&going_on)));
    if (now)
        errno = ENOMEM;
    return now;
}

PLAIN void *malloc(size_t size)
{
    return fails_now() ? NULL : HAND_ON(malloc, size);
}

PLAIN void *calloc(size_t count, size_t size)
{
    return fails_now() ? NULL : HAND_ON(calloc, count, size);
}

PLAIN void *realloc(void *old, size_t size)
{
    return fails_now() ? NULL : HAND_ON(realloc, old, size);
}

PLAIN void *memalign(size_t alignment, size_t size)
{
    return fails_now() ? NULL : HAND_ON(memalign, alignment, size);
}

PLAIN void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

PLAIN int posix_memalign(void **out, size_t alignment, size_t size)
{
    void *made = memalign(alignment, size);
    if (!made)
        return ENOMEM;
    *out = made;
    return 0;
}

void allocation_fail(unsigned n, bool on)
{
    exempt = true;
    atomic_store(&going_on, on);
    atomic_store(&fails, n);
    atomic_store(&asked, 0);
    atomic_store(&counting, true);
}

unsigned allocation_stop(void)
{
    atomic_store(&counting, false);
    exempt = false;
    return atomic_load(&asked);
}
