#!/bin/sh
# GitHub misbehaves while a release is awaited: what passes, what ends the wait.
# Here by the head of its answers; t/faults_body.t and t/faults_wire.t have the
# rest, t/faults_survey.t the requests that are not for the release.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/table.sh"
. "$(dirname "$0")/misbehave.sh"

# Status codes
for code in 500 502 503 504 507 520 599 408; do
    passes "a $code" "\"do\": \"status\", \"status\": $code" "GitHub answered $code; trying again"
done
for code in 201 202 204 206 226 300 305; do
    passes "a $code out of nowhere" "\"do\": \"status\", \"status\": $code" "GitHub answered $code; trying again"
done
passes 'a 304 out of nowhere' '"do": "status", "status": 304' 'makes no sense: 304, though nothing was held'
for code in 000 099 600 999; do
    passes "the status $code" "\"do\": \"status\", \"status\": \"$code\"" 'no answer from GitHub: '
done
for line in 'HTTP/1.1 20' 'HTTP/1.1 2000 OK' 'HTTP/1.1 abc' 'HTTP/1.1 -200 OK' 'HTTP/9.9 200 OK' 'HTTP/1.1' 'ICY 200 OK' nonsense SSH-2.0-OpenSSH_9.2; do
    passes "the status line \"$line\"" "\"do\": \"raw\", \"text\": \"$line\\r\\n\\r\\n\"" 'no answer from GitHub: '
done
passes 'a 101 that nobody asked for' '"do": "raw", "text": "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"' '; trying again'
passes_end
for code in 400 402 405 406 409 410 411 418 422 451 499; do
    LOOKS=1 behaviour "A $code ends it at once" release "\"do\": \"status\", \"status\": $code, \"json\": {\"message\": \"so\"}" 1 "GitHub answered $code: so" 'first: see that http'
done
behaviour 'A 404 is a release that is not there yet' release '"do": "not_found", "times": 2' 0 'waiting: no release on GitHub yet'
LIMIT=2 behaviour 'A 404 for ever ends by the time limit' release '"do": "not_found"' 5 'time is up after 2 s; no release on GitHub yet; GitHub last said: GitHub answered 404: Not Found'
LIMIT=2 behaviour 'A 502 for ever ends by the time limit' release '"do": "status", "status": 502' 5 'time is up after 2 s; GitHub has not told yet how the release stands; GitHub last said: GitHub answered 502'
LOOKS=1 behaviour 'A 401 ends it at once' release '"do": "unauthorized"' 4 'GitHub does not accept the token (401: Bad credentials)'
LOOKS=1 UNSAID='rate limit' behaviour 'A 403 ends it at once, with the permission that is wanted' release '"do": "forbidden"' 4 'GitHub forbids it (403: Resource not accessible by personal access token)' 'it wants the permission contents=read'
behaviour 'A 403 of single sign-on is told as that' release '"do": "sso"' 4 'must be authorised for single sign-on'
behaviour 'A 403 without a word ends it' release '"do": "status", "status": 403' 4 'GitHub forbids it (403: no word of why)'
for code in 100 102 103; do
    behaviour "A $code before the answer is passed over" release "\"do\": \"informational\", \"status\": $code, \"times_each\": 5" 0
done
LIMIT=2 behaviour 'A 103 without end ends by the time limit' release '"do": "informational", "times_each": -1' 5 'time is up after 2 s'

# Rate limits
passes 'a secondary rate limit' '"do": "rate_secondary", "seconds": 1' 'a rate limit of GitHub (403: You have exceeded a secondary rate limit'
passes 'a Retry-After that is a date' '"do": "rate_secondary", "status": 429, "seconds": 2, "date": true' 'a rate limit of GitHub (429'
passes 'a Retry-After that is a date in the past' '"do": "rate_secondary", "seconds": -3600, "date": true' 'a rate limit of GitHub (403'
passes 'Retry-After 0' '"do": "status", "status": 429, "headers": {"Retry-After": "0"}' 'a rate limit of GitHub (429): waiting until'
passes 'a used-up rate limit' '"do": "rate_primary", "seconds": 1' 'a rate limit of GitHub (403: API rate limit exceeded'
passes 'a used-up rate limit whose reset is in the past' '"do": "rate_primary", "status": 429, "seconds": -60' 'a rate limit of GitHub (429: API rate limit exceeded'
passes 'a 503 with Retry-After' '"do": "status", "status": 503, "headers": {"Retry-After": "2"}' 'GitHub answered 503: waiting until'
passes 'a Retry-After with blanks' '"do": "status", "status": 429, "headers": {"Retry-After": "  1  "}' 'a rate limit of GitHub (429): waiting until'
passes_end
limit() { # TITLE HEADERS WORDS: a 429 that ends it
    LIMIT=20 LOOKS=1 UNSAID='accept the token' behaviour "$1" release "\"do\": \"status\", \"status\": 429, \"headers\": {$2}, \"json\": {\"message\": \"rate limit\"}" 5 'a rate limit of GitHub (429: rate limit): nothing can be asked before' "$3" 'first: wait until '
}
FAR='which is past the time limit of 20 s'
MINUTE="in 60 s, $FAR"
limit 'A Retry-After past the time limit ends it' '"Retry-After": "3600"' "in 3600 s, $FAR"
limit 'A Retry-After that overflows ends it' '"Retry-After": "99999999999999999999999999"' "$FAR"
limit 'A Retry-After of 2^32 + 1 s is not 1 s' '"Retry-After": "4294967297"' "in 4294967297 s, $FAR"
limit 'A Retry-After of 2^64 / 1000 s is not a short one' '"Retry-After": "18446744073709552"' "$FAR"
for after in -5 +5 soon 1e9 ''; do
    limit "Retry-After \"$after\" is none: it waits a minute, which is too long here" "\"Retry-After\": \"$after\"" "$MINUTE"
done
for reset in -1 soon; do
    limit "A limit whose reset is \"$reset\" says no time" "\"x-ratelimit-remaining\": \"0\", \"x-ratelimit-reset\": \"$reset\"" "$MINUTE"
done
limit 'A reset that overflows ends it' '"x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999999999999999999"' "$FAR"
limit 'What is left of a limit may be nonsense' '"x-ratelimit-remaining": "-7", "x-ratelimit-limit": "x", "x-ratelimit-reset": "1"' "$MINUTE"
behaviour 'A Retry-After that is a far date ends it, and says which day' release '"do": "rate_secondary", "seconds": 172800, "date": true' 5 'past the time limit of 60 s' "nothing can be asked before $(date -u -d @$(($(date +%s) + 172800)) +%Y-%m- 2>/dev/null || date -u -r $(($(date +%s) + 172800)) +%Y-%m-)"
behaviour 'So does a used-up rate limit' release '"do": "rate_primary", "seconds": 3600' 5 'a rate limit of GitHub' 'past the time limit of 60 s'
behaviour 'So does a Retry-After of a 503' release '"do": "status", "status": 503, "headers": {"Retry-After": "3600"}' 5 'GitHub answered 503: nothing can be asked before' 'past the time limit of 60 s'
behaviour 'A good answer that was the last of the hour is taken' release '"do": "header", "headers": {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999999"}' 0

# Redirects: inside the origin that the token is for, and nowhere else
follows() { # TITLE LOCATION [STATUS]
    LOOKS=2 behaviour "$1" release "\"do\": \"redirect\", \"status\": ${3:-307}, \"location\": \"$2\"" 0
}
for code in 301 302 303 307 308; do
    follows "A redirect ($code) to the same origin is followed" '{self}{path}' $code
done
follows 'A relative redirect is followed' '{path}'
strays() { # TITLE LOCATION WORDS [STATUS]
    LOOKS=1 behaviour "$1" release "\"do\": \"redirect\", \"status\": ${4:-301}, \"location\": \"$2\"" 1 "GitHub redirects (${4:-301})$3"
}
for code in 301 302 303 307 308; do
    strays "A redirect ($code) to another port is not followed" '{storage}{path}' ' to http://127.0.0.1:' $code
done
strays 'A redirect to another host is not followed' 'https://example.invalid/steal' ' to https://example.invalid/steal, which is not the API'
strays 'A redirect to another name of the same host is not followed' 'http://localhost:{port}{path}' ' to http://localhost:'
strays 'A redirect to the same host over https is not followed' 'https://127.0.0.1:{port}{path}' ' to https://127.0.0.1:'
strays 'A redirect to a file is not followed' 'file:///etc/passwd' ' to file:///etc/passwd'
strays 'A redirect without a scheme is not followed' '//example.invalid/steal' ' to //example.invalid/steal'
strays 'A redirect with a backslash is not followed' '/\\example.invalid/steal' ' to /\example.invalid/steal'
strays 'A redirect with a user is not followed' 'http://user:word@127.0.0.1:{port}{path}' ' to http://***@127.0.0.1:'
strays 'A redirect in which our host is only the user is not followed' '{self}@example.invalid{path}' ' to http://***@example.invalid/'
strays 'A redirect in which our host is the beginning of another is not followed' '{self}.example.invalid{path}' ' to http://127.0.0.1:'
strays 'A redirect to no path is not followed' 'steal' ' to steal'
strays 'A redirect without a Location ends it' '' ', and does not say where to'
strays 'A Location with control bytes is not shown' '/\u001b[2J\u009b' ', and does not say where to'
strays 'A Location with a CR is none' '/x\rX-Evil: 1' ', and does not say where to'
follows 'A Location ends where its line does' '{path}\r\nX-Evil: https://example.invalid/steal'
follows 'A Location with an escaped line break stays one path' '{path}?%0d%0aHost:%20x'
LOOKS=4 behaviour 'A redirect loop ends after three' release '"do": "redirect"' 1 'redirects (301) without an end'

# While GitHub bids us wait, nothing is asked.
obeys_retry_after() {
    ready
    printf '%s' "$TWO_PLAN" >clones/orchestrator.json
    github_faults "[{\"path\": \"$IK\", \"do\": \"rate_secondary\", \"seconds\": 3}]"
    exits 0 "$ORCHESTRATOR" release --repos-root clones --version 1.2.3 --poll-interval-secs 1 --ignore-runs
    python3 - <<'PY'
import json
t = [json.loads(l)["t"] for l in open("requests") if "/installer-kernel/releases/tags" in l]
assert len(t) == 2 and t[1] - t[0] >= 3, t
PY
}
tap_beside 'Nothing is asked before Retry-After is over' obeys_retry_after
table_end 'GitHub behaviours'
