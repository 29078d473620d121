/* The parts of verifying; for verify*.c alone. */
#ifndef VERIFY_PARTS_H
#define VERIFY_PARTS_H

#include "sha256.h"
#include "verify.h"

/* Are its bytes there? GitHub lists an asset while it is uploaded, too. */
bool verify_is_uploaded(const struct gh_asset *a);

/* Notes why an asset is not right; the first reason counts. */
void verify_wrong(struct verify_asset *a, int code, char *why);

/* verify_lists.c: reads the checksum files, and fills `listed`. */
struct err *verify_read_lists(struct verify *v) MUST_CHECK;

/* verify_download.c: downloads what is wanted, fills `computed` and `path`. */
struct err *verify_download(struct verify *v) MUST_CHECK;

/* One asset on its way. */
struct transfer {
    struct verify_repo *repo;
    struct verify_asset *asset;
    struct gh_bytes bytes;
    struct run run;
    int folder;   /* descriptor of the one that both are in */
    char *part;   /* the name that it has while it grows */
    char *file;   /* where it belongs, whole; there it has its own name */
    char *name;   /* "REPOSITORY/NAME" */
    char *held;   /* SHA-256 of `file`, which is there; NULL: it is not */
    bool there;   /* all bytes are in `part` */
    bool resumed; /* they did not come in one piece */
};

struct transfers {
    struct verify *v;
    const char *folder;
    int top;      /* descriptor of it */
    int *folders; /* of those in it, one for each repository; 0: not open */
    struct transfer *all;
    size_t n;
    uint64_t began;
    struct board_row *rows;
    char **doing;
};

/* Does it have the value that it must have, as far as that is told? */
bool verify_is_right(const struct verify_asset *a, const char *hex);
void verify_transfer_clear(struct transfer *x);

/* verify_folder.c: all that is written goes into folders that are open, so that
 * one that is replaced meanwhile, as by a link, leads nothing out of it. */
struct err *verify_open_folders(struct transfers *t) MUST_CHECK;
void verify_close_folders(struct transfers *t);
/* Is the folder of that one still where it was? */
bool verify_folder_stays(const struct transfers *t, const struct transfer *x);
/* Bytes of a file in its folder; -1: there is no such file. */
int64_t verify_size(const struct transfer *x, const char *name);
/* Is something of that name there? */
bool verify_is_there(const struct transfer *x, const char *name);

/* verify_fetch.c: fetches those that are not there, until nothing comes any
 * more. */
struct err *verify_fetch(struct transfers *t) MUST_CHECK;
/* Why that one did not come. */
void verify_not_there(struct transfer *x);

/* verify_hash.c: computes the SHA-256 of the file in its folder that `file`
 * names, NULL for none, of each, and gives it to `take`. */
struct err *verify_hash(const struct transfers *t,
                        const char *(*file)(const struct transfer *x),
                        void (*take)(struct transfer *x,
                                     const struct sha256 *sum)) MUST_CHECK;

/* verify_there.c: looks at what is in the folder. Transfers of assets that are
 * there, or whose place is taken, leave `t`; what is left of a run before is
 * gone on with. */
struct err *verify_look(struct transfers *t) MUST_CHECK;
/* That another file has the name of the asset. */
void verify_in_the_way(const struct transfer *x);

#endif
