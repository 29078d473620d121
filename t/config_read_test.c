#include "../api_url.h"
#include "../config.h"
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

/* Documents are written with ' in place of ". */
#define DOC(fields, repos) "{'owner':'o'" fields ",'repos':[" repos "]}"
#define TOP(fields) DOC("," fields, REPO("a", ""))
#define REPO(name, fields) "{'name':'" name "','assets':[]" fields "}"
#define ONE(fields) DOC("", REPO("a", "," fields))
#define NAMED(name) DOC("", REPO(name, ""))
#define ASSETS(list) DOC("", "{'name':'a','assets':[" list "]}")
#define SUMS(sums)                                                             \
    DOC("", "{'name':'a','assets':['a.iso','a.sum'],'checksums':{" sums "}}")
#define NEEDS(name, list) REPO(name, ",'needs':[" list "]")

#define A10 "aaaaaaaaaa"
#define A50 A10 A10 A10 A10 A10
#define A100 A50 A50
#define A240 A100 A100 A10 A10 A10 A10
#define E10                                                                    \
    "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9" \
    "\xc3\xa9"
#define E80 E10 E10 E10 E10 E10 E10 E10 E10

#define KEYS                                                                   \
    "owner, api_url, tag_prefix, tag_message, sign, poll_interval, timeout, "  \
    "log, hooks, repos"
#define REPO_KEYS                                                              \
    "name, dir, branch, assets, checksums, workflow, needs, timeout"
#define SECS "must be a whole number from 1 to 604800, not "
#define NO_OWNER                                                               \
    "cannot be an owner on GitHub: letters, digits, hyphens and underscores, " \
    "at most 39"
#define NO_NAME                                                                \
    "cannot be a repository on GitHub: 1 to 100 of A-Z a-z 0-9 . _ -"
#define NO_REF                                                                 \
    "is not accepted by git: it has a blank, a control character or one of "   \
    "~^:?*[\\"
#define NO_PART                                                                \
    "is not accepted by git: a part of it is empty, begins with \".\" or "     \
    "ends in \".lock\""
#define NO_DIR "must be a path without empty parts, \".\" and \"..\""
#define NO_WORKFLOW                                                            \
    "must be a file in .github/workflows: its name alone, that ends in .yml "  \
    "or .yaml"
#define NO_ASSET                                                               \
    "must be a name without \"/\", \"\\\", blanks and control characters"
#define NO_FILLING "has a \"{\" that begins neither {version} nor {tag}"

#define MANY_TWICE                                                             \
    "{'owner':'o','owner':'p','sign':1,'repos':["                              \
    "{'name':'a','assets':[],'assets':[],'dri':1},"                            \
    "{'name':'b','assets':[],'needs':[],'needs':[]}],"                         \
    "'repos':[],'timeout':0}"
#define IN_ORDER                                                               \
    "{'timeout':'45m','repos':[{'name':'kernel','assets':[]},"                 \
    "{'nane':'x','assets':['{arch}']},"                                        \
    "{'name':'installer','assets':[],'needs':['kernel','kernl']},"             \
    "{'name':'Kernel','assets':[],'needs':['Kernl']},"                         \
    "{'name':'c','assets':[],'needs':['d']},"                                  \
    "{'name':'d','assets':[],'needs':['c']}],'sign':0,'sign':1}"

/* Each mistake is a line of `wrong`. */
struct bad {
    const char *what, *json, *wrong;
};

static const struct bad documents[] = {
    {"an empty file", "",
     "it is empty; without it, \"orchestrator config\" prints one to start "
     "from"},
    {"blanks alone", " \t\r\n\n",
     "it is empty; without it, \"orchestrator config\" prints one to start "
     "from"},
    {"a byte order mark", "\xef\xbb\xbf" TOP("'sign':true"),
     "it begins with a byte order mark; save it as UTF-8 without one"},
    {"a byte order mark and another mistake", "\xef\xbb\xbf" TOP("'sign':1"),
     "it begins with a byte order mark; save it as UTF-8 without one\n"
     "sign: must be true or false, not a number"},
    {"a byte order mark alone", "\xef\xbb\xbf",
     "it begins with a byte order mark; save it as UTF-8 without one\n"
     "it is empty; without it, \"orchestrator config\" prints one to start "
     "from"},
    {"an array", "[]", "it must be an object, not an array"},
    {"a text", "'text'", "it must be an object, not a string"},
    {"a number", "1", "it must be an object, not a number"},
    {"true", "true", "it must be an object, not true"},
    {"null", "null", "it must be an object, not null"},
    {"an empty object", "{}",
     "owner: must be given\n"
     "repos: must be given"},
    {"no JSON", "owner = o", "line 1, column 5: invalid token near 'owner'"},
    {"a comma too many", "{'owner':'o',\n 'sign':true,\n}",
     "line 3, column 1: a comma stands behind the last value"},
    {"a file that was cut", "{'owner':'o',\n'repos':[{'name'",
     "line 2, column 16: ':' expected near end of file"},
    {"more behind the end", TOP("'sign':true") "x",
     "line 1, column 61: end of file expected near 'x'"},
    {"a comma too many in an array", "{'owner':'o','repos':[1, 2,\n ]}",
     "line 2, column 2: a comma stands behind the last value"},
    {"a number sign", "# mine\n{}", "line 1, column 1: invalid token near '#'"},
    {"a comma alone", "{,}",
     "line 1, column 2: string or '}' expected near ','"},
    {"an end alone", "}", "line 1, column 1: unexpected token near '}'"},
    {"a comment", "// mine\n{}", "line 1, column 1: JSON has no comments"},
    {"a number without end", TOP("'timeout':99999999999999999999"),
     "line 1, column 43: too big integer near '99999999999999999999'"},
    {"a control character in a string", TOP("'log':'\x1b[31m'"),
     "line 1, column 20: control character 0x1b near '\"'"},
    {"a byte that is not UTF-8", TOP("'log':'\xff'"),
     "line 1, column 20: unable to decode byte 0xff near '\"'"},
    {"NUL in a string", TOP("'log':'\\u0000'"),
     "line 1, column 27: a string must not hold NUL"},
};

static const struct bad keys[] = {
    {"an unknown key near a known one", TOP("'singn':true"),
     "singn: unknown key; did you mean \"sign\"?"},
    {"a key in capitals", TOP("'Log':null"),
     "Log: unknown key; did you mean \"log\"?"},
    {"an unknown key near one that is given", TOP("'timeout':5,'timeouts':5"),
     "timeouts: unknown key; there are " KEYS},
    {"an unknown key of two letters", TOP("'lo':true"),
     "lo: unknown key; there are " KEYS},
    {"an unknown key of the file", TOP("'version':'1.2.3'"),
     "version: unknown key; there are " KEYS},
    {"an unknown key of a repository", ONE("'url':'x'"),
     "repos[0].url: unknown key; there are " REPO_KEYS},
    {"an unknown key of hooks", TOP("'hooks':{'before':'x'}"),
     "hooks.before: unknown key; there is on_event"},
    {"a misspelt key of hooks", TOP("'hooks':{'onevent':'x'}"),
     "hooks.onevent: unknown key; did you mean \"on_event\"?"},
    {"a key that is no word", TOP("'the log':null"),
     "[\"the log\"]: unknown key; there are " KEYS},
    {"a key of nothing", TOP("'':null"),
     "[\"\"]: unknown key; there are " KEYS},
    {"a key with escapes", TOP("'\\u001b[31m\\n':null"),
     "[\"\\x1b[31m\\n\"]: unknown key; there are " KEYS},
    {"a long key", TOP("'" A100 "':null"),
     "[\"" A50 A10 A10 A10 "...\"]: unknown key; there are " KEYS},
    {"a long key that is no word", TOP("'" A50 " " A50 "':null"),
     "[\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa...\"]: unknown key; there are " KEYS},
    {"a long key of two bytes a character", TOP("'a" E80 "':null"),
     "[\"a\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303"
     "\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303"
     "\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303"
     "\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303"
     "\251\303\251\303\251\303\251...\"]: unknown key; there are " KEYS},
    {"a misspelt name is not missing as well",
     DOC("", "{'nane':'a','assets':[]}"),
     "repos[0].nane: unknown key; did you mean \"name\"?"},
    {"what must be given", "{'sign':true}",
     "owner: must be given\n"
     "repos: must be given"},
    {"what must be given of a repository", DOC("", "{}"),
     "repos[0].name: must be given\n"
     "repos[0].assets: must be given"},
};

static const struct bad twice[] = {
    {"a key given twice", TOP("'sign':true,'sign':true"),
     "sign: is given twice"},
    {"a key given three times", TOP("'sign':true,'sign':true,'sign':1"),
     "sign: is given twice"},
    {"the value of the second does not count", TOP("'sign':1,'sign':2"),
     "sign: must be true or false, not a number\n"
     "sign: is given twice"},
    {"a key of a repository",
     DOC("", REPO("a", "") "," REPO("b", ",'name':'c'")),
     "repos[1].name: is given twice"},
    {"a key of hooks", TOP("'hooks':{'on_event':null,'on_event':null}"),
     "hooks.on_event: is given twice"},
    {"a key of checksums", SUMS("'a.iso':'a.sum','a.iso':'a.sum'"),
     "repos[0].checksums[\"a.iso\"]: is given twice"},
    {"a key with an escape", TOP("'sign':true,'s\\u0069gn':true"),
     "sign: is given twice"},
    {"a key with blanks behind it", TOP("'sign' :true,'sign'\n:true"),
     "sign: is given twice"},
    {"a key with quotes and backslashes", TOP("'x\\'\\\\':1,'x\\'\\\\':1"),
     "[\"x\"\\\"]: unknown key; there are " KEYS "\n"
     "[\"x\"\\\"]: is given twice"},
    {"an unknown key", TOP("'x':1,'x':1"),
     "x: unknown key; there are " KEYS "\n"
     "x: is given twice"},
    {"an empty key", TOP("'':1,'':1"),
     "[\"\"]: unknown key; there are " KEYS "\n"
     "[\"\"]: is given twice"},
    {"many, and other mistakes", MANY_TWICE,
     "owner: is given twice\n"
     "sign: must be true or false, not a number\n"
     "repos[0].assets: is given twice\n"
     "repos[0].dri: unknown key; did you mean \"dir\"?\n"
     "repos[1].needs: is given twice\n"
     "repos: is given twice\n"
     "timeout: " SECS "0"},
    {"not a text that looks like a key", TOP("'log':'sign','sign':'sign'"),
     "sign: must be true or false, not a string"},
    {"nor one before a key that is",
     TOP("'log':'sign','sign':true,'sign':true"), "sign: is given twice"},
    {"not a key that ends in DEL", TOP("'pign\x7f':true"),
     "[\"pign\\x7f\"]: unknown key; did you mean \"sign\"?"},
    {"not keys of different objects", DOC("", REPO("a", "") ",{}"),
     "repos[1].name: must be given\n"
     "repos[1].assets: must be given"},
    {"a second and what is missing", "{'sign':true,'sign':true}",
     "sign: is given twice\n"
     "owner: must be given\n"
     "repos: must be given"},
};

static const struct bad fields[] = {
    {"owner a number", "{'owner':1,'repos':[" REPO("a", "") "]}",
     "owner: must be a string, not a number"},
    {"owner null", "{'owner':null,'repos':[" REPO("a", "") "]}",
     "owner: must be a string, not null"},
    {"owner with a slash", "{'owner':'a/b','repos':[" REPO("a", "") "]}",
     "owner: \"a/b\" " NO_OWNER},
    {"owner empty", "{'owner':'','repos':[" REPO("a", "") "]}",
     "owner: \"\" " NO_OWNER},
    {"owner with an escape sequence",
     "{'owner':'\\u001b[31m','repos':[" REPO("a", "") "]}",
     "owner: \"\\x1b[31m\" " NO_OWNER},
    {"an owner too long", "{'owner':'" A50 A50 "','repos':[" REPO("a", "") "]}",
     "owner: \"" A50 A10 A10 A10 "...\" " NO_OWNER},
    {"an API that is no text", TOP("'api_url':false"),
     "api_url: must be a string or null, not false"},
    {"an API over plain http", TOP("'api_url':'http://example.com'"),
     "api_url: \"http://example.com\" is plain http, which would show the "
     "token to the network; " API_URL_SUCH_AS},
    {"an API that is a name", TOP("'api_url':'github.com'"),
     "api_url: \"github.com\" is no https URL; " API_URL_SUCH_AS},
    {"a prefix that is null", TOP("'tag_prefix':null"),
     "tag_prefix: must be a string, not null"},
    {"the prefix a b", TOP("'tag_prefix':'a b'"),
     "tag_prefix: \"a b\" " NO_REF},
    {"the prefix a..", TOP("'tag_prefix':'a..'"),
     "tag_prefix: \"a..\" is not accepted by git: it has \"..\" or \"@{\""},
    {"the prefix -v", TOP("'tag_prefix':'-v'"),
     "tag_prefix: \"-v\" is not accepted by git: it begins with \"-\""},
    {"the prefix /", TOP("'tag_prefix':'/'"), "tag_prefix: \"/\" " NO_PART},
    {"the prefix a//", TOP("'tag_prefix':'a//'"),
     "tag_prefix: \"a//\" " NO_PART},
    {"the prefix .", TOP("'tag_prefix':'.'"), "tag_prefix: \".\" " NO_PART},
    {"the prefix x/.", TOP("'tag_prefix':'x/.'"),
     "tag_prefix: \"x/.\" " NO_PART},
    {"the prefix a.lock/", TOP("'tag_prefix':'a.lock/'"),
     "tag_prefix: \"a.lock/\" " NO_PART},
    {"the prefix a~", TOP("'tag_prefix':'a~'"), "tag_prefix: \"a~\" " NO_REF},
    {"the prefix a^", TOP("'tag_prefix':'a^'"), "tag_prefix: \"a^\" " NO_REF},
    {"the prefix a:", TOP("'tag_prefix':'a:'"), "tag_prefix: \"a:\" " NO_REF},
    {"the prefix a?", TOP("'tag_prefix':'a?'"), "tag_prefix: \"a?\" " NO_REF},
    {"the prefix a*", TOP("'tag_prefix':'a*'"), "tag_prefix: \"a*\" " NO_REF},
    {"the prefix a[", TOP("'tag_prefix':'a['"), "tag_prefix: \"a[\" " NO_REF},
    {"the prefix a\\\\", TOP("'tag_prefix':'a\\\\'"),
     "tag_prefix: \"a\\\" " NO_REF},
    {"the prefix a@{", TOP("'tag_prefix':'a@{'"),
     "tag_prefix: \"a@{\" is not accepted by git: it has \"..\" or \"@{\""},
    {"a prefix with a control character", TOP("'tag_prefix':'a\\t'"),
     "tag_prefix: \"a\\t\" " NO_REF},
    {"a prefix with DEL", TOP("'tag_prefix':'\x7f'"),
     "tag_prefix: \"\\x7f\" " NO_REF},
    {"a prefix too long", TOP("'tag_prefix':'" A240 "aaaaaa'"),
     "tag_prefix: \"" A50 A10 A10 A10
     "...\" is too long: git can hold a tag of 250 bytes"},
    {"a message that is null", TOP("'tag_message':null"),
     "tag_message: must be a string, not null"},
    {"an empty message", TOP("'tag_message':''"),
     "tag_message: \"\" is blank: git wants a message, such as \"Release "
     "{tag}\""},
    {"a blank message", TOP("'tag_message':' \\n'"),
     "tag_message: \" \\n\" is blank: git wants a message, such as \"Release "
     "{tag}\""},
    {"sign as text", TOP("'sign':'true'"),
     "sign: must be true or false, not a string"},
    {"sign as null", TOP("'sign':null"),
     "sign: must be true or false, not null"},
    {"poll_interval 0", TOP("'poll_interval':0"),
     "poll_interval: must be a whole number from 1 to 3600, not 0"},
    {"poll_interval 3601", TOP("'poll_interval':3601"),
     "poll_interval: must be a whole number from 1 to 3600, not 3601"},
    {"poll_interval -1", TOP("'poll_interval':-1"),
     "poll_interval: must be a whole number from 1 to 3600, not -1"},
    {"poll_interval 1.5", TOP("'poll_interval':1.5"),
     "poll_interval: must be a whole number from 1 to 3600, not 1.5"},
    {"poll_interval 5s", TOP("'poll_interval':'5s'"),
     "poll_interval: must be a whole number from 1 to 3600, not \"5s\""},
    {"poll_interval null", TOP("'poll_interval':null"),
     "poll_interval: must be a whole number from 1 to 3600, not null"},
    {"timeout 0", TOP("'timeout':0"), "timeout: " SECS "0"},
    {"timeout 604801", TOP("'timeout':604801"), "timeout: " SECS "604801"},
    {"timeout 45m", TOP("'timeout':'45m'"), "timeout: " SECS "\"45m\""},
    {"timeout 1e3", TOP("'timeout':1e3"), "timeout: " SECS "1000.0"},
    {"timeout true", TOP("'timeout':true"), "timeout: " SECS "true"},
    {"timeout []", TOP("'timeout':[]"), "timeout: " SECS "an array"},
    {"timeout {}", TOP("'timeout':{}"), "timeout: " SECS "an object"},
    {"timeout 9223372036854775807", TOP("'timeout':9223372036854775807"),
     "timeout: " SECS "9223372036854775807"},
    {"a log that is no text", TOP("'log':[]"),
     "log: must be a string or null, not an array"},
    {"an empty log", TOP("'log':''"),
     "log: \"\" is empty; give the name of a file, or \"none\""},
    {"hooks that are an array", TOP("'hooks':[]"),
     "hooks: must be an object or null, not an array"},
    {"a hook that is no text", TOP("'hooks':{'on_event':1}"),
     "hooks.on_event: must be a string or null, not a number"},
    {"an empty hook", TOP("'hooks':{'on_event':''}"),
     "hooks.on_event: \"\" is empty; give the path of a program, or null"},
    {"repos as an object", "{'owner':'o','repos':{}}",
     "repos: must be an array, not an object"},
    {"no repository", DOC("", ""), "repos: must have at least one repository"},
};

static const struct bad repositories[] = {
    {"repositories that are not objects", DOC("", "1,'a',null,[]"),
     "repos[0]: must be an object, not a number\n"
     "repos[1]: must be an object, not a string\n"
     "repos[2]: must be an object, not null\n"
     "repos[3]: must be an object, not an array"},
    {"the name of nothing", NAMED(""), "repos[0].name: \"\" " NO_NAME},
    {"the name a b", NAMED("a b"), "repos[0].name: \"a b\" " NO_NAME},
    {"the name a/b", NAMED("a/b"), "repos[0].name: \"a/b\" " NO_NAME},
    {"the name .", NAMED("."),
     "repos[0].name: \".\" cannot be a repository on GitHub: \".\" and \"..\" "
     "are folders"},
    {"the name ..", NAMED(".."),
     "repos[0].name: \"..\" cannot be a repository on GitHub: \".\" and \"..\" "
     "are folders"},
    {"the name a.git", NAMED("a.git"),
     "repos[0].name: \"a.git\" cannot be a repository on GitHub: leave "
     "\".git\" off"},
    {"the name \\u001b[0m", NAMED("\\u001b[0m"),
     "repos[0].name: \"\\x1b[0m\" " NO_NAME},
    {"a name too long", NAMED(A100 "a"),
     "repos[0].name: \"" A50 A10 A10 A10 "...\" " NO_NAME},
    {"a name that is no text", DOC("", "{'name':1,'assets':[]}"),
     "repos[0].name: must be a string, not a number"},
    {"a name given to two",
     DOC("", REPO("a", "") "," REPO("b", "") "," REPO("a", "")),
     "repos[2].name: \"a\" is repos[0] already"},
    {"a name given to two, but for case",
     DOC("", REPO("Abc", "") "," REPO("aBC", "")),
     "repos[1].name: \"aBC\" is repos[0] already"},
    {"a name given to three",
     DOC("", REPO("a", "") "," REPO("a", "") "," REPO("a", "")),
     "repos[1].name: \"a\" is repos[0] already\n"
     "repos[2].name: \"a\" is repos[0] already"},
    {"the folder of nothing", ONE("'dir':''"),
     "repos[0].dir: \"\" is empty; the root itself is \".\""},
    {"the folder /a", ONE("'dir':'/a'"),
     "repos[0].dir: \"/a\" must be relative to the folder that holds the "
     "clones, without \"/\" at its start"},
    {"the folder ..", ONE("'dir':'..'"), "repos[0].dir: \"..\" " NO_DIR},
    {"the folder a/../b", ONE("'dir':'a/../b'"),
     "repos[0].dir: \"a/../b\" " NO_DIR},
    {"the folder ./a", ONE("'dir':'./a'"), "repos[0].dir: \"./a\" " NO_DIR},
    {"the folder a/.", ONE("'dir':'a/.'"), "repos[0].dir: \"a/.\" " NO_DIR},
    {"the folder a//b", ONE("'dir':'a//b'"), "repos[0].dir: \"a//b\" " NO_DIR},
    {"the folder a/", ONE("'dir':'a/'"),
     "repos[0].dir: \"a/\" must not end in \"/\""},
    {"a message with a word that is not filled in",
     DOC(",'tag_message':'Release {verison}'", REPO("a", "")),
     "tag_message: \"Release {verison}\" has a \"{\" that begins neither "
     "{version} nor {tag}"},
    {"the option's name for a key",
     DOC(",'poll_interval_secs':5", REPO("a", "")),
     "poll_interval_secs: unknown key; did you mean \"poll_interval\"?"},
    {"the folder a\\nb", ONE("'dir':'a\\nb'"),
     "repos[0].dir: \"a\\nb\" must be a path without control characters"},
    {"a folder that is null", ONE("'dir':null"),
     "repos[0].dir: must be a string, not null"},
    {"a folder given to two",
     DOC("", REPO("a", ",'dir':'x/y'") "," REPO("b", ",'dir':'x/y'")),
     "repos[1].dir: \"x/y\" is the folder of repos[0] already"},
    {"a folder that is the name of one before",
     DOC("", REPO("a", "") "," REPO("b", ",'dir':'a'")),
     "repos[1].dir: \"a\" is the folder of repos[0] already"},
    {"a name that is the folder of one before",
     DOC("", REPO("b", ",'dir':'a'") "," REPO("a", "")),
     "repos[1].dir: \"a\" is the folder of repos[0] already"},
    {"a wrong name is no folder as well",
     DOC("", REPO("x", ",'dir':'a b'") "," REPO("a b", "")),
     "repos[1].name: \"a b\" " NO_NAME},
    {"the branch of nothing", ONE("'branch':''"),
     "repos[0].branch: \"\" is empty; null means any branch"},
    {"the branch -b", ONE("'branch':'-b'"),
     "repos[0].branch: \"-b\" is not accepted by git: it begins with \"-\""},
    {"the branch a b", ONE("'branch':'a b'"),
     "repos[0].branch: \"a b\" " NO_REF},
    {"the branch HEAD", ONE("'branch':'HEAD'"),
     "repos[0].branch: \"HEAD\" cannot be a branch: git means by it what is "
     "checked out"},
    {"the branch @", ONE("'branch':'@'"),
     "repos[0].branch: \"@\" cannot be a branch: git means by it what is "
     "checked out"},
    {"the branch a..b", ONE("'branch':'a..b'"),
     "repos[0].branch: \"a..b\" is not accepted by git: it has \"..\" or "
     "\"@{\""},
    {"the branch /a", ONE("'branch':'/a'"), "repos[0].branch: \"/a\" " NO_PART},
    {"the branch a/", ONE("'branch':'a/'"), "repos[0].branch: \"a/\" " NO_PART},
    {"the branch a.", ONE("'branch':'a.'"),
     "repos[0].branch: \"a.\" is not accepted by git: it ends with \".\""},
    {"the branch a/.b", ONE("'branch':'a/.b'"),
     "repos[0].branch: \"a/.b\" " NO_PART},
    {"the branch a.lock", ONE("'branch':'a.lock'"),
     "repos[0].branch: \"a.lock\" " NO_PART},
    {"the branch a@{1}", ONE("'branch':'a@{1}'"),
     "repos[0].branch: \"a@{1}\" is not accepted by git: it has \"..\" or "
     "\"@{\""},
    {"a branch that is a number", ONE("'branch':1"),
     "repos[0].branch: must be a string or null, not a number"},
    {"the workflow of nothing", ONE("'workflow':''"),
     "repos[0].workflow: \"\" " NO_WORKFLOW},
    {"the workflow ci/release.yml", ONE("'workflow':'ci/release.yml'"),
     "repos[0].workflow: \"ci/release.yml\" " NO_WORKFLOW},
    {"the workflow .github/workflows/release.yml",
     ONE("'workflow':'.github/workflows/release.yml'"),
     "repos[0].workflow: \".github/workflows/release.yml\" " NO_WORKFLOW},
    {"the workflow release", ONE("'workflow':'release'"),
     "repos[0].workflow: \"release\" " NO_WORKFLOW},
    {"the workflow release.YML", ONE("'workflow':'release.YML'"),
     "repos[0].workflow: \"release.YML\" " NO_WORKFLOW},
    {"the workflow .yml", ONE("'workflow':'.yml'"),
     "repos[0].workflow: \".yml\" " NO_WORKFLOW},
    {"the workflow release.yml ", ONE("'workflow':'release.yml '"),
     "repos[0].workflow: \"release.yml \" " NO_WORKFLOW},
    {"a workflow with a control character", ONE("'workflow':'a\\n.yml'"),
     "repos[0].workflow: \"a\\n.yml\" " NO_WORKFLOW},
    {"a workflow that is a flag", ONE("'workflow':false"),
     "repos[0].workflow: must be a string or null, not false"},
    {"a timeout of a repository", ONE("'timeout':'2h'"),
     "repos[0].timeout: " SECS "\"2h\""},
    {"assets that are a text", DOC("", "{'name':'a','assets':'a.iso'}"),
     "repos[0].assets: must be an array, not a string"},
    {"assets that are null", DOC("", "{'name':'a','assets':null}"),
     "repos[0].assets: must be an array, not null"},
    {"assets that are no texts", ASSETS("1,null,{},'b'"),
     "repos[0].assets[0]: must be a string, not a number\n"
     "repos[0].assets[1]: must be a string, not null\n"
     "repos[0].assets[2]: must be a string, not an object"},
    {"the asset of nothing", ASSETS("''"),
     "repos[0].assets[0]: \"\" is empty; give the name of a file"},
    {"the asset a/b", ASSETS("'a/b'"), "repos[0].assets[0]: \"a/b\" " NO_ASSET},
    {"the asset a\\\\b", ASSETS("'a\\\\b'"),
     "repos[0].assets[0]: \"a\\b\" " NO_ASSET},
    {"the asset a b", ASSETS("'a b'"), "repos[0].assets[0]: \"a b\" " NO_ASSET},
    {"the asset a\\tb", ASSETS("'a\\tb'"),
     "repos[0].assets[0]: \"a\\tb\" " NO_ASSET},
    {"the asset .a", ASSETS("'.a'"),
     "repos[0].assets[0]: \".a\" must not begin or end with \".\""},
    {"the asset a.", ASSETS("'a.'"),
     "repos[0].assets[0]: \"a.\" must not begin or end with \".\""},
    {"the asset {}", ASSETS("'{}'"), "repos[0].assets[0]: \"{}\" " NO_FILLING},
    {"the asset {Version}", ASSETS("'{Version}'"),
     "repos[0].assets[0]: \"{Version}\" " NO_FILLING},
    {"the asset {tag", ASSETS("'{tag'"),
     "repos[0].assets[0]: \"{tag\" " NO_FILLING},
    {"the asset a{version}{arch}", ASSETS("'a{version}{arch}'"),
     "repos[0].assets[0]: \"a{version}{arch}\" " NO_FILLING},
    {"an asset that is given twice", ASSETS("'a','b','a'"),
     "repos[0].assets[2]: \"a\" is assets[0] already"},
    {"assets that are the same once filled in",
     ASSETS("'a-v{version}','b','a-{tag}'"),
     "repos[0].assets[2]: \"a-{tag}\" is assets[0] already"},
    {"they are not with another prefix",
     DOC(",'tag_prefix':'r'",
         "{'name':'a','assets':['v{version}','r{version}','{tag}']}"),
     "repos[0].assets[2]: \"{tag}\" is assets[1] already"},
    {"an asset with the slash of the prefix",
     "{'owner':'o','repos':[{'name':'a','assets':['a-{tag}']}],'tag_prefix':'r/"
     "'}",
     "repos[0].assets[0]: \"a-{tag}\" gets a \"/\" from tag_prefix; use "
     "{version} there"},
    {"a wrong prefix makes no wrong assets",
     DOC(",'tag_prefix':'-/'", "{'name':'a','assets':['a-{tag}']}"),
     "tag_prefix: \"-/\" is not accepted by git: it begins with \"-\""},
    {"checksums that are an array", ONE("'checksums':[]"),
     "repos[0].checksums: must be an object, not an array"},
    {"checksums that are null", ONE("'checksums':null"),
     "repos[0].checksums: must be an object, not null"},
    {"a checksum of no asset", SUMS("'b.tar.gz':'a.sum'"),
     "repos[0].checksums[\"b.tar.gz\"]: no asset \"b.tar.gz\" is listed"},
    {"a checksum of a misspelt asset", SUMS("'a.ios':'a.sum'"),
     "repos[0].checksums[\"a.ios\"]: no asset \"a.ios\"; did you mean "
     "\"a.iso\"?"},
    {"a checksum in no asset", SUMS("'a.iso':'SHA256SUMS'"),
     "repos[0].checksums[\"a.iso\"]: no asset \"SHA256SUMS\" is listed"},
    {"a checksum in a misspelt asset", SUMS("'a.iso':'a.smu'"),
     "repos[0].checksums[\"a.iso\"]: no asset \"a.smu\"; did you mean "
     "\"a.sum\"?"},
    {"a checksum in itself", SUMS("'a.iso':'a.iso'"),
     "repos[0].checksums[\"a.iso\"]: \"a.iso\" cannot hold its own SHA-256"},
    {"a checksum in itself, which is no asset", SUMS("'b':'b'"),
     "repos[0].checksums.b: \"b\" cannot hold its own SHA-256"},
    {"a checksum that is no text", SUMS("'a.iso':1,'c d':null"),
     "repos[0].checksums[\"a.iso\"]: must be a string, not a number\n"
     "repos[0].checksums[\"c d\"]: no asset \"c d\" is listed\n"
     "repos[0].checksums[\"c d\"]: must be a string, not null"},
    {"checksums without assets", DOC("", "{'name':'a','checksums':{'a':'b'}}"),
     "repos[0].assets: must be given"},
    {"checksums of wrong assets",
     DOC("", "{'name':'a','checksums':{'.a':'b'},'assets':['.a','b',1]}"),
     "repos[0].assets[0]: \".a\" must not begin or end with \".\"\n"
     "repos[0].assets[2]: must be a string, not a number"},
    {"needs that are a text", ONE("'needs':'b'"),
     "repos[0].needs: must be an array, not a string"},
    {"needs that are no texts", ONE("'needs':[1,null,['b']]"),
     "repos[0].needs[0]: must be a string, not a number\n"
     "repos[0].needs[1]: must be a string, not null\n"
     "repos[0].needs[2]: must be a string, not an array"},
};

static const struct bad relations[] = {
    {"a misspelt need",
     DOC("", REPO("installer", "") "," NEEDS("b", "'instaler'")),
     "repos[1].needs[0]: no repository \"instaler\"; did you mean "
     "\"installer\"?"},
    {"a misspelt need, but for case",
     DOC("", REPO("Installer", "") "," NEEDS("b", "'INSTALER'")),
     "repos[1].needs[0]: no repository \"INSTALER\"; did you mean "
     "\"Installer\"?"},
    {"a need of nothing",
     DOC("", REPO("installer", "") "," NEEDS("b", "'kernel'")),
     "repos[1].needs[0]: no repository \"kernel\" is listed"},
    {"a need near to its own name alone",
     DOC("", NEEDS("installer", "'instaler'")),
     "repos[0].needs[0]: no repository \"instaler\" is listed"},
    {"a need given twice", DOC("", REPO("a", "") "," NEEDS("b", "'a','A'")),
     "repos[1].needs[1]: \"A\" is needs[0] already"},
    {"an unknown need given twice", DOC("", NEEDS("b", "'xyz','xyz'")),
     "repos[0].needs[0]: no repository \"xyz\" is listed\n"
     "repos[0].needs[1]: \"xyz\" is needs[0] already"},
    {"a need of itself", DOC("", NEEDS("abc", "'abc'")),
     "repos[0].needs[0]: abc needs itself"},
    {"a need of itself, but for case", DOC("", NEEDS("abc", "'ABC'")),
     "repos[0].needs[0]: ABC needs itself"},
    {"needs of a wrong name are not wrong",
     DOC("", REPO("a b", "") "," NEEDS("c", "'a b'")),
     "repos[0].name: \"a b\" " NO_NAME},
    {"needs of a name given to two are not",
     DOC("", REPO("a", "") "," REPO("a", "") "," NEEDS("c", "'a'")),
     "repos[1].name: \"a\" is repos[0] already"},
    {"where a name is missing, a need may be of it",
     DOC("", "{'nane':'kernel','assets':[]}," NEEDS("c", "'kernel'")),
     "repos[0].nane: unknown key; did you mean \"name\"?"},
    {"but not a misspelt one",
     DOC("", "{'nane':'kernel','assets':[]}," NEEDS("installer", "") "," NEEDS(
                 "c", "'instaler'")),
     "repos[0].nane: unknown key; did you mean \"name\"?\n"
     "repos[2].needs[0]: no repository \"instaler\"; did you mean "
     "\"installer\"?"},
    {"a cycle of two", DOC("", NEEDS("a", "'b'") "," NEEDS("b", "'a'")),
     "repos: a needs b, b needs a: a cycle"},
    {"a cycle of three",
     DOC("", NEEDS("a", "'b'") "," NEEDS("b", "'c'") "," NEEDS("c", "'a'")),
     "repos: a needs b, b needs c, c needs a: a cycle"},
    {"a cycle that others need and that needs others",
     DOC("", NEEDS("d", "'a'") "," NEEDS("a", "'e','b'") "," NEEDS(
                 "b", "'a'") "," REPO("e", "")),
     "repos: a needs b, b needs a: a cycle"},
    {"two cycles apart",
     DOC("", NEEDS("a", "'b'") "," NEEDS("b", "'a'") "," NEEDS(
                 "c", "'d'") "," NEEDS("d", "'c'")),
     "repos: a needs b, b needs a: a cycle\n"
     "repos: c needs d, d needs c: a cycle"},
    {"two cycles with one in common",
     DOC("", NEEDS("a", "'b'") "," NEEDS("b", "'a','c'") "," NEEDS("c", "'b'")),
     "repos: a needs b, b needs a: a cycle\n"
     "repos: b needs c, c needs b: a cycle"},
    {"a cycle of wrong names",
     DOC("", NEEDS("a b", "'b\\n'") "," NEEDS("b\\n", "'a b'")),
     "repos[0].name: \"a b\" " NO_NAME "\n"
     "repos[1].name: \"b\\n\" " NO_NAME "\n"
     "repos: a b needs b\\n, b\\n needs a b: a cycle"},
    {"a cycle and an unknown need",
     DOC("", NEEDS("a", "'b','c'") "," NEEDS("b", "'a'")),
     "repos[0].needs[1]: no repository \"c\" is listed\n"
     "repos: a needs b, b needs a: a cycle"},
    {"mistakes in the order of the file", IN_ORDER,
     "timeout: " SECS "\"45m\"\n"
     "repos[1].nane: unknown key; did you mean \"name\"?\n"
     "repos[1].assets[0]: \"{arch}\" " NO_FILLING "\n"
     "repos[2].needs[1]: no repository \"kernl\"; did you mean \"kernel\"?\n"
     "repos[3].name: \"Kernel\" is repos[0] already\n"
     "repos: c needs d, d needs c: a cycle\n"
     "sign: must be true or false, not a number\n"
     "sign: is given twice\n"
     "owner: must be given"},
};

static char *quoted(const char *json)
{
    char *text = str_dup(json);

    for (char *p = text; *p; p++)
        if (*p == '\'')
            *p = '"';
    return text;
}

/* What went wrong, a line each; owned by the caller. */
static char *told(const struct err *e)
{
    struct str lines = {0};

    str_add(&lines, e ? e->text : "nothing is wrong");
    for (size_t i = 0; e && i < e->notes.n; i++)
        str_addf(&lines, "\n%s", e->notes.v[i]);
    return str_take(&lines);
}

/* The same, as told of the mistakes in lines; owned by the caller. */
static char *expected(const char *wrong, const char *file)
{
    struct str lines = {0}, notes = {0};
    size_t n = 0;

    for (const char *p = wrong; p; p = strchr(p, '\n'), n++) {
        p += *p == '\n';
        str_addf(&notes, "\n  %.*s", (int)strcspn(p, "\n"), p);
    }
    str_addf(&lines, "%s: %zu mistake%s%s", file, n, n == 1 ? "" : "s",
             str_text(&notes));
    str_clear(&notes);
    return str_take(&lines);
}

static bool is_empty(const struct config *c)
{
    static const struct config empty = {0};

    return memcmp(c, &empty, sizeof(empty)) == 0;
}

static void test_bad(const struct bad *bad)
{
    char *json = quoted(bad->json), *want = expected(bad->wrong, "x.json");
    struct config c;
    struct err *e = config_parse(&c, json, strlen(json), "x.json");

    is_owned(told(e), want, bad->what);
    if (!e || e->code != EXIT_USAGE || !is_empty(&c))
        ok(false, "a refused file leaves nothing: %s", bad->what);
    err_free(e);
    config_clear(&c);
    free(json);
    free(want);
}

static void test_bads(const struct bad *bad, size_t n)
{
    for (size_t i = 0; i < n; i++)
        test_bad(&bad[i]);
}

static struct err *parse(struct config *c, const char *json)
{
    char *text = quoted(json);
    struct err *e = config_parse(c, text, strlen(text), "x.json");

    free(text);
    return e;
}

static const struct {
    const char *what, *json;
} good[] = {
    {"a prefix of nothing", TOP("'tag_prefix':''")},
    {"a prefix with a slash", TOP("'tag_prefix':'release/a-'")},
    {"a prefix that only looks wrong", TOP("'tag_prefix':'a.lock@b{'")},
    {"a prefix of @", TOP("'tag_prefix':'@'")},
    {"the longest prefix", TOP("'tag_prefix':'" A240 "aaaaa'")},
    {"a prefix that is not ASCII", TOP("'tag_prefix':'" E10 "'")},
    {"an API on loopback", TOP("'api_url':'http://127.0.0.1:80/api'")},
    {"null where it may be", TOP("'api_url':null,'log':null,'hooks':null")},
    {"null in hooks", TOP("'hooks':{'on_event':null}")},
    {"empty hooks", TOP("'hooks':{}")},
    {"the least numbers", TOP("'timeout':1,'poll_interval':1")},
    {"the greatest", TOP("'timeout':604800,'poll_interval':3600")},
    {"a message of lines and braces",
     TOP("'tag_message':'{tag}}\\n\\n{version}'")},
    {"a long name", NAMED(A100)},
    {"a name of signs", NAMED("-_.-")},
    {"a name of three dots", NAMED("...")},
    {"a name with .git in it", NAMED("a.git.b")},
    {"the name .github", NAMED(".github")},
    {"the root itself as folder", ONE("'dir':'.'")},
    {"a folder in a folder", ONE("'dir':'a b/.c/..d/e...'")},
    {"a folder whose name is another's",
     DOC("", REPO("a", ",'dir':'b'") "," REPO("b", ",'dir':'a'"))},
    {"a branch with slashes", ONE("'branch':'feature/x@y'")},
    {"null in a repository", ONE("'branch':null,'workflow':null")},
    {"a workflow in YAML", ONE("'workflow':'a b.yaml'")},
    {"assets that differ", ASSETS("'{version}','v-{tag}','A','a','}'")},
    {"assets for a version alone", ASSETS("'a-1.2.3','a-{version}'")},
    {"one file for two checksums",
     DOC("", "{'checksums':{'a':'s','b':'s'},'assets':['a','b','s'],"
             "'name':'a'}")},
    {"empty checksums and needs", ONE("'checksums':{},'needs':[]")},
    {"needs in other letters",
     DOC("", REPO("Abc", "") "," NEEDS("b", "'aBC'"))},
    {"blanks around", " \n" TOP("'sign':true") "\n \t\r\n"},
};

/* It is taken, and its text is taken for the same. */
static void test_good(const char *what, const char *json)
{
    char *text = NULL, *again = NULL;
    struct config c, d = {0};
    struct err *e = parse(&c, json);

    if (!e) {
        text = config_text(&c);
        e = config_parse(&d, text, strlen(text), "its text");
    }
    if (!e)
        again = config_text(&d);
    is_owned(told(e), "nothing is wrong", what);
    if (!same(text, again))
        is(again, text, "it is printed, and read back: %s", what);
    err_free(e);
    config_clear(&c);
    config_clear(&d);
    free(text);
    free(again);
}

static void test_defaults(void)
{
    struct config c;
    struct err *e = parse(&c, DOC("", REPO("a", "")));

    if (ok(!e, "a small file is taken")) {
        const struct repo *a = c.repos;

        ok(same(c.file, "x.json") && same(c.owner, "o") && !c.api_url &&
               same(c.tag_prefix, "v") && same(c.tag_message, "Release {tag}"),
           "what it leaves out is as documented: tags");
        ok(!c.sign && c.poll_secs == 5 && c.timeout_secs == 2700 && !c.log &&
               !c.on_event,
           "and waiting, log and hooks");
        ok(c.n == 1 && same(a->name, "a") && same(a->dir, "a") && !a->branch &&
               a->assets.n == 0 && a->n_checksums == 0 &&
               same(a->workflow, "release.yml") && a->n_needs == 0 &&
               a->timeout_secs == 0,
           "and of a repository");
    }
    err_free(e);
    config_clear(&c);
    config_clear(&c);
    ok(is_empty(&c), "what was read can be cleared twice");
}

#define SECOND                                                                 \
    "{'name':'B','dir':'x/b','branch':'main','assets':['a-{tag}','s'],"        \
    "'checksums':{'a-{tag}':'s'},'workflow':'w.yaml','needs':['A'],"           \
    "'timeout':7}"

static const char whole[] =
    "{'owner':'Own','api_url':'https://h/api/v3','tag_prefix':'r-',"
    "'tag_message':'m {version}','sign':true,'poll_interval':9,'timeout':99,"
    "'log':'none','hooks':{'on_event':'./hook'},"
    "'repos':[" REPO("a", ",'workflow':null") "," SECOND "]}";

static void test_whole(void)
{
    struct config c;
    struct err *e = parse(&c, whole);

    if (ok(!e && c.n == 2, "a file with every key is taken")) {
        const struct repo *b = &c.repos[1];

        ok(same(c.owner, "Own") && same(c.api_url, "https://h/api/v3") &&
               same(c.tag_prefix, "r-") && same(c.tag_message, "m {version}"),
           "its owner, API and tags are read");
        ok(c.sign && c.poll_secs == 9 && c.timeout_secs == 99 &&
               same(c.log, "none") && same(c.on_event, "./hook"),
           "so are its numbers, flag, log and hook");
        ok(same(b->name, "B") && same(b->dir, "x/b") &&
               same(b->branch, "main") && same(b->workflow, "w.yaml") &&
               b->timeout_secs == 7 && !c.repos[0].workflow,
           "so is a repository");
        ok(b->assets.n == 2 && same(b->assets.v[0], "a-{tag}") &&
               same(b->assets.v[1], "s") && b->n_checksums == 1 &&
               same(b->checksums->of, "a-{tag}") &&
               same(b->checksums->file, "s"),
           "so are its assets and checksums");
        ok(b->n_needs == 1 && b->needs[0] == 0, "so is what it needs");
    }
    err_free(e);
    config_clear(&c);
}

static const char whole_text[] = "{\n"
                                 "  'owner': 'Own',\n"
                                 "  'api_url': 'https://h/api/v3',\n"
                                 "  'tag_prefix': 'r-',\n"
                                 "  'tag_message': 'm {version}',\n"
                                 "  'sign': true,\n"
                                 "  'poll_interval': 9,\n"
                                 "  'timeout': 99,\n"
                                 "  'log': 'none',\n"
                                 "  'hooks': {\n"
                                 "    'on_event': './hook'\n"
                                 "  },\n"
                                 "  'repos': [\n"
                                 "    {\n"
                                 "      'name': 'a',\n"
                                 "      'dir': 'a',\n"
                                 "      'branch': null,\n"
                                 "      'assets': [],\n"
                                 "      'checksums': {},\n"
                                 "      'workflow': null,\n"
                                 "      'needs': []\n"
                                 "    },\n"
                                 "    {\n"
                                 "      'name': 'B',\n"
                                 "      'dir': 'x/b',\n"
                                 "      'branch': 'main',\n"
                                 "      'assets': [\n"
                                 "        'a-{tag}',\n"
                                 "        's'\n"
                                 "      ],\n"
                                 "      'checksums': {\n"
                                 "        'a-{tag}': 's'\n"
                                 "      },\n"
                                 "      'workflow': 'w.yaml',\n"
                                 "      'needs': [\n"
                                 "        'a'\n"
                                 "      ],\n"
                                 "      'timeout': 7\n"
                                 "    }\n"
                                 "  ]\n"
                                 "}\n";

static void test_whole_text(void)
{
    char *want = quoted(whole_text);
    struct config c;
    struct err *e = parse(&c, whole);

    if (ok(!e, "a file with every key is printed"))
        is_owned(config_text(&c), want, "with every key, in order");
    err_free(e);
    config_clear(&c);
    free(want);
}

/* Each of n needs all others: so many cycles are not told. */
static void test_many_cycles(size_t n)
{
    struct str json = {0};
    struct config c;
    struct err *e;

    for (size_t i = 0; i < n; i++) {
        str_addf(&json, "%s{'name':'r%zu','assets':[],'needs':[",
                 i ? "," : "{'owner':'o','repos':[", i);
        for (size_t k = 1; k < n; k++)
            str_addf(&json, "%s'r%zu'", k > 1 ? "," : "", (i + k) % n);
        str_add(&json, "]}");
    }
    str_add(&json, "]}");
    e = parse(&c, str_text(&json));
    ok(e && e->notes.n == 100, "of many cycles, 100 are told");
    err_free(e);
    config_clear(&c);
    str_clear(&json);
}

static const struct {
    const char *what, *repos, *order;
} orders[] = {
    {"what needs nothing stays in order",
     REPO("c", "") "," REPO("a", "") "," REPO("b", ""), "c a b"},
    {"what is in order stays so",
     REPO("a", "") "," NEEDS("b", "'a'") "," NEEDS("c", "'b','a'"),
     "a b(a) c(b a)"},
    {"what is needed comes before",
     NEEDS("a", "'c'") "," REPO("b", "") "," REPO("c", ""), "c a(c) b"},
    {"a chain that is listed backwards is turned round",
     NEEDS("a", "'b'") "," NEEDS("b", "'c'") "," NEEDS("c", "'d'") "," REPO("d",
                                                                            ""),
     "d c(d) b(c) a(b)"},
    {"what is needed twice comes once",
     NEEDS("a", "'d','c'") "," NEEDS("b", "'d'") "," NEEDS("c", "'d'") "," REPO(
         "d", ""),
     "d c(d) a(d c) b(d)"},
};

static void test_order(const char *what, const char *repos, const char *order)
{
    char *json = str_fmt("{'owner':'o','repos':[%s]}", repos);
    struct str found = {0};
    struct config c;
    struct err *e = parse(&c, json);

    for (size_t i = 0; i < c.n; i++) {
        const struct repo *r = &c.repos[i];

        str_addf(&found, "%s%s", i ? " " : "", r->name);
        for (size_t k = 0; k < r->n_needs; k++)
            str_addf(&found, "%c%s%s", k ? ' ' : '(',
                     r->needs[k] < i ? c.repos[r->needs[k]].name : "too late",
                     k + 1 == r->n_needs ? ")" : "");
    }
    is(str_text(&found), order, "%s", what);
    str_clear(&found);
    err_free(e);
    config_clear(&c);
    free(json);
}

/* n repositories, each of which needs up to three of those behind it. */
static char *many(size_t n)
{
    struct str json = {0};

    str_add(&json, "{\"owner\":\"o\",\"repos\":[");
    for (size_t i = 0; i < n; i++) {
        str_addf(&json,
                 "%s{\"name\":\"repo-%zu\",\"assets\":[\"a\",\"b\"],"
                 "\"checksums\":{\"a\":\"b\"},\"needs\":[",
                 i ? "," : "", i);
        for (size_t k = 1; k <= 3 && i + k * k < n; k++)
            str_addf(&json, "%s\"REPO-%zu\"", k > 1 ? "," : "", i + k * k);
        str_add(&json, "]}");
    }
    str_add(&json, "]}");
    return str_take(&json);
}

/* Returns the processor's time that it took, in ms. */
static double test_many(size_t n, const char *wrong)
{
    char *json = many(n), *want = expected(wrong, "x.json"), *got;
    clock_t before = clock();
    double took;
    struct config c;
    struct err *e = config_parse(&c, json, strlen(json), "x.json");

    took = (double)(clock() - before) * 1e3 / (double)CLOCKS_PER_SEC;
    got = told(e);
    is(got, *wrong ? want : "nothing is wrong", "%zu repositories are %s", n,
       *wrong ? "refused" : "taken");
    ok(*wrong ? c.n == 0 : c.n == n && !c.repos[0].n_needs,
       "and the one that needs nothing is first, if any");
    err_free(e);
    config_clear(&c);
    free(json);
    free(want);
    free(got);
    return took;
}

/* A clock may tick every 10 ms only, so what is shorter counts as 20. */
static void test_growth(void)
{
    double few = test_many(1000, ""), lots = test_many(10000, "");

    printf("# 1000 repositories: %.1f ms; 10000: %.1f ms\n", few, lots);
    ok(lots < 50 * (few < 20 ? 20 : few),
       "ten times as many take far less than a hundred times as long");
}

static void test_many_assets(size_t n, const char *wrong)
{
    char *want = expected(wrong, "x.json"), *got;
    struct str json = {0};
    struct config c;
    struct err *e;

    str_add(&json, "{'owner':'o','repos':[{'name':'a','assets':[");
    for (size_t i = 0; i < n; i++)
        str_addf(&json, "%s'a%zu'", i ? "," : "", i);
    str_add(&json, "]}]}");
    e = parse(&c, str_text(&json));
    got = told(e);
    is(got, *wrong ? want : "nothing is wrong", "%zu assets are %s", n,
       *wrong ? "refused" : "taken");
    err_free(e);
    config_clear(&c);
    str_clear(&json);
    free(want);
    free(got);
}

/* A document, and blanks behind it up to n bytes. */
static char *padded(size_t n)
{
    char *json = quoted(DOC("", REPO("a", "")));
    size_t len = strlen(json);

    json = mem_grow(json, n + 1, 1);
    memset(json + len, ' ', n - len);
    json[n] = '\0';
    return json;
}

static void test_size(size_t n, const char *wrong)
{
    char *json = padded(n), *want = expected(wrong, "x.json"), *got;
    struct config c;
    struct err *e = config_parse(&c, json, n, "x.json");

    got = told(e);
    is(got, *wrong ? want : "nothing is wrong", "%zu bytes are %s", n,
       *wrong ? "too many" : "taken");
    err_free(e);
    config_clear(&c);
    free(json);
    free(want);
    free(got);
}

/* Twice the same key in n objects: all are told. */
static void test_many_twice(size_t n)
{
    struct str json = {0};
    struct config c;
    struct err *e;

    str_add(&json, "{'owner':'o','repos':[");
    for (size_t i = 0; i < n; i++)
        str_addf(&json, "%s{'name':'a%zu','dir':'b%zu','dir':'c','assets':[]}",
                 i ? "," : "", i, i);
    str_add(&json, "]}");
    e = parse(&c, str_text(&json));
    ok(e && e->notes.n == n &&
           same(e->notes.v[n - 1], "  repos[2999].dir: is given twice"),
       "%zu keys given twice are all told", n);
    err_free(e);
    config_clear(&c);
    str_clear(&json);
}

static void write_file(const char *path, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "w");

    if (f) {
        fwrite(bytes, 1, n, f);
        fclose(f);
    }
}

static void test_load(const char *path, const char *wrong, const char *title)
{
    char *want =
        *wrong ? str_fmt("%s: %s", path, wrong) : str_dup("nothing is wrong");
    struct config c;
    struct err *e = config_load(&c, path);

    is_owned(told(e), want, title);
    ok(e ? e->code == EXIT_USAGE && is_empty(&c) : same(c.file, path),
       "and the name of the file is kept, or nothing");
    err_free(e);
    config_clear(&c);
    free(want);
}

static void test_loads(const char *dir)
{
    char *path = str_fmt("%s/x.json", dir), *json = padded(CONFIG_MAX + 1);

    test_load(path, "cannot be read: No such file or directory",
              "a file that is not there");
    test_load(dir, "is a folder; give the file in it", "a folder");
    mkfifo(path, 0600);
    test_load(path, "is not a regular file", "a FIFO, which nobody writes to");
    unlink(path);
    write_file(path, json, 1000);
    test_load(path, "", "a file");
    write_file(path, json, CONFIG_MAX);
    test_load(path, "", "a file that is as large as may be");
    write_file(path, json, CONFIG_MAX + 1);
    test_load(path, "1 mistake\n  it has more than 4194304 bytes",
              "a file that is too large");
    write_file(path, "", 0);
    test_load(path,
              "1 mistake\n  it is empty; without it, \"orchestrator config\" "
              "prints one to start from",
              "an empty file");
    unlink(path);
    test_load("/dev/null", "is not a regular file", "a device");
    free(path);
    free(json);
}

/* From the line "{" to the line "}" of the manual; owned by the caller. */
static char *manual_example(void)
{
    struct str page = {0};
    FILE *f = fopen("orchestrator.json.5", "r");
    const char *begin, *end;
    char *example = NULL;
    int c;

    while (f && (c = getc(f)) != EOF)
        str_addn(&page, &(char){(char)c}, 1);
    if (f)
        fclose(f);
    begin = strstr(str_text(&page), "\n{\n");
    end = begin ? strstr(begin, "\n}\n") : NULL;
    if (end)
        example = str_dupn(begin, (size_t)(end - begin) + 2);
    str_clear(&page);
    return example;
}

static void test_manual(void)
{
    static const char *const all[] = {
        "owner",         "api_url",  "tag_prefix", "tag_message", "sign",
        "poll_interval", "timeout",  "log",        "hooks",       "on_event",
        "repos",         "name",     "dir",        "branch",      "assets",
        "checksums",     "workflow", "needs"};
    char *example = manual_example();

    if (!ok(example, "the manual has an example"))
        return;
    test_good("the example of the manual", example);
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        char *key = str_fmt("\"%s\":", all[i]);

        if (!strstr(example, key))
            ok(false, "the manual's example has the key %s", all[i]);
        free(key);
    }
    free(example);
}

static void test_limits(void)
{
    test_growth();
    test_many(10001, "repos: has 10001 repositories; at most 10000 are taken");
    test_many_assets(1000, "");
    test_many_assets(1001, "repos[0].assets: has 1001 assets; GitHub takes "
                           "1000 at most");
    test_size(CONFIG_MAX, "");
    test_size(CONFIG_MAX + 1, "it has more than 4194304 bytes");
    test_many_twice(3000);
    test_many_cycles(20);
}

int main(void)
{
    const char *tmp = getenv("TMPDIR");
    char *dir = str_fmt("%s/config_read_test.XXXXXX", tmp ? tmp : "/tmp");

    tap_start();
    test_bads(documents, ARRAY_LEN(documents));
    test_bads(keys, ARRAY_LEN(keys));
    test_bads(twice, ARRAY_LEN(twice));
    test_bads(fields, ARRAY_LEN(fields));
    test_bads(repositories, ARRAY_LEN(repositories));
    test_bads(relations, ARRAY_LEN(relations));
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        test_good(good[i].what, good[i].json);
    test_defaults();
    test_whole();
    test_whole_text();
    for (size_t i = 0; i < ARRAY_LEN(orders); i++)
        test_order(orders[i].what, orders[i].repos, orders[i].order);
    test_limits();
    ok(mkdtemp(dir), "a folder for files can be made");
    test_loads(dir);
    rmdir(dir);
    free(dir);
    test_manual();
    return tap_end();
}
