/*
 * Requests to GitHub's REST API through curl. The token goes to curl as a
 * config on standard input, to one origin (scheme, host, port of the API
 * base) and to no other, never over plain http except to a loopback address.
 * docs.github.com, "REST API": "Getting started", "Rate limits",
 * "Troubleshooting", "Best practices".
 */
#ifndef GH_API_H
#define GH_API_H

#include "gh_access.h"
#include "http_head.h"

#define CURL_LEAST "7.76"
/* Of an answer, and of those that one curl has had before it must be asked
 * anew; a release of 1000 assets, GitHub's most, has 1.7 MiB. */
#define GH_BODY_MAX ((size_t)2 << 20)
#define GH_REQUEST_MS 15000u /* GitHub itself gives up after 10 s */
#define GH_REDIRECTS 3
#define GH_MARK_SIZE 17      /* hexadecimal digits, and the NUL */
#define GH_CURL_TOO_LARGE 63 /* exit status of curl: more than GH_BODY_MAX */
#define GH_STALL_SECS 60     /* a download may stand still for so long */
#define GH_FILE_MS 86400000u /* and take so long at most: a day */

void curl_ask_version(struct run *r);

/* One GET. */
struct gh_get {
    char *url;   /* owned; a redirect puts its target here */
    char *etag;  /* of the answer that we hold, or NULL; owned */
    bool raw;    /* the bytes of an asset are asked for, or where they are */
    size_t most; /* bytes of the body; 0: GH_BODY_MAX */
    /* Called when the answer came, or did not; may take the body. NULL: not. */
    void (*hear)(struct gh_get *get, void *of);
    void *of;
    /* In the line by which curl ends this answer; no server can know it. */
    char mark[GH_MARK_SIZE];
    /* The answer: */
    bool answered;   /* a whole head and body came */
    int curl_status; /* exit status of the transfer, 0 is good */
    unsigned took_ms;
    char *fault; /* what kept it from being answered; owned */
    struct http_head head;
    struct str body;
    unsigned redirects; /* followed so far */
    bool away;          /* it redirects to where we do not follow */
};

/* Makes the request for base + `path`, which is a format; what goes into it
 * must be escaped where it may hold more than letters (gh_escape). */
void gh_get_init(struct gh_get *g, const struct gh *gh, const char *path, ...)
    PRINTF_LIKE(3, 4);
/* Percent-encoded (RFC 3986, 2.1); owned by the caller. */
char *gh_escape(const char *text);
void gh_get_clear(struct gh_get *g);

/* One curl for all of them, one after the other on one connection: fills a
 * run, and takes its answers apart. Together they may take `limit_ms`, each
 * at most GH_REQUEST_MS. How many of them it came to is returned: fewer than
 * `n` if they were more than GH_BODY_MAX together, or curl was ended. */
void gh_fill(struct run *r, const struct gh *gh, struct gh_get *const *gets,
             size_t n, unsigned limit_ms);
size_t gh_take(const struct runner *runner, const struct run *r,
               struct gh_get *const *gets, size_t n);
/* One curl that adds the bytes of `get` to `file`, which has `from` of them.
 * Its exit status is that of the transfer, its output the status of HTTP. */
void gh_fill_file(struct run *r, const struct gh *gh, const struct gh_get *get,
                  const char *file, int64_t from);
/* If the answer redirects inside the same origin: makes the next request of
 * it and returns true, at most GH_REDIRECTS times. */
bool gh_redirect(struct gh_get *g, const struct gh *gh);
/* All of that, until each is answered or is not going to be. An error only
 * if curl cannot be run or a signal came. */
struct err *gh_fetch(const struct runner *runner, const struct gh *gh,
                     struct gh_get *const *gets, size_t n,
                     unsigned limit_ms) MUST_CHECK;

#endif
