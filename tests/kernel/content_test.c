/* Files of documents: kept, read, shared, removed, out and in. */
#include "house.h"
#include "kernel/circle.h"
#include "kernel/content.h"

struct room {
    struct house house;
    struct viewer *host, *partner;
    const char *alliance, *side, *joint;
};

static const char *circle_id(const struct viewer *viewer, const char *alliance, enum audience_kind kind)
{
    const struct viewer_audience *found = viewer_circle(viewer, str_of(alliance), kind);
    return found ? found->id.p : "";
}

static struct room room_open(void)
{
    struct room room = {.house = house_open()};
    struct house *h = &room.house;
    struct str organisation;
    CHECK_INT(viewer_of_account(&h->work, h->tenant, h->admin, &room.host), OK);
    room.partner = house_partner(h, "Rivera", "Ines Carrasco", "ines@rivera.example", &organisation);
    room.alliance = house_id(house_make(h, h->host, "alliances", "{\"name\":\"Mobility\"}"));
    house_make(h, h->host, "parties",
               HOUSE_TEXT(h, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", room.alliance, organisation.p));
    house_member(h, room.partner, room.alliance, "manager");
    house_member(h, room.host, room.alliance, "manager");
    room.side = circle_id(room.host, room.alliance, AUDIENCE_SIDE);
    room.joint = circle_id(room.host, room.alliance, AUDIENCE_JOINT);
    return room;
}

static const struct kind *documents(void)
{
    return kind_by_plural(S("documents"));
}

/* The record, or NULL with *err. */
static struct value *attach(struct room *room, struct viewer *viewer, const char *circle, struct str bytes,
                            const char *name, enum err *err)
{
    struct house *h = &room->house;
    CHECK_INT(content_file_of(h->arena, bytes, str_of(name), &h->work.file), OK);
    struct value *made = house_try(
        h, viewer, "documents",
        HOUSE_TEXT(h, "{\"about_kind\":\"alliances\",\"about\":\"%s\",\"circle\":\"%s\"}", room->alliance, circle),
        err);
    h->work.file = NULL;
    return made;
}

static struct value *attached(struct room *room, struct viewer *viewer, const char *circle, struct str bytes,
                              const char *name)
{
    enum err err;
    struct value *made = attach(room, viewer, circle, bytes, name, &err);
    if (!CHECK_INT(err, OK))
        for (struct problem *p = room->house.work.problems.first; p; p = p->next)
            fprintf(stderr, "  %.*s: %.*s\n", STR_ARG(p->pointer), STR_ARG(p->detail));
    return made;
}

static enum err replace(struct room *room, struct viewer *viewer, const char *id, int64_t version, struct str bytes,
                        const char *name, struct value **out)
{
    struct house *h = &room->house;
    house_calm(h);
    CHECK_INT(conn_see(h->conn, &viewer->sees), OK);
    CHECK_INT(content_file_of(h->arena, bytes, str_of(name), &h->work.file), OK);
    CHECK_INT(conn_savepoint(h->conn), OK);
    enum err err =
        record_change(&h->work, viewer, documents(), str_of(id), version, value_map(h->arena), INPUT_JSON, S(""), out);
    h->work.file = NULL;
    if (err)
        conn_rollback_to(h->conn);
    else
        CHECK_INT(conn_release(h->conn), OK);
    return err;
}

static struct str all_bytes(struct room *room, const struct content *content)
{
    struct buf out = buf_init(room->house.arena, 0);
    char piece[CONTENT_CHUNK];
    size_t n;
    for (int64_t at = 0; at < content->size; at += (int64_t)n) {
        if (!CHECK_INT(content_chunk(room->house.conn, content, at, piece, sizeof piece, &n), OK))
            break;
        buf_add(&out, (struct str){piece, n});
    }
    return out.n ? buf_str(&out) : S("");
}

static enum err find(struct room *room, const struct viewer *viewer, const char *id, int64_t version,
                     struct content *out)
{
    CHECK_INT(conn_see(room->house.conn, &viewer->sees), OK);
    return content_find(&room->house.work, viewer, documents(), str_of(id), version, out);
}

static int64_t number(struct room *room, const char *sql)
{
    bool row;
    CHECK_INT(conn_see_all(room->house.conn), OK);
    struct stmt *stmt = conn_prepare(room->house.conn, str_of(sql));
    int64_t n = stmt_step(stmt, &row) == OK && row ? stmt_column_int(stmt, 0) : -1;
    stmt_done(stmt);
    CHECK_INT(conn_see_back(room->house.conn, OK), OK);
    return n;
}

TEST(content, versions_stay_readable)
{
    struct room room = room_open();
    struct house *h = &room.house;
    struct value *made = attached(&room, room.host, "joint", S("%PDF-1"), "terms.pdf"), *next = NULL;
    CHECK_STR(value_get_text(made, "name").p, "terms.pdf");
    CHECK_STR(value_get_text(made, "media_type").p, "application/pdf");
    CHECK_INT(value_get_int(made, "size", 0), 6);
    CHECK_INT(value_get_text(made, "sha256").n, 64);
    CHECK_STR(value_get_text(made, "uploaded_by").p, room.host->person.p);
    const char *id = house_id(made);
    CHECK_INT(replace(&room, room.host, id, 1, S("%PDF-2 is longer"), "terms v2.pdf", &next), OK);
    CHECK_INT(value_get_int(next, "version", 0), 2);
    CHECK_STR(value_get_text(next, "file_name").p, "terms v2.pdf");
    struct content content;
    CHECK_INT(find(&room, room.partner, id, 0, &content), OK);
    CHECK_STR(all_bytes(&room, &content).p, "%PDF-2 is longer");
    CHECK_INT(find(&room, room.partner, id, 1, &content), OK);
    CHECK_STR(all_bytes(&room, &content).p, "%PDF-1");
    CHECK_INT(find(&room, room.partner, id, 3, &content), ERR_NOT_FOUND);
    struct value *list;
    CHECK_INT(content_list(&h->work, room.partner, documents(), str_of(id), &list), OK);
    CHECK_INT(list->count, 2);
    CHECK_INT(value_get_int(value_at(list, 0), "version", 0), 2);
    /* The same file again is no new version; a stale one is refused. */
    CHECK_INT(replace(&room, room.host, id, 2, S("%PDF-2 is longer"), "terms v2.pdf", &next), OK);
    CHECK_INT(value_get_int(next, "version", 0), 2);
    CHECK_INT(replace(&room, room.host, id, 1, S("%PDF-3"), "terms.pdf", &next), ERR_STALE);
    house_close(h);
}

TEST(content, large_files_come_back_whole)
{
    struct room room = room_open();
    size_t n = 3 * CONTENT_CHUNK + 17;
    char *bytes = arena_alloc(room.house.arena, n);
    for (size_t i = 0; i < n; i++)
        bytes[i] = (char)(i * 31 + i / 251);
    memcpy(bytes, "%PDF-", 5);
    const char *id = house_id(attached(&room, room.host, "side", (struct str){bytes, n}, "large.pdf"));
    struct content content;
    CHECK_INT(find(&room, room.host, id, 0, &content), OK);
    CHECK_INT(content.size, (int64_t)n);
    struct str back = all_bytes(&room, &content);
    CHECK(back.n == n && memcmp(back.p, bytes, n) == 0);
    size_t got;
    char byte[4];
    CHECK_INT(content_chunk(room.house.conn, &content, CONTENT_CHUNK - 2, byte, sizeof byte, &got), OK);
    CHECK_INT(got, 2); /* to the end of the piece */
    CHECK_INT(content_chunk(room.house.conn, &content, (int64_t)n, byte, sizeof byte, &got), ERR_NOT_FOUND);
    house_close(&room.house);
}

TEST(content, what_is_private_is_not_there_for_others)
{
    struct room room = room_open();
    const char *id = house_id(attached(&room, room.host, "side", S("%PDF-secret"), "walk-away.pdf"));
    struct content content;
    struct value *list;
    CHECK_INT(find(&room, room.partner, id, 0, &content), ERR_NOT_FOUND);
    CHECK_INT(find(&room, room.partner, id, 1, &content), ERR_NOT_FOUND);
    CHECK_INT(content_list(&room.house.work, room.partner, documents(), str_of(id), &list), OK);
    CHECK_INT(list->count, 0);
    house_close(&room.house);
}

/* The same bytes in two circles are two bodies with names that have nothing in common; in one circle they are one. */
TEST(content, bodies_are_shared_within_an_audience_only)
{
    struct room room = room_open();
    struct content ours, theirs, again;
    const char *a = house_id(attached(&room, room.host, "side", S("%PDF-same"), "a.pdf"));
    const char *b = house_id(attached(&room, room.partner, "side", S("%PDF-same"), "b.pdf"));
    const char *c = house_id(attached(&room, room.host, "side", S("%PDF-same"), "c.pdf"));
    CHECK_INT(find(&room, room.host, a, 0, &ours), OK);
    CHECK_INT(find(&room, room.partner, b, 0, &theirs), OK);
    CHECK_INT(find(&room, room.host, c, 0, &again), OK);
    CHECK(str_eq(ours.body, again.body));
    CHECK(!str_eq(ours.body, theirs.body));
    CHECK(!str_eq(ours.body, ours.sha256));
    CHECK_INT(number(&room, "SELECT count(*) FROM content_body"), 2);
    CHECK_INT(number(&room, "SELECT count(*) FROM content_chunk"), 2);
    house_close(&room.house);
}

TEST(content, sharing_releases_the_newest_file_alone)
{
    struct room room = room_open();
    struct house *h = &room.house;
    struct value *next;
    const char *id = house_id(attached(&room, room.host, "side", S("%PDF-draft"), "terms.pdf"));
    CHECK_INT(replace(&room, room.host, id, 1, S("%PDF-final"), "terms.pdf", &next), OK);
    CHECK_INT(circle_bring(&h->work, h->tenant, documents(), str_of(id), str_of(room.joint)), OK);
    struct content content;
    CHECK_INT(find(&room, room.partner, id, 0, &content), OK);
    CHECK_STR(all_bytes(&room, &content).p, "%PDF-final");
    CHECK_INT(find(&room, room.partner, id, 1, &content), ERR_NOT_FOUND);
    struct value *list;
    CHECK_INT(content_list(&h->work, room.partner, documents(), str_of(id), &list), OK);
    CHECK_INT(list->count, 1);
    CHECK_INT(find(&room, room.host, id, 1, &content), OK);
    CHECK_STR(all_bytes(&room, &content).p, "%PDF-draft");
    CHECK_INT(find(&room, room.host, id, 2, &content), OK);
    CHECK_STR(content.audience.p, room.joint);
    CHECK_INT(number(&room, "SELECT count(*) FROM content_body"), 2);
    CHECK_INT(circle_bring(&h->work, h->tenant, documents(), str_of(id), str_of(room.joint)), OK); /* is there */
    house_close(h);
}

TEST(content, a_body_stays_while_another_file_has_it)
{
    struct room room = room_open();
    struct house *h = &room.house;
    struct content content;
    const char *a = house_id(attached(&room, room.host, "side", S("%PDF-same"), "a.pdf"));
    const char *b = house_id(attached(&room, room.host, "side", S("%PDF-same"), "b.pdf"));
    CHECK_INT(circle_bring(&h->work, h->tenant, documents(), str_of(a), str_of(room.joint)), OK);
    CHECK_INT(find(&room, room.host, b, 0, &content), OK);
    CHECK_STR(all_bytes(&room, &content).p, "%PDF-same");
    CHECK_INT(find(&room, room.partner, b, 0, &content), ERR_NOT_FOUND);
    CHECK_INT(find(&room, room.partner, a, 0, &content), OK);
    CHECK_STR(all_bytes(&room, &content).p, "%PDF-same");
    house_close(h);
}

TEST(content, what_is_wrong_is_said_at_the_file)
{
    struct room room = room_open();
    struct house *h = &room.house;
    enum err err;
    CHECK(!attach(&room, room.host, "joint", S("MZ"), "a.exe", &err));
    CHECK_INT(err, ERR_INPUT);
    CHECK(h->work.problems.first && str_is(h->work.problems.first->pointer, "/file"));
    CHECK(!attach(&room, room.host, "joint", S(""), "a.txt", &err));
    CHECK_INT(err, ERR_INPUT);
    CHECK_INT(number(&room, "SELECT count(*) FROM content_body"), 0);
    house_close(h);
}

/* Each organisation has room of its own: what others keep is not to be learnt from it. */
TEST(content, room_is_counted_by_organisation)
{
    struct room room = room_open();
    enum err err;
    content_limits_set(0, 20);
    attached(&room, room.host, "joint", S("%PDF-12345"), "a.pdf");
    attached(&room, room.host, "joint", S("%PDF-12345"), "b.pdf");
    CHECK(!attach(&room, room.host, "joint", S("%PDF-"), "c.pdf", &err));
    CHECK_INT(err, ERR_INPUT);
    attached(&room, room.partner, "joint", S("%PDF-1234567890"), "d.pdf");
    content_limits_set(0, 0);
    house_close(&room.house);
}

TEST(content, files_of_withdrawn_documents_are_purged)
{
    struct room room = room_open();
    struct house *h = &room.house;
    struct value *out;
    int64_t removed = -1;
    const char *a = house_id(attached(&room, room.host, "side", S("%PDF-same"), "a.pdf"));
    const char *b = house_id(attached(&room, room.host, "side", S("%PDF-same"), "b.pdf"));
    CHECK_INT(replace(&room, room.host, a, 1, S("%PDF-more"), "a.pdf", &out), OK);
    CHECK_INT(record_withdraw(&h->work, room.host, documents(), str_of(a), 2, S(""), &out), OK);
    CHECK_INT(content_purge(&h->work, h->tenant, h->work.now_ms, &removed), OK);
    CHECK_INT(removed, 0); /* not before the time given */
    CHECK_INT(content_purge(&h->work, h->tenant, h->work.now_ms + 1, &removed), OK);
    CHECK_INT(removed, 2);
    struct content content;
    CHECK_INT(find(&room, room.host, a, 0, &content), ERR_NOT_FOUND);
    CHECK_INT(find(&room, room.host, b, 0, &content), OK);
    CHECK_STR(all_bytes(&room, &content).p, "%PDF-same");
    CHECK_INT(number(&room, "SELECT count(*) FROM content_body"), 1);
    CHECK_INT(number(&room, "SELECT sum(bytes) FROM content_total"), 9);
    house_close(h);
}

struct copies {
    struct room *room;
    struct content contents[8];
    struct content_file *files[8];
    size_t count;
};

static enum err copy_out(struct work *work, const struct content *content, void *user)
{
    struct copies *copies = user;
    struct arena *a = copies->room->house.arena;
    char piece[CONTENT_CHUNK];
    size_t n;
    struct content_file **file = &copies->files[copies->count];
    struct content *kept = &copies->contents[copies->count++];
    enum err err = content_file_new(a, file);
    for (int64_t at = 0; at < content->size && err == OK; at += (int64_t)n) {
        err = content_chunk(work->conn, content, at, piece, sizeof piece, &n);
        if (err == OK)
            err = content_file_add(*file, (struct str){piece, n});
    }
    *kept = *content;
    struct str *texts[] = {&kept->audience, &kept->document,   &kept->organisation, &kept->name,
                           &kept->sha256,   &kept->media_type, &kept->created_by};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = arena_copy(a, *texts[i]);
    return err ? err : content_file_end(*file, content->name, content->media_type);
}

TEST(content, all_go_out_and_come_back)
{
    struct room room = room_open();
    struct house *h = &room.house;
    struct copies copies = {.room = &room};
    struct value *next;
    const char *a = house_id(attached(&room, room.host, "side", S("%PDF-1"), "a.pdf"));
    CHECK_INT(replace(&room, room.host, a, 1, S("%PDF-2"), "a.pdf", &next), OK);
    const char *b = house_id(attached(&room, room.partner, "joint", S("text"), "b.txt"));
    CHECK_INT(content_each(&h->work, h->tenant, copy_out, &copies), OK);
    CHECK_INT(copies.count, 3);
    static const char *const tables[] = {"content", "content_chunk", "content_body", "content_secret", "content_total"};
    CHECK_INT(conn_see_all(h->conn), OK);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        CHECK_INT(stmt_run(conn_prepare(h->conn, arena_printf(h->arena, "DELETE FROM %s", tables[i])), NULL), OK);
    CHECK_INT(conn_see_back(h->conn, OK), OK);
    for (int twice = 0; twice < 2; twice++) /* what is there already stays */
        for (size_t i = 0; i < copies.count; i++)
            CHECK_INT(content_put(&h->work, &copies.contents[i], copies.files[i]), OK);
    struct content content;
    CHECK_INT(find(&room, room.host, a, 1, &content), OK);
    CHECK_STR(all_bytes(&room, &content).p, "%PDF-1");
    CHECK_INT(find(&room, room.partner, b, 0, &content), OK);
    CHECK_STR(all_bytes(&room, &content).p, "text");
    CHECK_STR(content.created_by.p, room.partner->person.p);
    CHECK_INT(number(&room, "SELECT count(*) FROM content"), 3);
    CHECK_INT(number(&room, "SELECT sum(bytes) FROM content_total"), 16);
    copies.contents[0].size++;
    CHECK_INT(content_put(&h->work, &copies.contents[0], copies.files[0]), ERR_CORRUPT);
    house_close(h);
}

TEST(content, each_allocation_fails_cleanly)
{
    struct room room = room_open();
    struct house *h = &room.house;
    for (uint64_t n = 1; n < 4000; n += 1 + n / 40) {
        enum err err;
        struct content_file *file;
        CHECK_INT(content_file_of(h->arena, S("%PDF-1"), S("a.pdf"), &file), OK);
        h->work.file = file;
        struct value *input =
                         house_json(h, HOUSE_TEXT(h, "{\"about_kind\":\"alliances\",\"about\":\"%s\"}", room.alliance)),
                     *made = NULL;
        house_calm(h);
        CHECK_INT(conn_see(h->conn, &room.host->sees), OK);
        CHECK_INT(conn_savepoint(h->conn), OK);
        arena_fail_at(n);
        err = record_create(&h->work, room.host, documents(), input, INPUT_JSON, &made);
        bool failed = house_has_failed(n);
        h->work.file = NULL;
        conn_rollback_to(h->conn);
        if (failed)
            CHECK(err == ERR_MEMORY || err == ERR_STORE || err == ERR_INPUT || err == OK);
        else
            break;
    }
    house_close(h);
}
