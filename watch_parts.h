/* The parts of watching a release; for gh_watch.c and watch_*.c alone. */
#ifndef WATCH_PARTS_H
#define WATCH_PARTS_H

#include "gh_watch.h"

/* Frees what was there. */
void watch_set(char **to, char *text);
/* Are workflow runs looked at? */
bool watch_sees_runs(const struct watch *w);
bool watch_run_goes(const struct watch *w);
bool watch_run_ended(const struct watch *w);
bool watch_run_failed(const struct watch *w);
/* Is what we know of the release from before the run ended? */
bool watch_is_stale(const struct watch *w);
/* Has a person to publish its draft? */
bool watch_needs_publishing(const struct watch *w);

#endif
