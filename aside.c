#include "aside.h"

#include <stdlib.h>
#include <unistd.h>

char *aside_make(void)
{
    const char *tmp = getenv("TMPDIR");
    char *path = str_fmt("%s/orchestrator.XXXXXX", tmp && *tmp ? tmp : "/tmp");

    if (mkdtemp(path))
        return path;
    free(path);
    return NULL;
}

struct err *aside_remove(const struct runner *runner, const char *aside,
                         const char *says)
{
    struct run r = {.after_signal = true, .says = says};
    struct err *e;

    argv_pushl(&r.argv, "rm", "-rf", "--", aside, NULL);
    e = run(runner, &r);
    run_clear(&r);
    return e;
}
