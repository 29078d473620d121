/*
 * The bytes of release assets: "Get a release asset" of the REST API. The API
 * is asked where they are, with the token; it answers with a URL on another
 * host that holds good for some minutes, and there they are fetched without
 * the token. Or it answers with the bytes.
 */
#ifndef GH_BYTES_H
#define GH_BYTES_H

#include "gh_retry.h"

#define GH_TEXT_MAX ((int64_t)1 << 20) /* bytes that are read into memory */

struct gh_bytes {
    /* You fill; the pointers must outlive it: */
    const char *owner, *repo;
    int64_t id, size; /* of the asset, as its release tells them */
    /* You read: */
    char *where;     /* URL of the bytes; NULL: see `wrong`; owned */
    bool from_api;   /* it is the API's own, and wants the token */
    struct str text; /* gh_bytes_read(): all of them */
    char *wrong;     /* why they cannot be had, a clause; owned */
    int code;        /* then: enum exit_status */
    bool may_pass;   /* then: it may be had the next time */
    struct gh_get ask, get;
};

/* Asks where the bytes of all of them are, once each. An error only if curl
 * cannot be run or a signal came. */
struct err *gh_bytes_locate(const struct runner *runner, const struct gh *gh,
                            struct gh_bytes *const *v, size_t n) MUST_CHECK;
/* The same, and reads them; of assets that have at most GH_TEXT_MAX bytes.
 * What may pass is tried GH_TRIES times. */
struct err *gh_bytes_read(const struct runner *runner, const struct gh *gh,
                          struct gh_bytes *const *v, size_t n) MUST_CHECK;
/* One curl that adds what is missing of the located bytes to `file`, from
 * byte `from` on; its exit status tells how that went, 0 is good, its output
 * the status of HTTP: 200 or 206, as it follows no redirect. */
void gh_bytes_fill(struct run *r, const struct gh *gh, const struct gh_bytes *b,
                   const char *file, int64_t from);
void gh_bytes_clear(struct gh_bytes *b);

#endif
