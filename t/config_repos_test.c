#include "config_files.h"

#define NO_NAME                                                                \
    "cannot be a repository on GitHub: 1 to 100 of A-Z a-z 0-9 . _ -"
#define NO_DIR "must be a path without empty parts, \".\" and \"..\""
#define NO_WORKFLOW                                                            \
    "must be a file in .github/workflows: its name alone, that ends in .yml "  \
    "or .yaml"
#define NO_ASSET                                                               \
    "must be a name without \"/\", \"\\\", blanks and control characters"
#define NO_FILLING "has a \"{\" that begins neither {version} nor {tag}"

#define IN_ORDER                                                               \
    "{'timeout':'45m','repos':[{'name':'kernel','assets':[]},"                 \
    "{'nane':'x','assets':['{arch}']},"                                        \
    "{'name':'installer','assets':[],'needs':['kernel','kernl']},"             \
    "{'name':'Kernel','assets':[],'needs':['Kernl']},"                         \
    "{'name':'c','assets':[],'needs':['d']},"                                  \
    "{'name':'d','assets':[],'needs':['c']}],'sign':0,'sign':1}"

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

int main(void)
{
    tap_start();
    test_bads(repositories, ARRAY_LEN(repositories));
    test_bads(relations, ARRAY_LEN(relations));
    for (size_t i = 0; i < ARRAY_LEN(orders); i++)
        test_order(orders[i].what, orders[i].repos, orders[i].order);
    return tap_end();
}
