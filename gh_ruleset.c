#include "gh_ruleset.h"

#include "json_read.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#define ANY_FOLDER "**/"

static bool is_text(const json_t *from, const char *field, const char *text)
{
    const char *value = json_string_value(json_object_get(from, field));

    return value && strcmp(value, text) == 0;
}

/* GitHub leaves a field out where it does not apply, so only what is told is
 * held against it. */
static bool is_active_for_tags(const json_t *from)
{
    return is_text(from, "enforcement", "active") &&
           (is_text(from, "target", "tag") ||
            !json_is_string(json_object_get(from, "target")));
}

char *gh_rulesets_read(struct gh_rulesets *list, const char *json, size_t n)
{
    struct json_reader rd = {.wrong = {0}};
    json_t *root = json_read(&rd, json, n);
    char *wrong;

    *list = (struct gh_rulesets){0};
    if (root && !json_is_array(root))
        json_wrong(&rd, "it", " is not an array");
    list->ids = mem_zero(json_array_size(root) + 1, sizeof(*list->ids));
    for (size_t i = 0; i < json_array_size(root); i++) {
        const json_t *from = json_array_get(root, i);
        size_t mark = json_enter(&rd, "[%zu].", i);

        if (is_active_for_tags(from))
            list->ids[list->n++] = json_count(&rd, from, "id");
        json_leave(&rd, mark);
    }
    json_decref(root);
    wrong = json_reader_end(&rd);
    if (wrong)
        gh_rulesets_clear(list);
    return wrong;
}

void gh_rulesets_clear(struct gh_rulesets *list)
{
    free(list->ids);
    *list = (struct gh_rulesets){0};
}

/* Does the first part of the path, up to a slash, match that of the pattern?
 * Then both move past it. */
static bool take_part(const char **pattern, const char **path)
{
    size_t n = strcspn(*pattern, "/"), m = strcspn(*path, "/");
    char *want = str_dupn(*pattern, n), *part = str_dupn(*path, m);
    bool match = (*pattern)[n] == (*path)[m] && fnmatch(want, part, 0) == 0;

    if (match) {
        *pattern += n + ((*pattern)[n] != '\0');
        *path += m + ((*path)[m] != '\0');
    }
    free(want);
    free(part);
    return match;
}

/* Ruby's File.fnmatch with FNM_PATHNAME, as GitHub says: a star stays within a
 * folder, and two stars before a slash stand for any folders, or none. Only
 * the last two stars need to be tried again further on. */
static bool is_match(const char *pattern, const char *ref)
{
    const char *after = NULL, *from = NULL;

    if (strcmp(pattern, "~ALL") == 0)
        return true;
    while (*pattern || *ref) {
        if (str_starts(pattern, ANY_FOLDER)) {
            after = pattern += strlen(ANY_FOLDER);
            from = ref;
        } else if (!take_part(&pattern, &ref)) {
            from = from ? strchr(from, '/') : NULL;
            if (!from)
                return false;
            pattern = after;
            ref = ++from;
        }
    }
    return true;
}

static bool has_match(const json_t *patterns, const char *ref)
{
    for (size_t i = 0; i < json_array_size(patterns); i++) {
        const char *pattern = json_string_value(json_array_get(patterns, i));

        if (pattern && is_match(pattern, ref))
            return true;
    }
    return false;
}

/* A ruleset without such conditions targets nothing. */
static bool is_for(const json_t *root, const char *tag)
{
    const json_t *names =
        json_object_get(json_object_get(root, "conditions"), "ref_name");
    char *ref = str_fmt("refs/tags/%s", tag);
    bool right = has_match(json_object_get(names, "include"), ref) &&
                 !has_match(json_object_get(names, "exclude"), ref);

    free(ref);
    return right;
}

enum fit { FITS, FITS_NOT, FITS_UNKNOWN };

/* Does the tag have the form that an operator of GitHub's asks for? *verb says
 * in words what it asks. */
static enum fit fit_of(const char *tag, const char *op, const char *pattern,
                       const char **verb)
{
    if (strcmp(op, "starts_with") == 0) {
        *verb = "start with";
        return str_starts(tag, pattern) ? FITS : FITS_NOT;
    }
    if (strcmp(op, "ends_with") == 0) {
        *verb = "end with";
        return str_ends(tag, pattern) ? FITS : FITS_NOT;
    }
    if (strcmp(op, "contains") == 0) {
        *verb = "contain";
        return strstr(tag, pattern) ? FITS : FITS_NOT;
    }
    *verb = "match";
    return FITS_UNKNOWN;
}

/* The rule "tag_name_pattern": a name that must, or must not, look so. */
static void judge_pattern(struct gh_ruleset *set, const json_t *rule,
                          const char *tag)
{
    const json_t *how = json_object_get(rule, "parameters");
    const char *op = json_string_value(json_object_get(how, "operator"));
    const char *pattern = json_string_value(json_object_get(how, "pattern"));
    bool negate = json_is_true(json_object_get(how, "negate"));
    const char *verb;
    enum fit fit;
    char **to;

    if (!op || !pattern)
        return;
    fit = fit_of(tag, op, pattern, &verb);
    to = fit == FITS_UNKNOWN ? &set->unsure : &set->forbids;
    if (fit == (negate ? FITS_NOT : FITS) || *to)
        return;
    *to = str_fmt("wants the names of tags %sto %s \"%s\"",
                  negate ? "not " : "", verb, pattern);
}

static void judge_rules(struct gh_ruleset *set, const json_t *rules,
                        const char *tag)
{
    for (size_t i = 0; i < json_array_size(rules); i++) {
        const json_t *rule = json_array_get(rules, i);

        if (is_text(rule, "type", "creation") && !set->forbids)
            set->forbids = str_dup("restricts who may create such tags");
        else if (is_text(rule, "type", "tag_name_pattern"))
            judge_pattern(set, rule, tag);
    }
}

static enum gh_bypass bypass_of(const json_t *root)
{
    const char *may =
        json_string_value(json_object_get(root, "current_user_can_bypass"));

    if (!may)
        return GH_BYPASS_UNKNOWN;
    return strcmp(may, "always") == 0 || strcmp(may, "exempt") == 0
               ? GH_BYPASS_YES
               : GH_BYPASS_NO;
}

char *gh_ruleset_read(struct gh_ruleset *set, const char *tag, const char *json,
                      size_t n)
{
    struct json_reader rd = {.wrong = {0}};
    json_t *root = json_read_object(&rd, json, n);
    char *wrong;

    *set = (struct gh_ruleset){0};
    if (root) {
        set->name = json_text(&rd, root, "name");
        set->bypass = bypass_of(root);
        if (is_active_for_tags(root) && is_for(root, tag))
            judge_rules(set, json_object_get(root, "rules"), tag);
    }
    json_decref(root);
    wrong = json_reader_end(&rd);
    if (wrong)
        gh_ruleset_clear(set);
    return wrong;
}

void gh_ruleset_clear(struct gh_ruleset *set)
{
    free(set->name);
    free(set->forbids);
    free(set->unsure);
    *set = (struct gh_ruleset){0};
}
