/* settings.h: what can be set, from one table. A value comes from a flag (--store), else from the environment
 * (ENTENTE_STORE), else from a file (store = …), else it is the default. The file is named by --config or
 * ENTENTE_CONFIG, or is ~/.config/entente/entente.conf where that is there. */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H
#include "base/problem.h"

enum setting {
    SETTING_CONFIG,
    SETTING_STORE,
    SETTING_LISTEN,
    SETTING_PORT_FILE,
    SETTING_METRICS,
    SETTING_KEY_FILE,
    SETTING_BASE,
    SETTING_BEHIND_PROXY,
    SETTING_SECURE_COOKIES,
    SETTING_THREADS,
    SETTING_WORKERS,
    SETTING_CONNECTIONS,
    SETTING_DRAIN,
    SETTING_FILE_SIZE,
    SETTING_FILES_TOTAL,
    SETTING_UPLOADS,
    SETTING_KEEP_WITHDRAWN,
    SETTING_KEEP_DETAILS,
    SETTING_PURGE_EVERY,
    SETTING_SMTP,
    SETTING_MAIL_FROM,
    SETTING_UNCONFINED,
    SETTING_LOG_LEVEL,
    SETTING_COUNT
};

enum setting_type {
    TYPE_PATH,
    TYPE_STORE,   /* sqlite:PATH, postgresql://… */
    TYPE_ADDRESS, /* ADDRESS:PORT */
    TYPE_URL,     /* http://… or https://…, without a path */
    TYPE_SMTP,    /* smtp://… or smtps://… */
    TYPE_MAIL,    /* an e-mail address */
    TYPE_SWITCH,  /* yes or no; as a flag without a value it means yes */
    TYPE_NUMBER,  /* low..high */
    TYPE_LEVEL    /* debug, info, warn, error */
};

/* Words: cli.setting.<name>. The flag is --<name>, the key in the file <name>. */
struct setting_row {
    const char *name;        /* "port-file" */
    const char *environment; /* "ENTENTE_PORT_FILE" */
    enum setting_type type;
    const char *value;    /* what stands for its value in help: "FILE" */
    const char *fallback; /* the default, or NULL for none; "~/…" as said, see settings_default */
    int64_t low, high;
};
extern const struct setting_row setting_rows[SETTING_COUNT];

struct settings {
    struct str value[SETTING_COUNT]; /* p NULL: not set, and no default */
    bool given[SETTING_COUNT];       /* by flag, environment or file */
};

/* The row of that name, or -1. */
int setting_find(struct str name);
/* Sets one by a flag. Says what is wrong with it at "--name". */
enum err settings_flag(struct settings *settings, struct problems *problems, enum setting setting,
                       struct str value) MUST_CHECK;
/* Fills in what no flag has set: from the environment, the file, the defaults; all problems at once. */
enum err settings_complete(struct settings *settings, struct problems *problems) MUST_CHECK;
/* Takes "ADDRESS:PORT" apart; an address of IPv6 stands in brackets. False when it is none. */
bool settings_address(struct arena *arena, struct str text, const char **address, uint16_t *port);
#endif
