#include "gh_access.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char github_api[] = "https://api.github.com";

size_t gh_origin_len(const char *url)
{
    const char *sep = strstr(url, "://");

    return sep ? (size_t)(sep + 3 - url) + strcspn(sep + 3, "/?#") : 0;
}

/* "127.0.0.1:80", "[::1]", "localhost": plain http may go there. */
static bool is_loopback(const char *host, size_t n)
{
    char *name = str_dupn(host, n);
    char *end = strchr(name, ']');
    char *port = *name == '[' && end ? end + 1 : name + strcspn(name, ":");
    bool right;

    if (*port == ':')
        *port = '\0';
    right = strcasecmp(name, "localhost") == 0 || strcmp(name, "[::1]") == 0;
    if (str_starts(name, "127.") && strlen(name) < 16) {
        int dots = 0;

        for (const char *p = name; *p; p++)
            dots += *p == '.';
        right = dots == 3 && strspn(name, "0123456789.") == strlen(name) &&
                !strstr(name, "..") && !str_ends(name, ".");
    }
    free(name);
    return right;
}

struct err *gh_set_base(struct gh *gh, const char *url, const char *from)
{
    bool https = strncasecmp(url, "https://", 8) == 0;
    bool http = strncasecmp(url, "http://", 7) == 0;
    size_t origin = gh_origin_len(url), scheme = https ? 8 : 7;
    size_t n = strlen(url);
    const char *why = NULL;

    for (const char *p = url; *p; p++)
        if ((unsigned char)*p <= 0x20 || (unsigned char)*p >= 0x7f)
            why = "has a blank or a character that no URL has";
    if (!why && !https && !http)
        why = "is no https URL";
    if (!why && (memchr(url, '@', origin) || strpbrk(url, "?#")))
        why = "must not hold a user, a query or a fragment";
    if (!why && (origin <= scheme || url[scheme] == ':'))
        why = "names no host";
    if (!why && http && !is_loopback(url + scheme, origin - scheme))
        why = "is plain http, which would show the token to the network";
    if (why)
        return err_new(EXIT_USAGE,
                       "%s %s; give one such as https://api.github.com or "
                       "https://HOST/api/v3",
                       from, why);
    while (n > origin && url[n - 1] == '/')
        n--;
    free(gh->base);
    gh->base = str_dupn(url, n);
    return NULL;
}

void gh_set_host(struct gh *gh, const char *host)
{
    free(gh->base);
    if (!host || strcmp(host, "github.com") == 0 ||
        strcmp(host, "ssh.github.com") == 0 ||
        strcmp(host, "www.github.com") == 0)
        gh->base = str_dup(github_api);
    else if (str_ends(host, ".ghe.com"))
        gh->base = str_fmt("https://api.%s", host);
    else if (strchr(host, ':'))
        gh->base = str_fmt("https://[%s]/api/v3", host);
    else
        gh->base = str_fmt("https://%s/api/v3", host);
}

struct err *gh_set_token(struct gh *gh, const char *token, const char *from)
{
    size_t n = strlen(token);

    while (n && strchr(" \t\r\n", token[n - 1]))
        n--;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)token[i] <= 0x20 || (unsigned char)token[i] >= 0x7f)
            return err_new(EXIT_AUTH,
                           "the token in %s has a blank, a line break or "
                           "another character that no token has",
                           from);
    if (!n)
        return NULL;
    free(gh->token);
    gh->token = str_dupn(token, n);
    gh->token_from = from;
    return NULL;
}

struct err *gh_token_from_env(struct gh *gh)
{
    static const char *const names[] = {"GITHUB_TOKEN", "GH_TOKEN"};
    struct err *e = NULL;

    for (size_t i = 0; !e && !gh->token && i < ARRAY_LEN(names); i++) {
        const char *token = getenv(names[i]);

        if (token)
            e = gh_set_token(gh, token, names[i]);
    }
    return e;
}

void gh_ask_token(struct run *r, const struct gh *gh)
{
    const char *host = strstr(gh->base, "://") + 3;

    r->says = "the token that gh holds";
    argv_pushl(&r->argv, "gh", "auth", "token", "--hostname", NULL);
    if (strcmp(gh->base, github_api) == 0)
        argv_push(&r->argv, "github.com");
    else if (str_starts(host, "api.") && str_ends(host, ".ghe.com"))
        argv_push(&r->argv, host + strlen("api."));
    else
        argv_pushf(
            &r->argv, "%.*s",
            (int)(*host == '[' ? strcspn(host, "]/") + 1 : strcspn(host, ":/")),
            host);
}

char *gh_web(const struct gh *gh, const char *owner, const char *name)
{
    size_t origin = gh_origin_len(gh->base);
    const char *host = strstr(gh->base, "://") + 3;

    if (strcmp(gh->base, github_api) == 0)
        return str_fmt("https://github.com/%s/%s", owner, name);
    if (str_starts(host, "api.") && str_ends(host, ".ghe.com"))
        return str_fmt("https://%s/%s/%s", host + strlen("api."), owner, name);
    return str_fmt("%.*s/%s/%s", (int)origin, gh->base, owner, name);
}

void gh_clear(struct gh *gh)
{
    free(gh->base);
    free(gh->token);
    *gh = (struct gh){0};
}
