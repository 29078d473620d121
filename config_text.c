#include "config_parts.h"

static void add_checksums(struct document *d, const struct repo *repo)
{
    document_object(d, "checksums");
    for (size_t k = 0; k < repo->n_checksums; k++)
        document_text(d, repo->checksums[k].of, repo->checksums[k].file);
    document_end(d);
}

static void add_needs(struct document *d, const struct config *config,
                      const struct repo *repo)
{
    document_list(d, "needs");
    for (size_t k = 0; k < repo->n_needs; k++)
        document_text(d, NULL, config->repos[repo->needs[k]].name);
    document_end(d);
}

static void add_repo(struct document *d, const struct config *config,
                     const struct repo *repo)
{
    document_object(d, NULL);
    document_text(d, "name", repo->name);
    document_text(d, "dir", repo->dir);
    document_text(d, "branch", repo->branch);
    document_texts(d, "assets", &repo->assets);
    add_checksums(d, repo);
    document_text(d, "workflow", repo->workflow);
    add_needs(d, config, repo);
    if (repo->timeout_secs) /* without it, it follows that of all */
        document_number(d, "timeout", repo->timeout_secs);
    document_end(d);
}

void config_describe(const struct config *c, struct document *d)
{
    document_text(d, "owner", c->owner);
    document_text(d, "api_url", c->api_url);
    document_text(d, "tag_prefix", c->tag_prefix);
    document_text(d, "tag_message", c->tag_message);
    document_flag(d, "sign", c->sign);
    document_number(d, "poll_interval", c->poll_secs);
    document_number(d, "timeout", c->timeout_secs);
    document_text(d, "log", c->log);
    document_object(d, "hooks");
    document_text(d, "on_event", c->on_event);
    document_end(d);
    document_list(d, "repos");
    for (size_t i = 0; i < c->n; i++)
        add_repo(d, c, &c->repos[i]);
    document_end(d);
}

/* It may be printed on a terminal: plain ASCII, without DEL. */
char *config_text(const struct config *config)
{
    struct document d = {0};
    char *text;

    config_describe(config, &d);
    text = document_pages(&d);
    document_clear(&d);
    return text;
}
