#include "../status.h"

#include "../gh_pace.h"
#include "begin.h"
#include "command_line.h"
#include "options.h"

#include <stdlib.h>
#include <string.h>

#define WATCH_MS 10000u /* between two looks with --watch, at least */

struct status_options {
    const char *version, *root, *config, *owner;
    bool watch;
    unsigned jobs;
};

#define AT(field) offsetof(struct status_options, field)

static const struct opt opts[] = {
    {.name = "version",
     .kind = OPT_TEXT,
     .arg = "V",
     .at = AT(version),
     .help = "how the release of this version stands"},
    OPT_REPOS_ROOT(AT(root)),
    OPT_CONFIG(AT(config)),
    OPT_OWNER(AT(owner)),
    {.name = "watch", .at = AT(watch), .help = "look again and again"},
    OPT_JOBS(AT(jobs)),
};

static const char *name_of(const struct status *st, size_t i)
{
    return st->survey.config->repos[i].name;
}

/* Whose trouble is the same is told together. */
static void tell_trouble(const struct status *st, size_t i)
{
    const char *trouble = st->stands[i].trouble, *first = NULL;
    size_t n = 0;

    for (size_t k = 0; k < st->survey.config->n; k++) {
        if (!st->stands[k].trouble ||
            strcmp(st->stands[k].trouble, trouble) != 0)
            continue;
        first = first ? first : name_of(st, k);
        n++;
    }
    if (first != name_of(st, i))
        return;
    if (n == 1)
        report_note(st->survey.report, first, "GitHub: %s", trouble);
    else
        report_note(st->survey.report, NULL, "GitHub: %s (%s and %zu more)",
                    trouble, first, n - 1);
}

/* What could not be asked, below the table. */
static void tell_troubles(const struct status *st)
{
    const struct survey *s = &st->survey;

    for (size_t i = 0; i < s->problems.n; i++) {
        const struct problem *p = &s->problems.v[i];
        const char *name =
            p->repo == PROBLEM_OF_ALL ? NULL : s->config->repos[p->repo].name;

        report_note(s->report, name, "%s%s%s", p->what,
                    *p->cure ? "; to do: " : "", p->cure);
    }
    for (size_t i = 0; i < s->config->n; i++)
        if (st->stands[i].trouble)
            tell_trouble(st, i);
}

static void show(const struct status *st)
{
    struct str out = {0};

    if (report_is_for_programs(st->survey.report)) {
        status_tell(st);
        return;
    }
    status_print(st, &out);
    report_product(st->survey.report, &out);
}

static bool is_over(const struct status *st)
{
    if (!*st->survey.tag)
        return false;
    for (size_t i = 0; i < st->survey.config->n; i++)
        if (!st->stands[i].watch.done)
            return false;
    return true;
}

/* What is left of the rate limit must last until it is reset; without a token
 * that is 60 requests an hour. */
static uint64_t pause_ms(const struct status *st)
{
    uint64_t ms = (uint64_t)st->survey.config->poll_secs * 1000, paced;

    ms = ms < WATCH_MS ? WATCH_MS : ms;
    if (ms < (uint64_t)st->wait_secs * 1000)
        ms = (uint64_t)st->wait_secs * 1000;
    if (st->limit_left < 0 || st->limit_reset <= 0)
        return ms;
    if (st->limit_left < (int64_t)status_cost(st))
        return (uint64_t)st->limit_reset * 1000;
    paced = pace_ms(status_cost(st), st->limit_left,
                    (uint64_t)st->limit_reset * 1000);
    return paced > ms ? paced : ms;
}

/* A pause that is longer than usual is explained. */
static struct err *wait(struct status *st)
{
    uint64_t ms = pause_ms(st);
    char *secs = report_secs(ms);
    struct err *e;

    if (st->limit_left >= 0 && ms > (uint64_t)st->wait_secs * 1000 &&
        ms > (uint64_t)st->survey.config->poll_secs * 1000 && ms > WATCH_MS)
        report_note(st->survey.report, NULL,
                    "GitHub: %lld requests are left for %lld s, so the next "
                    "look is in %s",
                    (long long)st->limit_left, (long long)st->limit_reset,
                    secs);
    else if (st->wait_secs > 0)
        report_note(st->survey.report, NULL,
                    "GitHub wants to be left alone: the next look is in %s",
                    secs);
    free(secs);
    report_wait(st->survey.report, "status", "until the next look", clock_ms());
    e = runner_sleep(st->survey.runner, clock_ms() + ms);
    report_wait(st->survey.report, NULL, NULL, 0);
    return e;
}

static struct err *look(struct status *st, bool again)
{
    struct err *e = status_look(st);

    while (!e) {
        show(st);
        tell_troubles(st);
        if (!again || is_over(st))
            return NULL;
        e = wait(st);
        if (!e)
            e = status_look(st);
    }
    return e;
}

/* "orchestrator release --version 1.2.3", to be pasted anywhere; the
 * caller's. */
static char *release_line(const struct status *st, const struct workspace *ws,
                          const char *owner)
{
    struct str line = {0};

    command_line_begin(&line, "orchestrator", "release",
                       st->survey.version->text);
    command_line_word(&line, "repos-root", ws->root);
    command_line_word(&line, "config", ws->named);
    command_line_word(&line, "owner", owner);
    return str_take(&line);
}

/* A tag that is public stays: the clone's is the wrong one. */
static void tell_other_tag(const struct status *st, size_t i)
{
    const struct facts *f = &st->survey.facts[i];
    const char *here = f->refs.tag.object, *there = f->origin.tag.object;
    char *dir;

    if (!here || !there || strcmp(here, there) == 0)
        return;
    dir = str_shell(f->dir);
    report_note(st->survey.report, name_of(st, i),
                "the tag %s of the clone is not that of origin; to do: git -C "
                "%s fetch --force origin tag %s",
                st->survey.tag, dir, st->survey.tag);
    free(dir);
}

/* The command is the end of the line, so that it can be pasted. */
static void tell_command(struct report *rep, const char *what, const char *line,
                         const char *option)
{
    report_note(rep, NULL, "next, %s: %s %s", what, line, option);
}

/* Is a release at work in one of the clones? Owned by the caller. */
static char *find_holder(const struct survey *s)
{
    char *who = NULL;

    for (size_t i = 0; !who && i < s->config->n; i++)
        if (s->facts[i].lock_dir)
            who = lock_holder(s->facts[i].lock_dir);
    return who;
}

/* What a person does next, about the release of a version. */
static void tell_next(const struct status *st, const char *line)
{
    const struct survey *s = &st->survey;
    size_t is_public = 0, done = 0, unknown = 0, hopeless = 0, wrong = 0;
    char *who = find_holder(s);

    for (size_t i = 0; i < s->config->n; i++) {
        is_public += st->stands[i].watch.begun;
        done += st->stands[i].watch.done;
        unknown += !st->stands[i].asked;
        hopeless += st->stands[i].hopeless;
        wrong += st->stands[i].mismatch != NULL;
        tell_other_tag(st, i);
        if (st->stands[i].mismatch)
            report_note(s->report, name_of(st, i), "%s",
                        st->stands[i].mismatch);
        if (st->stands[i].cure)
            report_note(s->report, name_of(st, i), "to do: %s",
                        st->stands[i].cure);
    }
    if (who)
        report_note(s->report, NULL,
                    "next: wait, %s is at work; to follow: --watch", who);
    else if (wrong)
        report_note(s->report, NULL,
                    "next: let nobody use %s: see how the wrong checksums came "
                    "to be, and release a new version",
                    s->tag);
    else if (done == s->config->n)
        report_note(s->report, NULL, "next: nothing; %s is released", s->tag);
    else if (hopeless)
        report_note(s->report, NULL,
                    "next: %s can never be complete: a new version", s->tag);
    else if (is_public)
        tell_command(s->report, "to take it up, and wait", line, "--resume");
    else if (unknown)
        report_note(s->report, NULL,
                    "next: mend what is said above; whether %s was begun is "
                    "not known",
                    s->tag);
    else
        tell_command(s->report, "to see what keeps it from being released",
                     line, "--dry-run");
    free(who);
}

static struct err *status_main(struct app *app, const void *options)
{
    const struct status_options *o = options;
    struct workspace ws = {0};
    struct semver version = {0};
    struct status st = {.survey = {.config = &ws.config,
                                   .runner = &app->runner,
                                   .report = &app->report,
                                   .version = &version,
                                   .look_only = true,
                                   .tag = ""}};
    char *tag = NULL, *line = NULL;
    struct err *e = begin_work(app, "status", &ws, o->root, o->config);

    app->runner.jobs = o->jobs ? o->jobs : JOBS;
    if (!e)
        e = begin_github(&st.survey.gh, &ws.config, o->owner);
    if (!e)
        begin_tell(app, "status", &ws);
    if (!e && o->version)
        e = semver_parse_tag(&version, o->version, ws.config.tag_prefix);
    if (!e)
        e = workspace_find_root(&ws);
    if (e)
        goto done;
    if (o->version)
        st.survey.tag = tag =
            str_fmt("%s%s", ws.config.tag_prefix, version.text);
    st.survey.root = ws.root;
    e = look(&st, o->watch);
    if (!e && tag) {
        line = release_line(&st, &ws, o->owner);
        tell_next(&st, line);
    }
done:
    status_clear(&st);
    semver_clear(&version);
    workspace_clear(&ws);
    free(tag);
    free(line);
    return e ? err_wrap(e, "status") : NULL;
}

const struct cmd cmd_status = {
    .name = "status",
    .help = "show where every repository stands",
    .text = "Without a version: the branch of each clone, whether it is clean "
            "and what origin\nhas, the newest tag and the commits since, the "
            "newest release, the state of CI.\nWith one: where its release "
            "stands, and what to do next. Nothing is changed, and\na token is "
            "not needed.\n",
    .opts = opts,
    .n_opts = ARRAY_LEN(opts),
    .size = sizeof(struct status_options),
    .main = status_main,
};
