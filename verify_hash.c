#include "verify_parts.h"

#include <stdlib.h>

struct err *verify_hash(const struct transfers *t,
                        const char *(*file)(const struct transfer *x),
                        void (*take)(struct transfer *x,
                                     const struct sha256 *sum))
{
    struct sha256 *sums = mem_zero(t->n + 1, sizeof(*sums));
    struct transfer **of = mem_zero(t->n + 1, sizeof(*of));
    struct err *e;
    size_t n = 0;

    for (size_t i = 0; i < t->n; i++) {
        struct transfer *x = &t->all[i];

        sums[n].folder = x->folder;
        sums[n].file = file(x);
        of[n] = x;
        n += sums[n].file != NULL;
    }
    e = sha256_all(t->v->runner, sums, n);
    for (size_t i = 0; i < n; i++) {
        if (!e)
            take(of[i], &sums[i]);
        sha256_clear(&sums[i]);
    }
    free(sums);
    free(of);
    return e;
}
