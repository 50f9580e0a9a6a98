#include "cli/commands.h"

#define JSON           \
    {                  \
        .name = "json" \
    }
#define AS                             \
    {                                  \
        .name = "as", .value = "EMAIL" \
    }
#define END          \
    {                \
        .name = NULL \
    }

static const enum setting store_only[] = {SETTING_STORE, SETTING_LOG_LEVEL, SETTING_COUNT};
static const enum setting store_and_base[] = {SETTING_STORE, SETTING_BASE, SETTING_LOG_LEVEL, SETTING_COUNT};
static const enum setting attaching[] = {SETTING_STORE, SETTING_FILE_SIZE, SETTING_FILES_TOTAL, SETTING_LOG_LEVEL,
                                         SETTING_COUNT};
static const enum setting keeping[] = {SETTING_STORE, SETTING_KEEP_WITHDRAWN, SETTING_KEEP_DETAILS, SETTING_LOG_LEVEL,
                                       SETTING_COUNT};
static const enum setting serving[] = {
    SETTING_STORE,       SETTING_LISTEN,       SETTING_PORT_FILE,      SETTING_METRICS,      SETTING_KEY_FILE,
    SETTING_BASE,        SETTING_BEHIND_PROXY, SETTING_SECURE_COOKIES, SETTING_THREADS,      SETTING_WORKERS,
    SETTING_CONNECTIONS, SETTING_DRAIN,        SETTING_KEEP_WITHDRAWN, SETTING_KEEP_DETAILS, SETTING_PURGE_EVERY,
    SETTING_FILE_SIZE,   SETTING_FILES_TOTAL,  SETTING_UPLOADS,        SETTING_SMTP,         SETTING_MAIL_FROM,
    SETTING_UNCONFINED,  SETTING_LOG_LEVEL,    SETTING_COUNT,
};
static const enum setting mailing[] = {SETTING_STORE, SETTING_SMTP,      SETTING_MAIL_FROM,
                                       SETTING_BASE,  SETTING_LOG_LEVEL, SETTING_COUNT};

static const struct option init_options[] = {
    {.name = "organisation", .value = "NAME", .flags = OPTION_NEEDED},
    {.name = "admin", .value = "EMAIL", .flags = OPTION_NEEDED},
    {.name = "name", .value = "NAME"},
    END,
};
static const struct option demo_options[] = {
    {.name = "as-of", .value = "DATE"},
    {.name = "alliances", .value = "COUNT"},
    {.name = "commitments", .value = "COUNT"},
    JSON,
    END,
};
static const struct option add_options[] = {
    {.name = "name", .value = "NAME"},
    {.name = "organisation", .value = "ORGANISATION"},
    {.name = "role", .value = "ROLE", .flags = OPTION_MANY},
    JSON,
    END,
};
static const struct option link_options[] = {{.name = "hours", .value = "HOURS"}, END};
static const struct option token_options[] = {
    {.name = "name", .value = "NAME"},
    {.name = "days", .value = "DAYS"},
    {.name = "read-only"},
    {.name = "group", .value = "GROUP", .flags = OPTION_MANY},
    {.name = "alliance", .value = "ALLIANCE"},
    END,
};
static const struct option invite_options[] = {
    {.name = "name", .value = "NAME", .flags = OPTION_NEEDED},
    {.name = "organisation", .value = "ORGANISATION"},
    {.name = "role", .value = "ROLE", .flags = OPTION_MANY},
    END,
};
static const struct option data_options[] = {{.name = "format", .value = "json|csv"}, END};
static const struct option erase_options[] = {{.name = "confirm", .value = "NAME"}, JSON, END};
static const struct option purge_options[] = {{.name = "dry-run"}, JSON, END};
static const struct option import_options[] = {{.name = "dry-run"}, AS, JSON, END};
static const struct option export_options[] = {{.name = "format", .value = "csv|json"},
                                               AS,
                                               {.name = "all", .value = "FILE|FOLDER"},
                                               {.name = "with-access"},
                                               JSON,
                                               END};
static const struct option attach_options[] = {
    {.name = "name", .value = "NAME"}, {.name = "circle", .value = "joint|side"}, AS, JSON, END};
static const struct option calc_options[] = {{.name = "schema"}, JSON, END};
static const struct option json_options[] = {JSON, END};
static const struct option notices_options[] = {{.name = "to", .value = "EMAIL"}, JSON, END};
static const struct option help_options[] = {
    {.name = "markdown"}, {.name = "man"}, {.name = "completion", .value = "bash|zsh"}, END};

static const struct command commands[] = {
    {"init", "", init_options, store_and_base, 0, 0, command_init},
    {"demo", "", demo_options, store_only, 0, 0, command_demo},
    {"serve", "", NULL, serving, 0, 0, command_serve},
    {"user add", "EMAIL", add_options, store_only, 1, 1, command_user_add},
    {"user list", "", json_options, store_only, 0, 0, command_user_list},
    {"user disable", "EMAIL", NULL, store_only, 1, 1, command_user_disable},
    {"user enable", "EMAIL", NULL, store_only, 1, 1, command_user_enable},
    {"user link", "EMAIL", link_options, store_and_base, 1, 1, command_user_link},
    {"user reset", "EMAIL", link_options, store_and_base, 1, 1, command_user_reset},
    {"user invite", "EMAIL", invite_options, store_and_base, 1, 1, command_user_invite},
    {"user second-factor-off", "EMAIL", NULL, store_only, 1, 1, command_second_factor_off},
    {"token", "EMAIL", token_options, store_only, 1, 1, command_token},
    {"person data", "PERSON", data_options, store_only, 1, 1, command_person_data},
    {"person erase", "PERSON", erase_options, store_only, 1, 1, command_person_erase},
    {"import", "KIND FILE", import_options, store_only, 2, 2, command_import},
    {"attach", "KIND RECORD FILE", attach_options, attaching, 3, 3, command_attach},
    {"export", "[KIND]", export_options, store_only, 0, 1, command_export},
    {"calc", "[NAME]", calc_options, NULL, 0, 1, command_calc},
    {"purge", "", purge_options, keeping, 0, 0, command_purge},
    {"notices", "", notices_options, mailing, 0, 0, command_notices},
    {"verify", "", json_options, store_only, 0, 0, command_verify},
    {"backup", "FILE", NULL, store_only, 1, 1, command_backup},
    {"restore", "FILE", json_options, store_only, 1, 1, command_restore},
    {"migrate", "", json_options, store_only, 0, 0, command_migrate},
    {"status", "", json_options, store_only, 0, 0, command_status},
    {"routes", "", json_options, NULL, 0, 0, command_routes},
    {"version", "", json_options, NULL, 0, 0, command_version},
    {"help", "[TOPIC]", help_options, store_only, 0, 2, command_help},
};

const struct command *command_at(size_t i)
{
    return i < sizeof commands / sizeof *commands ? &commands[i] : NULL;
}

const struct command *command_find(struct str name)
{
    for (size_t i = 0; command_at(i); i++)
        if (str_is(name, command_at(i)->name))
            return command_at(i);
    return NULL;
}
