/* Roles and rights: role × group of records × action × audience, from the table that the kernel judges by. */
#include "kernel/rights.h"
#include "web/page_kit.h"
#include "web/pages.h"

static const struct {
    enum action action;
    const char *code, *words;
} actions[] = {
    {ACTION_READ, "read", "roles.action.read"},       {ACTION_CREATE, "create", "roles.action.create"},
    {ACTION_CHANGE, "change", "roles.action.change"}, {ACTION_WITHDRAW, "withdraw", "roles.action.withdraw"},
    {ACTION_SHARE, "share", "roles.action.share"},
};

/* The audiences of the table: what the organisation keeps for itself, and the circles of an alliance. */
static const struct {
    const char *code;
    bool circle;
} audiences[] = {{"owner", false}, {"circle", true}};

/* {role, audience, actions: [code], words or null} */
static void put_cell(struct request *request, struct value *cells, const struct right *right, enum role role,
                     size_t audience)
{
    struct arena *a = request->work.arena;
    struct value *cell = value_push_map(a, cells);
    struct buf words = buf_init(a, 0);
    value_put_text(a, cell, "role", str_of(role_code(role)));
    value_put_text(a, cell, "audience", str_of(audiences[audience].code));
    struct value *allowed = value_put_list(a, cell, "actions");
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (!right_stands(right->group, audiences[audience].circle) ||
            !rights_allow_in(1u << role, right->group, actions[i].action, audiences[audience].circle))
            continue;
        struct str word = page_words(request, actions[i].words, NULL);
        value_push(allowed, value_text(a, str_of(actions[i].code)));
        buf_printf(&words, "%s%.*s", words.n ? ", " : "", STR_ARG(word));
    }
    value_put(cell, "words", words.n ? value_text(a, buf_str(&words)) : value_null(a));
}

static void put_group(struct request *request, struct value *groups, const struct right *right)
{
    struct arena *a = request->work.arena;
    struct value *group = value_push_map(a, groups);
    value_put_text(a, group, "group", str_of(right->group));
    value_put_text(a, group, "label", page_words(request, page_key(request, "roles.group.%s", right->group), NULL));
    value_put_text(a, group, "about",
                   page_words(request, page_key(request, "roles.group.%s.about", right->group), NULL));
    struct value *cells = value_put_list(a, group, "rights");
    for (size_t audience = 0; audience < sizeof audiences / sizeof *audiences; audience++)
        for (unsigned role = 0; role < ROLE_COUNT; role++)
            put_cell(request, cells, right, (enum role)role, audience);
    struct value *kinds = value_put_list(a, group, "kinds");
    for (size_t i = 0; kind_at(i); i++)
        if (!strcmp(kind_at(i)->rights, right->group))
            value_push(kinds, value_text(a, str_of(kind_at(i)->plural)));
}

/* One table for each audience: rows of groups with the cells of that audience. */
static void put_tables(struct request *request, struct value *page, const struct value *groups)
{
    struct arena *a = request->work.arena;
    struct value *tables = value_put_list(a, page, "tables");
    for (size_t i = 0; i < sizeof audiences / sizeof *audiences; i++) {
        struct value *table = value_push_map(a, tables);
        value_put_text(a, table, "caption",
                       page_words(request, page_key(request, "roles.audience.%s", audiences[i].code), NULL));
        value_put_text(a, table, "about",
                       page_words(request, page_key(request, "roles.audience.%s.about", audiences[i].code), NULL));
        struct value *rows = value_put_list(a, table, "rows");
        VALUE_EACH (group, groups) {
            struct value *row = value_push_map(a, rows), *cells = value_put_list(a, row, "cells");
            value_put_text(a, row, "label", value_get_text(group, "label"));
            value_put_text(a, row, "about", value_get_text(group, "about"));
            VALUE_EACH (cell, value_get(group, "rights"))
                if (str_is(value_get_text(cell, "audience"), audiences[i].code))
                    value_push(cells, value_copy(a, cell));
        }
    }
}

static void put_heads(struct request *request, struct value *page)
{
    struct arena *a = request->work.arena;
    struct value *heads = value_put_list(a, page, "heads");
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        struct value *head = value_push_map(a, heads);
        value_put_text(a, head, "label",
                       page_words(request, page_key(request, "role.%s", role_code((enum role)i)), NULL));
        value_put_bool(a, head, "own", request->viewer->roles & 1u << i);
    }
}

static void put_kinds(struct request *request, struct value *page, const struct value *groups)
{
    struct arena *a = request->work.arena;
    struct value *names = value_put_list(a, page, "kinds");
    VALUE_EACH (group, groups) {
        struct value *row = value_push_map(a, names);
        struct buf text = buf_init(a, 0);
        VALUE_EACH (plural, value_get(group, "kinds")) {
            struct str word = page_kind_word(request, kind_by_plural(plural->text), "other");
            buf_printf(&text, "%s%.*s", text.n ? ", " : "", STR_ARG(word));
        }
        value_put_text(a, row, "label", value_get_text(group, "label"));
        page_put(request, row, "text", buf_str(&text));
    }
}

static enum err roles(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    reply->view = value_map(a);
    struct value *groups = value_put_list(a, reply->view, "items");
    for (size_t i = 0; right_at(i); i++)
        put_group(request, groups, right_at(i));
    value_put(reply->view, "next", value_null(a));
    if (!request->html)
        return groups ? OK : ERR_MEMORY;
    struct value *page = page_begin(request, reply, "roles", page_words(request, "roles.title", NULL));
    value_put_text(a, page, "answer", page_words(request, "roles.answer", NULL));
    put_heads(request, page);
    put_tables(request, page, groups);
    put_kinds(request, page, groups);
    return page ? OK : ERR_MEMORY;
}

const struct route roles_routes[] = {
    {"GET", "/roles", roles, 0, "route.admin.rights", "roles"},
    {.method = NULL},
};
