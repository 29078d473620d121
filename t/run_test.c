#include "../run.h"
#include "tap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LONG_MS 20000u

static struct runner runner;

/* sh -c SCRIPT, run with what is set in `r`. */
static struct err *sh(struct run *r, const char *script)
{
    argv_pushl(&r->argv, "sh", "-c", script, NULL);
    return run(&runner, r);
}

static void check_streams(void)
{
    struct run r = {.limit_ms = LONG_MS};
    struct err *e = sh(&r, "cat; echo warn >&2; exit 3");

    ok(!e && r.end == RUN_ENDED, "an exit status is an answer");
    ok(r.status == 3, "the exit status is told");
    ok(r.out.len == 0, "without input it reads nothing");
    ok(strcmp(str_text(&r.err), "warn\n") == 0, "standard error is kept");
    err_free(e);
    run_clear(&r);
}

static void check_input(void)
{
    struct run r = {.limit_ms = LONG_MS};
    struct err *e;

    for (int i = 0; i < 50000; i++)
        str_add(&r.input, "0123456789");
    e = sh(&r, "cat");
    ok(!e && r.out.len == r.input.len, "more than a pipe holds goes through");
    err_free(e);
    run_clear(&r);
}

static void check_unread_input(void)
{
    struct run r = {.limit_ms = LONG_MS};
    struct err *e;

    for (int i = 0; i < 50000; i++)
        str_add(&r.input, "0123456789");
    e = sh(&r, "exec <&-; echo done");
    ok(!e && strcmp(str_text(&r.out), "done\n") == 0,
       "a child that does not read its input does not hang or end us");
    err_free(e);
    run_clear(&r);
}

static void check_signal(void)
{
    struct run r = {.limit_ms = LONG_MS};
    struct err *e = sh(&r, "kill -9 $$");

    ok(!e && r.status == 128 + 9, "a child that a signal ended is no success");
    err_free(e);
    run_clear(&r);
}

static void check_missing(void)
{
    struct run r = {.limit_ms = LONG_MS};
    struct err *e;

    argv_push(&r.argv, "no-such-program-anywhere");
    e = run(&runner, &r);
    ok(e && e->code == EXIT_MISSING, "a program that is missing is told");
    ok(r.end == RUN_NO_START && r.start_errno == ENOENT,
       "it is not taken for an exit status");
    err_free(e);
    run_clear(&r);
}

static void check_time_limit(const char *script, const char *title)
{
    struct run r = {.limit_ms = 200};
    uint64_t start = clock_ms();
    struct err *e = sh(&r, script);

    ok(e && r.end == RUN_TIMED_OUT, "%s", title);
    ok(clock_ms() - start < 10000, "it does not take its full time");
    err_free(e);
    run_clear(&r);
}

static void check_cap(void)
{
    struct run r = {.limit_ms = LONG_MS, .cap = 1000};
    uint64_t start = clock_ms();
    struct err *e =
        sh(&r, "setsid sleep 15 & while :; do echo 0123456789; done");

    ok(e && r.end == RUN_TOO_MUCH, "a child that prints too much is ended");
    ok(r.out.len == 1000, "no more than the cap is kept");
    ok(clock_ms() - start < 1900, "nobody who has its pipes is waited for");
    err_free(e);
    run_clear(&r);
}

static bool starts(const struct str *text, const char *words)
{
    return str_starts(str_text(text), words);
}

static bool ends(const struct str *text, const char *words)
{
    return str_ends(str_text(text), words);
}

static void check_long_error(void)
{
    struct run r = {0};
    struct err *e = sh(&r, "exec >&2; echo first; yes 0123456789 | "
                           "head -n 300000; echo last");

    ok(!e && r.err_cut && starts(&r.err, "first\n0123456789\n") &&
           ends(&r.err, "\n0123456789\nlast\n") &&
           strstr(r.err.s, "\n0123456789\n...\n0123456789\n"),
       "of a long standard error the first and the last lines are kept");
    ok(r.err.len <= RUN_WORDS_CAP, "and no more than is said");
    err_free(e);
    run_clear(&r);
    e = sh(&r, "exec >&2; echo first; yes x | head -n 500000 | tr -d '\\n'; "
               "echo; echo last");
    ok(!e && r.err_cut && strcmp(str_text(&r.err), "first\n...\nlast\n") == 0,
       "no part of a line that is too long is kept");
    err_free(e);
    run_clear(&r);
    e = sh(&r, "exec >&2; echo first; yes x | head -n 200000 | tr -d '\\n'");
    ok(!e && !r.err_cut && r.err.len == 200006, "a long line is kept whole");
    err_free(e);
    run_clear(&r);
    r.err_is_data = true;
    e = sh(&r, "exec >&2; yes 0123456789 | head -c 1000000");
    ok(!e && !r.err_cut && r.err.len == 1000000, "and so is what is data");
    err_free(e);
    run_clear(&r);
}

static void check_grandchild(void)
{
    struct run r = {.limit_ms = LONG_MS};
    uint64_t start = clock_ms();
    struct err *e = sh(&r, "sleep 15 & echo done");

    ok(!e && strcmp(str_text(&r.out), "done\n") == 0 &&
           clock_ms() - start < 10000,
       "a grandchild that keeps the pipes open is not waited for");
    err_free(e);
    run_clear(&r);
}

static void check_environment(void)
{
    struct run r = {.limit_ms = LONG_MS};
    struct err *e;

    setenv("RUN_TEST", "ours", 1);
    argv_pushl(&r.env, "RUN_TEST=its", "RUN_TEST_MORE=x", NULL);
    e = sh(&r, "echo $RUN_TEST$RUN_TEST_MORE");
    ok(!e && strcmp(str_text(&r.out), "itsx\n") == 0,
       "a child's own variables win");
    ok(strcmp(getenv("RUN_TEST"), "ours") == 0, "ours stay as they were");
    err_free(e);
    run_clear(&r);
}

static void check_session(void)
{
    struct run r = {.limit_ms = LONG_MS};
    char *ours = str_fmt("%ld", (long)getpgrp());
    struct err *e = sh(&r, "ps -o pgid= -p $$ | tr -d ' \\n'");

    ok(!e && r.out.len && strcmp(r.out.s, ours) != 0,
       "a child has a process group of its own");
    err_free(e);
    run_clear(&r);
    r.terminal = true;
    e = sh(&r, "ps -o pgid= -p $$ | tr -d ' \\n'");
    ok(!e && strcmp(str_text(&r.out), ours) == 0,
       "unless it is left the terminal");
    err_free(e);
    run_clear(&r);
    free(ours);
}

struct counter {
    unsigned now, most, ticks;
};

static void count_start(void *ctx, const struct run *r)
{
    struct counter *c = ctx;

    (void)r;
    c->now++;
    c->most = c->now > c->most ? c->now : c->most;
}

static void count_end(void *ctx, const struct run *r)
{
    struct counter *c = ctx;

    (void)r;
    c->now--;
}

static void check_jobs(void)
{
    enum { MANY = 20 };
    struct run runs[MANY], *list[MANY];
    struct counter c = {0, 0, 0};
    struct runner mine = runner;
    bool all = true;
    struct err *e;

    mine.jobs = 3;
    mine.ctx = &c;
    mine.started = count_start;
    mine.ended = count_end;
    for (int i = 0; i < MANY; i++) {
        runs[i] = (struct run){.limit_ms = LONG_MS};
        argv_pushl(&runs[i].argv, "sh", "-c", "sleep 0.05; echo $0", NULL);
        argv_pushf(&runs[i].argv, "%d", i);
        list[i] = &runs[i];
    }
    e = run_all(&mine, list, MANY);
    for (int i = 0; i < MANY; i++) {
        char *want = str_fmt("%d\n", i);

        all = all && strcmp(str_text(&runs[i].out), want) == 0;
        free(want);
        run_clear(&runs[i]);
    }
    ok(!e && all, "each of many gets its own output");
    ok(c.most == 3, "never more at once than jobs");
    err_free(e);
}

static void check_line(void)
{
    struct run r = {.limit_ms = LONG_MS};
    char *line;

    argv_pushl(&r.env, "A=b c", NULL);
    argv_pushl(&r.argv, "git", "-C", "it's here", "", "$x", NULL);
    line = run_line(&r);
    ok(strcmp(line, "'A=b c' git -C 'it'\\''s here' '' '$x'") == 0,
       "the command can be pasted into a shell");
    free(line);
    run_clear(&r);
}

/* As a git that was started by a wrapper, which does not wait for it. */
static void check_tidying(void)
{
    struct run r = {.limit_ms = 300};
    uint64_t start = clock_ms();
    struct err *e =
        sh(&r, "(trap 'sleep 0.3; echo tidied; exit' TERM; sleep 15 & wait) &"
               " wait");

    ok(e && r.end == RUN_TIMED_OUT && strcmp(str_text(&r.out), "tidied\n") == 0,
       "what a child that is ended has started may tidy up");
    ok(clock_ms() - start < 1900, "and is not waited for longer than that");
    err_free(e);
    run_clear(&r);
}

/* Last: from here on we are asked to end. */
static void check_stop(void)
{
    struct run r = {.limit_ms = LONG_MS}, more = {.limit_ms = LONG_MS},
               clean = {.limit_ms = LONG_MS, .after_signal = true};
    uint64_t start = clock_ms();
    struct err *e = sh(&r, "kill -TERM $PPID; sleep 15");

    ok(e && e->code == 128 + SIGTERM, "a signal ends a run");
    ok(r.end == RUN_CUT_SHORT && clock_ms() - start < 10000,
       "its children are ended");
    err_free(e);
    e = sh(&more, "echo never");
    ok(e && more.end == RUN_NEVER, "no other is started");
    err_free(e);
    e = sh(&clean, "echo cleaned");
    ok(!e && run_ok(&clean), "but for what cleans up");
    err_free(e);
    e = runner_sleep(&runner, clock_ms() + LONG_MS);
    ok(e && clock_ms() - start < 10000, "and nothing sleeps on");
    err_free(e);
    run_clear(&r);
    run_clear(&more);
    run_clear(&clean);
}

int main(void)
{
    tap_start();
    runner_init(&runner);
    runner.jobs = 1;
    check_streams();
    check_input();
    check_unread_input();
    check_signal();
    check_missing();
    check_time_limit("sleep 15", "a child whose time is up is ended");
    check_time_limit("trap '' TERM; while :; do sleep 0.1; done",
                     "so is one that does not want to end");
    check_time_limit("(trap '' TERM; sleep 15) & wait",
                     "so is one with a child of its own");
    check_tidying();
    check_cap();
    check_long_error();
    check_grandchild();
    check_environment();
    check_session();
    check_jobs();
    check_line();
    check_stop();
    return tap_end();
}
