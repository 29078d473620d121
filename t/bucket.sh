# shellcheck shell=sh
# A bucket by s3_standin.py, and the keys of those who publish. Sourced after
# tap.sh.
# shellcheck disable=SC2034
PUBLISH=$T/../dist/publish.sh

# bucket FAULTS: starts it, with an empty bucket
bucket() {
    mkdir -p s3/bucket
    bucket_end
    printf '%s\n' "${1:-[]}" >faults
    python3 "$T/s3_standin.py" --dir s3 --port-file s3-port --log requests --faults faults --parent $$ &
    S3_PID=$!
    trap 'bucket_end; gpgconf --kill all; tap_after' EXIT
    until_true 'no bucket' test -s s3-port
    : >>requests
    export DIST_BUCKET=bucket AWS_ACCESS_KEY_ID=standin-key AWS_SECRET_ACCESS_KEY=standin/secret+key
    AWS_ENDPOINT_URL=http://127.0.0.1:$(cat s3-port)
    export AWS_ENDPOINT_URL
    unset AWS_SESSION_TOKEN AWS_REGION AWS_DEFAULT_REGION
    there=s3/bucket/orchestrator/debian
}
# A key of our own, once.
key_begin() {
    [ ! -d gnupg ] || return 0
    mkdir -m 700 gnupg
    export GNUPGHOME="$W/gnupg" DIST_KEYRING="$W/ring.gpg"
    for name in ours other; do
        gpg --batch --quiet --pinentry-mode loopback --passphrase '' \
            --quick-generate-key "$name <$name@example.org>" ed25519 sign 1y 2>/dev/null
    done
    gpg --batch --export ours >ring.gpg
}
bucket_end() {
    [ -z "${S3_PID:-}" ] || kill "$S3_PID"
    S3_PID=
    rm -f s3-port
}
asked() { # METHOD: the objects, in order, with the status
    python3 -c 'import json, sys, urllib.parse
for line in open("requests"):
    r = json.loads(line)
    if r["method"] == sys.argv[1]:
        print(r["status"], urllib.parse.unquote(r["path"]).rsplit("/", 1)[1])' "$1"
}
