#include "ruleset.h"

/* What rules have against v1.2.3; `about` is in what they forbid, or in what
 * we cannot judge. */
static const struct {
    const char *rules;
    bool forbids, unsure;
    const char *about;
} rules[] = {
    {"", false, false, NULL},
    {CREATION, true, false, "create"},
    {"{'type':'creation','parameters':null}", true, false, "create"},
    {CREATION "," CREATION, true, false, "create"},
    {"{'type':'update'}", false, false, NULL},
    {"{'type':'update','parameters':{'update_allows_fetch_and_merge':true}}",
     false, false, NULL},
    {"{'type':'deletion'}", false, false, NULL},
    {"{'type':'non_fast_forward'}", false, false, NULL},
    {"{'type':'branch_name_pattern','parameters':{'operator':'starts_with',"
     "'pattern':'x'}}",
     false, false, NULL},
    {"{'type':'a_newer_one'}", false, false, NULL},
    {"{'type':'Creation'}", false, false, NULL},
    {"{'type':''}", false, false, NULL},
    {"{'type':null}", false, false, NULL},
    {"{'type':5}", false, false, NULL},
    {"{'type':['creation']}", false, false, NULL},
    {"{}", false, false, NULL},
    {"null,5,'creation',true,[],[" CREATION "]", false, false, NULL},
    {"null,5," CREATION, true, false, "create"},
    {"{'type':'deletion'},{'type':'update'}," CREATION, true, false, "create"},

    {PATTERN("'operator':'starts_with','pattern':'v'"), false, false, NULL},
    {PATTERN("'operator':'starts_with','pattern':'v1.2.3'"), false, false,
     NULL},
    {PATTERN("'operator':'starts_with','pattern':''"), false, false, NULL},
    {PATTERN("'operator':'starts_with','pattern':'x'"), true, false,
     "to start with \"x\""},
    {PATTERN("'operator':'starts_with','pattern':'V'"), true, false,
     "to start with \"V\""},
    {PATTERN("'operator':'starts_with','pattern':'1'"), true, false,
     "to start with \"1\""},
    {PATTERN("'operator':'starts_with','pattern':'v*'"), true, false,
     "to start with \"v*\""},
    {PATTERN("'operator':'starts_with','pattern':'v1.2.3-'"), true, false,
     "to start with \"v1.2.3-\""},
    {PATTERN("'operator':'starts_with','pattern':'refs/tags/v'"), true, false,
     "to start with \"refs/tags/v\""},
    {PATTERN("'operator':'starts_with','pattern':'v','negate':true"), true,
     false, "not to start with \"v\""},
    {PATTERN("'operator':'starts_with','pattern':'x','negate':true"), false,
     false, NULL},
    {PATTERN("'operator':'starts_with','pattern':'v','negate':false"), false,
     false, NULL},
    {PATTERN("'operator':'starts_with','pattern':'x','negate':false"), true,
     false, "to start with \"x\""},
    {PATTERN("'operator':'starts_with','pattern':'x','negate':null"), true,
     false, "to start with \"x\""},
    {PATTERN("'name':'no old ones','operator':'starts_with','pattern':'v0',"
             "'negate':true"),
     false, false, NULL},

    {PATTERN("'operator':'ends_with','pattern':'3'"), false, false, NULL},
    {PATTERN("'operator':'ends_with','pattern':'.2.3'"), false, false, NULL},
    {PATTERN("'operator':'ends_with','pattern':''"), false, false, NULL},
    {PATTERN("'operator':'ends_with','pattern':'v'"), true, false,
     "to end with \"v\""},
    {PATTERN("'operator':'ends_with','pattern':'-v1.2.3'"), true, false,
     "to end with \"-v1.2.3\""},
    {PATTERN("'operator':'ends_with','pattern':'3','negate':true"), true, false,
     "not to end with \"3\""},
    {PATTERN("'operator':'ends_with','pattern':'-rc','negate':true"), false,
     false, NULL},

    {PATTERN("'operator':'contains','pattern':'1.2'"), false, false, NULL},
    {PATTERN("'operator':'contains','pattern':'v'"), false, false, NULL},
    {PATTERN("'operator':'contains','pattern':'3'"), false, false, NULL},
    {PATTERN("'operator':'contains','pattern':''"), false, false, NULL},
    {PATTERN("'operator':'contains','pattern':'-'"), true, false,
     "to contain \"-\""},
    {PATTERN("'operator':'contains','pattern':'1?2'"), true, false,
     "to contain \"1?2\""},
    {PATTERN("'operator':'contains','pattern':'a_b'"), true, false,
     "to contain \"a_b\""},
    {PATTERN("'operator':'contains','pattern':'.','negate':true"), true, false,
     "not to contain \".\""},
    {PATTERN("'operator':'contains','pattern':'-rc','negate':true"), false,
     false, NULL},

    {PATTERN("'operator':'regex','pattern':'^v'"), false, true,
     "to match \"^v\""},
    {PATTERN("'operator':'regex','pattern':'^x$'"), false, true,
     "to match \"^x$\""},
    {PATTERN("'operator':'regex','pattern':'v1.2.3'"), false, true,
     "to match \"v1.2.3\""},
    {PATTERN("'operator':'regex','pattern':''"), false, true, "to match \"\""},
    {PATTERN("'operator':'regex','pattern':'^\\\\d%s%n['"), false, true,
     "to match \"^\\d%s%n[\""},
    {PATTERN("'operator':'regex','pattern':'^v','negate':true"), false, true,
     "not to match \"^v\""},
    {PATTERN("'operator':'a_newer_one','pattern':'x'"), false, true,
     "to match \"x\""},
    {PATTERN("'operator':'Starts_With','pattern':'v'"), false, true,
     "to match \"v\""},

    {PATTERN("'operator':'starts_with','pattern':'v'") "," PATTERN(
         "'operator':'ends_with','pattern':'x'"),
     true, false, "\"x\""},
    {PATTERN("'operator':'ends_with','pattern':'x'") "," PATTERN(
         "'operator':'starts_with','pattern':'v'"),
     true, false, "\"x\""},
    {PATTERN("'operator':'starts_with','pattern':'v'") "," PATTERN(
         "'operator':'ends_with','pattern':'3'"),
     false, false, NULL},
    {PATTERN("'operator':'starts_with','pattern':'v'") "," CREATION, true,
     false, "create"},
    {CREATION "," PATTERN("'operator':'starts_with','pattern':'v'"), true,
     false, "create"},
    {CREATION "," PATTERN("'operator':'starts_with','pattern':'x'"), true,
     false, NULL},
    {PATTERN("'operator':'starts_with','pattern':'x'") "," CREATION, true,
     false, NULL},
    {PATTERN("'operator':'regex','pattern':'^v'") "," CREATION, true, true,
     "create"},
    {CREATION "," PATTERN("'operator':'regex','pattern':'^v'"), true, true,
     "create"},
    {PATTERN("'operator':'regex','pattern':'^v'") "," PATTERN(
         "'operator':'starts_with','pattern':'x'"),
     true, true, "\"x\""},
    {PATTERN("'operator':'regex','pattern':'^v'") "," PATTERN(
         "'operator':'starts_with','pattern':'v'"),
     false, true, "^v"},
    {PATTERN("'operator':'regex','pattern':'^a'") "," PATTERN(
         "'operator':'regex','pattern':'^b'"),
     false, true, "\"^a\""},

    {"{'type':'tag_name_pattern'}", false, false, NULL},
    {"{'type':'tag_name_pattern','parameters':null}", false, false, NULL},
    {"{'type':'tag_name_pattern','parameters':[]}", false, false, NULL},
    {"{'type':'tag_name_pattern','parameters':'x'}", false, false, NULL},
    {PATTERN(""), false, false, NULL},
    {PATTERN("'operator':'starts_with'"), false, false, NULL},
    {PATTERN("'pattern':'x'"), false, false, NULL},
    {PATTERN("'operator':5,'pattern':'x'"), false, false, NULL},
    {PATTERN("'operator':null,'pattern':'x'"), false, false, NULL},
    {PATTERN("'operator':'starts_with','pattern':5"), false, false, NULL},
    {PATTERN("'operator':'starts_with','pattern':['x']"), false, false, NULL},
    {PATTERN("'operator':'starts_with','pattern':null"), false, false, NULL},
    {PATTERN("'operator':'starts_with','pattern':'v','negate':'true'"), false,
     false, NULL},
    {PATTERN("'operator':'starts_with','pattern':'v','negate':1"), false, false,
     NULL},
};

static const char *const no_rules[] = {
    "",           ",'rules':null",       ",'rules':[]",
    ",'rules':5", ",'rules':'creation'", (",'rules':" CREATION),
};

static void test_rules(void)
{
    for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
        const char *about = rules[i].about;
        struct gh_ruleset set;
        char *json =
            str_fmt(SET(ACTIVE FOR_TAGS ALL RULES("%s")), rules[i].rules);
        char *why = read_set(&set, V1, json);
        const char *told = rules[i].forbids ? set.forbids : set.unsure;

        ok(!why && !set.forbids == !rules[i].forbids &&
               !set.unsure == !rules[i].unsure,
           "[%s] %s " V1 "%s", rules[i].rules,
           rules[i].forbids ? "forbids" : "allows",
           rules[i].unsure ? ", as far as we can judge" : "");
        if (about && !ok(told && strstr(told, about), "and tells why")) {
            tap_note("forbids", set.forbids);
            tap_note(" unsure", set.unsure);
        }
        gh_ruleset_clear(&set);
        free(json);
        free(why);
    }
    for (size_t i = 0; i < ARRAY_LEN(no_rules); i++) {
        struct gh_ruleset set;
        char *json = str_fmt(SET(ACTIVE FOR_TAGS ALL "%s"), no_rules[i]);
        char *why = read_set(&set, V1, json);

        ok(!why && !set.forbids && !set.unsure,
           "a ruleset without rules forbids nothing: %s", no_rules[i]);
        gh_ruleset_clear(&set);
        free(json);
        free(why);
    }
}

int main(void)
{
    tap_start();
    test_rules();
    return tap_end();
}
