#include "../verify.h"

#include "../aside.h"
#include "../semver.h"
#include "../survey.h"
#include "begin.h"
#include "options.h"
#include "verify.h"

#include <stdlib.h>
#include <unistd.h>

struct verify_options {
    const char *version, *root, *config, *owner, *download;
    unsigned jobs;
};

#define AT(field) offsetof(struct verify_options, field)

static const struct opt opts[] = {
    {.name = "version",
     .kind = OPT_TEXT,
     .arg = "V",
     .at = AT(version),
     .help = "which release: SemVer 2.0.0, as in 1.2.3 (required)"},
    OPT_REPOS_ROOT(AT(root)),
    OPT_CONFIG(AT(config)),
    OPT_OWNER(AT(owner)),
    {.name = "download",
     .kind = OPT_TEXT,
     .arg = "DIR",
     .at = AT(download),
     .help = "fetch all assets into DIR/REPOSITORY, and compare them"},
    OPT_JOBS(AT(jobs)),
};

struct err *verify_check(const struct config *config)
{
    for (size_t i = 0; i < config->n; i++)
        if (config->repos[i].n_checksums)
            return NULL;
    return err_new(EXIT_USAGE,
                   "there is nothing to compare: no \"checksums\" in the "
                   "configuration; verify --download DIR fetches the assets "
                   "and compares them with GitHub's digests");
}

struct err *verify_release(struct verify *v)
{
    struct err *e = verify_run(v);

    if (!e)
        report_note(v->report, NULL, "verify: %s is right: %zu assets compared",
                    v->tag, v->checked);
    verify_clear(v);
    return e;
}

static struct err *verify_main(struct app *app, const void *options)
{
    const struct verify_options *o = options;
    struct workspace ws = {0};
    struct semver version = {0};
    struct survey s = {.config = &ws.config,
                       .runner = &app->runner,
                       .report = &app->report,
                       .look_only = true,
                       .tag = ""};
    struct verify v = {.config = &ws.config,
                       .runner = &app->runner,
                       .gh = &s.gh,
                       .report = &app->report};
    char *tag = NULL, *folder = NULL;
    struct err *e = begin_work(app, "verify", &ws, o->root, o->config);

    app->runner.jobs = o->jobs ? o->jobs : JOBS;
    if (!e)
        e = begin_github(&s.gh, &ws.config, o->owner);
    if (!e)
        begin_tell(app, "verify", &ws);
    if (!e && !o->version)
        e = err_new(EXIT_USAGE, "which version? Give --version V, as in "
                                "--version 1.2.3");
    if (!e)
        e = semver_parse_tag(&version, o->version, ws.config.tag_prefix);
    if (!e && !o->download)
        e = verify_check(&ws.config);
    if (!e)
        e = absolute_path(o->download, &folder);
    if (!e)
        e = begin_root(&ws);
    s.root = ws.root;
    if (!e)
        e = survey_connect(&s);
    if (!e) {
        tag = str_fmt("%s%s", ws.config.tag_prefix, version.text);
        v.tag = tag;
        v.version = version.text;
        v.folder = folder;
        aside_sweep(&app->runner);
        e = verify_release(&v);
    }
    survey_clear(&s);
    semver_clear(&version);
    workspace_clear(&ws);
    free(tag);
    free(folder);
    return e ? err_wrap(e, "verify") : NULL;
}

const struct cmd cmd_verify = {
    .name = "verify",
    .help = "compare what a release offers with its checksums",
    .text = "Compares each checksum file with the digests that GitHub has of "
            "the assets; only\nthe small file is read for that. Where GitHub "
            "has no digest, and with --download,\nthe assets are fetched, and "
            "put in place when they are right. A download that\nbroke off is "
            "taken up again.\n",
    .opts = opts,
    .n_opts = ARRAY_LEN(opts),
    .size = sizeof(struct verify_options),
    .main = verify_main,
};
