#include "../git_cause.h"
#include "tap.h"

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
    {"fatal: unknown repository extensions found:\n\tnone\n\tneither\n",
     GIT_CAUSE_OTHER,
     "fatal: unknown repository extensions found: none neither"},
    {"\tset in\n\n\t\n", GIT_CAUSE_OTHER, "set in"},
    {"fatal: a:\r\n\tb\r\n", GIT_CAUSE_OTHER, "fatal: a: b"},
    {"Writing objects:  50%\r\tfatal: x\n", GIT_CAUSE_OTHER, "fatal: x"},
    {"fatal: the receiving end does not support --atomic push\n"
     "fatal: the remote end hung up unexpectedly\n",
     GIT_CAUSE_OTHER,
     "fatal: the receiving end does not support --atomic push"},
    {"error: RPC failed; curl 52 Empty reply from server\n"
     "send-pack: unexpected disconnect while reading sideband packet\n"
     "fatal: the remote end hung up unexpectedly\n",
     GIT_CAUSE_UNREACHABLE,
     "error: RPC failed; curl 52 Empty reply from server"},
    {"Writing objects:  50% (1/2)\rfatal: sha1 file '<stdout>' write error\n"
     "error: failed to push some refs to 'o'\n",
     GIT_CAUSE_OTHER, "fatal: sha1 file '<stdout>' write error"},
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

/* Origin has the tag's object, under another name. */
static void test_sent_nothing(void)
{
    struct str err = {0};
    char *words;

    str_add(&err, "fatal: could not read the hook's mind\nremote: x\n"
                  "Total 0 (delta 0), reused 0 (delta 0), pack-reused 0\n"
                  "remote: declined\n");
    words = git_remote_words(&err);
    ok(git_has_sent(&err), "a push that has nothing to enumerate has sent");
    is(words, "declined", "what a hook of the clone said came before");
    ok(!git_is_turned_away(&err), "and proves nothing");
    free(words);
    str_clear(&err);
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

#define SENT "Enumerating objects: 1, done.\nTotal 1 (delta 0)\n"
#define RPC "error: RPC failed; HTTP "

/* Of what git says itself, once it sends, some means that it is over. */
static const struct {
    const char *said;
    bool over;
} turned_away[] = {
    {SENT RPC "403 curl 22 The requested URL returned error: 403\n", true},
    {SENT RPC "401\n", true},
    {SENT RPC "404\n", true},
    {SENT RPC "408\n", false},
    {SENT RPC "413\n", false},
    {SENT RPC "429\n", false},
    {SENT RPC "500\n", false},
    {SENT RPC "504\n", false},
    {SENT "error: RPC failed; curl 52 Empty reply from server\n", false},
    {SENT "fatal: Authentication failed for 'https://h/'\n", true},
    {SENT "fatal: could not read Username for 'https://h/'\n", true},
    {SENT "remote: " RPC "403\n", false},
    {SENT "remote: not found\nfatal: the remote end hung up\n", false},
    {RPC "403\n" SENT, false},
    {RPC "403\n", false},
    {"", false},
};

static void test_turned_away(size_t i)
{
    struct str err = {0};

    str_add(&err, turned_away[i].said);
    ok(git_is_turned_away(&err) == turned_away[i].over, "turned away %zu", i);
    str_clear(&err);
}

static void test_errors(void)
{
    struct str err = {0};
    char *all;

    str_add(&err, "Counting objects: 1\rfatal: a\r\nhint: b\nerror: c\r");
    all = git_error_lines(&err);
    ok(strcmp(all, "fatal: a; error: c") == 0, "all errors are told: %s", all);
    free(all);
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
    EACH(test_cause, causes);
    test_lock();
    test_sent();
    test_sent_nothing();
    EACH(test_turned_away, turned_away);
    test_errors();
    test_long_line();
    return tap_end();
}
