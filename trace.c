#include "trace.h"

#include <stdlib.h>
#include <string.h>

#define ERR_LINES 20 /* of a child's standard error go to the log */

static void child_started(void *ctx, const struct run *r)
{
    struct report *rep = ctx;
    char *line = run_line(r);

    report_trace(rep, "+ %s  # %s", line, r->says ? r->says : "");
    report_log(rep, "child", "%ld: %s  # %s", r->pid, line,
               r->says ? r->says : "");
    free(line);
}

static void cleanse(void *ctx, struct str *text)
{
    const struct report *rep = ctx;
    struct str masked = {0};

    if (!text->len)
        return;
    secret_mask(&rep->secrets, &masked, str_text(text), text->len);
    str_clear(text);
    *text = masked;
}

static const char *end_in_words(enum run_end end)
{
    switch (end) {
    case RUN_ENDED:
        return "ended";
    case RUN_NO_START:
        return "could not be started";
    case RUN_TIMED_OUT:
        return "was ended: its time was up";
    case RUN_TOO_MUCH:
        return "was ended: it printed too much";
    case RUN_CUT_SHORT:
        return "was ended: we were asked to stop";
    case RUN_NEVER:
        break;
    }
    return "did not run";
}

/* Where the last `lines` lines of the text begin. */
static const char *last_lines(const char *text, size_t n, unsigned lines)
{
    const char *p = text + n;

    while (p > text && (p[-1] != '\n' || p == text + n || lines-- > 1))
        p--;
    return p;
}

/* curl's standard error is made of heads, which the requests tell; what gh
 * prints with a token is not known to be secret yet. */
static void log_stderr(struct report *rep, const struct run *r)
{
    const char *line, *end;

    if (strcmp(r->argv.v[0], "curl") == 0 ||
        (strcmp(r->argv.v[0], "gh") == 0 && run_ok(r)))
        return;
    end = str_text(&r->err) + r->err.len;
    line = last_lines(str_text(&r->err), r->err.len, ERR_LINES);
    while (line < end) {
        size_t n = strcspn(line, "\n");

        report_log(rep, "stderr", "%ld: %.*s", r->pid, (int)n, line);
        line += n + 1;
    }
}

static void child_ended(void *ctx, const struct run *r)
{
    struct report *rep = ctx;

    if (!run_ok(r))
        report_trace(rep, "# %s (%s) %s; exit status %d, %u ms", r->argv.v[0],
                     r->says ? r->says : "", end_in_words(r->end), r->status,
                     r->took_ms);
    report_log(rep, "ended", "%ld: %s %s; exit status %d, %u ms", r->pid,
               r->argv.v[0], end_in_words(r->end), r->status, r->took_ms);
    log_stderr(rep, r);
}

static void request_ended(void *ctx, const struct gh_get *g)
{
    struct report *rep = ctx;

    if (g->answered && g->head.limit_left >= 0)
        report_log(rep, "request", "GET %s: %d, %u ms, %lld requests left",
                   g->url, g->head.status, g->took_ms,
                   (long long)g->head.limit_left);
    else if (g->answered)
        report_log(rep, "request", "GET %s: %d, %u ms", g->url, g->head.status,
                   g->took_ms);
    else
        report_log(rep, "request", "GET %s: no answer: %s", g->url,
                   g->fault ? g->fault : "unknown");
}

static void show_life(void *ctx)
{
    report_tick(ctx, clock_ms());
}

static void lend(void *ctx)
{
    report_lend(ctx);
}

void trace_children(struct runner *runner, struct report *rep)
{
    rep->runner = runner;
    runner->ctx = rep;
    runner->pause = lend;
    runner->started = child_started;
    runner->cleanse = cleanse;
    runner->ended = child_ended;
    runner->asked = request_ended;
    runner->tick = show_life;
}
