#include "run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool is_missing(int why)
{
    return why == ENOENT || why == EACCES || why == ENOEXEC || why == ENOTDIR;
}

struct err *run_answer(const struct run *one)
{
    const char *name = one->argv.v[0];

    switch (one->end) {
    case RUN_ENDED:
        return NULL;
    case RUN_NO_START:
        return err_new(
            is_missing(one->start_errno) ? EXIT_MISSING : EXIT_FAILED,
            "cannot run %s: %s", name,
            one->start_errno == ENOENT ? "it is not installed, or not in PATH"
                                       : strerror(one->start_errno));
    case RUN_TIMED_OUT:
        return err_new(EXIT_TIMEOUT,
                       "%s gave no answer within %u s and was ended", name,
                       (one->limit_ms ? one->limit_ms : RUN_LIMIT_MS) / 1000);
    case RUN_TOO_MUCH:
        return err_new(EXIT_FAILED,
                       "%s printed more than %zu KiB and was ended", name,
                       (one->cap ? one->cap : RUN_CAP) >> 10);
    case RUN_NEVER:
    case RUN_CUT_SHORT:
        break;
    }
    return err_new(EXIT_SIGNAL + runner_signal(), "%s was stopped", name);
}

struct err *run(const struct runner *runner, struct run *one)
{
    struct err *e = run_all(runner, &one, 1);

    return e ? e : run_answer(one);
}

bool run_ok(const struct run *one)
{
    return one->end == RUN_ENDED && one->status == 0;
}

char *run_line(const struct run *one)
{
    struct str line = {0};

    for (size_t i = 0; i < one->env.n; i++) {
        str_add_shell(&line, one->env.v[i]);
        str_add(&line, " ");
    }
    for (size_t i = 0; i < one->argv.n; i++) {
        str_add(&line, i ? " " : "");
        str_add_shell(&line, one->argv.v[i]);
    }
    return str_take(&line);
}

void run_clear(struct run *one)
{
    argv_clear(&one->argv);
    argv_clear(&one->env);
    str_clear(&one->input);
    str_clear(&one->out);
    str_clear(&one->err);
    *one = (struct run){0};
}
