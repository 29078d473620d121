/*
 * hooks.on_event: a program that is told what happens. It runs beside the
 * release and can neither hold it up nor break it.
 */
#ifndef HOOK_H
#define HOOK_H

#include "report.h"
#include "run_beside.h"

/* All-zero: no program. */
struct hook {
    char *program; /* owned */
    struct report *report;
    struct run_beside *beside;
    struct listener listener;
    bool told; /* that it fails */
};

/* From here on the program is run for each event that is told and that
 * orchestrator.json(5) lists: with its name as argument, its JSON on standard
 * input. `program` is copied; `hook` must stay where it is. */
void hook_begin(struct hook *hook, const struct runner *runner,
                struct report *report, const char *program);
/* Waits a little for those that run yet, and ends them. */
void hook_end(struct hook *hook);

#endif
