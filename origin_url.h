/*
 * The URL of a remote: which repository it names. Pure. All forms of
 * git-fetch(1) "GIT URLS": https://, ssh://, git://, file://, the scp-like
 * user@host:path, local paths, and "helper::URL".
 */
#ifndef ORIGIN_URL_H
#define ORIGIN_URL_H

#include <stdbool.h>

struct origin_url {
    char *host;  /* lower case, without user and port; NULL: a local path */
    char *owner; /* owned, as are all */
    char *name;  /* without ".git" */
    char *path;  /* of a local one: absolute, without ".."; else NULL */
};

/* False, and empty, if the URL does not name an owner and a repository. On a
 * host, whose name has but letters, digits and "-._", the path must be exactly
 * that, without control characters; of a local path the last two folders
 * count. A relative path starts in folder `base`. */
bool origin_url_parse(struct origin_url *u, const char *url, const char *base);
/* Does it name owner/name? Case does not matter, as on GitHub. */
bool origin_url_is(const struct origin_url *u, const char *owner,
                   const char *name);
/* Do both name the same place? ssh.github.com and www.github.com are
 * github.com. */
bool origin_url_same(const struct origin_url *a, const struct origin_url *b);
/* The URL to be shown: without user name and password, that is, without all
 * before its last '@'; owned by the caller. */
char *origin_url_shown(const char *url);
void origin_url_clear(struct origin_url *u);

#endif
