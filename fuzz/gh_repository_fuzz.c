/* "Get a repository", "List repository tags", "List releases". */
#include "../gh_repository.h"
#include "fuzz.h"

static void check_names(const char *field, const char *json, size_t n)
{
    struct argv names = {0};
    char *wrong = gh_names_read(&names, field, json, n);

    must(!wrong || *wrong, "what is wrong is told");
    must(names.n <= n, "no name is made up");
    for (size_t i = 0; i < names.n; i++)
        must(strlen(names.v[i]) <= n, "no text is made up");
    argv_clear(&names);
    free(wrong);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    struct gh_repository r;
    size_t n;
    char *json = input_bytes(&in, &n);
    char *wrong = gh_repository_read(&r, json, n);

    must(!wrong || (*wrong && !r.full_name && !r.archived && !r.read_only),
         "what is wrong is told, and leaves it empty");
    must(!r.full_name || strlen(r.full_name) <= n, "no text is made up");
    must(!r.archived || find_bytes(json, n, "true", 4),
         "what is archived says so");
    must(!r.read_only || find_bytes(json, n, "false", 5),
         "what may not be pushed to says so");
    gh_repository_clear(&r);
    free(wrong);
    check_names("name", json, n);
    check_names("tag_name", json, n);
    free(json);
    return 0;
}
