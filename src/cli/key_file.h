/* key_file.h: the key with which secrets in the store are sealed (kernel/vault.h), in a file beside the store. */
#ifndef CLI_KEY_FILE_H
#define CLI_KEY_FILE_H
#include "cli/cli.h"

/* Reads the file of the setting, makes it where it is missing (random, readable by its owner only), and hands the key
 * over. Where the setting was not given and its default cannot be used, goes on without, and logs so. */
enum err key_file_use(struct cli *cli) MUST_CHECK;
#endif
