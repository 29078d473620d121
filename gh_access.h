/*
 * How GitHub is reached: the base of its API, and the token for it.
 */
#ifndef GH_ACCESS_H
#define GH_ACCESS_H

#include "run.h"

struct gh {
    char *base;  /* "https://api.github.com", no slash at its end; owned */
    char *token; /* NULL: none; owned */
    const char *token_from; /* "GITHUB_TOKEN", "GH_TOKEN", "gh auth token" */
};

/* Sets the base from a URL that a person gave (`from` names where).
 * EXIT_USAGE: not https, nor http to loopback; user, query or fragment. */
struct err *gh_set_base(struct gh *gh, const char *url,
                        const char *from) MUST_CHECK;
/* Sets the base for a host of git's: github.com, SUB.ghe.com, or a GitHub
 * Enterprise Server; NULL, where the origins are local, is github.com. */
void gh_set_host(struct gh *gh, const char *host);
/* Sets the token. EXIT_AUTH: it has characters that no token has. */
struct err *gh_set_token(struct gh *gh, const char *token,
                         const char *from) MUST_CHECK;
/* Takes the token of GITHUB_TOKEN, else GH_TOKEN; empty counts as absent. */
struct err *gh_token_from_env(struct gh *gh) MUST_CHECK;
/* Asks the program gh for the token it holds for this API's host. */
void gh_ask_token(struct run *r, const struct gh *gh);
void gh_clear(struct gh *gh);

/* Where a person sees owner/name in a browser; owned by the caller. */
char *gh_web(const struct gh *gh, const char *owner, const char *name);
/* "owner/name", with the host where it is not github.com, as gh -R takes it;
 * owned by the caller. */
char *gh_repo(const struct gh *gh, const char *owner, const char *name);

#endif
