#include "check_parts.h"

#include <stdlib.h>

struct err *check_near(struct check *c)
{
    struct survey *s = &c->survey;
    struct err *e = clone_find_all(s);

    for (size_t i = 0; !e && i < s->config->n; i++) {
        clone_lock(s, i);
        clone_ask(s, i);
    }
    if (!e)
        e = survey_ask(s);
    for (size_t i = 0; !e && i < s->config->n; i++) {
        clone_read(s, i);
        origin_read_urls(s, i);
    }
    return e;
}

/* "main at 615ef2b06, clean, as origin has it"; owned by the caller. */
static char *describe(const struct facts *f)
{
    return str_fmt("%s at %.*s, clean, as origin has it", f->status.branch,
                   GIT_SHORT, f->status.head);
}

struct err *check_clones(struct check *c)
{
    struct survey *s = &c->survey;
    struct err *e = origin_survey(s);

    for (size_t i = 0; !e && i < s->config->n; i++) {
        clone_judge(s, i);
        tag_judge_workflow(s, i);
        if (!check_add_problems(c, CHECK_CLONE, &s->problems, i))
            check_add_of(c, CHECK_CLONE, i, describe(&s->facts[i]));
    }
    return e;
}
