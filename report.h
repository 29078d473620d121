/*
 * What is told while it happens: to people on standard error, in a line a
 * thing or on a live board; to programs as events on standard output; and to
 * the log. Whatever is printed is freed of secrets and made printable first,
 * so any text from outside may be passed.
 */
#ifndef REPORT_H
#define REPORT_H

#include "board.h"
#include "event.h"
#include "log.h"
#include "terminal.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum report_level { REPORT_QUIET, REPORT_NORMAL, REPORT_VERBOSE };

/* Where a live board comes from: asked for at each drawing. */
struct board_source {
    void (*look)(void *ctx, struct board *board, uint64_t now);
    void *ctx;
};

/* What is awaited, as one line that is redrawn, or said now and then. */
struct live_line {
    struct str who, text; /* empty: nothing is awaited */
    bool shown;           /* it is on the screen */
    unsigned beat_ms;     /* between signs of life where it cannot be drawn */
    uint64_t since;       /* when its matter began, clock in ms */
    uint64_t last;        /* of the last sign of life; 0: a line just now */
};

/* Somebody else who hears of each event; both are called from within. */
struct runner;
struct listener {
    void (*hear)(void *ctx, const struct event *ev);
    void (*tick)(void *ctx); /* some times a second */
    void *ctx;
};

struct report {
    enum report_level level;
    FILE *to;                 /* for people */
    struct terminal terminal; /* that `to` is */
    bool draws;               /* boards and live lines are shown */
    FILE *events;             /* for programs; NULL: none */
    struct secrets secrets;
    struct log log;
    const struct listener *listener; /* NULL: none */
    const struct runner *runner;     /* NULL: writing may block us */
    int lost; /* the errno of an event that could not be written */
    const struct board_source *source; /* NULL: no board is shown */
    struct board_screen screen;
    unsigned frame; /* of the board's spinner */
    struct live_line live;
};

void report_init(struct report *rep, FILE *to);
/* Nothing is redrawn from here on. */
void report_no_drawing(struct report *rep);
/* Events are written to `events` from here on. */
void report_to_programs(struct report *rep, FILE *events);
bool report_is_for_programs(const struct report *rep);

/* An event to be given to one of the two below, which clear it. */
void report_begin(const struct report *rep, struct event *ev, const char *name,
                  const char *repo);
/* "repo: text", which is the event's "message" too. When quiet, people are not
 * told. */
void report_event(struct report *rep, struct event *ev, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
/* For programs and the log alone. */
void report_record(struct report *rep, struct event *ev);
/* An event that is nothing but its text; `repo` NULL: about none. */
void report_note(struct report *rep, const char *repo, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* That a repository failed, told now; people read it when the command ends. A
 * signal is no failure of it, so nothing is told then. The error's text begins
 * with "repo: ". */
void report_failed(struct report *rep, const char *repo, const struct err *e);

/* The same about none, also when quiet. */
void report_note_always(struct report *rep, const char *fmt, ...)
    PRINTF_LIKE(2, 3);
/* People alone: only when verbose; in every case (problems and errors). */
void report_trace(struct report *rep, const char *fmt, ...) PRINTF_LIKE(2, 3);
void report_always(struct report *rep, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* What was asked for, on standard output; takes the text over. */
void report_product(struct report *rep, struct str *text);
/* The log alone. */
void report_log(struct report *rep, const char *kind, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* Shows the board until report_end_board(), which leaves its last state as
 * plain lines. Where nothing can be redrawn: does nothing. */
void report_board(struct report *rep, const struct board_source *source);
void report_end_board(struct report *rep);
/* Takes away what is redrawn: a child is given the terminal, and may ask
 * something on it. Until the next tick nothing is drawn. */
void report_lend(struct report *rep);
/* What is awaited, from `since` on; `who` NULL: nothing any more. It is shown
 * by the ticks: as the live line, or now and then as a line. */
void report_wait(struct report *rep, const char *who, const char *what,
                 uint64_t since);
/* Must be seen nowhere from here on; copies. */
void report_hide(struct report *rep, const char *secret);
/* Some times a second: shows that we are alive, and for how long. */
void report_tick(struct report *rep, uint64_t now);
/* "45 s", "2 min 5 s"; owned by the caller. */
char *report_secs(uint64_t ms);
void report_clear(struct report *rep);

#endif
