#include "../gh_pace.h"
#include "tap.h"

static const struct {
    uint64_t cost;
    int64_t left;
    uint64_t for_ms, pace;
    const char *title;
} paces[] = {
    {8, 5000, 3600000, 0, "plenty is left: no pacing"},
    {8, 1001, 3600000, 0, "more than a thousand is plenty"},
    {8, 1000, 3600000, 28800, "8 requests a round, 1000 for an hour"},
    {8, 1000, 60000, 480, "the limit is reset in a minute"},
    {1, 60, 3600000, 60000, "60 an hour, as without a token: one a minute"},
    {2, 60, 3600000, 120000, "two requests: every two minutes"},
    {8, 1, 3600000, 28800000, "the last request"},
    {8, 0, 3600000, 0, "none is left: that is told and waited for elsewhere"},
    {8, -1, 3600000, 0, "nothing is told of a limit"},
    {8, 10, 0, 0, "it is reset now"},
};

int main(void)
{
    tap_start();
    for (size_t i = 0; i < ARRAY_LEN(paces); i++) {
        uint64_t ms = pace_ms(paces[i].cost, paces[i].left, paces[i].for_ms);

        ok(ms == paces[i].pace, "%s", paces[i].title);
    }
    return tap_end();
}
