#include "kernel/scope.h"
#include "base/buf.h"
#include "base/message.h"
#include "kernel/leaf.h"
#include "kernel/record.h"
#include "kernel/rights.h"

enum { GROUP_UNKNOWN = 31 }; /* a bit that no group has */

bool scope_is_narrow(const struct token_scope *scope)
{
    return scope->reads_only || scope->groups || scope->alliance.p;
}

const char *scope_lacks(const struct token_scope *scope, const char *group, enum action action)
{
    int index = scope->groups ? right_index(str_of(group)) : -1;
    if (scope->reads_only && action != ACTION_READ)
        return "change";
    if (scope->groups && (index < 0 || !(scope->groups & 1u << index)))
        return "group";
    return scope->alliance.p && !strcmp(group, "accounts") ? "alliance" : NULL;
}

struct str scope_words(struct work *work, const struct token_scope *scope, const char *lacks, const char *group)
{
    struct arena *a = work->arena;
    struct str groups = scope_groups_text(a, scope), key = arena_printf(a, "roles.group.%s", group);
    struct str name = key.p ? message(a, work->locale.language, key.p, NULL) : key;
    struct value *args =
        message_args(a, "group", value_text(a, name), "groups", value_text(a, groups.p ? groups : S("")), NULL);
    struct str words = arena_printf(a, "token.lacks.%s", lacks);
    return words.p ? message(a, work->locale.language, words.p, args) : words;
}

struct str scope_groups_text(struct arena *arena, const struct token_scope *scope)
{
    struct buf out = buf_init(arena, 0);
    if (!scope->groups)
        return (struct str){NULL, 0};
    for (size_t i = 0; right_at(i); i++)
        if (scope->groups & 1u << i)
            buf_printf(&out, "%s%s", out.n ? "," : "", right_at(i)->group);
    return buf_str(&out);
}

unsigned scope_groups_parse(struct str text)
{
    unsigned groups = 0;
    struct str rest = text, code;
    while (text.n && str_cut(&rest, ',', &code)) {
        int index = right_index(code);
        groups |= index < 0 ? 0 : 1u << index;
    }
    /* A group that the program no longer knows must not open all of them. */
    return text.n && !groups ? 1u << GROUP_UNKNOWN : groups;
}

static enum err add_group(struct work *work, struct str code, struct token_scope *out)
{
    int index = right_index(code);
    if (index < 0)
        return problem_say(&work->problems, S("/groups"), "token.group-unknown", NULL);
    out->groups |= 1u << index;
    return OK;
}

static enum err parse_groups(struct work *work, const struct value *groups, struct token_scope *out)
{
    enum err err = OK;
    if (groups && groups->kind == V_TEXT)
        return groups->text.n ? add_group(work, groups->text, out) : OK;
    if (groups && groups->kind != V_LIST && groups->kind != V_NULL)
        return problem_say(&work->problems, S("/groups"), "token.group-unknown", NULL);
    VALUE_EACH (group, groups && groups->kind == V_LIST ? groups : NULL)
        err = err ? err : add_group(work, group->kind == V_TEXT ? group->text : S(""), out);
    return err;
}

enum err scope_parse(struct work *work, const struct viewer *viewer, const struct value *input, struct token_scope *out)
{
    struct str access = value_get_text(input, "access"), alliance = str_trim(value_get_text(input, "alliance"));
    *out = (struct token_scope){.reads_only = str_is(access, "read")};
    if (access.n && !out->reads_only && !str_is(access, "change"))
        return problem_say(&work->problems, S("/access"), "token.access-unknown", NULL);
    enum err err = parse_groups(work, value_get(input, "groups"), out);
    if (err || !alliance.n)
        return err;
    struct str name = {NULL, 0}; /* which a forum has not, though it has circles */
    err = record_face(work, viewer, kind_by_name(S("alliance")), alliance, &name);
    size_t n;
    const struct viewer_audience *const *circles = viewer_circles(viewer, alliance, &n);
    if (n && name.p)
        out->alliance = circles[0]->alliance;
    if (err)
        return err;
    return out->alliance.p ? OK : problem_say(&work->problems, S("/alliance"), "token.alliance-unknown", NULL);
}

enum err scope_put(struct work *work, const struct viewer *viewer, const struct token_scope *scope, struct value *map)
{
    struct arena *a = work->arena;
    value_put(map, "access",
              scope->reads_only ? leaf_choice(a, S("read"), S("token.access.read"))
                                : leaf_choice(a, S("change"), S("token.access.change")));
    struct value *groups = value_put(map, "groups", scope->groups ? value_list(a) : value_null(a));
    for (size_t i = 0; scope->groups && right_at(i); i++)
        if (scope->groups & 1u << i)
            value_push(groups, leaf_choice(a, str_of(right_at(i)->group),
                                           arena_printf(a, "roles.group.%s", right_at(i)->group)));
    struct str name = {NULL, 0};
    const struct kind *alliances = kind_by_name(S("alliance"));
    enum err err = scope->alliance.p && alliances ? record_face(work, viewer, alliances, scope->alliance, &name) : OK;
    if (err)
        return err;
    struct str href = scope->alliance.p ? arena_printf(a, "/alliances/%.*s", STR_ARG(scope->alliance)) : S("");
    value_put(map, "alliance",
              scope->alliance.p ? leaf_ref(a, scope->alliance, name.p ? name : S(""), name.p ? href : S(""))
                                : value_null(a));
    return groups ? OK : ERR_MEMORY;
}
