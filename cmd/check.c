#include "../check.h"

#include "begin.h"
#include "options.h"

#include <stdio.h>

struct check_options {
    const char *root, *config, *owner;
    unsigned jobs;
};

#define AT(field) offsetof(struct check_options, field)

static const struct opt opts[] = {
    OPT_REPOS_ROOT(AT(root)),
    OPT_CONFIG(AT(config)),
    OPT_OWNER(AT(owner)),
    OPT_JOBS(AT(jobs)),
};

static void show(const struct check *c)
{
    struct str out = {0};

    check_tell(c);
    if (report_is_for_programs(c->survey.report))
        return;
    check_print(c, &out);
    report_product(c->survey.report, &out);
}

static struct err *check_main(struct app *app, const void *options)
{
    const struct check_options *o = options;
    struct workspace ws = {0};
    struct check c = {.survey = {.config = &ws.config,
                                 .runner = &app->runner,
                                 .report = &app->report,
                                 .look_only = true,
                                 .tag = ""}};
    struct err *e = begin_work(app, "check", &ws, o->root, o->config);

    app->runner.jobs = o->jobs ? o->jobs : JOBS;
    if (!e)
        e = begin_github(&c.survey.gh, &ws.config, o->owner);
    if (!e)
        begin_tell(app, "check", &ws);
    if (!e)
        e = begin_root(&ws);
    c.survey.root = ws.root;
    if (!e)
        e = check_run(&c);
    if (!e) {
        show(&c);
        e = check_verdict(&c);
    }
    check_clear(&c);
    workspace_clear(&ws);
    return e ? err_wrap(e, "check") : NULL;
}

const struct cmd cmd_check = {
    .name = "check",
    .help = "see whether this machine is able to release",
    .text = "Looks at the programs, the configuration, the token and what it "
            "may read, the\nclock, and every clone, and says what to do about "
            "each that is wrong. Nothing\nis changed.\n",
    .opts = opts,
    .n_opts = ARRAY_LEN(opts),
    .size = sizeof(struct check_options),
    .main = check_main,
};
