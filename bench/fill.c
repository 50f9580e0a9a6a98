/* Fills an empty store with the data set of the measurements: entente-bench-fill STORE ALLIANCES NOTES PEOPLE SEED.
 * Everything is written through the kernel by the people of the workspace, so that chains, rights and circles are those
 * of any other; the same numbers and seed give the same records with the same identifiers. Prints, as JSON, tokens of
 * the people and for each some of the alliances that they see. */
#include "base/date.h"
#include "base/json.h"
#include "base/message.h"
#include "base/seeded.h"
#include "base/uuid.h"
#include "engines/engine.h"
#include "kernel/account.h"
#include "store/migrate.h"
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AT_ONCE = 200, SHOWN = 20, TOKEN_DAYS = 3650, ORGANISATIONS_LEAST = 20 };

static const int64_t begin_ms = INT64_C(1767603600000); /* 2026-01-05 09:00 UTC */

struct person {
    struct str account, id;
};

struct fill {
    struct arena *all, *arena; /* for the run, and for one transaction */
    struct store *store;
    struct conn *conn;
    struct work work;
    struct str tenant;
    long alliances, notes, people, at_partners, organisation_count;
    struct str *organisations;
    struct person *persons; /* those of the host, then one each of the first organisations */
    struct value *shown;    /* [{token, alliances: [id]}]: the head first */
    uint64_t random;
};

/* ---- randomness that can be had again ---- */

static uint64_t salts;

static const char *salts_name(void)
{
    return "seeded";
}

static uint32_t salts_word(void)
{
    return (uint32_t)seeded_next(&salts);
}

static void salts_fill(void *const to, const size_t n)
{
    for (size_t i = 0; i < n; i++)
        ((unsigned char *)to)[i] = (unsigned char)seeded_next(&salts);
}

static struct randombytes_implementation seeded_salts = {
    .implementation_name = salts_name, .random = salts_word, .buf = salts_fill};

/* A number from 0 to below - 1. */
static long fill_pick(struct fill *fill, long below)
{
    return (long)seeded_below(&fill->random, below);
}

/* Some 6,000 words of three syllables, the first ones often, the last ones seldom, none the beginning of another. */
static void add_word(struct fill *fill, struct buf *text)
{
    static const char syllables[] = "balodimerunatekisovapugehozafixycuwe";
    enum { SYLLABLES = 18, WORDS = SYLLABLES * SYLLABLES * SYLLABLES };
    double u = (double)(seeded_next(&fill->random) >> 11) / 9007199254740992.0;
    long word = (long)(u * u * u * WORDS);
    for (int i = 0; i < 3; i++, word /= SYLLABLES)
        buf_add(text, (struct str){syllables + 2 * (word % SYLLABLES), 2});
}

/* So many words, in fill->arena. */
static struct str fill_sentence(struct fill *fill, long count)
{
    struct buf text = buf_init(fill->arena, 0);
    for (long i = 0; i < count; i++) {
        if (i)
            buf_char(&text, ' ');
        add_word(fill, &text);
    }
    return buf_str(&text);
}

/* ---- writing ---- */

/* Pairs of field name and struct str, ended by NULL. An empty text is left out. */
static struct value *fill_input(struct fill *fill, ...)
{
    struct value *input = value_map(fill->arena);
    va_list pairs;
    va_start(pairs, fill);
    for (const char *name = va_arg(pairs, const char *); name; name = va_arg(pairs, const char *)) {
        struct str text = va_arg(pairs, struct str);
        if (text.n)
            value_put_text(fill->arena, input, name, text);
    }
    va_end(pairs);
    return input;
}

/* A record as `viewer`, a second after the one before; *id (may be NULL) stands in fill->all. */
static enum err fill_make(struct fill *fill, struct viewer *viewer, const char *plural, const struct value *input,
                          struct str *id)
{
    struct value *made = NULL;
    clock_set(clock_now() + 1000);
    fill->work.now_ms = clock_now();
    enum err err = record_create(&fill->work, viewer, kind_by_plural(str_of(plural)), input, INPUT_TEXT, &made);
    if (id && err == OK)
        *id = arena_copy(fill->all, value_get_text(made, "id"));
    for (const struct problem *p = fill->work.problems.first; err && p; p = p->next)
        fprintf(stderr, "%s%.*s: %.*s\n", plural, STR_ARG(p->pointer), STR_ARG(p->detail));
    return err;
}

static enum err begin(struct fill *fill)
{
    arena_reset(fill->arena);
    fill->work = work_init(fill->arena, fill->conn);
    return conn_begin(fill->conn);
}

static enum err end(struct fill *fill, enum err err)
{
    enum err seen = conn_see(fill->conn, NULL);
    err = err ? err : seen;
    if (err == OK)
        err = conn_commit(fill->conn);
    if (err)
        conn_rollback(fill->conn);
    return err;
}

static enum err show_token(struct fill *fill, const struct viewer *viewer, struct str account)
{
    struct str secret;
    enum err err = token_issue(&fill->work, viewer, account, S("bench"), TOKEN_DAYS, NULL, &secret);
    struct value *one = value_push_map(fill->all, fill->shown);
    value_put_text(fill->all, one, "token", arena_copy(fill->all, err ? S("") : secret));
    return err ? err : value_put_list(fill->all, one, "alliances") ? OK : ERR_MEMORY;
}

/* An account with one role, and its token. */
static enum err let_in(struct fill *fill, struct person *person, enum role role)
{
    struct viewer *operator;
    struct str account;
    enum err err = viewer_of_operator(&fill->work, fill->tenant, &operator);
    if (err == OK)
        err = account_add(&fill->work, operator, person->id, &account);
    if (err == OK)
        err = account_roles_set(&fill->work, operator, account, 1u << role);
    if (err == OK)
        err = show_token(fill, operator, account);
    person->account = err ? S("") : arena_copy(fill->all, account);
    return err;
}

static enum err fill_host(struct fill *fill)
{
    struct viewer *operator;
    struct str account;
    enum err err = begin(fill);
    if (err == OK)
        err = workspace_init(&fill->work, S("Bench Motors"), S("head@bench.example"), S("Helga Bench"), &fill->tenant,
                             &account);
    fill->tenant = arena_copy(fill->all, fill->tenant);
    if (err == OK)
        err = viewer_of_operator(&fill->work, fill->tenant, &operator);
    if (err == OK)
        err = account_roles_set(&fill->work, operator, account, 1u << ROLE_HEAD | 1u << ROLE_ADMINISTRATOR);
    if (err == OK)
        err = show_token(fill, operator, account);
    return end(fill, err);
}

static enum err fill_organisation(struct fill *fill, long i)
{
    struct viewer *operator;
    struct str name = arena_printf(fill->arena, "Partner %ld %.*s", i, STR_ARG(fill_sentence(fill, 1)));
    enum err err = viewer_of_operator(&fill->work, fill->tenant, &operator);
    return err ? err
               : fill_make(fill, operator, "organisations",
                           fill_input(fill, "name", name, "kind", S("partner"), "industry", fill_sentence(fill, 1),
                                      "country", S("DE"), NULL),
                           &fill->organisations[i]);
}

/* Number `i` of the people: of the host's, or of a partner's. */
static enum err fill_person(struct fill *fill, long i)
{
    struct viewer *keeper;
    long partner = i - (fill->people - fill->at_partners);
    struct str name = arena_printf(fill->arena, "Person %ld %.*s", i, STR_ARG(fill_sentence(fill, 1)));
    struct str email = arena_printf(fill->arena, "person%ld@bench.example", i);
    enum err err = partner < 0 ? viewer_of_operator(&fill->work, fill->tenant, &keeper)
                               : viewer_of_keeper(&fill->work, fill->tenant, fill->organisations[partner], &keeper);
    if (err == OK)
        err = fill_make(fill, keeper, "people",
                        fill_input(fill, "name", name, "email", email, "organisation", keeper->organisation, NULL),
                        &fill->persons[i].id);
    return err ? err : let_in(fill, &fill->persons[i], partner < 0 ? ROLE_MANAGER : ROLE_HEAD);
}

/* ---- one alliance ---- */

static void show_alliance(struct fill *fill, long person, struct str alliance)
{
    struct value *list = value_get(value_at(fill->shown, (size_t)(person + 1)), "alliances");
    if (list && list->count < SHOWN)
        value_push(list, value_text(fill->all, alliance));
}

static enum err fill_frame(struct fill *fill, struct viewer *viewer, long i, struct str *alliance)
{
    static const char *const stages[] = {"idea", "design", "launch", "operation", "operation", "operation", "exit"};
    static const char *const forms[] = {"licence", "supply", "distribution", "research", "joint_venture"};
    struct arena *a = fill->arena;
    long organisation = i % fill->organisation_count, other = (i * 7 + 3) % (fill->people - fill->at_partners);
    struct str name = arena_printf(a, "Alliance %ld %.*s", i, STR_ARG(fill_sentence(fill, 2))), party;
    struct str start = arena_printf(a, "20%02ld-%02ld-01", 18 + fill_pick(fill, 8), 1 + fill_pick(fill, 12));
    enum err err = fill_make(fill, viewer, "alliances",
                             fill_input(fill, "name", name, "short_code", arena_printf(a, "A-%ld", i), "purpose",
                                        fill_sentence(fill, 12), "stage", str_of(stages[i % 7]), "form",
                                        str_of(forms[i % 5]), "start", start, "currency", S("EUR"), NULL),
                             alliance);
    if (err == OK)
        err = fill_make(
            fill, viewer, "parties",
            fill_input(fill, "alliance", *alliance, "organisation", fill->organisations[organisation], NULL), &party);
    if (err == OK)
        err = viewer_refresh(&fill->work, viewer);
    if (err == OK && !str_eq(fill->persons[other].id, viewer->person))
        err = fill_make(
            fill, viewer, "memberships",
            fill_input(fill, "alliance", *alliance, "person", fill->persons[other].id, "role", S("member"), NULL),
            NULL);
    if (err == OK && organisation < fill->at_partners) {
        long there = fill->people - fill->at_partners + organisation;
        struct viewer *partner;
        show_alliance(fill, there, *alliance);
        err = viewer_of_account(&fill->work, fill->tenant, fill->persons[there].account, &partner);
        if (err == OK)
            err = fill_make(
                fill, partner, "memberships",
                fill_input(fill, "alliance", *alliance, "person", fill->persons[there].id, "role", S("manager"), NULL),
                NULL);
        enum err back = viewer_look(&fill->work, viewer);
        err = err ? err : back;
    }
    if (err == OK)
        err = fill_make(fill, viewer, "contributions",
                        fill_input(fill, "alliance", *alliance, "party", party, "what", fill_sentence(fill, 3), "value",
                                   S("250000 EUR"), NULL),
                        NULL);
    return err;
}

static enum err fill_alliance(struct fill *fill, long i)
{
    struct arena *a = fill->arena;
    long manager = i % (fill->people - fill->at_partners);
    struct viewer *viewer;
    struct str alliance;
    enum err err = viewer_of_account(&fill->work, fill->tenant, fill->persons[manager].account, &viewer);
    if (err == OK)
        err = fill_frame(fill, viewer, i, &alliance);
    if (err == OK)
        err = fill_make(fill, viewer, "agreements",
                        fill_input(fill, "alliance", alliance, "name", arena_printf(a, "Agreement %ld", i), "signed",
                                   S("2024-02-01"), "in_force", S("2024-03-01"), "ends", S("2029-02-28"), NULL),
                        NULL);
    for (long k = 0; k < 2 && err == OK; k++)
        err = fill_make(fill, viewer, "objectives",
                        fill_input(fill, "alliance", alliance, "statement", fill_sentence(fill, 6), "circle",
                                   k ? S("side") : S("joint"), NULL),
                        NULL);
    for (long k = i; k < fill->notes && err == OK; k += fill->alliances)
        err = fill_make(fill, viewer, "notes",
                        fill_input(fill, "about_kind", S("alliances"), "about", alliance, "text",
                                   fill_sentence(fill, 8 + fill_pick(fill, 30)), "circle",
                                   k % 3 ? S("joint") : S("side"), NULL),
                        NULL);
    show_alliance(fill, manager, alliance);
    if (err == OK && i % (fill->alliances / SHOWN + 1) == 0)
        show_alliance(fill, -1, alliance);
    return err;
}

/* Takes the steps 0 … count-1, many to a transaction. */
static enum err in_portions(struct fill *fill, long count, enum err (*step)(struct fill *, long))
{
    enum err err = OK;
    long at_once = AT_ONCE * 10 / (10 + fill->notes / fill->alliances) + 1;
    for (long i = 0; i < count && err == OK;) {
        err = begin(fill);
        for (long k = 0; k < at_once && i < count && err == OK; k++)
            err = step(fill, i++);
        err = end(fill, err);
    }
    return err;
}

static enum err fill_all(struct fill *fill)
{
    struct problems problems = problems_init(fill->all);
    fill->at_partners = fill->people / 5;
    fill->organisation_count = fill->alliances / 10 > ORGANISATIONS_LEAST ? fill->alliances / 10 : ORGANISATIONS_LEAST;
    if (fill->organisation_count < fill->at_partners)
        fill->organisation_count = fill->at_partners;
    fill->organisations = ARENA_ARRAY(fill->all, (size_t)fill->organisation_count, struct str);
    fill->persons = ARENA_ARRAY(fill->all, (size_t)fill->people, struct person);
    fill->shown = value_list(fill->all);
    if (!fill->organisations || !fill->persons || !fill->shown)
        return ERR_MEMORY;
    clock_set(begin_ms);
    enum err err = migrate(fill->conn, &problems, NULL);
    if (err == OK)
        err = fill_host(fill);
    if (err == OK)
        err = in_portions(fill, fill->organisation_count, fill_organisation);
    if (err == OK)
        err = in_portions(fill, fill->people, fill_person);
    return err ? err : in_portions(fill, fill->alliances, fill_alliance);
}

static enum err run(const char *url, struct fill *fill)
{
    struct problems problems = problems_init(fill->all);
    enum err err = store_open(url, true, &problems, &fill->store);
    if (err == OK)
        err = store_connect(fill->store, CONN_WRITE, &fill->conn);
    if (err == OK)
        err = fill_all(fill);
    conn_close(fill->conn);
    store_close(fill->store);
    return err;
}

int main(int argc, char **argv)
{
    struct fill fill = {.all = arena_new(0), .arena = arena_new(0)};
    if (argc != 6) {
        fprintf(stderr, "usage: entente-bench-fill STORE ALLIANCES NOTES PEOPLE SEED\n");
        return 2;
    }
    uint64_t seed = (uint64_t)strtoul(argv[5], NULL, 10) + 1;
    fill.alliances = strtol(argv[2], NULL, 10);
    fill.notes = strtol(argv[3], NULL, 10);
    fill.people = strtol(argv[4], NULL, 10);
    fill.random = salts = seed;
    randombytes_set_implementation(&seeded_salts);
    uuid_seed(seed);
    bool sound = fill.all && fill.arena && fill.alliances > 0 && fill.people >= 10;
    enum err err = sound ? message_load() : ERR_INPUT;
    if (err == OK)
        err = engines_register(fill.all);
    if (err == OK)
        err = run(argv[1], &fill);
    if (err == OK) {
        struct str text = json_text(fill.all, fill.shown);
        printf("%.*s\n", STR_ARG(text));
    } else {
        fprintf(stderr, "%s\n", err_code(err));
    }
    kinds_release();
    arena_free(fill.arena);
    arena_free(fill.all);
    return err ? 1 : 0;
}
