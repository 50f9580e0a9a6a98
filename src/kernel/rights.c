#include "kernel/rights.h"

/* registry.md, "Joint and private": roles are the same for host and partner. An administrator reads no alliance
 * by that role. In a circle the letters are those of the roles held in that alliance. Sharing (s) is for those who
 * answer for the alliance; the frame is joint from the start, so nothing of it is shared. */
static const struct right rights[] = {
    /* group       administrator head    manager member  executive viewer */
    {"people", {"rcuw", "rcuw", "rcu", "r", "r", "r"}},  {"registry", {"r", "rcuws", "rcuws", "r", "r", "r"}},
    {"strategy", {"", "rcuws", "rcuws", "r", "r", "r"}}, {"frame", {"", "rcuw", "rcuw", "r", "r", "r"}},
    {"money", {"", "rcuws", "rcuws", "r", "r", "r"}},    {"work", {"", "rcuws", "rcuws", "rcuw", "rc", "r"}},
    {"accounts", {"rcuw", "", "", "", "", ""}},          {"events", {"r", "r", "r", "r", "r", "r"}},
};

const struct right *right_at(size_t i)
{
    return i < sizeof rights / sizeof *rights ? &rights[i] : NULL;
}

bool rights_allow(unsigned roles, const char *group, enum action action)
{
    static const char letters[ACTION_COUNT] = {'r', 'c', 'u', 'w', 's'};
    size_t i = 0, n = sizeof rights / sizeof *rights;
    while (i < n && (*rights[i].group != *group || strcmp(rights[i].group, group) != 0))
        i++;
    for (unsigned role = 0; i < n && role < ROLE_COUNT; role++)
        if ((roles & 1u << role) && strchr(rights[i].allowed[role], letters[action]))
            return true;
    return false;
}

bool rights_allow_in(unsigned roles, const char *group, enum action action, bool circle)
{
    unsigned held = circle ? roles & ~(1u << ROLE_ADMINISTRATOR) : roles;
    return circle && action == ACTION_READ ? held != 0 : rights_allow(held, group, action);
}

int right_index(struct str group)
{
    for (size_t i = 0; i < sizeof rights / sizeof *rights; i++)
        if (str_is(group, rights[i].group))
            return (int)i;
    return -1;
}

bool right_stands(const char *group, bool circle)
{
    const unsigned every = (1u << ROLE_COUNT) - 1;
    bool any = false;
    for (size_t i = 0; kind_at(i); i++) {
        bool here = !strcmp(kind_at(i)->rights, group);
        any = any || here;
        if (here && (!circle || kind_at(i)->scope != SCOPE_OWNER || rights_allow(every, group, ACTION_SHARE)))
            return true;
    }
    return !any && (!circle || strcmp(group, "accounts") != 0); /* events are everywhere, accounts in no alliance */
}
