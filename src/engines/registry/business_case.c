#include "engines/registry/business_case.h"
#include "base/decimal.h"
#include <stdlib.h>

bool business_case_net(int64_t captured, int64_t running, int64_t *net)
{
    return !__builtin_sub_overflow(captured, running, net);
}

bool business_case_capture(int64_t captured, int64_t created, int64_t *capture)
{
    return created != 0 && decimal_mul_div(captured, DECIMAL_ONE, created, capture);
}

bool business_case_realisation(int64_t net, int64_t forecast_net, int64_t *realisation)
{
    return forecast_net != 0 && decimal_mul_div(net, DECIMAL_ONE, forecast_net, realisation);
}

bool business_case_running(const struct running_cost *parts, int64_t *running)
{
    return decimal_mul_div(parts->hours, parts->hourly_rate, DECIMAL_ONE, running) &&
           !__builtin_add_overflow(*running, parts->travel, running) &&
           !__builtin_add_overflow(*running, parts->legal, running) &&
           !__builtin_add_overflow(*running, parts->partnership_tax, running);
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

bool business_case_bias(int64_t *realisations, size_t count, int64_t *bias)
{
    if (!count)
        return false;
    qsort(realisations, count, sizeof *realisations, by_size);
    int64_t middle = realisations[count / 2];
    if (count % 2 == 0 && (__builtin_add_overflow(middle, realisations[count / 2 - 1], &middle) ||
                           !decimal_mul_div(middle, 1, 2, &middle)))
        return false;
    return !__builtin_sub_overflow(middle, DECIMAL_ONE, bias);
}
