#!/bin/sh
# GitHub misbehaves while we wait: what passes, and what ends it.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
# By the releases alone; t/runs.t has what runs add to it.
RELEASE_OPTS=--ignore-runs

# passes FAULT WORDS...: the fault passes, and the release goes on
passes() {
    ready
    github_faults "[{\"path\": \"$IK\", $1}]"
    shift
    exits 0 release --version 1.2.3
    for words in "$@"; do
        says "$words"
    done
    released installer-iso v1.2.3 "$(head_of installer-iso)"
    no_leak
}

passes_502() { passes '"do": "status", "status": 502, "times": 2' 'GitHub answered 502' 'GitHub answers again'; }
passes_500() { passes '"do": "status", "status": 500' 'GitHub answered 500'; }
passes_408() { passes '"do": "status", "status": 408' 'GitHub answered 408'; }
passes_503() { passes '"do": "status", "status": 503, "headers": {"Retry-After": "2"}' 'GitHub answered 503: waiting until'; }
passes_close() { passes '"do": "close"' 'no answer from GitHub: Empty reply from server'; }
passes_reset() { passes '"do": "reset"' 'no answer from GitHub:'; }
passes_truncate() { passes '"do": "truncate"' 'no answer from GitHub: transfer closed with'; }
passes_truncate_head() { passes '"do": "truncate_head"' 'no answer from GitHub:'; }
passes_html() { passes '"do": "body", "type": "text/html", "body": "<html>\\u001b[2JUnicorn</html>"' 'makes no sense: it is not JSON (line 1'; }
passes_empty() { passes '"do": "body", "body": ""' 'makes no sense: it is empty'; }
passes_bom() { passes '"do": "body", "base64": "77u/e30="' 'makes no sense: it is not JSON'; }
passes_nan() { passes '"do": "body", "body": "{\"id\": NaN}"' 'makes no sense: it is not JSON'; }
passes_deep() { passes '"do": "body", "repeat": {"text": "[", "times": 100000}' 'makes no sense: it is not JSON'; }
passes_array() { passes '"do": "body", "body": "[]"' 'makes no sense: it is not an object'; }
passes_shape() { passes '"do": "patch", "edits": [{"at": ["assets", 1, "size"], "set": "big"}]' 'makes no sense: assets[1].size is not a number'; }
passes_other_tag() { passes '"do": "patch", "edits": [{"at": ["tag_name"], "set": "v9.9.9\u001b[1m"}]' 'makes no sense: it is the release of the tag v9.9.9\x1b[1m'; }
passes_gzip() { passes '"do": "gzip"' 'makes no sense: it is not JSON'; }
passes_304() { passes '"do": "status", "status": 304' 'makes no sense: 304, though nothing was held'; }
passes_204() { passes '"do": "status", "status": 204' 'GitHub answered 204'; }
# Not only is it refused: it is not kept either. (Sanitizers need some more.)
MEMORY_KIB=100000
passes_endless() {
    ready
    github_faults "[{\"path\": \"$IK\", \"do\": \"endless\", \"text\": \"$(printf %01000d 0)\"}]"
    start_release --version 1.2.3
    most=0
    while kill -0 "$PID" 2>/dev/null; do
        now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$PID/status" 2>/dev/null || :)
        most=${now:-$most}
        sleep 0.05
    done
    ends 0
    says 'no answer from GitHub: the answer is larger than 8 MiB'
    echo "$most KiB at most"
    [ "$most" -lt $MEMORY_KIB ] || fail "it took $most KiB"
}
passes_big() { passes '"do": "big", "mib": 200' 'Maximum file size exceeded'; }
passes_limit() { passes '"do": "rate_secondary", "seconds": 2' 'a rate limit of GitHub (403: You have exceeded a secondary rate limit' 'waiting until'; }
passes_limit_date() { passes '"do": "rate_secondary", "status": 429, "seconds": 2, "date": true' 'a rate limit of GitHub (429' 'waiting until'; }
passes_limit_primary() { passes '"do": "rate_primary", "seconds": 2' 'a rate limit of GitHub (403: API rate limit exceeded' 'waiting until'; }
passes_redirect() { passes '"do": "redirect", "status": 307, "location": "{self}{path}"'; is "$(looks installer-kernel)" 2 'looks'; }
passes_redirect_relative() { passes '"do": "redirect", "status": 302, "location": "{path}"'; }

# While GitHub bids us wait, nothing is asked.
obeys_retry_after() {
    ready
    github_faults "[{\"path\": \"$IK\", \"do\": \"rate_secondary\", \"seconds\": 3}]"
    exits 0 release --version 1.2.3
    python3 - <<'EOF'
import json
t = [json.loads(l)["t"] for l in open("requests") if "/installer-kernel/releases/tags" in l]
assert len(t) == 2 and t[1] - t[0] >= 3, t
EOF
}

unauthorized() { ends_with 4 '"do": "unauthorized"' 'GitHub does not accept the token (401: Bad credentials)'; }
forbidden() { ends_with 4 '"do": "forbidden"' 'GitHub forbids it (403: Resource not accessible by personal access token)' 'it wants the permission contents=read'; never_says 'rate limit'; }
sso() { ends_with 4 '"do": "sso"' 'must be authorised for single sign-on'; }
gone() { ends_with 1 '"do": "status", "status": 410, "json": {"message": "old version"}' 'GitHub answered 410: old version'; }
limit_too_far() { ends_with 5 '"do": "rate_primary", "seconds": 3600' 'a rate limit of GitHub' 'nothing can be asked before' 'past the time limit of 60 s'; never_says 'accept the token'; }
retry_too_far() { ends_with 5 '"do": "status", "status": 503, "headers": {"Retry-After": "3600"}' 'GitHub answered 503: nothing can be asked before' 'past the time limit of 60 s'; }
redirect_host() { ends_with 1 '"do": "redirect", "location": "https://example.invalid/steal"' 'redirects (301) to https://example.invalid/steal'; }
redirect_port() { ends_with 1 '"do": "redirect", "location": "http://127.0.0.1:1/steal"' 'redirects (301) to http://127.0.0.1:1/steal'; }
redirect_scheme() { ends_with 1 '"do": "redirect", "location": "file:///etc/passwd"' 'redirects (301) to file:///etc/passwd'; }
redirect_network_path() { ends_with 1 '"do": "redirect", "location": "//example.invalid/steal"' 'redirects (301) to //example.invalid/steal'; }
redirect_loop() { ends_with 1 '"do": "redirect"' 'redirects (301) without an end'; is "$(looks installer-kernel)" 4 'looks'; }
immutable_incomplete() {
    ends_with 1 '"do": "patch", "edits": [{"at": ["assets", 1], "delete": true}]' \
        'the release is immutable, so it can never become complete; missing: BOOTX64.EFI.sha256' 'first: mend the workflow, and release a new version'
    never_says 'then: '
    says 'v1.2.3 stays as it is; to look at it again: '
}

tap 'A 502, twice, passes' passes_502
tap 'A 500 passes' passes_500
tap 'A 408 passes' passes_408
tap 'A 503 with Retry-After is obeyed' passes_503
tap 'A closed connection passes' passes_close
tap 'A reset connection passes' passes_reset
tap 'A truncated body passes' passes_truncate
tap 'A truncated head passes' passes_truncate_head
tap 'An HTML page passes' passes_html
tap 'An empty body passes' passes_empty
tap 'A byte order mark passes' passes_bom
tap 'NaN passes' passes_nan
tap 'Deep nesting passes' passes_deep
tap 'An array passes' passes_array
tap 'A wrong type is named by its path, and passes' passes_shape
tap 'The release of another tag is not taken for ours' passes_other_tag
tap 'A compressed body that nobody asked for passes' passes_gzip
tap 'A 304 out of nowhere passes' passes_304
tap 'A 204 passes' passes_204
tap 'An endless body is cut at 8 MiB' passes_endless
tap 'A body of 200 MiB is refused' passes_big
tap 'A secondary rate limit is waited for' passes_limit
tap 'A Retry-After that is a date is understood' passes_limit_date
tap 'A used-up rate limit is waited for' passes_limit_primary
tap 'A redirect to the same origin is followed' passes_redirect
tap 'A relative redirect is followed' passes_redirect_relative
tap 'Nothing is asked before Retry-After is over' obeys_retry_after
tap '401 ends it at once' unauthorized
tap '403 ends it at once, with the permission that is wanted' forbidden
tap '403 of single sign-on is told as that' sso
tap '410 ends it at once' gone
tap 'A rate limit past the time limit ends it at once, and says until when' limit_too_far
tap 'So does a Retry-After of a 503' retry_too_far
tap 'A redirect to another host is not followed' redirect_host
tap 'A redirect to another port is not followed' redirect_port
tap 'A redirect to a file is not followed' redirect_scheme
tap 'A redirect without a scheme is not followed' redirect_network_path
tap 'A redirect loop ends after three' redirect_loop
tap 'An immutable release that lacks an asset ends it at once' immutable_incomplete
tap_end
