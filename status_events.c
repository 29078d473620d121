#include "status_parts.h"

static void describe_clone(const struct facts *f, struct document *d)
{
    const struct git_status *g = &f->status;

    document_text(d, "dir", f->dir);
    document_text(d, "branch", g->branch);
    document_text(d, "head", g->head);
    if (!f->status_known) {
        document_null(d, "clean");
        return;
    }
    document_flag(d, "clean", !g->changed && !g->untracked && !g->conflicts);
    document_number(d, "changed", g->changed);
    document_number(d, "untracked", g->untracked);
    document_number(d, "conflicts", g->conflicts);
}

static void describe_origin(const struct stand *stand, struct document *d)
{
    static const char *const words[] = {[ORIGIN_UNKNOWN] = "unknown",
                                        [ORIGIN_NO_BRANCH] = "no branch",
                                        [ORIGIN_SAME] = "same",
                                        [ORIGIN_APART] = "apart",
                                        [ORIGIN_BEYOND] = "has more"};

    document_text(d, "origin", words[stand->origin]);
    if (stand->origin == ORIGIN_APART) {
        document_number(d, "ahead", (int64_t)stand->ahead);
        document_number(d, "behind", (int64_t)stand->behind);
    }
}

static void describe_newest(const struct stand *stand, struct document *d)
{
    const struct gh_release *r = &stand->release;

    document_text(d, "tag", stand->newest);
    if (stand->since_known)
        document_number(d, "commits_since", (int64_t)stand->since);
    else
        document_null(d, "commits_since");
    if (!r->tag) {
        document_null(d, "release");
        return;
    }
    document_object(d, "release");
    document_text(d, "tag", r->tag);
    document_text(d, "url", r->url);
    document_text(d, "published_at", r->published_at);
    document_end(d);
}

static void describe_ci(const struct stand *stand, struct document *d)
{
    const struct gh_ci *ci = &stand->ci;

    document_object(d, "ci");
    document_text(d, "state",
                  !stand->ci_known ? "unknown"
                  : ci->failed     ? "failed"
                  : ci->going      ? "running"
                  : ci->passed     ? "passed"
                                   : "none");
    document_text(d, "workflow", ci->worst);
    document_text(d, "url", ci->url);
    document_end(d);
}

static void describe_checksums(const struct stand *stand,
                               const struct repo *repo, struct document *d)
{
    if (!stand->summed) {
        document_null(d, "checksums");
        return;
    }
    document_object(d, "checksums");
    document_number(d, "expected", (int64_t)repo->n_checksums);
    document_number(d, "right", (int64_t)stand->right);
    document_flag(d, "known", stand->sums_known);
    document_text(d, "mismatch", stand->mismatch);
    document_end(d);
}

static void describe_version(const struct status *st, size_t i,
                             struct document *d)
{
    const struct facts *f = &st->survey.facts[i];
    const struct stand *stand = &st->stands[i];
    const struct watch *w = &stand->watch;

    document_text(d, "tag", st->survey.tag);
    document_text(d, "local_tag", f->refs.tag.object);
    document_text(d, "public_tag", f->origin.tag.object);
    document_text(d, "commit", stand->commit);
    document_flag(d, "complete", w->done);
    document_text(d, "failed", w->failed);
    document_text(d, "cure", stand->cure);
    if (!w->begun)
        return;
    watch_describe_run(w, d);
    watch_describe_release(w, d);
    watch_describe_assets(w, d);
    describe_checksums(stand, &st->survey.config->repos[i], d);
}

void status_tell(const struct status *st)
{
    const struct config *config = st->survey.config;

    for (size_t i = 0; i < config->n; i++) {
        const struct stand *stand = &st->stands[i];
        struct event ev;

        report_begin(st->survey.report, &ev, "status", config->repos[i].name);
        describe_clone(&st->survey.facts[i], &ev.fields);
        if (status_has_version(st)) {
            describe_version(st, i, &ev.fields);
        } else {
            describe_origin(stand, &ev.fields);
            describe_newest(stand, &ev.fields);
            describe_ci(stand, &ev.fields);
        }
        document_text(&ev.fields, "trouble", stand->trouble);
        report_record(st->survey.report, &ev);
    }
}
