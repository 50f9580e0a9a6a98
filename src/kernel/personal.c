/* Whose data it is and who may have it; names, and texts that mention them. */
#include "kernel/personal.h"
#include "base/json.h"
#include "base/message.h"
#include "base/name.h"
#include "base/uuid.h"
#include "kernel/account_row.h"
#include "kernel/personal_place.h"
#include "kernel/rights.h"
#include "kernel/secret.h"
#include <stdio.h>

enum { KEY_LEAST = 3 };

static enum err refuse(struct work *work, enum err err, const char *key)
{
    work->problems.detail = message(work->arena, work->locale.language, key, NULL);
    return err;
}

/* Reads the person's row and account, whoever asks. */
static enum err read_person(struct work *work, struct str tenant, struct str person, struct personal *out)
{
    enum err err = conn_see_all(work->conn);
    if (err)
        return err;
    struct stmt *stmt = conn_prepare(
        work->conn, S("SELECT p.name, p.email, p.audience_id, p.version, a.id, a.organisation_id, a.email,"
                      " CASE WHEN EXISTS (SELECT 1 FROM event e WHERE e.tenant_id = p.tenant_id AND e.record_id = p.id"
                      " AND e.action = 'identity.erased') THEN 1 ELSE 0 END FROM person p"
                      " LEFT JOIN account a ON a.tenant_id = p.tenant_id AND a.person_id = p.id WHERE p.tenant_id = ?1 "
                      "AND p.id = ?2"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, person);
    bool row;
    err = stmt_step(stmt, &row);
    if (err == OK && !row)
        err = ERR_NOT_FOUND;
    if (err == OK) {
        out->person = arena_copy(work->arena, person);
        out->name = account_column(work, stmt, 0);
        out->email = account_column(work, stmt, 1);
        out->owner = account_column(work, stmt, 2);
        out->version = stmt_column_int(stmt, 3);
        out->account = account_column(work, stmt, 4);
        out->organisation = out->account.p ? account_column(work, stmt, 5) : out->owner;
        out->sign_in = account_column(work, stmt, 6);
        out->erased = stmt_column_int(stmt, 7) != 0;
        err = out->person.p && out->owner.p && out->organisation.p ? OK : ERR_MEMORY;
    }
    stmt_done(stmt);
    return conn_see_back(work->conn, err);
}

static enum err may(struct work *work, const struct viewer *viewer, enum personal_act act, const struct personal *p)
{
    bool own = viewer->person.n && str_eq(viewer->person, p->person);
    if (viewer->looker)
        return ERR_NOT_FOUND; /* a partner's eyes are lent for what both may read, never for what is held about them */
    if (viewer->system || (own && act == PERSONAL_READ))
        return OK;
    bool ours = str_eq(p->owner, viewer->organisation), account = str_eq(p->organisation, viewer->organisation);
    if (!own && !ours)
        return ERR_NOT_FOUND; /* what another organisation holds is not even denied */
    if (!rights_allow(viewer->roles, "accounts", ACTION_CHANGE))
        return refuse(work, ERR_FORBIDDEN, "personal.administrator-only");
    if (own)
        return refuse(work, ERR_FORBIDDEN, "personal.own");
    return account ? OK : refuse(work, ERR_FORBIDDEN, "personal.other-organisation");
}

/* The operator's sight, acting for an organisation. */
static enum err acting_for(struct work *work, struct str tenant, struct str organisation, struct viewer **out)
{
    enum err err = viewer_of_operator(work, tenant, out);
    if (err == OK && !str_eq((*out)->organisation, organisation)) {
        (*out)->organisation = organisation;
        (*out)->organisation_name = S("");
        (*out)->host = false;
        err = viewer_refresh(work, *out);
    }
    return err;
}

enum err personal_open(struct work *work, const struct viewer *viewer, struct str person, enum personal_act act,
                       struct personal *out)
{
    *out = (struct personal){.version = 0};
    enum err err = uuid_valid(person) ? read_person(work, viewer->tenant, person, out) : ERR_NOT_FOUND;
    if (err == OK)
        err = may(work, viewer, act, out);
    if (err == OK)
        err = acting_for(work, viewer->tenant, out->owner, &out->holder);
    out->sight = out->holder;
    if (err == OK && !str_eq(out->owner, out->organisation))
        err = acting_for(work, viewer->tenant, out->organisation, &out->sight);
    enum err back = conn_see(work->conn, &viewer->sees);
    return err ? err : back;
}

enum err personal_find(struct work *work, struct str tenant, struct str text, struct str *person)
{
    enum err err = conn_see_all(work->conn);
    if (err)
        return err;
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT id FROM person WHERE tenant_id = ?1 AND (id = ?2 OR email = ?3) LIMIT 2"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, text);
    stmt_text(stmt, 3, account_lower(work->arena, text));
    bool row;
    int found = 0;
    while ((err = stmt_step(stmt, &row)) == OK && row)
        if (found++ == 0)
            *person = account_column(work, stmt, 0);
    stmt_done(stmt);
    err = conn_see_back(work->conn, err);
    return err ? err : found == 1 ? OK : found ? ERR_CONFLICT : ERR_NOT_FOUND;
}

struct str personal_pseudonym(struct work *work, struct str person)
{
    struct str digest = digest_text(work->arena, person);
    struct value *code = value_text(work->arena, str_part(digest, 0, 8));
    return message(work->arena, "en", "personal.pseudonym", message_args(work->arena, "code", code, NULL));
}

const char *personal_account_table(size_t i)
{
    static const char *const tables[] = {"access",      "account_role",  "idempotency",   "notice_told",
                                         "notice_mail", "notice_choice", "recovery_code", "day_look"};
    return i < sizeof tables / sizeof *tables ? tables[i] : NULL;
}

/* ---- Fields ---- */

const struct field *personal_reference(const struct kind *kind, size_t *at)
{
    while (*at < kind->count) {
        const struct field *field = &kind->fields[(*at)++];
        if (field->type == FIELD_REF && !strcmp(field->target, "people"))
            return field;
    }
    return NULL;
}

/* "owner_person" is named in "owner_name", "person_a" in "name_a", "sponsor" in "sponsor_name". */
const struct field *personal_name_field(const struct kind *kind, const struct field *reference)
{
    char name[100];
    const char *at = strstr(reference->name, "person");
    int n = at ? snprintf(name, sizeof name, "%.*sname%s", (int)(at - reference->name), reference->name, at + 6)
               : snprintf(name, sizeof name, "%s_name", reference->name);
    const struct field *field = n > 0 && n < (int)sizeof name ? kind_field(kind, str_of(name)) : NULL;
    return field && field->type == FIELD_TEXT ? field : NULL;
}

bool personal_is_name(const struct kind *kind, const struct field *field)
{
    const struct field *reference;
    for (size_t at = 0; (reference = personal_reference(kind, &at));)
        if (personal_name_field(kind, reference) == field)
            return true;
    return false;
}

enum err personal_put_place(struct work *work, const struct viewer *viewer, struct value *list, const struct kind *kind,
                            struct str id, struct str audience, const struct field *field, struct value **out)
{
    struct arena *a = work->arena;
    struct value *place = value_push_map(a, list);
    struct str title = {NULL, 0};
    enum err err = OK;
    if (viewer_may(viewer, kind, ACTION_READ, audience)) {
        err = conn_see(work->conn, &viewer->sees);
        if (err == OK)
            err = record_face(work, viewer, kind, id, &title);
    }
    struct str href = title.p ? arena_printf(a, "/%s/%.*s", kind->plural, STR_ARG(id)) : title;
    struct value *word = value_new(a, V_CHOICE);
    if (word) {
        word->text = str_of(kind->name);
        word->label = arena_printf(a, "kind.%s.one", kind->name);
    }
    value_put(place, "kind", word);
    value_put_text(a, place, "id", id);
    value_put(place, "title", title.p ? value_text(a, title) : value_null(a));
    value_put(place, "href", href.p ? value_text(a, href) : value_null(a));
    if (field) {
        struct str key = arena_printf(a, "field.%s.%s", kind->name, field->name);
        value_put_text(a, place, "field", str_of(field->name));
        value_put_text(a, place, "label", key.p ? message(a, work->locale.language, key.p, NULL) : S(""));
    }
    *out = place;
    return err ? err : place ? OK : ERR_MEMORY;
}

/* ---- Names ---- */

static enum err add_key(struct work *work, struct personal *personal, size_t *room, struct str text)
{
    struct str key = text.n ? name_key(work->arena, text) : S("");
    if (!key.p)
        return ERR_MEMORY;
    for (size_t i = 0; i < personal->key_count; i++)
        if (str_eq(personal->keys[i], key))
            return OK;
    if (key.n < KEY_LEAST)
        return OK;
    if (personal->key_count == *room) {
        struct str *grown = ARENA_ARRAY(work->arena, *room * 2 + 8, struct str);
        if (!grown)
            return ERR_MEMORY;
        if (personal->key_count)
            memcpy(grown, personal->keys, personal->key_count * sizeof *grown);
        personal->keys = grown;
        *room = *room * 2 + 8;
    }
    personal->keys[personal->key_count++] = key;
    return OK;
}

/* What one event says that name and address were, or came to be. */
static enum err add_from_event(struct work *work, struct personal *personal, size_t *room, struct str payload)
{
    static const char *const sides[] = {"before", "after"}, *const members[] = {"name", "email"};
    struct value *tree = NULL;
    struct problems problems = problems_init(work->arena);
    enum err err = json_parse(work->arena, arena_copy(work->arena, payload), &problems, &tree);
    if (err)
        return err == ERR_MEMORY ? err : OK;
    for (size_t side = 0; side < 2; side++)
        for (size_t i = 0; i < 2 && err == OK; i++)
            err = add_key(work, personal, room, value_get_text(value_get(tree, sides[side]), members[i]));
    return err;
}

enum err personal_names(struct work *work, struct personal *personal)
{
    size_t room = 0;
    personal->key_count = 0;
    enum err err = add_key(work, personal, &room, personal->name);
    if (err == OK)
        err = add_key(work, personal, &room, personal->email);
    if (err == OK)
        err = add_key(work, personal, &room, personal->sign_in);
    if (err == OK)
        err = conn_see_all(work->conn);
    if (err)
        return err;
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT payload FROM event WHERE tenant_id = ?1 AND record_id = ?2"
                                                   " AND payload IS NOT NULL"));
    stmt_text(stmt, 1, personal->sight->tenant);
    stmt_text(stmt, 2, personal->person);
    bool row;
    while ((err = stmt_step(stmt, &row)) == OK && row)
        if ((err = add_from_event(work, personal, &room, stmt_column(stmt, 0))) != OK)
            break;
    stmt_done(stmt);
    return conn_see_back(work->conn, err);
}

/* Blanks for what JSON escapes, so that a word does not begin with the letter of "\n". */
static struct str without_escapes(struct arena *scratch, struct str json)
{
    char *text = arena_alloc(scratch, json.n + 1);
    for (size_t i = 0; text && i < json.n; i++) {
        text[i] = json.p[i] == '\\' ? ' ' : json.p[i];
        if (json.p[i] == '\\' && i + 1 < json.n)
            text[++i] = ' ';
    }
    return (struct str){text, text ? json.n : 0};
}

bool personal_mentions(const struct personal *personal, struct arena *scratch, struct str text, bool json)
{
    struct str plain = json ? without_escapes(scratch, text) : text;
    struct str key = plain.n ? name_key(scratch, plain) : S("");
    bool found = false;
    for (size_t k = 0; k < personal->key_count && !found; k++) {
        struct str wanted = personal->keys[k];
        for (size_t at = 0; at + wanted.n <= key.n && !found; at++) {
            size_t end = at + wanted.n;
            found = (at == 0 || key.p[at - 1] == ' ') && (end == key.n || key.p[end] == ' ') &&
                    memcmp(key.p + at, wanted.p, wanted.n) == 0;
        }
    }
    arena_reset(scratch);
    return found;
}
