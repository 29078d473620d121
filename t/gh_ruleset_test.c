#include "ruleset.h"

/* As "Get all repository rulesets" documents a ruleset; those in a list have
 * neither conditions nor rules. */
#define LISTED(id, fields)                                                     \
    "{'id':" id ",'name':'super cool ruleset','source_type':'Repository',"     \
    "'source':'o/r','node_id':'RRS_lACkVXNlcgQB','_links':{'self':{'href':"    \
    "'https://api.github.com/repos/o/r/rulesets/42'},'html':{'href':"          \
    "'https://github.com/o/r/rules/42'}},'created_at':"                        \
    "'2023-07-15T08:43:03.1+02:00','updated_at':'2023-08-23T16:29:47Z'" fields \
    "}"
#define TAGS(id) LISTED(id, FOR_TAGS ACTIVE)
#define TARGET(target) LISTED("42", ACTIVE ",'target':" target)
#define ENFORCED(how) LISTED("42", FOR_TAGS ",'enforcement':" how)

/* The ids that are read from a list; NULL: it is wrong. */
static const struct {
    const char *json, *ids, *what;
} lists[] = {
    {"[]", "", "there may be no ruleset"},
    {"[" TAGS("42") "]", "42 ", "one for tags is taken"},
    {"[" TAGS("43") "," TAGS("42") "," TAGS("1") "]", "43 42 1 ",
     "all are, in their order"},
    {"[" TAGS("42") "," LISTED("43",
                               ACTIVE ",'target':'branch'") "," TAGS("44") "]",
     "42 44 ", "one for branches between them is not"},
    {"[" TAGS("9223372036854775807") "]", "9223372036854775807 ",
     "an id may have 63 bits"},
    {"[" TARGET("'branch'") "]", "", "one for branches is not taken"},
    {"[" TARGET("'push'") "]", "", "nor one for pushes"},
    {"[" TARGET("'repository'") "]", "", "nor one for repositories"},
    {"[" TARGET("'Tag'") "]", "", "nor one for what we do not know"},
    {"[" TARGET("5") "]", "42 ", "a number tells no target"},
    {"[" TARGET("['tag']") "]", "42 ", "neither does an array"},
    {"[" LISTED("42", ACTIVE) "]", "42 ",
     "one that does not tell its target is taken"},
    {"[" ENFORCED("'disabled'") "]", "", "a disabled one is not"},
    {"[" ENFORCED("'evaluate'") "]", "", "nor one that is only tried out"},
    {"[" ENFORCED("'Active'") "]", "", "nor in a state that we do not know"},
    {"[" ENFORCED("''") "]", "", "nor in none"},
    {"[" ENFORCED("null") "]", "", "nor in null"},
    {"[" ENFORCED("true") "]", "", "nor in true"},
    {"[" LISTED("42", FOR_TAGS) "]", "", "nor where that is absent"},
    {"[null,5,'x',[],{},[" TAGS("1") "]," TAGS("42") "]", "42 ",
     "what is no ruleset in a list is passed over"},
    {"[" LISTED("'x'", ACTIVE ",'target':'branch'") "," TAGS("42") "]", "42 ",
     "what is wrong in one that is not taken does not matter"},
};

#define NO_COUNT " is not a number of 0 or more"
static const struct {
    const char *json, *wrong;
} wrong_lists[] = {
    {"{}", "it is not an array"},
    {"{'message':'Not Found','status':'404'}", "it is not an array"},
    {TAGS("42"), "it is not an array"},
    {"[" TAGS("'42'") "]", "[0].id" NO_COUNT},
    {"[" TAGS("null") "]", "[0].id" NO_COUNT},
    {"[" TAGS("-42") "]", "[0].id" NO_COUNT},
    {"[" TAGS("42.0") "]", "[0].id" NO_COUNT},
    {"[" TAGS("true") "]", "[0].id" NO_COUNT},
    {"[" TAGS("[]") "]", "[0].id" NO_COUNT},
    {"[{'enforcement':'active','target':'tag'}]", "[0].id" NO_COUNT},
    {"[" TAGS("42") ",null," TAGS("{}") "," TAGS("43") "]", "[2].id" NO_COUNT},
};

/* Is a ruleset in force for tags? */
static const struct {
    const char *fields;
    bool in_force;
} forces[] = {
    {ACTIVE FOR_TAGS, true},
    {ACTIVE, true},
    {ACTIVE ",'target':'branch'", false},
    {ACTIVE ",'target':'push'", false},
    {ACTIVE ",'target':'repository'", false},
    {ACTIVE ",'target':'TAG'", false},
    {ACTIVE ",'target':''", false},
    {ACTIVE ",'target':5", true},
    {FOR_TAGS ",'enforcement':'evaluate'", false},
    {FOR_TAGS ",'enforcement':'disabled'", false},
    {FOR_TAGS ",'enforcement':'a_newer_one'", false},
    {FOR_TAGS ",'enforcement':''", false},
    {FOR_TAGS ",'enforcement':null", false},
    {FOR_TAGS ",'enforcement':true", false},
    {FOR_TAGS ",'enforcement':['active']", false},
    {FOR_TAGS, false},
    {"", false},
};

#define MAY(value) ",'current_user_can_bypass':" value
static const struct {
    const char *fields;
    enum gh_bypass bypass;
    const char *what;
} bypasses[] = {
    {MAY("'always'"), GH_BYPASS_YES, "who always may bypass it, may"},
    {MAY("'exempt'"), GH_BYPASS_YES, "so may who is exempt"},
    {MAY("'never'"), GH_BYPASS_NO, "who never may, may not"},
    {MAY("'pull_requests_only'"), GH_BYPASS_NO,
     "nor who may so only in pull requests, which push no tag"},
    {"", GH_BYPASS_UNKNOWN, "it is not known where GitHub does not tell"},
    {MAY("null"), GH_BYPASS_UNKNOWN, "nor from null"},
    {MAY("true"), GH_BYPASS_UNKNOWN, "nor from true"},
    {MAY("5"), GH_BYPASS_UNKNOWN, "nor from a number"},
    {MAY("['always']"), GH_BYPASS_UNKNOWN, "nor from an array"},
    {",'bypass_actors':[]", GH_BYPASS_UNKNOWN,
     "nor from the list of those who may"},
};

static const struct {
    const char *json, *wrong;
} wrong[] = {
    {"[]", "it is not an object"},
    {"[" SET("") "]", "it is not an object"},
    {"{}", "name is not a string"},
    {"{'message':'Not Found','status':'404'}", "name is not a string"},
    {"{'name':null}", "name is not a string"},
    {"{'name':5}", "name is not a string"},
    {"{'name':true}", "name is not a string"},
    {"{'name':['n']}", "name is not a string"},
    {"{'name':{}" ACTIVE FOR_TAGS ALL FORBIDS "}", "name is not a string"},
    {"{'id':1" ACTIVE FOR_TAGS ALL RULES(CREATION "," PATTERN(
         "'operator':'regex','pattern':'x'")) MAY("'always'") "}",
     "name is not a string"},
};

static bool is_empty(const struct gh_ruleset *set)
{
    return !set->name && !set->forbids && !set->unsure &&
           set->bypass == GH_BYPASS_UNKNOWN;
}

static char *read_list(struct gh_rulesets *list, const char *text)
{
    char *json = quoted(text), *bytes = exact(json, strlen(json));
    char *why;

    memset(list, 0xa5, sizeof(*list)); /* as a variable on the stack is */
    why = gh_rulesets_read(list, bytes, strlen(json));
    free(json);
    free(bytes);
    return why;
}

static char *ids_text(const struct gh_rulesets *list)
{
    struct str ids = {0};

    for (size_t i = 0; i < list->n; i++)
        str_addf(&ids, "%lld ", (long long)list->ids[i]);
    return str_take(&ids);
}

static void test_lists(void)
{
    struct gh_rulesets list;
    char *why;

    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        char *ids;

        why = read_list(&list, lists[i].json);
        ids = ids_text(&list);
        is(why ? why : ids, lists[i].ids, "of a list of rulesets: %s",
           lists[i].what);
        gh_rulesets_clear(&list);
        free(ids);
        free(why);
    }
    gh_rulesets_clear(&list);
    ok(!list.ids && !list.n, "a list of rulesets can be cleared twice");
    for (size_t i = 0; i < ARRAY_LEN(wrong_lists); i++) {
        why = read_list(&list, wrong_lists[i].json);
        is(why, wrong_lists[i].wrong, "a list of rulesets, %zu: %s", i,
           wrong_lists[i].wrong);
        ok(!list.ids && !list.n, "and nothing is kept of it");
        gh_rulesets_clear(&list);
        free(why);
    }
}

static void test_forces(void)
{
    static const char regex[] = PATTERN("'operator':'regex','pattern':'x'");

    for (size_t i = 0; i < ARRAY_LEN(forces); i++) {
        struct gh_ruleset set;
        char *json = str_fmt(SET(ALL RULES(CREATION ",%s") "%s"), regex,
                             forces[i].fields);
        char *why = read_set(&set, V1, json);

        ok(!why && !set.forbids == !forces[i].in_force &&
               !set.unsure == !forces[i].in_force,
           "a ruleset with \"%s\" is %s", forces[i].fields,
           forces[i].in_force ? "in force" : "not");
        is(set.name, "super cool ruleset", "and its name is told");
        gh_ruleset_clear(&set);
        free(json);
        free(why);
    }
}

static void test_bypasses(void)
{
    for (size_t i = 0; i < ARRAY_LEN(bypasses); i++) {
        struct gh_ruleset set;
        char *json = str_fmt("{'name':'n'" ACTIVE FOR_TAGS ALL FORBIDS "%s}",
                             bypasses[i].fields);
        char *why = read_set(&set, V1, json);

        ok(!why && set.bypass == bypasses[i].bypass && set.forbids,
           "may a person bypass a ruleset? %s", bypasses[i].what);
        gh_ruleset_clear(&set);
        free(json);
        free(why);
    }
}

static void test_documented(void)
{
    struct gh_ruleset set;
    char *why = read_set(
        &set, V1,
        SET(ACTIVE FOR_TAGS MAY("'never'") REFS(
            "['refs/tags/v*','refs/tags/release/*']", "['refs/tags/v0*']")
                RULES("{'type':'deletion'},{'type':'non_fast_forward'},"
                      "{'type':'update'}," CREATION)));

    is(why, NULL, "a ruleset as GitHub documents it can be read");
    is(set.name, "super cool ruleset", "so is its name");
    ok(set.forbids && !set.unsure && set.bypass == GH_BYPASS_NO,
       "so are what it forbids, and to whom");
    gh_ruleset_clear(&set);
    gh_ruleset_clear(&set);
    ok(is_empty(&set), "a ruleset can be cleared twice");
    free(why);
}

static void test_wrong(void)
{
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct gh_ruleset set;
        char *why = read_set(&set, V1, wrong[i].json);

        is(why, wrong[i].wrong, "%.50s: %s", wrong[i].json, wrong[i].wrong);
        ok(is_empty(&set), "and nothing is kept of it");
        gh_ruleset_clear(&set);
        free(why);
    }
}

static void test_not_json(const char *json, size_t n, const char *what)
{
    char *bytes = exact(json, n);
    struct gh_rulesets list;
    struct gh_ruleset set;
    char *why = gh_ruleset_read(&set, V1, bytes, n);
    char *why_list = gh_rulesets_read(&list, bytes, n);

    ok(is_no_document(why, n) && is_empty(&set), "%s is no ruleset", what);
    ok(is_no_document(why_list, n) && !list.ids && !list.n,
       "nor a list of them");
    gh_ruleset_clear(&set);
    gh_rulesets_clear(&list);
    free(bytes);
    free(why);
    free(why_list);
}

/* A ruleset that was cut is wrong, wherever that was. */
static void test_cut(void)
{
    static const char whole[] = SET(ACTIVE FOR_TAGS ALL FORBIDS MAY("'never'"));
    char *json = quoted(whole);
    size_t taken = 0;

    for (size_t n = 0; n < strlen(json); n++) {
        char *bytes = exact(json, n);
        struct gh_ruleset set;
        char *why = gh_ruleset_read(&set, V1, bytes, n);

        taken += !why || !is_empty(&set);
        free(bytes);
        free(why);
    }
    ok(taken == 0, "a ruleset that was cut is none");
    free(json);
}

int main(void)
{
    tap_start();
    test_lists();
    test_documented();
    test_forces();
    test_bypasses();
    test_wrong();
    for (size_t i = 0; i < ARRAY_LEN(not_json); i++)
        test_not_json(not_json[i].json, not_json[i].n, not_json[i].what);
    give_nested("[", test_not_json);
    give_nested("{\"conditions\":", test_not_json);
    test_cut();
    return tap_end();
}
