#include "kernel/notice.h"
#include "base/message.h"
#include "base/uuid.h"
#include "base/zone.h"
#include "kernel/access_row.h"
#include "kernel/leaf.h"
#include "kernel/secret.h"
#include <stdatomic.h>

enum { MAILS_SHOWN = 5, TRIES_A_DAY = 96 };
static const int64_t again_after = 15 * MS_A_MINUTE;

static const char *const oftens[] = {"never", "daily", "weekly"};

static atomic_bool mailing;

void notice_mailing_set(bool does)
{
    atomic_store(&mailing, does);
}

bool notice_mailing(void)
{
    return atomic_load(&mailing);
}

/* ---- the choice ---- */

enum err notice_choice_get(struct work *work, const struct viewer *viewer, struct notice_choice *out)
{
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT often, hour, weekday, detail, next_at FROM notice_choice"
                                                   " WHERE tenant_id = ?1 AND account_id = ?2"));
    bool row;
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->account);
    *out = (struct notice_choice){.hour = 7, .weekday = 1};
    enum err err = stmt_step(stmt, &row);
    if (err == OK && row) {
        for (enum notice_often i = NOTICE_NEVER; i <= NOTICE_WEEKLY; i++)
            out->often = str_is(stmt_column(stmt, 0), oftens[i]) ? i : out->often;
        out->hour = (int)stmt_column_int(stmt, 1);
        out->weekday = (int)stmt_column_int(stmt, 2);
        out->counts_only = str_is(stmt_column(stmt, 3), "counts");
        out->next_at = stmt_column_int(stmt, 4);
    }
    stmt_done(stmt);
    return err;
}

int64_t notice_next(const struct notice_choice *choice, const char *zone, int64_t now_ms)
{
    if (choice->often == NOTICE_NEVER)
        return 0;
    int64_t local = zone_local(zone, now_ms);
    int64_t today = local / MS_A_DAY - (local % MS_A_DAY < 0);
    for (int64_t day = today - 1;; day++) {
        int64_t weekday = ((day + 3) % 7 + 7) % 7 + 1; /* the first of January 1970 was a Thursday */
        int64_t at = zone_instant(zone, day * MS_A_DAY + choice->hour * MS_AN_HOUR);
        if (at > now_ms && (choice->often == NOTICE_DAILY || weekday == choice->weekday))
            return at;
    }
}

static int64_t whole_of(struct work *work, const struct value *input, const char *key, int64_t low, int64_t high,
                        int64_t kept)
{
    const struct value *given = value_get(input, key);
    struct str text = value_get_text(input, key);
    int64_t number = value_get_int(input, key, low - 1);
    if (!given || given->kind == V_NULL || (given->kind == V_TEXT && !text.n))
        return kept;
    if (text.n && !str_int(text, &number))
        number = low - 1;
    if (number >= low && number <= high)
        return number;
    (void)problem_say(
        &work->problems, arena_printf(work->arena, "/%s", key), "input.between",
        message_args(work->arena, "min", value_int(work->arena, low), "max", value_int(work->arena, high), NULL));
    return kept;
}

/* The place of a text among `codes`; said at /key, and `kept`, where it is none of them. */
static int code_of(struct work *work, const struct value *input, const char *key, const char *const *codes, int count,
                   int kept)
{
    struct buf all = buf_init(work->arena, 0);
    struct str text = value_get_text(input, key);
    if (!value_get(input, key))
        return kept;
    for (int i = 0; i < count; i++) {
        if (str_is(text, codes[i]))
            return i;
        buf_printf(&all, "%s%s", i ? ", " : "", codes[i]);
    }
    struct value *choices = value_text(work->arena, buf_str(&all));
    (void)problem_say(&work->problems, arena_printf(work->arena, "/%s", key), "input.choice",
                      message_args(work->arena, "choices", choices, NULL));
    return kept;
}

static enum err keep_choice(struct work *work, const struct viewer *viewer, const struct notice_choice *choice)
{
    struct stmt *stmt = conn_prepare(
        work->conn, S("INSERT INTO notice_choice (tenant_id, account_id, often, hour, weekday, detail, next_at)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (tenant_id, account_id) DO UPDATE SET"
                      " often = excluded.often, hour = excluded.hour, weekday = excluded.weekday,"
                      " detail = excluded.detail, next_at = excluded.next_at"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->account);
    stmt_text(stmt, 3, str_of(oftens[choice->often]));
    stmt_int(stmt, 4, choice->hour);
    stmt_int(stmt, 5, choice->weekday);
    stmt_text(stmt, 6, choice->counts_only ? S("counts") : S("full"));
    if (choice->next_at)
        stmt_int(stmt, 7, choice->next_at);
    else
        stmt_null(stmt, 7);
    return stmt_run(stmt, NULL);
}

static struct value *choice_said(struct arena *a, const struct notice_choice *choice)
{
    struct value *said = value_map(a);
    value_put_text(a, said, "often", str_of(oftens[choice->often]));
    value_put_int(a, said, "hour", choice->hour);
    value_put_int(a, said, "weekday", choice->weekday);
    value_put_text(a, said, "detail", choice->counts_only ? S("counts") : S("full"));
    return said;
}

enum err notice_choice_set(struct work *work, const struct viewer *viewer, const struct value *input)
{
    static const char *const details[] = {"full", "counts"};
    struct notice_choice choice;
    struct account_row row;
    enum err err = account_in_person(work, viewer);
    if (err == OK)
        err = account_row_get(work, viewer->tenant, viewer->account, &row);
    if (err == OK)
        err = notice_choice_get(work, viewer, &choice);
    if (err)
        return err;
    choice.often = (enum notice_often)code_of(work, input, "often", oftens, 3, (int)choice.often);
    choice.hour = (int)whole_of(work, input, "hour", 0, 23, choice.hour);
    choice.weekday = (int)whole_of(work, input, "weekday", 1, 7, choice.weekday);
    choice.counts_only = code_of(work, input, "detail", details, 2, choice.counts_only) == 1;
    if (work->problems.first)
        return ERR_INPUT;
    choice.next_at = notice_next(&choice, work->locale.zone, work->now_ms);
    err = keep_choice(work, viewer, &choice);
    return err ? err : account_event(work, viewer, &row, "notices.chosen", choice_said(work->arena, &choice));
}

/* ---- the view ---- */

static enum err put_mails(struct work *work, const struct viewer *viewer, struct value *list)
{
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT made_at, state, items FROM notice_mail WHERE tenant_id = ?1"
                                                   " AND account_id = ?2 ORDER BY id DESC LIMIT ?3"));
    bool row;
    enum err err;
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->account);
    stmt_int(stmt, 3, MAILS_SHOWN);
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        struct value *item = value_push_map(work->arena, list);
        const char *state = arena_cstr(work->arena, stmt_column(stmt, 1));
        value_put(item, "at", leaf_instant(work->arena, stmt_column_int(stmt, 0)));
        put_choice(work->arena, item, "state", state ? state : "unclear", "notice.state");
        value_put_int(work->arena, item, "items", stmt_column_int(stmt, 2));
    }
    stmt_done(stmt);
    return err;
}

enum err notice_view(struct work *work, const struct viewer *viewer, struct value **out)
{
    struct arena *a = work->arena;
    struct notice_choice choice;
    enum err err = notice_choice_get(work, viewer, &choice);
    if (err)
        return err;
    *out = value_map(a);
    put_choice(a, *out, "often", oftens[choice.often], "notice.often");
    value_put_int(a, *out, "hour", choice.hour);
    value_put_int(a, *out, "weekday", choice.weekday);
    put_choice(a, *out, "detail", choice.counts_only ? "counts" : "full", "notice.detail");
    value_put(*out, "next_at", choice.next_at ? leaf_instant(a, choice.next_at) : value_null(a));
    value_put_bool(a, *out, "mailing", notice_mailing());
    return put_mails(work, viewer, value_put_list(a, *out, "mails"));
}

/* ---- whose turn it is ---- */

static enum err find_due(struct work *work, struct str tenant, struct str *account, int64_t *next_at)
{
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT account_id, next_at FROM notice_choice WHERE tenant_id = ?1"
                                                   " AND next_at <= ?2 ORDER BY next_at, account_id LIMIT 1"));
    bool row;
    stmt_text(stmt, 1, tenant);
    stmt_int(stmt, 2, work->now_ms);
    enum err err = stmt_step(stmt, &row);
    if (err == OK && row) {
        *account = account_column(work, stmt, 0);
        *next_at = stmt_column_int(stmt, 1);
    }
    stmt_done(stmt);
    return err ? err : row ? OK : ERR_NOT_FOUND;
}

static enum err set_next(struct work *work, struct str tenant, struct str account, int64_t before, int64_t next_at)
{
    struct stmt *stmt = conn_prepare(work->conn, S("UPDATE notice_choice SET next_at = ?1 WHERE tenant_id = ?2"
                                                   " AND account_id = ?3 AND next_at = ?4"));
    int64_t changed = 0;
    stmt_int(stmt, 1, next_at);
    stmt_text(stmt, 2, tenant);
    stmt_text(stmt, 3, account);
    stmt_int(stmt, 4, before);
    enum err err = stmt_run(stmt, &changed);
    return err ? err : changed ? OK : ERR_CONFLICT;
}

enum err notice_take(struct work *work, struct str tenant, struct viewer **viewer)
{
    struct str account;
    struct notice_choice choice;
    int64_t before = 0, next = work->now_ms + MS_A_DAY;
    *viewer = NULL;
    enum err err = find_due(work, tenant, &account, &before);
    if (err)
        return err;
    err = viewer_of_account(work, tenant, account, viewer);
    if (err == OK)
        err = notice_choice_get(work, *viewer, &choice);
    if (err == OK)
        next = notice_next(&choice, work->locale.zone, work->now_ms);
    return err && err != ERR_NOT_FOUND ? err : set_next(work, tenant, account, before, next);
}

/* ---- what is new ---- */

static struct str key_of(struct arena *a, const struct value *item)
{
    struct str text = arena_printf(a, "%.*s %.*s %.*s %s", STR_ARG(value_get_text(item, "code")),
                                   STR_ARG(value_get_text(item, "record")), STR_ARG(value_get_text(item, "due")),
                                   value_get_bool(item, "late") ? "late" : "");
    return text.p ? digest_text(a, text) : text;
}

static enum err is_told(struct work *work, const struct viewer *viewer, struct str key, bool *told)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT 1 FROM notice_told WHERE tenant_id = ?1 AND account_id = ?2 AND item = ?3"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->account);
    stmt_text(stmt, 3, key);
    enum err err = stmt_step(stmt, told);
    stmt_done(stmt);
    return err;
}

enum err notice_new(struct work *work, const struct viewer *viewer, const struct day *day, struct value **out)
{
    static const char *const places[DAY_PLACES] = {"asked", "owe", "owed"};
    static const char *const same[] = {"code", "what", "alliance", "due", "late", "private"};
    struct arena *a = work->arena;
    enum err err = OK;
    *out = value_list(a);
    for (int place = 0; place < DAY_PLACES; place++)
        VALUE_EACH (item, err ? NULL : day->items[place]) {
            struct str key = key_of(a, item);
            bool told = false;
            err = key.p ? is_told(work, viewer, key, &told) : ERR_MEMORY;
            if (err || told)
                continue;
            struct value *one = value_push_map(a, *out);
            put_choice(a, one, "place", places[place], "notice.place");
            for (size_t i = 0; i < sizeof same / sizeof *same; i++)
                value_put(one, same[i], again(a, value_get(item, same[i])));
            value_put(one, "record", again(a, value_get(item, "record")));
            value_put_text(a, one, "name", value_get(item, "record")->label);
            value_put_text(a, one, "href", value_get(item, "record")->href);
            value_put_text(a, one, "key", key);
        }
    return err;
}

/* ---- a mail goes out ---- */

static enum err note_told(struct work *work, const struct viewer *viewer, struct str key, struct str mail)
{
    struct stmt *stmt = conn_prepare(
        work->conn, S("INSERT INTO notice_told (tenant_id, account_id, item, mail_id, told_at)"
                      " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (tenant_id, account_id, item) DO NOTHING"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->account);
    stmt_text(stmt, 3, key);
    stmt_text(stmt, 4, mail);
    stmt_int(stmt, 5, work->now_ms);
    return stmt_run(stmt, NULL);
}

enum err notice_begin(struct work *work, const struct viewer *viewer, const struct value *items, struct str *mail)
{
    *mail = uuid_new(work->arena);
    struct stmt *stmt =
        conn_prepare(work->conn, S("INSERT INTO notice_mail (tenant_id, id, account_id, made_at, state, items)"
                                   " VALUES (?1, ?2, ?3, ?4, 'sending', ?5)"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, *mail);
    stmt_text(stmt, 3, viewer->account);
    stmt_int(stmt, 4, work->now_ms);
    stmt_int(stmt, 5, items->count);
    enum err err = stmt_run(stmt, NULL);
    VALUE_EACH (item, err ? NULL : items)
        if ((err = note_told(work, viewer, value_get_text(item, "key"), *mail)))
            break;
    return err;
}

/* Refused so often that it waits for its usual time. */
static enum err tried_enough(struct work *work, struct str tenant, struct str account, bool *enough)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT count(*) FROM notice_mail WHERE tenant_id = ?1 AND account_id = ?2"
                                   " AND state = 'refused' AND made_at > ?3"));
    bool row;
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, account);
    stmt_int(stmt, 3, work->now_ms - MS_A_DAY);
    enum err err = stmt_step(stmt, &row);
    *enough = err == OK && row && stmt_column_int(stmt, 0) >= TRIES_A_DAY;
    stmt_done(stmt);
    return err;
}

static enum err untell(struct work *work, struct str tenant, struct str mail)
{
    bool row, enough = false;
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT account_id FROM notice_mail WHERE tenant_id = ?1 AND id = ?2"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, mail);
    enum err err = stmt_step(stmt, &row);
    struct str account = err == OK && row ? account_column(work, stmt, 0) : (struct str){NULL, 0};
    stmt_done(stmt);
    if (err == OK) {
        stmt = conn_prepare(work->conn, S("DELETE FROM notice_told WHERE tenant_id = ?1 AND mail_id = ?2"));
        stmt_text(stmt, 1, tenant);
        stmt_text(stmt, 2, mail);
        err = stmt_run(stmt, NULL);
    }
    if (err == OK)
        err = tried_enough(work, tenant, account, &enough);
    if (err || enough)
        return err;
    stmt = conn_prepare(work->conn, S("UPDATE notice_choice SET next_at = ?1 WHERE tenant_id = ?2 AND account_id = ?3"
                                      " AND next_at > ?1"));
    stmt_int(stmt, 1, work->now_ms + again_after);
    stmt_text(stmt, 2, tenant);
    stmt_text(stmt, 3, account);
    return stmt_run(stmt, NULL);
}

enum err notice_end(struct work *work, struct str tenant, struct str mail, enum notice_end how)
{
    static const char *const states[] = {"sent", "refused", "unclear"};
    struct stmt *stmt =
        conn_prepare(work->conn, S("UPDATE notice_mail SET state = ?1 WHERE tenant_id = ?2 AND id = ?3"));
    stmt_text(stmt, 1, str_of(states[how]));
    stmt_text(stmt, 2, tenant);
    stmt_text(stmt, 3, mail);
    enum err err = stmt_run(stmt, NULL);
    return err || how != NOTICE_REFUSED ? err : untell(work, tenant, mail);
}
