/* The parts of a check, by what they look at; for check*.c alone. */
#ifndef CHECK_PARTS_H
#define CHECK_PARTS_H

#include "check.h"
#include "survey_parts.h"

/* Adds a finding that concerns no single repository; the texts become its own,
 * `name` is copied. It is CHECK_OK until something else is said. */
struct finding *check_add(struct check *c, enum check_subject subject,
                          const char *name, char *detail);
void check_warn(struct finding *f, char *cure);
void check_wrong(struct finding *f, int code, char *cure);
/* Adds those problems that are of `repo`; how many? */
size_t check_add_problems(struct check *c, enum check_subject subject,
                          const struct problems *from, size_t repo);
/* A finding of one repository. */
struct finding *check_add_of(struct check *c, enum check_subject subject,
                             size_t repo, char *detail);

/* check_programs.c: git and curl, and what is only needed for something. */
struct err *check_programs(struct check *c) MUST_CHECK;

/* check_signing.c: the program that signs tags, if they are to be signed; once
 * the clones are found. */
struct err *check_signing(struct check *c) MUST_CHECK;

/* check_github.c: GitHub is asked together with the origins. */
struct err *check_far(struct check *c) MUST_CHECK;
/* Once all is asked: token, API and clock. */
void check_github(struct check *c);

/* check_clones.c: what the clones say of themselves, and then how they are. */
struct err *check_near(struct check *c) MUST_CHECK;
struct err *check_clones(struct check *c) MUST_CHECK;

#endif
