/* The parts of applying a plan; for release*.c alone. */
#ifndef RELEASE_PARTS_H
#define RELEASE_PARTS_H

#include "release.h"

/* release_tags.c: local tags. */
struct err *release_make_tags(struct release *rel) MUST_CHECK;
/* NULL if the local tag of step i still is what was made or found. */
struct err *release_check_tag(const struct release *rel, size_t i) MUST_CHECK;
/* Is there a local tag in step i, as far as can be known? */
bool release_has_tag(const struct release *rel, size_t i);
/* Removes the local tag of step i that this run made, if there is one: then its
 * outcome has the object. False: it stays. */
bool release_drop_tag(struct release *rel, size_t i);

/* release_push.c: pushes the tags of n steps, the first alone and then the
 * others at once, and makes sure of how that ended: sets is_public, unclear or
 * others of their outcomes. */
struct err *release_push(struct release *rel, const size_t *steps,
                         size_t n) MUST_CHECK;

/* release_rival.c: someone else's tag is on origin of step i, where ours was to
 * be: the error that this is, or with --resume perhaps NULL, and the step goes
 * on with that tag. */
struct err *release_rival(struct release *rel, size_t i,
                          const struct git_tag *theirs) MUST_CHECK;

/* release_settle.c: how did pushes end that nobody saw end? */
struct settling {
    size_t step;
    const struct run *push;
    bool over; /* it is known to have succeeded: nothing is asked */
    /* You read: */
    bool known;               /* origin answered; */
    struct git_origin origin; /* this is what it has */
    bool conclusive;          /* it cannot get the tag any more */
    bool pending;
};
/* Asks the origins, all at once, and where the tag may yet come some times
 * more; a signal makes that shorter. The caller clears `origin`. */
void release_settle(const struct release *rel, struct settling *all, size_t n);
/* Did a hook of the clone end the push, before anything was sent? */
bool release_hook_refused(const struct release *rel, const struct run *push);

/* release_events.c: what became of step i. */
void release_tell_tagged(const struct release *rel, size_t i);
void release_tell_pushed(const struct release *rel, size_t i);
void release_tell_released(const struct release *rel, size_t i);
/* `e` is what tagging or pushing it came to. */
void release_tell_failed(struct release *rel, size_t i, const struct err *e);

/* release_board.c: shows the board; report_end_board() ends it. */
void release_begin_board(struct release *rel);
void release_clear_board(struct release *rel);

/* release_notes.c: what an error says of how far it came, and what to do. */
void release_note(struct release *rel, struct err *e);
/* release_undo.c: how it can be taken back by hand. */
void release_note_undo(const struct release *rel, struct err *e);

#endif
