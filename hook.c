#include "hook.h"

#include <stdlib.h>
#include <string.h>

#define AT_ONCE 4
#define LIMIT_MS 10000u    /* of one run */
#define END_MS 30000u      /* of all that are left at the end */
#define SIGNALLED_MS 2000u /* of the same, after a signal */

static bool is_wanted(const char *name)
{
    static const char *const names[] = {"released", "failed", "approval",
                                        "draft"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static void hear(void *ctx, const struct event *ev)
{
    struct hook *hook = ctx;
    struct run r = {.says = "hooks.on_event", .limit_ms = LIMIT_MS};
    char *line;

    if (!is_wanted(ev->name))
        return;
    line = document_line(&ev->fields);
    argv_pushl(&r.argv, hook->program, ev->name, NULL);
    str_addf(&r.input, "%s\n", line);
    free(line);
    run_beside_add(hook->beside, &r);
}

/* "exit status 3: cannot reach chat.example.org" */
static char *failure_in_words(const struct run *r)
{
    struct err *e = run_answer(r);
    const char *err = str_text(&r->err);
    char *words = r->end == RUN_NEVER ? str_dup("there was no time for it")
                  : e                 ? str_dup(e->text)
                  : *err ? str_fmt("exit status %d: %.*s", r->status,
                                   (int)strcspn(err, "\n"), err)
                         : str_fmt("exit status %d", r->status);

    err_free(e);
    return words;
}

/* Each failure is in the log; people are told of the first. */
static void over(void *ctx, const struct run *r)
{
    struct hook *hook = ctx;
    char *words;

    if (run_ok(r))
        return;
    words = failure_in_words(r);
    if (hook->told)
        report_log(hook->report, "hook", "%s: %s", r->argv.v[1], words);
    else
        report_note(hook->report, NULL,
                    "hook: hooks.on_event failed, which changes nothing else: "
                    "%s for \"%s\": %s",
                    hook->program, r->argv.v[1], words);
    hook->told = true;
    free(words);
}

static void tick(void *ctx)
{
    const struct hook *hook = ctx;

    run_beside_mind(hook->beside);
}

void hook_begin(struct hook *hook, const struct runner *runner,
                struct report *report, const char *program)
{
    *hook = (struct hook){.program = str_dup(program), .report = report};
    hook->beside = run_beside_make(runner, AT_ONCE, over, hook);
    hook->listener = (struct listener){hear, tick, hook};
    report->listener = &hook->listener;
}

void hook_end(struct hook *hook)
{
    if (!hook->beside)
        return;
    run_beside_mind(hook->beside);
    if (run_beside_left(hook->beside)) {
        report_wait(hook->report, "hook", "waiting for hooks.on_event",
                    clock_ms());
        run_beside_finish(hook->beside,
                          clock_ms() +
                              (runner_signal() ? SIGNALLED_MS : END_MS));
        report_wait(hook->report, NULL, NULL, 0);
    }
    hook->report->listener = NULL;
    run_beside_free(hook->beside);
    free(hook->program);
    *hook = (struct hook){0};
}
