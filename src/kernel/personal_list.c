/* What the workspace holds about a person, place by place, each with why and for how long. */
#include "base/csv.h"
#include "base/message.h"
#include "kernel/access_row.h"
#include "kernel/asking.h"
#include "kernel/leaf.h"
#include "kernel/personal_place.h"
#include "kernel/row.h"
#include "kernel/transfer_cell.h"

struct listing {
    struct work *work;
    const struct viewer *viewer;
    const struct personal *personal;
    struct value *items;
};

static struct str words(struct listing *l, const char *key)
{
    return message(l->work->arena, l->work->locale.language, key, NULL);
}

/* Adds an item of an area; `since` may be 0. Returns its map. */
static struct value *put_item(struct listing *l, struct value *item, const char *area, int64_t since)
{
    struct arena *a = l->work->arena;
    struct str base = arena_printf(a, "personal.area.%s", area), why = arena_printf(a, "personal.area.%s.why", area),
               until = arena_printf(a, "personal.area.%s.until", area);
    if (!base.p || !why.p || !until.p)
        return NULL;
    value_put(item, "area", leaf_choice(a, str_of(area), base));
    value_put_list(a, item, "data");
    value_put(item, "since", since ? leaf_instant(a, since) : value_null(a));
    value_put_text(a, item, "why", words(l, why.p));
    value_put_text(a, item, "until", words(l, until.p));
    return item;
}

/* An item that is no record: an account, a session … */
static struct value *put_other(struct listing *l, const char *area, const char *kind, struct str id, struct str title,
                               int64_t since)
{
    struct arena *a = l->work->arena;
    struct value *item = value_push_map(a, l->items);
    value_put(item, "kind", leaf_choice(a, str_of(kind), arena_printf(a, "kind.%s.one", kind)));
    value_put(item, "id", id.p ? value_text(a, id) : value_null(a));
    value_put(item, "title", title.n ? value_text(a, title) : value_null(a));
    value_put(item, "href", value_null(a));
    return put_item(l, item, area, since);
}

/* Adds a datum; nothing where there is no value. `label` is a key. */
static void put_datum(struct listing *l, struct value *item, const char *field, struct str label, struct value *leaf)
{
    struct arena *a = l->work->arena;
    if (!leaf || leaf->kind == V_NULL || (leaf->kind == V_TEXT && !leaf->text.n) || !label.p)
        return;
    struct value *datum = value_push_map(a, value_get(item, "data"));
    value_put_text(a, datum, "field", str_of(field));
    value_put_text(a, datum, "label", words(l, label.p));
    value_put(datum, "value", leaf);
}

static void put_field(struct listing *l, struct value *item, const struct kind *kind, const struct field *field,
                      const struct value *leaf)
{
    struct arena *a = l->work->arena;
    if (leaf && !(field->flags & F_SAMPLE))
        put_datum(l, item, field->name, arena_printf(a, "field.%s.%s", kind->name, field->name), value_copy(a, leaf));
}

/* ---- The person, and what lets them in ---- */

static enum err list_identity(struct listing *l)
{
    const struct personal *p = l->personal;
    const struct kind *kind = kind_by_name(S("person"));
    struct value *record = NULL, *item = NULL;
    enum err err = conn_see(l->work->conn, &p->holder->sees);
    if (err == OK)
        err = row_get(l->work, p->holder, kind, p->person, &record);
    if (err == OK)
        err = row_finish(l->work, p->holder, kind, record);
    if (err == OK)
        err = personal_put_place(l->work, l->viewer, l->items, kind, p->person, p->owner, NULL, &item);
    if (err)
        return err;
    const struct value *since = value_get(record, "created_at");
    put_item(l, item, "identity", since ? since->i : 0);
    for (size_t i = 0; i < kind->count; i++)
        put_field(l, item, kind, &kind->fields[i], value_get(record, kind->fields[i].name));
    return OK;
}

static struct str copied(struct listing *l, struct stmt *stmt, int column)
{
    return account_column(l->work, stmt, column);
}

static struct value *text_leaf(struct listing *l, struct str text)
{
    return text.p ? value_text(l->work->arena, text) : NULL;
}

static struct value *instant_of(struct listing *l, struct stmt *stmt, int column)
{
    return stmt_column_null(stmt, column) ? NULL : leaf_instant(l->work->arena, stmt_column_int(stmt, column));
}

static enum err list_account(struct listing *l)
{
    struct arena *a = l->work->arena;
    struct stmt *stmt =
        conn_prepare(l->work->conn,
                     S("SELECT email, language, zone, created_at, last_seen_at, disabled_at,"
                       " CASE WHEN password IS NULL THEN 0 ELSE 1 END FROM account WHERE tenant_id = ?1 AND id = ?2"));
    stmt_text(stmt, 1, l->viewer->tenant);
    stmt_text(stmt, 2, l->personal->account);
    bool row;
    enum err err = stmt_step(stmt, &row);
    if (err == OK && row) {
        struct value *item =
            put_other(l, "account", "account", l->personal->account, copied(l, stmt, 0), stmt_column_int(stmt, 3));
        put_datum(l, item, "email", S("field.account.email"), text_leaf(l, copied(l, stmt, 0)));
        put_datum(l, item, "language", S("personal.language"), text_leaf(l, copied(l, stmt, 1)));
        put_datum(l, item, "zone", S("field.person.zone"), text_leaf(l, copied(l, stmt, 2)));
        put_datum(l, item, "last_seen_at", S("personal.last-seen"), instant_of(l, stmt, 4));
        put_datum(l, item, "disabled_at", S("personal.disabled"), instant_of(l, stmt, 5));
        put_datum(l, item, "has_password", S("personal.has-password"), value_bool(a, stmt_column_int(stmt, 6) != 0));
    }
    stmt_done(stmt);
    if (err)
        return err;
    stmt = conn_prepare(l->work->conn,
                        S("SELECT role FROM account_role WHERE tenant_id = ?1 AND account_id = ?2 ORDER BY role"));
    stmt_text(stmt, 1, l->viewer->tenant);
    stmt_text(stmt, 2, l->personal->account);
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        struct str code = copied(l, stmt, 0);
        struct value *item = put_other(l, "account", "role", (struct str){NULL, 0}, S(""), 0);
        put_datum(l, item, "role", S("field.account.roles"),
                  leaf_choice(a, code, arena_printf(a, "role.%.*s", STR_ARG(code))));
    }
    stmt_done(stmt);
    return err;
}

static enum err list_access(struct listing *l)
{
    struct stmt *stmt = conn_prepare(
        l->work->conn,
        S("SELECT id, CASE purpose WHEN 'calendar' THEN 'feed' ELSE kind END, name, created_at, expires_at,"
          " used_at, ended_at FROM access"
          " WHERE tenant_id = ?1 AND account_id = ?2 ORDER BY id DESC"));
    stmt_text(stmt, 1, l->viewer->tenant);
    stmt_text(stmt, 2, l->personal->account);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        const char *code = arena_cstr(l->work->arena, stmt_column(stmt, 1));
        const char *kind = code && !strcmp(code, "link") ? "sign_in_link" : code;
        struct value *item = put_other(l, "access", kind ? kind : "access", copied(l, stmt, 0), copied(l, stmt, 2),
                                       stmt_column_int(stmt, 3));
        put_datum(l, item, "name", S("personal.access.name"), text_leaf(l, copied(l, stmt, 2)));
        put_datum(l, item, "used_at", S("personal.last-used"), instant_of(l, stmt, 5));
        put_datum(l, item, "expires_at", S("field.account.expires_at"), instant_of(l, stmt, 4));
        put_datum(l, item, "ended_at", S("personal.ended"), instant_of(l, stmt, 6));
    }
    stmt_done(stmt);
    return err;
}

/* What is told by mail: the choice, and how many things have been told since when. */
static enum err list_notices(struct listing *l)
{
    struct stmt *stmt = conn_prepare(
        l->work->conn, S("SELECT c.often, (SELECT count(*) FROM notice_told t WHERE t.tenant_id = c.tenant_id"
                         " AND t.account_id = c.account_id), (SELECT min(made_at) FROM notice_mail m"
                         " WHERE m.tenant_id = c.tenant_id AND m.account_id = c.account_id)"
                         " FROM notice_choice c WHERE c.tenant_id = ?1 AND c.account_id = ?2"));
    stmt_text(stmt, 1, l->viewer->tenant);
    stmt_text(stmt, 2, l->personal->account);
    bool row;
    enum err err = stmt_step(stmt, &row);
    if (err == OK && row) {
        struct arena *a = l->work->arena;
        struct str often = copied(l, stmt, 0);
        struct value *item = put_other(l, "account", "notices", (struct str){NULL, 0}, S(""), stmt_column_int(stmt, 2));
        put_datum(l, item, "often", S("notice.often"),
                  leaf_choice(a, often, arena_printf(a, "notice.often.%.*s", STR_ARG(often))));
        put_datum(l, item, "count", S("personal.count"), value_int(a, stmt_column_int(stmt, 1)));
    }
    stmt_done(stmt);
    return err;
}

/* Up to when they have looked at what others changed. */
static enum err list_look(struct listing *l)
{
    struct stmt *stmt =
        conn_prepare(l->work->conn, S("SELECT seen_at FROM day_look WHERE tenant_id = ?1 AND account_id = ?2"));
    stmt_text(stmt, 1, l->viewer->tenant);
    stmt_text(stmt, 2, l->personal->account);
    bool row;
    enum err err = stmt_step(stmt, &row);
    if (err == OK && row) {
        struct value *item = put_other(l, "account", "day_look", (struct str){NULL, 0}, S(""), 0);
        put_datum(l, item, "seen_at", S("personal.looked"), instant_of(l, stmt, 0));
    }
    stmt_done(stmt);
    return err;
}

static enum err list_answers(struct listing *l)
{
    struct stmt *stmt = conn_prepare(l->work->conn, S("SELECT count(*), min(created_at) FROM idempotency"
                                                      " WHERE tenant_id = ?1 AND account_id = ?2"));
    stmt_text(stmt, 1, l->viewer->tenant);
    stmt_text(stmt, 2, l->personal->account);
    bool row;
    enum err err = stmt_step(stmt, &row);
    int64_t count = err == OK && row ? stmt_column_int(stmt, 0) : 0;
    if (count) {
        struct value *item = put_other(l, "answer", "answer", (struct str){NULL, 0}, S(""), stmt_column_int(stmt, 1));
        put_datum(l, item, "count", S("personal.count"), value_int(l->work->arena, count));
    }
    stmt_done(stmt);
    return err;
}

/* That they were asked, how often; whether they answered is nobody's to know. */
static enum err list_asked(struct listing *l)
{
    int64_t times = 0;
    enum err err = asked_times(l->work, l->viewer->tenant, l->personal->person, &times);
    if (err == OK && times) {
        struct value *item = put_other(l, "asked", "asked", (struct str){NULL, 0}, S(""), 0);
        put_datum(l, item, "count", S("personal.count"), value_int(l->work->arena, times));
    }
    return err;
}

/* Invitations to the person, by their addresses; which alliance one was for is not told here: whoever looks after
 * accounts need not know of it. */
static enum err list_invitations(struct listing *l)
{
    const struct personal *p = l->personal;
    struct stmt *stmt = conn_prepare(
        l->work->conn, S("SELECT id, email, by_organisation_name, created_at, expires_at, accepted_at, revoked_at"
                         " FROM invitation WHERE tenant_id = ?1 AND (person_id = ?2"
                         " OR (organisation_id = ?3 AND email IN (?4, ?5))) ORDER BY id DESC"));
    stmt_text(stmt, 1, l->viewer->tenant);
    stmt_text(stmt, 2, p->person);
    stmt_text(stmt, 3, p->organisation);
    stmt_text(stmt, 4, p->email.p ? p->email : S(""));
    stmt_text(stmt, 5, p->sign_in.p ? p->sign_in : S(""));
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        struct value *item =
            put_other(l, "invitation", "invitation", copied(l, stmt, 0), copied(l, stmt, 1), stmt_column_int(stmt, 3));
        put_datum(l, item, "by", S("personal.invitation.by"), text_leaf(l, copied(l, stmt, 2)));
        put_datum(l, item, "expires_at", S("field.account.expires_at"), instant_of(l, stmt, 4));
        put_datum(l, item, "accepted_at", S("personal.invitation.accepted"), instant_of(l, stmt, 5));
        put_datum(l, item, "ended_at", S("personal.ended"), instant_of(l, stmt, 6));
    }
    stmt_done(stmt);
    return err;
}

/* ---- Records ---- */

struct found {
    struct str id, audience;
    int64_t since;
};

/* The ids that `sql` (id, audience, created_at; ?1 tenant, ?2 person) gives within the sight. */
static enum err find(struct listing *l, struct str sql, struct found **out, size_t *count)
{
    size_t room = 0;
    *count = 0;
    enum err err = sql.p ? conn_see(l->work->conn, &l->personal->sight->sees) : ERR_MEMORY;
    if (err)
        return err;
    struct stmt *stmt = conn_prepare(l->work->conn, sql);
    stmt_text(stmt, 1, l->viewer->tenant);
    stmt_text(stmt, 2, l->personal->person);
    bool row;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        if (*count == room) {
            struct found *grown = ARENA_ARRAY(l->work->arena, room * 2 + 16, struct found);
            if (!grown) {
                err = ERR_MEMORY;
                break;
            }
            if (*count)
                memcpy(grown, *out, *count * sizeof *grown);
            *out = grown;
            room = room * 2 + 16;
        }
        (*out)[(*count)++] = (struct found){copied(l, stmt, 0), copied(l, stmt, 1), stmt_column_int(stmt, 2)};
    }
    stmt_done(stmt);
    return err;
}

/* The fields by which a record names them; where the viewer may read it and it is about nobody else, all others too. */
static enum err put_record(struct listing *l, const struct kind *kind, const struct found *found, const char *area)
{
    const struct personal *p = l->personal;
    struct value *record = NULL, *item = NULL;
    enum err err = conn_see(l->work->conn, &p->sight->sees);
    if (err == OK)
        err = row_get(l->work, p->sight, kind, found->id, &record);
    if (err == ERR_NOT_FOUND)
        return OK;
    if (err == OK)
        err = personal_put_place(l->work, l->viewer, l->items, kind, found->id, found->audience, NULL, &item);
    if (err)
        return err;
    put_item(l, item, area, found->since);
    bool about = false;
    const struct field *ref;
    for (size_t at = 0; (ref = personal_reference(kind, &at));) {
        const struct value *leaf = value_get(record, ref->name);
        const struct field *name = personal_name_field(kind, ref);
        if (!leaf || leaf->kind != V_REF || !str_eq(leaf->text, p->person))
            continue;
        struct value *named = value_copy(l->work->arena, leaf);
        if (named)
            named->label = p->name.p ? p->name : S("");
        put_datum(l, item, ref->name, arena_printf(l->work->arena, "field.%s.%s", kind->name, ref->name), named);
        if (name)
            put_field(l, item, kind, name, value_get(record, name->name));
        about = about || (name && (ref->flags & F_FIXED));
    }
    bool may = viewer_may(l->viewer, kind, ACTION_READ, found->audience);
    for (size_t i = 0; i < kind->count && about && may; i++)
        if (kind->fields[i].type != FIELD_REF && !personal_is_name(kind, &kind->fields[i]))
            put_field(l, item, kind, &kind->fields[i], value_get(record, kind->fields[i].name));
    return OK;
}

static struct str naming_sql(struct listing *l, const struct kind *kind)
{
    struct buf sql = buf_init(l->work->arena, 0);
    const struct field *ref;
    size_t any = 0;
    buf_printf(&sql, "SELECT id, audience_id, created_at FROM %s WHERE tenant_id = ?1 AND (", kind->table);
    for (size_t at = 0; (ref = personal_reference(kind, &at));)
        buf_printf(&sql, "%s%s_id = ?2", any++ ? " OR " : "", ref->name);
    buf_lit(&sql, ") AND entente_sees(audience_id) ORDER BY id");
    return any ? buf_str(&sql) : (struct str){NULL, 0};
}

static enum err list_records(struct listing *l)
{
    const struct kind *kind;
    enum err err = OK;
    for (size_t i = 0; err == OK && (kind = kind_at(i)); i++) {
        struct found *found = NULL;
        size_t count = 0, at = 0;
        bool names = personal_reference(kind, &at) != NULL, subject = kind->scope == SCOPE_SUBJECT;
        if (names)
            err = find(l, naming_sql(l, kind), &found, &count);
        else if (subject)
            err =
                find(l,
                     arena_printf(l->work->arena,
                                  "SELECT id, audience_id, created_at FROM %s WHERE tenant_id = ?1"
                                  " AND about_kind = 'people' AND about = ?2 AND entente_sees(audience_id) ORDER BY id",
                                  kind->table),
                     &found, &count);
        for (size_t k = 0; k < count && err == OK; k++)
            err = put_record(l, kind, &found[k], names ? "record" : "about");
    }
    return err;
}

/* ---- What they did ---- */

static struct stmt *events_statement(struct listing *l, const char *what, const char *rest)
{
    struct str sql = arena_printf(l->work->arena,
                                  "SELECT %s FROM event WHERE tenant_id = ?1 AND actor_id = ?2"
                                  " AND entente_sees(audience_id)%s",
                                  what, rest);
    enum err err = sql.p ? conn_see(l->work->conn, &l->personal->sight->sees) : ERR_MEMORY;
    struct stmt *stmt = err == OK ? conn_prepare(l->work->conn, sql) : NULL;
    stmt_text(stmt, 1, l->viewer->tenant);
    stmt_text(stmt, 2, l->personal->person);
    return stmt;
}

static enum err list_activity(struct listing *l)
{
    struct stmt *stmt = events_statement(l, "count(*), min(at), max(at)", "");
    bool row;
    enum err err = stmt_step(stmt, &row);
    int64_t count = err == OK && row ? stmt_column_int(stmt, 0) : 0;
    if (count) {
        struct value *item = put_other(l, "activity", "event", (struct str){NULL, 0}, S(""), stmt_column_int(stmt, 1));
        put_datum(l, item, "count", S("personal.count"), value_int(l->work->arena, count));
        put_datum(l, item, "latest", S("personal.latest"), instant_of(l, stmt, 2));
        if (str_eq(l->viewer->person, l->personal->person))
            value_set(item, "href",
                      value_text(l->work->arena,
                                 arena_printf(l->work->arena, "/events?actor=%.*s", STR_ARG(l->personal->person))));
    }
    stmt_done(stmt);
    return err;
}

/* To what they agreed that it be shared. */
static enum err list_consents(struct listing *l)
{
    enum err err = conn_see(l->work->conn, &l->personal->sight->sees);
    if (err)
        return err;
    struct stmt *stmt =
        conn_prepare(l->work->conn, S("SELECT record_id, at FROM share_consent WHERE tenant_id = ?1 AND person_id = ?2"
                                      " AND entente_sees(audience_id) ORDER BY at DESC, record_id"));
    stmt_text(stmt, 1, l->viewer->tenant);
    stmt_text(stmt, 2, l->personal->person);
    bool row;
    while ((err = stmt_step(stmt, &row)) == OK && row)
        put_other(l, "activity", "consent", copied(l, stmt, 0), S(""), stmt_column_int(stmt, 1));
    stmt_done(stmt);
    return err;
}

static enum err put_events(struct listing *l, struct value *view)
{
    struct arena *a = l->work->arena;
    struct value *list = value_put_list(a, view, "events");
    struct stmt *stmt = events_statement(l, "at, kind, record_id, action", " ORDER BY id DESC LIMIT 10000");
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        struct value *event = value_push_map(a, list);
        value_put(event, "at", leaf_instant(a, stmt_column_int(stmt, 0)));
        value_put_text(a, event, "kind", copied(l, stmt, 1));
        value_put_text(a, event, "record", copied(l, stmt, 2));
        value_put_text(a, event, "action", copied(l, stmt, 3));
    }
    stmt_done(stmt);
    return err;
}

enum err personal_list(struct work *work, const struct viewer *viewer, const struct personal *personal, bool events,
                       struct value **out)
{
    static enum err (*const of_account[])(struct listing *) = {list_account, list_access,  list_notices,
                                                               list_look,    list_answers, NULL};
    static enum err (*const of_person[])(struct listing *) = {list_invitations, list_asked,    list_records,
                                                              list_activity,    list_consents, NULL};
    struct arena *a = work->arena;
    struct listing l = {.work = work, .viewer = viewer, .personal = personal};
    *out = value_map(a);
    value_put_text(a, *out, "person", personal->person);
    value_put_text(a, *out, "name", personal->name.p ? personal->name : S(""));
    value_put_text(a, *out, "organisation", personal->organisation);
    value_put_bool(a, *out, "erased", personal->erased);
    value_put(*out, "at", leaf_instant(a, work->now_ms));
    l.items = value_put_list(a, *out, "items");
    enum err err = l.items ? list_identity(&l) : ERR_MEMORY;
    for (size_t i = 0; err == OK && personal->account.p && of_account[i]; i++)
        err = of_account[i](&l);
    for (size_t i = 0; err == OK && of_person[i]; i++)
        err = of_person[i](&l);
    value_put(*out, "next", value_null(a));
    if (err == OK && events)
        err = put_events(&l, *out);
    enum err back = conn_see(work->conn, &viewer->sees);
    return err ? err : back;
}

enum err personal_csv(struct work *work, const struct value *view, struct buf *out)
{
    static const char *const members[] = {"area", "kind", "id", "title", "since", "until", "why"};
    struct arena *a = work->arena;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        csv_cell(out, str_of(members[i]), i == 0);
    csv_cell(out, S("field"), false);
    csv_cell(out, S("value"), false);
    csv_end(out);
    VALUE_EACH (item, value_get(view, "items")) {
        const struct value *datum = value_get(item, "data") ? value_get(item, "data")->first : NULL;
        do {
            for (size_t i = 0; i < sizeof members / sizeof *members; i++)
                csv_cell(out, transfer_cell(a, value_get(item, members[i])), i == 0);
            const struct value *leaf = value_get(datum, "value");
            bool named = leaf && leaf->kind == V_REF && leaf->label.n;
            csv_cell(out, value_get_text(datum, "field"), false);
            csv_cell(out, named ? leaf->label : transfer_cell(a, leaf), false);
            csv_end(out);
            datum = datum ? datum->next : NULL;
        } while (datum);
    }
    return out->failed ? ERR_MEMORY : OK;
}
