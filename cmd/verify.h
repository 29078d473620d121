/*
 * Verifying a release, for the command of that name and for release --verify.
 */
#ifndef CMD_VERIFY_H
#define CMD_VERIFY_H

#include "../verify.h"

/* EXIT_USAGE: the configuration names no checksums. */
struct err *verify_check(const struct config *config) MUST_CHECK;
/* Runs it, tells the result, and clears it. */
struct err *verify_release(struct verify *v) MUST_CHECK;

#endif
