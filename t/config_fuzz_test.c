#include "../config.h"
#include "mutate.h"
#include "tap.h"

#include <stdint.h>

/* Mutates good files, and reads what comes of it: nothing may crash or hang,
 * and all that is taken is printed and read back. FUZZ_SEED and FUZZ_COUNT
 * in the environment try others, and more. */

#define SEED 20260102
#define COUNT 12000
#define GROUP 100 /* inputs for each test */

static const char *const files[] = {
    "examples/truthdb.json",
    "examples/farpoint-ground.json",
};

/* Small, and with every key. */
static const char small[] =
    "{\"owner\":\"o\",\"api_url\":null,\"tag_prefix\":\"v\",\"tag_message\":"
    "\"{tag}\",\"sign\":true,\"poll_interval\":1,\"timeout\":2,\"log\":"
    "\"none\",\"hooks\":{\"on_event\":\"x\"},\"repos\":[{\"name\":\"a\","
    "\"assets\":[]},{\"name\":\"b\",\"dir\":\"c\",\"branch\":\"m\","
    "\"assets\":[\"x\",\"y\"],\"checksums\":{\"x\":\"y\"},\"workflow\":null,"
    "\"needs\":[\"a\"],\"timeout\":3}]}";

static const char *const words[] = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "\\u001b",
    "\x7f",
    "\x1b[31m",
    "\xef\xbb\xbf",
    "\xff",
    "\xc3\xa9",
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1e999",
    "1.5",
    "99999999999999999999",
    "\"\"",
    "\"a\"",
    "\"b\"",
    "\"..\"",
    "\"a/b\"",
    "\"{tag}\"",
    "\"{x}\"",
    "\"name\":",
    "\"dir\":",
    "\"branch\":",
    "\"assets\":",
    "\"checksums\":",
    "\"workflow\":",
    "\"needs\":",
    "\"timeout\":",
    "\"owner\":",
    "\"api_url\":",
    "\"tag_prefix\":",
    "\"tag_message\":",
    "\"sign\":",
    "\"log\":",
    "\"hooks\":",
    "\"on_event\":",
    "\"repos\":",
    "\"nane\":1,",
    "\"installer\",",
    "{},",
    "[],",
    "{\"name\":\"a\",\"assets\":[]},",
    " ",
    "\n",
    "\"sign\":1,\"sign\":1,",
};

/* A word of the table, mostly where another value or key begins. */
static void splice(struct str *s, uint64_t *state)
{
    const char *word = words[mutate_below(state, ARRAY_LEN(words))];
    size_t at = mutate_below(state, s->len + 1), n = 0;

    while (at < s->len && mutate_below(state, 8) && !strchr(",:[{", s->s[at]))
        at++;
    at += at < s->len;
    if (mutate_below(state, 2))
        n = strcspn(str_text(s) + at, ",]}");
    if (at + n > s->len)
        n = s->len - at;
    mutate_replace(s, at, n, word, strlen(word));
}

static void grow_number(struct str *s, uint64_t *state)
{
    size_t at = mutate_below(state, s->len + 1);

    while (at < s->len && (s->s[at] < '0' || s->s[at] > '9'))
        at++;
    for (size_t n = mutate_below(state, 30); n; n--)
        mutate_replace(s, at, 0, "9", 1);
}

static void mutate(struct str *s, uint64_t *state)
{
    size_t at = mutate_below(state, s->len + 1), left = s->len - at;

    switch (mutate_below(state, 8)) {
    case 0:
        if (left)
            s->s[at] ^= (char)(1 << mutate_below(state, 8));
        break;
    case 1:
        mutate_replace(s, at, mutate_below(state, left > 40 ? 41 : left + 1),
                       "", 0);
        break;
    case 2:
        mutate_repeat(s, state, 400);
        break;
    case 3:
        grow_number(s, state);
        break;
    case 4:
        if (!mutate_below(state, 8))
            mutate_replace(s, at, left, "", 0);
        break;
    default:
        splice(s, state);
    }
}

static bool is_clean(const char *line)
{
    for (; *line; line++)
        if ((unsigned char)*line < 0x20 || *line == 0x7f)
            return false;
    return *line == '\0';
}

static bool is_told(const struct err *e)
{
    bool right = e->code == EXIT_USAGE && e->notes.n && is_clean(e->text);

    for (size_t i = 0; right && i < e->notes.n; i++)
        right = str_starts(e->notes.v[i], "  ") && is_clean(e->notes.v[i]);
    return right;
}

static bool is_sorted(const struct config *c)
{
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->repos[i].n_needs; k++)
            if (c->repos[i].needs[k] >= i)
                return false;
    return true;
}

/* Does its text give the same? */
static bool comes_back(const struct config *c)
{
    char *text = config_text(c), *again;
    struct config d;
    struct err *e = config_parse(&d, text, strlen(text), "f");
    bool right = !e && is_sorted(c);

    again = e ? NULL : config_text(&d);
    right = right && same(text, again);
    err_free(e);
    config_clear(&d);
    free(text);
    free(again);
    return right;
}

/* How many were taken, and whether all went well. */
struct tally {
    size_t taken, told;
    bool right;
};

static void test_input(struct tally *tally, const struct str *s)
{
    char *bytes = str_dupn(str_text(s), s->len); /* not a byte more */
    struct config c;
    struct err *e;
    bool right;

    bytes = mem_grow(bytes, s->len, 1);
    e = config_parse(&c, bytes, s->len, "f");
    right = e ? is_told(e) : comes_back(&c);
    if (!right && tally->right) {
        char *text = str_dupn(bytes, s->len);

        tap_note("input", text);
        free(text);
    }
    tally->right = tally->right && right;
    tally->taken += !e;
    tally->told += e != NULL;
    err_free(e);
    config_clear(&c);
    free(bytes);
}

static struct str read_seed(const char *path)
{
    struct str s = {0};
    FILE *f = fopen(path, "r");
    char piece[4096];
    size_t n;

    while (f && (n = fread(piece, 1, sizeof(piece), f)) > 0)
        str_addn(&s, piece, n);
    if (f)
        fclose(f);
    return s;
}

static void test_group(const struct str *seeds, size_t n_seeds, uint64_t *state,
                       struct tally *all)
{
    struct tally tally = {.right = true};
    uint64_t before = *state;

    for (size_t i = 0; i < GROUP; i++) {
        const struct str *seed = &seeds[mutate_below(state, n_seeds)];
        struct str s = bytes_str(str_text(seed), seed->len);

        for (size_t k = 1 + mutate_below(state, 4); k; k--)
            mutate(&s, state);
        test_input(&tally, &s);
        str_clear(&s);
    }
    ok(tally.right, "%d files from state %llu: %zu taken, %zu refused", GROUP,
       (unsigned long long)before, tally.taken, tally.told);
    all->taken += tally.taken;
    all->told += tally.told;
}

static uint64_t number_from(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);

    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

int main(void)
{
    uint64_t state = number_from("FUZZ_SEED", SEED);
    uint64_t count = number_from("FUZZ_COUNT", COUNT);
    struct str seeds[ARRAY_LEN(files) + 1] = {{0}};
    struct tally all = {0};

    tap_start();
    printf("# FUZZ_SEED=%llu FUZZ_COUNT=%llu\n", (unsigned long long)state,
           (unsigned long long)count);
    state = state ? state : 1; /* from 0 only 0 would come */
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        seeds[i] = read_seed(files[i]);
        ok(seeds[i].len > 0, "there is %s", files[i]);
    }
    seeds[ARRAY_LEN(files)] = bytes_str(BYTES(small));
    for (uint64_t i = 0; i < count; i += GROUP)
        test_group(seeds, ARRAY_LEN(seeds), &state, &all);
    ok(all.taken && all.told, "some were taken, and some were refused");
    for (size_t i = 0; i < ARRAY_LEN(seeds); i++)
        str_clear(&seeds[i]);
    return tap_end();
}
