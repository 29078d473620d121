/*
 * Is what a release offers what was built? Each checksum file is compared with
 * the digests that GitHub computed when the assets were uploaded; only the
 * small file is read for that. Where GitHub has no digest, or where the assets
 * are wanted, they are downloaded and their SHA-256 computed here.
 */
#ifndef VERIFY_H
#define VERIFY_H

#include "config.h"
#include "gh_bytes.h"
#include "gh_release.h"
#include "report.h"

/* One asset of a release. */
struct verify_asset {
    const struct gh_asset *asset; /* in the release */
    char *digest;   /* that GitHub has, 64 hex digits; NULL: none */
    char *listed;   /* that a checksum file has; NULL: none lists it */
    char *list;     /* the name of that file; NULL: none */
    char *computed; /* of what was downloaded; NULL: it was not */
    char *path;     /* where it is, once downloaded and right */
    bool was_there; /* it was downloaded before: `computed` is of that file */
    char *wrong;    /* a clause; NULL: nothing */
    int code;       /* then: EXIT_VERIFY, EXIT_FAILED, ... */
};

/* The release of one repository. */
struct verify_repo {
    const struct repo *repo;
    struct gh_get get;
    struct gh_release release;
    struct verify_asset *assets;
    size_t n;
    char *wrong; /* why nothing can be said of it; NULL: nothing */
    int code;
};

struct verify {
    /* You fill; the pointers must outlive it: */
    const struct config *config;
    const struct runner *runner;
    const struct gh *gh;
    struct report *report;
    const char *tag, *version;
    const char *folder; /* for downloads, absolute; NULL: none is kept */
    /* You read: */
    struct verify_repo *repos; /* one for each of config->repos */
    size_t checked, mismatches, failed;
};

/* Tells each asset as it goes. EXIT_VERIFY: a value is not what it must be;
 * other codes where something could not be looked at. */
struct err *verify_run(struct verify *v) MUST_CHECK;
/* The same of releases that were read already, one for each of config->repos,
 * NULL where there is none; they must outlive it. Downloads and tells nothing,
 * and what is wrong is no error. */
struct err *verify_lists(struct verify *v,
                         const struct gh_release *const *releases) MUST_CHECK;
void verify_clear(struct verify *v);

#endif
