/* Two lines: URLs of remotes. */
#include "../api_url.h"
#include "../gh_access.h"
#include "../origin_url.h"
#include "fuzz.h"

static void check_part(const char *part)
{
    must(*part && !strchr(part, '/'), "owner and name are one part of a path");
    must(strcmp(part, ".") && strcmp(part, ".."), "neither is a dot folder");
}

/* The token goes to the API of that host. */
static void check_host(const char *host)
{
    struct gh gh = {0};
    size_t origin;

    must(*host && *host != '-', "a host is no option");
    must(is_graphic(host) && !strpbrk(host, "/?#@\\\"'<>|"),
         "a host has only what hosts have");
    gh_set_host(&gh, host);
    origin = api_url_origin(gh.base);
    must(!api_url_wrong(gh.base), "the API of a host has a right URL");
    must(str_starts(gh.base, "https://"), "and is https");
    must(find_bytes(gh.base, origin, host, strlen(host)) ||
             str_ends(host, "github.com"),
         "and is on that host");
    gh_clear(&gh);
}

static void check_path(const char *path)
{
    must(*path == '/', "a local path is absolute");
    for (const char *p = path; p; p = strchr(p + 1, '/'))
        must(!str_starts(p, "/../") && strcmp(p, "/..") && p[1] != '/',
             "a local path has no \"..\" and no empty part");
}

static void check_url(const struct origin_url *u, const char *url)
{
    struct origin_url again;

    check_part(u->owner);
    check_part(u->name);
    must(!u->host == !!u->path, "it is on a host, or here");
    if (u->path) {
        check_path(u->path);
        must(origin_url_parse(&again, u->path, "/elsewhere"),
             "its path is a URL, too");
        must(!again.host || strchr(u->path, ':'), "of this machine");
        origin_url_clear(&again);
    } else {
        check_host(u->host);
        must(!has_control(u->owner) && !has_control(u->name),
             "on a host, owner and name have no control characters");
        must(!str_starts(url, "ext::") && !str_starts(url, "fd::"),
             "no command is a URL");
    }
    must(origin_url_is(u, u->owner, u->name), "it is its owner's");
    must(origin_url_same(u, u), "it is the same as itself");
}

static void check_shown(const char *url)
{
    char *shown = origin_url_shown(url);
    const char *host = strstr(shown, "://");

    must(strlen(shown) <= strlen(url), "what is shown is no longer");
    if (host && host > shown &&
        strspn(url, "abcdefghijklmnopqrstuvwxyz") == (size_t)(host - shown))
        must(!strchr(host, '@'), "no user and no password is shown");
    free(shown);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    char *url = input_line(&in), *other = input_line(&in);
    struct origin_url a, b;
    bool right = origin_url_parse(&a, url, "/w/src/clone");
    bool two = origin_url_parse(&b, other, "/w/src/clone");

    must(right || (!a.host && !a.owner && !a.name && !a.path),
         "what is no URL leaves it empty");
    if (right)
        check_url(&a, url);
    check_shown(url);
    must(origin_url_same(&a, &b) == origin_url_same(&b, &a),
         "being the same has two sides");
    if (right && two && origin_url_same(&a, &b))
        must(!a.host == !b.host &&
                 (!a.host || origin_url_is(&a, b.owner, b.name)),
             "the same place has the same owner and name");
    origin_url_clear(&a);
    origin_url_clear(&b);
    free(url);
    free(other);
    return 0;
}
