/*
 * One thing that happened, for programs: a name, the time, the repository it
 * is about, and fields. orchestrator-events(5) lists the names and the fields
 * of each; they stay as they are.
 */
#ifndef EVENT_H
#define EVENT_H

#include "document.h"

struct event {
    const char *name;
    const char *repo; /* NULL: about none, or about all */
    bool on_board;    /* the live board shows it, so that it needs no line */
    bool always;      /* people are told, also when quiet */
    struct document fields;
};

/* Begins with "event", "time" and "repo"; add fields to `fields`. The names
 * and `secrets` must outlive it. */
void event_begin(struct event *ev, const struct secrets *secrets,
                 const char *name, const char *repo);
void event_clear(struct event *ev);

#endif
