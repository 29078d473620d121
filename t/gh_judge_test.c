#include "../gh_judge.h"
#include "answer.h"

#define SAYS(words) "{\"message\":\"" words "\",\"documentation_url\":\"x\"}"
#define DATE "date: Tue, 14 Nov 2023 22:13:20 GMT\r\n" /* 1700000000 */

/* "Troubleshooting the REST API", "Rate limits for the REST API". */
static const struct {
    int status;
    const char *fields, *body;
    enum gh_verdict verdict;
    int64_t wait;
    const char *says; /* words in it */
} answers[] = {
    {200, "", "{}", GH_OK, -1, ""},
    {200, "x-ratelimit-remaining: 0\r\n", "{}", GH_OK, -1, ""},
    {200, "", SAYS("rate limit"), GH_OK, -1, ""},
    {401, "", SAYS("Bad credentials"), GH_DENIED, -1, "401: Bad credentials"},
    {401, "x-ratelimit-remaining: 0\r\n", SAYS("Bad credentials"), GH_DENIED,
     -1, "token"},
    {403, "", SAYS("Resource not accessible"), GH_DENIED, -1,
     "Resource not accessible"},
    {403, "", "", GH_DENIED, -1, "403"},
    {403, "", "<html>no</html>", GH_DENIED, -1, "403"},
    {403, "x-ratelimit-remaining: 4999\r\n", SAYS("no"), GH_DENIED, -1, "no"},
    {403, "x-accepted-github-permissions: contents=read\r\n",
     SAYS("Resource not accessible by personal access token"), GH_DENIED, -1,
     "it wants the permission contents=read"},
    {403, "x-github-sso: required; url=https://github.com/orgs/o/sso\r\n",
     SAYS("Resource protected by organization SAML enforcement."), GH_DENIED,
     -1, "single sign-on: required; url=https://github.com/orgs/o/sso"},
    {403, DATE "x-ratelimit-remaining: 0\r\nx-ratelimit-reset: 1700000060\r\n",
     SAYS("API rate limit exceeded"), GH_LIMITED, 60, "rate limit"},
    {403, DATE "x-ratelimit-remaining: 0\r\nx-ratelimit-reset: 1\r\n", "",
     GH_LIMITED, 0, "rate limit"},
    {403, "x-ratelimit-remaining: 0\r\n", "", GH_LIMITED, -1, "rate limit"},
    {403, "retry-after: 30\r\n", SAYS("slow down"), GH_LIMITED, 30,
     "slow down"},
    {403, "retry-after: 0\r\n", "", GH_LIMITED, 0, "rate limit"},
    {403,
     DATE "retry-after: 30\r\nx-ratelimit-remaining: 0\r\n"
          "x-ratelimit-reset: 1700000060\r\n",
     "", GH_LIMITED, 30, "rate limit"},
    {403, "", SAYS("You have exceeded a secondary rate limit."), GH_LIMITED, -1,
     "secondary rate limit"},
    {403, DATE "x-ratelimit-remaining: 7\r\nx-ratelimit-reset: 1700000060\r\n",
     SAYS("You have exceeded a secondary rate limit."), GH_LIMITED, -1,
     "secondary rate limit"},
    {403, "", SAYS("You have triggered an abuse detection mechanism."),
     GH_LIMITED, -1, "abuse detection"},
    {404, "", SAYS("Not Found"), GH_ABSENT, -1, "404: Not Found"},
    {404, "x-ratelimit-remaining: 0\r\n", "", GH_ABSENT, -1, "404"},
    {408, "", "", GH_RETRY, -1, "408"},
    {410, "", SAYS("Gone"), GH_BROKEN, -1, "410: Gone"},
    {400, "", "", GH_BROKEN, -1, "400"},
    {422, "", SAYS("Validation Failed"), GH_BROKEN, -1, "Validation Failed"},
    {451, "", "", GH_BROKEN, -1, "451"},
    {429, "", "", GH_LIMITED, -1, "429"},
    {429, "retry-after: 5\r\n", "", GH_LIMITED, 5, "429"},
    {429, DATE "x-ratelimit-remaining: 0\r\nx-ratelimit-reset: 1700000009\r\n",
     SAYS("API rate limit exceeded"), GH_LIMITED, 9, "429: API rate limit"},
    {500, "", SAYS("Server Error"), GH_RETRY, -1, "500: Server Error"},
    {501, "", "", GH_RETRY, -1, "501"},
    {502, "", "<html>Bad Gateway</html>", GH_RETRY, -1, "502"},
    {503, "retry-after: 12\r\n", "", GH_RETRY, 12, "503"},
    {504, "", "", GH_RETRY, -1, "504"},
    {599, "", "", GH_RETRY, -1, "599"},
    {202, "", "", GH_RETRY, -1, "202"},
    {204, "", "", GH_RETRY, -1, "204"},
    {300, "", "", GH_RETRY, -1, "300"},
    {304, "", "", GH_RETRY, -1, "nothing was held"},
    {500, "", "{\"message\":5}", GH_RETRY, -1, "500"},
    {500, "", "[]", GH_RETRY, -1, "500"},
    {500, "", "{\"message\":\"a\",\"message\":\"b\"}", GH_RETRY, -1, "500"},
};

/* curl(1) "EXIT CODES" */
static const struct {
    int status;
    enum gh_verdict verdict;
    const char *message;
} faults[] = {
    {6, GH_RETRY, "Could not resolve host: api.github.com"},
    {7, GH_RETRY, "Failed to connect to api.github.com port 443"},
    {28, GH_RETRY, "Operation timed out after 15000 milliseconds"},
    {35, GH_RETRY, "OpenSSL SSL_connect: SSL_ERROR_SYSCALL"},
    {52, GH_RETRY, "Empty reply from server"},
    {56, GH_RETRY, "Recv failure: Connection reset by peer"},
    {92, GH_RETRY, "HTTP/2 stream 1 was not closed cleanly"},
    {60, GH_BROKEN, "SSL certificate problem: self-signed certificate"},
    {77, GH_BROKEN, "error setting certificate verify locations"},
    {1, GH_RETRY, "Received HTTP/0.9 when not allowed"},
    {2, GH_BROKEN, "Failed initialization"},
    {3, GH_BROKEN, "URL using bad/illegal format or missing URL"},
    {63, GH_RETRY, "Maximum file size exceeded"},
};

static void test_answers(void)
{
    for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
        struct gh_get g =
            answer(answers[i].status, answers[i].fields, answers[i].body);
        struct gh_judgement j;

        gh_judge(&j, &g);
        if (!ok(j.verdict == answers[i].verdict &&
                    j.wait_secs == answers[i].wait && j.says &&
                    strstr(j.says, answers[i].says) &&
                    (*j.says != '\0') == (j.verdict > GH_SAME),
                "%d %s%s is judged: %s", answers[i].status, answers[i].fields,
                answers[i].body, answers[i].says)) {
            printf("# got: verdict %d, wait %lld\n", (int)j.verdict,
                   (long long)j.wait_secs);
            tap_note("says", j.says);
        }
        gh_judgement_clear(&j);
        gh_judgement_clear(&j);
        gh_get_clear(&g);
    }
}

static void test_faults(void)
{
    for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
        struct gh_get g = {.curl_status = faults[i].status,
                           .fault = str_dup(faults[i].message)};
        struct gh_judgement j;

        gh_judge(&j, &g);
        ok(j.verdict == faults[i].verdict && j.wait_secs == -1 &&
               strstr(j.says, faults[i].message),
           "curl's %d %s: %s", faults[i].status,
           j.verdict == GH_RETRY ? "may pass" : "will not pass",
           faults[i].message);
        gh_judgement_clear(&j);
        gh_get_clear(&g);
    }
}

static void test_same(void)
{
    struct gh_get g = answer(304, "", "");
    struct gh_judgement j;

    g.etag = str_dup("\"e\"");
    gh_judge(&j, &g);
    ok(j.verdict == GH_SAME && same(j.says, ""),
       "304 says that what we hold still holds");
    gh_judgement_clear(&j);
    gh_get_clear(&g);
}

static void test_unasked(void)
{
    struct gh_get g = {0};
    struct gh_judgement j;

    gh_judge(&j, &g);
    ok(j.verdict == GH_RETRY && *j.says, "no answer at all may pass");
    gh_judge_body(&j, "id is not a number");
    ok(j.verdict == GH_RETRY && j.wait_secs == -1 &&
           strstr(j.says, "id is not a number"),
       "a body without sense may pass, and it is said what was wrong");
    gh_judgement_clear(&j);
}

static void test_long_words(void)
{
    struct str body = {0};
    struct gh_judgement j;
    struct gh_get g;

    str_add(&body, "{\"message\":\"");
    for (int i = 0; i < 5000; i++)
        str_add(&body, "long ");
    str_add(&body, "\"}");
    g = answer(500, "", str_text(&body));
    gh_judge(&j, &g);
    ok(strlen(j.says) < 300, "GitHub's words are cut to a line");
    gh_judgement_clear(&j);
    gh_get_clear(&g);
    str_clear(&body);
}

/* Its words are not worth the memory that they would take. */
static void test_long_refusal(void)
{
    struct str json = {0};
    struct gh_judgement j;
    struct gh_get g;

    str_add(&json, "{\"message\": \"rate limit\", \"more\": [0");
    for (size_t i = 0; i < 100000; i++)
        str_add(&json, ",0");
    str_add(&json, "]}");
    g = answer(403, "", str_text(&json));
    gh_judge(&j, &g);
    is(j.says, "GitHub forbids it (403: no word of why)",
       "a refusal of many bytes is one without words");
    gh_judgement_clear(&j);
    gh_get_clear(&g);
    str_clear(&json);
}

int main(void)
{
    tap_start();
    test_answers();
    test_faults();
    test_same();
    test_unasked();
    test_long_words();
    test_long_refusal();
    return tap_end();
}
