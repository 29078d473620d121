#include "../cmd.h"
#include "../config.h"
#include "../plan.h"
#include "../release.h"
#include "../semver.h"
#include "../survey.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define JOBS 8
#define JOBS_MAX 100 /* GitHub allows 100 requests at once */

struct release_options {
    const char *version, *root, *owner;
    bool dry_run, resume, sign;
    unsigned poll_secs, timeout_secs, jobs;
};

#define AT(field) offsetof(struct release_options, field)

static const struct opt opts[] = {
    {.name = "version",
     .kind = OPT_TEXT,
     .arg = "V",
     .at = AT(version),
     .help = "what to release: SemVer 2.0.0, as in 1.2.3 (required)"},
    {.name = "repos-root",
     .kind = OPT_TEXT,
     .arg = "DIR",
     .at = AT(root),
     .help = "the folder that holds the clones (default: this one or its "
             "parent)"},
    {.name = "owner",
     .kind = OPT_TEXT,
     .arg = "ORG",
     .at = AT(owner),
     .help = "whose repositories on GitHub (default: Truthdb)"},
    {.name = "dry-run",
     .at = AT(dry_run),
     .help = "check everything, print the plan, change nothing"},
    {.name = "resume",
     .at = AT(resume),
     .help = "take up a release that stopped half-way"},
    {.name = "poll-interval-secs",
     .kind = OPT_NUMBER,
     .arg = "N",
     .min = 1,
     .max = 3600,
     .at = AT(poll_secs),
     .help = "seconds between two looks at a release (default: 5)"},
    {.name = "timeout-secs",
     .kind = OPT_NUMBER,
     .arg = "N",
     .min = 1,
     .max = 604800,
     .at = AT(timeout_secs),
     .help = "seconds that each release may take (default: 2700)"},
    {.name = "sign",
     .at = AT(sign),
     .help = "sign the tags (default: as git's tag.gpgSign says)"},
    {.name = "jobs",
     .kind = OPT_NUMBER,
     .arg = "N",
     .min = 1,
     .max = JOBS_MAX,
     .at = AT(jobs),
     .help = "programs at once (default: 8; 1 leaves them the terminal)"},
};

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* "installer, truthdb": the clones that the folder lacks; owned by caller. */
static char *list_absent(const struct config *config, const char *root)
{
    struct str list = {0};

    for (size_t i = 0; i < config->n; i++) {
        char *dir = str_fmt("%s/%s", root, config->repos[i].name);

        if (!is_folder(dir))
            str_addf(&list, "%s%s", list.len ? ", " : "",
                     config->repos[i].name);
        free(dir);
    }
    return str_take(&list);
}

static struct err *current_folder(char **here)
{
    size_t size = 256;

    *here = mem_grow(NULL, size, 1);
    while (!getcwd(*here, size)) {
        if (errno != ERANGE)
            return err_new(EXIT_USAGE, "cannot tell which folder this is: %s",
                           strerror(errno));
        size *= 2;
        *here = mem_grow(*here, size, 1);
    }
    return NULL;
}

/* "/a/b" of "/a/b/c"; owned by the caller. */
static char *parent_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash && slash > path ? str_dupn(path, (size_t)(slash - path))
                                 : str_dup("/");
}

/* The folder itself if it holds all the clones, else its parent. */
static struct err *guess_root(const struct config *config, const char *here,
                              char **root)
{
    char *parent = parent_of(here);
    char *lacks_here = list_absent(config, here);
    char *lacks_parent = list_absent(config, parent);
    struct err *e = NULL;

    if (!*lacks_here)
        *root = str_dup(here);
    else if (!*lacks_parent)
        *root = str_dup(parent);
    else
        e = err_new(EXIT_USAGE,
                    "the clones are not all here: %s lacks %s, and its parent "
                    "%s lacks %s; go to where they are, or give --repos-root "
                    "DIR",
                    here, lacks_here, parent, lacks_parent);
    free(parent);
    free(lacks_here);
    free(lacks_parent);
    return e;
}

static struct err *find_root(const struct config *config, const char *given,
                             char **root)
{
    char *here = NULL;
    struct err *e = current_folder(&here);

    if (!e && !given) {
        e = guess_root(config, here, root);
    } else if (!e) {
        *root = *given == '/' ? str_dup(given) : str_fmt("%s/%s", here, given);
        if (!is_folder(*root))
            e = err_new(EXIT_USAGE, "--repos-root %s is not a folder", given);
    }
    free(here);
    return e;
}

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

/* The command that takes this release up again, to be pasted anywhere. */
static char *resume_line(const struct app *app, const struct release_options *o,
                         const char *version, const char *root)
{
    const char *api = getenv("GITHUB_API_URL");
    struct str line = {0};

    if (api && *api) {
        str_add(&line, "GITHUB_API_URL=");
        str_add_shell(&line, api);
        str_add(&line, " ");
    }
    add_program(&line, app->program);
    str_addf(&line, " release-iso --version %s --resume", version);
    add_word(&line, "repos-root", root);
    if (o->owner)
        add_word(&line, "owner", o->owner);
    add_number(&line, "poll-interval-secs", o->poll_secs);
    add_number(&line, "timeout-secs", o->timeout_secs);
    add_number(&line, "jobs", o->jobs);
    if (o->sign)
        str_add(&line, " --sign");
    return str_take(&line);
}

/* An interval that is not shorter than the time limit would let no release
 * settle; a third of the limit is taken then. */
static struct err *configure(struct config *config,
                             const struct release_options *o)
{
    config_truthdb(config);
    if (o->poll_secs)
        config->poll_secs = o->poll_secs;
    if (o->timeout_secs)
        config->timeout_secs = o->timeout_secs;
    if (config->poll_secs >= config->timeout_secs)
        config->poll_secs = (config->timeout_secs + 2) / 3;
    return o->owner ? config_set_owner(config, o->owner) : NULL;
}

static struct err *api_from_env(struct gh *gh)
{
    const char *url = getenv("GITHUB_API_URL");

    return url && *url ? gh_set_base(gh, url, "GITHUB_API_URL") : NULL;
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
                          .resume_line = s->resume_line};
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
static struct err *survey_and_release(struct survey *s, const char *version,
                                      bool sign)
{
    struct plan plan = {0};
    struct err *e = survey_run(s);

    if (e)
        err_note(e, "  nothing was changed");
    else
        e = refusal(s);
    if (!e && s->resume && !is_begun(s))
        report_line(s->report, "survey",
                    "note: nothing of %s was begun before; this is a whole "
                    "release",
                    s->tag);
    if (!e) {
        report_line(s->report, "survey",
                    "%zu repositories are ready for %s%s (%.1f s)",
                    s->config->n, s->tag,
                    s->github_asked ? "" : "; GitHub was not asked",
                    (double)(clock_ms() - s->began) / 1000);
        plan_make(&plan, s, version, sign);
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

static struct err *release_main(struct app *app, const void *options)
{
    const struct release_options *o = options;
    struct config config = {0};
    struct semver version = {0};
    struct survey s = {.config = &config,
                       .runner = &app->runner,
                       .report = &app->report,
                       .resume = o->resume,
                       .look_only = o->dry_run,
                       .began = clock_ms()};
    char *root = NULL, *tag = NULL, *resume = NULL;
    struct err *e = configure(&config, o);

    app->runner.jobs = o->jobs ? o->jobs : JOBS;
    if (!e && !o->version)
        e = err_new(EXIT_USAGE, "which version? Give --version V, as in "
                                "--version 1.2.3");
    if (!e)
        e = semver_parse_tag(&version, o->version, config.tag_prefix);
    if (!e)
        e = api_from_env(&s.gh);
    if (!e)
        e = find_root(&config, o->root, &root);
    if (e)
        goto done;
    tag = str_fmt("%s%s", config.tag_prefix, version.text);
    resume = resume_line(app, o, version.text, root);
    s.root = root;
    s.tag = tag;
    s.resume_line = resume;
    e = survey_and_release(&s, version.text, o->sign);
done:
    survey_clear(&s);
    semver_clear(&version);
    config_clear(&config);
    free(root);
    free(tag);
    free(resume);
    return e ? err_wrap(e, "release-iso") : NULL;
}

const struct cmd cmd_release_iso = {
    .name = "release-iso",
    .help = "release TruthDB's installer ISO and what it is made of",
    .text = "Checks installer-kernel, installer, truthdb and installer-iso; "
            "then, in that\norder, tags vV, pushes the tag to origin, and "
            "waits until the release on GitHub\nhas its assets.\n",
    .opts = opts,
    .n_opts = ARRAY_LEN(opts),
    .size = sizeof(struct release_options),
    .main = release_main,
};
