#!/bin/sh
# GitHub misbehaves in the requests that are not for the release that is
# awaited: those of the survey, before anything is tagged, and those for its
# workflow run and the jobs of that.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/table.sh"
. "$(dirname "$0")/misbehave.sh"

BAD='a\u001b[2J\u001b]0;x\u0007\u009b\u007f\u202e\u2066\u200bz'
SHOWN='a\x1b[2J\x1b]0;x\x07\xc2\x9b\x7f\xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8bz'
ENDLESS="\"do\": \"endless\", \"text\": \"$(printf %01000d 0)\""
MANY='"do": "body", "body": "[", "repeat": {"text": "{},", "times": 31000}, "base64": "e31d"'

# What a release cannot do without: the repository, and its releases
behaviour 'A request of the survey that hangs is given up' repository '"do": "hang"' 3 'cannot read the repository on GitHub: no answer from GitHub: Operation timed out after 15'
needed() { # TITLE FAULT STATUS WORDS
    for WHERE in repository newest; do
        what='the repository' of='the repository'
        [ $WHERE = repository ] || what='the releases' of='its releases'
        behaviour "$1 ends the survey, for $of" "$WHERE" "$2" "$3" "$(echo "$4" | sed "s/WHAT/$what/")"
    done
}
needed 'A 502' '"do": "status", "status": 502' 3 'cannot read WHAT on GitHub: GitHub answered 502'
needed 'A 410' '"do": "status", "status": 410' 3 'cannot read WHAT on GitHub: GitHub answered 410'
needed 'A 204' '"do": "status", "status": 204' 3 'cannot read WHAT on GitHub: GitHub answered 204'
needed 'A 304' '"do": "status", "status": 304' 3 "cannot read WHAT on GitHub: GitHub's answer makes no sense: 304, though nothing was held"
needed 'A 401' '"do": "unauthorized"' 4 'GitHub does not accept the token (401: Bad credentials)'
needed 'A 403' '"do": "forbidden"' 4 'cannot read WHAT on GitHub: GitHub forbids it (403: Resource not accessible by personal access token); it wants the permission contents=read'
needed 'A 404' '"do": "not_found"' 4 '(404)'
needed 'A rate limit' '"do": "rate_primary", "seconds": 600' 3 'a rate limit of GitHub (403: API rate limit exceeded'
needed 'A rate limit of nonsense' '"do": "status", "status": 429, "headers": {"Retry-After": "-5", "x-ratelimit-reset": "soon"}' 3 'to do: try again in some minutes'
needed 'A closed connection' '"do": "close"' 3 'cannot read WHAT on GitHub: no answer from GitHub: Empty reply from server'
needed 'A reset connection' '"do": "reset"' 3 'cannot read WHAT on GitHub: no answer from GitHub: '
needed 'A head that breaks off' '"do": "stop", "at": "name"' 3 'cannot read WHAT on GitHub: no answer from GitHub: the answer has no whole HTTP head'
needed 'A body that breaks off' '"do": "stop", "at": "chunk"' 3 'cannot read WHAT on GitHub: no answer from GitHub: '
needed 'A body without end' "$ENDLESS" 3 'cannot read WHAT on GitHub: no answer from GitHub: the answer is larger than 2 MiB'
needed 'A body of 200 MiB' '"do": "big", "mib": 200' 3 'cannot read WHAT on GitHub: no answer from GitHub: Maximum file size exceeded'
needed 'A page of HTML' '"do": "body", "body": "<html>\u001b[2J"' 3 "cannot read WHAT on GitHub: GitHub's answer makes no sense: it is not JSON"
needed 'A body of another type' '"do": "body", "body": "5"' 3 "cannot read WHAT on GitHub: GitHub's answer makes no sense: it is not"
needed 'A redirect to another port' '"do": "redirect", "location": "{storage}{path}"' 3 'cannot read WHAT on GitHub: GitHub redirects (301) to http://127.0.0.1:'
needed 'A redirect loop' '"do": "redirect"' 3 'cannot read WHAT on GitHub: GitHub redirects (301) without an end'
needed 'A refusal with control bytes' "\"do\": \"status\", \"status\": 451, \"json\": {\"message\": \"$BAD\"}" 3 "cannot read WHAT on GitHub: GitHub answered 451: $SHOWN"
for WHERE in repository newest; do
    behaviour "A 502, twice, passes: $WHERE" "$WHERE" '"do": "status", "status": 502, "times": 2' 0 'GitHub: 1 of 10 requests failed; asking again'
    behaviour "A broken answer passes: $WHERE" "$WHERE" '"do": "stop", "at": "body", "times": 1' 0 'GitHub: 1 of 10 requests failed; asking again'
done
behaviour 'A full_name of another type ends the survey' repository '"do": "patch", "edits": [{"at": ["full_name"], "set": 5}]' 3 'makes no sense: full_name is not a string'
behaviour 'A tag_name of another type ends the survey' newest '"do": "body", "body": "[{\"tag_name\": null}]"' 3 'makes no sense: [0].tag_name is not a string'
behaviour 'Another name with control bytes is shown escaped' repository "\"do\": \"patch\", \"edits\": [{\"at\": [\"full_name\"], \"set\": \"$BAD\"}]" 0 "GitHub calls it $SHOWN now"
behaviour 'A default branch with control bytes is shown escaped' repository "\"do\": \"patch\", \"edits\": [{\"at\": [\"default_branch\"], \"set\": \"$BAD\"}]" 0 "not on the default branch $SHOWN"

# What it can do without: tags, rulesets, earlier runs
spared() { # TITLE FAULT WORDS
    behaviour "$1 for tags is told, and passed over" tags "\"times\": -1, $2" 0 "the tags cannot be read ($3"
    behaviour "$1 for rulesets is told, and passed over" rulesets "\"times\": -1, $2" 0 "the rulesets for tags cannot be read ($3" 'whether they allow v1.2.3 is not known'
    behaviour "$1 for earlier runs is passed over" history "\"times\": -1, $2" 0
}
spared 'A 502' '"do": "status", "status": 502' 'GitHub answered 502)'
spared 'A 404' '"do": "not_found"' 'GitHub answered 404: Not Found)'
spared 'A page of HTML' '"do": "body", "body": "<html>\u001b[2J"' "GitHub's answer makes no sense: it is not JSON"
spared 'A body without end' "$ENDLESS" 'no answer from GitHub: the answer is larger than 2 MiB)'
spared 'A redirect to another port' '"do": "redirect", "location": "{storage}{path}"' 'GitHub redirects (301) to http://127.0.0.1:'
behaviour 'Tags with control bytes are no versions' tags "\"do\": \"body\", \"body\": \"[{\\\"name\\\": \\\"v9$(printf '%s' "$BAD" | sed 's/\\/\\\\/g')\\\"}]\"" 0
RULES='{"installer-kernel": {"rulesets": [{"name": "frozen", "rules": ["creation"]}]}}'
ENTRY=$RULES behaviour 'A ruleset whose name has control bytes is shown escaped' ruleset "\"do\": \"patch\", \"edits\": [{\"at\": [\"name\"], \"set\": \"$BAD\"}]" 3 "the ruleset \"$SHOWN\" restricts who may create such tags"
ENTRY=$RULES behaviour 'A ruleset that is a 502 once is asked for again' ruleset '"do": "status", "status": 502, "times": 1' 3 'the ruleset "frozen" restricts who may create such tags'
ENTRY=$RULES behaviour 'A ruleset that hangs up once is asked for again' ruleset '"do": "close", "times": 1' 3 'the ruleset "frozen" restricts who may create such tags'
ENTRY=$RULES behaviour 'A ruleset that cannot be read is told' ruleset '"do": "status", "status": 502, "times": -1' 0 'a ruleset for tags cannot be read (GitHub answered 502): whether it allows v1.2.3 is not known'
ENTRY=$RULES behaviour 'A ruleset that makes no sense is told' ruleset '"do": "body", "body": "[]", "times": -1' 0 "a ruleset for tags cannot be read (GitHub's answer makes no sense: it is not an object)"

# All requests at once, of four repositories
FOUR=1 behaviour 'All bodies are of 400 KiB, more than one curl may bring' all '"do": "big", "mib": 0.4, "times": -1' 0 'requests failed; asking again' '4 repositories are ready for v1.2.3'
FOUR=1 behaviour 'All bodies are without end' all "$ENDLESS" 3 'the answer is larger than 2 MiB'
FOUR=1 behaviour 'All bodies are of 200 MiB' all '"do": "big", "mib": 200' 3 'Maximum file size exceeded'
FOUR=1 behaviour 'All bodies are as many values as may be' all "$MANY" 3 'makes no sense: it is not an object'
FOUR=1 behaviour 'All bodies are as long as may be' all '"do": "body", "body": "[", "repeat": {"text": "          ", "times": 200000}, "base64": "XQ=="' 3 'problems, in 4 of 4 repositories'
FOUR=1 behaviour 'All connections are closed' all '"do": "close"' 3 'no answer from GitHub: Empty reply from server'
FOUR=1 behaviour 'All answers refuse the token' all '"do": "unauthorized"' 4 'GitHub does not accept the token (401: Bad credentials)'
FOUR=1 behaviour 'All answers redirect to another port' all '"do": "redirect", "location": "{storage}{path}"' 3 'GitHub redirects (301) to http://127.0.0.1:'

# The workflow run of the tag
run_passes() { # TITLE FAULT WORDS...
    title=$1 fault=$2
    shift 2
    SETTLES=1 behaviour "$title" run "$fault" 0 "$@"
}
# a run that cannot be read may have failed, so nothing is taken without it
run_unknown() { # TITLE FAULT WORDS
    LIMIT=3 SETTLES=1 behaviour "$1" run "$2" 5 'time is up after 3 s; all 2 assets present' "$3"
}
run_passes 'A 502 for the run passes' '"do": "status", "status": 502' 'GitHub answered 502; going on with the rest'
run_unknown 'A 502 for the run, each time, ends by the time limit' '"do": "status", "status": 502, "times": -1' 'GitHub answered 502; going on with the rest'
run_unknown 'So does a list of runs that is HTML' '"do": "body", "body": "<html>", "times": -1' 'makes no sense: it is not JSON'
run_unknown 'So does a list of runs that is none' '"do": "body", "body": "{\"workflow_runs\": {}}", "times": -1' 'makes no sense: workflow_runs is not an array'
run_unknown 'So does a list of runs without end' "$ENDLESS, \"times\": -1" 'the answer is larger than 2 MiB; going on with the rest'
run_unknown 'So does a list of as many values as may be' "$MANY, \"times\": -1" 'makes no sense: workflow_runs is not an array'
run_unknown 'So does a list of runs that breaks off' '"do": "stop", "at": "body", "times": -1' 'going on with the rest'
for code in 403 404 410; do
    run_passes "A $code for the run is told once, and passed over" "\"do\": \"status\", \"status\": $code, \"times\": -1" 'workflow runs cannot be read (' 'going by releases alone'
done
run_passes 'A redirect of the run to another port is not followed' '"do": "redirect", "location": "{storage}{path}", "times": -1' 'workflow runs cannot be read (GitHub redirects (301) to http://127.0.0.1:'
ours() { # AT VALUE: an edit of each run that is listed
    for i in 0 1 2; do
        printf '%s{"at": ["workflow_runs", %s, "%s"], "set": %s}' "${comma:-}" $i "$1" "$2"
        comma=', '
    done
    comma=
}
run_unknown 'So does a run whose id is a word' "\"do\": \"patch\", \"times\": -1, \"edits\": [$(ours id '"x"')]" '].id is not a number of 0 or more'
run_unknown 'So does a run whose status is a number' "\"do\": \"patch\", \"times\": -1, \"edits\": [$(ours status 5)]" '].status is not a string'
run_passes 'The run of another commit is not taken for the tag'\''s' "\"do\": \"patch\", \"times\": -1, \"edits\": [$(ours head_sha '"0000000000000000000000000000000000000000"')]" 'all 2 assets present, settling'
run_passes 'The run of another tag neither' "\"do\": \"patch\", \"times\": -1, \"edits\": [$(ours head_branch '"v9.9.9"')]" 'all 2 assets present, settling'
behaviour 'A 401 for the run ends it' run '"do": "unauthorized"' 4 'GitHub does not accept the token (401: Bad credentials)'
SETTLES=1 LIMIT=3 behaviour 'A run that hangs ends by the time limit' run '"do": "hang"' 5 'time is up after 3 s'
LIMIT=20 SETTLES=1 behaviour 'A rate limit for the run is obeyed for all' run '"do": "rate_secondary", "seconds": 3600' 5 'nothing can be asked before'

# A run that failed, and its jobs
FAILS='{"installer-kernel": {"run": {"takes": 0.3, "conclusion": "failure", "jobs": [{"name": "build", "steps": ["Compile"]}], "fails_at": ["build", "Compile"]}}}'
fails() { # TITLE WHERE FAULT WORDS...
    title=$1 where=$2 fault=$3
    shift 3
    SETTLES=1 ENTRY=$FAILS behaviour "$title" "$where" "$fault" 1 "$@"
}
ENDED='its workflow run ended in failure'
fails 'Jobs and steps with control bytes are shown escaped' jobs "\"do\": \"patch\", \"edits\": [{\"at\": [\"jobs\", 0, \"name\"], \"set\": \"$BAD\"}, {\"at\": [\"jobs\", 0, \"steps\", 0, \"name\"], \"set\": \"b$BAD\"}]" "$ENDED in job \"$SHOWN\", step \"b$SHOWN\""
fails 'The end of a run with control bytes is shown escaped' run "\"do\": \"patch\", \"edits\": [$(ours conclusion "\"$BAD\"")]" "its workflow run ended in $SHOWN"
fails 'The address of a run with control bytes is shown escaped' run "\"do\": \"patch\", \"edits\": [$(ours html_url "\"https://github.com/$BAD\"")]" "https://github.com/$SHOWN"
fails 'Jobs that are a 502 do not hide that the run failed' jobs '"do": "status", "status": 502' "$ENDED"
fails 'Jobs that are HTML neither' jobs '"do": "body", "body": "<html>"' "$ENDED"
fails 'Jobs without end neither' jobs "$ENDLESS" "$ENDED"
fails 'Jobs of another type neither' jobs '"do": "patch", "edits": [{"at": ["jobs", 0, "name"], "set": 5}]' "$ENDED"
fails 'No jobs neither' jobs '"do": "patch", "edits": [{"at": ["jobs"], "set": []}]' "$ENDED"
fails 'Jobs that hang up neither' jobs '"do": "close"' "$ENDED"
table_end 'GitHub behaviours'
