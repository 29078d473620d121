#include "gh_judge.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGE_MAX 200                /* of GitHub's words in a line of ours */
#define REFUSAL_MAX ((size_t)64 << 10) /* no page that refuses is longer */

/* What is too long ends after a word: half a secret would not be known for
 * one. */
static char *shortened(const char *text)
{
    size_t n = strlen(text);

    if (n <= MESSAGE_MAX)
        return str_dup(text);
    for (n = MESSAGE_MAX; n && text[n] != ' ';)
        n--;
    return str_fmt("%.*s ...", (int)n, text);
}

/* GitHub's own words in an error answer; owned by the caller. *limit: they
 * speak of a rate limit. */
static char *message_of(const struct gh_get *g, bool *limit)
{
    json_error_t error;
    size_t n = g->body.len < REFUSAL_MAX ? g->body.len : 0;
    json_t *root =
        json_loadb(str_text(&g->body), n, JSON_REJECT_DUPLICATES, &error);
    const char *text = json_string_value(json_object_get(root, "message"));
    const char *page =
        json_string_value(json_object_get(root, "documentation_url"));
    char *message = shortened(text ? text : "");

    *limit = strstr(message, "rate limit") ||
             strstr(message, "abuse detection") ||
             (page && strstr(page, "rate-limit"));
    json_decref(root);
    return message;
}

/* curl(1) "EXIT CODES": those that trying again does not mend. 1 is not among
 * them: an answer that does not begin like HTTP is one, too. */
static bool is_final_fault(int status)
{
    static const int final[] = {2, 3, 4, 48, 58, 60, 77, 83, 90, 91};

    for (size_t i = 0; i < ARRAY_LEN(final); i++)
        if (status == final[i])
            return true;
    return false;
}

static void judge_limit(struct gh_judgement *j, const struct gh_get *g,
                        const char *message)
{
    j->verdict = GH_LIMITED;
    if (g->head.retry_after >= 0)
        j->wait_secs = g->head.retry_after;
    else if (g->head.limit_left == 0)
        j->wait_secs = g->head.limit_reset;
    j->says = str_fmt("a rate limit of GitHub (%d%s%s)", g->head.status,
                      *message ? ": " : "", message);
}

static void judge_denied(struct gh_judgement *j, const struct gh_get *g,
                         const char *message)
{
    struct str says = {0};

    message = *message ? message : "no word of why";
    j->verdict = GH_DENIED;
    if (g->head.status == 401)
        str_addf(&says, "GitHub does not accept the token (401: %s)", message);
    else
        str_addf(&says, "GitHub forbids it (403: %s)", message);
    if (g->head.permissions)
        str_addf(&says, "; it wants the permission %s", g->head.permissions);
    if (g->head.sso)
        str_addf(&says, "; the token must be authorised for single sign-on: %s",
                 g->head.sso);
    j->says = str_take(&says);
}

static void judge_away(struct gh_judgement *j, const struct gh_get *g)
{
    int status = g->head.status;

    j->verdict = GH_BROKEN;
    if (!g->head.location)
        j->says =
            str_fmt("GitHub redirects (%d), and does not say where to", status);
    else if (g->redirects < GH_REDIRECTS)
        j->says = str_fmt("GitHub redirects (%d) to %s, which is not the API "
                          "that the token is for",
                          status, g->head.location);
    else
        j->says = str_fmt("GitHub redirects (%d) without an end", status);
}

static void judge_status(struct gh_judgement *j, const struct gh_get *g,
                         const char *message, bool limit)
{
    int status = g->head.status;

    limit |= g->head.limit_left == 0 || g->head.retry_after >= 0;
    if (status == 200 || status == 304) {
        j->verdict = status == 200 ? GH_OK : GH_SAME;
        j->says = str_dup("");
    } else if (status == 429 || (status == 403 && limit)) {
        judge_limit(j, g, message);
    } else if (status == 401 || status == 403) {
        judge_denied(j, g, message);
    } else if (g->away) {
        judge_away(j, g);
    } else {
        j->verdict = status == 404 ? GH_ABSENT
                     : status == 408 || status >= 500 || status < 400
                         ? GH_RETRY
                         : GH_BROKEN;
        j->wait_secs = g->head.retry_after;
        j->says = str_fmt("GitHub answered %d%s%s", status,
                          *message ? ": " : "", message);
    }
}

void gh_judge(struct gh_judgement *j, const struct gh_get *g)
{
    bool limit = false;
    char *message;

    *j = (struct gh_judgement){.wait_secs = -1};
    if (!g->answered) {
        j->verdict = is_final_fault(g->curl_status) ? GH_BROKEN : GH_RETRY;
        j->says = str_fmt("no answer from GitHub: %s",
                          g->fault ? g->fault : "not asked");
        return;
    }
    message = g->head.status >= 400 ? message_of(g, &limit) : str_dup("");
    judge_status(j, g, message, limit);
    free(message);
    if (j->verdict == GH_SAME && !g->etag)
        gh_judge_body(j, "304, though nothing was held");
}

void gh_judge_body(struct gh_judgement *j, const char *why)
{
    gh_judgement_clear(j);
    j->verdict = GH_RETRY;
    j->says = str_fmt("GitHub's answer makes no sense: %s", why);
}

void gh_judge_again(struct gh_judgement *j)
{
    if (j->verdict != GH_LIMITED)
        j->verdict = GH_RETRY;
}

void gh_judgement_clear(struct gh_judgement *j)
{
    free(j->says);
    *j = (struct gh_judgement){.wait_secs = -1};
}
