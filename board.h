/*
 * A live board: a line for each repository that is released, drawn again and
 * again in place. Pure: from rows to text, and from text to the bytes that
 * draw it. Whatever text it is given is made printable first.
 *
 * terminal.h tells what a terminal can do, and how large it is.
 */
#ifndef BOARD_H
#define BOARD_H

#include "str.h"

#include <stdbool.h>
#include <stdint.h>

enum board_sign {
    BOARD_WAITS, /* its turn has not come */
    BOARD_GOES,  /* it is tagged, pushed or awaited */
    BOARD_ASKS,  /* a person must do something: an approval, a draft */
    BOARD_DONE,
    BOARD_FAILED
};

struct board_row {
    enum board_sign sign;
    const char *name;       /* of the repository */
    const char *commit;     /* whole object id; NULL: none yet */
    const char *tag;        /* NULL: not tagged yet */
    const char *doing;      /* what matters most comes first: it is cut */
    size_t there, expected; /* assets */
    uint64_t ms;            /* so far, or what it took */
    uint64_t usual_ms;      /* what it usually takes; 0: not known */
};

/* All texts may be NULL. */
struct board {
    const char *title; /* "Release v1.2.3 of Truthdb" */
    const char *done;  /* what is said of rows that are; NULL: "released" */
    const struct board_row *rows;
    size_t n;
    uint64_t ms;       /* of the whole, so far or what it took */
    uint64_t usual_ms; /* of the whole, which only the plan can tell, as rows
                          may go at the same time; 0: not known */
};

struct board_look {
    unsigned columns, lines; /* of the terminal */
    bool utf8, colours;
    unsigned frame; /* of the spinner, counts up */
};

/* Adds the lines of the board, each ending in "\n": a title and the rows in
 * their order. None is wider than columns - 1, so that no terminal wraps it.
 * They are at most lines - 1, but never less than the title and one row: where
 * rows do not fit, those are shown that failed, ask or go, then the next that
 * wait, then the last that are done; a last line counts the others.
 *
 * A row is: sign, name, commit (from 80 columns on), tag (from 120 on), assets
 * (from 40 on), time (from 30 on), usual time (from 80 on), what it is doing.
 * Without utf8 all is ASCII, and other characters appear as "?". */
void board_print(struct str *out, const struct board *b,
                 const struct board_look *look);

/* The board on a terminal. The cursor stays at the beginning of its title: when
 * the terminal is resized, and wraps again what stands there, it takes the
 * cursor along, and nothing has to be known of that; only what it scrolls off
 * the top then is out of reach, and stays in its history. Whatever else is
 * printed, or may be asked on the terminal, comes between board_wipe() and the
 * next board_redraw(). */
struct board_screen {
    bool drawn;
};

/* Adds the bytes that draw `text`, lines of board_print(), over what was drawn
 * last; the first time from the cursor on, at the beginning of a line. Write
 * them at once. */
void board_redraw(struct str *out, struct board_screen *s, const char *text);
/* Adds the bytes that take it away, the cursor where it began. */
void board_wipe(struct str *out, struct board_screen *s);

#endif
