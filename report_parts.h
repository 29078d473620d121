/* The parts of a report; for report*.c alone. */
#ifndef REPORT_PARTS_H
#define REPORT_PARTS_H

#include "report.h"
#include "runner.h"

/* report_write.c: nobody who does not read keeps a signal from being heard.
 * For people; clears the bytes. */
void report_send(struct report *rep, struct str *bytes);
void report_write_event(struct report *rep, const struct event *ev);

#endif
