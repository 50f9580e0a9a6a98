#include "base/url.h"
#include "check.h"

TEST(url, only_pages_elsewhere)
{
    static const char *const good[] = {"https://example.com", "http://example.com:8080/a?b=c#d",
                                       "https://b\303\274cher.example/x", "https://[2001:db8::1]/",
                                       "https://10.0.0.1/x%20y"};
    static const char *const bad[] = {"",
                                      "example.com",
                                      "ftp://example.com/",
                                      "javascript:alert(1)",
                                      "https://",
                                      "https:///x",
                                      "https://user@example.com/",
                                      "https://good.example:x@bad.example/",
                                      "https://exa mple.com/",
                                      "https://example.com/\n",
                                      "https://example.com/\"onclick=",
                                      "https://example.com\\@bad.example",
                                      "https://.example.com",
                                      "https://:80/",
                                      "data:text/html,x",
                                      "https://\xFF/"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        CHECK(url_holds(str_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (url_holds(str_of(bad[i])))
            CHECK_FAIL("%s is taken", bad[i]);
}

TEST(url, host_is_what_stands_before_the_path)
{
    CHECK(str_is(url_host(S("https://example.com:8443/a")), "example.com:8443"));
    CHECK(str_is(url_host(S("http://example.com?x")), "example.com"));
    CHECK(str_is(url_host(S("mailto:x")), ""));
}
