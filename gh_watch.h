/*
 * One release that is awaited: what to ask GitHub for it, and what the answers
 * mean. gh_poll.h asks.
 *
 * A release is complete when every expected asset is there, its `state` is
 * "uploaded", its size is above 0, and nothing will change them any more: the
 * workflow run of the tag succeeded, or the release is immutable; or, where no
 * run tells, (id, size, digest, updated_at) of all of them stood still between
 * two answers at least one interval apart.
 */
#ifndef GH_WATCH_H
#define GH_WATCH_H

#include "gh_judge.h"
#include "gh_release.h"
#include "gh_run.h"
#include "report.h"

/* The questions, in the order in which they are asked. */
enum watch_get {
    WATCH_RUN,     /* the workflow run of the tag */
    WATCH_JOBS,    /* its jobs */
    WATCH_RELEASE, /* the release of the tag */
    WATCH_DRAFT,   /* is there a draft of it? */
    WATCH_GETS
};

enum watch_stand {
    WATCH_UNSEEN,  /* not asked yet */
    WATCH_ABSENT,  /* no release */
    WATCH_UNREADY, /* not all assets */
    WATCH_READY,   /* all assets, which may change yet */
    WATCH_FINAL    /* all assets, and it is immutable */
};

struct watch {
    /* You fill; the pointers must outlive the watch: */
    const char *owner, *name, *tag;
    const char *commit;        /* that the tag leads to */
    const char *workflow;      /* file name; NULL: no run is looked for */
    int64_t after;             /* runs up to this id are not its; 0: any */
    bool by_hand;              /* a person makes the release, no workflow */
    const struct argv *assets; /* names that the release must have */
    unsigned interval_ms;      /* between two answers */
    unsigned timeout_ms;       /* from watch_begin() on */
    /* You read: */
    bool begun, done;
    unsigned took_ms; /* from watch_begin() to done */
    char *url;        /* of the release, for a browser; NULL: not told */
    /* Its state; all times are clock_ms(): */
    struct gh_get gets[WATCH_GETS];
    bool asked[WATCH_GETS]; /* in the round that goes on */
    unsigned round;
    uint64_t began, deadline;
    uint64_t next;             /* when to ask again */
    uint64_t not_before;       /* GitHub forbids to ask any earlier */
    struct gh_release release; /* as it was last told; tag NULL: never */
    enum watch_stand stand;
    uint64_t stand_at; /* when that was last heard */
    size_t n_there;    /* assets that are as they must be */
    char *unready;     /* which are not, and why: "missing: a, b" */
    char *marks;       /* (id, size, digest, updated_at) of all */
    uint64_t stood_since;
    char *draft;     /* how the draft stands, a clause; NULL: none */
    bool draft_full; /* it has all assets */
    bool runs_off;   /* runs cannot be read */
    bool run_seen;   /* runs were read */
    struct gh_run run;
    struct gh_job job;
    uint64_t ended_at; /* when the run was first seen to have ended */
    bool names_asked;  /* of the job that failed */
    bool told_fault;   /* that the run cannot be read just now */
    char *awaits;      /* what the release lacks, a clause; NULL: not known */
    char *run_says;    /* how its run stands, a sentence; NULL: not known */
    char *heard;       /* the last thing GitHub said of the release */
    char *failed;      /* why it never becomes complete; NULL: it may */
    unsigned faults;   /* in a row */
    unsigned jitter;   /* state of a small random generator */
};

#define WATCH_NO_RUN_MS 90000u /* so long after the push a run is due */
#define WATCH_GRACE_MS 60000u  /* for assets, after the run succeeded */

/* The time limit begins now. `number` tells watches apart. */
void watch_begin(struct watch *w, const struct gh *gh, unsigned number,
                 uint64_t now);
/* Sets asked[], and makes the requests. */
void watch_ask(struct watch *w, const struct gh *gh);
/* Takes in one answer. `j` becomes GH_RETRY for a body without sense. An error
 * where the release can never become complete. */
struct err *watch_take(struct watch *w, enum watch_get which,
                       struct gh_judgement *j, uint64_t now) MUST_CHECK;
/* After all answers of a round: is it done, or certain to fail? Sets `awaits`
 * and `run_says`, and may set `next` to an earlier time. */
struct err *watch_conclude(struct watch *w, const struct gh *gh,
                           uint64_t now) MUST_CHECK;
/* Is it known how its release stands, and its run? */
bool watch_is_heard(const struct watch *w);
struct err *watch_time_is_up(const struct watch *w,
                             const struct gh *gh) MUST_CHECK;
/* Both, with what changes all the time: job, step, how long; what is worth most
 * comes first. Owned by the caller. */
char *watch_live(const struct watch *w, int64_t wall);
/* Of one that has begun and is not done, for a line that is cut: what a person
 * must do, how its run stands, or why it failed; what is worth most comes
 * first. Owned by the caller. */
char *watch_brief(const struct watch *w, uint64_t now);
/* Does it wait for something that only a person can do? */
bool watch_needs_person(const struct watch *w);
void watch_clear(struct watch *w);

/* For programs: "run" (null: not looked at), "release", the list "assets". */
void watch_describe_run(const struct watch *w, struct document *d);
void watch_describe_release(const struct watch *w, struct document *d);
void watch_describe_assets(const struct watch *w, struct document *d);
/* What changed: tells `run_says`, or `awaits`. */
void watch_tell_run(const struct watch *w, struct report *rep);
void watch_tell_release(const struct watch *w, struct report *rep);

#endif
