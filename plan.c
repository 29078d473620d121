#include "plan.h"

#include <stdlib.h>
#include <string.h>

static void make_step(struct step *step, const struct survey *s, size_t i)
{
    const struct repo *repo = &s->config->repos[i];
    const struct facts *f = &s->facts[i];
    const struct git_tag *t = f->is_public ? &f->origin.tag : &f->refs.tag;

    *step = (struct step){.name = repo->name,
                          .dir = f->dir,
                          .branch = f->status.branch,
                          .head = f->status.head,
                          .subject = f->refs.subject,
                          .tag = f->is_public ? TAG_PUBLIC
                                 : t->object  ? TAG_LEFT
                                              : TAG_MAKE,
                          .object = t->object,
                          .commit = t->object ? t->peeled : f->status.head,
                          .annotated = !t->object || t->annotated,
                          .workflow = repo->workflow,
                          .timeout_secs = repo->timeout_secs
                                              ? repo->timeout_secs
                                              : s->config->timeout_secs,
                          .history = f->history,
                          .needs = repo->needs,
                          .n_needs = repo->n_needs};
    step->url = origin_url_shown(f->remotes.push.v[0]);
    step->host = f->origin_url.host;
    for (size_t k = 0; k < repo->assets.n; k++) {
        char *asset =
            config_expand(repo->assets.v[k], s->version->text, s->tag);

        argv_push(&step->assets, asset);
        free(asset);
    }
}

void plan_make(struct plan *plan, const struct survey *s,
               const struct plan_wish *wish)
{
    *plan = (struct plan){.sign = s->config->sign,
                          .resume = s->resume,
                          .parallel = wish->parallel,
                          .ignore_runs = wish->ignore_runs,
                          .n = s->config->n};
    plan->tag = str_dup(s->tag);
    plan->message =
        config_expand(s->config->tag_message, s->version->text, s->tag);
    plan->steps = mem_zero(plan->n, sizeof(*plan->steps));
    for (size_t i = 0; i < plan->n; i++)
        make_step(&plan->steps[i], s, i);
}

/* Adds a line whose text may come from outside. */
static void add_line(struct str *out, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void add_line(struct str *out, const char *fmt, ...)
{
    va_list ap;
    char *line;

    va_start(ap, fmt);
    line = str_vfmt(fmt, ap);
    va_end(ap);
    str_add_printable(out, line, strlen(line));
    str_add(out, "\n");
    free(line);
}

static void add_tag_line(struct str *out, const struct plan *plan,
                         const struct step *step)
{
    switch (step->tag) {
    case TAG_MAKE:
        add_line(out, "     tag    %s, annotated%s, \"%s\", on commit %s",
                 plan->tag, plan->sign ? " and signed" : "", plan->message,
                 step->commit);
        break;
    case TAG_LEFT:
        add_line(out,
                 "     tag    skipped: a stopped run made it (%.*s, on "
                 "commit %s)",
                 GIT_SHORT, step->object, step->commit);
        break;
    case TAG_PUBLIC:
        add_line(out, "     tag    skipped: it is on origin (%s), on commit %s",
                 step->annotated ? "annotated" : "lightweight", step->commit);
        if (!step->head || strcmp(step->commit, step->head) != 0)
            add_line(out,
                     "            note: that is not HEAD of the clone "
                     "(%.*s)",
                     GIT_SHORT, step->head ? step->head : "none");
        break;
    }
}

static void add_step(struct str *out, const struct plan *plan, size_t i)
{
    const struct step *step = &plan->steps[i];
    bool is_public = step->tag == TAG_PUBLIC;

    add_line(out, "%3zu. %s: %s at %.*s \"%s\"", i + 1, step->name,
             step->branch ? step->branch : "(no branch)", GIT_SHORT,
             step->head ? step->head : "(none)",
             step->subject ? step->subject : "");
    add_tag_line(out, plan, step);
    if (is_public)
        add_line(out, "     push   skipped");
    else
        add_line(out, "     push   refs/tags/%s to %s", plan->tag, step->url);
    if (!step->workflow)
        add_line(out, "     run    none makes the release: someone must");
    else if (!plan->ignore_runs)
        add_line(out, "     run    %s", step->workflow);
    for (size_t k = 0; k < step->assets.n; k++)
        add_line(out, "     %s  %s", k ? "     " : "await", step->assets.v[k]);
    if (!step->assets.n)
        add_line(out, "     await  its release, which has no assets");
}

/* What must be released before, and a time limit of its own. */
static void add_terms(struct str *out, const struct plan *plan, size_t i,
                      const struct config *config)
{
    const struct step *step = &plan->steps[i];
    struct str names = {0};

    for (size_t k = 0; k < step->n_needs; k++)
        str_addf(&names, "%s%s", k ? ", " : "",
                 plan->steps[step->needs[k]].name);
    if (names.len && plan->parallel)
        add_line(out, "     after  %s", names.s);
    if (step->timeout_secs != config->timeout_secs)
        add_line(out, "     within %u s", step->timeout_secs);
    str_clear(&names);
}

void plan_print(const struct plan *plan, const struct config *config,
                struct str *out)
{
    add_line(out, "Release %s of %s, %s:", plan->tag, config->owner,
             plan->parallel ? "each as soon as what it needs is released"
                            : "one after the other");
    if (config->file)
        add_line(out, "Configuration: %s", config->file);
    for (size_t i = 0; i < plan->n; i++) {
        add_step(out, plan, i);
        add_terms(out, plan, i, config);
    }
    add_line(out, "Each release may take %u s; GitHub is asked every %u s.",
             config->timeout_secs, config->poll_secs);
}

/* Owned by the caller. */
static char *step_in_words(const struct plan *plan, const struct step *step)
{
    const char *note = "";

    if (step->tag == TAG_PUBLIC) {
        if (!step->head || strcmp(step->commit, step->head) != 0)
            note = ", which is not HEAD of the clone";
        return str_fmt("%s is on origin, on commit %.*s%s", plan->tag,
                       GIT_SHORT, step->commit, note);
    }
    if (step->tag == TAG_LEFT)
        note = ", with the tag that a stopped run made";
    return str_fmt("to be tagged %s: %s at %.*s \"%s\"%s", plan->tag,
                   step->branch, GIT_SHORT, step->commit,
                   step->subject ? step->subject : "", note);
}

static void tell_step(const struct plan *plan, const struct step *step,
                      struct report *rep)
{
    static const char *const states[] = {
        [TAG_MAKE] = "absent", [TAG_LEFT] = "local", [TAG_PUBLIC] = "public"};
    char *words = step_in_words(plan, step);
    struct event ev;

    report_begin(rep, &ev, "planned", step->name);
    document_text(&ev.fields, "tag", plan->tag);
    document_text(&ev.fields, "tag_state", states[step->tag]);
    document_text(&ev.fields, "commit", step->commit);
    document_text(&ev.fields, "branch", step->branch);
    document_text(&ev.fields, "subject", step->subject);
    document_text(&ev.fields, "to", step->url);
    document_texts(&ev.fields, "assets", &step->assets);
    document_text(&ev.fields, "workflow", step->workflow);
    document_list(&ev.fields, "needs");
    for (size_t k = 0; k < step->n_needs; k++)
        document_text(&ev.fields, NULL, plan->steps[step->needs[k]].name);
    document_end(&ev.fields);
    document_number(&ev.fields, "timeout", step->timeout_secs);
    report_event(rep, &ev, "%s", words);
    free(words);
}

void plan_tell(const struct plan *plan, struct report *rep)
{
    for (size_t i = 0; i < plan->n; i++)
        tell_step(plan, &plan->steps[i], rep);
}

void plan_clear(struct plan *plan)
{
    for (size_t i = 0; plan->steps && i < plan->n; i++) {
        argv_clear(&plan->steps[i].assets);
        free(plan->steps[i].url);
    }
    free(plan->steps);
    free(plan->tag);
    free(plan->message);
    *plan = (struct plan){0};
}
