/*
 * What a person sees while it happens, on standard error. A line a thing,
 * starting with whom it is about; on a terminal also one live line, redrawn
 * in place, that says what is awaited. Whatever is printed is made printable
 * first, so any text from outside may be passed.
 */
#ifndef REPORT_H
#define REPORT_H

#include "str.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum report_level { REPORT_QUIET, REPORT_NORMAL, REPORT_VERBOSE };

struct report {
    enum report_level level;
    FILE *to;
    bool live;            /* `to` is a terminal that can redraw a line */
    bool shown;           /* the live line is on the screen */
    struct str who, text; /* what is awaited; empty: nothing */
    unsigned beat_ms;     /* between signs of life where it cannot */
    uint64_t since;       /* when the live line's matter began, clock in ms */
    uint64_t last;        /* of the last sign of life; 0: a line just now */
};

void report_init(struct report *rep, FILE *to);
/* "who: text". Not when quiet. */
void report_line(struct report *rep, const char *who, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
/* Only when verbose. */
void report_trace(struct report *rep, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* In every case: problems and errors. */
void report_always(struct report *rep, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* What is awaited, from `since` on; `who` NULL: nothing any more. It is shown
 * by the ticks: as the live line, or now and then as a line. */
void report_wait(struct report *rep, const char *who, const char *what,
                 uint64_t since);
/* About once a second: shows that we are alive, and for how long. */
void report_tick(struct report *rep, uint64_t now);
/* "45 s", "2 min 5 s"; owned by the caller. */
char *report_secs(uint64_t ms);
void report_clear(struct report *rep);

#endif
