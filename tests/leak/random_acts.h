/* random_acts.h: what happens in the random walk: one act in the program, and the same in the model when the program
 * let it happen. */
#ifndef TESTS_LEAK_RANDOM_ACTS_H
#define TESTS_LEAK_RANDOM_ACTS_H
#include "../kernel/house.h"
#include "base/date.h"
#include "kernel/share.h"
#include "model.h"

enum { LOG_LINES = 4096 };
static const char *const kinds[] = {"goals", "objectives", "agreements", "clauses", "notes"};
enum { GOALS, OBJECTIVES, AGREEMENTS, CLAUSES, NOTES, KIND_COUNT };

struct walk {
    struct house house;
    struct str tenants[2]; /* the second is a workspace beside it in the same store */
    struct model model;
    uint64_t random, seed;
    long step, done, refused, looked, shared;
    bool failed;
    struct arena *arena; /* of the step */
    struct work work;
    char log[LOG_LINES][160];
    long lines;
};

static unsigned draw(struct walk *w, unsigned below)
{
    w->random ^= w->random << 13;
    w->random ^= w->random >> 7;
    w->random ^= w->random << 17;
    return (unsigned)((w->random >> 20) % below);
}

#define NOTE(w, ...) snprintf((w)->log[(w)->lines++ % LOG_LINES], sizeof(w)->log[0], __VA_ARGS__)

/* Says what is wrong, with the steps that concern the record: seed and step make it again. */
static void fail(struct walk *w, const char *what, int person, const struct model_fact *fact)
{
    char about[16] = "", alliance[16] = "";
    if (w->failed)
        return;
    w->failed = true;
    CHECK_FAIL("%s: seed %llu, step %ld", what, (unsigned long long)w->seed, w->step);
    if (fact) {
        const struct model_circle *circle = fact->circle >= 0 ? &w->model.circles[fact->circle] : NULL;
        fprintf(stderr, "  person %d (firm %d) and f%d, a record of %s: %s\n", person, w->model.people[person].firm,
                (int)(fact - w->model.facts), kinds[fact->kind], fact->id);
        snprintf(about, sizeof about, " f%d ", (int)(fact - w->model.facts));
        if (circle)
            snprintf(alliance, sizeof alliance, " a%d ", circle->alliance);
    }
    long from = w->lines > LOG_LINES ? w->lines - LOG_LINES : 0;
    for (long i = from; i < w->lines; i++) {
        const char *line = w->log[i % LOG_LINES];
        bool frame = strstr(line, " joins ") || strstr(line, " leaves ") || strstr(line, " team ");
        if (!fact || strstr(line, about) || (*alliance && frame && strstr(line, alliance)) || i + 1 == w->lines)
            fprintf(stderr, "  %s\n", line);
    }
}

static struct str tenant_of(const struct walk *w, int firm)
{
    return w->tenants[firm == STRANGER_FIRM];
}

/* The person as a viewer, as a request makes it; NULL when they may not come in. */
static struct viewer *viewer_of(struct walk *w, int person)
{
    const struct model_person *p = &w->model.people[person];
    struct viewer *viewer = NULL;
    enum err err = viewer_of_account(&w->work, tenant_of(w, p->firm), str_of(p->account), &viewer);
    if ((err == OK) == p->disabled || (err && err != ERR_NOT_FOUND))
        fail(w, "who may come in is not who should", person, NULL);
    return err ? NULL : viewer;
}

/* ---- Writing: in a savepoint, as the writer does it ---- */

static void calm(struct walk *w)
{
    w->work.problems = problems_init(w->arena);
}

static struct value *created(struct walk *w, struct viewer *viewer, const char *plural, const char *json)
{
    struct value *input = NULL, *record = NULL;
    struct problems problems = problems_init(w->arena);
    calm(w);
    CHECK_INT(json_parse(w->arena, str_of(json), &problems, &input), OK);
    CHECK_INT(conn_see(w->house.conn, &viewer->sees), OK);
    CHECK_INT(conn_savepoint(w->house.conn), OK);
    enum err err = record_create(&w->work, viewer, kind_by_plural(str_of(plural)), input, INPUT_JSON, &record);
    if (err)
        conn_rollback_to(w->house.conn);
    else
        CHECK_INT(conn_release(w->house.conn), OK);
    *(err ? &w->refused : &w->done) += 1;
    return err ? NULL : record;
}

enum act { CHANGE, WITHDRAW, RESTORE };

static struct value *changed(struct walk *w, struct viewer *viewer, const char *plural, const char *id, int64_t version,
                             enum act act, const char *json)
{
    struct value *input = NULL, *record = NULL;
    struct problems problems = problems_init(w->arena);
    const struct kind *kind = kind_by_plural(str_of(plural));
    calm(w);
    CHECK_INT(json_parse(w->arena, str_of(json), &problems, &input), OK);
    CHECK_INT(conn_see(w->house.conn, &viewer->sees), OK);
    CHECK_INT(conn_savepoint(w->house.conn), OK);
    enum err err = act == CHANGE     ? record_change(&w->work, viewer, kind, str_of(id), version, input, INPUT_JSON,
                                                     S("because"), &record)
                   : act == WITHDRAW ? record_withdraw(&w->work, viewer, kind, str_of(id), version, S(""), &record)
                                     : record_restore(&w->work, viewer, kind, str_of(id), version, &record);
    if (err)
        conn_rollback_to(w->house.conn);
    else
        CHECK_INT(conn_release(w->house.conn), OK);
    *(err ? &w->refused : &w->done) += 1;
    return err ? NULL : record;
}

static void keep_id(char to[MODEL_ID], struct str id)
{
    snprintf(to, MODEL_ID, "%.*s", STR_ARG(id));
}

/* The circle that a new record came into must be the one that the model says; -1 when it is another. */
static bool is_in(struct walk *w, const struct value *record, int circle)
{
    struct str id = value_get_text(record, "circle");
    struct model_circle *expected = &w->model.circles[circle];
    if (!*expected->id && id.n && model_circle_of(&w->model, arena_cstr(w->arena, id)) < 0)
        keep_id(expected->id, id);
    return str_is(id, expected->id);
}

/* The circle that a record which hangs on another came into; one that was not named yet can only be the maker's side or
 * today's joint circle. -1 when it is none that the maker could write in. */
static int circle_of(struct walk *w, const struct value *record, int beside, int firm)
{
    struct model *m = &w->model;
    struct str id = value_get_text(record, "circle");
    int known = id.n ? model_circle_of(m, arena_cstr(w->arena, id)) : -1;
    if (known >= 0 || !id.n || beside < 0)
        return known;
    int alliance = m->circles[beside].alliance;
    bool side = str_is(value_get_text(record, "audience"), "side");
    int likely = side ? model_side(m, alliance, firm) : m->alliances[alliance].joint;
    if (likely < 0 || *m->circles[likely].id)
        return -1;
    keep_id(m->circles[likely].id, id);
    return likely;
}

static struct model_fact *fact_add(struct walk *w, const struct value *record, struct model_fact fact)
{
    struct model_fact *kept = &w->model.facts[w->model.fact_count++];
    *kept = fact;
    kept->version = 1;
    keep_id(kept->id, value_get_text(record, "id"));
    return kept;
}

static void make_goal(struct walk *w, int person)
{
    struct viewer *viewer = viewer_of(w, person);
    struct model_fact fact = {.kind = GOALS, .firm = w->model.people[person].firm, .circle = -1, .about = -1};
    fact.word = (unsigned)w->model.fact_count;
    struct value *record =
        viewer ? created(w, viewer, "goals", arena_printf(w->arena, "{\"name\":\"w%ux\"}", fact.word).p) : NULL;
    if (!record)
        return;
    NOTE(w, "%ld: p%d makes f%d , of firm %d", w->step, person, w->model.fact_count, fact.firm);
    (void)fact_add(w, record, fact);
}

/* An open circle of the alliance that the program has named and the firm is in, by chance; -1 when there is none. */
static int some_circle(struct walk *w, int alliance, int firm)
{
    const struct model *m = &w->model;
    int start = m->circle_count ? (int)draw(w, (unsigned)m->circle_count) : 0;
    for (int i = 0; i < m->circle_count; i++) {
        const struct model_circle *circle = &m->circles[(start + i) % m->circle_count];
        if (circle->alliance == alliance && *circle->id && !circle->closed && (circle->parties & 1u << firm))
            return (start + i) % m->circle_count;
    }
    return -1;
}

static void make_in_circle(struct walk *w, int person)
{
    struct viewer *viewer = viewer_of(w, person);
    if (!viewer || !w->model.alliance_count)
        return;
    int alliance = (int)draw(w, (unsigned)w->model.alliance_count), firm = w->model.people[person].firm;
    unsigned where = draw(w, 5);
    bool side = where < 2;
    int named = where == 4 ? some_circle(w, alliance, firm) : -1;
    struct model_fact fact = {.kind = draw(w, 3) ? OBJECTIVES : AGREEMENTS, .firm = firm, .about = -1};
    fact.word = (unsigned)w->model.fact_count;
    fact.circle = named >= 0 ? named
                  : side     ? model_side(&w->model, alliance, firm)
                             : w->model.alliances[alliance].joint;
    const char *circle = named >= 0 ? w->model.circles[named].id : side ? "side" : "joint";
    struct value *record = created(w, viewer, kinds[fact.kind],
                                   arena_printf(w->arena, "{\"alliance\":\"%s\",\"%s\":\"w%ux\",\"circle\":\"%s\"}",
                                                w->model.alliances[alliance].id,
                                                fact.kind == OBJECTIVES ? "statement" : "name", fact.word, circle)
                                       .p);
    if (!record)
        return;
    NOTE(w, "%ld: p%d makes f%d in a%d , %s", w->step, person, w->model.fact_count, alliance, circle);
    if (fact.circle < 0 || !is_in(w, record, fact.circle))
        fail(w, "a record came into another circle than was asked for", person, fact_add(w, record, fact));
    else
        (void)fact_add(w, record, fact);
}

/* Something that hangs on another record: never wider than that. */
static void make_attached(struct walk *w, int person)
{
    struct viewer *viewer = viewer_of(w, person);
    if (!viewer || !w->model.fact_count)
        return;
    int at = (int)draw(w, (unsigned)w->model.fact_count);
    const struct model_fact *about = &w->model.facts[at];
    bool clause = about->kind == AGREEMENTS && draw(w, 2);
    struct model_fact fact = {.kind = clause ? CLAUSES : NOTES, .firm = about->firm, .circle = about->circle};
    fact.word = (unsigned)w->model.fact_count;
    fact.about = at;
    const char *circle = draw(w, 2) && about->circle >= 0 && !clause ? ",\"circle\":\"joint\"" : "";
    if (about->kind == CLAUSES || about->kind == NOTES)
        return;
    const char *json =
        clause ? arena_printf(w->arena, "{\"agreement\":\"%s\",\"heading\":\"w%ux\"}", about->id, fact.word).p
               : arena_printf(w->arena, "{\"about_kind\":\"%s\",\"about\":\"%s\",\"text\":\"w%ux\"%s}",
                              kinds[about->kind], about->id, fact.word, circle)
                     .p;
    struct value *record = created(w, viewer, kinds[fact.kind], json);
    if (!record)
        return;
    NOTE(w, "%ld: p%d makes f%d on f%d %s", w->step, person, w->model.fact_count, at, circle);
    if (!model_knows(&w->model, person, about))
        fail(w, "something was attached to what its maker may not know", person, about);
    bool in_circle = value_get_text(record, "circle").n > 0;
    int there = circle_of(w, record, about->circle, w->model.people[person].firm);
    unsigned inner = there >= 0 ? w->model.circles[there].parties : 1u << about->firm;
    unsigned outer = about->circle >= 0 ? w->model.circles[about->circle].parties : 1u << about->firm;
    bool known = (about->circle >= 0) == in_circle && (there >= 0) == in_circle;
    fact.circle = there;
    struct model_fact *kept = fact_add(w, record, fact);
    if (!known || (inner & ~outer))
        fail(w, "what is attached is wider than what it is attached to", person, kept);
}

static void touch(struct walk *w, int person)
{
    struct viewer *viewer = viewer_of(w, person);
    if (!viewer || !w->model.fact_count)
        return;
    struct model_fact *fact = &w->model.facts[draw(w, (unsigned)w->model.fact_count)];
    enum act act = draw(w, 3) == 0 ? (fact->withdrawn ? RESTORE : WITHDRAW) : CHANGE;
    static const char *const texts[] = {"description", "statement", "exclusivities", "text", "text"};
    const char *json = arena_printf(w->arena, "{\"%s\":\"w%ux v%ld\"}", texts[fact->kind], fact->word, w->step).p;
    struct value *record = changed(w, viewer, kinds[fact->kind], fact->id, fact->version, act, json);
    if (!record)
        return;
    NOTE(w, "%ld: p%d %s f%d ", w->step, person, act == CHANGE ? "changes" : "turns", (int)(fact - w->model.facts));
    if (!model_knows(&w->model, person, fact))
        fail(w, "somebody changed what they may not know", person, fact);
    fact->version = value_get_int(record, "version", 0);
    fact->withdrawn = act == CHANGE ? fact->withdrawn : act == WITHDRAW;
}

/* Ends what was done in a savepoint, and counts it. */
static bool settled(struct walk *w, enum err err)
{
    if (err)
        conn_rollback_to(w->house.conn);
    else
        CHECK_INT(conn_release(w->house.conn), OK);
    *(err ? &w->refused : &w->done) += 1;
    return err == OK;
}

/* A circle of two of the parties. */
static void name_circle(struct walk *w, int person, const char (*firm_ids)[MODEL_ID])
{
    struct model *m = &w->model;
    struct viewer *viewer = viewer_of(w, person);
    int own = m->people[person].firm, with = (int)draw(w, STRANGER_FIRM);
    if (!viewer || !m->alliance_count || m->circle_count + 4 > CIRCLES || with == own)
        return;
    int alliance = (int)draw(w, (unsigned)m->alliance_count);
    struct str other = str_of(firm_ids[with]), id;
    calm(w);
    CHECK_INT(conn_savepoint(w->house.conn), OK);
    if (!settled(w, circle_name(&w->work, viewer, str_of(m->alliances[alliance].id),
                                arena_printf(w->arena, "Circle %d", m->circle_count), &other, 1, &id)))
        return;
    NOTE(w, "%ld: p%d names circle %d of firms %d and %d in a%d , joins ", w->step, person, m->circle_count, own, with,
         alliance);
    if (~m->circles[m->alliances[alliance].joint].parties & (1u << own | 1u << with))
        fail(w, "a circle was made of others than today's parties", person, NULL);
    keep_id(m->circles[model_circle_add(m, alliance, 'n', 1u << own | 1u << with)].id, id);
}

/* Shares a record with a circle: it becomes known to more, and stays known to all who knew it. */
/* Something that the person knows, and a circle of its alliance with more parties; NULL where chance finds none. */
static struct model_fact *sharable(struct walk *w, int person, int *to)
{
    for (int tries = 0; tries < 60 && w->model.fact_count; tries++) {
        struct model_fact *fact = &w->model.facts[draw(w, (unsigned)w->model.fact_count)];
        if (fact->circle < 0 || !model_knows(&w->model, person, fact))
            continue;
        *to = some_circle(w, w->model.circles[fact->circle].alliance, w->model.people[person].firm);
        unsigned before = w->model.circles[fact->circle].parties, after = *to < 0 ? 0 : w->model.circles[*to].parties;
        if (before != after && !(before & ~after))
            return fact;
    }
    return NULL;
}

static void share(struct walk *w, int person)
{
    int to = -1;
    struct viewer *viewer = viewer_of(w, person);
    struct model_fact *fact = viewer ? sharable(w, person, &to) : NULL;
    if (!fact)
        return;
    struct share_order order = {.kind = kind_by_plural(str_of(kinds[fact->kind])), .id = str_of(fact->id)};
    struct value *record = NULL;
    bool shared = false;
    order.version = fact->version;
    order.circle = str_of(w->model.circles[to].id);
    calm(w);
    CHECK_INT(conn_see(w->house.conn, &viewer->sees), OK);
    CHECK_INT(conn_savepoint(w->house.conn), OK);
    if (!settled(w, share_record(&w->work, viewer, &order, &shared, &record)) || !shared)
        return;
    NOTE(w, "%ld: p%d shares f%d with circle %d", w->step, person, (int)(fact - w->model.facts), to);
    unsigned before = w->model.circles[fact->circle].parties, after = w->model.circles[to].parties;
    if (!model_knows(&w->model, person, fact))
        fail(w, "somebody shared what they may not know", person, fact);
    if ((before & ~after) || before == after)
        fail(w, "sharing did not widen the circle", person, fact);
    fact->circle = to;
    fact->version = value_get_int(record, "version", 0);
    w->shared++;
}

/* ---- Alliances, parties, teams, roles, accounts: by those who look after them ---- */

static int head_of(int firm)
{
    return firm * 3;
}

static void begin_alliance(struct walk *w)
{
    struct model *m = &w->model;
    struct viewer *host = viewer_of(w, head_of(HOST));
    if (!host || m->alliance_count == ALLIANCES)
        return;
    struct value *record =
        created(w, host, "alliances", arena_printf(w->arena, "{\"name\":\"Alliance %d\"}", m->alliance_count).p);
    if (!CHECK(record != NULL))
        return;
    struct model_alliance *alliance = &m->alliances[m->alliance_count];
    keep_id(alliance->id, value_get_text(record, "id"));
    alliance->joint = model_circle_add(m, m->alliance_count, 'j', 1u << HOST);
    keep_id(m->circles[alliance->joint].id, value_get_text(record, "circle"));
    (void)model_circle_add(m, m->alliance_count, 's', 1u << HOST);
    keep_id(alliance->party[HOST], S("host"));
    NOTE(w, "%ld: begins a%d ", w->step, m->alliance_count);
    m->alliance_count++;
}

/* A firm joins an alliance, or leaves it. */
static void join_or_leave(struct walk *w, const char (*firm_ids)[MODEL_ID])
{
    struct model *m = &w->model;
    struct viewer *host = viewer_of(w, head_of(HOST));
    if (!host || !m->alliance_count || m->circle_count + 4 > CIRCLES)
        return;
    int at = (int)draw(w, (unsigned)m->alliance_count), firm = 1 + (int)draw(w, 3);
    struct model_alliance *alliance = &m->alliances[at];
    if (*alliance->party[firm]) {
        char today[11];
        date_write(m->today, today);
        if (!changed(w, host, "parties", alliance->party[firm], 1, CHANGE,
                     arena_printf(w->arena, "{\"left_on\":\"%s\"}", today).p))
            return;
        *alliance->party[firm] = 0;
        NOTE(w, "%ld: firm %d leaves a%d ", w->step, firm, at);
        model_succeed(m, at, firm, false);
        return;
    }
    struct value *record = created(
        w, host, "parties",
        arena_printf(w->arena, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", alliance->id, firm_ids[firm]).p);
    if (!record)
        return;
    keep_id(alliance->party[firm], value_get_text(record, "id"));
    NOTE(w, "%ld: firm %d joins a%d ", w->step, firm, at);
    model_succeed(m, at, firm, true);
    if (!is_in(w, record, alliance->joint))
        fail(w, "who joined is not in a new circle", head_of(HOST), NULL);
}

static void add_to_team(struct walk *w, int person)
{
    struct model *m = &w->model;
    int firm = m->people[person].firm, at = m->alliance_count ? (int)draw(w, (unsigned)m->alliance_count) : -1;
    struct viewer *head = at < 0 || firm == STRANGER_FIRM ? NULL : viewer_of(w, head_of(firm));
    static const char *const roles[] = {"manager", "member", "executive", "viewer"};
    if (!head || m->team_count == TEAMS)
        return;
    struct model_team team = {.alliance = at, .person = person};
    char from[11], to[11];
    team.from = m->today - 2 + (int)draw(w, 5);
    team.to = draw(w, 3) ? 0 : team.from + (int)draw(w, 5);
    date_write(team.from, from);
    date_write(team.to, to);
    struct value *record = created(
        w, head, "memberships",
        arena_printf(w->arena, "{\"alliance\":\"%s\",\"person\":\"%s\",\"role\":\"%s\",\"from_date\":\"%s\"%s%s%s}",
                     m->alliances[at].id, m->people[person].person, roles[draw(w, 4)], from,
                     team.to ? ",\"to_date\":\"" : "", team.to ? to : "", team.to ? "\"" : "")
            .p);
    if (!record)
        return;
    keep_id(team.id, value_get_text(record, "id"));
    NOTE(w, "%ld: team of a%d gets p%d , day %lld to %lld", w->step, at, person, (long long)team.from,
         (long long)team.to);
    m->teams[m->team_count++] = team;
}

static void end_membership(struct walk *w)
{
    struct model *m = &w->model;
    struct model_team *team = m->team_count ? &m->teams[draw(w, (unsigned)m->team_count)] : NULL;
    struct viewer *head = team && !team->withdrawn ? viewer_of(w, head_of(m->people[team->person].firm)) : NULL;
    if (!head || !changed(w, head, "memberships", team->id, 1, WITHDRAW, "{}"))
        return;
    team->withdrawn = true;
    NOTE(w, "%ld: team of a%d loses p%d ", w->step, team->alliance, team->person);
}

static void turn_account(struct walk *w, int person)
{
    struct model_person *p = &w->model.people[person];
    struct viewer *operator= NULL;
    if (person == head_of(p->firm))
        return;
    calm(w);
    CHECK_INT(viewer_of_operator(&w->work, tenant_of(w, p->firm), &operator), OK);
    if (draw(w, 2)) {
        CHECK_INT(account_disable(&w->work, operator, str_of(p->account), !p->disabled), OK);
        p->disabled = !p->disabled;
        NOTE(w, "%ld: p%d %s", w->step, person, p->disabled ? "is disabled" : "is enabled");
        return;
    }
    static const unsigned roles[] = {1u << ROLE_HEAD, 1u << ROLE_MEMBER, 1u << ROLE_ADMINISTRATOR};
    p->standing = (enum standing)draw(w, 3);
    CHECK_INT(account_roles_set(&w->work, operator, str_of(p->account), roles[p->standing]), OK);
    NOTE(w, "%ld: p%d gets standing %d", w->step, person, (int)p->standing);
}
#endif
