/* Options that several commands have, each a line of their tables. */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include "../cmd.h"

#define OPT_REPOS_ROOT(where)                                                  \
    {                                                                          \
        .name = "repos-root", .kind = OPT_TEXT, .arg = "DIR", .at = (where),   \
        .help = "the folder that holds the clones (default: this one or its "  \
                "parent)"                                                      \
    }

#define OPT_CONFIG(where)                                                      \
    {                                                                          \
        .name = "config", .kind = OPT_TEXT, .arg = "FILE", .at = (where),      \
        .help = "the configuration (default: " CONFIG_FILE " there, else "     \
                "TruthDB's)"                                                   \
    }

#define OPT_OWNER(where)                                                       \
    {                                                                          \
        .name = "owner", .kind = OPT_TEXT, .arg = "ORG", .at = (where),        \
        .help = "whose repositories on GitHub (default: as configured)"        \
    }

#define JOBS 8
#define JOBS_MAX 100 /* GitHub allows 100 requests at once */

#define OPT_JOBS(where)                                                        \
    {                                                                          \
        .name = "jobs", .kind = OPT_NUMBER, .arg = "N", .min = 1,              \
        .max = JOBS_MAX, .at = (where),                                        \
        .help = "programs at once (default: 8; 1 leaves them the terminal)"    \
    }

#endif
