/* The parts of running children; for run*.c alone. */
#ifndef RUN_PARTS_H
#define RUN_PARTS_H

#include "run.h"

#include <sys/select.h>
#include <sys/types.h>

enum { IN, OUT, ERR, STREAMS };

/* One child that was started. */
struct child {
    struct run *run;
    pid_t pid;
    int fd[STREAMS]; /* -1: closed */
    size_t written;
    bool in_lost_line[STREAMS]; /* its beginning was left out */
    uint64_t start, deadline;
    uint64_t kill_at;  /* 0: not asked to end */
    uint64_t drain_by; /* 0: still running */
};

/* Forks; 0, or the errno of why there is no such child. */
int child_spawn(const struct runner *runner, struct child *c);
void child_ask_to_end(struct child *c, enum run_end why, int sig);
/* Writes, reads a piece that does not block; false: there was none. */
void child_feed(struct child *c);
bool child_drain(struct child *c, int stream);
void child_reap(struct child *c);
/* Ends it when its time is up. */
void child_mind_time(struct child *c);
bool child_is_over(const struct child *c);
/* When it next needs a look though nothing is heard of it. */
uint64_t child_next_look(const struct child *c);
void child_close(struct child *c);

/* Children that run at the same time. */
struct batch {
    const struct runner *runner;
    struct run **runs;
    size_t n, next;
    struct child *children; /* room for as many as may run at once */
    size_t live;
    bool cleaning; /* signals are not for these */
    uint64_t tick_at;
};

void batch_start(struct batch *b, struct run *r);
/* Waits until there is something to do, at most until then. */
void batch_listen(struct batch *b, uint64_t until);
/* Takes and gives all that does not block. */
void batch_drain(struct batch *b);
/* Reaps, passes a signal on, ends those whose time is up. */
void batch_mind(struct batch *b);

#endif
