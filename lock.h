/*
 * One run at a time in a clone: a lock on a file in its git folder. The
 * kernel drops the lock when the process ends, however it ends.
 */
#ifndef LOCK_H
#define LOCK_H

#include "str.h"

#define LOCK_NAME "orchestrator.lock" /* in the folder that is locked */

struct lock {
    int fd;     /* only meaningful while `path` is set */
    char *path; /* NULL: not taken; owned */
};

enum lock_end {
    LOCK_TAKEN,
    LOCK_HELD,  /* `why` names who has it */
    LOCK_FAILED /* `why` says why it cannot be taken */
};

/* Takes the lock of the git folder `dir`; `says` tells others what this run
 * does. `why` is owned by the caller, and NULL when it was taken. */
enum lock_end lock_take(struct lock *lock, const char *dir, const char *says,
                        char **why);
/* Who has it; NULL if nobody has. Changes nothing; owned by the caller. */
char *lock_holder(const char *dir);
/* What the file of a lock says, without the number of its process. */
const char *lock_note(const char *text);
/* Gives it up and removes the file; may be called twice. */
void lock_clear(struct lock *lock);
/* Pipes to children must have low numbers (FD_SETSIZE): moves a descriptor that
 * one of many is out of their way; what it is then. */
int lock_move_up(int fd);

#endif
