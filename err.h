/*
 * Why something failed. NULL is success; a `struct err *` is owned by
 * whoever holds it and ends in err_free() or, wrapped, in the caller's hands.
 */
#ifndef ERR_H
#define ERR_H

#include "str.h"

/* Exit statuses of the program; 128 + n is "ended by signal n". */
enum exit_status {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,
    EXIT_USAGE = 2,   /* usage or configuration */
    EXIT_REFUSED = 3, /* the survey refused, nothing changed */
    EXIT_AUTH = 4,    /* authentication or permission */
    EXIT_TIMEOUT = 5,
    EXIT_VERIFY = 6,  /* something is not what this run made or saw */
    EXIT_MISSING = 7, /* a program that is needed is missing or too old */
    EXIT_SIGNAL = 128
};

struct err {
    int code;          /* enum exit_status */
    char *text;        /* one line, clauses outside in: "repo: step: cause" */
    char *cure;        /* what to do first, a clause; NULL: nothing said */
    char *next;        /* the command that goes on; NULL: there is none */
    int hopeless;      /* going on with the same version cannot help */
    struct argv notes; /* further lines: what is public, the next command */
};

struct err *err_new(int code, const char *fmt, ...)
    PRINTF_LIKE(2, 3) MUST_CHECK;
/* Puts "clause: " before the text; returns `e`. */
struct err *err_wrap(struct err *e, const char *fmt, ...)
    PRINTF_LIKE(2, 3) MUST_CHECK;
void err_note(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);
void err_cure(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);
void err_next(struct err *e, const char *command);
/* Two that came at the same time: the first, with the other one's text and
 * cure among its notes. Both may be NULL. */
struct err *err_join(struct err *first, struct err *other) MUST_CHECK;
/* The first of two, either of which may be NULL; frees the other. */
struct err *err_first(struct err *first, struct err *other) MUST_CHECK;
/* Frees; NULL is fine. */
void err_free(struct err *e);

#endif
