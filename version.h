#ifndef VERSION_H
#define VERSION_H

/* The one place that says which version of orchestrator this is. */
#define ORCHESTRATOR_VERSION "0.1.0"

#endif
