#include "api_url.h"
#include "config_parts.h"

#include <stdlib.h>
#include <string.h>

#define REPOS_MAX 10000
#define POLL_MAX 3600
#define TIMEOUT_MAX 604800 /* a week */

#define OF_CONFIG(field) offsetof(struct config, field)
#define OF_REPO(field) offsetof(struct repo, field)

static const struct key repo_keys[] = {
    {.name = "name",
     .required = true,
     .at = OF_REPO(name),
     .wrong = config_name_wrong,
     .read = config_check_name},
    {.name = "dir",
     .at = OF_REPO(dir),
     .wrong = config_dir_wrong,
     .read = config_check_dir},
    {.name = "branch",
     .nullable = true,
     .at = OF_REPO(branch),
     .wrong = config_branch_wrong},
    {.name = "assets",
     .kind = KEY_LIST,
     .required = true,
     .read = config_read_assets},
    {.name = "checksums", .kind = KEY_OBJECT, .read = config_read_checksums},
    {.name = "workflow",
     .nullable = true,
     .at = OF_REPO(workflow),
     .wrong = config_workflow_wrong},
    {.name = "needs", .kind = KEY_LIST, .read = config_read_needs},
    {.name = "timeout",
     .kind = KEY_SECS,
     .at = OF_REPO(timeout_secs),
     .max = TIMEOUT_MAX},
    {.name = NULL},
};

static void read_repo(struct reading *r, json_t *object)
{
    struct repo *repo = &r->config->repos[r->i];

    repo->workflow = str_dup(CONFIG_WORKFLOW);
    config_read_keys(r, repo, object, repo_keys);
    if (!repo->dir && repo->name) {
        repo->dir = str_dup(repo->name);
        config_check_dir(r, NULL);
    }
}

static void read_each(struct reading *r, const json_t *list)
{
    r->config->n = json_array_size(list);
    r->config->repos = mem_zero(r->config->n, sizeof(*r->config->repos));
    for (r->i = 0; r->i < r->config->n; r->i++) {
        json_t *object = json_array_get(list, r->i);
        size_t mark = json_enter(&r->rd, "[%zu]", r->i);

        if (json_is_object(object))
            read_repo(r, object);
        else
            config_wrong_type(&r->rd, "an object", object);
        json_leave(&r->rd, mark);
    }
}

static void read_repos(struct reading *r, json_t *list)
{
    size_t n = json_array_size(list);

    if (n == 0) {
        json_wrong(&r->rd, ": ", "must have at least one repository");
    } else if (n > REPOS_MAX) {
        json_wrong(&r->rd, ": ", "has %zu repositories; at most %d are taken",
                   n, REPOS_MAX);
    } else {
        config_index_names(r, list);
        read_each(r, list);
        config_order(&r->rd, r->config);
    }
}

static const struct key hooks_keys[] = {
    {.name = "on_event",
     .nullable = true,
     .at = OF_CONFIG(on_event),
     .wrong = config_hook_wrong},
    {.name = NULL},
};

static void read_hooks(struct reading *r, json_t *object)
{
    config_read_keys(r, r->config, object, hooks_keys);
}

static const struct key config_keys[] = {
    {.name = "owner",
     .required = true,
     .at = OF_CONFIG(owner),
     .wrong = config_owner_wrong},
    {.name = "api_url",
     .nullable = true,
     .at = OF_CONFIG(api_url),
     .wrong = api_url_wrong,
     .cure = "; " API_URL_SUCH_AS},
    {.name = "tag_prefix",
     .at = OF_CONFIG(tag_prefix),
     .wrong = config_prefix_wrong},
    {.name = "tag_message",
     .at = OF_CONFIG(tag_message),
     .wrong = config_message_wrong},
    {.name = "sign", .kind = KEY_FLAG, .at = OF_CONFIG(sign)},
    {.name = "poll_interval",
     .kind = KEY_SECS,
     .at = OF_CONFIG(poll_secs),
     .max = POLL_MAX},
    {.name = "timeout",
     .kind = KEY_SECS,
     .at = OF_CONFIG(timeout_secs),
     .max = TIMEOUT_MAX},
    {.name = "log",
     .nullable = true,
     .at = OF_CONFIG(log),
     .wrong = config_log_wrong},
    {.name = "hooks", .kind = KEY_OBJECT, .nullable = true, .read = read_hooks},
    {.name = "repos", .kind = KEY_LIST, .required = true, .read = read_repos},
    {.name = NULL},
};

static void read_root(struct reading *r)
{
    if (json_is_object(r->root))
        config_read_keys(r, r->config, r->root, config_keys);
    else if (r->root)
        json_wrong(&r->rd, "it ", "must be an object, not %s",
                   config_type_name(r->root));
}

/* All that was found wrong, or NULL. */
static struct err *mistakes(const struct argv *wrong, const char *file)
{
    struct err *e;

    if (!wrong->n)
        return NULL;
    e = err_new(EXIT_USAGE, "%s: %zu mistake%s", file, wrong->n,
                wrong->n == 1 ? "" : "s");
    for (size_t i = 0; i < wrong->n; i++)
        err_note(e, "  %s", wrong->v[i]);
    return e;
}

static void end(struct reading *r)
{
    json_decref(r->root);
    json_decref(r->names);
    json_decref(r->dirs);
    free(r->sample_tag);
    free(json_reader_end(&r->rd));
}

struct err *config_parse(struct config *config, const char *bytes, size_t n,
                         const char *file)
{
    struct reading r = {.config = config};
    struct err *e;

    config_defaults(config);
    config->file = str_dup(file);
    r.root = config_document(&r.rd, bytes, n);
    read_root(&r);
    e = mistakes(&r.rd.wrong, file);
    if (e)
        config_clear(config);
    end(&r);
    return e;
}
