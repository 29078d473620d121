# shellcheck shell=sh
# Objects of a bucket: what is there, and uploads that never go over it unasked.
# Sourced after script.sh and version.sh, with the folder `work`; dist/publish.sh
# names the variables.
# shellcheck disable=SC2154

region=${AWS_REGION:-${AWS_DEFAULT_REGION:-us-east-1}}
endpoint=${AWS_ENDPOINT_URL:-https://s3.$region.amazonaws.com}
endpoint=${endpoint%/}
EMPTY=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 # SHA-256

# curl signs what was uploaded, not an empty body, since 7.87.
check_programs() {
    curl -q --version 2>/dev/null | sed -n '1s/^curl \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' |
        awk '{ good = $1 > 7 || $1 == 7 && $2 >= 87 } END { exit !good }' ||
        refuse 'it needs curl 7.87 or newer, which signs uploads rightly; or --no-upload'
    command -v sha256sum >/dev/null || refuse 'there is no sha256sum (GNU coreutils)'
    version_is_older a-1.9 a-1.10 || refuse 'sort knows no -V (GNU coreutils), by which versions are compared'
}

check() {
    check_programs
    [ -n "${DIST_BUCKET:-}" ] || refuse 'no bucket is named to upload to: set DIST_BUCKET, or give --no-upload'
    case $DIST_BUCKET in
    *[!0-9A-Za-z._-]*) refuse "DIST_BUCKET is $DIST_BUCKET, which is no name of a bucket: letters, digits and . _ - alone" ;;
    esac
    if [ -z "${AWS_ACCESS_KEY_ID:-}" ] || [ -z "${AWS_SECRET_ACCESS_KEY:-}" ]; then
        refuse 'there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'
    fi
    case $endpoint in
    *@*) refuse 'AWS_ENDPOINT_URL has a name or a password in it, for which there is no place' ;;
    https://*) ;;
    http://127.0.0.1 | http://127.0.0.1:* | http://localhost | http://localhost:*) ;;
    *) refuse "AWS_ENDPOINT_URL is $endpoint: credentials go over https alone, so it must begin with https://" ;;
    esac
}

# What curl is told on its standard input, so that nobody sees it.
quoted() { # TEXT
    printf '%s' "$1" | sed 's/[\\"]/\\&/g'
}
secrets() {
    printf 'user = "%s:%s"\n' "$(quoted "$AWS_ACCESS_KEY_ID")" "$(quoted "$AWS_SECRET_ACCESS_KEY")"
    [ -z "${AWS_SESSION_TOKEN:-}" ] ||
        printf 'header = "x-amz-security-token: %s"\n' "$(quoted "$AWS_SESSION_TOKEN")"
}

# Services read other signs in different ways.
check_name() { # KEY
    case $1 in *[!0-9A-Za-z._~/-]*) die "$1: a name with other signs than letters, digits and . _ ~ -" ;; esac
}

# Prints the status; the answer is in $work/head and $work/body.
request() { # SHA256 KEY OPTION...
    sum=$1 key=$2
    shift 2
    secrets | curl -q -g -sS -K - --proto '=https,http' --connect-timeout 20 --max-time 900 \
        --speed-limit 1000 --speed-time 30 --retry 4 --retry-max-time 300 \
        --retry-all-errors --aws-sigv4 "aws:amz:$region:s3" \
        -H "x-amz-content-sha256: $sum" -D "$work/head" -o "$work/body" -w '%{http_code}' "$@" \
        -- "$endpoint/$DIST_BUCKET/$key" || die "$key: $endpoint cannot be reached: see AWS_ENDPOINT_URL"
}

bad_answer() { # KEY STATUS
    die "$1: the service answered $2$(words)$(cure)"
}
# Its own words; beside them it may repeat what it was told in secret.
words() {
    for word in Code Message; do
        tr '\000-\037\177' ' ' <"$work/body" | sed -n "s,.*<$word>\([^<]*\)</$word>.*,\1,p" | LC_ALL=C tr -cd ' -~' | cut -c 1-200 | sed 's/^/: /'
    done | tr -d '\n'
}
# What a person can do about it.
cure() {
    case $(cat "$work/body") in
    *AccessDenied*) printf '; the key needs s3:GetObject, s3:PutObject and s3:ListBucket' ;;
    *NoSuchBucket*) printf '; there is no bucket %s at %s: see DIST_BUCKET' "$DIST_BUCKET" "$endpoint" ;;
    *SignatureDoesNotMatch*) printf '; see AWS_SECRET_ACCESS_KEY' ;;
    *InvalidAccessKeyId*) printf '; see AWS_ACCESS_KEY_ID' ;;
    *InvalidToken* | *ExpiredToken*) printf '; see AWS_SESSION_TOKEN' ;;
    *RequestTimeTooSkewed*) printf '; see the clock of this machine' ;;
    esac
}

# One request, so that nothing is built for a bucket that takes nothing.
try_bucket() {
    status=$(request $EMPTY orchestrator/)
    case $status in
    200 | 404) [ -z "$(cure)" ] || bad_answer "bucket $DIST_BUCKET" "$status" ;;
    *) bad_answer "bucket $DIST_BUCKET" "$status" ;;
    esac
}

# "absent", "same" or "other"
compare() { # KEY FILE
    status=$(request $EMPTY "$1")
    case $status in
    200) if cmp -s "$work/body" "$2"; then echo same; else echo other; fi ;;
    404) echo absent ;;
    *) bad_answer "$1" "$status" ;;
    esac
}

type_of() { # FILE
    case $1 in
    *.deb) echo application/vnd.debian.binary-package ;;
    *.rpm) echo application/x-rpm ;;
    *.json) echo application/json ;;
    *.asc) echo application/pgp-signature ;;
    *.txt) echo text/plain ;;
    *) echo application/octet-stream ;;
    esac
}

put() { # KEY FILE OPTION...
    put_key=$1 put_file=$2
    shift 2
    put_sum=$(sha256sum "$put_file")
    request "${put_sum%% *}" "$put_key" -T "$put_file" \
        -H "Content-Type: $(type_of "$put_file")" "$@"
}

is_there() { # KEY
    say "$1: is there already"
}
is_other() { # KEY
    die "$1: is there with other bytes, and is not overwritten; build a new version"
}

# What is there stays as it is for ever; it may be what the optional command says
# is as good. Others may write the same meanwhile, or an answer was lost.
put_new() { # KEY FILE [COMMAND...]
    new_key=$1 new_file=$2
    shift 2
    for _ in 1 2 3 4 5; do
        how=$(compare "$new_key" "$new_file")
        case $how in
        same) is_there "$new_key"; return ;;
        other)
            if [ $# -eq 0 ] || ! "$@"; then is_other "$new_key"; fi
            say "$new_key: is there already, of another who made the same"
            return
            ;;
        esac
        status=$(put "$new_key" "$new_file" -H 'If-None-Match: *' -H 'Cache-Control: public, max-age=31536000, immutable')
        case $status in
        200 | 201 | 204) say "$new_key"; return ;;
        409 | 412) ;;
        *) bad_answer "$new_key" "$status" ;;
        esac
    done
    die "$new_key: the service answers $status each time; give the same command again later"
}

put_over() { # KEY FILE
    how=$(compare "$1" "$2")
    [ "$how" != same ] || { is_there "$1"; return; }
    status=$(put "$1" "$2" -H 'Cache-Control: public, max-age=60')
    case $status in
    200 | 201 | 204) say "$1" ;;
    *) bad_answer "$1" "$status" ;;
    esac
}

# Of what was answered last; an upload with it goes over that alone.
etag() { # KEY
    tag=$(tr -d '\r' <"$work/head" | sed -n 's/^[Ee][Tt][Aa][Gg]: *//p' | tail -n 1)
    case $tag in
    '' | W/*) die "$1: the service gives no strong ETag of it, so what others publish meanwhile could be lost" ;;
    esac
    printf '%s\n' "$tag"
}
