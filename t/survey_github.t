#!/bin/sh
# GitHub is asked before anything is tagged.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

# Before anything is tagged
# survey_ends STATUS FAULT WORDS...
survey_ends() {
    status=$1
    ready
    github_faults "[{\"times\": -1, $2}]"
    shift 2
    exits "$status" release --version 1.2.3
    for words in "$@"; do
        says "$words"
    done
    says 'nothing was changed'
    nothing_public v1.2.3
    is "$(cat clones/*/.git/packed-refs 2>/dev/null | grep -c refs/tags || :)" 0 'local tags'
    no_leak
}
survey_no_token() {
    ready
    unset GITHUB_TOKEN
    exits 4 release --version 1.2.3
    says 'there is no token'
    nothing_public v1.2.3
    GITHUB_TOKEN='' GH_TOKEN="$TOKEN" exits 0 release --version 1.2.3
}
survey_gh_token() {
    ready
    unset GITHUB_TOKEN
    mkdir shim
    printf '#!/bin/sh\n[ "$*" = "auth token --hostname 127.0.0.1" ] && echo %s\n' "$TOKEN" >shim/gh
    chmod +x shim/gh
    PATH="$W/shim:$PATH" exits 0 release --version 1.2.3
    is "$(grep -vc '"auth": "right"' requests || :)" 0 'requests without the token'
}
survey_bad_token() {
    ready
    GITHUB_TOKEN=wrong exits 4 release --version 1.2.3
    says 'GitHub does not accept the token (401: Bad credentials)'
    is "$(grep -c '401' err)" 1 'times it is said'
    GITHUB_TOKEN="$(printf 'a\nheader = b')" exits 4 release --version 1.2.3
    says 'the token in GITHUB_TOKEN has a blank, a line break'
    nothing_public v1.2.3
}
survey_hidden() { survey_ends 4 '"path": "/repos/Truthdb/installer$", "do": "not_found"' 'GitHub shows no repository Truthdb/installer to this token (404)' 'Metadata and Contents read-only'; }
survey_releases() { survey_ends 4 '"path": "/repos/Truthdb/truthdb/releases.per_page", "do": "forbidden"' 'cannot read the releases on GitHub: GitHub forbids it' 'contents=read'; }
survey_limit() { survey_ends 3 '"path": "/repos/Truthdb/truthdb$", "do": "rate_primary", "seconds": 600' 'a rate limit of GitHub' 'try again in'; never_says 'accept the token'; }
survey_down() { survey_ends 3 '"path": "/repos/Truthdb/truthdb$", "do": "status", "status": 503' 'cannot read the repository on GitHub: GitHub answered 503'; is "$(grep -c '/truthdb"' requests)" 3 'tries'; }
survey_mixed() {
    ready
    echo x >clones/truthdb/new
    github_faults '[{"times": -1, "path": "/repos/Truthdb/installer$", "do": "not_found"}]'
    exits 3 release --version 1.2.3
    says '2 problems, in 2 of 4'
}
survey_passing() {
    ready
    github_faults '[{"path": "/repos/Truthdb/truthdb$", "do": "close"}, {"path": "/repos/Truthdb/installer$", "do": "redirect", "location": "{self}{path}"}]'
    exits 0 release --version 1.2.3
}
plain_http() {
    ready
    for url in http://example.org https://me:pw@example.org ftp://x 'https://h/?q' 'http://127.0.0.1.example.org'; do
        GITHUB_API_URL=$url exits 2 release --version 1.2.3
        says GITHUB_API_URL
        never_says pw@
    done
    nothing_public v1.2.3
}
proxy_is_not_for_loopback() {
    ready
    http_proxy=http://127.0.0.1:1 HTTP_PROXY=http://127.0.0.1:1 all_proxy=http://127.0.0.1:1 exits 0 release --version 1.2.3
}

tap 'Without a token nothing is tagged; GH_TOKEN does when GITHUB_TOKEN is empty' survey_no_token
tap 'The token of gh is taken when there is no other' survey_gh_token
tap 'A wrong token is told before anything is tagged, once' survey_bad_token
tap 'A repository that the token may not see is told before anything is tagged' survey_hidden
tap 'Releases that the token may not read are, too' survey_releases
tap 'A rate limit in the survey is told as that' survey_limit
tap 'A GitHub that is down is asked three times' survey_down
tap 'Permission and other problems together are a refusal' survey_mixed
tap 'A fault that passes does not refuse a release' survey_passing
tap 'The token is not sent over plain http, nor with a URL that is odd' plain_http
tap 'A proxy does not see what goes to loopback' proxy_is_not_for_loopback
tap_end
