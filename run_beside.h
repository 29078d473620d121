/*
 * Children that run beside all others: nobody waits for them until the end.
 * They are minded while we wait for something else.
 */
#ifndef RUN_BESIDE_H
#define RUN_BESIDE_H

#include "run.h"

struct run_beside;

/* At most `most` of them run at once, the others in their turn. `over` hears
 * of each that has come to its end; the runner's callbacks do as well. */
struct run_beside *run_beside_make(const struct runner *runner, unsigned most,
                                   void (*over)(void *ctx,
                                                const struct run *run),
                                   void *ctx);
/* Takes over all that the run has, and starts it as soon as it is its turn. */
void run_beside_add(struct run_beside *b, struct run *run);
/* Some times a second. Never waits. */
void run_beside_mind(struct run_beside *b);
/* How many are not over. */
size_t run_beside_left(const struct run_beside *b);
/* Waits for them until clock_ms() is `until`, or a signal comes; then ends
 * those that run, and drops the others. */
void run_beside_finish(struct run_beside *b, uint64_t until);
void run_beside_free(struct run_beside *b);

#endif
