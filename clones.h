/*
 * Cloning the repositories of a configuration that are not there yet.
 */
#ifndef CLONES_H
#define CLONES_H

#include "survey.h"

enum clone_protocol { CLONE_AS_OTHERS, CLONE_HTTPS, CLONE_SSH };

/* Clones what has no folder under s->root, as the runner allows several at
 * once, and tells each. The URL is like those of the clones that are there;
 * where there is none, https. A clone that fails leaves nothing behind; its
 * error does not keep the others from being made. EXIT_FAILED. */
struct err *clones_make(struct survey *s,
                        enum clone_protocol protocol) MUST_CHECK;

#endif
