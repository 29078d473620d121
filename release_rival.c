#include "release_parts.h"

#include "gh_tag.h"

#include <stdlib.h>
#include <string.h>

/* "made by Jane Doe, 2026-11-21T16:20:02Z, on the commit that was to be tagged
 * here (615ef2b06)" */
static char *describe(const struct release *rel, size_t i,
                      const struct git_tag *theirs)
{
    const struct step *step = &rel->plan->steps[i];
    bool same = strcmp(theirs->peeled, step->commit) == 0;
    char *maker = theirs->annotated
                      ? gh_tag_maker(rel->runner, rel->gh, rel->config->owner,
                                     step->name, theirs->object)
                      : NULL;
    struct str text = {0};

    if (maker)
        str_addf(&text, "made by %s, ", maker);
    else if (!theirs->annotated)
        str_add(&text, "a lightweight one, ");
    if (same)
        str_addf(&text, "on the commit that was to be tagged here (%.*s)",
                 GIT_SHORT, step->commit);
    else
        str_addf(&text,
                 "on another commit (%.*s) than was to be tagged here "
                 "(%.*s)",
                 GIT_SHORT, theirs->peeled, GIT_SHORT, step->commit);
    free(maker);
    return str_take(&text);
}

/* Their run mostly goes on: to take it up at once would be to race it. */
static void cure(const struct release *rel, size_t i,
                 const struct git_tag *theirs, struct err *e)
{
    const struct step *step = &rel->plan->steps[i];
    char *dir;

    if (theirs->annotated && strcmp(theirs->peeled, step->commit) == 0) {
        err_cure(e, "nothing is to be mended: wait until their run has ended; "
                    "what is below takes the release up if that stopped "
                    "half-way");
        return;
    }
    dir = str_shell(step->dir);
    err_cure(e,
             "agree with them on the commit (git -C %s fetch origin "
             "refs/tags/%s; git -C %s log HEAD...FETCH_HEAD): if theirs, wait "
             "until their run has ended, and what is below takes the release "
             "up if that stopped half-way; if yours, release a new version",
             dir, rel->plan->tag, dir);
    free(dir);
}

/* Has this run made anything public itself? */
static bool has_pushed(const struct release *rel)
{
    for (size_t k = 0; k < rel->plan->n; k++)
        if (rel->plan->steps[k].tag != TAG_PUBLIC &&
            rel->outcomes[k].is_public && !rel->outcomes[k].adopted)
            return true;
    return false;
}

/* A run that is taken up by --resume elsewhere while it goes on stops at the
 * first tag that is not its own; were the other one to stop as well, nobody
 * would go on. Whoever has pushed nothing yet takes nobody's release. */
static bool may_adopt(const struct release *rel, size_t i,
                      const struct git_tag *theirs)
{
    return rel->plan->resume && theirs->annotated &&
           strcmp(theirs->peeled, rel->plan->steps[i].commit) == 0 &&
           has_pushed(rel);
}

static void adopt(struct release *rel, size_t i, const struct git_tag *theirs,
                  const char *whose)
{
    struct outcome *o = &rel->outcomes[i];

    release_drop_tag(rel, i);
    free(o->object);
    o->object = str_dup(theirs->object);
    o->is_public = o->adopted = true;
    report_note(rel->report, rel->plan->steps[i].name,
                "note: someone else pushed %s since the survey, %s: going on "
                "with that one",
                rel->plan->tag, whose);
}

struct err *release_rival(struct release *rel, size_t i,
                          const struct git_tag *theirs)
{
    char *whose = describe(rel, i, theirs);
    struct err *e = NULL;

    if (may_adopt(rel, i, theirs)) {
        adopt(rel, i, theirs, whose);
    } else {
        e = err_new(EXIT_FAILED,
                    "someone else pushed another %s to origin since the "
                    "survey, %s",
                    rel->plan->tag, whose);
        rel->outcomes[i].others = true;
        cure(rel, i, theirs, e);
    }
    free(whose);
    return e;
}
