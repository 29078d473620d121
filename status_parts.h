/* The parts of a status; for status*.c alone. */
#ifndef STATUS_PARTS_H
#define STATUS_PARTS_H

#include "gh_batch.h"
#include "status.h"
#include "survey_parts.h"

#define STATUS_MS 30000u /* for all that one curl asks */
#define STATUS_ROUNDS 2  /* of two; the second asks for jobs, or a draft */

/* Has a version been asked for? */
bool status_has_version(const struct status *st);
/* So many curls for all requests of one round. */
size_t status_curls(const struct status *st);
/* Takes the answers, and follows those that lead elsewhere. */
struct err *status_take(struct status *st, struct gh_batch *batch) MUST_CHECK;
/* What an answer is worth, noted for all; false: there is nothing to read. */
bool status_judge(struct status *st, size_t i, const struct gh_get *get,
                  struct gh_judgement *j);

/* status_overview.c: branch, newest tag and release, CI. */
void overview_ask(struct status *st, struct gh_batch *batch);
void overview_read(struct status *st);
struct err *overview_count(struct status *st) MUST_CHECK;

/* status_release.c: how the release of a version stands. */
struct err *release_look(struct status *st) MUST_CHECK;
/* status_checksums.c: what the checksum files of whole releases say. */
struct err *checksums_look(struct status *st) MUST_CHECK;
void checksums_forget(struct stand *stand);

#endif
