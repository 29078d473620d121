#!/bin/sh
# Packages by dist/publish.sh, against a service that checks signatures (s3_standin.py).
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/bucket.sh"

# package TIME: as dist/build.sh leaves it; sets P
package() {
    P=orchestrator_0.1.0~rc.1-debian-12-$1-611a16f_amd64.deb
    for end in '' .spdx.json .build.json; do
        echo "$1$end" >"$P$end"
    done
    key_begin
    gpg --batch --yes --local-user ours --armor --detach-sign --output "$P.asc" "$P"
    echo "$P" >debian-12.x86_64.latest.txt
}
publish() {
    "$PUBLISH" debian "$P" debian-12.x86_64.latest.txt
}
in_order() {
    bucket
    package 2611210130
    exits 0 publish
    is "$(asked PUT)" "200 $P
200 $P.asc
200 $P.spdx.json
200 $P.build.json
200 debian-12.x86_64.latest.txt" 'what was uploaded'
    for end in '' .asc .spdx.json .build.json; do
        cmp "$P$end" "$there/$P$end"
    done
    : >requests
    exits 0 publish
    is "$(asked PUT)" '' 'what was uploaded again'
    package 2611210200
    exits 0 publish
    is "$(cat $there/debian-12.x86_64.latest.txt)" "$P" 'what the pointer names'
    grep -q '"cache": "public, max-age=60"' requests
    grep -q '"cache": "public, max-age=31536000, immutable"' requests
}
never_over() {
    bucket
    package 2611210130
    exits 0 publish
    echo other >"$P"
    gpg --batch --yes --local-user ours --armor --detach-sign --output "$P.asc" "$P"
    exits 1 publish
    says "orchestrator/debian/$P: is there with other bytes, and is not overwritten"
    is "$(cat "$there/$P")" 2611210130
}
# It was not there when it was looked for.
never_over_meanwhile() {
    bucket '[{"method": "GET", "path": "amd64.deb", "times": 1, "do": "status", "status": 404}]'
    package 2611210130
    mkdir -p $there
    echo other >"$there/$P"
    exits 1 publish
    says 'is there with other bytes, and is not overwritten'
    is "$(cat "$there/$P")" other
    test ! -e $there/debian-12.x86_64.latest.txt
}
pointer_forward() {
    bucket
    package 2611210200
    exits 0 publish
    newest=$P
    package 2611210130
    exits 1 publish
    says "names $newest, which is newer; the pointer does not go back"
    is "$(cat $there/debian-12.x86_64.latest.txt)" "$newest"
    echo "$newest" >debian-12.x86_64.latest.txt
    exits 1 publish
    says 'does not name'
}
retried() {
    bucket '[{"method": "PUT", "path": "amd64.deb", "times": 1, "do": "status", "status": 503},
        {"method": "PUT", "path": ".asc", "times": 1, "do": "drop"},
        {"method": "PUT", "path": ".spdx.json", "times": 1, "do": "drop_after"},
        {"method": "GET", "path": "latest.txt", "times": 1, "do": "status", "status": 500}]'
    package 2611210130
    exits 0 publish
    for end in '' .asc .spdx.json .build.json; do
        cmp "$P$end" "$there/$P$end"
    done
    is "$(cat $there/debian-12.x86_64.latest.txt)" "$P" 'what the pointer names'
}
# Nothing is named that is not there.
stopped() {
    bucket '[{"method": "PUT", "path": ".build.json", "times": 99, "do": "status", "status": 403}]'
    package 2611210130
    exits 1 publish
    says '.build.json: the service answered 403'
    test -f "$there/$P"
    test ! -e $there/debian-12.x86_64.latest.txt
}
credentials() {
    bucket
    package 2611210130
    exits 1 env AWS_SECRET_ACCESS_KEY=wrong "$PUBLISH" debian "$P" debian-12.x86_64.latest.txt
    says 'the service answered 403: SignatureDoesNotMatch: It is refused.; see AWS_SECRET_ACCESS_KEY'
    exits 1 env AWS_ACCESS_KEY_ID=nobody "$PUBLISH" debian "$P" debian-12.x86_64.latest.txt
    says 'InvalidAccessKeyId'
    exits 1 env AWS_SESSION_TOKEN=old "$PUBLISH" debian "$P" debian-12.x86_64.latest.txt
    says 'InvalidToken'
    says 'see AWS_SESSION_TOKEN'
    never_says old
    test ! -e $there
    exits 0 env AWS_SESSION_TOKEN=standin/session== "$PUBLISH" debian "$P" debian-12.x86_64.latest.txt
    for name in DIST_BUCKET AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY; do
        exits 2 env -u $name "$PUBLISH" --check
        says "$name"
    done
    exits 2 env DIST_BUCKET='a/b c' "$PUBLISH" --check
    says 'DIST_BUCKET is a/b c, which is no name of a bucket'
    exits 2 env AWS_ENDPOINT_URL=http://s3.example.org "$PUBLISH" --check
    says 'credentials go over https alone'
    exits 2 env AWS_ENDPOINT_URL=http://127.0.0.1:x@s3.example.org "$PUBLISH" --check
    says 'AWS_ENDPOINT_URL has a name or a password in it'
    never_says 127.0.0.1:x
    exits 0 "$PUBLISH" --check
    exits 1 env AWS_SECRET_ACCESS_KEY=wrong "$PUBLISH" --check
    says 'SignatureDoesNotMatch'
    says 'see AWS_SECRET_ACCESS_KEY'
    exits 1 env DIST_BUCKET=nowhere "$PUBLISH" --check
    says "there is no bucket nowhere at $AWS_ENDPOINT_URL: see DIST_BUCKET"
    bucket '[{"method": "GET", "path": "", "times": 9, "do": "status", "status": 403, "code": "AccessDenied"}]'
    exits 1 "$PUBLISH" --check
    says 'the key needs s3:GetObject, s3:PutObject and s3:ListBucket'
}
# The same package, signed and described by another who made it.
made_elsewhere() {
    bucket
    package 2611210130
    exits 0 publish
    rm $there/debian-12.x86_64.latest.txt
    cp $there/* .
    sleep 1
    package 2611210130
    echo other >"$P.build.json"
    ! cmp -s "$P.asc" "$there/$P.asc" || fail 'the signatures are the same'
    exits 0 publish
    prints "$P.asc: is there already, of another who made the same"
    prints "$P.build.json: is there already, of another"
    is "$(cat $there/debian-12.x86_64.latest.txt)" "$P"
    gpg --batch --yes --local-user other --armor --detach-sign --output "$there/$P.asc" "$P"
    exits 1 publish
    says "$P.asc: is there with other bytes"
}
# Neither in an argument, nor in what is printed.
no_secret() {
    bucket
    package 2611210130
    mkdir shim
    # shellcheck disable=SC2016
    printf '#!/bin/sh\nprintf "%%s\\n" "$*" >>%s/argv\nexec %s "$@"\n' "$W" "$(command -v curl)" >shim/curl
    chmod +x shim/curl
    AWS_SESSION_TOKEN=standin/session==
    export AWS_SESSION_TOKEN
    PATH=$W/shim:$PATH exits 0 "$PUBLISH" debian "$P" debian-12.x86_64.latest.txt
    is "$(wc -l <argv)" 11 'curls'
    ! grep -F -e standin/secret -e standin/session argv out err || fail 'a secret'
}

# Another one moves the pointer after it was read; `package TIME` is theirs.
moved_meanwhile() { # TIME
    package "$1"
    others=$P
    bucket "[{\"method\": \"PUT\", \"path\": \"latest.txt\", \"times\": 1, \"do\": \"meanwhile\",
        \"file\": \"bucket/orchestrator/debian/debian-12.x86_64.latest.txt\", \"text\": \"$others\\n\"}]"
    package 2611210130
}
by_a_newer() {
    moved_meanwhile 2611210200
    exits 1 publish
    says "names $others, which is newer; the pointer does not go back"
    is "$(cat $there/debian-12.x86_64.latest.txt)" "$others"
}
by_an_older() {
    moved_meanwhile 2611210100
    exits 0 publish
    is "$(cat $there/debian-12.x86_64.latest.txt)" "$P"
    is "$(asked PUT | grep -c '412 debian-12')" 1 'pointers refused'
}
from_another() { # the same, but there was one already
    package 2611210100
    bucket '[]'
    exits 0 publish
    moved_meanwhile 2611210200
    exits 1 publish
    says "names $others, which is newer"
    is "$(cat $there/debian-12.x86_64.latest.txt)" "$others"
}
old_curl() {
    bucket
    mkdir shim
    for version in 7.81.0 7.86.1 6.99.0; do
        curl_of $version
        PATH=$W/shim:$PATH exits 2 "$PUBLISH" --check
        says 'it needs curl 7.87 or newer'
    done
    for version in 7.87.0 8.5.0 10.0.1; do
        curl_of $version
        PATH=$W/shim:$PATH exits 0 "$PUBLISH" --check
    done
}
curl_of() { # VERSION, which it says alone
    # shellcheck disable=SC2016
    printf '#!/bin/sh\ncase "$*" in *--version) echo "curl %s (x86_64-pc-linux-gnu)" ;; *) exec %s "$@" ;; esac\n' \
        "$1" "$(command -v curl)" >shim/curl
    chmod +x shim/curl
}
# Nothing is uploaded that those who install would refuse.
unsigned() {
    bucket
    package 2611210130
    echo more >>"$P"
    exits 1 publish
    says "$P: its signature is not good by $DIST_KEYRING; nothing was uploaded"
    package 2611210130
    gpg --batch --yes --local-user other --armor --detach-sign --output "$P.asc" "$P"
    exits 1 publish
    says 'its signature is not good'
    DIST_KEYRING=$W/none exits 2 publish
    says "there is no $W/none to check signatures by"
    is "$(wc -l <requests)" 0 'requests'
}
of_another() { # the target, the pointer
    bucket
    package 2611210130
    exits 1 "$PUBLISH" ubuntu "$P" debian-12.x86_64.latest.txt
    says 'debian-12.x86_64.latest.txt is no pointer of ubuntu to'
    for pointer in whatever.txt debian-13.x86_64.latest.txt debian-12.txt; do
        echo "$P" >$pointer
        exits 1 "$PUBLISH" debian "$P" $pointer
        says "$pointer is no pointer of debian to $P"
    done
    is "$(wc -l <requests)" 0 'requests'
}
conflict() { # as Amazon answers where two write at once
    bucket '[{"method": "PUT", "path": "amd64.deb", "times": 2, "do": "status", "status": 409},
        {"method": "PUT", "path": ".spdx.json", "times": 99, "do": "status", "status": 409}]'
    package 2611210130
    exits 1 publish
    cmp "$P" "$there/$P"
    says '.spdx.json: the service answers 409 each time; give the same command again later'
    test ! -e $there/debian-12.x86_64.latest.txt
}
# Another one who made the same puts a signature there, just before.
signed_meanwhile() {
    package 2611210130
    text=$(python3 -c 'import json, sys; print(json.dumps(open(sys.argv[1]).read()))' "$P.asc")
    cp "$P.asc" theirs
    sleep 1
    package 2611210130
    bucket "[{\"method\": \"PUT\", \"path\": \".asc\", \"times\": 1, \"do\": \"meanwhile\",
        \"file\": \"bucket/orchestrator/debian/$P.asc\", \"text\": $text}]"
    exits 0 publish
    prints "$P.asc: is there already, of another who made the same"
    cmp theirs "$there/$P.asc"
}
# Without it, what came meanwhile would be gone over.
no_etag() {
    package 2611210100
    bucket '[{"method": "GET", "path": "latest.txt", "times": 2, "do": "no_etag"},
        {"method": "GET", "path": "latest.txt", "times": 1, "do": "weak_etag"}]'
    mkdir -p $there
    cp debian-12.x86_64.latest.txt $there
    package 2611210130
    for _ in 1 2 3; do
        exits 1 publish
        says 'the service gives no strong ETag of it'
    done
    is "$(asked PUT | grep -c latest)" 0 'pointers uploaded'
    exits 0 publish
}
unreadable_pointer() {
    bucket '[{"method": "GET", "path": "latest.txt", "times": 99, "do": "status", "status": 403}]'
    package 2611210130
    exits 1 publish
    says 'debian-12.x86_64.latest.txt: the service answered 403'
    test ! -e $there/debian-12.x86_64.latest.txt
}

tap 'A pointer that cannot be read is left alone' unreadable_pointer
tap 'Nor when a newer one comes while it is moved' by_a_newer
tap 'And from one that was there' from_another
tap 'An older one that came meanwhile is gone beyond' by_an_older
tap 'A curl that does not sign what is uploaded is named' old_curl
tap 'What those who install would not believe is not uploaded' unsigned
tap 'Nor what is of another target' of_another
tap 'A package that another made and signed is published by both' made_elsewhere
tap 'What is refused as others write is tried again, and then told' conflict
tap 'Two that write the same at once are both right' signed_meanwhile
tap 'A service that cannot tell what it replaces moves no pointer' no_etag
tap 'The package goes first, the pointer last; what is there is left alone' in_order
tap 'What is there with other bytes is never overwritten' never_over
tap 'Nor what came while it was looked for' never_over_meanwhile
tap 'The pointer never goes back' pointer_forward
tap 'What may pass is tried again' retried
tap 'One that stops half-way leaves no pointer to what is not there' stopped
tap 'Wrong credentials are refused, and missing ones are named' credentials
tap 'No secret is in an argument, or printed' no_secret
tap_end
