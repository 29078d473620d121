#include "gh_tag.h"

#include "gh_judge.h"
#include "gh_repository.h"

#include <stdlib.h>

static char *read_maker(const struct gh_get *get)
{
    struct gh_tagger t = {0};
    struct gh_judgement j;
    char *wrong = NULL, *maker = NULL;

    gh_judge(&j, get);
    if (j.verdict == GH_OK)
        wrong = gh_tagger_read(&t, str_text(&get->body), get->body.len);
    if (t.name && t.date)
        maker = str_fmt("%s, %s", t.name, t.date);
    free(wrong);
    gh_judgement_clear(&j);
    gh_tagger_clear(&t);
    return maker;
}

char *gh_tag_maker(const struct runner *runner, const struct gh *gh,
                   const char *owner, const char *repo, const char *object)
{
    struct gh_get get, *one = &get;
    char *maker = NULL;
    struct err *e;

    if (!gh->token)
        return NULL;
    gh_get_init(&get, gh, "/repos/%s/%s/git/tags/%s", owner, repo, object);
    e = gh_fetch(runner, gh, &one, 1, GH_REQUEST_MS);
    if (!e)
        maker = read_maker(&get);
    err_free(e);
    gh_get_clear(&get);
    return maker;
}
