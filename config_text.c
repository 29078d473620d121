#include "config_parts.h"

#include <stdlib.h>

static json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

static json_t *texts(const struct argv *argv)
{
    json_t *list = json_array();

    for (size_t i = 0; i < argv->n; i++)
        json_array_append_new(list, json_string(argv->v[i]));
    return list;
}

static json_t *checksums(const struct repo *repo)
{
    json_t *object = json_object();

    for (size_t k = 0; k < repo->n_checksums; k++)
        json_object_set_new(object, repo->checksums[k].of,
                            json_string(repo->checksums[k].file));
    return object;
}

static json_t *needs(const struct config *config, const struct repo *repo)
{
    json_t *list = json_array();

    for (size_t k = 0; k < repo->n_needs; k++)
        json_array_append_new(list,
                              json_string(config->repos[repo->needs[k]].name));
    return list;
}

static json_t *repo_object(const struct config *config, const struct repo *repo)
{
    json_t *object = json_object();

    json_object_set_new(object, "name", json_string(repo->name));
    json_object_set_new(object, "dir", json_string(repo->dir));
    json_object_set_new(object, "branch", text_or_null(repo->branch));
    json_object_set_new(object, "assets", texts(&repo->assets));
    json_object_set_new(object, "checksums", checksums(repo));
    json_object_set_new(object, "workflow", text_or_null(repo->workflow));
    json_object_set_new(object, "needs", needs(config, repo));
    if (repo->timeout_secs) /* without it, it follows that of all */
        json_object_set_new(object, "timeout",
                            json_integer(repo->timeout_secs));
    return object;
}

static json_t *hooks(const struct config *config)
{
    json_t *object = json_object();

    json_object_set_new(object, "on_event", text_or_null(config->on_event));
    return object;
}

static json_t *repos(const struct config *config)
{
    json_t *list = json_array();

    for (size_t i = 0; i < config->n; i++)
        json_array_append_new(list, repo_object(config, &config->repos[i]));
    return list;
}

static json_t *root_object(const struct config *c)
{
    json_t *root = json_object();

    json_object_set_new(root, "owner", json_string(c->owner));
    json_object_set_new(root, "api_url", text_or_null(c->api_url));
    json_object_set_new(root, "tag_prefix", json_string(c->tag_prefix));
    json_object_set_new(root, "tag_message", json_string(c->tag_message));
    json_object_set_new(root, "sign", json_boolean(c->sign));
    json_object_set_new(root, "poll_interval", json_integer(c->poll_secs));
    json_object_set_new(root, "timeout", json_integer(c->timeout_secs));
    json_object_set_new(root, "log", text_or_null(c->log));
    json_object_set_new(root, "hooks", hooks(c));
    json_object_set_new(root, "repos", repos(c));
    return root;
}

/* It may be printed on a terminal: plain ASCII, without DEL. */
char *config_text(const struct config *config)
{
    json_t *root = root_object(config);
    char *dumped = json_dumps(root, JSON_INDENT(2) | JSON_ENSURE_ASCII);
    struct str text = {0};

    if (!dumped)
        abort(); /* there is no more memory */
    for (const char *p = dumped; *p; p++)
        if (*p == '\177')
            str_add(&text, "\\u007f");
        else
            str_addn(&text, p, 1);
    str_add(&text, "\n");
    free(dumped);
    json_decref(root);
    return str_take(&text);
}
