/* The names of a release's assets, one a line; its own number is each one's id,
 * or with a line "=N" before it, N. Where would they be put? */
#include "../verify_download.c" /* which names make a file is its own matter */
#include "fuzz.h"

#define MOST 16
#define FOLDER "/w/dl"
#define REPO "app"

struct names {
    struct gh_asset v[MOST];
    struct verify_asset of[MOST];
    size_t n;
};

static void read_names(struct names *names, struct input *in)
{
    while (in->at < in->end && names->n < MOST) {
        struct gh_asset *a = &names->v[names->n];
        char *name = input_line(in);

        a->id = (int64_t)names->n;
        if (*name == '=') {
            a->id = strtoll(name + 1, NULL, 10);
            free(name);
            name = input_line(in);
        }
        a->name = name;
        names->of[names->n++].asset = a;
    }
}

static void check_name(const char *name)
{
    must(*name && !strchr(name, '/') && strcmp(name, ".") && strcmp(name, ".."),
         "nothing leads out of the folder");
    must(is_shown(name, strlen(name)), "a name looks as it is");
}

/* Right below the folder of its repository. */
static const char *name_in(const char *path)
{
    static const char inside[] = FOLDER "/" REPO "/";

    must(str_starts(path, inside), "a file is in its folder");
    check_name(path + strlen(inside));
    return path + strlen(inside);
}

static void check(const struct transfers *t)
{
    for (size_t i = 0; i < t->n; i++) {
        const char *file = name_in(t->all[i].file);
        const char *part = t->all[i].part;

        check_name(part);
        must(same_text(file, t->all[i].asset->asset->name),
             "a file has the name of its asset");
        must(*file != '.', "no file is hidden");
        must(*part == '.' && str_ends(part, ".part"), "a part is");
        must(strlen(part) + strlen(".copy") <= 255, "a part has a name");
        for (size_t k = 0; k < t->n; k++) {
            must(k == i || strcmp(t->all[k].file, t->all[i].file),
                 "no two are the same file");
            must(k == i || strcmp(t->all[k].part, t->all[i].part),
                 "no two have the same part");
            must(strcmp(t->all[k].asset->asset->name, part),
                 "no part is another's file");
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = input_of(data, size);
    struct config config = {.owner = (char[]){"o"}};
    struct repo repo = {.name = (char[]){REPO}};
    struct verify v = {.config = &config, .folder = FOLDER};
    struct verify_repo r = {.repo = &repo};
    struct transfers t = {.v = &v, .folder = FOLDER};
    struct names names = {.n = 0};

    read_names(&names, &in);
    t.all = mem_zero(MOST, sizeof(*t.all));
    for (size_t i = 0; i < names.n; i++)
        add(&t, &r, &names.of[i]);
    check(&t);
    for (size_t i = 0; i < names.n; i++) {
        must(!names.of[i].wrong || names.of[i].code,
             "what is not made is told");
        free(names.of[i].wrong);
        free(names.v[i].name);
    }
    transfers_clear(&t);
    return 0;
}
