#include "release.h"

#include "../plan.h"
#include "../release.h"
#include "../semver.h"
#include "../survey.h"
#include "../workspace.h"
#include "options.h"

#include <stdlib.h>
#include <string.h>

#define TIMEOUT_MAX 604800 /* seconds: a week */
#define JOBS 8
#define JOBS_MAX 100 /* GitHub allows 100 requests at once */

#define AT(field) offsetof(struct release_options, field)

const struct opt release_opts[] = {
    {.name = "version",
     .kind = OPT_TEXT,
     .arg = "V",
     .at = AT(version),
     .help = "what to release: SemVer 2.0.0, as in 1.2.3 (required)"},
    OPT_REPOS_ROOT(AT(root)),
    OPT_CONFIG(AT(config)),
    {.name = "owner",
     .kind = OPT_TEXT,
     .arg = "ORG",
     .at = AT(owner),
     .help = "whose repositories on GitHub (default: as configured)"},
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
    {.name = "ignore-runs",
     .at = AT(ignore_runs),
     .help = "go by the releases alone, not by workflow runs"},
    {.name = "jobs",
     .kind = OPT_NUMBER,
     .arg = "N",
     .min = 1,
     .max = JOBS_MAX,
     .at = AT(jobs),
     .help = "programs at once (default: 8; 1 leaves them the terminal)"},
};

static void add_word(struct str *line, const char *name, const char *value)
{
    str_addf(line, " --%s ", name);
    str_add_shell(line, value);
}

static void add_number(struct str *line, const char *name, unsigned value)
{
    if (value)
        str_addf(line, " --%s %u", name, value);
}

/* The program as it was called; a path from this folder is made absolute. */
static void add_program(struct str *line, const char *program)
{
    char *here = NULL, *path;

    if (*program != '/' && strchr(program, '/')) {
        err_free(current_folder(&here));
        path = str_fmt("%s/%s", here, program);
        str_add_shell(line, path);
        free(path);
        free(here);
    } else {
        str_add_shell(line, program);
    }
}

static void add_flag(struct str *line, const char *name, bool given)
{
    if (given)
        str_addf(line, " --%s", name);
}

/* The command that takes this release up again, to be pasted anywhere. */
static char *resume_line(const struct app *app, const struct release_options *o,
                         const char *name, const struct survey *s,
                         const struct workspace *ws)
{
    const char *api = getenv("GITHUB_API_URL");
    struct str line = {0};

    if (api && *api) {
        str_add(&line, "GITHUB_API_URL=");
        str_add_shell(&line, api);
        str_add(&line, " ");
    }
    add_program(&line, app->program);
    str_addf(&line, " %s --version %s --resume", name, s->version->text);
    add_word(&line, "repos-root", ws->root);
    if (ws->named)
        add_word(&line, "config", ws->named);
    if (o->owner)
        add_word(&line, "owner", o->owner);
    add_number(&line, "poll-interval-secs", o->poll_secs);
    add_number(&line, "timeout-secs", o->timeout_secs);
    add_number(&line, "jobs", o->jobs);
    add_flag(&line, "parallel", o->parallel);
    add_flag(&line, "sign", o->sign);
    add_flag(&line, "allow-older", o->allow_older);
    add_flag(&line, "ignore-rulesets", o->ignore_rulesets);
    add_flag(&line, "ignore-runs", o->ignore_runs);
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
static struct err *apply_options(struct config *config,
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
    return o->owner ? config_set_owner(config, o->owner) : NULL;
}

/* What a file says that was only found, the survey compares with origin: the
 * token must not go wherever somebody's commit wants it. */
static struct err *set_api(struct gh *gh, const struct config *config)
{
    const char *url = getenv("GITHUB_API_URL");

    if (url && *url)
        return gh_set_base(gh, url, "GITHUB_API_URL");
    return config->api_url && config->named
               ? gh_set_base(gh, config->api_url, "api_url")
               : NULL;
}

static struct err *configure(struct workspace *ws, struct gh *gh,
                             const struct release_options *o)
{
    struct err *e = workspace_load(ws, o->root, o->config);

    if (!e)
        e = apply_options(&ws->config, o);
    if (!e && !o->version)
        e = err_new(EXIT_USAGE, "which version? Give --version V, as in "
                                "--version 1.2.3");
    return e ? e : set_api(gh, &ws->config);
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

static struct err *refusal(const struct survey *s)
{
    const char **names = mem_zero(s->config->n, sizeof(*names));
    struct err *e;

    for (size_t i = 0; i < s->config->n; i++)
        names[i] = s->config->repos[i].name;
    e = problems_refusal(&s->problems, names, s->config->n);
    free(names);
    if (e)
        note_public(s, e);
    return e;
}

static void print_dry_run(const struct plan *plan, const struct survey *s)
{
    plan_print(plan, s->config, stdout);
    if (!s->github_asked)
        printf("GitHub was not asked: there is no token (GITHUB_TOKEN, "
               "GH_TOKEN, gh auth login).\n");
    printf("Dry run: nothing was changed.\n");
}

static struct err *apply(const struct plan *plan, const struct survey *s)
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
        release_print(&rel, stdout);
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
                                      const struct plan_wish *wish)
{
    struct plan plan = {0};
    struct err *e;

    if (s->config->file)
        report_line(s->report, "survey", "configuration %s", s->config->file);
    else
        report_line(s->report, "survey",
                    "no " CONFIG_FILE " in %s: the plan is TruthDB's, which is "
                    "built in",
                    s->root);
    e = survey_run(s);

    if (e)
        err_note(e, "  nothing was changed");
    else
        e = refusal(s);
    if (!e && s->resume && !is_begun(s))
        report_always(s->report,
                      "survey: note: nothing of %s was begun before; this is a "
                      "whole release",
                      s->tag);
    if (!e) {
        report_line(s->report, "survey",
                    "%zu repositories are ready for %s%s (%.1f s)",
                    s->config->n, s->tag,
                    s->github_asked ? "" : "; GitHub was not asked",
                    (double)(clock_ms() - s->began) / 1000);
        plan_make(&plan, s, wish);
        if (s->look_only) {
            print_dry_run(&plan, s);
        } else {
            plan_tell(&plan, s->report);
            e = apply(&plan, s);
        }
    }
    plan_clear(&plan);
    return e;
}

struct err *release_main(struct app *app, const struct release_options *o,
                         const char *name)
{
    const struct plan_wish wish = {.parallel = o->parallel,
                                   .ignore_runs = o->ignore_runs};
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
                       .began = clock_ms()};
    struct release_options patient = *o;
    char *tag = NULL, *resume = NULL, *longer = NULL;
    struct err *e = configure(&ws, &s.gh, o);

    app->runner.jobs = o->jobs ? o->jobs : JOBS;
    if (!e)
        e = semver_parse_tag(&version, o->version, ws.config.tag_prefix);
    if (!e)
        e = workspace_find_root(&ws);
    if (e)
        goto done;
    tag = str_fmt("%s%s", ws.config.tag_prefix, version.text);
    resume = resume_line(app, o, name, &s, &ws);
    patient.timeout_secs =
        o->timeout_secs > TIMEOUT_MAX / 2 ? TIMEOUT_MAX : 2 * o->timeout_secs;
    longer = resume_line(app, &patient, name, &s, &ws);
    s.root = ws.root;
    s.tag = tag;
    s.resume_line = resume;
    s.patient_line = longer;
    e = survey_and_release(&s, &wish);
done:
    survey_clear(&s);
    semver_clear(&version);
    workspace_clear(&ws);
    free(tag);
    free(resume);
    free(longer);
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
