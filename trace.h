/*
 * Every child and every request, as the log keeps them, and as --verbose shows
 * them: each child as a line that one can paste into a shell.
 */
#ifndef TRACE_H
#define TRACE_H

#include "gh_api.h"
#include "report.h"

/* Sets the runner's callbacks; the report must outlive it. */
void trace_children(struct runner *runner, struct report *rep);

#endif
