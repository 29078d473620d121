/*
 * What was released, as JSON: for each repository the commit, the tag, the
 * workflow run, the release and its assets. orchestrator(1) describes it.
 */
#ifndef MANIFEST_H
#define MANIFEST_H

#include "release.h"

/* A file that gets its name only when it is whole. */
struct manifest {
    char *file; /* owned; NULL: none is wanted */
};

/* Makes sure, before anything is released, that FILE can be written: there may
 * be a file of that name, but no folder, device or the like. EXIT_USAGE. */
struct err *manifest_open(struct manifest *m, const char *file) MUST_CHECK;
/* Writes what a finished release has come to. */
struct err *manifest_write(const struct manifest *m, const struct release *rel,
                           const char *version) MUST_CHECK;
void manifest_clear(struct manifest *m);

#endif
