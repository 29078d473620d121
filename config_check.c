#include "config_parts.h"
#include "semver.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define OWNER_MAX 39 /* as config_owner_wrong() says */
#define NAME_MAX_LEN 100
#define SHORTEST "1.2.3" /* no version has less */

#define LETTERS                                                                \
    "0123456789-_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool has_control(const char *s)
{
    for (; *s; s++)
        if (iscntrl((unsigned char)*s))
            return true;
    return false;
}

const char *config_owner_wrong(const char *text)
{
    size_t n = strspn(text, LETTERS);

    if (n && !text[n] && n <= OWNER_MAX && *text != '-')
        return NULL;
    return "cannot be an owner on GitHub: letters, digits, hyphens and "
           "underscores, at most 39";
}

const char *config_name_wrong(const char *text)
{
    size_t n = strspn(text, LETTERS ".");

    if (!n || text[n] || n > NAME_MAX_LEN)
        return "cannot be a repository on GitHub: 1 to 100 of A-Z a-z 0-9 . _ "
               "-";
    if (strcmp(text, ".") == 0 || strcmp(text, "..") == 0)
        return "cannot be a repository on GitHub: \".\" and \"..\" are folders";
    if (str_ends(text, ".git"))
        return "cannot be a repository on GitHub: leave \".git\" off";
    return NULL;
}

/* Does a part of a path, between slashes, do what `is` looks for? */
static bool any_part(const char *path, bool (*is)(const char *part, size_t n))
{
    for (;;) {
        size_t n = strcspn(path, "/");

        if (is(path, n))
            return true;
        if (!path[n])
            return false;
        path += n + 1;
    }
}

static bool is_dots(const char *part, size_t n)
{
    return n == 0 || (n == 1 && part[0] == '.') ||
           (n == 2 && part[0] == '.' && part[1] == '.');
}

static bool is_no_ref(const char *part, size_t n)
{
    return n == 0 || part[0] == '.' ||
           (n >= 5 && memcmp(part + n - 5, ".lock", 5) == 0);
}

const char *config_dir_wrong(const char *text)
{
    if (strcmp(text, ".") == 0)
        return NULL;
    if (!*text)
        return "is empty; the root itself is \".\"";
    if (*text == '/')
        return "must be relative to the folder that holds the clones, without "
               "\"/\" at its start";
    if (str_ends(text, "/"))
        return "must not end in \"/\"";
    if (any_part(text, is_dots))
        return "must be a path without empty parts, \".\" and \"..\"";
    if (has_control(text))
        return "must be a path without control characters";
    return NULL;
}

/* What git-check-ref-format(1) has against it. */
static const char *ref_wrong(const char *text)
{
    if (!*text)
        return "is empty; null means any branch";
    if (has_control(text) || strpbrk(text, " ~^:?*[\\"))
        return "is not accepted by git: it has a blank, a control character or "
               "one "
               "of ~^:?*[\\";
    if (any_part(text, is_no_ref))
        return "is not accepted by git: a part of it is empty, begins with "
               "\".\" or "
               "ends in \".lock\"";
    if (strstr(text, "..") || strstr(text, "@{"))
        return "is not accepted by git: it has \"..\" or \"@{\"";
    if (str_ends(text, "."))
        return "is not accepted by git: it ends with \".\"";
    if (*text == '-')
        return "is not accepted by git: it begins with \"-\"";
    return NULL;
}

const char *config_branch_wrong(const char *text)
{
    if (strcmp(text, "HEAD") == 0 || strcmp(text, "@") == 0)
        return "cannot be a branch: git means by it what is checked out";
    return ref_wrong(text);
}

const char *config_prefix_wrong(const char *text)
{
    char *tag = str_fmt("%s" SHORTEST, text);
    const char *wrong = ref_wrong(tag);

    if (!wrong && strlen(tag) > SEMVER_TAG_MAX)
        wrong = "is too long: git can hold a tag of 250 bytes";
    free(tag);
    return wrong;
}

#define UNKNOWN "has a \"{\" that begins neither {version} nor {tag}"

static bool has_unknown(const char *text)
{
    for (; (text = strchr(text, '{')) != NULL; text++)
        if (!str_starts(text, "{version}") && !str_starts(text, "{tag}"))
            return true;
    return false;
}

const char *config_message_wrong(const char *text)
{
    if (!text[strspn(text, " \t\r\n\v\f")])
        return "is blank: git wants a message, such as \"Release {tag}\"";
    return has_unknown(text) ? UNKNOWN : NULL;
}

const char *config_workflow_wrong(const char *text)
{
    bool yaml = str_ends(text, ".yml") || str_ends(text, ".yaml");

    if (yaml && *text != '.' && !strchr(text, '/') && !has_control(text))
        return NULL;
    return "must be a file in .github/workflows: its name alone, that ends in "
           ".yml or .yaml";
}

const char *config_log_wrong(const char *text)
{
    return *text ? NULL : "is empty; give the name of a file, or \"none\"";
}

const char *config_hook_wrong(const char *text)
{
    return *text ? NULL : "is empty; give the path of a program, or null";
}

const char *config_asset_wrong(const char *text, const char *filled)
{
    if (!*text)
        return "is empty; give the name of a file";
    if (has_unknown(text))
        return UNKNOWN;
    if (strchr(filled, '/') && !strchr(text, '/'))
        return "gets a \"/\" from tag_prefix; use {version} there";
    if (has_control(filled) || strpbrk(filled, " /\\"))
        return "must be a name without \"/\", \"\\\", blanks and control "
               "characters";
    if (*filled == '.' || str_ends(filled, "."))
        return "must not begin or end with \".\"";
    return NULL;
}
