#include "../api_url.h"
#include "config_files.h"

#define KEYS                                                                   \
    "owner, api_url, tag_prefix, tag_message, sign, poll_interval, timeout, "  \
    "log, hooks, repos"
#define REPO_KEYS                                                              \
    "name, dir, branch, assets, checksums, workflow, needs, timeout"
#define NO_OWNER                                                               \
    "cannot be an owner on GitHub: letters, digits, hyphens and underscores, " \
    "at most 39"

#define MANY_TWICE                                                             \
    "{'owner':'o','owner':'p','sign':1,'repos':["                              \
    "{'name':'a','assets':[],'assets':[],'dri':1},"                            \
    "{'name':'b','assets':[],'needs':[],'needs':[]}],"                         \
    "'repos':[],'timeout':0}"

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

int main(void)
{
    tap_start();
    test_bads(documents, ARRAY_LEN(documents));
    test_bads(keys, ARRAY_LEN(keys));
    test_bads(twice, ARRAY_LEN(twice));
    test_bads(fields, ARRAY_LEN(fields));
    return tap_end();
}
