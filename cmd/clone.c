#include "../clones.h"

#include "begin.h"
#include "options.h"

#include <string.h>

struct clone_options {
    const char *root, *config, *owner, *protocol;
    unsigned jobs;
};

#define AT(field) offsetof(struct clone_options, field)

static const struct opt opts[] = {
    OPT_REPOS_ROOT(AT(root)),
    OPT_CONFIG(AT(config)),
    OPT_OWNER(AT(owner)),
    {.name = "protocol",
     .kind = OPT_TEXT,
     .arg = "P",
     .at = AT(protocol),
     .help =
         "https or ssh (default: as the clones that are there, else https)"},
    OPT_JOBS(AT(jobs)),
};

static struct err *read_protocol(const char *word, enum clone_protocol *to)
{
    *to = !word                      ? CLONE_AS_OTHERS
          : strcmp(word, "ssh") == 0 ? CLONE_SSH
                                     : CLONE_HTTPS;
    if (!word || strcmp(word, "ssh") == 0 || strcmp(word, "https") == 0)
        return NULL;
    return err_new(EXIT_USAGE, "--protocol is https or ssh, not \"%.80s\"",
                   word);
}

static struct err *clone_main(struct app *app, const void *options)
{
    const struct clone_options *o = options;
    enum clone_protocol protocol;
    struct workspace ws = {0};
    struct survey s = {.config = &ws.config,
                       .runner = &app->runner,
                       .report = &app->report,
                       .look_only = true,
                       .tag = ""};
    struct err *e = read_protocol(o->protocol, &protocol);

    app->runner.jobs = o->jobs ? o->jobs : JOBS;
    if (!e)
        e = begin_work(app, "clone", &ws, o->root, o->config);
    if (!e)
        e = begin_github(&s.gh, &ws.config, o->owner);
    if (!e)
        begin_tell(app, "clone", &ws);
    if (!e)
        e = begin_root(&ws);
    s.root = ws.root;
    if (!e)
        e = survey_connect(&s);
    if (!e)
        e = clones_make(&s, protocol);
    survey_clear(&s);
    workspace_clear(&ws);
    return e ? err_wrap(e, "clone") : NULL;
}

const struct cmd cmd_clone = {
    .name = "clone",
    .help = "clone the repositories that are not there yet",
    .text = "Clones each repository of the configuration whose folder is "
            "missing; what is there\nis left as it is.\n",
    .opts = opts,
    .n_opts = ARRAY_LEN(opts),
    .size = sizeof(struct clone_options),
    .main = clone_main,
};
