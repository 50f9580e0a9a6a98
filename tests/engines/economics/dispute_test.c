/* How old a dispute is. */
#include "check.h"
#include "engines/economics/dispute.h"

TEST(dispute, older_than_thirty_days_is_grave)
{
    CHECK(!dispute_grave(100, 130));
    CHECK(dispute_grave(100, 131));
    CHECK(!dispute_grave(NO_DAY, 131));
}
