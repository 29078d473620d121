#!/bin/sh
# Repositories by dist/publish.sh --tree, against a service that checks signatures.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/bucket.sh"

# What leads to all else, as dist/apt-repo.sh and dist/yum-repo.sh sign it.
sign_apt() { # FOLDER [KEY]
    gpg --batch --yes --local-user "${2:-ours}" --clearsign --output "$1/InRelease" "$1/Release"
    gpg --batch --yes --local-user "${2:-ours}" --armor --detach-sign --output "$1/Release.gpg" "$1/Release"
}
sign_yum() { # FOLDER
    gpg --batch --yes --local-user ours --armor --detach-sign --output "$1/repodata/repomd.xml.asc" "$1/repodata/repomd.xml"
}
sum() { # FILE
    sha256sum "$1" | cut -d ' ' -f 1
}
# apt FOLDER DATE; yum FOLDER REVISION: with a package each
apt() {
    suite=$1/dists/debian-12 lists=main/binary-amd64
    mkdir -p "$suite/$lists/by-hash/SHA256" "$1/pool"
    echo 1 >"$1/pool/a.deb"
    printf 'Filename: pool/a.deb\nSHA256: %s\n' "$(sum "$1/pool/a.deb")" >"$suite/$lists/Packages"
    cp "$suite/$lists/Packages" "$suite/$lists/by-hash/SHA256/$(sum "$suite/$lists/Packages")"
    {
        printf 'Date: %s\nMD5Sum:\n 0123 5 nothing\nSHA256:\n' "$2"
        printf ' %s %16d %s\n' "$(sum "$suite/$lists/Packages")" "$(wc -c <"$suite/$lists/Packages")" $lists/Packages
    } >"$suite/Release"
    sign_apt "$suite"
}
yum() {
    data=$1/rocky-9/repodata
    mkdir -p "$data"
    echo 1 >"$1/rocky-9/z.rpm"
    printf '<package><checksum type="sha256" pkgid="YES">%s</checksum></package>\n' "$(sum "$1/rocky-9/z.rpm")" | gzip -9n >primary
    primary=$(sum primary)-primary.xml.gz
    mv primary "$data/$primary"
    printf '<repomd><revision>%s</revision>\n<location href="repodata/%s"/>\n</repomd>\n' "$2" "$primary" >"$data/repomd.xml"
    sign_yum "$1/rocky-9"
}
begin() { # FAULTS
    bucket "$@"
    key_begin
}

tree() {
    begin
    apt repo 'Fri, 27 Nov 2026 10:00:00 UTC'
    exits 0 "$PUBLISH" --tree repo apt
    is "$(asked PUT | tr '\n' ' ')" "200 a.deb 200 $(sum "$suite/$lists/Packages") 200 InRelease 200 Release 200 Release.gpg 200 Packages " 'the order'
    : >requests
    exits 0 "$PUBLISH" --tree repo apt
    is "$(asked PUT)" '' 'what was uploaded again'
    exits 1 "$PUBLISH" --tree nowhere apt
    says 'there is no folder nowhere'
    exits 2 "$PUBLISH" --tree repo
    says '--tree takes FOLDER and PREFIX'
    echo 2 >s3/bucket/orchestrator/apt/pool/a.deb
    exits 1 "$PUBLISH" --tree repo apt
    says 'apt/pool/a.deb: is there with other bytes'
}
tree_of_yum() {
    begin
    yum repo 1000
    exits 0 "$PUBLISH" --tree repo yum
    is "$(asked PUT | tr '\n' ' ')" "200 z.rpm 200 $primary 200 repomd.xml 200 repomd.xml.asc " 'the order'
}
# A half-made repository, or one that another key signed.
refused() { # WHAT
    exits 1 "$PUBLISH" --tree repo any
    says "$1"
    is "$(wc -l <requests)" 0 'requests'
}
unsigned() {
    begin
    apt repo 'Fri, 27 Nov 2026 10:00:00 UTC'
    suite=repo/dists/debian-12
    sign_apt $suite other
    refused "$suite/InRelease: its signature is not good by $DIST_KEYRING; nothing was uploaded"
    sign_apt $suite
    echo more >>$suite/Release
    refused "$suite/InRelease: its signature is not good"
    sign_apt $suite
    rm $suite/Release.gpg
    refused "$suite/InRelease: its signature is not good"
    rm $suite/InRelease
    refused "$suite/Release: there is no InRelease beside it"
    rm -r repo/dists
    yum repo 1000
    echo more >>repo/rocky-9/repodata/repomd.xml
    refused 'repo/rocky-9/repodata/repomd.xml: its signature is not good'
    rm repo/rocky-9/repodata/repomd.xml.asc
    refused 'repo/rocky-9/repodata/repomd.xml: its signature is not good'
    rm repo/rocky-9/repodata/repomd.xml
    refused 'there is no repository in repo'
}
# One whose making was stopped.
not_whole() {
    begin
    apt repo 'Fri, 27 Nov 2026 10:00:00 UTC'
    : >repo/pool/a.deb
    refused 'repo/pool/a.deb: no list names it as it is; nothing was uploaded'
    rm repo/pool/a.deb
    echo 2 >repo/pool/another.deb
    refused 'repo/pool/another.deb: no list names it as it is'
    rm repo/pool/another.deb
    cp -R "$suite" "$suite.new"
    refused "is left of one whose making was stopped; nothing was uploaded"
    rm -r "$suite.new"
    echo more >>"$suite/$lists/Packages"
    refused "$suite/Release: main/binary-amd64/Packages: FAILED"
    rm "$suite/$lists/Packages"
    refused "$suite/Release: sha256sum: "
    apt repo 'Fri, 27 Nov 2026 10:00:00 UTC'
    echo more >>"$(echo "$suite"/$lists/by-hash/SHA256/*)"
    refused 'its sum is not that of its name'
    rm -r repo
    yum repo 1000
    echo 2 >repo/rocky-9/z.rpm
    refused 'repo/rocky-9/z.rpm: no list names it as it is'
    echo 1 >repo/rocky-9/z.rpm
    rm "$data/$primary"
    refused "$data/repomd.xml: there is no $primary beside it"
    echo 1 >"$data/$primary"
    refused 'no list names it as it is'
}
odd_name() {
    begin
    mkdir repo
    echo 1 >repo/a.deb
    echo 1 >'repo/a+b.deb'
    exits 1 "$PUBLISH" --tree repo apt
    says 'orchestrator/apt/a+b.deb: a name with other signs'
    is "$(wc -l <requests)" 0 'requests'
}
older_tree() {
    begin
    apt new 'Fri, 27 Nov 2026 10:00:00 UTC'
    apt old 'Fri, 27 Nov 2026 09:59:00 UTC'
    yum newer 1000
    yum older 999
    exits 0 "$PUBLISH" --tree new apt
    exits 0 "$PUBLISH" --tree newer yum
    : >requests
    exits 1 "$PUBLISH" --tree old apt
    says 'dists/debian-12/InRelease: what is there was made later; nothing was uploaded'
    exits 1 "$PUBLISH" --tree older yum
    says 'rocky-9/repodata/repomd.xml: what is there was made later'
    is "$(asked PUT)" '' 'what was uploaded'
}
tree_meanwhile() {
    begin '[{"method": "PUT", "path": "InRelease", "times": 1, "do": "meanwhile",
        "file": "bucket/orchestrator/apt/dists/debian-12/InRelease", "text": "theirs"}]'
    apt new 'Fri, 27 Nov 2026 10:00:00 UTC'
    mkdir -p s3/bucket/orchestrator/apt/dists/debian-12
    exits 1 "$PUBLISH" --tree new apt
    says 'dists/debian-12/InRelease: somebody else published meanwhile'
    is "$(cat s3/bucket/orchestrator/apt/dists/debian-12/InRelease)" theirs
    test ! -e s3/bucket/orchestrator/apt/dists/debian-12/Release
    test ! -e s3/bucket/orchestrator/apt/dists/debian-12/main/binary-amd64/Packages
}
# Theirs comes whole between the two that dnf looks for.
yum_meanwhile() {
    begin '[{"method": "PUT", "path": "repomd.xml.asc", "times": 1, "do": "meanwhile",
        "file": "bucket/orchestrator/yum/rocky-9/repodata/repomd.xml.asc", "text": "theirs"}]'
    yum new 1000
    exits 1 "$PUBLISH" --tree new yum
    says 'rocky-9/repodata/repomd.xml.asc: somebody else published meanwhile'
    is "$(cat s3/bucket/orchestrator/yum/rocky-9/repodata/repomd.xml.asc)" theirs
}

tap 'A repository is uploaded so that it is whole at any moment' tree
tap 'So it is for dnf' tree_of_yum
tap 'What those who install would not believe is not uploaded' unsigned
tap 'Nor is one that is not whole, or has more than it names' not_whole
tap 'A name that services read otherwise is refused' odd_name
tap 'A repository does not go back' older_tree
tap 'Nor is it mixed of two that publish at once' tree_meanwhile
tap 'Nor are a list and its signature' yum_meanwhile
tap_end
