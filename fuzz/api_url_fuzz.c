/* A line: the URL of an API, as a person or a configuration gives it. */
#include "../api_url.h"
#include "../gh_access.h"
#include "fuzz.h"

#include <strings.h>

/* Does plain http stay on this machine? Judged by the few forms there are. */
static bool is_here(const char *host)
{
    static const char *const names[] = {"localhost", "[::1]"};
    unsigned a, b, c;
    int end = 0;

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (strncasecmp(host, names[i], strlen(names[i])) == 0)
            end = (int)strlen(names[i]);
    if (!end && (sscanf(host, "127.%3u.%3u.%3u%n", &a, &b, &c, &end) != 3 ||
                 a > 255 || b > 255 || c > 255))
        return false;
    if (host[end] == ':')
        end += 1 + (int)strspn(host + end + 1, "0123456789");
    return host[end] == '/' || host[end] == '\0';
}

static void check_asked(const struct gh *gh)
{
    struct run r = {0};
    const char *host;

    gh_ask_token(&r, gh);
    host = r.argv.v[r.argv.n - 1];
    must(*host && *host != '-' && !strpbrk(host, "/@"),
         "gh is asked for the token of a host, by nothing else");
    run_clear(&r);
}

static void check_web(const struct gh *gh)
{
    char *web = gh_web(gh, "o", "r"), *repo = gh_repo(gh, "o", "r");

    must(str_ends(web, "/o/r") && is_graphic(web), "a page has an address");
    must(str_ends(repo, "o/r") && *repo != '-', "gh is given no option");
    free(web);
    free(repo);
}

static void check_right(const char *url)
{
    size_t n = api_url_origin(url);
    const char *host = strstr(url, "://") + 3;
    struct gh gh = {0};
    struct err *e = gh_set_base(&gh, url, "a test");

    must(!e && gh.base, "a right URL is a base");
    must(is_graphic(url) && !strpbrk(url, "?#"), "it has no odd characters");
    must(!memchr(url, '@', n) && !memchr(url, '\\', n),
         "its host is what everybody takes for it");
    must(strncasecmp(url, "https://", 8) == 0 || is_here(host),
         "plain http stays on this machine");
    must(str_starts(url, gh.base), "nothing is made up");
    must(api_url_origin(gh.base) == n, "scheme, host and port are kept");
    check_asked(&gh);
    check_web(&gh);
    gh_clear(&gh);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    char *url = input_line(&in);
    size_t origin = api_url_origin(url);

    must(origin <= strlen(url), "an origin is part of its URL");
    must(!origin || !url[origin] || strchr("/?#", url[origin]),
         "and ends where the path begins");
    if (!api_url_wrong(url))
        check_right(url);
    free(url);
    return 0;
}
