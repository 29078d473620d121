/*
 * Semantic Versioning 2.0.0 (semver.org), whole: parse, compare, print.
 * Pure; numbers may have any length.
 */
#ifndef SEMVER_H
#define SEMVER_H

#include "err.h"

/* The longest tag that git can hold next to its own ".lock" file. */
#define SEMVER_TAG_MAX 250

struct semver {
    char *text;  /* "1.2.3-rc.1+build.5", without a leading v; owned */
    char *core;  /* "1.2.3"; owned */
    char *pre;   /* "rc.1", or NULL; owned */
    char *build; /* "build.5", or NULL; owned */
};

/* Parses "1.2.3" or "v1.2.3". On failure `v` stays empty, and the error
 * (EXIT_USAGE) says what was wrong where, and what is accepted. */
struct err *semver_parse(struct semver *v, const char *text) MUST_CHECK;
/* Also refuses what git cannot hold as the tag PREFIX + version
 * (git-check-ref-format(1)). */
struct err *semver_parse_tag(struct semver *v, const char *text,
                             const char *prefix) MUST_CHECK;
/* Precedence (SemVer 11): <0, 0, >0. Build metadata does not count. */
int semver_cmp(const struct semver *a, const struct semver *b);
/* Takes over the newest version among tags of the form PREFIX + version, if it
 * is newer than `newest`, which may be empty. */
void semver_find_newest(struct semver *newest, const struct argv *tags,
                        const char *prefix);
void semver_clear(struct semver *v);

#endif
