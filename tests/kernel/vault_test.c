/* Sealed secrets: opened by the key and for what they were sealed, by nothing else. */
#include "check.h"
#include "kernel/vault.h"

static const struct str first = STR("the first key, of more than thirty-two characters"),
                        second = STR("the second key, of more than thirty-two characters");

TEST(vault, opens_what_it_sealed)
{
    struct arena *arena = arena_new(0);
    struct str sealed, again, secret;
    CHECK_INT(vault_use(S("too short")), ERR_INPUT);
    CHECK(!vault_is_open());
    CHECK_INT(vault_seal(arena, S("a"), S("secret"), &sealed), ERR_NOT_FOUND);
    CHECK_INT(vault_use(first), OK);
    CHECK_INT(vault_seal(arena, S("a"), S("secret"), &sealed), OK);
    CHECK_INT(vault_seal(arena, S("a"), S("secret"), &again), OK);
    CHECK(!str_eq(sealed, again) && !str_contains(sealed, S("secret")));
    CHECK_INT(vault_unseal(arena, S("a"), sealed, &secret), OK);
    CHECK(str_is(secret, "secret"));
    CHECK_INT(vault_unseal(arena, S("b"), sealed, &secret), ERR_CORRUPT); /* moved to another account */
    CHECK_INT(vault_unseal(arena, S("a"), str_part(sealed, 0, sealed.n - 1), &secret), ERR_CORRUPT);
    CHECK_INT(vault_unseal(arena, S("a"), S(""), &secret), ERR_NOT_FOUND);
    CHECK_INT(vault_use(second), OK);
    CHECK_INT(vault_unseal(arena, S("a"), sealed, &secret), ERR_NOT_FOUND);
    CHECK_INT(vault_use(S("")), OK);
    CHECK(!vault_is_open());
    arena_free(arena);
}
