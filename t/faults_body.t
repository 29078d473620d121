#!/bin/sh
# GitHub misbehaves while a release is awaited: bodies that are no JSON or no
# release, assets that are not as they must be, and texts that are not to reach
# a terminal as they are. t/gh_fields_test.c has every field of every answer.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/table.sh"
. "$(dirname "$0")/misbehave.sh"

body() { # TITLE BODY-OF-A-RULE WORDS
    passes "$1" "\"do\": \"body\", $2" "GitHub's answer makes no sense: $3"
}
body 'an HTML page' '"type": "text/html", "body": "<html>\u001b[2JUnicorn</html>"' 'it is not JSON (line 1'
body 'nothing' '"body": ""' 'it is empty'
body 'blanks' '"body": "  \n "' 'it is not JSON'
body 'a byte order mark' '"base64": "77u/e30="' 'it is not JSON'
body 'UTF-16' '"base64": "//57AH0A"' 'it is not JSON'
body 'NaN' '"body": "{\"id\": NaN}"' 'it is not JSON'
body 'deep nesting' '"repeat": {"text": "[", "times": 50000}' 'it is not JSON'
body 'deep nesting of objects' '"repeat": {"text": "{\"a\":", "times": 20000}' 'it is not JSON'
body 'a key given twice' '"body": "{\"id\": 1, \"id\": 2}"' 'it is not JSON'
body 'a lone surrogate' '"body": "{\"tag_name\": \"\\ud800\"}"' 'it is not JSON'
body 'a surrogate in UTF-8' '"base64": "eyJhIjoi7aCAIn0="' 'it is not JSON'
body 'a NUL in a text' '"body": "{\"tag_name\": \"v1.2.3\\u0000\"}"' 'it is not JSON'
body 'a raw NUL' '"base64": "ewB9"' 'it is not JSON'
body 'bytes that are not UTF-8' '"base64": "eyJhIjoi//4ifQ=="' 'it is not JSON'
body 'a number out of range' '"body": "{\"id\": 9223372036854775808}"' 'it is not JSON'
body 'a float out of range' '"body": "{\"id\": 1e999}"' 'it is not JSON'
body 'more after the document' '"body": "{} x"' 'it is not JSON'
body 'an array' '"body": "[]"' 'it is not an object'
body 'null' '"body": "null"' 'it is not JSON'
body 'an object without a field' '"body": "{}"' 'tag_name is not a string'
body 'a text of control bytes' '"base64": "GxtbMkobXTA7eAecn5s="' 'it is not JSON'

field() { # TITLE AT VALUE WORDS
    passes "$1" "\"do\": \"patch\", \"edits\": [{\"at\": [$2], \"set\": $3}]" "GitHub's answer makes no sense: $4"
}
field 'an id of the release that is a word' '"id"' '"1"' 'id is not a number of 0 or more'
field 'a tag_name that is a number' '"tag_name"' 1 'tag_name is not a string'
field 'assets that are an object' '"assets"' '{}' 'assets is not an array'
field 'an immutable that is a number' '"immutable"' 1 'immutable is neither true nor false'
field 'an asset that is null' '"assets", 1' null 'assets[1].id is not a number'
field 'a size that is a word' '"assets", 1, "size"' '"big"' 'assets[1].size is not a number of 0 or more'
field 'a size below 0' '"assets", 0, "size"' -4096 'assets[0].size is not a number of 0 or more'
field 'a digest that is a number' '"assets", 0, "digest"' 5 'assets[0].digest is not a string'
field 'the release of another tag' '"tag_name"' '"v9.9.9"' 'it is the release of the tag v9.9.9'
field 'that of a tag in other letters' '"tag_name"' '"V1.2.3"' 'it is the release of the tag V1.2.3'
field 'that of a tag that begins so' '"tag_name"' '"v1.2.30"' 'it is the release of the tag v1.2.30'

# Control bytes, marks that reorder text, in all that is told
BAD='a\u001b[2J\u001b]0;x\u0007\u009b\u007f\u202e\u2066\u200bz'
SHOWN='a\x1b[2J\x1b]0;x\x07\xc2\x9b\x7f\xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8bz'
field 'a tag with control bytes, escaped' '"tag_name"' "\"$BAD\"" "it is the release of the tag $SHOWN"
passes 'a 502 whose message has control bytes, escaped' "\"do\": \"status\", \"status\": 502, \"json\": {\"message\": \"$BAD\"}" "GitHub answered 502: $SHOWN; trying again"
passes_end
for PLAIN in '' 1; do
    to=${PLAIN:+, to people}
    behaviour "A refusal with control bytes is shown escaped$to" release "\"do\": \"status\", \"status\": 401, \"json\": {\"message\": \"$BAD\"}" 4 "(401: $SHOWN)"
    behaviour "The address of a release with control bytes does no harm$to" release "\"do\": \"patch\", \"edits\": [{\"at\": [\"html_url\"], \"set\": \"$BAD\"}]" 0
    behaviour "Assets whose names are control bytes do no harm$to" release "\"do\": \"patch\", \"edits\": [{\"at\": [\"assets\"], \"append\": {\"id\": 9, \"name\": \"$BAD\", \"state\": \"$BAD\", \"size\": 5, \"updated_at\": \"$BAD\", \"digest\": \"$BAD\", \"browser_download_url\": \"$BAD\"}}]" 0
    LIMIT=2 behaviour "A state with control bytes is shown escaped$to" release "\"do\": \"patch\", \"edits\": [{\"at\": [\"immutable\"], \"set\": false}, {\"at\": [\"assets\", 0, \"state\"], \"set\": \"$BAD\"}]" 5 "still uploading: BOOTX64.EFI (state \"$SHOWN\")"
done
behaviour 'Control bytes in the fields of a head are not shown' release '"do": "status", "status": 403, "headers": {"X-Accepted-GitHub-Permissions": "a\u001b[2J", "X-GitHub-SSO": "\u009b2J", "ETag": "\u001b"}' 4 'GitHub forbids it (403: no word of why)'
UNSAID="$TOKEN" behaviour 'A message that holds the token is shown without it' release "\"do\": \"status\", \"status\": 401, \"json\": {\"message\": \"your token is $TOKEN\"}" 4 '(401: your token is '
behaviour 'A message of 1 MB is cut' release "\"do\": \"body\", \"status\": 401, \"body\": \"{\\\"message\\\": \\\"\", \"repeat\": {\"text\": \"long \", \"times\": 12000}, \"base64\": \"In0=\"" 4 '(401: long long '

# Assets that are not as they must be, or do not stay as they are
stays() { # TITLE EDITS WORDS: for ever
    SETTLES=1 LIMIT=2 behaviour "$1" release "\"do\": \"patch\", \"edits\": [$2]" 5 'time is up after 2 s' "$3"
}
COPY='{"id": 9, "name": "BOOTX64.EFI", "state": "uploaded", "size": 5, "updated_at": "x", "digest": null}'
stays 'An asset listed twice is not taken' "{\"at\": [\"assets\"], \"append\": $COPY}" 'missing: BOOTX64.EFI;'
stays 'An asset of 0 bytes is not taken' '{"at": ["assets", 0, "size"], "set": 0}' 'uploaded but empty (0 bytes): BOOTX64.EFI;'
stays 'An asset that is being uploaded is not taken' '{"at": ["assets", 0, "state"], "set": "starter"}' 'still uploading: BOOTX64.EFI (state "starter")'
stays 'An asset in a state unheard of is not taken' '{"at": ["assets", 0, "state"], "set": "quarantined"}' 'still uploading: BOOTX64.EFI (state "quarantined")'
stays 'An asset whose name has other letters is not taken' '{"at": ["assets", 0, "name"], "set": "bootx64.efi"}' 'missing: BOOTX64.EFI;'
stays 'An asset whose name only looks the same is not taken' '{"at": ["assets", 0, "name"], "set": "BOOTX64.EFI\u200b"}' 'missing: BOOTX64.EFI;'
stays 'A draft is not taken' '{"at": ["draft"], "set": true}' 'a draft: someone must press "Publish"'
stays 'A release without assets is not taken' '{"at": ["assets"], "set": []}' 'missing: BOOTX64.EFI, BOOTX64.EFI.sha256; GitHub last said: a release with 0 assets'
changes() { # TITLE EDIT: in the first look, and not in those after it
    SETTLES=1 LOOKS=3 behaviour "$1" release "\"do\": \"patch\", \"edits\": [$2]" 0 'all 2 assets present, settling'
}
changes 'An asset that shrinks settles anew' '{"at": ["assets", 0, "size"], "set": 9999}'
changes 'An asset with another id, uploaded again, settles anew' '{"at": ["assets", 0, "id"], "set": 5}'
changes 'An asset with another digest settles anew' '{"at": ["assets", 0, "digest"], "set": "sha256:00"}'
changes 'An asset that loses its digest settles anew' '{"at": ["assets", 0, "digest"], "set": null}'
changes 'An asset uploaded at another time settles anew' '{"at": ["assets", 1, "updated_at"], "set": "2030-01-01T00:00:00Z"}'
SETTLES=1 LOOKS=4 behaviour 'An asset that vanishes while settling is awaited' release '[{"path": "@WHERE@", "skip": 1, "do": "patch", "edits": [{"at": ["assets", 1], "delete": true}]}]' 0 'missing: BOOTX64.EFI.sha256' 'all 2 assets present, settling'
SETTLES=1 LOOKS=4 behaviour 'A release that vanishes while settling is awaited' release '[{"path": "@WHERE@", "skip": 1, "do": "not_found"}]' 0 'no release on GitHub yet'
SETTLES=1 LOOKS=4 behaviour 'A 502 while settling settles nothing' release '[{"path": "@WHERE@", "skip": 1, "times": 2, "do": "status", "status": 502}]' 0 'GitHub answered 502'
UNSAID='then: ' NEXT='v1.2.3 stays as it is; to look at it again: ' behaviour 'An immutable release that lacks an asset ends it at once' release '"do": "patch", "edits": [{"at": ["assets", 1], "delete": true}]' 1 'the release is immutable, so it can never become complete; missing: BOOTX64.EFI.sha256' 'first: mend the workflow, and release a new version'

# Drafts, which are looked for in the list while there is no release
draft() { # TITLE FAULT-OF-THE-LIST WORDS...
    title=$1 fault=$2
    shift 2
    LIMIT=4 behaviour "$title" draft "[{\"path\": \"/releases/tags/\", \"times\": -1, \"do\": \"not_found\"}, {\"path\": \"@WHERE@\", \"times\": -1, $fault}]" 5 'time is up after 4 s' "$@"
}
DRAFT="{\"id\": 1, \"tag_name\": \"v1.2.3\", \"draft\": true, \"html_url\": \"https://github.com/$BAD\", \"assets\": []}"
draft 'A draft whose address has control bytes is shown escaped' "\"do\": \"status\", \"status\": 200, \"json\": [$DRAFT]" "a draft of its release is there, missing: BOOTX64.EFI, BOOTX64.EFI.sha256: someone must press \"Publish\" at https://github.com/$SHOWN"
draft 'Two drafts of the same tag are told as one' "\"do\": \"status\", \"status\": 200, \"json\": [$DRAFT, $DRAFT]" 'a draft of its release is there'
draft 'A list of releases that makes no sense is passed over' '"do": "body", "body": "<html>"' "GitHub's answer makes no sense: it is not JSON" 'no release on GitHub yet'
draft 'A list of releases that is forbidden is passed over' '"do": "status", "status": 403' 'no release on GitHub yet'
draft 'A list of releases that hangs up is passed over' '"do": "close"' 'no release on GitHub yet'

# t/gh_fields_test.c has each field of the readers in one of its documents.
no_field_is_forgotten() {
    python3 - "$T" <<'PY'
import re, sys
CALL = re.compile(r"\b(?:json_(?:text|text_if|count|count_if|flag_if|word|list"
                  r"|object_get)|is_text)\(")

def fields(source):
    for call in CALL.finditer(source):
        depth, at, named = 1, call.end(), None
        while depth:
            literal = re.match(r'"([a-z_]+)"', source[at:])
            if literal and depth == 1:
                named = named or literal[1]
            at += len(literal[0]) if literal else 1
            depth += (source[at - 1] == "(") - (source[at - 1] == ")")
        if named:
            yield named

tried = open(sys.argv[1] + "/gh_fields_test.c").read()
read = set()
for room in ("ci", "release", "repository", "ruleset", "run"):
    read |= set(fields(open(f"{sys.argv[1]}/../gh_{room}.c").read()))
print(len(read), "fields:", *sorted(read))
assert len(read) > 40, "the source is not read as it was"
missing = [name for name in sorted(read) if f"'{name}':" not in tried]
assert not missing, f"not tried: {missing}"
PY
}
tap 'Every field that is read of GitHub is tried with every other type' no_field_is_forgotten
table_end 'GitHub behaviours'
