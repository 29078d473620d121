/* Rulesets in the tests: parts of one as GitHub documents it. */
#ifndef T_RULESET_H
#define T_RULESET_H

#include "../gh_ruleset.h"
#include "json.h"

#define V1 "v1.2.3"
#define ACTIVE ",'enforcement':'active'"
#define FOR_TAGS ",'target':'tag'"

/* As "Get a repository ruleset" documents it. */
#define SET(fields)                                                            \
    "{'id':42,'name':'super cool ruleset','source_type':'Repository',"         \
    "'source':'o/r','bypass_actors':[{'actor_id':234,'actor_type':'Team',"     \
    "'bypass_mode':'always'}],'node_id':'RRS_lACkVXNlcgQB','_links':{"         \
    "'self':{'href':'https://api.github.com/repos/o/r/rulesets/42'},"          \
    "'html':{'href':'https://github.com/o/r/rules/42'}},"                      \
    "'created_at':'2023-07-15T08:43:03.1+02:00',"                              \
    "'updated_at':'2023-08-23T16:29:47.5+02:00'" fields "}"
#define REFS(include, exclude)                                                 \
    ",'conditions':{'ref_name':{'include':" include ",'exclude':" exclude "}}"
#define ALL REFS("['~ALL']", "[]")
#define RULES(rules) ",'rules':[" rules "]"
#define CREATION "{'type':'creation'}"
#define PATTERN(fields) "{'type':'tag_name_pattern','parameters':{" fields "}}"
#define FORBIDS RULES(CREATION)

static inline char *read_set(struct gh_ruleset *set, const char *tag,
                             const char *text)
{
    char *json = quoted(text), *bytes = exact(json, strlen(json));
    char *why;

    memset(set, 0xa5, sizeof(*set)); /* as a variable on the stack is */
    why = gh_ruleset_read(set, tag, bytes, strlen(json));
    free(json);
    free(bytes);
    return why;
}

#endif
