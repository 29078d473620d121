/* "List workflow runs for a repository", of a commit. */
#include "../gh_ci.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    struct gh_ci ci;
    size_t n;
    char *json = input_bytes(&in, &n);
    char *wrong = gh_ci_read(&ci, json, n);

    must(!wrong || (*wrong && !ci.passed && !ci.failed && !ci.worst),
         "what is wrong is told");
    must(ci.passed + ci.failed + ci.going <= GH_CI_RUNS,
         "only so many runs are looked at");
    must(!ci.worst == (!ci.failed && !ci.going),
         "one that failed or goes on is named, and none else");
    must(!ci.url || (ci.worst && *ci.url && strlen(ci.url) <= n),
         "a page is that of the named one");
    gh_ci_clear(&ci);
    free(wrong);
    free(json);
    return 0;
}
