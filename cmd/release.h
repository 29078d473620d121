/*
 * What release and release-iso share: they are one command under two names.
 */
#ifndef CMD_RELEASE_H
#define CMD_RELEASE_H

#include "../cmd.h"

struct release_options {
    const char *version, *root, *config, *owner, *manifest;
    bool dry_run, resume, parallel, sign, verify;
    bool allow_older, ignore_rulesets, ignore_runs;
    unsigned poll_secs, timeout_secs, jobs;
};

#define RELEASE_OPTS 16
extern const struct opt release_opts[RELEASE_OPTS];

/* `name` is the command's, for errors and the line that resumes. */
struct err *release_main(struct app *app, const struct release_options *o,
                         const char *name) MUST_CHECK;

#endif
