#include "config_parts.h"

#include <stdlib.h>
#include <string.h>

#define POLL_SECS 5
#define TIMEOUT_SECS 2700

/* The second asset of each holds the SHA-256 of the first. */
static const struct {
    const char *name, *assets[3];
} truthdb[] = {
    {"installer-kernel", {"BOOTX64.EFI", "BOOTX64.EFI.sha256"}},
    {"installer",
     {"truthdb-installer-v{version}-x86_64-linux-musl.tar.gz",
      "truthdb-installer-v{version}-x86_64-linux-musl.sha256"}},
    {"truthdb",
     {"truthdb-v{version}-x86_64-linux-gnu.tar.gz",
      "truthdb-v{version}-x86_64-linux-gnu.sha256"}},
    {"installer-iso",
     {"truthdb-installer-v{version}.iso",
      "truthdb-installer-v{version}.iso.sha256"}},
};

static void fill_repo(struct repo *repo, const char *name,
                      const char *const *assets)
{
    *repo = (struct repo){.name = str_dup(name),
                          .dir = str_dup(name),
                          .workflow = str_dup(CONFIG_WORKFLOW),
                          .n_checksums = 1};
    for (size_t k = 0; assets[k]; k++)
        argv_push(&repo->assets, assets[k]);
    repo->checksums = mem_zero(1, sizeof(*repo->checksums));
    repo->checksums->of = str_dup(assets[0]);
    repo->checksums->file = str_dup(assets[1]);
}

/* The last repository is made of all the others. */
static void fill_needs(struct config *config)
{
    struct repo *last = &config->repos[config->n - 1];

    last->n_needs = config->n - 1;
    last->needs = mem_zero(last->n_needs, sizeof(*last->needs));
    for (size_t i = 0; i < last->n_needs; i++)
        last->needs[i] = i;
}

void config_defaults(struct config *config)
{
    *config = (struct config){.tag_prefix = str_dup("v"),
                              .tag_message = str_dup("Release {tag}"),
                              .poll_secs = POLL_SECS,
                              .timeout_secs = TIMEOUT_SECS};
}

void config_truthdb(struct config *config)
{
    config_defaults(config);
    config->owner = str_dup("Truthdb");
    config->n = ARRAY_LEN(truthdb);
    config->repos = mem_zero(config->n, sizeof(*config->repos));
    for (size_t i = 0; i < config->n; i++)
        fill_repo(&config->repos[i], truthdb[i].name, truthdb[i].assets);
    fill_needs(config);
}

struct err *config_set_owner(struct config *config, const char *owner)
{
    const char *wrong = config_owner_wrong(owner);

    if (wrong)
        return err_new(EXIT_USAGE, "\"%.80s\" %s", owner, wrong);
    free(config->owner);
    config->owner = str_dup(owner);
    return NULL;
}

char *config_expand(const char *text, const char *version, const char *tag)
{
    struct str out = {0};

    while (*text) {
        size_t n = strcspn(text, "{");

        str_addn(&out, text, n);
        text += n;
        if (str_starts(text, "{version}")) {
            str_add(&out, version);
            text += strlen("{version}");
        } else if (str_starts(text, "{tag}")) {
            str_add(&out, tag);
            text += strlen("{tag}");
        } else if (*text) {
            str_addn(&out, text++, 1);
        }
    }
    return str_take(&out);
}

static void clear_repo(struct repo *repo)
{
    free(repo->name);
    free(repo->dir);
    free(repo->branch);
    argv_clear(&repo->assets);
    for (size_t k = 0; k < repo->n_checksums; k++) {
        free(repo->checksums[k].of);
        free(repo->checksums[k].file);
    }
    free(repo->checksums);
    free(repo->workflow);
    free(repo->needs);
}

void config_clear(struct config *config)
{
    for (size_t i = 0; i < config->n; i++)
        clear_repo(&config->repos[i]);
    free(config->repos);
    free(config->file);
    free(config->owner);
    free(config->api_url);
    free(config->tag_prefix);
    free(config->tag_message);
    free(config->log);
    free(config->on_event);
    *config = (struct config){0};
}
