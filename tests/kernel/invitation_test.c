/* Invitations: who may invite whom, what is shown, when one holds. */
#include "house.h"
#include "kernel/invitation.h"

struct invited {
    struct house house;
    struct viewer *head;
    struct str alliance, firm, id, secret;
};

/* An alliance of the host with Rivera, whom nobody represents yet. */
static struct invited invited_open(void)
{
    struct invited i = {.house = house_open()};
    struct house *house = &i.house;
    CHECK_INT(viewer_of_account(&house->work, house->tenant, house->admin, &i.head), OK);
    i.firm =
        value_get_text(house_make(house, i.head, "organisations", "{\"name\":\"Rivera\",\"kind\":\"partner\"}"), "id");
    i.alliance = value_get_text(house_make(house, i.head, "alliances", "{\"name\":\"Harbour\"}"), "id");
    house_make(house, i.head, "parties",
               HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", i.alliance.p, i.firm.p));
    return i;
}

static enum err make(struct invited *i, const struct viewer *viewer, const struct invitation *wish)
{
    house_calm(&i->house);
    CHECK_INT(conn_see(i->house.conn, &viewer->sees), OK);
    return invitation_make(&i->house.work, viewer, wish, &i->id, &i->secret);
}

static struct invitation to_rivera(const struct invited *i)
{
    return (struct invitation){
        .organisation = i->firm, .alliance = i->alliance, .name = S("Rosa Vidal"), .email = S("Rosa@Rivera.example")};
}

TEST(invitation, the_first_person_of_a_party_looks_after_its_own)
{
    struct invited i = invited_open();
    struct work *work = &i.house.work;
    struct invitation wish = to_rivera(&i);
    struct value *shown, *list;
    struct str tenant, account, again, session;
    struct viewer *rosa;
    CHECK_INT(make(&i, i.head, &wish), OK);
    CHECK_INT(invitation_list(work, i.head, i.alliance, &list), OK);
    CHECK_INT(list->count, 1);
    CHECK_INT(invitation_show(work, i.secret, &shown), OK);
    CHECK(str_is(value_get_text(shown, "organisation"), "Rivera") &&
          str_is(value_get_text(shown, "alliance"), "Harbour") && str_is(value_get_text(shown, "by"), "Hanna Kern"));
    CHECK_INT(invitation_accept(work, i.secret, S("$hash"), &tenant, &account), OK);
    CHECK_INT(invitation_accept(work, i.secret, S("$hash"), &tenant, &again), ERR_GONE);
    CHECK_INT(session_start(work, tenant, account, S("t"), &session), OK);
    CHECK_INT(viewer_of_account(work, tenant, account, &rosa), OK);
    CHECK_INT(rosa->roles, 1u << ROLE_ADMINISTRATOR | 1u << ROLE_HEAD);
    CHECK(!rosa->host && str_eq(rosa->organisation, i.firm));
    CHECK(viewer_circle(rosa, i.alliance, AUDIENCE_JOINT) != NULL);
    CHECK_INT(account_list(work, rosa, &list), OK);
    CHECK_INT(list->count, 1); /* their own organisation only */
    struct invitation colleague = {
        .organisation = i.firm, .name = S("Ivo Paz"), .email = S("ivo@rivera.example"), .roles = 1u << ROLE_MEMBER};
    CHECK_INT(make(&i, rosa, &colleague), OK);
    CHECK_INT(invitation_list(work, rosa, (struct str){NULL, 0}, &list), OK);
    CHECK_INT(list->count, 1);
    CHECK_INT(invitation_revoke(work, i.head, i.id), ERR_NOT_FOUND);
    CHECK_INT(make(&i, i.head, &colleague), ERR_NOT_FOUND); /* the host has no say there any more */
    CHECK_INT(make(&i, i.head, &wish), ERR_INPUT);
    CHECK(str_is(work->problems.first->pointer, "/organisation"));
    CHECK_INT(make(&i, rosa,
                   &(struct invitation){
                       .organisation = i.head->organisation, .name = S("X"), .email = S("x@altmark.example")}),
              ERR_NOT_FOUND);
    house_close(&i.house);
}

TEST(invitation, is_made_by_who_looks_after_the_team)
{
    struct invited i = invited_open();
    struct invitation wish = to_rivera(&i);
    struct viewer *plain;
    struct value *list;
    plain = house_colleague(&i.house, "Ida Ek", "ida@altmark.example", 1u << ROLE_ADMINISTRATOR);
    CHECK_INT(make(&i, plain, &wish), ERR_NOT_FOUND); /* an administrator sees no alliance */
    CHECK_INT(invitation_list(&i.house.work, plain, i.alliance, &list), OK);
    CHECK_INT(list->count, 0);
    plain = house_colleague(&i.house, "Max Ohm", "max@altmark.example", 1u << ROLE_MEMBER);
    house_member(&i.house, plain, i.alliance.p, "member");
    CHECK_INT(make(&i, plain, &wish), ERR_FORBIDDEN);
    house_member(&i.house, plain, i.alliance.p, "manager");
    CHECK_INT(make(&i, plain, &wish), OK);
    CHECK_INT(make(&i, plain,
                   &(struct invitation){
                       .organisation = plain->organisation, .name = S("X"), .email = S("x@altmark.example")}),
              ERR_FORBIDDEN);
    house_close(&i.house);
}

TEST(invitation, ends_by_time_by_being_taken_back_and_by_somebody_being_there)
{
    struct invited i = invited_open();
    struct work *work = &i.house.work;
    struct invitation wish = to_rivera(&i);
    struct value *shown;
    struct str tenant, account, other, session;
    CHECK_INT(make(&i, i.head, &wish), OK);
    CHECK_INT(invitation_revoke(work, i.head, i.id), OK);
    CHECK_INT(invitation_show(work, i.secret, &shown), ERR_GONE);
    CHECK_INT(make(&i, i.head, &wish), OK);
    work->now_ms += 14 * INT64_C(86400000);
    CHECK_INT(invitation_show(work, i.secret, &shown), ERR_GONE);
    CHECK_INT(make(&i, i.head, &wish), OK);
    other = i.secret;
    wish.email = S("another@rivera.example");
    CHECK_INT(make(&i, i.head, &wish), OK);
    CHECK_INT(invitation_accept(work, i.secret, S("$hash"), &tenant, &account), OK);
    CHECK_INT(session_start(work, tenant, account, S("t"), &session), OK);
    CHECK_INT(invitation_show(work, other, &shown), ERR_GONE);
    CHECK_INT(invitation_accept(work, other, S("$hash"), &tenant, &account), ERR_GONE);
    CHECK_INT(invitation_show(work, S("nonsense"), &shown), ERR_GONE);
    house_close(&i.house);
}

TEST(invitation, wants_a_name_and_an_address)
{
    struct invited i = invited_open();
    struct invitation wish = {.organisation = i.head->organisation, .name = S(""), .email = S("no address")};
    CHECK_INT(make(&i, i.head, &wish), ERR_INPUT);
    CHECK_INT(i.house.work.problems.count, 2);
    wish.name = S("Hanna Kern");
    wish.email = S("head@altmark.example");
    CHECK_INT(make(&i, i.head, &wish), ERR_CONFLICT); /* has an account */
    house_close(&i.house);
}
