#include "engines/governance/decision_heat.h"

int64_t quarter_of(int64_t day, int back)
{
    struct civil civil = date_civil(day);
    int64_t quarters = civil.year * 4 + (civil.month - 1) / 3 - back;
    return date_days((struct civil){quarters / 4, quarters % 4 * 3 + 1, 1});
}

static int level_of(double share)
{
    return share <= 1 ? 1 : share <= 1.5 ? 2 : share <= 2 ? 3 : 4;
}

struct heat_cell heat_cell_of(struct arena *arena, const struct heat_decision *all, size_t count, int64_t from,
                              int64_t until, int64_t today)
{
    enum { THOUSANDTHS = 1000 };
    struct heat_cell cell = {.median_days = -1};
    int64_t *days = ARENA_ARRAY(arena, count + 1, int64_t), *shares = ARENA_ARRAY(arena, count + 1, int64_t);
    size_t agreed = 0;
    for (size_t i = 0; days && shares && i < count; i++) {
        if (all[i].asked == NO_DAY || all[i].asked < from || all[i].asked > until)
            continue;
        int64_t took = (all[i].taken == NO_DAY ? today : all[i].taken) - all[i].asked;
        days[cell.count++] = took;
        cell.contested += all[i].contested;
        if (all[i].allowed_days > 0)
            shares[agreed++] = took * THOUSANDTHS / all[i].allowed_days;
    }
    if (!cell.count)
        return cell;
    cell.median_days = median_of(days, (size_t)cell.count);
    cell.agreed = agreed > 0;
    cell.level = agreed ? level_of(median_of(shares, agreed) / THOUSANDTHS) : 1;
    return cell;
}
