#include "config.h"

#include <stdlib.h>
#include <string.h>

#define OWNER_MAX 39
#define POLL_SECS 5
#define TIMEOUT_SECS 2700

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

void config_truthdb(struct config *config)
{
    *config = (struct config){.owner = str_dup("Truthdb"),
                              .tag_prefix = str_dup("v"),
                              .tag_message = str_dup("Release {tag}"),
                              .n = ARRAY_LEN(truthdb),
                              .poll_secs = POLL_SECS,
                              .timeout_secs = TIMEOUT_SECS};
    config->repos = mem_zero(config->n, sizeof(*config->repos));
    for (size_t i = 0; i < config->n; i++) {
        config->repos[i].name = str_dup(truthdb[i].name);
        for (size_t k = 0; truthdb[i].assets[k]; k++)
            argv_push(&config->repos[i].assets, truthdb[i].assets[k]);
    }
}

struct err *config_set_owner(struct config *config, const char *owner)
{
    size_t n = strspn(owner, "0123456789-_abcdefghijklmnopqrstuvwxyz"
                             "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    if (n == 0 || owner[n] || n > OWNER_MAX || owner[0] == '-')
        return err_new(EXIT_USAGE,
                       "\"%.80s\" cannot be an owner on GitHub: letters, "
                       "digits, hyphens and underscores, at most %d",
                       owner, OWNER_MAX);
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

void config_clear(struct config *config)
{
    for (size_t i = 0; i < config->n; i++) {
        free(config->repos[i].name);
        argv_clear(&config->repos[i].assets);
    }
    free(config->repos);
    free(config->owner);
    free(config->tag_prefix);
    free(config->tag_message);
    *config = (struct config){0};
}
