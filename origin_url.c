#include "origin_url.h"

#include "str.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The letters that the name of a scheme or helper starts with. */
static size_t scheme_len(const char *url)
{
    return strspn(url, "0123456789+-."
                       "abcdefghijklmnopqrstuvwxyz"
                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

/* The place of "://" after a scheme, or NULL. */
static const char *scheme_end(const char *url)
{
    size_t n = scheme_len(url);

    return n && str_starts(url + n, "://") ? url + n : NULL;
}

/* "helper::rest" is for another program; the rest is the URL proper. */
static const char *skip_helper(const char *url)
{
    size_t n = scheme_len(url);

    return n && url[n] == ':' && url[n + 1] == ':' ? url + n + 2 : url;
}

static int hex(char c)
{
    return isdigit((unsigned char)c)    ? c - '0'
           : isxdigit((unsigned char)c) ? (c | 32) - 'a' + 10
                                        : -1;
}

/* In place; "%00" and broken escapes stay as they are. */
static void decode_percent(char *s)
{
    char *to = s;

    for (; *s; s++) {
        int hi = *s == '%' ? hex(s[1]) : -1;
        int lo = hi >= 0 ? hex(s[2]) : -1;

        if (lo >= 0 && (hi || lo)) {
            *to++ = (char)(hi << 4 | lo);
            s += 2;
        } else {
            *to++ = *s;
        }
    }
    *to = '\0';
}

/* "user@host:port" or "[v6]:port", n bytes: the host alone. */
static char *host_of(const char *s, size_t n)
{
    const char *end = s + n;
    char *host;

    for (const char *p = s; p < end; p++)
        if (*p == '@')
            s = p + 1;
    n = (size_t)(end - s);
    if (n && *s == '[') {
        const char *close = memchr(s, ']', n);

        host =
            close ? str_dupn(s + 1, (size_t)(close - s) - 1) : str_dupn(s, n);
    } else {
        const char *port = memchr(s, ':', n);

        n = port ? (size_t)(port - s) : n;
        host = str_dupn(s, n && s[n - 1] == ']' ? n - 1 : n);
    }
    for (char *p = host; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    return host;
}

/* The place of the ':' in "host:path", or NULL: git takes it for a local
 * path when a slash comes first. Brackets hold their own colons. */
static const char *scp_colon(const char *url)
{
    const char *at = strchr(url, '@');
    const char *open = *url == '[' ? url : at && at[1] == '[' ? at + 1 : NULL;
    const char *from = open ? strchr(open, ']') : url;
    const char *colon = strchr(from ? from : url, ':');
    const char *slash = strchr(url, '/');

    return colon && (!slash || colon < slash) ? colon : NULL;
}

/* "[host:port]:path" of the scp-like form: the host inside. */
static char *scp_host(const char *url, const char *colon)
{
    char *host = host_of(url, (size_t)(colon - url));
    char *port = strchr(host, ':');

    if (port && !strchr(port + 1, ':'))
        *port = '\0';
    return host;
}

/* The token goes to the API of this host, and the name to ssh. */
static bool is_host(const char *host)
{
    static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz-._";
    static const char address[] = "0123456789abcdef:.";

    return *host && *host != '-' &&
           host[strspn(host, strchr(host, ':') ? address : letters)] == '\0';
}

static bool has_control(const char *path)
{
    for (; *path; path++)
        if (iscntrl((unsigned char)*path))
            return true;
    return false;
}

static char *join_path(const struct argv *parts)
{
    struct str path = {0};

    for (size_t i = 0; i < parts->n; i++)
        str_addf(&path, "/%s", parts->v[i]);
    return str_take(&path);
}

/* Splits a path at slashes, and drops "." and "a/..". */
static void split_path(struct argv *parts, const char *path)
{
    while (*path) {
        size_t n = strcspn(path, "/");

        if (n == 2 && strncmp(path, "..", 2) == 0) {
            if (parts->n) {
                free(parts->v[--parts->n]);
                parts->v[parts->n] = NULL;
            }
        } else if (n && !(n == 1 && *path == '.')) {
            argv_pushf(parts, "%.*s", (int)n, path);
        }
        path += n;
        path += *path == '/';
    }
}

static void drop_last(struct argv *parts)
{
    free(parts->v[--parts->n]);
    parts->v[parts->n] = NULL;
}

static bool take_path(struct origin_url *u, struct argv *parts)
{
    char *name;

    if (!u->host && parts->n && strcmp(parts->v[parts->n - 1], ".git") == 0)
        drop_last(parts);
    if (parts->n < 2 || (u->host && parts->n != 2))
        return false;
    if (!u->host)
        u->path = join_path(parts);
    u->owner = str_dup(parts->v[parts->n - 2]);
    name = str_dup(parts->v[parts->n - 1]);
    if (str_ends(name, ".git"))
        name[strlen(name) - strlen(".git")] = '\0';
    u->name = name;
    return *name && *u->owner && strcmp(name, ".") != 0 &&
           strcmp(name, "..") != 0;
}

bool origin_url_parse(struct origin_url *u, const char *url, const char *base)
{
    const char *rest = skip_helper(url), *sep, *colon;
    struct argv parts = {0};
    char *path;
    bool right;

    *u = (struct origin_url){0};
    /* These two take a command and file descriptors, no URL. */
    if (rest != url && (str_starts(url, "ext::") || str_starts(url, "fd::")))
        return false;
    sep = scheme_end(rest);
    colon = sep ? NULL : scp_colon(rest);
    if (sep) {
        bool local = strncasecmp(rest, "file:", 5) == 0;
        size_t n = strcspn(sep + 3, "/");

        if (!local && sep[3 + strcspn(sep + 3, "?#")])
            return false;
        if (!local)
            u->host = host_of(sep + 3, n);
        path = str_dup(sep + 3 + n);
        decode_percent(path);
    } else if (colon) {
        u->host = scp_host(rest, colon);
        path = str_dup(colon + 1);
    } else {
        path = *rest == '/' ? str_dup(rest) : str_fmt("%s/%s", base, rest);
    }
    split_path(&parts, path);
    right = (!u->host || (is_host(u->host) && !has_control(path))) &&
            take_path(u, &parts);
    argv_clear(&parts);
    free(path);
    if (!right)
        origin_url_clear(u);
    return right;
}

bool origin_url_is(const struct origin_url *u, const char *owner,
                   const char *name)
{
    return u->owner && strcasecmp(u->owner, owner) == 0 &&
           strcasecmp(u->name, name) == 0;
}

static const char *main_host(const char *host)
{
    return strcmp(host, "ssh.github.com") == 0 ||
                   strcmp(host, "www.github.com") == 0
               ? "github.com"
               : host;
}

static bool same_path(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);

    n -= str_ends(a, ".git") ? strlen(".git") : 0;
    m -= str_ends(b, ".git") ? strlen(".git") : 0;
    return n == m && strncmp(a, b, n) == 0;
}

bool origin_url_same(const struct origin_url *a, const struct origin_url *b)
{
    if (!a->name || !b->name || !a->host != !b->host)
        return false;
    if (!a->host)
        return same_path(a->path, b->path);
    return strcmp(main_host(a->host), main_host(b->host)) == 0 &&
           origin_url_is(a, b->owner, b->name);
}

char *origin_url_shown(const char *url)
{
    const char *sep = scheme_end(skip_helper(url));
    const char *at = sep ? strrchr(sep, '@') : NULL;

    if (!at)
        return str_dup(url);
    return str_fmt("%.*s%s", (int)(sep + 3 - url), url, at + 1);
}

void origin_url_clear(struct origin_url *u)
{
    free(u->host);
    free(u->owner);
    free(u->name);
    free(u->path);
    *u = (struct origin_url){0};
}
