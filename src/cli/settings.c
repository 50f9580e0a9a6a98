#include "cli/settings.h"
#include "base/mail.h"
#include "base/message.h"
#include "cli/cli.h"
#include "cli/files.h"
#include <stdlib.h>

const struct setting_row setting_rows[SETTING_COUNT] = {
    [SETTING_CONFIG] = {"config", "ENTENTE_CONFIG", TYPE_PATH, "FILE", "~/.config/entente/entente.conf", 0, 0},
    [SETTING_STORE] = {"store", "ENTENTE_STORE", TYPE_STORE, "STORE", "sqlite:~/.local/share/entente/entente.db", 0, 0},
    [SETTING_LISTEN] = {"listen", "ENTENTE_LISTEN", TYPE_ADDRESS, "ADDRESS:PORT", "127.0.0.1:8080", 0, 0},
    [SETTING_PORT_FILE] = {"port-file", "ENTENTE_PORT_FILE", TYPE_PATH, "FILE", NULL, 0, 0},
    [SETTING_METRICS] = {"metrics", "ENTENTE_METRICS", TYPE_ADDRESS, "ADDRESS:PORT", NULL, 0, 0},
    [SETTING_KEY_FILE] = {"key-file", "ENTENTE_KEY_FILE", TYPE_PATH, "FILE", "~/.local/share/entente/key", 0, 0},
    [SETTING_BASE] = {"base", "ENTENTE_BASE", TYPE_URL, "URL", NULL, 0, 0},
    [SETTING_BEHIND_PROXY] = {"behind-proxy", "ENTENTE_BEHIND_PROXY", TYPE_SWITCH, NULL, "no", 0, 0},
    [SETTING_SECURE_COOKIES] = {"secure-cookies", "ENTENTE_SECURE_COOKIES", TYPE_SWITCH, NULL, "no", 0, 0},
    [SETTING_THREADS] = {"threads", "ENTENTE_THREADS", TYPE_NUMBER, "NUMBER", "2", 1, 64},
    [SETTING_WORKERS] = {"workers", "ENTENTE_WORKERS", TYPE_NUMBER, "NUMBER", "4", 1, 256},
    [SETTING_CONNECTIONS] = {"connections", "ENTENTE_CONNECTIONS", TYPE_NUMBER, "NUMBER", "1000", 1, 100000},
    [SETTING_DRAIN] = {"drain", "ENTENTE_DRAIN", TYPE_NUMBER, "SECONDS", "10", 1, 3600},
    [SETTING_FILE_SIZE] = {"file-size", "ENTENTE_FILE_SIZE", TYPE_NUMBER, "BYTES", "26214400", 1, 1 << 30},
    [SETTING_FILES_TOTAL] = {"files-total", "ENTENTE_FILES_TOTAL", TYPE_NUMBER, "BYTES", "10737418240", 1,
                             INT64_C(1) << 50},
    [SETTING_UPLOADS] = {"uploads", "ENTENTE_UPLOADS", TYPE_NUMBER, "NUMBER", "32", 1, 64},
    [SETTING_KEEP_WITHDRAWN] = {"keep-withdrawn", "ENTENTE_KEEP_WITHDRAWN", TYPE_NUMBER, "DAYS", "30", 30, 36500},
    [SETTING_KEEP_DETAILS] = {"keep-details", "ENTENTE_KEEP_DETAILS", TYPE_NUMBER, "DAYS", "0", 0, 36500},
    [SETTING_PURGE_EVERY] = {"purge-every", "ENTENTE_PURGE_EVERY", TYPE_NUMBER, "SECONDS", "86400", 0, 604800},
    [SETTING_SMTP] = {"smtp", "ENTENTE_SMTP", TYPE_SMTP, "URL", NULL, 0, 0},
    [SETTING_MAIL_FROM] = {"mail-from", "ENTENTE_MAIL_FROM", TYPE_MAIL, "EMAIL", NULL, 0, 0},
    [SETTING_UNCONFINED] = {"unconfined", "ENTENTE_UNCONFINED", TYPE_SWITCH, NULL, "no", 0, 0},
    [SETTING_LOG_LEVEL] = {"log-level", "ENTENTE_LOG_LEVEL", TYPE_LEVEL, "LEVEL", "info", 0, 0},
};

int setting_find(struct str name)
{
    for (int i = 0; i < SETTING_COUNT; i++)
        if (str_is(name, setting_rows[i].name))
            return i;
    return -1;
}

/* A whole number without blanks or signs. */
static bool number_within(struct str text, int64_t low, int64_t high)
{
    int64_t number;
    return text.n > 0 && text.p[0] != '+' && str_int(text, &number) && number >= low && number <= high;
}

bool settings_address(struct arena *arena, struct str text, const char **address, uint16_t *port)
{
    size_t colon = text.n;
    while (colon > 0 && text.p[colon - 1] != ':')
        colon--;
    struct str host = str_part(text, 0, colon ? colon - 1 : 0), number = str_part(text, colon, text.n);
    bool brackets = host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']';
    int64_t value = 0;
    if (!colon || !number_within(number, 0, UINT16_MAX) || !str_int(number, &value))
        return false;
    if (brackets)
        host = str_part(host, 1, host.n - 2);
    else if (str_find(host, ':') >= 0 || str_find(host, '[') >= 0)
        return false;
    if (host.n == 0)
        return false;
    *port = (uint16_t)value;
    *address = arena_cstr(arena, host);
    return *address != NULL;
}

static bool is_url(struct str text)
{
    struct str rest = text, host;
    if (str_starts(text, S("http://")))
        rest = str_part(text, 7, text.n);
    else if (str_starts(text, S("https://")))
        rest = str_part(text, 8, text.n);
    else
        return false;
    for (size_t i = 0; i < rest.n; i++)
        if ((unsigned char)rest.p[i] <= ' ' || rest.p[i] == '?' || rest.p[i] == '#')
            return false;
    return str_cut(&rest, '/', &host) && host.n > 0 && rest.n == 0;
}

static bool is_one_of(struct str text, const char *const *words)
{
    for (; *words; words++)
        if (str_is(text, *words))
            return true;
    return false;
}

static bool fits(struct arena *arena, const struct setting_row *row, struct str value)
{
    static const char *const levels[] = {"debug", "info", "warn", "error", NULL};
    static const char *const answers[] = {"yes", "no", NULL};
    const char *address;
    uint16_t port;
    switch (row->type) {
    case TYPE_PATH:
        return value.n > 0;
    case TYPE_STORE:
        return str_find(value, ':') > 0;
    case TYPE_ADDRESS:
        return settings_address(arena, value, &address, &port);
    case TYPE_URL:
        return is_url(value);
    case TYPE_SMTP:
        return mail_server_valid(value);
    case TYPE_MAIL:
        return mail_address_valid(value);
    case TYPE_SWITCH:
        return is_one_of(value, answers);
    case TYPE_NUMBER:
        return number_within(value, row->low, row->high);
    case TYPE_LEVEL:
        return is_one_of(value, levels);
    }
    return false;
}

/* Takes a value over, or says at `where` what it should be. */
static enum err take(struct settings *settings, struct problems *problems, enum setting setting, struct str value,
                     struct str where)
{
    static const char *const keys[] = {"cli.want.path",   "cli.want.store",  "cli.want.address",
                                       "cli.want.url",    "cli.want.smtp",   "cli.want.mail",
                                       "cli.want.switch", "cli.want.number", "cli.want.level"};
    const struct setting_row *row = &setting_rows[setting];
    struct arena *a = problems->arena;
    if (!fits(a, row, value))
        return problem_say(problems, where, keys[row->type],
                           message_args(a, "value", value_text(a, value), "low", value_int(a, row->low), "high",
                                        value_int(a, row->high), NULL));
    if (row->type == TYPE_URL && str_ends(value, S("/")))
        value.n--;
    settings->value[setting] = arena_copy(a, value);
    settings->given[setting] = true;
    return settings->value[setting].p ? OK : ERR_MEMORY;
}

enum err settings_flag(struct settings *settings, struct problems *problems, enum setting setting, struct str value)
{
    return take(settings, problems, setting, value, arena_printf(problems->arena, "--%s", setting_rows[setting].name));
}

static enum err from_environment(struct settings *settings, struct problems *problems)
{
    enum err err = OK;
    for (int i = 0; i < SETTING_COUNT; i++) {
        const char *value = getenv(setting_rows[i].environment);
        if (settings->given[i] || !value || !*value)
            continue;
        enum err one = take(settings, problems, (enum setting)i, str_of(value), str_of(setting_rows[i].environment));
        err = one ? one : err;
    }
    return err;
}

static const char *name_at(size_t i, const void *user)
{
    (void)user;
    return i + 1 < SETTING_COUNT ? setting_rows[i + 1].name : NULL; /* without config */
}

static enum err unknown_key(struct problems *problems, struct str where, struct str key)
{
    struct arena *a = problems->arena;
    struct str near = nearest_word(a, key, name_at, NULL);
    return problem_say(problems, where, near.p ? "cli.file.unknown-near" : "cli.file.unknown",
                       message_args(a, "name", value_text(a, key), "near", value_text(a, near), NULL));
}

/* One line of the file: blank, "# …", or "key = value". */
static enum err from_line(struct settings *settings, bool *seen, struct problems *problems, struct str line,
                          struct str where)
{
    struct str key, rest = str_trim(line);
    if (rest.n == 0 || rest.p[0] == '#')
        return OK;
    if (!str_cut(&rest, '=', &key) || !rest.p)
        return problem_say(problems, where, "cli.file.line", NULL);
    key = str_trim(key);
    int setting = setting_find(key);
    if (setting <= SETTING_CONFIG)
        return unknown_key(problems, where, key);
    if (seen[setting])
        return problem_say(problems, where, "cli.file.twice",
                           message_args(problems->arena, "name", value_text(problems->arena, key), NULL));
    seen[setting] = true;
    struct settings ignored = {.value = {{NULL, 0}}};
    return take(settings->given[setting] ? &ignored : settings, problems, (enum setting)setting, str_trim(rest), where);
}

static enum err from_file(struct settings *settings, struct problems *problems, struct str path)
{
    struct str text, line;
    bool seen[SETTING_COUNT] = {false};
    enum err err = file_read(problems, path, 1 << 20, &text), one;
    if (err)
        return err;
    for (size_t number = 1; str_cut(&text, '\n', &line); number++) {
        struct str where = arena_printf(problems->arena, "%.*s:%zu", STR_ARG(path), number);
        one = from_line(settings, seen, problems, line, where);
        err = one ? one : err;
    }
    return err;
}

/* "~/.config/entente/entente.conf" where XDG_CONFIG_HOME and HOME say; p NULL when neither is set. */
static struct str place(struct arena *arena, const char *variable, const char *below_home, const char *name)
{
    const char *folder = getenv(variable), *home = getenv("HOME");
    if (folder && *folder == '/')
        return arena_printf(arena, "%s/%s", folder, name);
    return home && *home ? arena_printf(arena, "%s/%s/%s", home, below_home, name) : (struct str){NULL, 0};
}

static enum err put_defaults(struct settings *settings, struct arena *arena)
{
    for (int i = 0; i < SETTING_COUNT; i++)
        if (!settings->given[i] && setting_rows[i].fallback && i != SETTING_CONFIG)
            settings->value[i] = str_of(setting_rows[i].fallback);
    if (!settings->given[SETTING_KEY_FILE])
        settings->value[SETTING_KEY_FILE] = place(arena, "XDG_DATA_HOME", ".local/share", "entente/key");
    if (settings->given[SETTING_STORE])
        return OK;
    struct str path = place(arena, "XDG_DATA_HOME", ".local/share", "entente/entente.db");
    settings->value[SETTING_STORE] = path.p ? arena_printf(arena, "sqlite:%s", path.p) : path;
    return OK;
}

enum err settings_complete(struct settings *settings, struct problems *problems)
{
    enum err err = from_environment(settings, problems), file = OK;
    struct str path = settings->value[SETTING_CONFIG];
    if (settings->given[SETTING_CONFIG]) {
        file = from_file(settings, problems, path);
    } else {
        path = place(problems->arena, "XDG_CONFIG_HOME", ".config", "entente/entente.conf");
        if (path.p && file_exists(path))
            file = from_file(settings, problems, path);
    }
    settings->value[SETTING_CONFIG] = path;
    err = err ? err : file;
    return err ? err : put_defaults(settings, problems->arena);
}
