#include "base/message.h"
#include "cli/help.h"

bool help_is_group(struct str word)
{
    for (size_t i = 0; command_at(i); i++) {
        struct str name = str_of(command_at(i)->name);
        if (name.n > word.n && word.n && str_starts(name, word) && name.p[word.n] == ' ')
            return true;
    }
    return false;
}

struct str help_words(struct cli *cli, const char *name, const char *part)
{
    struct buf out = buf_init(cli->arena, 0);
    buf_lit(&out, "cli.");
    for (; *name; name++)
        buf_char(&out, *name == ' ' ? '-' : *name);
    buf_printf(&out, ".%s", part);
    struct str key = buf_str(&out);
    return key.p && message_find("en", key).p ? message(cli->arena, "en", key.p, NULL) : S("");
}

struct str help_option_words(struct cli *cli, const struct command *command, const char *option)
{
    struct str part = arena_printf(cli->arena, "option.%s", option);
    struct str own = part.p ? help_words(cli, command->name, part.p) : part;
    struct str key = arena_printf(cli->arena, "cli.option.%s", option);
    return own.n || !key.p ? own : message(cli->arena, "en", key.p, NULL);
}

static void add_option(struct buf *out, const char *name, const char *value, unsigned flags)
{
    bool needed = flags & OPTION_NEEDED;
    buf_printf(out, " %s--%s%s%s%s%s", needed ? "" : "[", name, value ? " " : "", value ? value : "", needed ? "" : "]",
               flags & OPTION_MANY ? "…" : "");
}

struct str help_synopsis(struct cli *cli, const struct command *command)
{
    struct buf out = buf_init(cli->arena, 0);
    buf_printf(&out, "entente %s%s%s", command->name, *command->operands ? " " : "", command->operands);
    for (const struct option *o = command->options; o && o->name; o++)
        add_option(&out, o->name, o->value, o->flags);
    for (const enum setting *s = command->settings; s && *s != SETTING_COUNT; s++)
        add_option(&out, setting_rows[*s].name, setting_rows[*s].value, 0);
    return buf_str(&out);
}

int help_exit_status(size_t i)
{
    for (int status = 0; status < 256; status++)
        for (int err = 0; err < ERR_COUNT; err++)
            if (err_exit((enum err)err) == status) {
                if (i-- == 0)
                    return status;
                break;
            }
    return -1;
}
