/* Texts with secrets in them, and what must be left of each. */
#ifndef SECRET_TEXTS_H
#define SECRET_TEXTS_H

#include "../secret.h"
#include "tap.h"

#define PLAIN "hunter2-hunter2"
#define ODD "p@ss:w/rd %41?"
#define EIGHT "12345678"
#define A15 "aB3-aB3.aB3_aB3"     /* a byte too short for a token */
#define A19 "aB3aB3aB3aB3aB3aB3_" /* a byte too short after ghp_ */
#define A20 A19 "Z"

static const char *const known[] = {PLAIN, ODD, EIGHT};

/* `want` is NULL where the text stays as it is. */
struct example {
    const char *text;
    size_t n;
    const char *want;
    size_t want_n;
    const char *what;
};

#define STAYS NULL, 0

static const struct example of_known[] = {
    {BYTES(PLAIN), BYTES("***"), "a secret alone"},
    {BYTES("a " PLAIN " b\n"), BYTES("a *** b\n"), "a secret in a sentence"},
    {BYTES("x" PLAIN "x"), BYTES("x***x"), "a secret in a word"},
    {BYTES(PLAIN "\n" PLAIN), BYTES("***\n***"), "a secret told twice"},
    {BYTES(PLAIN EIGHT), BYTES("***"), "two secrets that touch, as one"},
    {BYTES("12345612345678"), BYTES("123456***"), "a secret after its half"},
    {BYTES("a\0" PLAIN "\0b"), BYTES("a\0***\0b"), "a secret between NULs"},
    {BYTES("a " ODD " b"), BYTES("a *** b"), "a secret with odd bytes"},
    {BYTES("hunter2-hunter3 hunter2-hunter"), STAYS, "all but a secret"},
    {BYTES("HUNTER2-HUNTER2"), STAYS, "a secret in other case"},
    {BYTES("h%75nter2%2Dhunter2!"), BYTES("***!"),
     "a secret that is percent-encoded in part"},
    {BYTES("%70%40%73%73%3a%77%2f%72%64%20%25%34%31%3f-"), BYTES("***-"),
     "a secret that is percent-encoded in whole"},
    {BYTES("a%41p%40ss%3Aw%2Frd%20%2541%3Fb"), BYTES("a%41***b"),
     "a secret that is percent-encoded in upper case"},
    {BYTES("%p%40ss%3Aw%2Frd%20%2541%3F%"), BYTES("%***%"),
     "a secret between percent signs"},
    {BYTES("%" PLAIN "%4"), BYTES("%***%4"), "a secret before half a code"},
    {BYTES("p%40ss%3Aw%2Frd%20%41%3F"), STAYS, "another secret's encoding"},
    {BYTES("%4hunter2%2Dhunter2"), BYTES("%4***"),
     "an encoded secret after half a code"},
    {BYTES("100%25 hunter2%2Dhunter%"), STAYS, "percent signs without one"},
    {BYTES("http://h/?q=p%40ss%3Aw%2Frd%20%2541%3F&a"),
     BYTES("http://h/?q=***&a"), "an encoded secret in a query"},
};

/* As `printf %s x-access-token:hunter2-hunter2 | base64` tells them. */
static const struct example of_base64[] = {
    {BYTES("eC1hY2Nlc3MtdG9rZW46aHVudGVyMi1odW50ZXIy"), BYTES("***"),
     "x-access-token:SECRET in base64"},
    {BYTES("(aHVudGVyMi1odW50ZXIyOg==)"), BYTES("(***)"),
     "SECRET: in base64, with what fills it up"},
    {BYTES("<Omh1bnRlcjItaHVudGVyMg==>"), BYTES("<***>"), ":SECRET in base64"},
    {BYTES("dTpodW50ZXIyLWh1bnRlcjI= z"), BYTES("*** z"), "u:SECRET in base64"},
    {BYTES("aHVudGVyMi1odW50ZXIy"), BYTES("***"), "SECRET in base64"},
    {BYTES("YTpwQHNzOncvcmQgJTQxPw=="), BYTES("***"),
     "another secret in base64"},
    {BYTES("dTpodW50ZXIyLWh1bnRlcjI%3D"), BYTES("***"),
     "a secret in base64 that is percent-encoded"},
    {BYTES("x dToxMjM0NTY3OA=="), BYTES("x ***"), "the least secret in base64"},
    {BYTES("dTpodW50ZXIyLWh1bnRlcjJ6eg=="), BYTES("***"),
     "u:SECRETzz in base64"},
    {BYTES("Omh1bnRlcjItaHVudGVyMnp6"), BYTES("***"), ":SECRETzz in base64"},
    {BYTES("dTpodW50ZXIzLWh1bnRlcjI="), STAYS, "base64 without a secret"},
    {BYTES("remote: aHVudGVy        \nremote: Mi1odW50ZXIy  \n"),
     BYTES("remote: ***  \n"), "a secret in base64 that a server broke"},
    {BYTES("aHVudGVy Mi1odW50ZXIy"), STAYS, "two words of base64"},
    {BYTES("aHVudGVy \n"), STAYS, "a word of base64 at the end of a text"},
};

static const struct example of_urls[] = {
    {BYTES("https://u:p@h/a.git"), BYTES("https://***@h/a.git"),
     "name and password of a URL"},
    {BYTES("fatal: unable to access 'https://u:p@h/': 403"),
     BYTES("fatal: unable to access 'https://***@h/': 403"),
     "name and password of a URL in quotes"},
    {BYTES("https://u:p@h"), BYTES("https://***@h"),
     "name and password of a URL without a path"},
    {BYTES("https://u:p@s@s@h/"), BYTES("https://***@h/"),
     "a password with '@' in it"},
    {BYTES("https://u:pa'ss@h/"), BYTES("https://***@h/"),
     "a password with a quote in it"},
    {BYTES("https://:p@h/ https://u:@h/"),
     BYTES("https://***@h/ https://***@h/"), "half of name and password"},
    {BYTES("HTTPS://u:p@h/ ://u:p@h"), BYTES("HTTPS://***@h/ ://***@h"),
     "name and password of any scheme"},
    {BYTES("a://u:p@h/b://v:q@i/c"), BYTES("a://***@h/b://***@i/c"),
     "names and passwords of a URL in a URL"},
    {BYTES("x=https://u:p@h,https://v:q@i"),
     BYTES("x=https://***@h,https://***@i"),
     "names and passwords of two URLs that touch"},
    {BYTES("\"https:\\/\\/u:p@h\\/\""), BYTES("\"https:\\/\\/***@h\\/\""),
     "name and password behind escapes of JSON"},
    {BYTES("https://" A15 "x@h/"), BYTES("https://***@h/"),
     "a name as long as a token"},
    {BYTES("ssh://git:p@h/ git://git:p@h"), BYTES("ssh://***@h/ git://***@h"),
     "git's password"},
    {BYTES("https://u:p@"), BYTES("https://***@"), "them without a host"},
    {BYTES("https://u:p@h?x#y"), BYTES("https://***@h?x#y"),
     "them before a query"},
    {BYTES("ssh://git@h/a.git"), STAYS, "git as a name"},
    {BYTES("ssh://builder@h/"), STAYS, "another name"},
    {BYTES("https://" A15 "@h/"), STAYS, "a name shorter than a token"},
    {BYTES("git@h:o/r.git"), STAYS, "an address of scp"},
    {BYTES("u:p@h"), STAYS, "what is no URL"},
    {BYTES("https://h/a:b@c"), STAYS, "'@' in a path"},
    {BYTES("https://h?a:b@c"), STAYS, "'@' in a query"},
    {BYTES("https://h#a:b@c"), STAYS, "'@' in a fragment"},
    {BYTES("https://h:80 a:b@c"), STAYS, "'@' after a URL"},
    {BYTES("https://h:80\0a:b@c"), STAYS, "'@' after a URL and NUL"},
    {BYTES("{\"a\":\"https://h:80\",\"b\":\"c@d\"}"), STAYS,
     "'@' after a URL in JSON"},
    {BYTES("<https://h:80>a@b"), STAYS, "'@' after a URL in brackets"},
    {BYTES("https://@h/ https://h:80/"), STAYS, "a URL without a name"},
    {BYTES("https://[::1]:80/"), STAYS, "an address of IPv6"},
    {BYTES("https:/u:p@h https:u:p@h"), STAYS, "what has no authority"},
    {BYTES("://"), STAYS, "the mark of a URL alone"},
};

static const struct example of_headers[] = {
    {BYTES("Authorization: Bearer abc\r\nHost: h\r\n"),
     BYTES("Authorization: ***\r\nHost: h\r\n"), "Authorization"},
    {BYTES("authorization:abc"), BYTES("authorization:***"),
     "authorization without blanks"},
    {BYTES("> AUTHORIZATION: \t token a b\n<"),
     BYTES("> AUTHORIZATION: \t ***\n<"), "AUTHORIZATION with many"},
    {BYTES("Authorization : a"), BYTES("Authorization : ***"),
     "Authorization with a blank before the colon"},
    {BYTES("Proxy-Authorization: Basic dTpw"),
     BYTES("Proxy-Authorization: ***"), "Proxy-Authorization"},
    {BYTES("Cookie: a=\"1\"; b=2"), BYTES("Cookie: ***"),
     "Cookie with quotes of its own"},
    {BYTES("set-cookie: a=1; Secure\n"), BYTES("set-cookie: ***\n"),
     "Set-Cookie"},
    {BYTES("PRIVATE-TOKEN: abc"), BYTES("PRIVATE-TOKEN: ***"), "PRIVATE-TOKEN"},
    {BYTES("Authorization: Digest username=\"u\", response=\"r\"\n"),
     BYTES("Authorization: ***\n"), "a digest"},
    {BYTES("curl -H \"Authorization: token a b\" https://h"),
     BYTES("curl -H \"Authorization: ***\" https://h"), "a header in quotes"},
    {BYTES("curl -H 'Cookie: a=\"1\" ;b' 'x'"),
     BYTES("curl -H 'Cookie: ***' 'x'"),
     "a header in quotes, with others in it"},
    {BYTES("'Cookie: it'\\''s' x"), BYTES("'Cookie: ***' x"),
     "a header in quotes, with the same in it"},
    {BYTES("\"Authorization: Digest u=\\\"a\\\", r=\\\"b\\\"\" x"),
     BYTES("\"Authorization: ***\" x"),
     "a header in quotes, with escaped ones in it"},
    {BYTES("\\\"Authorization: a b\\\", \\\"c\\\""),
     BYTES("\\\"Authorization: ***\\\", \\\"c\\\""),
     "a header in escaped quotes"},
    {BYTES("{\"Authorization\": \"Basic a b\", \"c\": 1}"),
     BYTES("{\"Authorization\": \"***\", \"c\": 1}"), "a header in JSON"},
    {BYTES("{\\\"cookie\\\":\\\"a b\\\",\\\"c\\\":1}"),
     BYTES("{\\\"cookie\\\":\\\"***\\\",\\\"c\\\":1}"),
     "a header in escaped JSON"},
    {BYTES("{'Cookie': ['a', 'b']}\nc"), BYTES("{'Cookie': ***\nc"),
     "headers in a list"},
    {BYTES("\"Cookie: a"), BYTES("\"Cookie: ***"),
     "a header in quotes that do not end"},
    {BYTES("http.extraheader=AUTHORIZATION: basic a b\nc"),
     BYTES("http.extraheader=***\nc"), "git's http.extraheader"},
    {BYTES("git -c 'http.https://h/.extraHeader=X-My: a b' push"),
     BYTES("git -c 'http.https://h/.extraHeader=***' push"),
     "git's http.<url>.extraHeader"},
    {BYTES("\textraHeader = \"Authorization: a b\"\n"),
     BYTES("\textraHeader = ***\n"), "extraHeader in a file of git's"},
    {BYTES("Authorization:"), STAYS, "a header without a value"},
    {BYTES("Authorization: \r\nHost: h\n"), STAYS,
     "a header without a value before another"},
    {BYTES("Authorization needed, no cookies: none"), STAYS,
     "a header's name in a sentence"},
    {BYTES("http.cookieFile=a extraheader: b"), STAYS, "other settings"},
    {BYTES("Authorization"), STAYS, "a header's name alone"},
    {BYTES("Authorization\": "), STAYS, "a header's name in half a quote"},
};

static const struct example of_shapes[] = {
    {BYTES("ghp_" A20), BYTES("***"), "ghp_ and what follows"},
    {BYTES("gho_" A20 "!"), BYTES("***!"), "gho_ and what follows"},
    {BYTES("(ghu_" A20 A20 ")"), BYTES("(***)"), "ghu_ and what follows"},
    {BYTES("xghs_" A20), BYTES("x***"), "ghs_ and what follows"},
    {BYTES("ghr_" A20 "\0"), BYTES("***\0"), "ghr_ and what follows"},
    {BYTES("github_pat_" A20), BYTES("***"), "github_pat_ and what follows"},
    {BYTES("glpat-" A19 "-"), BYTES("***"), "glpat- and what follows"},
    {BYTES("ghs_" A20 ".eyJh-_.s-g. x"), BYTES("***. x"),
     "a token with dots and dashes, not the dot after it"},
    {BYTES("glpat-" A20 ".01.abc, x"), BYTES("***, x"),
     "a routable token of GitLab's"},
    {BYTES("ghp_" A20 "-ghp_" A20), BYTES("***"), "two tokens in one word"},
    {BYTES("ghp_ghp_" A20), BYTES("***"), "a token that begins twice"},
    {BYTES("ghp_" A19 " gho_" A19 "-a github_pat_" A19 " glpat-" A19), STAYS,
     "what is too short for a token"},
    {BYTES("ghx_" A20 " gh_" A20 " github-pat_" A20), STAYS,
     "what begins like no token"},
    {BYTES("ghp_"), STAYS, "the beginning of a token alone"},
};

static const struct example of_queries[] = {
    {BYTES("https://h/?access_token=a"), BYTES("https://h/?access_token=***"),
     "access_token"},
    {BYTES("?a=b&TOKEN=c&d=e"), BYTES("?a=b&TOKEN=***&d=e"), "TOKEN"},
    {BYTES("?private_token=a b"), BYTES("?private_token=*** b"),
     "private_token"},
    {BYTES("\"?client_secret=a\""), BYTES("\"?client_secret=***\""),
     "client_secret"},
    {BYTES("'&password=a/b:c=d'"), BYTES("'&password=***'"), "password"},
    {BYTES("?sig=a&signature=b\n"), BYTES("?sig=***&signature=***\n"),
     "sig and signature"},
    {BYTES("?X-Amz-Signature=a&X-Amz-Date=1&X-Amz-Credential=b%2F&"
           "X-Amz-Security-Token=c"),
     BYTES("?X-Amz-Signature=***&X-Amz-Date=1&X-Amz-Credential=***&"
           "X-Amz-Security-Token=***"),
     "parameters of Amazon's"},
    {BYTES("?x&jwt=e.y.j#f"), BYTES("?x&jwt=***"), "jwt"},
    {BYTES("#access_token=a&x"), BYTES("#access_token=***&x"),
     "access_token in a fragment"},
    {BYTES("?a&amp;sig=b"), BYTES("?a&amp;sig=***"), "sig in HTML"},
    {BYTES("\"?a\\u0026sig=b\""), BYTES("\"?a\\u0026sig=***\""),
     "sig in JSON that escapes"},
    {BYTES("?token=https://u:p&q@h/"), BYTES("?token=***"),
     "a parameter that is a URL"},
    {BYTES("?token=a\0b?sig="), BYTES("?token=***\0b?sig="),
     "a parameter before NUL"},
    {BYTES("?token=&sig=&a=b"), STAYS, "parameters without a value"},
    {BYTES("?atoken=a&tokens=b&mytoken=c&assig=d&page=2"), STAYS,
     "parameters of other names"},
    {BYTES("the token=a, sig=b"), STAYS, "what is no parameter"},
    {BYTES("token=a"), STAYS, "what is no parameter, at the beginning"},
    {BYTES("?token"), STAYS, "a parameter's name alone"},
};

static const struct example of_schemes[] = {
    {BYTES("got Bearer " A15 "x, then"), BYTES("got Bearer ***, then"),
     "what follows Bearer"},
    {BYTES("BASIC   YWJjZGVmZ2hpamts="), BYTES("BASIC   ***"),
     "what follows BASIC"},
    {BYTES("bearer ~+/~+/~+/~+/~+/~==|"), BYTES("bearer ***|"),
     "all that a token68 may hold"},
    {BYTES("Bearer " A15 "=="), BYTES("Bearer ***"),
     "a token68 with what fills it up"},
    {BYTES("Basic " A15 "Basic " A15 "x"), BYTES("Basic *** ***"),
     "what follows Basic at the end of what follows Basic"},
    {BYTES("Bearer " A15 " basic words"), STAYS, "words after them"},
    {BYTES("Bearer" A20 " basic\n" A20), STAYS, "no blank after them"},
    {BYTES("bearer "), STAYS, "nothing after them"},
    {BYTES("bearer: " A20), STAYS, "a colon after them"},
};

static const struct example of_others[] = {
    {BYTES("\0\0\1\x7f\x80\xff\r\n\t\x1b[0m*"), STAYS, "odd bytes"},
    {BYTES("***"), STAYS, "a mask"},
    {BYTES("*** ****** https://***@h/ Authorization: ***"), STAYS, "masks"},
    {BYTES("Bearer *** ?token=***&a \"Cookie: ***\""), STAYS, "other masks"},
    {BYTES("a://x:y,Cookie:b/c@h\n"), BYTES("a://x:y,Cookie:***\n"),
     "a header in a URL"},
    {BYTES("'a://x:y,Cookie:b/c':@h"), BYTES("'a://***@h"),
     "a password that a hidden header ended"},
    {BYTES("ghp_" PLAIN "xx" A20), BYTES("ghp_***xx" A20),
     "a secret that breaks up a token"},
    {BYTES("GET https://u:p@h/?sig=1 with Basic " A20 " or " PLAIN),
     BYTES("GET https://***@h/?sig=*** with Basic *** or ***"),
     "many in a line"},
};

static const struct {
    const struct example *v;
    size_t n;
} tables[] = {
    {of_known, ARRAY_LEN(of_known)},     {of_base64, ARRAY_LEN(of_base64)},
    {of_urls, ARRAY_LEN(of_urls)},       {of_headers, ARRAY_LEN(of_headers)},
    {of_shapes, ARRAY_LEN(of_shapes)},   {of_queries, ARRAY_LEN(of_queries)},
    {of_schemes, ARRAY_LEN(of_schemes)}, {of_others, ARRAY_LEN(of_others)},
};

static inline struct secrets known_secrets(void)
{
    struct secrets s = {0};

    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        secrets_add(&s, known[i]);
    return s;
}

static inline struct str mask(const struct secrets *s, const char *text,
                              size_t n)
{
    struct str out = {0};
    char *copy = exact(text, n);

    secret_mask(s, &out, copy, n);
    free(copy);
    return out;
}

static inline bool has_bytes(const struct str *str, const char *bytes, size_t n)
{
    return str->len == n && (n == 0 || memcmp(str->s, bytes, n) == 0);
}

#endif
