#include "ruleset.h"

#define FOLDER "release/1.2.3"

/* Does a ruleset whose patterns are so restrict the creation of a tag? */
static const struct {
    const char *include, *exclude, *tag;
    bool hit;
} patterns[] = {
    {"['~ALL']", "[]", V1, true},
    {"['~ALL']", "[]", FOLDER, true},
    {"['~ALL']", "[]", "a/b/c/d", true},
    {"['~all']", "[]", V1, false},
    {"['~DEFAULT_BRANCH']", "[]", V1, false},

    {"['refs/tags/v1.2.3']", "[]", V1, true},
    {"['refs/tags/v1.2.3']", "[]", "v1.2.30", false},
    {"['refs/tags/v1.2.3']", "[]", "v1x2x3", false},
    {"['refs/tags/v1.2.3']", "[]", "v1.2", false},
    {"['refs/tags/v1.2.3']", "[]", "x/v1.2.3", false},
    {"['refs/tags/release/1.2.3']", "[]", FOLDER, true},
    {"['refs/tags/1.2.3']", "[]", FOLDER, false},
    {"['refs/tags/']", "[]", V1, false},
    {"['refs/tags']", "[]", V1, false},
    {"['']", "[]", V1, false},

    {"['refs/tags/*']", "[]", V1, true},
    {"['refs/tags/*']", "[]", FOLDER, false},
    {"['refs/tags/v*']", "[]", V1, true},
    {"['refs/tags/v*']", "[]", "v", true},
    {"['refs/tags/v*']", "[]", "1.2.3", false},
    {"['refs/tags/v*']", "[]", "V1.2.3", false},
    {"['refs/tags/V*']", "[]", V1, false},
    {"['refs/tags/v*']", "[]", "version/1", false},
    {"['refs/tags/v*']", "[]", "x/v1.2.3", false},
    {"['refs/tags/*-rc*']", "[]", "v1.2.3-rc.1", true},
    {"['refs/tags/*-rc*']", "[]", V1, false},
    {"['refs/tags/*.*.*']", "[]", V1, true},
    {"['refs/tags/*.*.*.*']", "[]", V1, false},
    {"['refs/tags/release/*']", "[]", FOLDER, true},
    {"['refs/tags/release/*']", "[]", "release/1/2", false},
    {"['refs/tags/release/*']", "[]", "release", false},
    {"['refs/tags/release*']", "[]", FOLDER, false},
    {"['refs/tags/*/1.2.3']", "[]", FOLDER, true},
    {"['refs/tags/*/*']", "[]", FOLDER, true},
    {"['refs/tags/*/*']", "[]", V1, false},
    {"['refs/*']", "[]", V1, false},
    {"['refs/*/*']", "[]", V1, true},
    {"['*']", "[]", V1, false},
    {"['v*']", "[]", V1, false},
    {"['tags/v*']", "[]", V1, false},
    {"['/refs/tags/v*']", "[]", V1, false},
    {"['refs/heads/v*']", "[]", V1, false},

    {"['refs/tags/v?.*']", "[]", V1, true},
    {"['refs/tags/v?.*']", "[]", "v12.3.4", false},
    {"['refs/tags/v?.?.?']", "[]", V1, true},
    {"['refs/tags/v?.?.?']", "[]", "v1.2.30", false},
    {"['refs/tags/?1?2?3']", "[]", V1, true},
    {"['refs/tags/?1?2?']", "[]", V1, false},
    {"['refs/tags/release?1.2.3']", "[]", FOLDER, false},
    {"['refs/tags/v[0-9]*']", "[]", V1, true},
    {"['refs/tags/v[0-9]*']", "[]", "vx", false},
    {"['refs/tags/[vr]*']", "[]", V1, true},
    {"['refs/tags/[xyz]*']", "[]", V1, false},
    {"['refs/tags/v[2-9].*']", "[]", V1, false},
    {"['refs/tags/{v,r}*']", "[]", V1, false}, /* no FNM_EXTGLOB */

    {"['refs/tags/**']", "[]", V1, true},
    {"['refs/tags/**']", "[]", FOLDER, false},
    {"['refs/tags/**/*']", "[]", V1, true},
    {"['refs/tags/**/*']", "[]", FOLDER, true},
    {"['refs/tags/**/*']", "[]", "a/b/c/d", true},
    {"['refs/tags/**/v*']", "[]", V1, true},
    {"['refs/tags/**/v*']", "[]", "x/v1", true},
    {"['refs/tags/**/v*']", "[]", "x/y/v1", true},
    {"['refs/tags/**/v*']", "[]", FOLDER, false},
    {"['refs/tags/**/v*']", "[]", "x/yv1", false},
    {"['refs/tags/**/v*']", "[]", "a/v1/b", false},
    {"['refs/tags/**/?']", "[]", "v/1/2", true},
    {"['refs/tags/**/?']", "[]", "v/1/22", false},
    {"['refs/tags/**/v?1']", "[]", "a/v/1", false},
    {"['refs/tags/**/**/*']", "[]", "v1", true},
    {"['refs/tags/**/a/**/b']", "[]", "a/b", true},
    {"['refs/tags/**/a/**/b']", "[]", "x/a/y/z/b", true},
    {"['refs/tags/**/a/**/b']", "[]", "x/a/y/z/c", false},
    {"['refs/tags/v**/*']", "[]", "v1", false},
    {"['**/v1']", "[]", "v1", true},
    {"['refs/tags/release/**/*']", "[]", FOLDER, true},
    {"['refs/tags/release/**/*']", "[]", "release/1/2/3", true},
    {"['refs/tags/release/**/*']", "[]", "release", false},
    {"['refs/tags/release/**/*']", "[]", "other/1.2.3", false},
    {"['refs/tags/rel**/**/*']", "[]", FOLDER, true},
    {"['refs/tags/rel**/**/*']", "[]", "rel/1/2", true},
    {"['refs/tags/rel**/**/*']", "[]", "release", false},
    {"['refs/tags/rel**/**/*']", "[]", V1, false},
    {"['refs/**/*']", "[]", V1, true},
    {"['refs/**/*']", "[]", FOLDER, true},
    {"['**/*']", "[]", V1, true},
    {"['**/v*']", "[]", V1, true},
    {"['**/v*']", "[]", FOLDER, false},
    {"['refs/heads/**/*']", "[]", V1, false},

    {"[]", "[]", V1, false},
    {"['refs/tags/x*','refs/tags/v*']", "[]", V1, true},
    {"['refs/tags/v*','refs/tags/x*']", "[]", V1, true},
    {"['refs/tags/x*','refs/tags/y*']", "[]", V1, false},
    {"['~ALL']", "['refs/tags/v*']", V1, false},
    {"['~ALL']", "['refs/tags/v*']", FOLDER, true},
    {"['~ALL']", "['~ALL']", V1, false},
    {"['refs/tags/v1.2.3']", "['refs/tags/v*']", V1, false},
    {"['refs/tags/v*']", "['refs/tags/v1.2.3']", V1, false},
    {"['refs/tags/v*']", "['refs/tags/v1.2.4']", V1, true},
    {"['refs/tags/v*']", "['refs/tags/*-*']", "v1.2.3-rc.1", false},
    {"['refs/tags/v*']", "['refs/tags/x*','refs/tags/*.3']", V1, false},
    {"['refs/tags/**/*']", "['refs/tags/release/**/*']", FOLDER, false},
    {"['refs/tags/**/*']", "['refs/tags/release/*']", "release/1/2", true},
    {"[]", "['refs/tags/v*']", V1, false},
    {"[]", "['refs/tags/x*']", V1, false},

    {"null", "[]", V1, false},
    {"'refs/tags/v*'", "[]", V1, false},
    {"{'0':'~ALL'}", "[]", V1, false},
    {"5", "[]", V1, false},
    {"[null,5,[],{},['~ALL'],true]", "[]", V1, false},
    {"[null,5,'refs/tags/v*']", "[]", V1, true},
    {"['~ALL']", "null", V1, true},
    {"['~ALL']", "'~ALL'", V1, true},
    {"['~ALL']", "5", V1, true},
    {"['~ALL']", "[null,5,['~ALL'],{}]", V1, true},
    {"['\\\\']", "[]", V1, false},
    {"['[']", "[]", V1, false},
    {"['refs/tags/[']", "[]", V1, false},
    {"['refs/tags/%s%n']", "[]", V1, false},
};

/* Rulesets without patterns that could be read. */
static const char *const aimless[] = {
    "",
    ",'conditions':null",
    ",'conditions':{}",
    ",'conditions':[]",
    ",'conditions':'~ALL'",
    ",'conditions':{'ref_name':null}",
    ",'conditions':{'ref_name':{}}",
    ",'conditions':{'ref_name':[]}",
    ",'conditions':{'ref_name':'~ALL'}",
    ",'conditions':{'ref_name':['~ALL']}",
    ",'conditions':{'ref_name':{'exclude':[]}}",
    ",'conditions':{'repository_name':{'include':['~ALL']}}",
    ",'conditions':{'include':['~ALL']}",
};

static void test_patterns(void)
{
    for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
        struct gh_ruleset set;
        char *json = str_fmt(SET(ACTIVE FOR_TAGS FORBIDS REFS("%s", "%s")),
                             patterns[i].include, patterns[i].exclude);
        char *why = read_set(&set, patterns[i].tag, json);

        ok(!why && !set.forbids == !patterns[i].hit && !set.unsure,
           "%s without %s is %sfor %s", patterns[i].include,
           patterns[i].exclude, patterns[i].hit ? "" : "not ", patterns[i].tag);
        gh_ruleset_clear(&set);
        free(json);
        free(why);
    }
    for (size_t i = 0; i < ARRAY_LEN(aimless); i++) {
        struct gh_ruleset set;
        char *json = str_fmt(SET(ACTIVE FOR_TAGS FORBIDS "%s"), aimless[i]);
        char *why = read_set(&set, V1, json);

        ok(!why && !set.forbids && !set.unsure && set.name,
           "a ruleset is for nothing without patterns: %s", aimless[i]);
        gh_ruleset_clear(&set);
        free(json);
        free(why);
    }
}

/* A pattern that could be matched in very many ways is judged at once; else
 * tap_start()'s alarm ends this. */
static void test_stars(void)
{
    char *stars = nested("*a", 2000), *tag = nested("a", 200);
    char *json = str_fmt(SET(ACTIVE FOR_TAGS FORBIDS REFS(
                             "['refs/tags/%sb','refs/tags/**/%sb']", "[]")),
                         stars, stars);
    struct gh_ruleset set;
    char *why = read_set(&set, tag, json);

    ok(!why && !set.forbids, "a pattern of many stars is judged at once");
    gh_ruleset_clear(&set);
    free(why);
    free(stars);
    free(json);
    stars = nested("*a", 40);
    json = str_fmt(SET(ACTIVE FOR_TAGS FORBIDS REFS(
                       "['refs/tags/%sb','refs/tags/**/%sb']", "[]")),
                   stars, stars);
    why = read_set(&set, tag, json);
    ok(!why && !set.forbids, "so is one of fewer stars than the tag is long");
    gh_ruleset_clear(&set);
    free(why);
    free(stars);
    free(json);
    free(tag);
}

int main(void)
{
    tap_start();
    test_patterns();
    test_stars();
    return tap_end();
}
