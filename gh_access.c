#include "gh_access.h"

#include "api_url.h"

#include <stdlib.h>
#include <string.h>

static const char github_api[] = "https://api.github.com";

struct err *gh_set_base(struct gh *gh, const char *url, const char *from)
{
    const char *why = api_url_wrong(url);
    size_t n = strlen(url), origin = api_url_origin(url);

    if (why)
        return err_new(EXIT_USAGE, "%s %s; " API_URL_SUCH_AS, from, why);
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

/* "corp.ghe.com" of a base "https://api.corp.ghe.com"; NULL: it is another. */
static const char *cloud_host(const struct gh *gh)
{
    const char *host = strstr(gh->base, "://") + 3;

    return str_starts(host, "api.") && host[4] != '-' && !strchr(host, '/') &&
                   str_ends(host, ".ghe.com")
               ? host + strlen("api.")
               : NULL;
}

void gh_ask_token(struct run *r, const struct gh *gh)
{
    const char *host = strstr(gh->base, "://") + 3;

    r->says = "the token that gh holds";
    argv_pushl(&r->argv, "gh", "auth", "token", "--hostname", NULL);
    if (strcmp(gh->base, github_api) == 0)
        argv_push(&r->argv, "github.com");
    else if (cloud_host(gh))
        argv_push(&r->argv, cloud_host(gh));
    else
        argv_pushf(
            &r->argv, "%.*s",
            (int)(*host == '[' ? strcspn(host, "]/") + 1 : strcspn(host, ":/")),
            host);
}

char *gh_web(const struct gh *gh, const char *owner, const char *name)
{
    size_t origin = api_url_origin(gh->base);

    if (strcmp(gh->base, github_api) == 0)
        return str_fmt("https://github.com/%s/%s", owner, name);
    if (cloud_host(gh))
        return str_fmt("https://%s/%s/%s", cloud_host(gh), owner, name);
    return str_fmt("%.*s/%s/%s", (int)origin, gh->base, owner, name);
}

void gh_clear(struct gh *gh)
{
    free(gh->base);
    free(gh->token);
    *gh = (struct gh){0};
}

char *gh_repo(const struct gh *gh, const char *owner, const char *name)
{
    char *web = gh_web(gh, owner, name), *repo;
    const char *host = strstr(web, "://") + 3;

    repo = str_starts(host, "github.com/") ? str_fmt("%s/%s", owner, name)
                                           : str_dup(host);
    free(web);
    return repo;
}
