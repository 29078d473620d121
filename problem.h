/*
 * What keeps a release from being started: all of it is collected, then told
 * together, grouped by repository, each with what to do.
 */
#ifndef PROBLEM_H
#define PROBLEM_H

#include "err.h"

#include <stddef.h>

struct problem {
    size_t repo; /* index; PROBLEM_OF_ALL: not of one repository */
    int code;    /* EXIT_REFUSED or EXIT_AUTH */
    char *what, *cure;
};

#define PROBLEM_OF_ALL ((size_t)-1)

struct problems {
    struct problem *v;
    size_t n, cap;
};

/* Both texts become the list's; the same problem twice is told once. */
void problem_add(struct problems *p, size_t repo, int code, char *what,
                 char *cure);
size_t problems_of(const struct problems *p, size_t repo);
/* The refusal as an error, or NULL where there is no problem. EXIT_AUTH if
 * nothing but authentication or permission is in the way. */
struct err *problems_refusal(const struct problems *p, const char *const *names,
                             size_t n) MUST_CHECK;
void problems_clear(struct problems *p);

#endif
