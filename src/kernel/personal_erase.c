/* Erasing a person: what it would change, and the act. */
#include "base/message.h"
#include "kernel/account_row.h"
#include "kernel/asking.h"
#include "kernel/erasure.h"
#include "kernel/event.h"
#include "kernel/personal_place.h"
#include "kernel/row.h"
#include "kernel/search.h"

/* One field of one record that holds the person's name beside a reference to them. */
struct naming {
    const struct kind *kind;
    const struct field *reference, *name; /* `name` NULL: the reference alone */
    struct str id, audience;
    bool withdrawn;
};

struct namings {
    struct naming *all;
    size_t count, room;
};

static enum err add_naming(struct work *work, struct namings *namings, struct naming one)
{
    if (namings->count == namings->room) {
        size_t room = namings->room * 2 + 16;
        struct naming *grown = ARENA_ARRAY(work->arena, room, struct naming);
        if (!grown)
            return ERR_MEMORY;
        if (namings->count)
            memcpy(grown, namings->all, namings->count * sizeof *grown);
        namings->all = grown;
        namings->room = room;
    }
    namings->all[namings->count++] = one;
    return one.id.p && one.audience.p ? OK : ERR_MEMORY;
}

static enum err find_by(struct work *work, const struct personal *personal, const struct kind *kind,
                        const struct field *reference, struct namings *namings)
{
    struct str sql = arena_printf(work->arena,
                                  "SELECT id, audience_id, withdrawn_at FROM %s WHERE tenant_id = ?1 AND %s_id = ?2"
                                  " ORDER BY id",
                                  kind->table, reference->name);
    struct stmt *stmt = sql.p ? conn_prepare(work->conn, sql) : NULL;
    stmt_text(stmt, 1, personal->sight->tenant);
    stmt_text(stmt, 2, personal->person);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        struct naming one = {
            .kind = kind,
            .reference = reference,
            .name = personal_name_field(kind, reference),
            .id = account_column(work, stmt, 0),
            .audience = account_column(work, stmt, 1),
            .withdrawn = !stmt_column_null(stmt, 2),
        };
        if ((err = add_naming(work, namings, one)) != OK)
            break;
    }
    stmt_done(stmt);
    return err;
}

/* Every reference to the person, in every audience. */
static enum err find_namings(struct work *work, const struct personal *personal, struct namings *namings)
{
    const struct kind *kind;
    enum err err = OK;
    *namings = (struct namings){NULL, 0, 0};
    for (size_t i = 0; err == OK && (kind = kind_at(i)); i++) {
        const struct field *reference;
        for (size_t at = 0; err == OK && (reference = personal_reference(kind, &at));)
            err = find_by(work, personal, kind, reference, namings);
    }
    return err;
}

/* ---- The log ---- */

static bool names_in_fields(const struct kind *kind, struct str payload, struct arena *scratch)
{
    const struct field *reference;
    for (size_t at = 0; kind && (reference = personal_reference(kind, &at));) {
        const struct field *name = personal_name_field(kind, reference);
        struct str member = name ? arena_printf(scratch, "\"%s\":\"", name->name) : S("");
        if (member.n && str_contains(payload, member))
            return true;
    }
    return false;
}

/* Whether what an event says is about the person: one of their record or account; one of a record that refers, or
 * referred, to them and that has their name; within the organisation's sight, any that has it. */
static bool is_about(const struct personal *personal, const struct id_set *referring, struct stmt *stmt,
                     struct arena *scratch)
{
    struct str record = stmt_column(stmt, 3), payload = stmt_column(stmt, 4);
    if (str_eq(record, personal->person) || (personal->account.p && str_eq(record, personal->account)))
        return !str_is(payload, "{}");
    bool refers = id_set_has(referring, record) || str_contains(payload, personal->person);
    if (refers && names_in_fields(kind_by_name(stmt_column(stmt, 2)), payload, scratch))
        return true;
    if (!refers && !id_set_has(&personal->sight->sees, stmt_column(stmt, 0)))
        return false;
    return personal_mentions(personal, scratch, payload, true);
}

static enum err find_events(struct work *work, const struct personal *personal, const struct namings *namings,
                            struct erasure *erasure)
{
    struct str *ids = ARENA_ARRAY(work->arena, namings->count + 1, struct str);
    struct arena *scratch = arena_new(0);
    for (size_t i = 0; ids && i < namings->count; i++)
        ids[i] = namings->all[i].id;
    struct id_set referring = id_set_of(work->arena, ids, ids ? namings->count : 0);
    enum err err = ids && scratch && referring.size ? OK : ERR_MEMORY;
    struct stmt *stmt = NULL;
    *erasure = (struct erasure){.reason = ERASURE_PERSON};
    if (err == OK)
        stmt = conn_prepare(work->conn,
                            S("SELECT audience_id, sequence, kind, record_id, payload FROM event WHERE tenant_id = ?1"
                              " AND payload IS NOT NULL AND kind <> 'erasure' ORDER BY audience_id, sequence"));
    stmt_text(stmt, 1, personal->sight->tenant);
    stmt_portions(stmt);
    bool row = err == OK;
    while (row && (err = stmt_step(stmt, &row)) == OK && row) {
        if (is_about(personal, &referring, stmt, scratch))
            err = erasure_add(work, erasure, stmt_column(stmt, 0), stmt_column_int(stmt, 1));
        arena_reset(scratch);
        row = err == OK;
    }
    stmt_done(stmt);
    arena_free(scratch);
    return err;
}

/* ---- Preview ---- */

/* A text field where a name is looked for: not those that erasing changes itself. */
static bool is_free_text(const struct kind *kind, const struct field *field)
{
    bool text = field->type == FIELD_TEXT || field->type == FIELD_LONG;
    bool subject = kind->scope == SCOPE_SUBJECT && !strcmp(field->name, "about");
    return text && !subject && strcmp(kind->plural, "people") != 0;
}

/* Whether the field holds the name beside a reference to the person, in that record. */
static bool is_naming(const struct namings *namings, struct str id, const struct field *field)
{
    for (size_t i = 0; i < namings->count; i++)
        if (namings->all[i].name == field && str_eq(namings->all[i].id, id))
            return true;
    return false;
}

struct place {
    struct str id, audience;
    const struct field *field;
    struct place *next;
};

/* The texts of one kind, within the sight, that mention the person. */
static enum err find_texts(struct work *work, const struct personal *personal, const struct kind *kind,
                           const struct namings *namings, struct place **last)
{
    struct buf sql = buf_init(work->arena, 0);
    const struct field *fields[64];
    size_t count = 0;
    buf_lit(&sql, "SELECT id, audience_id");
    for (size_t i = 0; i < kind->count && count < sizeof fields / sizeof *fields; i++)
        if (is_free_text(kind, &kind->fields[i])) {
            fields[count++] = &kind->fields[i];
            buf_printf(&sql, ", %s", kind->fields[i].name);
        }
    buf_printf(&sql, " FROM %s WHERE tenant_id = ?1 AND entente_sees(audience_id) ORDER BY id", kind->table);
    struct arena *scratch = count ? arena_new(0) : NULL;
    if (!scratch || sql.failed)
        return count ? ERR_MEMORY : OK;
    struct stmt *stmt = conn_prepare(work->conn, buf_str(&sql));
    stmt_text(stmt, 1, personal->sight->tenant);
    stmt_portions(stmt);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        for (size_t i = 0; i < count && err == OK; i++) {
            if (!personal_mentions(personal, scratch, stmt_column(stmt, (int)i + 2), false) ||
                is_naming(namings, stmt_column(stmt, 0), fields[i]))
                continue;
            struct place *place = ARENA_NEW(work->arena, struct place);
            if (!place) {
                err = ERR_MEMORY;
                break;
            }
            *place = (struct place){account_column(work, stmt, 0), account_column(work, stmt, 1), fields[i], NULL};
            (*last)->next = place;
            *last = place;
        }
        if (err)
            break;
    }
    stmt_done(stmt);
    arena_free(scratch);
    return err;
}

static enum err put_texts(struct work *work, const struct viewer *viewer, const struct personal *personal,
                          const struct namings *namings, struct value *list)
{
    const struct kind *kind;
    enum err err = OK;
    for (size_t i = 0; err == OK && (kind = kind_at(i)); i++) {
        struct place first = {.next = NULL}, *last = &first;
        struct value *out;
        err = conn_see(work->conn, &personal->sight->sees);
        if (err == OK)
            err = find_texts(work, personal, kind, namings, &last);
        for (struct place *p = first.next; p && err == OK; p = p->next)
            err = personal_put_place(work, viewer, list, kind, p->id, p->audience, p->field, &out);
    }
    return err;
}

/* Names, references to the person, and events that tell of them: in every audience. */
static enum err find_all(struct work *work, struct personal *personal, struct namings *namings, struct erasure *erasure)
{
    enum err err = personal_names(work, personal);
    if (err == OK)
        err = conn_see_all(work->conn);
    if (err)
        return err;
    err = find_namings(work, personal, namings);
    if (err == OK)
        err = find_events(work, personal, namings, erasure);
    return conn_see_back(work->conn, err);
}

enum err personal_preview(struct work *work, const struct viewer *viewer, struct personal *personal, struct value **out)
{
    struct arena *a = work->arena;
    struct namings namings;
    struct erasure erasure;
    int64_t events = 0;
    *out = value_map(a);
    enum err err = find_all(work, personal, &namings, &erasure);
    if (err)
        return err;
    value_put_text(a, *out, "person", personal->person);
    value_put_text(a, *out, "name", personal->name.p ? personal->name : S(""));
    value_put_bool(a, *out, "erased", personal->erased);
    value_put_text(a, *out, "pseudonym", personal_pseudonym(work, personal->person));
    value_put_bool(a, *out, "account", personal->account.p != NULL);
    struct value *records = value_put_list(a, *out, "records"), *texts = value_put_list(a, *out, "texts"), *place;
    for (size_t i = 0; i < namings.count && err == OK; i++) {
        const struct naming *n = &namings.all[i];
        if (id_set_has(&personal->sight->sees, n->audience))
            err = personal_put_place(work, viewer, records, n->kind, n->id, n->audience,
                                     n->name ? n->name : n->reference, &place);
    }
    for (size_t i = 0; i < erasure.count; i++)
        if (id_set_has(&personal->sight->sees, erasure.places[i].audience))
            events += erasure.places[i].to - erasure.places[i].from + 1;
    value_put_int(a, *out, "events", events);
    if (err == OK)
        err = put_texts(work, viewer, personal, &namings, texts);
    enum err back = conn_see(work->conn, &viewer->sees);
    return err ? err : back;
}

/* ---- The act ---- */

/* The searchable texts of a row as it stands now, and its entry from them. */
static enum err search_again(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                             struct str audience)
{
    struct buf sql = buf_init(work->arena, 0);
    struct value *record = value_map(work->arena);
    buf_lit(&sql, "SELECT id");
    for (size_t i = 0; i < kind->count; i++)
        if (kind->fields[i].flags & F_SEARCH)
            buf_printf(&sql, ", %s", kind->fields[i].name);
    buf_printf(&sql, " FROM %s WHERE tenant_id = ?1 AND id = ?2", kind->table);
    struct stmt *stmt = conn_prepare(work->conn, buf_str(&sql));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, id);
    bool row;
    int column = 1;
    enum err err = stmt_step(stmt, &row);
    for (size_t i = 0; err == OK && row && i < kind->count; i++)
        if (kind->fields[i].flags & F_SEARCH) {
            struct str text = account_column(work, stmt, column++);
            value_put_text(work->arena, record, kind->fields[i].name, text.p ? text : S(""));
        }
    stmt_done(stmt);
    return err ? err : search_record(work, viewer, kind, id, audience, record);
}

/* The event of a changed row: its new version, and what its name is now. */
static enum err tell(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                     struct str audience, int64_t version, const char *field, struct str pseudonym)
{
    struct value *payload = value_map(work->arena), *after = value_put_map(work->arena, payload, "after");
    value_put_text(work->arena, after, field, pseudonym);
    return event_append(work, viewer, audience, kind->name, id, version, "identity.erased", payload);
}

/* Everything of the person's record but what may never change (the organisation). */
static enum err clear_person(struct work *work, const struct viewer *viewer, const struct personal *personal,
                             struct str pseudonym)
{
    const struct kind *kind = kind_by_name(S("person"));
    struct buf sql = buf_init(work->arena, 0);
    buf_printf(&sql, "UPDATE %s SET version = version + 1, updated_at = ?3, match_key = ?4, %s = ?5", kind->table,
               kind->title);
    for (size_t i = 0; i < kind->count; i++)
        if (strcmp(kind->fields[i].name, kind->title) != 0 && !(kind->fields[i].flags & (F_FIXED | F_SAMPLE)))
            buf_printf(&sql, ", %.*s = NULL", STR_ARG(kind->sql->column[i]));
    buf_lit(&sql, " WHERE tenant_id = ?1 AND id = ?2 RETURNING version, withdrawn_at");
    struct stmt *stmt = conn_prepare(work->conn, buf_str(&sql));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, personal->person);
    stmt_int(stmt, 3, work->now_ms);
    stmt_text(stmt, 4, row_match_key(work->arena, kind, pseudonym));
    stmt_text(stmt, 5, pseudonym);
    bool row;
    enum err err = stmt_step(stmt, &row);
    int64_t version = err == OK && row ? stmt_column_int(stmt, 0) : 0;
    bool withdrawn = err == OK && row && !stmt_column_null(stmt, 1);
    stmt_done(stmt);
    if (err == OK && !withdrawn)
        err = search_again(work, viewer, kind, personal->person, personal->owner);
    return err ? err : tell(work, viewer, kind, personal->person, personal->owner, version, kind->title, pseudonym);
}

static enum err clear_name(struct work *work, const struct viewer *viewer, const struct naming *naming,
                           struct str pseudonym)
{
    const struct kind *kind = naming->kind;
    bool title = kind->title && !strcmp(kind->title, naming->name->name);
    struct str sql = arena_printf(work->arena,
                                  "UPDATE %s SET version = version + 1, updated_at = ?3, %s = ?4%s"
                                  " WHERE tenant_id = ?1 AND id = ?2 RETURNING version",
                                  kind->table, naming->name->name, title ? ", match_key = ?5" : "");
    struct stmt *stmt = sql.p ? conn_prepare(work->conn, sql) : NULL;
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, naming->id);
    stmt_int(stmt, 3, work->now_ms);
    stmt_text(stmt, 4, pseudonym);
    if (title)
        stmt_text(stmt, 5, row_match_key(work->arena, kind, pseudonym));
    bool row;
    enum err err = stmt_step(stmt, &row);
    int64_t version = err == OK && row ? stmt_column_int(stmt, 0) : 0;
    stmt_done(stmt);
    if (err == OK && !naming->withdrawn)
        err = search_again(work, viewer, kind, naming->id, naming->audience);
    return err ? err : tell(work, viewer, kind, naming->id, naming->audience, version, naming->name->name, pseudonym);
}

/* Remembered answers of others that tell of the person; they are good for a day at most anyway. */
static enum err forget_answers(struct work *work, const struct personal *personal)
{
    struct str hashes[64];
    size_t count;
    enum err err = OK;
    struct arena *scratch = arena_new(0);
    do {
        count = 0;
        struct stmt *stmt = scratch ? conn_prepare(work->conn, S("SELECT key_hash, body FROM idempotency"
                                                                 " WHERE tenant_id = ?1"))
                                    : NULL;
        stmt_text(stmt, 1, personal->sight->tenant);
        bool row;
        while (count < sizeof hashes / sizeof *hashes && (err = stmt_step(stmt, &row)) == OK && row) {
            struct str body = stmt_column(stmt, 1);
            if (str_contains(body, personal->person) || personal_mentions(personal, scratch, body, true))
                hashes[count++] = account_column(work, stmt, 0);
        }
        stmt_done(stmt);
        for (size_t i = 0; i < count && err == OK; i++) {
            stmt = conn_prepare(work->conn, S("DELETE FROM idempotency WHERE tenant_id = ?1 AND key_hash = ?2"));
            stmt_text(stmt, 1, personal->sight->tenant);
            stmt_text(stmt, 2, hashes[i]);
            err = stmt_run(stmt, NULL);
        }
    } while (err == OK && count == sizeof hashes / sizeof *hashes);
    arena_free(scratch);
    return err;
}

static enum err delete_account(struct work *work, const struct personal *personal)
{
    enum err err = OK;
    const char *table;
    for (size_t i = 0; err == OK && (table = personal_account_table(i)); i++) {
        struct str sql = arena_printf(work->arena, "DELETE FROM %s WHERE tenant_id = ?1 AND account_id = ?2", table);
        struct stmt *stmt = sql.p ? conn_prepare(work->conn, sql) : NULL;
        stmt_text(stmt, 1, personal->sight->tenant);
        stmt_text(stmt, 2, personal->account);
        err = stmt_run(stmt, NULL);
    }
    if (err)
        return err;
    struct stmt *stmt = conn_prepare(work->conn, S("DELETE FROM account WHERE tenant_id = ?1 AND id = ?2"));
    stmt_text(stmt, 1, personal->sight->tenant);
    stmt_text(stmt, 2, personal->account);
    return stmt_run(stmt, NULL);
}

/* Invitations to the person, by whichever address. */
static enum err delete_invitations(struct work *work, const struct personal *personal)
{
    struct stmt *stmt = conn_prepare(work->conn, S("DELETE FROM invitation WHERE tenant_id = ?1 AND (person_id = ?2"
                                                   " OR (organisation_id = ?3 AND email IN (?4, ?5)))"));
    stmt_text(stmt, 1, personal->sight->tenant);
    stmt_text(stmt, 2, personal->person);
    stmt_text(stmt, 3, personal->organisation);
    stmt_text(stmt, 4, personal->email.p ? personal->email : S(""));
    stmt_text(stmt, 5, personal->sign_in.p ? personal->sign_in : S(""));
    return stmt_run(stmt, NULL);
}

static enum err check(struct work *work, const struct personal *personal, struct str confirm)
{
    if (personal->erased) {
        work->problems.detail = message(work->arena, work->locale.language, "personal.erased-already", NULL);
        return ERR_CONFLICT;
    }
    if (personal->name.p && str_eq(str_trim(confirm), str_trim(personal->name)))
        return OK;
    return problem_say(&work->problems, S("/confirm"), "personal.confirm-wrong", NULL);
}

static enum err apply(struct work *work, const struct viewer *viewer, struct personal *personal, int64_t *records,
                      struct erasure *erasure)
{
    struct namings namings;
    struct str id, pseudonym = personal_pseudonym(work, personal->person);
    enum err err = find_all(work, personal, &namings, erasure);
    if (err == OK)
        err = conn_see_all(work->conn); /* whoever refers to the person loses the name */
    if (err)
        return err;
    err = clear_person(work, viewer, personal, pseudonym);
    for (size_t i = 0; err == OK && i < namings.count; i++) {
        if (!namings.all[i].name)
            continue;
        *records += id_set_has(&personal->sight->sees, namings.all[i].audience);
        err = clear_name(work, viewer, &namings.all[i], pseudonym);
    }
    if (err == OK && personal->account.p)
        err = delete_account(work, personal);
    if (err == OK)
        err = delete_invitations(work, personal);
    if (err == OK)
        err = asked_forget(work, personal->sight->tenant, personal->person);
    if (err == OK)
        err = forget_answers(work, personal);
    if (err == OK)
        err = erasure_write(work, viewer, erasure, &id);
    if (err == OK)
        err = search_settle(work);
    return conn_see_back(work->conn, err);
}

enum err personal_erase(struct work *work, const struct viewer *viewer, struct personal *personal, struct str confirm,
                        struct value **out)
{
    struct arena *a = work->arena;
    struct erasure erasure = {.reason = ERASURE_PERSON};
    int64_t records = 0, events = 0;
    enum err err = check(work, personal, confirm);
    if (err == OK)
        err = apply(work, viewer, personal, &records, &erasure);
    if (err)
        return err;
    for (size_t i = 0; i < erasure.count; i++)
        if (id_set_has(&personal->sight->sees, erasure.places[i].audience))
            events += erasure.places[i].to - erasure.places[i].from + 1;
    *out = value_map(a);
    value_put_text(a, *out, "id", personal->person);
    value_put_text(a, *out, "name", personal_pseudonym(work, personal->person));
    value_put_bool(a, *out, "erased", true);
    value_put_int(a, *out, "records", records);
    value_put_int(a, *out, "events", events);
    return *out ? OK : ERR_MEMORY;
}
