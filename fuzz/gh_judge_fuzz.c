/* Three lines: status of HTTP, seconds of Retry-After, requests left (each with
 * 1 for none, 2 for 0 and so on). Then the body of the answer. */
#include "../gh_judge.h"
#include "fuzz.h"

#define MESSAGE_MOST 1000 /* bytes of a clause */

static void check(const struct gh_judgement *j, const struct gh_get *g)
{
    int status = g->head.status;

    must(j->verdict <= GH_BROKEN && j->says, "each answer is judged");
    must((j->verdict == GH_OK) == (status == 200), "only 200 is good");
    must(j->verdict != GH_SAME, "nothing was held");
    must(j->verdict != GH_ABSENT || status == 404, "only 404 is absent");
    must(j->verdict != GH_DENIED || status == 401 || status == 403,
         "only 401 and 403 deny");
    must(j->verdict != GH_LIMITED || status == 429 || status == 403,
         "only 403 and 429 are a rate limit");
    must(status != 401 || j->verdict == GH_DENIED, "401 does not pass");
    must(j->wait_secs >= -1, "a wait is in range");
    must(strlen(j->says) < MESSAGE_MOST, "GitHub's words are cut");
    must(j->verdict == GH_OK || *j->says, "what is not good is told");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    struct gh_get g = {.answered = true};
    struct gh_judgement j;

    g.head.status = (int)input_number(&in, 600);
    g.head.retry_after = (int64_t)input_number(&in, 100000) - 1;
    g.head.limit_left = (int64_t)input_number(&in, 10000) - 1;
    g.head.limit_reset = 60;
    g.body = input_str(&in);
    gh_judge(&j, &g);
    check(&j, &g);
    gh_judgement_clear(&j);
    str_clear(&g.body);
    return 0;
}
