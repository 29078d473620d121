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

#endif
