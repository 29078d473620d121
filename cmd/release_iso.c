#include "release.h"

static struct err *main_of_release_iso(struct app *app, const void *options)
{
    return release_main(app, options, "release-iso");
}

const struct cmd cmd_release_iso = {
    .name = "release-iso",
    .help = "release TruthDB's installer ISO and what it is made of",
    .text = "Checks installer-kernel, installer, truthdb and installer-iso, or "
            "what another\nconfiguration names; then, in that order, tags each "
            "with the version, pushes the\ntag to origin, and waits until the "
            "release on GitHub has its assets.\n",
    .opts = release_opts,
    .n_opts = RELEASE_OPTS,
    .size = sizeof(struct release_options),
    .main = main_of_release_iso,
};
