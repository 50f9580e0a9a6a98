/* second_factor_row.h: what sessions must know of the second factor. Only files of the kernel include it. */
#ifndef KERNEL_SECOND_FACTOR_ROW_H
#define KERNEL_SECOND_FACTOR_ROW_H
#include "kernel/account_row.h"

/* What a new session of the account must wait for: "code", "setup", or NULL. */
enum err second_factor_step(struct work *work, const struct account_row *account, const char **step) MUST_CHECK;
#endif
