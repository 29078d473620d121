/* A line: the tag. Then "Get all repository rulesets", or "Get a repository
 * ruleset". */
#include "../gh_ruleset.h"
#include "fuzz.h"

static void check_list(const char *json, size_t n)
{
    struct gh_rulesets list;
    char *wrong = gh_rulesets_read(&list, json, n);

    must(!wrong || (*wrong && !list.n), "what is wrong is told");
    must(list.n <= n, "no ruleset is made up");
    for (size_t i = 0; i < list.n; i++)
        must(list.ids[i] >= 0, "ids are 0 or more");
    gh_rulesets_clear(&list);
    free(wrong);
}

static void check_one(const char *tag, const char *json, size_t n)
{
    struct gh_ruleset set;
    char *wrong = gh_ruleset_read(&set, tag, json, n);

    must(!wrong || (*wrong && !set.name && !set.forbids && !set.unsure),
         "what is wrong is told, and forbids nothing");
    must(wrong || set.name, "a ruleset has a name");
    must(set.bypass <= GH_BYPASS_YES, "a bypass is one of the list");
    must(!(set.forbids || set.unsure) || find_bytes(json, n, "include", 7) ||
             memchr(json, '\\', n),
         "only what names tags forbids any");
    gh_ruleset_clear(&set);
    free(wrong);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    char *tag = input_line(&in);
    size_t n;
    char *json = input_bytes(&in, &n);

    check_list(json, n);
    check_one(tag, json, n);
    free(json);
    free(tag);
    return 0;
}
