#include "../err.h"
#include "tap.h"

static void test_join(void)
{
    struct err *a = err_new(EXIT_FAILED, "a: push: refused");
    struct err *b = err_new(EXIT_TIMEOUT, "b: wait: time is up");
    struct err *joined;

    ok(!err_join(NULL, NULL), "two successes are one");
    ok(err_join(a, NULL) == a && err_join(NULL, a) == a,
       "an error and a success are that error");
    err_cure(b, "wait");
    b->hopeless = 1;
    joined = err_join(a, b);
    ok(joined == a && joined->code == EXIT_FAILED,
       "of two errors the first is told");
    is(joined->text, "a: push: refused", "as it was");
    ok(joined->notes.n == 2, "the other one is among its notes");
    is(joined->notes.v[0], "  also: b: wait: time is up", "its text");
    is(joined->notes.v[1], "    to do: wait", "and what to do about it");
    ok(!joined->cure, "which is not the first one's cure");
    ok(joined->hopeless == 1, "what cannot get better is not forgotten");
    err_free(joined);
}

static void test_first(void)
{
    struct err *a = err_new(EXIT_FAILED, "a");

    ok(!err_first(NULL, NULL), "two successes have no first error");
    ok(err_first(NULL, a) == a && err_first(a, NULL) == a,
       "an error alone is the first");
    ok(err_first(a, err_new(EXIT_AUTH, "b")) == a, "of two, the first is kept");
    is(a->text, "a", "as it was");
    err_free(a);
}

static void test_wrap(void)
{
    struct err *e = err_new(EXIT_AUTH, "%s", "cause");

    e = err_wrap(e, "%s: step", "repo");
    is(e->text, "repo: step: cause", "clauses are added outside in");
    ok(e->code == EXIT_AUTH, "the status stays");
    err_free(e);
    err_free(NULL);
}

int main(void)
{
    tap_start();
    test_join();
    test_first();
    test_wrap();
    return tap_end();
}
