#include "release.h"

#include "../manifest.h"
#include "../plan.h"
#include "../release.h"
#include "../semver.h"
#include "../survey.h"
#include "../workspace.h"
#include "begin.h"
#include "command_line.h"
#include "options.h"
#include "verify.h"

#include <stdlib.h>
#include <string.h>

#define TIMEOUT_MAX 604800 /* seconds: a week */

#define AT(field) offsetof(struct release_options, field)

const struct opt release_opts[] = {
    {.name = "version",
     .kind = OPT_TEXT,
     .arg = "V",
     .at = AT(version),
     .help = "what to release: SemVer 2.0.0, as in 1.2.3 (required)"},
    OPT_REPOS_ROOT(AT(root)),
    OPT_CONFIG(AT(config)),
    OPT_OWNER(AT(owner)),
    {.name = "dry-run",
     .at = AT(dry_run),
     .help = "check everything, print the plan, change nothing"},
    {.name = "resume",
     .at = AT(resume),
     .help = "take up a release that stopped half-way"},
    {.name = "parallel",
     .at = AT(parallel),
     .help = "release together what does not need one another"},
    {.name = "poll-interval-secs",
     .kind = OPT_NUMBER,
     .arg = "N",
     .min = 1,
     .max = 3600,
     .at = AT(poll_secs),
     .help =
         "seconds between two looks at a release (default: as configured, 5)"},
    {.name = "timeout-secs",
     .kind = OPT_NUMBER,
     .arg = "N",
     .min = 1,
     .max = TIMEOUT_MAX,
     .at = AT(timeout_secs),
     .help =
         "seconds that each release may take (default: as configured, 2700)"},
    {.name = "sign",
     .at = AT(sign),
     .help = "sign the tags (default: as configured)"},
    {.name = "allow-older",
     .at = AT(allow_older),
     .help = "release although a newer version is tagged already"},
    {.name = "ignore-rulesets",
     .at = AT(ignore_rulesets),
     .help = "do not ask whether GitHub's rulesets allow the tag"},
    {.name = "verify",
     .at = AT(verify),
     .help = "as the last step, compare the assets with their checksums"},
    {.name = "manifest",
     .kind = OPT_TEXT,
     .arg = "FILE",
     .at = AT(manifest),
     .help = "write what was released, as JSON"},
    {.name = "ignore-runs",
     .at = AT(ignore_runs),
     .help = "go by the releases alone, not by workflow runs"},
    OPT_JOBS(AT(jobs)),
};

/* The command that takes this release up again, to be pasted anywhere. */
static char *resume_line(const struct app *app, const struct release_options *o,
                         const char *name, const struct survey *s,
                         const struct workspace *ws)
{
    struct str line = {0};

    command_line_begin(&line, app->program, name, s->version->text);
    command_line_flag(&line, "resume", true);
    command_line_word(&line, "repos-root", ws->root);
    command_line_word(&line, "config", ws->named);
    command_line_word(&line, "owner", o->owner);
    command_line_number(&line, "poll-interval-secs", o->poll_secs);
    command_line_number(&line, "timeout-secs", o->timeout_secs);
    command_line_number(&line, "jobs", o->jobs);
    command_line_flag(&line, "parallel", o->parallel);
    command_line_flag(&line, "sign", o->sign);
    command_line_flag(&line, "allow-older", o->allow_older);
    command_line_flag(&line, "ignore-rulesets", o->ignore_rulesets);
    command_line_flag(&line, "ignore-runs", o->ignore_runs);
    command_line_flag(&line, "verify", o->verify);
    command_line_word(&line, "manifest", o->manifest);
    return str_take(&line);
}

/* An interval that is not shorter than a time limit would let no release
 * settle; a third of the limit is taken then. */
static void fit_interval(struct config *config)
{
    unsigned least = config->timeout_secs;

    for (size_t i = 0; i < config->n; i++)
        if (config->repos[i].timeout_secs &&
            config->repos[i].timeout_secs < least)
            least = config->repos[i].timeout_secs;
    if (config->poll_secs >= least)
        config->poll_secs = (least + 2) / 3;
}

/* What was typed wins over the file. */
static void apply_options(struct config *config,
                          const struct release_options *o)
{
    if (o->poll_secs)
        config->poll_secs = o->poll_secs;
    if (o->timeout_secs) {
        config->timeout_secs = o->timeout_secs;
        for (size_t i = 0; i < config->n; i++)
            config->repos[i].timeout_secs = 0;
    }
    config->sign |= o->sign;
    fit_interval(config);
}

static struct err *configure(struct workspace *ws, struct gh *gh,
                             const struct release_options *o)
{
    struct err *e = begin_github(gh, &ws->config, o->owner);

    apply_options(&ws->config, o);
    if (!e && !o->version)
        e = err_new(EXIT_USAGE, "which version? Give --version V, as in "
                                "--version 1.2.3");
    return e;
}

/* With --resume: what a refusal leaves as it was. */
static void note_public(const struct survey *s, struct err *e)
{
    struct str list = {0};

    for (size_t i = 0; i < s->config->n; i++)
        if (s->facts && s->facts[i].is_public)
            str_addf(&list, "%s%s (%.*s)", list.len ? ", of " : "",
                     s->config->repos[i].name, GIT_SHORT,
                     s->facts[i].origin.tag.peeled);
    if (list.len) {
        err_note(e, "  public since before: %s is on origin of %s", s->tag,
                 list.s);
        err_note(e, "  then: %s", s->resume_line);
    }
    str_clear(&list);
}

/* What people read of it is in the notes of the refusal. */
static void tell_problem(const struct survey *s, const struct problem *p)
{
    const char *repo =
        p->repo == PROBLEM_OF_ALL ? NULL : s->config->repos[p->repo].name;
    struct event ev;

    report_begin(s->report, &ev, "problem", repo);
    document_text(&ev.fields, "kind",
                  p->code == EXIT_AUTH ? "auth" : "refused");
    document_text(&ev.fields, "message", p->what);
    document_text(&ev.fields, "cure", *p->cure ? p->cure : NULL);
    report_record(s->report, &ev);
}

static struct err *refusal(const struct survey *s)
{
    const char **names = mem_zero(s->config->n, sizeof(*names));
    struct err *e;

    for (size_t i = 0; i < s->config->n; i++)
        names[i] = s->config->repos[i].name;
    for (size_t i = 0; i < s->problems.n; i++)
        tell_problem(s, &s->problems.v[i]);
    e = problems_refusal(&s->problems, names, s->config->n);
    free(names);
    if (e)
        note_public(s, e);
    return e;
}

/* What a person wants besides the release. */
struct finish {
    struct manifest manifest;
    bool verify;
};

static void print_dry_run(const struct plan *plan, const struct survey *s)
{
    struct str out = {0};

    if (report_is_for_programs(s->report)) {
        plan_tell(plan, s->report);
        return;
    }
    plan_print(plan, s->config, &out);
    if (!s->github_asked)
        str_add(&out, "GitHub was not asked: there is no token (GITHUB_TOKEN, "
                      "GH_TOKEN, gh auth login).\n");
    str_add(&out, "Dry run: nothing was changed.\n");
    report_product(s->report, &out);
}

/* All is public, and what is offered may be wrong: what now? */
static void note_offered(struct err *e, const struct survey *s)
{
    struct str list = {0};

    for (size_t i = 0; i < s->config->n; i++)
        str_addf(&list, "%s%s", list.len ? ", " : "", s->config->repos[i].name);
    err_note(e, "  public now: %s is released from %s", s->tag, list.s);
    if (e->code == EXIT_VERIFY) {
        err_cure(e,
                 "let nobody use what does not match: see how it came to be, "
                 "and release a new version");
        err_note(e, "  first: %s", e->cure);
    }
    err_next(e, s->resume_line);
    err_note(e, "  to compare again: %s", s->resume_line);
    str_clear(&list);
}

/* What follows a release that is complete. */
static struct err *conclude(const struct release *rel, const struct survey *s,
                            struct finish *f)
{
    struct verify v = {.config = s->config,
                       .runner = s->runner,
                       .gh = &s->gh,
                       .report = s->report,
                       .tag = s->tag,
                       .version = s->version->text};
    struct err *e = manifest_write(&f->manifest, rel, s->version->text);
    struct str table = {0};

    if (!report_is_for_programs(s->report)) {
        release_print(rel, &table);
        report_product(s->report, &table);
    }
    if (!e && f->verify) {
        e = verify_release(&v);
        if (e)
            note_offered(e, s);
    }
    return e;
}

static struct err *apply(const struct plan *plan, const struct survey *s,
                         struct finish *f)
{
    struct release rel = {.plan = plan,
                          .config = s->config,
                          .runner = s->runner,
                          .gh = &s->gh,
                          .report = s->report,
                          .resume_line = s->resume_line,
                          .patient_line = s->patient_line};
    struct err *e = release_apply(&rel);

    if (!e)
        e = conclude(&rel, s, f);
    release_clear(&rel);
    return e;
}

/* Is there a tag of that version anywhere? */
static bool is_begun(const struct survey *s)
{
    for (size_t i = 0; i < s->config->n; i++)
        if (s->facts[i].is_public || s->facts[i].refs.tag.object)
            return true;
    return false;
}

/* Survey, plan, and unless it is a dry run, apply. */
static struct err *survey_and_release(struct survey *s,
                                      const struct plan_wish *wish,
                                      struct finish *finish)
{
    struct plan plan = {0};
    struct err *e;

    if (s->config->file)
        report_note(s->report, NULL, "survey: configuration %s",
                    s->config->file);
    else
        report_note(s->report, NULL,
                    "survey: no " CONFIG_FILE " in %s: the plan is TruthDB's, "
                    "which is built in",
                    s->root);
    e = survey_run(s);

    if (e)
        err_note(e, "  nothing was changed");
    else
        e = refusal(s);
    if (!e && s->resume && !is_begun(s))
        report_note_always(s->report,
                           "survey: note: nothing of %s was begun before; this "
                           "is a whole release",
                           s->tag);
    if (!e) {
        report_note(s->report, NULL,
                    "survey: %zu repositories are ready for %s%s (%.1f s)",
                    s->config->n, s->tag,
                    s->github_asked ? "" : "; GitHub was not asked",
                    (double)(clock_ms() - s->began) / 1000);
        plan_make(&plan, s, wish);
        if (s->look_only) {
            print_dry_run(&plan, s);
        } else {
            plan_tell(&plan, s->report);
            e = apply(&plan, s, finish);
        }
    }
    plan_clear(&plan);
    return e;
}

struct err *release_main(struct app *app, const struct release_options *typed,
                         const char *name)
{
    struct release_options own = *typed, *o = &own;
    const struct plan_wish wish = {.parallel = o->parallel,
                                   .ignore_runs = o->ignore_runs};
    struct finish finish = {.verify = o->verify};
    struct workspace ws = {0};
    struct semver version = {0};
    struct survey s = {.config = &ws.config,
                       .runner = &app->runner,
                       .report = &app->report,
                       .version = &version,
                       .resume = o->resume,
                       .look_only = o->dry_run,
                       .allow_older = o->allow_older,
                       .ignore_rulesets = o->ignore_rulesets,
                       .ignore_runs = o->ignore_runs,
                       .began = clock_ms()};
    struct release_options patient;
    char *tag = NULL, *resume = NULL, *longer = NULL, *manifest = NULL;
    struct err *e = begin_work(app, name, &ws, o->root, o->config);

    if (!e)
        e = configure(&ws, &s.gh, o);
    if (!e)
        begin_tell(app, name, &ws);
    if (!e)
        begin_hook(app, &ws);
    app->runner.jobs = o->jobs ? o->jobs : JOBS;
    if (app->runner.jobs == 1)
        report_no_drawing(&app->report); /* children have the terminal */
    if (!e)
        e = semver_parse_tag(&version, o->version, ws.config.tag_prefix);
    if (!e && o->verify)
        e = verify_check(&ws.config);
    if (!e)
        e = absolute_path(o->manifest, &manifest);
    own.manifest = manifest;
    if (!e)
        e = workspace_find_root(&ws);
    if (e)
        goto done;
    tag = str_fmt("%s%s", ws.config.tag_prefix, version.text);
    resume = resume_line(app, o, name, &s, &ws);
    patient = own;
    patient.timeout_secs =
        o->timeout_secs > TIMEOUT_MAX / 2 ? TIMEOUT_MAX : 2 * o->timeout_secs;
    longer = resume_line(app, &patient, name, &s, &ws);
    s.root = ws.root;
    s.tag = tag;
    s.resume_line = resume;
    s.patient_line = longer;
    if (o->manifest)
        e = manifest_open(&finish.manifest, o->manifest);
    if (!e)
        e = survey_and_release(&s, &wish, &finish);
done:
    manifest_clear(&finish.manifest);
    survey_clear(&s);
    semver_clear(&version);
    workspace_clear(&ws);
    free(tag);
    free(resume);
    free(longer);
    free(manifest);
    return e ? err_wrap(e, "%s", name) : NULL;
}

static struct err *main_of_release(struct app *app, const void *options)
{
    return release_main(app, options, "release");
}

const struct cmd cmd_release = {
    .name = "release",
    .help = "release the repositories of an " CONFIG_FILE,
    .text = "Checks all repositories of the configuration; then tags each with "
            "the version,\npushes the tag to origin, and waits until the "
            "release on GitHub has its assets.\norchestrator.json(5) describes "
            "the configuration; orchestrator config prints it.\n",
    .opts = release_opts,
    .n_opts = RELEASE_OPTS,
    .size = sizeof(struct release_options),
    .main = main_of_release,
};
