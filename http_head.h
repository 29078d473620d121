/*
 * The head of an HTTP answer as `curl --dump-header` writes it. Pure; the
 * bytes may be hostile. Fields: RFC 9110, and GitHub's "Rate limits for the
 * REST API" and "Troubleshooting the REST API".
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include "str.h"

#include <stdbool.h>
#include <stdint.h>

struct http_head {
    int status; /* 100 to 599; 0: there is no head */
    bool whole; /* the empty line after it came; curl does without */
    char *etag; /* with its quotes and W/; NULL: none usable */
    char *location;
    char *permissions;   /* X-Accepted-GitHub-Permissions */
    char *sso;           /* X-GitHub-SSO */
    char *scopes;        /* X-OAuth-Scopes, of a classic token */
    int64_t expires;     /* GitHub-Authentication-Token-Expiration: seconds
                            since 1970; -1: not given */
    int64_t retry_after; /* seconds from the answer on; -1: not given */
    int64_t limit;       /* x-ratelimit-limit; -1: not given */
    int64_t limit_left;  /* x-ratelimit-remaining; -1: not given */
    int64_t date;        /* of the answer: seconds since 1970 */
    int64_t limit_reset; /* seconds from the answer on; -1: not given */
};

/* Reads the last head in `bytes` (a proxy and 1xx answers put others before
 * it). `now` is the local time in seconds since 1970, used where the answer
 * has no Date of its own. */
void http_head_read(struct http_head *h, const char *bytes, size_t n,
                    int64_t now);
void http_head_clear(struct http_head *h);

#endif
