#include "../git_answer.h"
#include "../git_cause.h"
#include "tap.h"

#define A "0123456789abcdef0123456789abcdef01234567"
#define B "89abcdef0123456789abcdef0123456789abcdef"
#define A256 A "0123456789abcdef01234567"
#define HEAD "# branch.oid " A "\0# branch.head main\0"
#define CHANGED "1 .M N... 100644 100644 100644 " A " " A " "
#define UNMERGED "u UU N... 100644 100644 100644 100644 " A " " A " " A " "

static const struct {
    const char *text, *least;
    bool enough;
} versions[] = {
    {"git version 2.39.5", "2.30", true},
    {"git version 2.39.5 (Apple Git-154)", "2.30", true},
    {"git version 2.30.0.windows.1", "2.30", true},
    {"git version 2.30.0", "2.30.0", true},
    {"git version 2.30", "2.30.0", true},
    {"git version 2.30.rc1", "2.30", true},
    {"git version 2.29.3", "2.30", false},
    {"git version 2.9.5", "2.30", false},
    {"git version 1.99.0", "2.30", false},
    {"git version 2", "2.30", false},
    {"git version 3", "2.30", true},
    {"git version 3.0.0", "2.30", true},
    {"git version 10.0", "2.30", true},
    {"git version 2.100.0", "2.30", true},
    {"git version 99999999999999999999999.1", "2.30", true},
    {"git version 2.99999999999999999999999", "2.30", true},
    {"curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1", "7.76", true},
    {"curl 8.5.0 (x86_64-pc-linux-gnu)", "7.76", true},
    {"curl 7.64.1 (x86_64-apple-darwin20.0)", "7.76", false},
    {"git version", "2.30", false},
    {"no number", "0", false},
    {"", "2.30", false},
    {"\n", "2.30", false},
};

static const struct {
    const char *out;
    size_t n;
    const char *dir, *common, *objects, *top; /* dir NULL: refused */
    bool bare;
    const char *what;
} wheres[] = {
    {BYTES("false\n/w/r/.git\n.git\n.git/objects\n/w/r\n"), "/w/r/.git", ".git",
     ".git/objects", "/w/r", false, "a clone"},
    {BYTES("false\n/w/r/.git/worktrees/x\n/w/r/.git\n/w/r/.git/objects\n"
           "/w/x\n"),
     "/w/r/.git/worktrees/x", "/w/r/.git", "/w/r/.git/objects", "/w/x", false,
     "a further worktree"},
    {BYTES("true\n/w/r.git\n.\nobjects\n"), "/w/r.git", ".", "objects", NULL,
     true, "a bare clone"},
    {BYTES("false\n/w/ r\xc3\xa9/.git\n.git\n.git/objects\n/w/ r\xc3\xa9\n"),
     "/w/ r\xc3\xa9/.git", ".git", ".git/objects", "/w/ r\xc3\xa9", false,
     "a clone in an odd folder"},
    {BYTES("false\n/w/r/.git\n.git\n"), NULL, NULL, NULL, NULL, false,
     "an answer of three lines"},
    {BYTES("false\n.git\n.git\n.git/objects\n/w/r\n"), NULL, NULL, NULL, NULL,
     false, "a relative git folder"},
    {BYTES("false\n\n\n\n\n"), NULL, NULL, NULL, NULL, false, "empty lines"},
    {BYTES("false"), NULL, NULL, NULL, NULL, false, "one word"},
    {BYTES(""), NULL, NULL, NULL, NULL, false, "no answer"},
    {BYTES("\0\0\0\0"), NULL, NULL, NULL, NULL, false, "NUL bytes"},
};

static const struct {
    const char *out;
    size_t n;
    const char *head, *branch;
    unsigned changed, untracked, conflicts;
    const char *paths[GIT_STATUS_PATHS];
    const char *what;
} statuses[] = {
    {BYTES(HEAD), A, "main", 0, 0, 0, {NULL}, "a clean clone"},
    {BYTES("# branch.oid " A256 "\0# branch.head main\0"),
     A256,
     "main",
     0,
     0,
     0,
     {NULL},
     "a clone with SHA-256"},
    {BYTES(HEAD "# branch.upstream origin/main\0# branch.ab +1 -2\0"
                "# stash 1\0# future thing\0"),
     A,
     "main",
     0,
     0,
     0,
     {NULL},
     "further headers"},
    {BYTES("# branch.oid " A "\0# branch.head (detached)\0"),
     A,
     NULL,
     0,
     0,
     0,
     {NULL},
     "a detached HEAD"},
    {BYTES("# branch.oid (initial)\0# branch.head main\0"),
     NULL,
     "main",
     0,
     0,
     0,
     {NULL},
     "a branch without a commit"},
    {BYTES("# branch.oid " A "\0# branch.head x/(detached)\0"),
     A,
     "x/(detached)",
     0,
     0,
     0,
     {NULL},
     "an odd branch"},
    {BYTES(HEAD CHANGED "a b.c\0"),
     A,
     "main",
     1,
     0,
     0,
     {"a b.c"},
     "a changed file with a blank in its name"},
    {BYTES(HEAD "2 R. N... 100644 100644 100644 " A " " A
                " R100 new\0old\0? x\0"),
     A,
     "main",
     1,
     1,
     0,
     {"new", "x"},
     "a renamed file, which has two names"},
    {BYTES(HEAD "2 R. N... 100644 100644 100644 " A " " A " R100 new\0? old\0"),
     A,
     "main",
     1,
     0,
     0,
     {"new"},
     "a renamed file whose old name looks like an entry"},
    {BYTES(HEAD UNMERGED "both\0"), A, "main", 0, 0, 1, {"both"}, "a conflict"},
    {BYTES(HEAD "? new\0? dir/\0"),
     A,
     "main",
     0,
     2,
     0,
     {"new", "dir/"},
     "untracked files"},
    {BYTES(HEAD "? a\nb\x1b[31m\0"),
     A,
     "main",
     0,
     1,
     0,
     {"a\nb\x1b[31m"},
     "a file with a line feed and ESC in its name"},
    {BYTES(HEAD "! ignored\0"), A, "main", 0, 0, 0, {NULL}, "an ignored file"},
    {BYTES(HEAD "? 1\0? 2\0? 3\0? 4\0" CHANGED "5\0"),
     A,
     "main",
     1,
     4,
     0,
     {"1", "2", "3"},
     "five files, three of them by name"},
};

static const struct {
    const char *out;
    size_t n;
    const char *what;
} not_statuses[] = {
    {BYTES(""), "no answer"},
    {BYTES("\0"), "an empty entry"},
    {BYTES(HEAD "\0"), "an empty entry at the end"},
    {BYTES("garbage\0"), "garbage"},
    {BYTES("fatal: not a git repository\n"), "an error message"},
    {BYTES("# branch.oid " A "\n# branch.head main\n"), "lines instead of NUL"},
    {BYTES("# branch.oid 0123\0# branch.head main\0"), "a short object id"},
    {BYTES("# branch.oid " A "x\0# branch.head main\0"), "a long object id"},
    {BYTES("# branch.oid 0123456789ABCDEF0123456789abcdef01234567\0"),
     "an object id in upper case"},
    {BYTES("# branch.oid \0# branch.head main\0"), "an empty object id"},
    {BYTES(" M file\0"), "the first format"},
    {BYTES("# branch.oid " A "\0# branch.head mai"), "a cut branch"},
    {BYTES(HEAD "? fil"), "a cut name"},
    {BYTES(HEAD CHANGED), "a cut entry"},
};

#define TAG(name, type, id, ptype, pid)                                        \
    "refs/tags/" name "\0" type "\0" id "\0" ptype "\0" pid "\n"

static const struct {
    const char *out;
    size_t n;
    const char *subject, *object, *peeled;
    bool annotated, commit;
    const char *what;
} refs[] = {
    {BYTES("head\0a subject\n" TAG("v1", "tag", A, "commit", B)), "a subject",
     A, B, true, true, "an annotated tag"},
    {BYTES("\n\nhead\0a subject\n\n" TAG("v1", "commit", A, "", "")),
     "a subject", A, A, false, true, "a lightweight tag"},
    {BYTES(TAG("v1", "tag", A, "tag", B)), NULL, A, B, true, false,
     "a tag of a tag"},
    {BYTES(TAG("v1", "tag", A, "tree", B)), NULL, A, B, true, false,
     "a tag of a tree"},
    {BYTES(TAG("v1", "blob", A, "", "")), NULL, A, A, false, false,
     "a lightweight tag of a blob"},
    {BYTES(TAG("v1", "tag", A256, "commit", A256)), NULL, A256, A256, true,
     true, "a tag with SHA-256"},
    {BYTES("head\0subject\n"), "subject", NULL, NULL, false, false, "no tag"},
    {BYTES("head\0\n"), NULL, NULL, NULL, false, false, "an empty subject"},
    {BYTES(""), NULL, NULL, NULL, false, false, "nothing"},
    {BYTES("\n\n\n"), NULL, NULL, NULL, false, false, "other branches"},
    {BYTES(TAG("v1/x", "tag", A, "commit", B)), NULL, NULL, NULL, false, false,
     "a tag below that name"},
    {BYTES(TAG("v10", "tag", A, "commit", B)), NULL, NULL, NULL, false, false,
     "a tag with a longer name"},
    {BYTES(TAG("V1", "tag", A, "commit", B)), NULL, NULL, NULL, false, false,
     "a tag in the other case"},
    {BYTES("refs/tags/v2\nhead\0subject\nrefs/tags/v3\n"), "subject", NULL,
     NULL, false, false, "other tags, by their names alone"},
};

static const struct {
    const char *out;
    size_t n;
    const char *what;
} not_refs[] = {
    {BYTES("refs/tags/v1\n"), "a tag without an object"},
    {BYTES("refs/tags/v1\0tag\n"), "a tag with a type alone"},
    {BYTES("refs/tags/v1\0tag\0xyz\0commit\0" B "\n"), "no object id"},
    {BYTES("refs/tags/v1\0tag\0"
           "0123456\0commit\0" B "\n"),
     "a short object id"},
    {BYTES("refs/tags/v1\0\0\0\0\n"), "empty fields"},
    {BYTES("refs/heads/v1\0commit\0" A "\0\0\n"), "a branch with its name"},
    {BYTES("nonsense\n"), "nonsense"},
    {BYTES("head\0a subject\nnonsense\n"), "nonsense at the end"},
    {BYTES("head\0a subject\nhead\0another\n"), "two heads"},
    {BYTES("head\0a subj"), "an answer that was cut"},
    {BYTES("refs/tags/v0\nrefs/ta"), "a name that was cut"},
};

static const struct {
    const char *out, *fetch, *push[2];
    const char *what;
} remotes[] = {
    {"origin\thttps://h/o/r (fetch)\norigin\thttps://h/o/r (push)\n",
     "https://h/o/r",
     {"https://h/o/r"},
     "one URL for both"},
    {"origin\thttps://h/o/r (fetch)\norigin\tgit@h:o/r (push)\n",
     "https://h/o/r",
     {"git@h:o/r"},
     "a URL for each"},
    {"origin\ta (fetch)\norigin\tb (push)\norigin\tc (push)\n",
     "a",
     {"b", "c"},
     "two URLs to push to"},
    {"origin\ta (fetch) [blob:none]\norigin\ta (push)\n",
     "a",
     {"a"},
     "the filter of a partial clone"},
    {"origin\t/w/a b/r (fetch)\norigin\t/w/a b/r (push)\n",
     "/w/a b/r",
     {"/w/a b/r"},
     "a URL with a blank"},
    {"origin\tx (push) y (fetch)\norigin\tx (fetch) y (push)\n",
     "x (push) y",
     {"x (fetch) y"},
     "a URL that looks like the end"},
    {"a\tx (fetch)\na\tx (push)\norigin\ty (fetch)\norigin\ty (push)\n"
     "upstream\tz (fetch)\nupstream\tz (push)\n",
     "y",
     {"y"},
     "origin between others"},
    {"origin2\tx (fetch)\norigin2\tx (push)\nmy-origin\tx (fetch)\n",
     NULL,
     {NULL},
     "remotes that are not quite origin"},
    {"", NULL, {NULL}, "no remote"},
    {"origin\n", NULL, {NULL}, "a remote without a URL"},
    {"garbage\n\n\n(fetch)\n", NULL, {NULL}, "garbage"},
};

#define REFS "refs/tags/v1:refs/tags/v1"

static const struct {
    const char *out;
    char flag;
    const char *what;
} pushes[] = {
    {"To h\n*\t" REFS "\t[new tag]\nDone\n", '*', "a new tag"},
    {"To h\n*\t" A ":refs/tags/v1\t[new tag]\nDone\n", '*',
     "a new tag by object id"},
    {"To h\n=\t" REFS "\t[up to date]\nDone\n", '=', "the same tag"},
    {"To h\n!\t" REFS "\t[rejected] (stale info)\nDone\n", '!', "a refusal"},
    {"To h\n!\t" REFS "\t[remote rejected] (pre-receive hook declined)\n", '!',
     "a refusal by the server"},
    {"To h\n+\t" REFS "\t1...2 (forced update)\nDone\n", '+', "force"},
    {"To h\n-\t:refs/tags/v1\t[deleted]\nDone\n", '-', "a deletion"},
    {"To h\n \t" A ":refs/tags/v1\t1..2\nDone\n", ' ', "a fast-forward"},
    {"To h\n=\t" A ":refs/heads/main\t[up to date]\n*\t" A
     ":refs/tags/v1\t[new tag]\nDone\n",
     '*', "the tag after the branch"},
    {"*\t" REFS "\t[new tag]", '*', "a line without an end"},
    {"", 0, "nothing"},
    {"Everything up-to-date\n", 0, "words alone"},
    {"To h\nDone\n", 0, "no ref at all"},
    {"To h\n*\trefs/tags/v10:refs/tags/v10\t[new tag]\n", 0, "a longer name"},
    {"To h\n*\trefs/tags/v1:refs/tags/v10\t[new tag]\n", 0,
     "the ref as source only"},
    {"To h\n*\tx:refs/heads/refs/tags/v1\t[new branch]\n", 0,
     "a branch whose name ends so"},
    {"To h\n* [new tag]  v1 -> v1\n", 0, "the form for people"},
    {"\n\n\t\n", 0, "empty lines"},
    {"To h\nx\t" REFS "\t[new tag]\n", 0, "a flag that git has not"},
    {":\trefs/tags/v1:refs/tags/v1\t\n", 0, "a line of another form"},
};

static const struct {
    const char *out, *head, *object, *peeled;
    bool annotated;
    const char *what;
} origins[] = {
    {A "\trefs/heads/main\n", A, NULL, NULL, false, "a branch without a tag"},
    {A "\trefs/heads/main\n" A "\trefs/tags/v1\n" B "\trefs/tags/v1^{}\n", A, A,
     B, true, "an annotated tag"},
    {B "\trefs/tags/v1^{}\n" A "\trefs/tags/v1\n", NULL, A, B, true,
     "an annotated tag in the other order"},
    {A "\trefs/tags/v1\n", NULL, A, A, false, "a lightweight tag"},
    {A256 "\trefs/heads/main\n" A256 "\trefs/tags/v1\n", A256, A256, A256,
     false, "SHA-256"},
    {A "\trefs/tags/foo/refs/tags/v1\n" B "\trefs/heads/x/refs/heads/main\n",
     NULL, NULL, NULL, false, "refs that only end so"},
    {A "\trefs/tags/foo/refs/tags/v1\n" B "\trefs/tags/foo/refs/tags/v1^{}\n" B
       "\trefs/tags/v1\n",
     NULL, B, B, false, "the tag after refs that only end so"},
    {A "\trefs/heads/v1\n" B "\trefs/tags/main\n", NULL, NULL, NULL, false,
     "a branch and a tag that changed names"},
    {A "\trefs/heads/Main\n" B "\trefs/tags/V1\n" B "\trefs/tags/v1.0\n", NULL,
     NULL, NULL, false, "other cases, longer names"},
    {"", NULL, NULL, NULL, false, "nothing"},
};

static const struct {
    const char *out;
    size_t n;
    const char *what;
} not_origins[] = {
    {BYTES("garbage\n"), "garbage"},
    {BYTES("\n"), "an empty line"},
    {BYTES(A " refs/heads/main\n"), "a blank for the tab"},
    {BYTES(A "\n"), "an object id alone"},
    {BYTES("0123\trefs/heads/main\n"), "a short object id"},
    {BYTES(A "0\trefs/heads/main\n"), "a long object id"},
    {BYTES("ref: refs/heads/main\tHEAD\n"), "a symbolic ref"},
    {BYTES(A "\trefs/heads/main\nxyz\trefs/tags/v1\n"), "a bad second line"},
    {BYTES(A "\trefs/tags/v1\n" B "\trefs/tags/v1\n"), "a tag told twice"},
    {BYTES(A "\trefs/tags/v1\n" B "\trefs/tags/v1^{}\n" A
             "\trefs/tags/v1^{}\n"),
     "a peeled tag told twice"},
    {BYTES("\0\0\0"), "NUL bytes"},
};

static const struct {
    const char *out;
    bool right;
    unsigned long ours, theirs;
} counts[] = {
    {"0\t0\n", true, 0, 0},
    {"3\t12\n", true, 3, 12},
    {"1234567\t0\n", true, 1234567, 0},
    {"0\t4294967295\n", true, 0, 4294967295},
    {"", false, 0, 0},
    {"3\n", false, 0, 0},
    {"3\t\n", false, 0, 0},
    {"\t3\n", false, 0, 0},
    {"3 4\n", false, 0, 0},
    {"3\t4", false, 0, 0},
    {"3\t4\t5\n", false, 0, 0},
    {"-3\t4\n", false, 0, 0},
    {"3\t-4\n", false, 0, 0},
    {" 3\t4\n", false, 0, 0},
    {"a\tb\n", false, 0, 0},
};

static const struct {
    const char *out;
    size_t n;
    bool right;
    unsigned long count;
} single[] = {
    {BYTES("0\n"), true, 0},         {BYTES("12\n"), true, 12},
    {BYTES("0012\n"), true, 12},     {BYTES("4294967295\n"), true, 4294967295},
    {BYTES(""), false, 0},           {BYTES("\n"), false, 0},
    {BYTES("12"), false, 0},         {BYTES("12\n\n"), false, 0},
    {BYTES("12\n13\n"), false, 0},   {BYTES("12 \n"), false, 0},
    {BYTES(" 12\n"), false, 0},      {BYTES("\t12\n"), false, 0},
    {BYTES("-12\n"), false, 0},      {BYTES("+12\n"), false, 0},
    {BYTES("0x12\n"), false, 0},     {BYTES("1e3\n"), false, 0},
    {BYTES("12\r\n"), false, 0},     {BYTES("12\n\0"), false, 0},
    {BYTES("12\n\0junk"), false, 0}, {BYTES("12\0\n"), false, 0},
    {BYTES("\xff\n"), false, 0},
};

/* What ls-remote prints, and the names of tags in it, each with a blank after
 * it. */
static const struct {
    const char *out;
    size_t n;
    const char *names, *what;
} origin_tags[] = {
    {BYTES(""), "", "an origin without a ref"},
    {BYTES(A "\trefs/heads/main\n"), "", "a branch alone"},
    {BYTES(A "\trefs/heads/main\n" B "\trefs/tags/v1.2.3\n"), "v1.2.3 ",
     "a tag beside a branch"},
    {BYTES(A "\trefs/tags/v1\n" B "\trefs/tags/v1^{}\n"), "v1 ",
     "an annotated tag, once"},
    {BYTES(A "\trefs/tags/v1\n" B "\trefs/tags/v2\n"), "v1 v2 ", "two tags"},
    {BYTES(A "\trefs/tags/a/b/v1\n"), "a/b/v1 ", "a tag in folders"},
    {BYTES(A "\trefs/heads/refs/tags/v1\n"), "",
     "a branch that is named like a tag"},
    {BYTES(A "\trefs/remotes/x/refs/tags/v1\n"), "",
     "a ref that ends like a tag"},
    {BYTES(A "\trefs/tags/v1"), "v1 ", "an answer that was cut"},
    {BYTES(A "\trefs/tags/"), " ", "a tag without a name"},
    {BYTES(A " refs/tags/v1\n"), "", "a blank for the tab"},
    {BYTES("refs/tags/v1\n"), "", "a line without an id"},
    {BYTES("\t\n\n\t\trefs/tags/v1\n"), "", "lines without anything"},
    {BYTES(A "\trefs/tags/\x1b[31m\xff\n"), "\x1b[31m\xff ",
     "a hostile name, which is kept as it is"},
    {BYTES(A "\trefs/tags/v1\0\n" A "\trefs/tags/v2\n"), "v1 v2 ",
     "NUL in a name, which ends it"},
};

#define ADVICE                                                                 \
    "\nPlease make sure you have the correct access rights\n"                  \
    "and the repository exists.\n"
#define NO_READ "fatal: Could not read from remote repository.\n"
#define CHANGED_KEY                                                            \
    "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\n"            \
    "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n"            \
    "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\n"            \
    "IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!\n"                  \
    "Host key for github.com has changed and you have requested strict "       \
    "checking.\nHost key verification failed.\n"

static const struct {
    const char *err;
    enum git_cause cause;
    const char *line;
} causes[] = {
    {"fatal: could not read Username for 'https://github.com': terminal "
     "prompts disabled\n",
     GIT_CAUSE_PROMPT,
     "fatal: could not read Username for 'https://github.com': terminal "
     "prompts disabled"},
    {"fatal: could not read Password for 'https://u@github.com': No such "
     "device or address\n",
     GIT_CAUSE_PROMPT,
     "fatal: could not read Password for 'https://u@github.com': No such "
     "device or address"},
    {"git@github.com: Permission denied (publickey).\r\n" NO_READ ADVICE,
     GIT_CAUSE_KEY, "git@github.com: Permission denied (publickey)."},
    {"Received disconnect from 192.0.2.1 port 22:2: Too many authentication "
     "failures\n" NO_READ ADVICE,
     GIT_CAUSE_KEY,
     "Received disconnect from 192.0.2.1 port 22:2: Too many authentication "
     "failures"},
    {"No ED25519 host key is known for github.com and you have requested "
     "strict checking.\nHost key verification failed.\n" NO_READ ADVICE,
     GIT_CAUSE_HOST_KEY, "Host key verification failed."},
    {CHANGED_KEY NO_READ ADVICE, GIT_CAUSE_HOST_KEY,
     "Host key verification failed."},
    {"ERROR: Permission to o/r.git denied to octocat.\n" NO_READ ADVICE,
     GIT_CAUSE_DENIED, "ERROR: Permission to o/r.git denied to octocat."},
    {"ERROR: Permission to o/r.git denied to deploy key\n" NO_READ ADVICE,
     GIT_CAUSE_DENIED, "ERROR: Permission to o/r.git denied to deploy key"},
    {"remote: Permission to o/r.git denied to octocat.\nfatal: unable to "
     "access 'https://github.com/o/r.git/': The requested URL returned error: "
     "403\n",
     GIT_CAUSE_DENIED,
     "fatal: unable to access 'https://github.com/o/r.git/': The requested "
     "URL returned error: 403"},
    {"remote: Write access to repository not granted.\nfatal: unable to "
     "access 'https://github.com/o/r/': The requested URL returned error: "
     "403\n",
     GIT_CAUSE_DENIED,
     "fatal: unable to access 'https://github.com/o/r/': The requested URL "
     "returned error: 403"},
    {"remote: Invalid username or password.\nfatal: Authentication failed for "
     "'https://github.com/o/r.git/'\n",
     GIT_CAUSE_DENIED,
     "fatal: Authentication failed for 'https://github.com/o/r.git/'"},
    {"remote: This repository was archived so it is read-only.\nfatal: unable "
     "to access 'https://github.com/o/r/': The requested URL returned error: "
     "403\n",
     GIT_CAUSE_DENIED,
     "fatal: unable to access 'https://github.com/o/r/': The requested URL "
     "returned error: 403"},
    {"ERROR: The key you are authenticating with has been marked as read "
     "only.\n" NO_READ ADVICE,
     GIT_CAUSE_DENIED,
     "ERROR: The key you are authenticating with has been marked as read "
     "only."},
    {"remote: Repository not found.\nfatal: repository "
     "'https://github.com/o/r.git/' not found\n",
     GIT_CAUSE_NOT_FOUND,
     "fatal: repository 'https://github.com/o/r.git/' not found"},
    {"ERROR: Repository not found.\n" NO_READ ADVICE, GIT_CAUSE_NOT_FOUND,
     "ERROR: Repository not found."},
    {"fatal: '/srv/o/r' does not appear to be a git repository\n" NO_READ
         ADVICE,
     GIT_CAUSE_NOT_FOUND,
     "fatal: '/srv/o/r' does not appear to be a git repository"},
    {"fatal: unable to access 'https://github.com/o/r/': Could not resolve "
     "host: github.com\n",
     GIT_CAUSE_UNREACHABLE,
     "fatal: unable to access 'https://github.com/o/r/': Could not resolve "
     "host: github.com"},
    {"ssh: Could not resolve hostname github.com: Name or service not known\n"
     "\r\n" NO_READ ADVICE,
     GIT_CAUSE_UNREACHABLE,
     "ssh: Could not resolve hostname github.com: Name or service not known"},
    {"ssh: connect to host github.com port 22: Connection timed out\n" NO_READ
         ADVICE,
     GIT_CAUSE_UNREACHABLE,
     "ssh: connect to host github.com port 22: Connection timed out"},
    {"ssh: connect to host h port 22: Connection refused\n" NO_READ ADVICE,
     GIT_CAUSE_UNREACHABLE,
     "ssh: connect to host h port 22: Connection refused"},
    {"ssh: connect to host h port 22: No route to host\n" NO_READ ADVICE,
     GIT_CAUSE_UNREACHABLE, "ssh: connect to host h port 22: No route to host"},
    {"ssh: connect to host h port 22: Network is unreachable\n" NO_READ ADVICE,
     GIT_CAUSE_UNREACHABLE,
     "ssh: connect to host h port 22: Network is unreachable"},
    {"kex_exchange_identification: Connection closed by remote host\n" NO_READ
         ADVICE,
     GIT_CAUSE_UNREACHABLE,
     "kex_exchange_identification: Connection closed by remote host"},
    {"fatal: unable to access 'https://h/o/r/': Failed to connect to h port "
     "443 after 2 ms: Couldn't connect to server\n",
     GIT_CAUSE_UNREACHABLE,
     "fatal: unable to access 'https://h/o/r/': Failed to connect to h port "
     "443 after 2 ms: Couldn't connect to server"},
    {"fatal: unable to access 'https://h/o/r/': server certificate "
     "verification failed. CAfile: none CRLfile: none\n",
     GIT_CAUSE_UNREACHABLE,
     "fatal: unable to access 'https://h/o/r/': server certificate "
     "verification failed. CAfile: none CRLfile: none"},
    {"fatal: unable to access 'https://h/o/r/': The requested URL returned "
     "error: 503\n",
     GIT_CAUSE_UNREACHABLE,
     "fatal: unable to access 'https://h/o/r/': The requested URL returned "
     "error: 503"},
    {"fatal: the remote end hung up unexpectedly\n", GIT_CAUSE_UNREACHABLE,
     "fatal: the remote end hung up unexpectedly"},
    {"fatal: detected dubious ownership in repository at '/w/r'\nTo add an "
     "exception for this directory, call:\n\n\tgit config --global --add "
     "safe.directory /w/r\n",
     GIT_CAUSE_OWNERSHIP,
     "fatal: detected dubious ownership in repository at '/w/r'"},
    {"remote: error: GH013: Repository rule violations found for "
     "refs/tags/v1.        \nremote: \nremote: - Cannot create ref due to "
     "creations being restricted.        \nTo https://github.com/o/r\n"
     "error: failed to push some refs to 'https://github.com/o/r'\n",
     GIT_CAUSE_OTHER,
     "remote: error: GH013: Repository rule violations found for "
     "refs/tags/v1."},
    {"error: src refspec v1 does not match any\nerror: failed to push some "
     "refs to '/srv/o/r'\nhint: Updates were rejected\n",
     GIT_CAUSE_OTHER, "error: src refspec v1 does not match any"},
    {"error: gpg failed to sign the data\nerror: unable to sign the tag\n",
     GIT_CAUSE_OTHER, "error: unable to sign the tag"},
    {"warning: redirecting to https://github.com/o/new/\nfatal: bad object "
     "HEAD\n",
     GIT_CAUSE_OTHER, "fatal: bad object HEAD"},
    {"fatal: cut", GIT_CAUSE_OTHER, "fatal: cut"},
    {"one\ntwo\n\n", GIT_CAUSE_OTHER, "two"},
    {"hint: only\nhint: hints\n", GIT_CAUSE_OTHER, "it said nothing"},
    {"\n\n", GIT_CAUSE_OTHER, "it said nothing"},
    {" \n\t\r\n", GIT_CAUSE_OTHER, "it said nothing"},
    {"", GIT_CAUSE_OTHER, "it said nothing"},
};

static void test_versions(void)
{
    for (size_t i = 0; i < ARRAY_LEN(versions); i++)
        ok(version_at_least(versions[i].text, versions[i].least) ==
               versions[i].enough,
           "\"%s\" is %s%s", versions[i].text,
           versions[i].enough ? "at least " : "not at least ",
           versions[i].least);
}

static void test_where(size_t i)
{
    struct str out = bytes_str(wheres[i].out, wheres[i].n);
    struct git_where w;
    bool right = git_read_where(&w, &out);

    ok(right == (wheres[i].dir != NULL) && w.bare == wheres[i].bare &&
           same(w.git_dir, wheres[i].dir) &&
           same(w.common_dir, wheres[i].common) &&
           same(w.objects, wheres[i].objects) && same(w.top, wheres[i].top),
       "%s is %s", wheres[i].what, wheres[i].dir ? "found" : "no place");
    git_where_clear(&w);
    git_where_clear(&w);
    str_clear(&out);
}

static bool has_paths(const struct argv *got, const char *const *want)
{
    bool right = true;

    for (size_t i = 0; i < GIT_STATUS_PATHS; i++)
        right = right && same(i < got->n ? got->v[i] : NULL, want[i]);
    return right && got->n <= GIT_STATUS_PATHS;
}

static void test_status(size_t i)
{
    struct str out = bytes_str(statuses[i].out, statuses[i].n);
    struct git_status s;
    bool right = git_read_status(&s, &out);

    ok(right && same(s.head, statuses[i].head) &&
           same(s.branch, statuses[i].branch),
       "%s: its commit and branch are read", statuses[i].what);
    ok(s.changed == statuses[i].changed &&
           s.untracked == statuses[i].untracked &&
           s.conflicts == statuses[i].conflicts &&
           has_paths(&s.paths, statuses[i].paths),
       "%s: what is not committed is counted and named", statuses[i].what);
    git_status_clear(&s);
    git_status_clear(&s);
    str_clear(&out);
}

static void test_not_status(size_t i)
{
    struct str out = bytes_str(not_statuses[i].out, not_statuses[i].n);
    struct git_status s;

    ok(!git_read_status(&s, &out) && !s.head && !s.branch && !s.paths.n &&
           !s.changed && !s.untracked && !s.conflicts,
       "%s: no status", not_statuses[i].what);
    git_status_clear(&s);
    str_clear(&out);
}

static void test_refs(size_t i)
{
    struct str out = bytes_str(refs[i].out, refs[i].n);
    struct git_refs r;
    bool right = git_read_refs(&r, &out, "v1");

    ok(right && same(r.subject, refs[i].subject) &&
           same(r.tag.object, refs[i].object) &&
           same(r.tag.peeled, refs[i].peeled) &&
           r.tag.annotated == refs[i].annotated &&
           r.tag.commit == refs[i].commit,
       "%s in the clone is seen", refs[i].what);
    git_refs_clear(&r);
    git_refs_clear(&r);
    str_clear(&out);
}

static void test_not_refs(size_t i)
{
    struct str out = bytes_str(not_refs[i].out, not_refs[i].n);
    struct git_refs r;

    ok(!git_read_refs(&r, &out, "v1") && !r.subject && !r.tag.object &&
           !r.tag.peeled && !r.tag.annotated && !r.tag.commit,
       "%s: no refs", not_refs[i].what);
    git_refs_clear(&r);
    str_clear(&out);
}

static void test_remotes(size_t i)
{
    const char *const *push = remotes[i].push;
    struct str out = bytes_str(remotes[i].out, strlen(remotes[i].out));
    struct git_remotes r;
    size_t n = push[1] ? 2 : push[0] ? 1 : 0;
    bool right = git_read_remotes(&r, &out) && r.push.n == n;

    for (size_t k = 0; right && k < n; k++)
        right = same(r.push.v[k], push[k]);
    ok(right && same(r.fetch, remotes[i].fetch),
       "%s: the URLs of origin are read", remotes[i].what);
    git_remotes_clear(&r);
    git_remotes_clear(&r);
    str_clear(&out);
}

static void test_push(size_t i)
{
    struct str out = bytes_str(pushes[i].out, strlen(pushes[i].out));
    char flag = git_read_push(&out, "refs/tags/v1");

    ok(flag == pushes[i].flag, "%s is read from a push", pushes[i].what);
    str_clear(&out);
}

static void test_origin(size_t i)
{
    struct str out = bytes_str(origins[i].out, strlen(origins[i].out));
    struct git_origin o;
    bool right = git_read_origin(&o, &out, "main", "v1");

    ok(right && same(o.head, origins[i].head) &&
           same(o.tag.object, origins[i].object) &&
           same(o.tag.peeled, origins[i].peeled) &&
           o.tag.annotated == origins[i].annotated && !o.tag.commit,
       "%s on origin: seen as it is", origins[i].what);
    git_origin_clear(&o);
    git_origin_clear(&o);
    str_clear(&out);
}

static void test_not_origin(size_t i)
{
    struct str out = bytes_str(not_origins[i].out, not_origins[i].n);
    struct git_origin o;

    ok(!git_read_origin(&o, &out, "main", "v1") && !o.head && !o.tag.object &&
           !o.tag.peeled && !o.tag.annotated,
       "%s is no answer of origin's", not_origins[i].what);
    git_origin_clear(&o);
    str_clear(&out);
}

static void test_no_branch(void)
{
    struct str out =
        bytes_str(BYTES(A "\trefs/heads/main\n" B "\trefs/tags/v1\n"));
    struct git_origin o;

    ok(git_read_origin(&o, &out, NULL, "v1") && !o.head &&
           same(o.tag.object, B),
       "the tag alone can be asked for");
    git_origin_clear(&o);
    str_clear(&out);
}

static void test_counts(size_t i)
{
    struct str out = bytes_str(counts[i].out, strlen(counts[i].out));
    unsigned long ours = 0, theirs = 0;
    bool right = git_read_counts(&out, &ours, &theirs);

    ok(right == counts[i].right &&
           (!right || (ours == counts[i].ours && theirs == counts[i].theirs)),
       "\"%s\" is %s", counts[i].out, right ? "two counts" : "no two counts");
    str_clear(&out);
}

static void test_single(size_t i)
{
    struct str out = bytes_str(single[i].out, single[i].n);
    unsigned long count = 0;
    bool right = git_read_count(&out, &count);

    ok(right == single[i].right && (!right || count == single[i].count),
       "\"%s\" (%zu bytes) is %s", single[i].out, single[i].n,
       single[i].right ? "a count" : "no count");
    str_clear(&out);
}

static void test_origin_tags(size_t i)
{
    struct str out = bytes_str(origin_tags[i].out, origin_tags[i].n);
    struct str list = {0};
    struct argv names = {0};

    git_read_origin_tags(&names, &out);
    for (size_t k = 0; k < names.n; k++)
        str_addf(&list, "%s ", names.v[k]);
    is(str_text(&list), origin_tags[i].names, "tags on origin: %s",
       origin_tags[i].what);
    argv_clear(&names);
    str_clear(&list);
    str_clear(&out);
}

static void test_cause(size_t i)
{
    struct str err = bytes_str(causes[i].err, strlen(causes[i].err));
    enum git_cause cause = git_cause(&err);
    char *line = git_last_line(&err);

    if (!ok(cause == causes[i].cause, "the cause is known: %s", causes[i].line))
        printf("# got: %d, want: %d\n", (int)cause, (int)causes[i].cause);
    is(line, causes[i].line, "the best line: %s", causes[i].line);
    free(line);
    str_clear(&err);
}

/* All readers, one after the other, on bytes that no git wrote. */
static void read_all(const struct str *out)
{
    struct git_where w;
    struct git_status s;
    struct git_refs refs_read;
    struct git_remotes r;
    struct git_origin o;
    struct argv names = {0};
    unsigned long ours, theirs;

    git_read_origin_tags(&names, out);
    argv_clear(&names);
    git_read_count(out, &ours);
    git_read_where(&w, out);
    git_where_clear(&w);
    git_read_status(&s, out);
    git_status_clear(&s);
    git_read_refs(&refs_read, out, "v1");
    git_refs_clear(&refs_read);
    git_read_remotes(&r, out);
    git_remotes_clear(&r);
    git_read_origin(&o, out, "main", "v1");
    git_origin_clear(&o);
    git_read_push(out, "refs/tags/v1");
    git_read_counts(out, &ours, &theirs);
    git_cause(out);
    free(git_last_line(out));
}

/* Every beginning of what git writes is read without harm, and an empty
 * answer, which has no bytes at all. */
static void test_cut(void)
{
    static const char whole[] = HEAD CHANGED
        "a\0" UNMERGED "b\0"
        "2 R. N... 100644 100644 100644 " A " " A " R100 new\0old\0"
        "head\0subject\n" TAG("v1", "tag", A, "commit",
                              B) "origin\turl (fetch)\n*\t" REFS
                                 "\t[new tag]\n" A "\trefs/tags/v1\n";

    for (size_t n = 0; n < sizeof(whole); n++)
        for (size_t from = 0; from < n; from += 37) {
            struct str out = bytes_str(whole + from, n - from);

            read_all(&out);
            str_clear(&out);
        }
    read_all(&(struct str){0});
    ok(true, "an answer may be cut anywhere");
}

#define ALL(test, table)                                                       \
    for (size_t i = 0; i < ARRAY_LEN(table); i++)                              \
    test(i)

static void test_lock(void)
{
    static const char said[] =
        "fatal: cannot lock ref 'refs/tags/v1': Unable to create "
        "'/a b/.git/refs/tags/v1.lock': File exists.\n\nAnother git process "
        "seems to be running in this repository\n";
    struct str err = bytes_str(said, strlen(said)), other = {0};
    char *file = git_lock_in_way(&err);

    is(file, "/a b/.git/refs/tags/v1.lock", "the lock in the way is known");
    str_add(&other, "error: Unable to create 'x.lock': Permission denied\n"
                    "fatal: Unable to create 'y\n': File exists\n");
    ok(!git_lock_in_way(&other), "what is no lock of another git is none");
    free(file);
    str_clear(&err);
    str_clear(&other);
}

static void test_sent(void)
{
    struct str err = {0};
    char *line, *words;

    str_add(&err, "hook says hello\n");
    ok(!git_has_sent(&err), "a hook alone has sent nothing");
    str_add(&err, "Enumerating objects: 1, done.\n"
                  "Writing objects: 100% (1/1)\rWriting objects: done.\n"
                  "Total 1 (delta 0), reused 0 (delta 0)\n"
                  "remote: error: GH013: Rule violations\n"
                  "remote: Resolving deltas: 100% (1/1), done.\n"
                  "remote: - Cannot create ref  \n");
    ok(git_has_sent(&err), "a push that shows progress has begun to send");
    words = git_remote_words(&err);
    is(words, "error: GH013: Rule violations / - Cannot create ref",
       "the server's words are joined, its progress left out");
    line = git_last_line(&err);
    is(line, "remote: error: GH013: Rule violations",
       "progress is not the line that says most");
    free(words);
    free(line);
    str_clear(&err);
}

/* However long a line is, what is told is not, and no character is cut. */
static void test_long_line(void)
{
    struct str err = {0};
    char *line, *all, *words;

    str_add(&err, "fatal: x");
    while (err.len < 5000)
        str_add(&err, "\xc3\xa9");
    line = git_last_line(&err);
    all = git_error_lines(&err);
    ok(strlen(line) < 410 && str_starts(line, "fatal: x\xc3\xa9") &&
           str_ends(line, "\xc3\xa9..."),
       "a long line is clipped between two characters");
    ok(strcmp(line, all) == 0, "and so is what is told of all errors");
    free(line);
    free(all);
    str_clear(&err);
    str_add(&err, "remote: ");
    for (int i = 0; i < 5000; i++)
        str_add(&err, "x");
    words = git_remote_words(&err);
    ok(strlen(words) == 403 && str_ends(words, "x..."),
       "and what the server says");
    free(words);
    str_clear(&err);
}

int main(void)
{
    tap_start();
    test_versions();
    ALL(test_where, wheres);
    ALL(test_status, statuses);
    ALL(test_not_status, not_statuses);
    ALL(test_refs, refs);
    ALL(test_not_refs, not_refs);
    ALL(test_remotes, remotes);
    ALL(test_push, pushes);
    ALL(test_origin, origins);
    ALL(test_not_origin, not_origins);
    test_no_branch();
    ALL(test_counts, counts);
    ALL(test_single, single);
    ALL(test_origin_tags, origin_tags);
    ALL(test_cause, causes);
    test_lock();
    test_sent();
    test_long_line();
    test_cut();
    return tap_end();
}
